// Threads of text messages, one for each pair of numbers, kept as long as the browser's tab.

import * as server from "./server.js";

const LOOK_EVERY = 3000; // milliseconds

const element = (id) => document.getElementById(id);

export class Messages {
  /** @param numbers gives who texts whom: { own, ours, opening } */
  constructor(numbers) {
    this.numbers = numbers;
    this.thread = element("thread");
    this.hint = this.thread.querySelector(".empty");
    this.example = element("example");
    element("compose").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send(element("message").value);
    });
    element("message").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      element("compose").requestSubmit();
    });
    this.example.addEventListener("click", () => this.send(this.example.textContent));
    element("clear").addEventListener("click", () => {
      sessionStorage.removeItem(this.place);
      this.show();
      element("message").focus();
    });
    setInterval(() => document.hidden || this.look(), LOOK_EVERY);
  }

  get place() {
    const { own, ours } = this.numbers();
    return `inloop ${own} ${ours}`;
  }

  get kept() {
    return JSON.parse(sessionStorage.getItem(this.place) ?? "[]");
  }

  show() {
    this.example.textContent = this.numbers().opening;
    this.thread.replaceChildren(...this.kept.map(bubble));
    if (!this.kept.length) this.thread.append(this.hint);
    this.thread.scrollTop = this.thread.scrollHeight;
  }

  add(place, who, text) {
    const kept = JSON.parse(sessionStorage.getItem(place) ?? "[]");
    sessionStorage.setItem(place, JSON.stringify([...kept, { who, text }]));
    if (place !== this.place) return;
    this.hint.remove();
    this.thread.append(bubble({ who, text }));
    this.thread.scrollTop = this.thread.scrollHeight;
  }

  /** What was sent without being asked for: a receipt, an answer, a call that was read out. Each is shown once. */
  async look() {
    const { own, ours } = this.numbers();
    const place = this.place;
    try {
      const { sent } = await server.sentTo(own, ours);
      const seen = new Set(JSON.parse(sessionStorage.getItem("inloop seen") ?? "[]"));
      for (const { sid, call, text } of sent.filter((one) => !seen.has(one.sid))) {
        this.add(place, call ? "call" : "ours", text);
        seen.add(sid);
      }
      sessionStorage.setItem("inloop seen", JSON.stringify([...seen]));
    } catch (refused) {
      if (!(refused instanceof server.Refused)) throw refused; // the next look may succeed; nothing was asked for
    }
  }

  async send(text) {
    if (this.sending) return;
    this.sending = true;
    const { own, ours } = this.numbers();
    const place = this.place;
    element("alarm").textContent = "";
    try {
      const { answers } = await server.send(own, ours, text);
      this.add(place, "own", text);
      answers.forEach((answer) => this.add(place, "ours", answer));
      if (!answers.length) this.add(place, "nobody", "Geen antwoord");
      element("message").value = "";
      element("message").focus();
    } catch (refused) {
      if (!(refused instanceof server.Refused)) throw refused;
      element("alarm").textContent = refused.message;
    } finally {
      this.sending = false;
    }
  }
}

function bubble({ who, text }) {
  const item = document.createElement("li");
  item.className = who;
  if (who !== "nobody") {
    const sender = document.createElement("span");
    sender.className = "sender";
    sender.textContent = { own: "U: ", ours: "Inloop: ", call: "Inloop belt u en zegt: " }[who];
    item.append(sender);
  }
  item.append(text || "(leeg bericht)");
  return item;
}
