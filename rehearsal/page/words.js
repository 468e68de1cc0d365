// The page's own words in three languages. The bot's words never come from here.

const EN = {
  title: "Rehearsal", start: "Start", what: "What can this bot do?", nothing: "No messages here yet",
  write: "Message", send: "Send", attach: "Attach a file", menu: "Menu", commands: "Commands",
  edited: "edited", typing: "typing", bot: "bot", today: "Today", yesterday: "Yesterday",
  block: "Block the bot", unblock: "Unblock", blocked: "The bot is blocked on this phone",
  restart: "Send /start", theme: "Theme", system: "Follow the system", light: "Light", dark: "Dark",
  copied: "Copied", download: "Download", unanswered: "The bot did not answer this tap",
  ok: "OK", close: "Close", bottom: "Go to the newest message", pinned: "Pinned message",
  trouble: "That did not go through", options: "Options of this phone", you: "You",
  closePhone: "Put this phone away", photo: "Photo", conversation: "Conversation",
  drop: "Drop the file to send it", spoiler: "Hidden text, tap to read",
  clock: "Clock", zone: "Time zone", set: "Set…", setTo: "Set the clock to", go: "Go",
  minute: "+1 min", quarter: "+15 min", hour: "+1 h", day: "+1 day", next: "Next reminder",
  jump: "Jump there", noNext: "No reminder waiting", calls: "Calls", failures: "failures",
  addPhone: "Add a phone", name: "Name", language: "Language", add: "Add", others: "Others in this rehearsal",
  openIn: "Open in…", copyLink: "Copy the link", away: "The simulator is away. Trying again…",
  back: "Connected again", failedOnly: "Failures only", faults: "Try trouble", method: "Method",
  times: "Times", kind: "What happens", apply: "Apply", applied: "The next calls will meet it",
  noCalls: "No calls yet", limits: "Telegram's limits", phones: "Phones", noOthers: "Nobody yet",
};

const FR = {
  title: "Répétition", start: "Démarrer", what: "Que sait faire ce bot ?", nothing: "Aucun message pour l'instant",
  write: "Message", send: "Envoyer", attach: "Joindre un fichier", menu: "Menu", commands: "Commandes",
  edited: "modifié", typing: "écrit", bot: "bot", today: "Aujourd'hui", yesterday: "Hier",
  block: "Bloquer le bot", unblock: "Débloquer", blocked: "Le bot est bloqué sur ce téléphone",
  restart: "Envoyer /start", theme: "Thème", system: "Comme le système", light: "Clair", dark: "Sombre",
  copied: "Copié", download: "Télécharger", unanswered: "Le bot n'a pas répondu à cet appui",
  ok: "OK", close: "Fermer", bottom: "Aller au dernier message", pinned: "Message épinglé",
  trouble: "L'envoi n'a pas abouti", options: "Options de ce téléphone", you: "Vous",
  closePhone: "Ranger ce téléphone", photo: "Photo", conversation: "Conversation",
  drop: "Déposez le fichier pour l'envoyer", spoiler: "Texte masqué, touchez pour lire",
  clock: "Horloge", zone: "Fuseau horaire", set: "Régler…", setTo: "Régler l'horloge sur", go: "Aller",
  minute: "+1 min", quarter: "+15 min", hour: "+1 h", day: "+1 jour", next: "Prochain rappel",
  jump: "Y aller", noNext: "Aucun rappel en attente", calls: "Appels", failures: "échecs",
  addPhone: "Ajouter un téléphone", name: "Nom", language: "Langue", add: "Ajouter", others: "Les autres personnes",
  openIn: "Ouvrir dans…", copyLink: "Copier le lien", away: "Le simulateur ne répond pas. Nouvel essai…",
  back: "Connexion rétablie", failedOnly: "Échecs seulement", faults: "Provoquer un incident", method: "Méthode",
  times: "Fois", kind: "Ce qui arrive", apply: "Appliquer", applied: "Les prochains appels le subiront",
  noCalls: "Aucun appel", limits: "Limites de Telegram", phones: "Téléphones", noOthers: "Personne encore",
};

const AR = {
  title: "تجربة", start: "بدء", what: "ماذا يفعل هذا البوت؟", nothing: "لا رسائل هنا بعد",
  write: "رسالة", send: "إرسال", attach: "إرفاق ملف", menu: "القائمة", commands: "الأوامر",
  edited: "معدّلة", typing: "يكتب", bot: "بوت", today: "اليوم", yesterday: "أمس",
  block: "حظر البوت", unblock: "إلغاء الحظر", blocked: "البوت محظور على هذا الهاتف",
  restart: "إرسال ‎/start", theme: "المظهر", system: "حسب النظام", light: "فاتح", dark: "داكن",
  copied: "تمّ النسخ", download: "تنزيل", unanswered: "لم يجب البوت عن هذه النقرة",
  ok: "حسناً", close: "إغلاق", bottom: "إلى أحدث رسالة", pinned: "رسالة مثبّتة",
  trouble: "تعذّر الإرسال", options: "خيارات هذا الهاتف", you: "أنتم",
  closePhone: "إخفاء هذا الهاتف", photo: "صورة", conversation: "المحادثة",
  drop: "أفلتوا الملف هنا لإرساله", spoiler: "نصّ مخفيّ، انقروا لقراءته",
  clock: "الساعة", zone: "المنطقة الزمنية", set: "ضبط…", setTo: "ضبط الساعة على", go: "انتقال",
  minute: "+ دقيقة", quarter: "+ ربع ساعة", hour: "+ ساعة", day: "+ يوم", next: "التذكير التالي",
  jump: "الانتقال إليه", noNext: "لا تذكير في الانتظار", calls: "النداءات", failures: "إخفاقات",
  addPhone: "إضافة هاتف", name: "الاسم", language: "اللغة", add: "إضافة", others: "بقيّة الحاضرين",
  openIn: "فتح في…", copyLink: "نسخ الرابط", away: "المحاكي لا يجيب. تجري إعادة المحاولة…",
  back: "عاد الاتّصال", failedOnly: "الإخفاقات فقط", faults: "تجربة عطل", method: "الأسلوب",
  times: "المرّات", kind: "ما يحدث", apply: "تطبيق", applied: "ستلقاه النداءات التالية",
  noCalls: "لا نداءات بعد", limits: "حدود Telegram", phones: "الهواتف", noOthers: "لا أحد بعد",
};

const BOOKS = { ar: AR, fr: FR, en: EN };

/** The words for a Telegram language code; English where the page has none. */
export function wordsFor(code) {
  return BOOKS[(code || "en").split("-")[0].toLowerCase()] || EN;
}

/** Whether a language is written from right to left. */
export function isRtl(code) {
  return ["ar", "fa", "he", "ur"].includes((code || "").split("-")[0].toLowerCase());
}

/** The language's own name for itself, e.g. "français". */
export function languageName(code) {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(code);
  } catch {
    return code;
  }
}

/** The page's own locale: the first of the browser's whose language it speaks. */
export function pageLocale() {
  const codes = navigator.languages || [navigator.language];
  return codes.find((code) => code.split("-")[0] in BOOKS) || "en";
}
