// Links that a program wants shown, as pills: one tap opens them in the phone they are meant for.
import * as door from "./door.js";
import { el, icon } from "./dom.js";
import { copyText } from "./handover.js";
import { openMenu } from "./menu.js";
import { openAddress } from "./links.js";
import { note } from "./toast.js";

export class Hints {
  constructor(deck, words) {
    Object.assign(this, { deck, words });
    this.root = el("div.hints");
  }

  async load() {
    this.show(await door.hints());
  }

  show(hints) {
    this.root.replaceChildren(...hints.map((hint) => this.pill(hint)));
  }

  pill(hint) {
    const title = hint.title || hint.url;
    const more = el("button.pill-more", { type: "button", "aria-label": `${title}: ${this.words.openIn}`, "aria-haspopup": "menu", "aria-expanded": "false" }, icon("chevron"));
    const main = el("button.pill-main", { type: "button", title: hint.url, onclick: () => this.open(hint, this.target(hint)) },
      icon("key"), el("span", { dir: "auto", text: title }));
    const pill = el("div.pill.hint-pill", {}, main, more);
    more.addEventListener("click", () => openMenu(more, pill, [
      { heading: this.words.openIn },
      ...[...this.deck.phones.values()].map((phone) => ({ label: phone.person.name, act: () => this.open(hint, phone) })),
      { label: this.words.copyLink, act: () => this.copy(hint.url) },
    ]));
    return pill;
  }

  /** The person a hint names, else the organiser: such links are mostly keys. */
  target(hint) {
    const phones = [...this.deck.phones.values()];
    const named = phones.find(({ person, kept }) => [person.id, person.name, kept.role].includes(hint.person));
    return named || this.deck.organiser || phones[0];
  }

  open(hint, phone) {
    if (!phone) return;
    this.deck.show(phone);
    openAddress(hint.url, phone);
  }

  async copy(url) {
    await copyText(url);
    note(this.words.copied);
  }
}
