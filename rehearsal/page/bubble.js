// One message as a bubble: text, picture or file, time, and the buttons under it.
// Given everything it shows; asks the phone to act. Keeps no state.
import { el, icon } from "./dom.js";
import { rich } from "./richtext.js";
import { openAddress } from "./links.js";

/** Build the element of a message. `fresh` marks one that has just arrived. */
export function bubble(message, phone, { fresh = false } = {}) {
  const mine = message.from !== "bot";
  const node = el(`div.message.${mine ? "mine" : "theirs"}`, { "data-id": message.message_id });
  if (fresh) node.classList.add("fresh");
  const body = el("div.bubble");
  if (message.reply_to) body.append(quote(message, phone));
  if (message.photo) body.append(photo(message, phone));
  if (message.document) body.append(documentCard(message.document, phone));
  if (message.contact) body.append(card("👤", contactWords(message.contact)));
  if (message.location) body.append(card("📍", `${message.location.latitude}, ${message.location.longitude}`));
  if (message.text) {
    const text = el("div.text", { dir: "auto" });
    text.append(rich(mine ? asSent(message) : message, phone));
    body.append(text);
  }
  const reaction = phone.chat.reactions.get(message.message_id);
  if (reaction) body.append(el("span.reaction", { text: reaction }));
  body.append(stamp(message, phone));
  const kinds = { "only-photo": message.photo && !message.text, "has-photo": message.photo };
  for (const [name, on] of Object.entries(kinds)) if (on) body.classList.add(name);
  node.append(body);
  if (message.buttons?.length) node.append(keyboard(message, phone));
  return node;
}

/** A link's hidden word is not shown to who opens it: phones show "/start" alone. */
function asSent(message) {
  return /^\/start \S+$/.test(message.text) ? { ...message, text: "/start", html: "/start" } : message;
}

/** The message that this one answers, in one line; a tap goes there. */
function quote(message, phone) {
  const quoted = phone.chat.messages.get(message.reply_to);
  const words = quoted ? quoted.text || quoted.document?.name || phone.words.photo : "…";
  return el("button.quote", { type: "button", dir: "auto", text: words, onclick: () => phone.goTo(message.reply_to) });
}

function contactWords({ first_name, last_name, phone_number }) {
  return [first_name, last_name, phone_number].filter(Boolean).join(" ");
}

function card(sign, words) {
  return el("div.card", {}, el("span", { "aria-hidden": "true", text: sign }), el("bdi", { text: words }));
}

export function stamp(message, phone) {
  const at = new Date(dateOf(message));
  const node = el("span.stamp");
  if (message.edited) node.append(el("span.edited", { text: phone.words.edited }));
  node.append(el("time", {
    datetime: at.toISOString(),
    title: phone.zone.full(at, phone.locale),
    text: phone.zone.time(at, phone.locale),
  }));
  return node;
}

/** Milliseconds since 1970: the door may give unix seconds or an ISO date. */
export function dateOf(message) {
  return typeof message.date === "number" ? message.date * 1000 : Date.parse(message.date);
}

function photo(message, phone) {
  const { url, width, height, name } = message.photo;
  const picture = el("img", { src: url, alt: name || phone.words.photo, width, height, loading: "lazy", decoding: "async" });
  picture.addEventListener("load", () => phone.settle());
  return el("a.photo", { href: url, target: "_blank", rel: "noopener" }, picture);
}

function documentCard({ url, name, size }, phone) {
  const ending = (/\.(\w{1,5})$/.exec(name || "") || ["", ""])[1];
  return el("a.document", {
    href: url,
    download: name || "file",
    "aria-label": `${phone.words.download}: ${name}`,
  }, el("span.document-badge", {}, icon("file"), el("span", { text: ending })),
  el("span.document-words", {},
    el("span.document-name", { dir: "auto", text: name || "file" }),
    el("span.document-size", { text: sizeWords(size, phone.locale) })));
}

function sizeWords(bytes, locale) {
  if (typeof bytes !== "number") return "";
  const units = ["byte", "kilobyte", "megabyte"];
  let step = 0;
  let amount = bytes;
  while (amount >= 1000 && step < units.length - 1) {
    amount /= 1000;
    step += 1;
  }
  const options = { style: "unit", unit: units[step], unitDisplay: step ? "short" : "long", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(locale, options).format(amount);
}

function keyboard(message, phone) {
  const rows = message.buttons.map((row) => el("div.row", {}, ...row.map((button) => key(button, message, phone))));
  return el("div.keyboard", {}, ...rows);
}

function key(button, message, phone) {
  const node = el("button.key", { type: "button", dir: "auto", "data-kind": button.kind });
  node.append(el("span.key-label", { text: button.label }));
  if (button.style) node.dataset.style = button.style;
  if (button.url) node.append(icon("link"));
  if (button.copy_text) node.append(icon("copy"));
  if (phone.isTapping(message, button)) node.setAttribute("aria-busy", "true");
  node.addEventListener("click", () => press(button, message, phone, node));
  return node;
}

function press(button, message, phone, node) {
  if (button.copy_text) phone.copy(button.copy_text);
  else if (button.url) openAddress(button.url, phone);
  else phone.tap(message, button, node);
}
