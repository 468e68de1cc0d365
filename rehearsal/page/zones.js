// The zone in which the page tells time, and the arithmetic between a zone and UTC.

const KEY = "rehearsal.zone";
const NEAR = [
  "UTC", "Africa/Casablanca", "Africa/Algiers", "Africa/Tunis", "Africa/Cairo", "Europe/Lisbon",
  "Europe/Madrid", "Europe/Paris", "Europe/Rome", "Europe/Athens", "Europe/Istanbul",
  "Asia/Beirut", "Asia/Amman", "Asia/Jerusalem", "Asia/Dubai",
];

/** The zone chosen on this page, kept for the next visit. Tells its listeners when it changes. */
export class Zone extends EventTarget {
  constructor() {
    super();
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
    this.choices = [...new Set([own, ...NEAR])];
    const kept = localStorage.getItem(KEY);
    this.name = this.choices.includes(kept) ? kept : own;
  }

  choose(name) {
    this.name = name;
    localStorage.setItem(KEY, name);
    this.dispatchEvent(new Event("change"));
  }

  /** "14:05", in the reader's digits. */
  time(date, locale, seconds = false) {
    const options = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: this.name };
    if (seconds) options.second = "2-digit";
    return new Intl.DateTimeFormat(exact(locale), options).format(date);
  }

  day(date, locale) {
    const options = { weekday: "short", day: "numeric", month: "short", timeZone: this.name };
    return new Intl.DateTimeFormat(exact(locale), options).format(date);
  }

  longDay(date, locale) {
    const options = { weekday: "long", day: "numeric", month: "long", timeZone: this.name };
    return new Intl.DateTimeFormat(exact(locale), options).format(date);
  }

  full(date, locale) {
    return new Intl.DateTimeFormat(exact(locale), { dateStyle: "full", timeStyle: "short", timeZone: this.name }).format(date);
  }

  /** A key that is equal for two moments of the same day here: "2026-05-12". */
  dayKey(date) {
    return this.fields(date).slice(0, 10);
  }

  /** "2026-05-12T14:05", as a datetime-local field wants it. */
  fields(date) {
    const options = {
      year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
      hourCycle: "h23", timeZone: this.name,
    };
    const part = Object.fromEntries(
      new Intl.DateTimeFormat("en-GB", options).formatToParts(date).map(({ type, value }) => [type, value]),
    );
    return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
  }

  /** The moment that a datetime-local value means here. */
  moment(fields) {
    const wanted = Date.parse(`${fields.slice(0, 16)}Z`);
    let guess = wanted;
    // Twice: the first correction may land on the other side of a change of the hour.
    for (let round = 0; round < 2; round += 1) {
      guess += wanted - Date.parse(`${this.fields(new Date(guess))}Z`);
    }
    return new Date(guess);
  }
}

/** English without a country is international English here: the day before the month. */
function exact(locale) {
  return locale === "en" ? "en-GB" : locale;
}
