// What the telephone shows: captions, what is awaited, how long the silence has lasted.

const element = (id) => document.getElementById(id);

const HEARD = { beep: "(piep)", dial: "(doorverbinden; niemand neemt op)", play: "(geluid)" };
const WHOLE = { arb: "ar" };

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export class Screen {
  dialling(to) {
    element("captions").replaceChildren();
    this.alarm("");
    this.did(`U belt ${to}`);
    element("status").textContent = "Belt…";
    element("phone").classList.add("in-call");
    element("dial").disabled = true;
    element("hang-up").disabled = false;
    this.begun = performance.now();
    this.clock = setInterval(() => {
      element("status").textContent = `In gesprek ${clock((performance.now() - this.begun) / 1000)}`;
    }, 1000);
  }

  over() {
    clearInterval(this.clock);
    this.did("Het gesprek is voorbij");
    element("status").textContent = "Gesprek voorbij";
    element("phone").classList.remove("in-call");
    element("dial").disabled = false;
    element("hang-up").disabled = true;
    this.waits(null);
  }

  /** Show a line as it is heard. */
  caption({ kind, text, language }) {
    if (kind === "pause") return;
    const line = this.log(HEARD[kind] ?? text, kind === "say" ? "heard" : "sound");
    if (kind === "say") line.lang = WHOLE[language] ?? language;
    if (line.lang === "ar") line.dir = "rtl";
  }

  /** Show what the caller did. */
  did(what) {
    this.log(what, "did");
  }

  log(text, kind) {
    const captions = element("captions");
    const line = document.createElement("p");
    line.className = kind;
    line.textContent = text;
    captions.append(line);
    captions.scrollTop = captions.scrollHeight;
    return line;
  }

  waits(awaits) {
    const records = awaits?.kind === "record";
    element("speech").hidden = !awaits?.speech;
    element("recorder").hidden = !records;
    element("no-microphone").hidden = true;
    element("level").value = 0;
    element("recorder-state").textContent = records ? "Wacht op de piep." : "";
    element("silent").disabled = !awaits;
    this.left(0);
    element("awaited").textContent = awaited(awaits);
    if (awaits) this.alarm("");
  }

  typed(keys) {
    element("awaited").textContent = `Getoetst: ${[...keys].join(" ")}`;
  }

  /** @param part of the silence that is left */
  left(part) {
    element("timer").value = Math.max(0, part);
  }

  records() {
    element("recorder-state").textContent = "Spreek nu.";
  }

  hears(level, seconds) {
    element("recorder-state").textContent = `Neemt op: ${clock(seconds)}. Klaar? Toets #.`;
    element("level").value = Math.min(1, level * 2);
  }

  cannotRecord() {
    element("recorder-state").textContent = "";
    element("no-microphone").hidden = false;
  }

  alarm(message) {
    element("alarm").textContent = message;
  }
}

function awaited(awaits) {
  if (!awaits) return "\u00a0";
  if (awaits.kind === "record") return "Spreek na de piep";
  if (!awaits.speech) return awaits.numDigits === 1 ? "Toets één toets" : "Toets in, en wacht even";
  if (!awaits.keys) return "Zeg iets";
  return awaits.numDigits === 1 ? "Toets één toets, of zeg iets" : "Toets in, of zeg iets";
}
