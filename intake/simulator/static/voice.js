// Says what is heard on the line: aloud where the browser has a voice, always as a caption, one line after another.

const FAST = 4;
const SLOWLY = 0.75;
const LETTERS_A_SECOND = 15;
const SHORTEST = 900;

const spoken = (language) => (language === "arb" ? "ar" : language);

function voiceFor(language) {
  const wanted = spoken(language).slice(0, 2).toLowerCase();
  return window.speechSynthesis?.getVoices().find((voice) => voice.lang.toLowerCase().startsWith(wanted));
}

export class Voice {
  /** @param caption shows a line as it begins, or as one that was not heard */
  constructor({ caption, isFast, isLoud }) {
    Object.assign(this, { caption, isFast, isLoud, left: [] });
  }

  /** Resolves with true when all was heard, with false when it was interrupted. */
  async say(lines) {
    this.stop();
    const left = [...lines];
    this.left = left;
    while (left.length) {
      const line = left.shift();
      this.caption(line, true);
      await Promise.race([this.one(line), new Promise((stop) => (this.interrupt = stop))]);
      if (this.left !== left) return false;
    }
    return true;
  }

  /** Be silent at once, and show what was left to say. */
  stop() {
    const { left, interrupt } = this;
    this.left = [];
    left.splice(0).forEach((line) => this.caption(line, false));
    interrupt?.();
    window.speechSynthesis?.cancel();
  }

  one(line) {
    const pace = this.isFast() ? FAST : 1;
    if (line.kind === "beep") return this.beep(pace);
    if (line.kind === "play") return this.play(line, pace);
    if (line.kind === "pause") return pass((line.seconds * 1000) / pace);
    const reading = Math.max(SHORTEST, (line.text.length / LETTERS_A_SECOND) * 1000);
    const voice = line.kind === "say" && this.isLoud() ? voiceFor(line.language) : undefined;
    return voice ? this.aloud(line, voice, reading * 3) : pass(reading / pace);
  }

  aloud(line, voice, longest) {
    const utterance = new SpeechSynthesisUtterance(line.text);
    utterance.voice = voice;
    utterance.lang = spoken(line.language);
    utterance.rate = (this.isFast() ? 1.6 : 0.95) * (line.slow ? SLOWLY : 1);
    const ended = new Promise((done) => (utterance.onend = utterance.onerror = done));
    window.speechSynthesis.speak(utterance);
    return Promise.race([ended, pass(longest)]);
  }

  /** A recording that is heard back; without sound it takes its time all the same. */
  async play({ sound, seconds }, pace) {
    const lasts = pass((seconds * 1000) / pace);
    if (this.isLoud() && sound) {
      const context = new AudioContext();
      const bytes = Uint8Array.from(atob(sound), (letter) => letter.charCodeAt(0));
      const source = context.createBufferSource();
      source.buffer = await context.decodeAudioData(bytes.buffer);
      source.connect(context.destination);
      source.onended = () => context.close();
      source.start();
    }
    await lasts;
  }

  async beep(pace) {
    if (this.isLoud()) {
      const context = new AudioContext();
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = 1000;
      volume.gain.value = 0.15;
      tone.connect(volume).connect(context.destination);
      tone.start();
      tone.stop(context.currentTime + 0.3);
      tone.onended = () => context.close();
    }
    await pass(500 / pace);
  }
}

const pass = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
