// The simulated clock in the top bar: telling it, moving it, and going to the next reminder.
import * as door from "./door.js";
import { el, icon } from "./dom.js";
import { note } from "./toast.js";

const STEPS = [["minute", 60], ["quarter", 900], ["hour", 3600], ["day", 86_400]];

/** Ticks with the simulator's time. Events: "tick" (each second and each move), "day". */
export class Clock extends EventTarget {
  constructor(zone, words, locale) {
    super();
    Object.assign(this, { zone, words, locale });
    this.offset = 0;
    this.setHere(new Date());
    this.time = el("span.clock-time", { dir: "ltr" });
    this.date = el("span.clock-date");
    this.jumpButton = el("button.pill.next", { type: "button", hidden: true, onclick: () => this.jump() });
    this.noNext = el("span.next-none", { text: words.noNext });
    this.root = el("div.clock", { role: "group", "aria-label": words.clock }, this.face(), this.steps(), el("div.next-frame", { "aria-live": "polite" }, this.jumpButton, this.noNext));
    zone.addEventListener("change", () => {
      this.show();
      this.showNext(this.next);
    });
    setInterval(() => this.show(), 1000);
  }

  /** The simulator's moment now, as this page reckons it. */
  now() {
    return new Date(this.base + (performance.now() - this.at));
  }

  setHere(date) {
    this.base = date.getTime();
    this.at = performance.now();
  }

  face() {
    const choose = el("select.zone", { "aria-label": this.words.zone, onchange: (event) => this.zone.choose(event.target.value) });
    for (const name of this.zone.choices) {
      choose.append(el("option", { value: name, selected: name === this.zone.name, text: name.replace(/^.*\//, "").replace(/_/g, " ") }));
    }
    return el("div.clock-face", {}, icon("clock"), el("div.clock-words", {}, this.time, this.date), choose);
  }

  steps() {
    const buttons = STEPS.map(([word, seconds]) => el("button.step", { type: "button", text: this.words[word], onclick: () => this.move(() => door.advance(seconds)) }));
    const set = el("button.step", { type: "button", text: this.words.set, "aria-haspopup": "dialog" });
    set.addEventListener("click", () => this.openSet());
    return el("div.steps", {}, ...buttons, set);
  }

  openSet() {
    const field = el("input", { type: "datetime-local", required: true, value: this.zone.fields(this.now()), "aria-label": this.words.setTo });
    const dialog = el("dialog.dialog", { "aria-label": this.words.setTo }, el("form", { method: "dialog" },
      el("h2", { text: this.words.setTo }), field, el("p.hint", { text: this.zone.name }),
      el("div.dialog-buttons", {}, el("button.plain", { type: "button", text: this.words.close, onclick: () => dialog.close() }),
        el("button.strong", { type: "submit", text: this.words.go }))));
    dialog.addEventListener("close", () => dialog.remove());
    dialog.addEventListener("submit", () => this.move(() => door.setClock(this.zone.moment(field.value).toISOString())));
    document.body.append(dialog);
    dialog.showModal();
  }

  async move(act) {
    try {
      const answer = await act();
      if (answer?.now) this.setHere(new Date(answer.now));
      else await this.load();
      this.show();
    } catch (error) {
      note(`${this.words.trouble}: ${error.message}`);
    }
  }

  async load() {
    this.setHere(new Date((await door.clock()).now));
    this.show();
    this.showNext(await door.next());
  }

  follow(data) {
    if (data.now) this.setHere(new Date(data.now));
    this.show();
  }

  show() {
    const now = this.now();
    this.time.textContent = this.zone.time(now, this.locale, true);
    this.date.textContent = this.zone.day(now, this.locale);
    this.dispatchEvent(new Event("tick"));
    const day = this.zone.dayKey(now);
    if (this.day !== undefined && day !== this.day) this.dispatchEvent(new Event("day"));
    this.day = day;
  }

  showNext(next) {
    this.next = next?.at ? next : null;
    this.jumpButton.hidden = !this.next;
    this.noNext.hidden = Boolean(this.next) || next === null;
    if (!this.next) return;
    const at = new Date(this.next.at);
    const moment = `${this.zone.day(at, this.locale)} ${this.zone.time(at, this.locale)}`;
    const title = this.next.title || this.words.next;
    this.jumpButton.title = `${this.words.next}: ${moment}\n${title}`;
    this.jumpButton.replaceChildren(icon("bell"), el("span.next-words", {},
      el("span.next-label", {}, el("b", { text: moment }), ` · ${this.words.next}`),
      el("span.next-title", { dir: "auto", text: title })), el("span.jump", { text: this.words.jump }));
  }

  /** One second past the reminder, so that it is due. */
  async jump() {
    const { at, title } = this.next;
    await this.move(() => door.setClock(new Date(Date.parse(at) + 1000).toISOString()));
    // It may have gone to somebody who has no phone on this page.
    if (title) note(title);
  }
}
