// The phones side by side, or one at a time under tabs where the page is narrow.
// Owns which people have a phone on this page, and remembers it.
import * as door from "./door.js";
import { avatar, el, icon } from "./dom.js";
import { Phone } from "./phone.js";
import { isRtl, languageName } from "./words.js";

const FIRST = [
  { role: "ar", name: "سلمى", language_code: "ar" },
  { role: "fr", name: "Camille", language_code: "fr" },
  { role: "en", name: "Omar", language_code: "en" },
  { role: "organiser", name: "Organiser", language_code: "en" },
];
const KEY = "rehearsal.phones";
const NARROWEST = 288; // pixels in which a phone is still pleasant to read

export class Deck {
  constructor(root, tabs, setting) {
    Object.assign(this, { root, tabs, setting });
    this.words = setting.words;
    this.phones = new Map();
    this.add = this.addButton("step");
    this.tablist = el("div.tablist", { role: "tablist", "aria-label": this.words.phones });
    tabs.append(this.tablist, this.addButton("round.small"));
    new ResizeObserver(() => this.fit()).observe(root);
    this.watch = new IntersectionObserver((entries) => this.seen(entries), { root, threshold: 0.5 });
  }

  addButton(look) {
    const { addPhone } = this.words;
    return el(`button.add-phone.${look}`, { type: "button", title: addPhone, "aria-label": addPhone, "aria-haspopup": "dialog", onclick: () => this.openAdd() }, icon("plus"));
  }

  /** As many phones side by side as stand there whole; tabs lead to the others. */
  fit() {
    const { columnGap, paddingInlineStart, paddingInlineEnd } = getComputedStyle(this.root);
    const gap = parseFloat(columnGap) || 0;
    const room = this.root.clientWidth - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd);
    const count = Math.max(1, Math.min(this.phones.size, Math.floor((room + gap) / (NARROWEST + gap))));
    this.root.style.setProperty("--fit", count);
    document.body.classList.toggle("crowded", count < this.phones.size);
  }

  /** Phones came into view or left it: what comes meanwhile is unread. */
  seen(entries) {
    for (const { target, isIntersecting } of entries) {
      const phone = this.phones.get(Number(target.dataset.person));
      if (!phone) continue;
      phone.chat.inView = isIntersecting;
      phone.settle();
    }
  }

  /** Bring the phones of last time back, or the first four; people are made where they are missing. */
  async load() {
    const people = await door.people();
    for (const kept of this.remembered()) {
      const person = people.find((each) => each.id === kept.id && each.name === kept.name)
        || (await this.enter(kept, people));
      await this.open(person, kept);
    }
    this.activate(this.phones.get(Number(localStorage.getItem(`${KEY}.active`))) || [...this.phones.values()][0]);
  }

  remembered() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      if (Array.isArray(kept) && kept.length) return kept;
    } catch {
      // Something else wrote there: begin with the first four.
    }
    return FIRST;
  }

  remember() {
    const kept = [...this.phones.values()].map(({ person, kept: { role, theme } }) => ({
      id: person.id, name: person.name, language_code: person.language_code, role, theme,
    }));
    localStorage.setItem(KEY, JSON.stringify(kept));
  }

  /** A person of that name and language who is there already (another browser), or a new one. */
  async enter({ name, language_code }, people = []) {
    const there = people.find((each) => each.name === name && each.language_code === language_code && !each.cast);
    return there || { name, language_code, ...(await door.enter({ name, language_code })) };
  }

  async open(person, kept = {}) {
    if (this.phones.has(person.id)) return this.phones.get(person.id);
    const phone = new Phone(person, this.setting, { role: kept.role, theme: kept.theme });
    this.phones.set(person.id, phone);
    phone.addEventListener("close", () => this.close(phone));
    phone.addEventListener("kept", () => this.remember());
    phone.addEventListener("unread", () => this.showTab(phone));
    this.root.append(phone.root);
    this.watch.observe(phone.root);
    phone.root.addEventListener("focusin", () => this.activate(phone));
    phone.tab = this.tab(phone);
    this.tablist.append(phone.tab);
    this.fit();
    this.remember();
    await phone.load();
    return phone;
  }

  close(phone) {
    phone.root.remove();
    phone.tab.remove();
    this.phones.delete(phone.person.id);
    this.fit();
    this.remember();
    if (this.active === phone) this.activate([...this.phones.values()][0]);
  }

  get organiser() {
    return [...this.phones.values()].find((phone) => phone.kept.role === "organiser");
  }

  tab(phone) {
    const { person } = phone;
    const tab = el("button.tab", { type: "button", role: "tab", "aria-controls": `phone-${person.id}`, "aria-selected": "false", tabindex: "-1" },
      avatar(person.name, "avatar.tiny"), el("span.tab-name", { dir: "auto", text: person.name }), el("span.tab-badge", { hidden: true }));
    tab.addEventListener("click", () => this.show(phone));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const all = [...this.phones.values()];
      const turn = document.documentElement.dir === "rtl" ? -step : step;
      const next = all[(all.indexOf(phone) + turn + all.length) % all.length];
      this.show(next);
      next.tab.focus();
    });
    return tab;
  }

  showTab(phone) {
    const badge = phone.tab.querySelector(".tab-badge");
    badge.hidden = !phone.unreadCount;
    badge.textContent = phone.unreadCount || "";
  }

  /** The phone that a narrow page shows. */
  activate(phone) {
    if (phone && phone === this.active) return;
    this.active = undefined;
    for (const each of this.phones.values()) {
      each.root.classList.toggle("active", each === phone);
      each.tab.setAttribute("aria-selected", String(each === phone));
      each.tab.tabIndex = each === phone ? 0 : -1;
    }
    if (!phone) return;
    this.active = phone;
    localStorage.setItem(`${KEY}.active`, phone.person.id);
    phone.tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    phone.settle();
  }

  /** Bring a phone into view, wherever it is. */
  show(phone) {
    this.activate(phone);
    phone.root.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
  }

  async openAdd() {
    const { words } = this;
    const name = el("input", { type: "text", required: true, maxlength: "64", autocomplete: "off", dir: "auto" });
    const language = el("select", {}, ...["ar", "fr", "en"].map((code) => el("option", { value: code, text: languageName(code) })));
    const others = el("ul.others");
    const dialog = el("dialog.dialog", { "aria-label": words.addPhone }, el("form", { method: "dialog" },
      el("h2", { text: words.addPhone }), el("label", {}, words.name, name), el("label", {}, words.language, language),
      el("div.dialog-buttons", {}, el("button.plain", { type: "button", text: words.close, onclick: () => dialog.close() }),
        el("button.strong", { type: "submit", text: words.add }))),
    el("h3", { text: words.others }), others);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("submit", async () => this.show(await this.open(await this.enter({ name: name.value.trim(), language_code: language.value }))));
    document.body.append(dialog);
    dialog.showModal();
    const people = (await door.people()).filter((each) => !this.phones.has(each.id));
    others.append(...people.map((person) => this.other(person, dialog)));
    if (!people.length) others.append(el("li.hint", { text: words.noOthers }));
  }

  other(person, dialog) {
    const open = async () => {
      dialog.close();
      this.show(await this.open(person));
    };
    return el("li", {}, el("button.other", { type: "button", dir: isRtl(person.language_code) ? "rtl" : "ltr", onclick: open },
      avatar(person.name), el("span", { dir: "auto", text: person.name }), el("span.hint", { text: languageName(person.language_code || "en") })));
  }
}
