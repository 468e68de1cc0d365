// The one connection that brings news. Says when it is away and when it is back.

const NAMES = ["message", "edit", "delete", "toast", "clock", "person", "commands", "hint", "next", "action", "reaction", "profile", "reset"];

/**
 * Follow the stream: `on(name, data)` for each event, `on("open")` whenever the connection
 * stands (anew), `on("away")` when it breaks. EventSource connects again by itself.
 */
export function follow(on) {
  const source = new EventSource("/api/stream");
  source.addEventListener("open", () => on("open"));
  source.addEventListener("error", () => {
    on("away");
    // A refused connection closes for good: try again as a new one.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => follow(on), 1500);
  });
  for (const name of NAMES) {
    source.addEventListener(name, (event) => on(name, event.data ? JSON.parse(event.data) : {}));
  }
}
