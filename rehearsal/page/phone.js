// One person's phone: its chrome in that person's language and direction, and what the person does.
import * as door from "./door.js";
import { avatar, el, icon } from "./dom.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { acceptDrops, copyText } from "./handover.js";
import { openMenu } from "./menu.js";
import { alertIn, toastIn } from "./toast.js";
import { isRtl, languageName, wordsFor } from "./words.js";

const TYPING_MS = 5000; // Telegram shows a chat action for five seconds, or until a message comes

export class Phone extends EventTarget {
  /** `setting`: {zone, clock, bot}; `kept`: {theme, role} as the page remembers them. */
  constructor(person, setting, kept = {}) {
    super();
    Object.assign(this, setting);
    this.person = person;
    this.kept = kept;
    this.locale = person.language_code || "en";
    this.words = wordsFor(this.locale);
    this.tapping = new Set();
    this.chat = new Chat(this);
    this.composer = new Composer(this);
    this.root = this.build();
    this.zone.addEventListener("change", () => this.chat.redraw());
    this.clock.addEventListener("tick", () => this.showTime());
    this.clock.addEventListener("day", () => this.chat.arrange());
    this.setTheme(kept.theme || "system");
    this.showBot();
  }

  build() {
    const { person, words } = this;
    this.timeNode = el("span.strip-time");
    const more = el("button.round.small", { type: "button", "aria-label": `${words.options}: ${person.name}`, "aria-haspopup": "menu", "aria-expanded": "false" }, icon("more"));
    more.addEventListener("click", () => openMenu(more, this.root, this.menuItems()));
    this.status = el("span.bot-status");
    this.nameNode = el("span.bot-name", { dir: "auto" });
    this.face = el("span");
    this.welcome = el("div.welcome");
    this.pin = el("button.pinned", { type: "button", hidden: true, onclick: () => this.goTo(this.pinnedId) });
    this.overlay = el("div.overlay");
    this.chat.root.append(this.welcome, this.overlay);
    const root = el("section.phone", {
      dir: isRtl(this.locale) ? "rtl" : "ltr", lang: this.locale, id: `phone-${person.id}`,
      role: "region", "aria-label": `${person.name}, ${languageName(this.locale)}`, "data-person": person.id,
    },
    el("div.strip", {}, avatar(person.name, "avatar.tiny"), el("span.strip-name", { dir: "auto", text: person.name }),
      el("span.strip-language", { text: languageName(this.locale) }), this.timeNode),
    el("header.phone-head", {}, this.face, el("div.bot-words", {}, this.nameNode, this.status), more),
    this.pin, this.chat.root, this.composer.root);
    acceptDrops(root, this);
    return root;
  }

  menuItems() {
    const { words } = this;
    const theme = this.kept.theme || "system";
    return [
      { label: words.restart, act: () => this.say("/start") },
      this.person.blocked
        ? { label: words.unblock, act: () => this.setBlocked(false) }
        : { label: words.block, act: () => this.setBlocked(true), danger: true },
      { label: words.closePhone, act: () => this.dispatchEvent(new Event("close")) },
      { heading: words.theme },
      ...["system", "light", "dark"].map((each) => ({ label: words[each], checked: theme === each, act: () => this.setTheme(each) })),
    ];
  }

  setTheme(theme) {
    this.kept.theme = theme;
    if (theme === "system") delete this.root.dataset.theme;
    else this.root.dataset.theme = theme;
    this.dispatchEvent(new Event("kept"));
  }

  /** The bot's name, description and commands as this person sees them. */
  showBot() {
    const words = this.bot.wordsIn(this.locale);
    this.nameNode.textContent = words.name;
    this.face.replaceChildren(avatar(words.name, "avatar.bot"));
    this.status.textContent = this.words.bot;
    const about = el("div.welcome-card", {}, avatar(words.name, "avatar.large.bot"));
    if (words.description) {
      about.append(el("h2", { text: this.words.what }), el("p", { dir: "auto", text: words.description }));
    } else about.append(el("p", { text: this.words.nothing }));
    this.welcome.replaceChildren(about);
    this.refresh();
    this.loadCommands();
  }

  async loadCommands() {
    this.composer.setCommands(await door.commands(this.person.id), this.bot.menuShown);
  }

  async load() {
    const { id } = this.person;
    const [messages, person] = await Promise.all([door.chat(id), door.person(id)]);
    this.chat.reset(messages);
    this.update(person);
    this.showPinned();
  }

  receive(kind, message) {
    if (kind === "delete") this.chat.remove(message.message_id);
    else this.chat.put(message);
    if (message.from === "bot") this.showTyping(false);
    if (kind === "message" && "reply_keyboard" in message) {
      this.update({ reply_keyboard: message.reply_keyboard });
      this.composer.field.placeholder = message.placeholder || this.words.write;
    }
    this.showPinned();
  }

  onCount() {
    this.refresh();
  }

  onUnread(count) {
    if (count === this.unreadCount) return;
    this.unreadCount = count;
    this.dispatchEvent(new Event("unread"));
  }

  refresh() {
    const empty = this.chat.messages.size === 0;
    this.welcome.hidden = !empty;
    this.composer.show({ empty, blocked: Boolean(this.person.blocked) });
    this.root.classList.toggle("blocked", Boolean(this.person.blocked));
  }

  /** What the door says of the person: blocked or not, and the keyboard that lies before them. */
  update(person) {
    Object.assign(this.person, person);
    this.composer.setReplies(this.person.reply_keyboard);
    this.refresh();
  }

  showPinned() {
    const pinned = [...this.chat.messages.values()].filter((m) => m.pinned).at(-1);
    this.pinnedId = pinned?.message_id;
    this.pin.hidden = !pinned;
    if (pinned) this.pin.replaceChildren(icon("pin"), el("span.pinned-words", {}, el("b", { text: this.words.pinned }), el("span", { dir: "auto", text: pinned.text || pinned.document?.name || this.words.photo })));
  }

  goTo(id) {
    const node = this.chat.nodes.get(id);
    node?.scrollIntoView({ block: "center", behavior: "smooth" });
    node?.classList.add("changed");
  }

  showTyping(on) {
    clearTimeout(this.typingTimer);
    this.status.classList.toggle("typing", on);
    this.status.textContent = on ? this.words.typing : this.words.bot;
    if (on) this.typingTimer = setTimeout(() => this.showTyping(false), TYPING_MS);
  }

  showTime() {
    this.timeNode.textContent = this.zone.time(this.clock.now(), this.locale);
  }

  dayWords(date, key) {
    const now = this.clock.now();
    if (key === this.zone.dayKey(now)) return this.words.today;
    if (key === this.zone.dayKey(new Date(now - 86_400_000))) return this.words.yesterday;
    return this.zone.longDay(date, this.locale);
  }

  settle() {
    this.chat.settle();
  }

  isTapping(message, button) {
    return this.tapping.has(`${message.message_id} ${button.label}`);
  }

  async say(text) {
    this.chat.atBottom = true;
    const sent = await this.attempt(() => door.say(this.person.id, text));
    // A keyboard meant for one use goes with what is said.
    if (!this.composer.replies.hidden) await this.attempt(async () => this.update(await door.person(this.person.id)));
    return sent;
  }

  /** Press a key of the bot's own keyboard: it says its label, or shares what it asks for. */
  async press(label) {
    this.chat.atBottom = true;
    await this.attempt(async () => {
      await door.press(this.person.id, label);
      this.update(await door.person(this.person.id));
    });
  }

  async sendFile(file) {
    return this.attempt(() => door.sendFile(this.person.id, file));
  }

  async tap(message, button, node) {
    const key = `${message.message_id} ${button.label}`;
    if (this.tapping.has(key)) return;
    this.tapping.add(key);
    node.setAttribute("aria-busy", "true");
    await this.attempt(async () => {
      const result = await door.tap(this.person.id, message.message_id, button.label);
      if (!result.answered) toastIn(this, this.words.unanswered, "trouble");
      else this.answer(result);
    });
    this.tapping.delete(key);
    for (const each of this.root.querySelectorAll(`[data-id="${message.message_id}"] [aria-busy]`)) {
      if (each.textContent === button.label) each.removeAttribute("aria-busy");
    }
  }

  /** What the bot answers to a tap: a toast, or an alert to confirm. */
  answer({ text, alert }) {
    if (!text) return;
    if (alert) alertIn(this, text);
    else toastIn(this, text);
  }

  async copy(text) {
    await copyText(text);
    toastIn(this, this.words.copied);
  }

  async setBlocked(on) {
    if (await this.attempt(() => door.block(this.person.id, on))) this.person.blocked = on;
    this.refresh();
  }

  async attempt(act) {
    try {
      await act();
      return true;
    } catch (error) {
      toastIn(this, `${this.words.trouble}: ${error.message}`, "trouble");
      return false;
    }
  }
}
