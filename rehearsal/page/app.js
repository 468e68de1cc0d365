// The page's beginning: makes the parts, joins them to the stream, and keeps them true.
import { Bot } from "./bot.js";
import { Calls } from "./calls.js";
import { Clock } from "./clock.js";
import { Deck } from "./deck.js";
import { el } from "./dom.js";
import { Hints } from "./hints.js";
import { follow } from "./stream.js";
import { note, toastIn } from "./toast.js";
import { isRtl, pageLocale, wordsFor } from "./words.js";
import { Zone } from "./zones.js";

const locale = pageLocale();
const words = wordsFor(locale);
document.documentElement.lang = locale;
document.documentElement.dir = isRtl(locale) ? "rtl" : "ltr";

const zone = new Zone();
const bot = new Bot();
const clock = new Clock(zone, words, locale);
const deck = new Deck(byId("deck"), byId("tabs"), { zone, clock, bot, words });
const hints = new Hints(deck, words);
const calls = new Calls(byId("panel"), words, zone, locale);
const title = el("h1.title", {}, el("img", { src: "/page/icon.svg", alt: "", width: "28", height: "28" }),
  el("span.title-words", {}, el("span.title-page", { text: words.title }), el("span.title-bot", { dir: "auto" })));
byId("topbar").append(title, clock.root, hints.root, deck.add, calls.button);

let takeDown = null;
let begun = false;

const HEARD = {
  open: () => refresh(),
  reset: () => refresh(),
  away: () => {
    takeDown ??= note(words.away, { stay: true });
  },
  message: (data) => toPhone(data, "message"),
  edit: (data) => toPhone(data, "edit"),
  delete: (data) => toPhone(data, "delete"),
  action: (data) => phoneOf(data)?.showTyping(true),
  reaction: (data) => phoneOf(data)?.chat.react(data.message_id, data.emoji),
  toast: (data) => heardToast(data),
  person: (data) => heardPerson(data),
  clock: (data) => clock.follow(data),
  next: (data) => clock.showNext(data),
  hint: () => hints.load(),
  commands: () => refreshBot(),
  profile: () => refreshBot(),
};

follow((name, data) => HEARD[name]?.(data));

/** Whenever the stream opens: read everything again, for events missed have no echo. */
async function refresh() {
  if (takeDown) {
    takeDown();
    takeDown = null;
    note(words.back);
  }
  try {
    await Promise.all([clock.load(), refreshBot()]);
    await (begun ? Promise.all([...deck.phones.values()].map((phone) => phone.load())) : begin());
    await hints.load();
  } catch (error) {
    note(`${words.trouble}: ${error.message}`);
  }
}

async function begin() {
  begun = true;
  await deck.load();
  document.body.classList.add("ready");
}

async function refreshBot() {
  await bot.load();
  document.title = `${words.title} · ${bot.name}`;
  title.querySelector(".title-bot").textContent = bot.name;
  for (const phone of deck.phones.values()) phone.showBot();
}

function toPhone(data, kind) {
  phoneOf(data)?.receive(kind, data.message || data);
}

/** Answers to taps made elsewhere; this page's own come with the tap. */
function heardToast(data) {
  const phone = phoneOf(data);
  if (phone && phone.tapping.size === 0 && data.text) toastIn(phone, data.text);
}

function heardPerson(data) {
  phoneOf(data)?.update(data);
}

function phoneOf(data) {
  return deck.phones.get(data.person);
}

function byId(id) {
  return document.getElementById(id);
}
