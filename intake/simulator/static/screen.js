// What the telephone shows: captions, what is awaited, how long the silence has lasted.

const element = (id) => document.getElementById(id);

const HEARD = { beep: "(piep)", dial: "(doorverbinden; niemand neemt op)", play: "(uw opname)" };
const WHOLE = { arb: "ar" };

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export class Screen {
  constructor() {
    new ResizeObserver(showLast).observe(element("captions"));
  }

  dialling(to) {
    element("captions").replaceChildren();
    this.alarm("");
    this.did(`U belt ${to}`);
    element("status").textContent = "In gesprek";
    element("phone").classList.add("in-call");
    element("captions").focus();
    element("dial").disabled = true;
    element("hang-up").disabled = false;
    const begun = performance.now();
    const tick = () => (element("clock").textContent = clock((performance.now() - begun) / 1000));
    tick();
    this.ticking = setInterval(tick, 1000);
  }

  over() {
    clearInterval(this.ticking);
    this.log("Het gesprek is voorbij", "sound");
    element("status").textContent = "Gesprek voorbij";
    element("phone").classList.remove("in-call");
    element("dial").disabled = false;
    if (document.activeElement === element("hang-up")) element("dial").focus();
    element("hang-up").disabled = true;
    this.waits(null);
  }

  /** Show a line as it is heard, or that it was not, because the caller did not let the voice finish. */
  caption({ kind, text, language }, isHeard) {
    if (kind === "pause") return;
    const line = this.log(HEARD[kind] ?? text, kind !== "say" ? "sound" : isHeard ? "heard" : "unheard");
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
    showLast();
    return line;
  }

  waits(awaits) {
    element("speech").hidden = !awaits?.speech;
    element("no-microphone").hidden = true;
    this.measures(false);
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

  hears(level, seconds) {
    this.measures(true);
    element("awaited").textContent = `Neemt op ${clock(seconds)}. Klaar? Toets #`;
    element("level").value = Math.min(1, level * 2);
  }

  /** In place of the time that is left, show how loud it is. */
  measures(loudness) {
    element("level").hidden = !loudness;
    element("timer").hidden = loudness;
  }

  cannotRecord() {
    element("no-microphone").hidden = false;
  }

  alarm(message) {
    element("alarm").textContent = message;
  }
}

function showLast() {
  const captions = element("captions");
  captions.scrollTop = captions.scrollHeight;
}

function awaited(awaits) {
  if (!awaits) return "\u00a0";
  if (awaits.kind === "record") return "Spreek na de piep";
  if (!awaits.speech) return awaits.numDigits === 1 ? "Toets één toets" : "Toets in, en wacht even";
  if (!awaits.keys) return "Zeg iets";
  return awaits.numDigits === 1 ? "Toets één toets, of zeg iets" : "Toets in, of zeg iets";
}
