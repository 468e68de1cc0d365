// What passes between the page and the machine: files dropped on a phone, text to the clipboard.
import { el } from "./dom.js";

/** Let files be dropped on a phone; they are sent from there. */
export function acceptDrops(root, phone) {
  root.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    root.dataset.drop = phone.words.drop;
  });
  root.addEventListener("dragleave", (event) => !root.contains(event.relatedTarget) && delete root.dataset.drop);
  root.addEventListener("drop", (event) => {
    if (root.dataset.drop === undefined) return;
    event.preventDefault();
    delete root.dataset.drop;
    for (const file of event.dataTransfer.files) phone.sendFile(file);
  });
}

/** Copy a text; where a browser refuses the clipboard to a page, by a selection. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = el("textarea", { text, "aria-hidden": "true" });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}
