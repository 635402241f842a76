// Records from the microphone, and says how loud it is.

import { telephoneSound } from "./wav.js";

const QUIET = 0.02;

/** Whether somebody speaks is told by `onLevel(level, quietSeconds)`. */
export class Microphone {
  static async open(onLevel) {
    if (!navigator.mediaDevices || !window.MediaRecorder) throw new Error("no microphone");
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
    return new Microphone(stream, onLevel);
  }

  constructor(stream, onLevel) {
    this.stream = stream;
    this.parts = [];
    this.context = new AudioContext();
    this.analyser = this.context.createAnalyser();
    this.context.createMediaStreamSource(stream).connect(this.analyser);
    this.recorder = new MediaRecorder(stream);
    this.recorder.ondataavailable = (event) => this.parts.push(event.data);
    this.recorder.start();
    this.watch(onLevel);
  }

  watch(onLevel) {
    const samples = new Float32Array(this.analyser.fftSize);
    let lastLoud = performance.now();
    this.watcher = setInterval(() => {
      this.analyser.getFloatTimeDomainData(samples);
      const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      const now = performance.now();
      if (loudest > QUIET) lastLoud = now;
      onLevel(loudest, (now - lastLoud) / 1000);
    }, 50);
  }

  /** Ends it; the telephone sound. */
  async stop() {
    const ended = new Promise((done) => (this.recorder.onstop = done));
    this.recorder.stop();
    await ended;
    this.close();
    return telephoneSound(new Blob(this.parts, { type: this.recorder.mimeType }));
  }

  close() {
    clearInterval(this.watcher);
    this.stream.getTracks().forEach((track) => track.stop());
    this.context.close();
  }
}
