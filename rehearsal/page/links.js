// Reads t.me links. Knows the bot's username and nothing else.

/**
 * What a link to this bot means when a person opens it: "/start PAYLOAD", or null for
 * any other address.
 */
export function startOf(address, username) {
  const match = /^(?:https?:\/\/)?(?:t\.me|telegram\.me)\/(\w+)\/?(?:\?(\S*))?$/i.exec((address || "").trim());
  if (match) return meant(match[1], match[2], "start", username);
  const scheme = /^tg:\/\/resolve\?(\S+)$/i.exec((address || "").trim());
  if (!scheme) return null;
  return meant(new URLSearchParams(scheme[1]).get("domain") || "", scheme[1], "start", username);
}

function meant(domain, query, key, username) {
  if (!username || domain.toLowerCase() !== username.toLowerCase()) return null;
  const payload = new URLSearchParams(query || "").get(key);
  return payload ? `/start ${payload}` : "/start";
}

/** Open an address as a tap would: the bot's own link speaks in this chat, others open a tab. */
export function openAddress(address, phone) {
  const start = startOf(address, phone.bot.username);
  if (start) {
    phone.say(start);
    return;
  }
  if (/^(https?|mailto|tel):/i.test(address)) window.open(address, "_blank", "noopener,noreferrer");
}
