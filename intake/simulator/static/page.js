// Puts the telephone and the messages on the page.

import { isKey } from "./keys.js";
import { Messages } from "./messages.js";
import { Screen } from "./screen.js";
import { Telephone } from "./telephone.js";
import { Voice } from "./voice.js";

const element = (id) => document.getElementById(id);
const OWN = "inloop own number";

const isFast = () => element("fast").checked;
const isLoud = () => element("sound").checked;

const screen = new Screen();
const voice = new Voice({ caption: (line, isHeard) => screen.caption(line, isHeard), isFast, isLoud });
const telephone = new Telephone({ screen, voice, isFast });
const messages = new Messages(numbers);

function numbers() {
  const chosen = element("ours").selectedOptions[0];
  return {
    own: element("own").value.trim(),
    ours: chosen.value || element("other").value.trim(),
    opening: chosen.dataset.opening ?? "MEEDOEN",
  };
}

function madeUp() {
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(7)), (byte) => byte % 10).join("");
  return `+31 6 1${digits}`;
}

function own(number) {
  element("own").value = number;
  localStorage.setItem(OWN, number);
  messages.show();
}

function chosen() {
  element("other").hidden = element("ours").value !== "";
  messages.show();
}

function flash(key) {
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  button.classList.add("pressed");
  setTimeout(() => button.classList.remove("pressed"), 150);
}

function press(key) {
  flash(key);
  telephone.key(key);
}

element("ours").addEventListener("change", chosen);
element("other").addEventListener("change", chosen);
element("own").addEventListener("change", () => own(element("own").value));
element("someone-else").addEventListener("click", () => own(madeUp()));
element("dial").addEventListener("click", () => {
  const { own: from, ours } = numbers();
  telephone.dial(from, ours, element("withheld").checked);
});
element("hang-up").addEventListener("click", () => telephone.hangUp());
element("silent").addEventListener("click", () => telephone.silent());
element("keypad").addEventListener("click", (event) => {
  const key = event.target.closest("[data-key]")?.dataset.key;
  if (key) press(key);
});
element("speech").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = element("words").value.trim();
  element("words").value = "";
  if (text) telephone.words(text);
});
element("send-silence").addEventListener("click", () => telephone.sendSilence(element("seconds").valueAsNumber || 3));
element("sound-file").addEventListener("change", () => {
  const [file] = element("sound-file").files;
  if (file) telephone.sendSound(file);
  element("sound-file").value = "";
});
document.addEventListener("keydown", (event) => {
  const types = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (types || event.ctrlKey || event.altKey || event.metaKey || !isKey(event.key)) return;
  event.preventDefault();
  press(event.key);
});
window.addEventListener("pagehide", () => telephone.hangUp());

own(localStorage.getItem(OWN) ?? madeUp());
chosen();
