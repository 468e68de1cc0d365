// The list of messages: order, day separators, groups with tails, scrolling, unread count.
// Knows messages and the scroll position; the phone knows the person and the door.
import { el, icon } from "./dom.js";
import { bubble, dateOf } from "./bubble.js";

const NEAR_BOTTOM = 80; // pixels from the end that still count as "reading the newest"
const GROUP_MS = 5 * 60 * 1000;

export class Chat {
  constructor(phone) {
    this.phone = phone;
    this.messages = new Map();
    this.nodes = new Map();
    this.reactions = new Map();
    this.unread = 0;
    this.atBottom = true; // whether new messages are followed
    this.inView = true; // whether the phone is where it can be seen
    this.top = 0;
    this.list = el("div.messages");
    this.scroller = el("div.chat", {
      role: "log",
      tabindex: "0",
      "aria-live": "polite",
      "aria-label": phone.words.conversation,
      onscroll: () => this.onScroll(),
    }, this.list);
    this.badge = el("span.badge", { hidden: true });
    this.down = el("button.to-bottom", {
      type: "button",
      "aria-label": phone.words.bottom,
      hidden: true,
      onclick: () => this.toBottom(true),
    }, icon("down"), this.badge);
    this.root = el("div.chat-frame", {}, this.scroller, this.down);
    new ResizeObserver(() => this.settle()).observe(this.scroller);
  }

  /** Show the whole chat anew, as it is. */
  reset(messages) {
    this.messages = new Map(messages.map((message) => [message.message_id, message]));
    this.nodes = new Map(messages.map((message) => [message.message_id, bubble(message, this.phone)]));
    this.unread = 0;
    this.arrange();
    this.atBottom = true;
    this.settle();
  }

  /** Add a message or put its newer version in its place. */
  put(message) {
    const old = this.messages.get(message.message_id);
    const node = bubble(message, this.phone, { fresh: !old });
    this.messages.set(message.message_id, message);
    if (old) {
      if (JSON.stringify(old) === JSON.stringify(message)) return;
      const focused = this.nodes.get(message.message_id).contains(document.activeElement);
      const label = document.activeElement?.textContent;
      this.nodes.get(message.message_id).replaceWith(node);
      node.classList.add("changed");
      // A tap that edits its own message must not throw the keyboard user out of it.
      if (focused) ([...node.querySelectorAll("button")].find((b) => b.textContent === label) || node.querySelector("button") || this.scroller).focus();
    } else {
      if (!this.read && message.from === "bot") this.unread += 1;
      if (message.from !== "bot") this.atBottom = true;
    }
    this.nodes.set(message.message_id, node);
    const top = this.scroller.scrollTop;
    this.arrange();
    // Who ticks boxes at the foot of a long keyboard stays there.
    if (old && old.text === message.text && this.isTall(node)) this.scroller.scrollTop = top;
    else this.settle();
  }

  /** Whether a message fills more than the chat shows. */
  isTall(node) {
    return node.offsetHeight > this.scroller.clientHeight;
  }

  /** The bot's reaction to a message; null takes it away. */
  react(id, emoji) {
    if (emoji) this.reactions.set(id, emoji);
    else this.reactions.delete(id);
    if (!this.messages.has(id)) return;
    const node = bubble(this.messages.get(id), this.phone);
    this.nodes.get(id).replaceWith(node);
    this.nodes.set(id, node);
    this.arrange();
    this.settle();
  }

  remove(id) {
    const node = this.nodes.get(id);
    this.messages.delete(id);
    this.nodes.delete(id);
    if (!node) return;
    node.classList.add("leaving");
    const done = () => {
      node.remove();
      this.arrange();
    };
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) done();
    else node.addEventListener("animationend", done, { once: true });
  }

  /** Draw every message again, for a new zone or language of dates. */
  redraw() {
    const messages = [...this.messages.values()];
    const { unread, atBottom } = this;
    const top = this.scroller.scrollTop;
    this.reset(messages);
    this.unread = unread;
    if (!atBottom) this.scroller.scrollTop = top;
  }

  /** Put nodes in order, with a day before the first of each day and a tail on each group's last. */
  arrange() {
    const ordered = [...this.messages.values()].sort((a, b) => a.message_id - b.message_id);
    const wanted = [];
    let day = null;
    ordered.forEach((message, index) => {
      const key = this.phone.zone.dayKey(new Date(dateOf(message)));
      const after = ordered[index + 1];
      if (key !== day) wanted.push(this.dayMark(key, message));
      const node = this.nodes.get(message.message_id);
      const before = ordered[index - 1];
      node.classList.toggle("first", !before || key !== day || !together(before, message));
      node.classList.toggle("last", !after || !together(message, after));
      day = key;
      wanted.push(node);
    });
    this.place(wanted);
    this.phone.onCount?.(ordered.length);
    this.showUnread();
  }

  /** Move only what is out of place: nodes that stay keep their focus and their animation. */
  place(wanted) {
    const keep = new Set(wanted);
    for (const node of [...this.list.children]) {
      if (!keep.has(node) && !node.classList.contains("leaving")) node.remove();
    }
    let cursor = this.list.firstElementChild;
    for (const node of wanted) {
      while (cursor?.classList.contains("leaving")) cursor = cursor.nextElementSibling;
      if (cursor === node) cursor = cursor.nextElementSibling;
      else this.list.insertBefore(node, cursor);
    }
  }

  dayMark(key, message) {
    this.days ??= new Map();
    const words = this.phone.dayWords(new Date(dateOf(message)), key);
    const mark = this.days.get(key) || el("div.day", { role: "separator" }, el("span"));
    mark.firstChild.textContent = words;
    this.days.set(key, mark);
    return mark;
  }

  onScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    // Only scrolling up leaves the newest: content that grows below is followed.
    if (scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM) this.atBottom = true;
    else if (scrollTop < this.top - 2) this.atBottom = false;
    this.top = scrollTop;
    this.showUnread();
  }

  /** Stay at the newest message when that is where the reader was; read a long one from its top. */
  settle() {
    if (this.atBottom) {
      const last = [...this.list.children].findLast((node) => !node.classList.contains("leaving"));
      if (last && this.isTall(last)) this.scrollTo(last.offsetTop - 8);
      else this.toBottom();
    }
    this.showUnread();
  }

  toBottom(smooth = false) {
    this.atBottom = true;
    this.scrollTo(this.scroller.scrollHeight, smooth);
  }

  scrollTo(top, smooth = false) {
    this.top = smooth ? this.scroller.scrollTop : 0; // going there is not scrolling away
    this.scroller.scrollTo({ top, behavior: smooth ? "smooth" : "instant" });
  }

  /** Whether the newest message can be seen; a phone is put away before `inView` is told of it. */
  get read() {
    return this.atBottom && this.inView && this.scroller.clientHeight > 0;
  }

  showUnread() {
    if (this.read) this.unread = 0;
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.down.hidden = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM;
    this.badge.hidden = this.unread === 0;
    this.badge.textContent = String(this.unread);
    this.phone.onUnread?.(this.unread);
  }
}

function together(a, b) {
  return (a.from === "bot") === (b.from === "bot") && Math.abs(dateOf(b) - dateOf(a)) < GROUP_MS;
}
