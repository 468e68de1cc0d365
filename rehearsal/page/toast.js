// Short words over a chat: toasts that go by themselves, alerts that wait for OK.
import { el } from "./dom.js";

/** Show a toast over a phone's chat; longer texts stay longer. */
export function toastIn(phone, text, kind = "") {
  const node = el(`div.toast${kind ? `.${kind}` : ""}`, { role: "status", dir: "auto", text });
  phone.overlay.replaceChildren(node);
  setTimeout(() => node.classList.add("leaving"), 2600 + 35 * text.length);
  node.addEventListener("animationend", (event) => event.animationName === "toast-out" && node.remove());
}

/** Show an alert that holds the phone until it is confirmed. */
export function alertIn(phone, text) {
  const before = document.activeElement;
  const ok = el("button.alert-ok", { type: "button", text: phone.words.ok });
  const node = el("div.alert-shade", {}, el("div.alert", { role: "alertdialog", "aria-modal": "true", "aria-label": text },
    el("p", { dir: "auto", text }), ok));
  const close = () => {
    node.remove();
    before?.focus?.();
  };
  ok.addEventListener("click", close);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    // The alert has one control: focus has nowhere else to go.
    if (event.key === "Tab") event.preventDefault();
  });
  phone.root.append(node);
  ok.focus();
}

/** A line for the whole page, e.g. that the simulator is away. Returns how to take it down. */
export function note(text, { stay = false } = {}) {
  const node = el("div.note", { dir: "auto", text });
  document.getElementById("notes").replaceChildren(node);
  if (!stay) setTimeout(() => node.remove(), 4000);
  return () => node.remove();
}
