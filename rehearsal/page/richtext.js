// Turns a message's html into nodes: an allow-list of Telegram's own tags, and live links.
import { el } from "./dom.js";
import { openAddress } from "./links.js";

const KEPT = new Set(["B", "STRONG", "I", "EM", "U", "INS", "S", "STRIKE", "DEL", "CODE", "PRE", "BLOCKQUOTE", "BR", "SUB", "SUP"]);
const LIVE = /(^|[\s(‎‏⁦⁧⁨])(\/[a-zA-Z][a-zA-Z0-9_]{0,31})(?![\w/])|(https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)\]])/gu;

/** The nodes of a message. `phone` is who reads it: links speak from there. */
export function rich(message, phone) {
  const source = new DOMParser().parseFromString(`<body>${message.html || escaped(message.text || "")}</body>`, "text/html");
  const fragment = document.createDocumentFragment();
  for (const node of source.body.childNodes) fragment.append(...kept(node, phone));
  return fragment;
}

function escaped(text) {
  return text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
}

function kept(node, phone) {
  if (node.nodeType === Node.TEXT_NODE) return [live(node.textContent, phone)];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const bare = ["A", "CODE", "PRE"].includes(node.tagName);
  const inside = bare
    ? [document.createTextNode(node.textContent)]
    : [...node.childNodes].flatMap((child) => kept(child, phone));
  if (node.tagName === "A") return [link(node.getAttribute("href") || "", node.textContent, phone)];
  if (node.tagName === "TG-SPOILER" || node.className === "tg-spoiler") return [spoiler(inside, phone)];
  if (node.tagName === "TG-TIME") return [moment(node, inside, phone)];
  if (!KEPT.has(node.tagName)) return inside;
  const copy = el(node.tagName.toLowerCase());
  copy.append(...inside);
  if (node.tagName === "BLOCKQUOTE") copy.setAttribute("dir", "auto");
  return [copy];
}

/** Plain text with its commands and addresses made tappable. */
function live(text, phone) {
  const fragment = document.createDocumentFragment();
  let last = 0;
  for (const match of text.matchAll(LIVE)) {
    const [whole, before, command, address] = match;
    fragment.append(text.slice(last, match.index) + (before || ""));
    fragment.append(command ? commandLink(command, phone) : link(address, address, phone));
    last = match.index + whole.length;
  }
  fragment.append(text.slice(last));
  return fragment;
}

function commandLink(command, phone) {
  return el("button.inline-link", { type: "button", dir: "ltr", text: command, onclick: () => phone.say(command) });
}

function link(address, words, phone) {
  if (!/^(https?|tg|mailto|tel):/i.test(address)) return document.createTextNode(words);
  return el("a", {
    href: address,
    rel: "noopener noreferrer",
    text: words,
    onclick: (event) => {
      event.preventDefault();
      openAddress(address, phone);
    },
  });
}

function spoiler(inside, phone) {
  const node = el("span.spoiler", { tabindex: "0", role: "button", "aria-label": phone.words.spoiler });
  node.append(el("span", {}, ...inside));
  const show = () => {
    node.classList.add("shown");
    node.removeAttribute("role");
    node.removeAttribute("aria-label");
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", (event) => event.key === "Enter" && show());
  return node;
}

/** A time keeps the bot's words; the exact moment in the page's zone is shown on hover. */
function moment(node, inside, phone) {
  const unix = Number(node.getAttribute("unix") || node.getAttribute("datetime"));
  const copy = el("time");
  if (unix) copy.setAttribute("title", phone.zone.full(new Date(unix * 1000), phone.locale));
  copy.append(...inside);
  return copy;
}
