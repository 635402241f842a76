// A telephone: what is heard, the keys, words and recordings that answer it, and the silence that does so too.

import { Keys } from "./keys.js";
import { Microphone } from "./microphone.js";
import * as server from "./server.js";
import { silence, telephoneSound } from "./wav.js";

const FAST = 4;
const AUDIBLE = 0.01;

export class Telephone {
  /** @param screen shows how it stands; @param voice says what is heard; @param isFast shortens every silence */
  constructor({ screen, voice, isFast }) {
    Object.assign(this, { screen, voice, isFast, line: null, busy: false });
  }

  get awaits() {
    return this.busy ? null : (this.line?.awaits ?? null);
  }

  async dial(from, to, withheld) {
    if (this.line || this.busy) return;
    this.screen.dialling(to);
    const connected = await this.move(() => server.dial(from, to, withheld));
    if (!connected) this.over();
  }

  key(key) {
    const awaits = this.awaits;
    if (!awaits) return;
    if (awaits.kind === "record") {
      if (awaits.finishOnKey.includes(key)) this.finish(key);
      return;
    }
    if (!awaits.keys) return;
    this.voice.stop();
    this.keys ??= new Keys(awaits);
    const last = this.keys.add(key);
    this.screen.typed(this.keys.pressed);
    if (last) this.pressed();
    else this.startTimer(awaits.timeout, () => this.pressed());
  }

  pressed() {
    const keys = this.keys.pressed;
    this.screen.did(`U toetst ${[...keys].join(" ")}`);
    this.move((call, step) => server.press(call, step, keys));
  }

  words(text) {
    if (this.awaits?.kind !== "gather" || !this.awaits.speech) return;
    this.voice.stop();
    this.screen.did(`U zegt: ${text}`);
    this.move((call, step) => server.say(call, step, text));
  }

  silent() {
    if (!this.awaits) return;
    if (this.keys) return this.pressed();
    this.voice.stop();
    this.screen.did("U zwijgt");
    this.move((call, step) => server.wait(call, step));
  }

  hangUp() {
    if (!this.line || this.busy) return;
    if (this.microphone && this.audible) return this.finish("hangup");
    this.voice.stop();
    this.screen.did("U hangt op");
    this.move(server.hangUp);
  }

  /** Send a sound file in place of what the microphone would have heard. */
  async sendSound(file) {
    let wav;
    try {
      wav = await telephoneSound(file);
    } catch {
      this.screen.alarm("Dit geluid kan niet worden gebruikt. Kies een ander bestand.");
      return;
    }
    this.sendRecording(wav, "#", `U laat ${file.name} horen`);
  }

  sendSilence(seconds) {
    this.sendRecording(silence(seconds), "#", `U laat ${seconds} seconden stilte horen`);
  }

  sendRecording(wav, finish, told) {
    if (this.awaits?.kind !== "record") return;
    this.screen.did(told);
    this.move((call, step) => server.record(call, step, wav, finish));
  }

  /** Whether the server took the move; then what it brought is heard. */
  async move(ask) {
    this.rest();
    this.busy = true;
    this.screen.waits(null);
    try {
      const line = await ask(this.line?.call, this.line?.step);
      this.busy = false;
      this.hear(line);
      return true;
    } catch (refused) {
      if (!(refused instanceof server.Refused)) throw refused;
      this.busy = false;
      this.screen.alarm(refused.message);
      if (refused.isFinal) this.over();
      else this.screen.waits(this.awaits);
      return false;
    }
  }

  async hear(line) {
    this.line = line;
    this.screen.waits(line.awaits);
    const heardAll = await this.voice.say(line.heard);
    if (!heardAll || this.line !== line || this.busy) return;
    if (!line.awaits) this.over();
    else if (line.awaits.kind === "record") this.startRecording(line);
    else if (!this.keys) this.startTimer(line.awaits.timeout, () => this.silent());
  }

  async startRecording(line) {
    this.audible = false;
    const begun = performance.now();
    try {
      const microphone = await Microphone.open((level, quiet) => this.listen(line.awaits, begun, level, quiet));
      if (this.line !== line || this.busy) microphone.close();
      else this.microphone = microphone;
    } catch {
      this.screen.cannotRecord();
    }
  }

  listen({ timeout, maxLength }, begun, level, quiet) {
    if (!this.microphone) return;
    const seconds = (performance.now() - begun) / 1000;
    if (level > AUDIBLE) this.audible = true;
    this.screen.hears(level, seconds);
    if (quiet > this.paced(timeout) || seconds > maxLength) this.finish("");
  }

  /** End a recording. Where nothing was audible the company has no recording. */
  async finish(how) {
    const { microphone, audible } = this;
    this.microphone = null;
    if (!microphone || !audible) {
      microphone?.close();
      this.screen.did(how ? `U toetst ${how}` : "U zwijgt");
      this.move((call, step) => (how ? server.press(call, step, how) : server.wait(call, step)));
      return;
    }
    this.voice.stop();
    const wav = await microphone.stop();
    const then = { hangup: " en hangt op", "": "" }[how] ?? ` en toetst ${how}`;
    this.sendRecording(wav, how, `U spreekt${then}`);
  }

  startTimer(seconds, then) {
    clearInterval(this.timer);
    const begun = performance.now();
    const all = this.paced(seconds) * 1000;
    this.timer = setInterval(() => {
      const left = 1 - (performance.now() - begun) / all;
      this.screen.left(left);
      if (left <= 0) then();
    }, 100);
  }

  paced(seconds) {
    return this.isFast() ? seconds / FAST : seconds;
  }

  rest() {
    clearInterval(this.timer);
    this.voice.stop();
    this.microphone?.close();
    this.microphone = null;
    this.keys = null;
  }

  over() {
    this.rest();
    this.line = null;
    this.screen.over();
  }
}
