// A small menu of actions and choices that opens from a button. Keyboard: arrows, Escape, Home, End.
import { el } from "./dom.js";

let open = null;

/**
 * Open a menu beside `button`, inside `holder` (a positioned element). Items:
 * {label, act, checked?, danger?} or {heading}.
 */
export function openMenu(button, holder, items) {
  const again = open?.button === button;
  closeMenu();
  if (again) return;
  const nodes = items.map((item) => (item.heading ? el("div.menu-heading", { text: item.heading }) : entry(item)));
  const node = el("div.menu", { role: "menu", "aria-label": button.getAttribute("aria-label") || button.textContent });
  node.append(...nodes);
  holder.append(node);
  button.setAttribute("aria-expanded", "true");
  open = { button, node };
  const entries = [...node.querySelectorAll("[role^=menuitem]")];
  node.addEventListener("keydown", (event) => onKey(event, entries));
  entries[0]?.focus();
  setTimeout(() => document.addEventListener("pointerdown", onOutside), 0);
}

export function closeMenu(refocus = false) {
  if (!open) return;
  document.removeEventListener("pointerdown", onOutside);
  open.node.remove();
  open.button.setAttribute("aria-expanded", "false");
  if (refocus) open.button.focus();
  open = null;
}

function onOutside(event) {
  if (!open.node.contains(event.target) && !open.button.contains(event.target)) closeMenu();
}

function entry({ label, act, checked, danger }) {
  const choice = checked !== undefined;
  return el(`button.menu-item${danger ? ".danger" : ""}`, {
    type: "button",
    role: choice ? "menuitemradio" : "menuitem",
    "aria-checked": choice ? String(checked) : undefined,
    tabindex: "-1",
    onclick: () => {
      closeMenu(true);
      act();
    },
  }, el("span", { dir: "auto", text: label }));
}

function onKey(event, entries) {
  const here = entries.indexOf(document.activeElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: entries.length - 1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") closeMenu(true);
  else if (to === undefined) return;
  else entries[(to + entries.length) % entries.length]?.focus();
  event.preventDefault();
}
