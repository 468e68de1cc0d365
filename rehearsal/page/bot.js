// What the bot says of itself, in each language. Reads the door's answer; shows nothing.
import * as door from "./door.js";

export class Bot {
  constructor() {
    this.name = "Bot";
    this.username = "";
    this.raw = {};
  }

  async load() {
    this.raw = (await door.bot()) || {};
    this.name = this.raw.name || "Bot";
    this.username = this.raw.username || "";
    // Telegram's own default shows the commands wherever there are any.
    this.menuShown = this.raw.menu_button?.type !== "web_app";
  }

  /** Name and description for a person's language, the general ones where it has none. */
  wordsIn(locale) {
    const code = (locale || "").split("-")[0];
    return {
      name: pick(this.raw, "name", code) || this.name,
      description: pick(this.raw, "description", code) || pick(this.raw, "description", ""),
    };
  }
}

/** A text by language; "" is what every other language reads. */
function pick(raw, key, code) {
  return raw[`${key}s`]?.[code] || "";
}
