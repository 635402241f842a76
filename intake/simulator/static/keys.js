// Keys that are pressed while the line listens, until what listens has enough.

export class Keys {
  constructor({ numDigits, finishOnKey }) {
    Object.assign(this, { numDigits, finishOnKey, pressed: "" });
  }

  /** Whether that was the last one: more are not waited for. */
  add(key) {
    const digits = this.pressed.length;
    this.pressed += key;
    return key === this.finishOnKey || digits + 1 === this.numDigits;
  }
}

export const isKey = (key) => /^[0-9*#]$/.test(key);
