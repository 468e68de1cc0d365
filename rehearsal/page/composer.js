// Where a person writes: the field, the command list, files, the bot's reply keyboard, Start.
import { el, icon } from "./dom.js";
import { startOf } from "./links.js";

const LONGEST_LINES = 160; // pixels of height before the field scrolls

export class Composer {
  constructor(phone) {
    this.phone = phone;
    const { words } = phone;
    this.field = el("textarea.field", {
      rows: "1", dir: "auto", placeholder: words.write, "aria-label": words.write, enterkeyhint: "send",
      autocomplete: "off", "aria-autocomplete": "list", "aria-controls": `commands-${phone.person.id}`,
    });
    this.menuButton = el("button.round.menu-button", {
      type: "button", "aria-label": words.commands, "aria-expanded": "false", title: words.commands, hidden: true,
    }, icon("menu"));
    this.sendButton = el("button.round.send", { type: "submit", "aria-label": words.send, title: words.send }, icon("send"));
    this.picker = el("input", { type: "file", hidden: true, tabindex: "-1", "aria-hidden": "true" });
    const attach = el("button.round", {
      type: "button", "aria-label": words.attach, title: words.attach, onclick: () => this.picker.click(),
    }, icon("clip"));
    this.form = el("form.composer", {}, this.menuButton, this.field, attach, this.sendButton, this.picker);
    this.list = el("ul.commands", { id: `commands-${phone.person.id}`, role: "listbox", "aria-label": words.commands, hidden: true });
    this.replies = el("div.replies", { hidden: true });
    this.start = el("button.start", { type: "button", text: words.start, hidden: true, onclick: () => phone.say("/start") });
    this.unblock = el("button.start.quiet", { type: "button", text: words.unblock, hidden: true, onclick: () => phone.setBlocked(false) });
    this.root = el("div.composer-frame", {}, this.list, this.form, this.start, this.unblock, this.replies);
    this.commands = [];
    this.listen();
  }

  listen() {
    this.field.addEventListener("input", () => {
      this.grow();
      this.complete();
    });
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    this.field.addEventListener("blur", () => setTimeout(() => !this.root.contains(document.activeElement) && this.hideList(), 150));
    this.field.addEventListener("paste", (event) => {
      const [file] = event.clipboardData?.files || [];
      if (file) this.phone.sendFile(file);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.picker.addEventListener("change", () => {
      for (const file of this.picker.files) this.phone.sendFile(file);
      this.picker.value = "";
    });
    this.menuButton.addEventListener("click", () => {
      if (this.list.hidden) this.showList(this.commands);
      else this.hideList();
      this.field.focus();
    });
  }

  setCommands(commands, menuShown) {
    this.commands = commands;
    this.menuButton.hidden = !menuShown || commands.length === 0;
    if (!this.list.hidden) this.complete();
  }

  /** Which of the three faces the foot of the phone has. */
  show({ empty, blocked }) {
    this.start.hidden = blocked || !empty;
    this.unblock.hidden = !blocked;
    this.form.hidden = blocked || empty;
    this.replies.classList.toggle("away", blocked || empty);
  }

  /** Rows of keys that the bot put under the field; null takes them away. */
  setReplies(rows) {
    this.replies.hidden = !rows?.length;
    this.replies.replaceChildren(...(rows || []).map((row) => el("div.row", {}, ...row.map(({ label }) =>
      el("button.reply", { type: "button", dir: "auto", text: label, onclick: () => this.phone.press(label) })))));
  }

  onKey(event) {
    if (!this.list.hidden && this.onListKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    }
  }

  onListKey(event) {
    const options = [...this.list.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.choose((this.chosen + step + options.length) % options.length);
    else if (event.key === "Escape") this.hideList();
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") {
      if (!options[this.chosen]) return false;
      this.take(options[this.chosen].dataset.command, event.key === "Enter");
    } else return false;
    event.preventDefault();
    return true;
  }

  complete() {
    const typed = /^\/(\w*)$/.exec(this.field.value);
    const fitting = typed ? this.commands.filter(({ command }) => command.startsWith(typed[1].toLowerCase())) : [];
    if (fitting.length) this.showList(fitting);
    else this.hideList();
  }

  showList(commands) {
    this.list.replaceChildren(...commands.map(({ command, description }, index) => el("li", {
      id: `${this.list.id}-${index}`, role: "option", "data-command": command,
      // Taken on press, before the field loses its focus and the list goes.
      onmousedown: (event) => {
        event.preventDefault();
        this.take(command, true);
      },
    }, el("span.command", { dir: "ltr", text: `/${command}` }), el("span.about", { dir: "auto", text: description }))));
    this.list.hidden = false;
    this.menuButton.setAttribute("aria-expanded", "true");
    this.choose(0);
  }

  hideList() {
    this.list.hidden = true;
    this.menuButton.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  choose(index) {
    this.chosen = index;
    [...this.list.children].forEach((option, each) => {
      option.setAttribute("aria-selected", String(each === index));
      if (each !== index) return;
      option.scrollIntoView({ block: "nearest" });
      this.field.setAttribute("aria-activedescendant", option.id);
    });
  }

  take(command, send) {
    this.field.value = send ? "" : `/${command} `;
    this.hideList();
    this.grow();
    if (send) this.phone.say(`/${command}`);
    this.field.focus();
  }

  async submit() {
    const text = this.field.value.trim();
    if (!text) return;
    this.field.value = "";
    this.grow();
    this.hideList();
    const sent = await this.phone.say(startOf(text, this.phone.bot.username) || text);
    // What could not be sent goes back into the field, unless something new is there.
    if (!sent && !this.field.value) this.field.value = text;
    this.grow();
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, LONGEST_LINES)}px`;
    this.form.classList.toggle("ready", Boolean(this.field.value.trim()));
  }
}
