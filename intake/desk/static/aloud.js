/* Reads the telephone's prompts aloud with a voice of this computer: the whole call, or one place of it. */
(() => {
  "use strict";
  const PAUSE = 1000; // milliseconds, as between an option and its key in a call
  const prompts = [...document.querySelectorAll(".spoken")];
  const read = document.getElementById("lees");
  const stop = document.getElementById("stil");
  const none = document.getElementById("geen-stem");
  const pieces = [...document.querySelectorAll("button.hear")];
  if (!prompts.length || !("speechSynthesis" in window)) return;
  const language = prompts[0].lang;
  let turn = 0; // what was begun before does not go on
  let timer = null;

  function voice() {
    return speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
  }

  function quiet() {
    turn += 1;
    clearTimeout(timer);
    speechSynthesis.cancel();
    for (const line of document.querySelectorAll(".spoken .now")) line.classList.remove("now");
    stop.hidden = true;
  }

  function say(lines) {
    quiet();
    const mine = turn;
    const next = (at) => {
      if (mine !== turn) return;
      if (at === lines.length) { stop.hidden = true; return; }
      const line = lines[at];
      const spoken = new SpeechSynthesisUtterance(line.textContent);
      spoken.lang = language;
      spoken.voice = voice() || null;
      spoken.onstart = () => line.classList.add("now");
      spoken.onend = spoken.onerror = () => { line.classList.remove("now"); next(at + 1); };
      timer = setTimeout(() => speechSynthesis.speak(spoken), line.classList.contains("after-pause") ? PAUSE : 0);
    };
    stop.hidden = false;
    next(0);
  }

  function offer() {
    const found = Boolean(voice());
    document.getElementById("voorlezen").hidden = !found;
    for (const button of pieces) button.hidden = !found;
    none.hidden = found;
  }

  read.addEventListener("click", () => say([...document.querySelectorAll(".spoken p")]));
  for (const button of pieces) {
    button.addEventListener("click", () => say([...button.closest("li").querySelectorAll(".spoken p")]));
  }
  stop.addEventListener("click", quiet);
  addEventListener("pagehide", quiet);
  speechSynthesis.addEventListener("voiceschanged", offer);
  offer();
})();
