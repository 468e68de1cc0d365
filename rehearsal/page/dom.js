// Makes elements. Owns no state; knows nothing of chats.

/** Build an element: `el("button.send", {type: "button", onclick: f}, "Send")`. */
export function el(selector, attributes = {}, ...children) {
  const [tag, ...classes] = selector.split(".");
  const node = document.createElement(tag || "div");
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "text") node.textContent = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SHAPES = {
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M12 5.500v.01M12 12v.01M12 18.500v.01",
  send: "M4 12 20 4.500 15.500 20l-4-6.500L4 12Zm7.500 1.500L20 4.500",
  clip: "m19.500 11.500-7.800 7.800a4.700 4.700 0 0 1-6.700-6.700l8.200-8.200a3.100 3.100 0 0 1 4.400 4.400l-8.200 8.200a1.600 1.600 0 0 1-2.200-2.200l7.200-7.200",
  down: "M12 5v13m-6-6 6 6 6-6",
  chevron: "m6 9 6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  plus: "M12 5v14M5 12h14",
  file: "M13.500 3.500H7A1.500 1.500 0 0 0 5.500 5v14A1.500 1.500 0 0 0 7 20.500h10a1.500 1.500 0 0 0 1.500-1.500V8.500l-5-5Zm0 0v5h5",
  copy: "M9 9h10.500v10.500H9zM15 9V4.500H4.500V15H9",
  link: "M8 16 16.500 7.500M9.500 7h7.500v7.500",
  pin: "M9 4h6l-.7 6 3.200 3.500h-11L9.700 10 9 4Zm3 9.500V20",
  bell: "M6.500 16.500V11a5.500 5.500 0 0 1 11 0v5.500l1.500 1.500H5l1.500-1.500ZM10.300 20.500h3.400",
  clock: "M12 7.500V12l3 2M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17Z",
  list: "M8.500 6.500H20M8.500 12H20M8.500 17.500H20M4.500 6.500h.01M4.500 12h.01M4.500 17.500h.01",
  key: "M14.500 9.500h.01M15 4.500a5 5 0 1 1-3.600 8.500l-6.900 6.500v-3.500H7V14h2.500l1-1.500A5 5 0 0 1 15 4.500Z",
};

/** A line icon, hidden from assistive technology: the control around it carries the words. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon icon-${name}`);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

/** An avatar of initials, in a hue that stays the same for the same name. */
export function avatar(name, className = "avatar") {
  let hue = 0;
  for (const letter of name) hue = (hue * 31 + letter.codePointAt(0)) % 360;
  const words = name.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
  // Two Arabic initials side by side would join into a word that is not there.
  const count = /\p{Script=Arabic}/u.test(name) ? 1 : 2;
  const initials = words.slice(0, count).map((word) => [...word][0].toUpperCase()).join("");
  const node = el(`span.${className}`, { "aria-hidden": "true", text: initials || "?" });
  node.style.setProperty("--hue", hue);
  return node;
}
