// Telephone sound: WAV, mono, 8,000 samples a second of 16 bits.

export const RATE = 8000;

/** @param {Float32Array} samples between -1 and 1, at RATE */
export function wav(samples) {
  const bytes = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const word = (at, text) => [...text].forEach((letter, i) => bytes.setUint8(at + i, letter.charCodeAt(0)));
  word(0, "RIFF");
  bytes.setUint32(4, 36 + samples.length * 2, true);
  word(8, "WAVEfmt ");
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, RATE, true);
  bytes.setUint32(28, RATE * 2, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  word(36, "data");
  bytes.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => {
    const limited = Math.max(-1, Math.min(1, sample));
    bytes.setInt16(44 + i * 2, Math.round(limited * 32767), true);
  });
  return new Blob([bytes], { type: "audio/wav" });
}

export const silence = (seconds) => wav(new Float32Array(Math.round(seconds * RATE)));

/** Any sound that the browser can play, as telephone sound. */
export async function telephoneSound(blob) {
  const context = new OfflineAudioContext(1, 1, RATE);
  const decoded = await context.decodeAudioData(await blob.arrayBuffer());
  const mixed = new Float32Array(decoded.length);
  for (let channel = 0; channel < decoded.numberOfChannels; channel++) {
    decoded.getChannelData(channel).forEach((sample, i) => (mixed[i] += sample / decoded.numberOfChannels));
  }
  return wav(mixed);
}
