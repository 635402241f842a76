// What the page asks of the server. Every answer of a call says what is heard and what is awaited.

export class Refused extends Error {
  /** @param isFinal whether the call is over by it; otherwise the same may be tried again */
  constructor(message, isFinal = false) {
    super(message);
    this.isFinal = isFinal;
  }
}

const ENDS_THE_CALL = [404, 502];

const headers = { "X-Inloop-Simulator": "1" };

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(`/simulator/${path}`, { method: "POST", ...options });
  } catch {
    throw new Refused("Inloop is niet te bereiken. Draait de server nog?");
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(told.message ?? "Er ging iets mis.", ENDS_THE_CALL.includes(answer.status));
  return told;
}

function json(path, body, options = {}) {
  const typed = { ...headers, "Content-Type": "application/json" };
  return ask(path, { headers: typed, body: JSON.stringify(body), ...options });
}

export const dial = (from, to, withheld) => json("calls", { from, to, withheld });
export const press = (call, step, keys) => json(`calls/${call}/press`, { step, keys });
export const say = (call, step, text) => json(`calls/${call}/say`, { step, text });
export const wait = (call, step) => json(`calls/${call}/wait`, { step });
export const hangUp = (call, step) => json(`calls/${call}/hang_up`, { step }, { keepalive: true });
export const send = (from, to, text) => json("messages", { from, to, text });

export const sentTo = (from, to) => ask(`messages?${new URLSearchParams({ from, to })}`, { method: "GET", headers });

export function record(call, step, wav, finish) {
  const query = new URLSearchParams({ step, finish });
  return ask(`calls/${call}/record?${query}`, { headers: { ...headers, "Content-Type": "audio/wav" }, body: wav });
}
