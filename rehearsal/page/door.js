// The human door, as functions. Owns the addresses; knows nothing of what is shown.

async function call(path, options = {}) {
  const response = await fetch(`/api/${path}`, options);
  const isJson = (response.headers.get("content-type") || "").includes("json");
  const body = isJson ? await response.json() : null;
  if (!response.ok) {
    throw new Error(body?.error || `${response.status} ${response.statusText}`);
  }
  return body;
}

function post(path, value = {}) {
  return call(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(value),
  });
}

/** As `call`, but null for an endpoint that this simulator does not have. */
async function optional(path) {
  try {
    return await call(path);
  } catch {
    return null;
  }
}

export const bot = () => optional("bot");
export const people = () => call("people");
export const enter = (person) => post("people", person);
export const chat = (id) => call(`people/${id}/chat`);
export const person = (id) => call(`people/${id}`);
export const commands = async (id) => (await optional(`people/${id}/commands`)) || [];
export const say = (id, text) => post(`people/${id}/say`, { text });
export const tap = (id, message_id, label) => post(`people/${id}/tap`, { message_id, label });
export const press = (id, label) => post(`people/${id}/tap`, { label });
export const block = (id, on) => post(`people/${id}/${on ? "block" : "unblock"}`);
export const clock = () => call("clock");
export const setClock = (to) => post("clock", { to });
export const advance = (seconds) => post("clock", { advance: seconds });
export const next = () => optional("next");
export const hints = async () => (await optional("hints")) || [];
export const calls = (since) => optional(`calls?since=${since}`);
export const fault = (value) => post("faults", value);
export const limits = () => optional("limits");
export const setLimits = (value) => post("limits", value);

export function sendFile(id, file, caption) {
  const form = new FormData();
  form.append("file", file, file.name);
  if (caption) form.append("caption", caption);
  return call(`people/${id}/file`, { method: "POST", body: form });
}
