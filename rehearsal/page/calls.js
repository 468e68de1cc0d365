// The panel of the bot's calls, newest first, failures in red; and trouble to try on purpose.
// Reads them itself, often while it is open and seldom while it only counts failures.
import * as door from "./door.js";
import { el, icon } from "./dom.js";
import { note } from "./toast.js";

const KEPT = 200;
const TROUBLES = [
  ["429", { error_code: 429, retry_after: 3 }],
  ["500", { error_code: 500 }],
  ["403", { error_code: 403 }],
  ["drop", { drop: true }],
  ["delay 5 s", { delay_s: 5 }],
];

export class Calls {
  constructor(panel, words, zone, locale) {
    Object.assign(this, { panel, words, zone, locale });
    this.since = 0;
    this.names = new Map();
    this.failures = 0;
    this.badge = el("span.badge.failed", { hidden: true });
    this.button = el("button.step.calls-button", { type: "button", "aria-expanded": "false", "aria-controls": "panel", onclick: () => this.toggle() },
      icon("list"), el("span", { text: words.calls }), this.badge);
    this.list = el("ol.calls");
    this.none = el("p.hint", { text: words.noCalls });
    this.only = el("input", { type: "checkbox", onchange: () => this.list.classList.toggle("failed-only", this.only.checked) });
    this.build();
    this.poll();
  }

  build() {
    const { words } = this;
    this.panel.setAttribute("aria-label", words.calls);
    this.panel.append(
      el("header.panel-head", {}, el("h2", { text: words.calls }), el("label.check", {}, this.only, words.failedOnly),
        el("button.round.small", { type: "button", "aria-label": words.close, onclick: () => this.toggle() }, icon("close"))),
      this.faults(), this.none, this.list,
    );
    this.panel.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle());
  }

  /** A form that makes the next calls fail, to see what the bot does then. */
  faults() {
    const { words } = this;
    const method = el("input", { type: "text", value: "sendMessage", required: true, autocomplete: "off", spellcheck: "false", dir: "ltr" });
    const times = el("input", { type: "number", value: "1", min: "1", max: "1000" });
    const kind = el("select", {}, ...TROUBLES.map(([name]) => el("option", { text: name })));
    const apply = async (event) => {
      event.preventDefault();
      const trouble = Object.fromEntries(TROUBLES)[kind.value];
      try {
        await door.fault({ method: method.value.trim(), times: Number(times.value), ...trouble });
        note(words.applied);
      } catch (error) {
        note(`${words.trouble}: ${error.message}`);
      }
    };
    this.extra = el("div.limits");
    return el("details.faults", {}, el("summary", { text: words.faults }),
      el("form", { onsubmit: apply }, el("label", {}, words.method, method), el("label", {}, words.times, times),
        el("label", {}, words.kind, kind), el("button.strong", { type: "submit", text: words.apply })), this.extra);
  }

  /** Switches for Telegram's own limits, where this simulator has them. */
  async loadLimits() {
    const limits = await door.limits();
    if (!limits) return;
    const box = el("input", { type: "checkbox", checked: limits.on });
    box.addEventListener("change", () => door.setLimits({ on: box.checked }).catch((error) => note(error.message)));
    this.extra.replaceChildren(el("label.check", {}, box, this.words.limits));
  }

  toggle() {
    this.panel.hidden = !this.panel.hidden;
    this.button.setAttribute("aria-expanded", String(!this.panel.hidden));
    if (this.panel.hidden) {
      this.button.focus();
      return;
    }
    this.panel.querySelector("button").focus();
    this.loadLimits();
    this.poll();
  }

  async poll() {
    clearTimeout(this.timer);
    const news = (await door.calls(this.since)) || [];
    if (news.some(({ chat_id }) => chat_id && !this.names.has(chat_id))) await this.learnNames();
    for (const call of news) this.take(call);
    if (news.length) this.trim();
    this.timer = setTimeout(() => this.poll(), this.panel.hidden ? 4000 : 1200);
  }

  async learnNames() {
    const people = await door.people().catch(() => []);
    this.names = new Map(people.map(({ id, name }) => [id, name]));
  }

  take(call) {
    this.since = Math.max(this.since, call.id);
    // Polling is the bot's breathing: it is worth a line only when it fails.
    if (call.ok && call.method.toLowerCase() === "getupdates") return;
    if (!call.ok) this.failures += 1;
    this.list.prepend(this.line(call));
  }

  trim() {
    while (this.list.children.length > KEPT) this.list.lastElementChild.remove();
    this.none.hidden = this.list.children.length > 0;
    this.badge.hidden = this.failures === 0;
    this.badge.textContent = String(this.failures);
    this.badge.setAttribute("aria-label", `${this.failures} ${this.words.failures}`);
  }

  /** The name of the chat that a call is about, if it is about one. */
  whose(call) {
    const name = this.names.get(call.chat_id);
    return name && el("bdi.call-chat", { text: name });
  }

  line(call) {
    const words = call.ok ? gist(call) : `${call.error_code ?? ""} ${call.description ?? call.fault ?? ""}`.trim();
    const details = el("details", {}, el("summary", {},
      el("span.call-method", { dir: "ltr", text: call.method }, this.whose(call)),
      el("time", { text: this.zone.time(new Date(call.clock), this.locale, true) }),
      el("span.call-words", { dir: "auto", text: words })),
    el("pre", { dir: "ltr", tabindex: "0", text: JSON.stringify(call, null, 2) }));
    return el(`li.call${call.ok ? "" : ".failed"}`, {}, details);
  }
}

function gist(call) {
  const given = call.params || {};
  const words = String(given.text ?? given.caption ?? given.action ?? given.language_code ?? "");
  return (given.parse_mode === "HTML" ? words.replace(/<[^>]*>/g, "") : words).slice(0, 90);
}
