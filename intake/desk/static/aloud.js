/* Reads the telephone's prompts aloud with a voice of this computer. */
(() => {
  "use strict";
  const prompts = [...document.querySelectorAll(".spoken")];
  const read = document.getElementById("lees");
  const stop = document.getElementById("stil");
  const none = document.getElementById("geen-stem");
  if (!prompts.length || !("speechSynthesis" in window)) return;
  const language = prompts[0].lang;

  function voice() {
    return speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
  }

  function say(lines) {
    speechSynthesis.cancel();
    lines.forEach((line, n) => {
      const spoken = new SpeechSynthesisUtterance(line.textContent);
      spoken.lang = language;
      spoken.voice = voice() || null;
      spoken.onstart = () => line.classList.add("now");
      spoken.onend = () => {
        line.classList.remove("now");
        if (n === lines.length - 1) stop.hidden = true;
      };
      speechSynthesis.speak(spoken);
    });
    stop.hidden = false;
  }

  function offer() {
    const found = Boolean(voice());
    document.getElementById("voorlezen").hidden = !found;
    none.hidden = found;
  }

  read.addEventListener("click", () => say([...document.querySelectorAll(".spoken p")]));
  stop.addEventListener("click", () => {
    speechSynthesis.cancel();
    stop.hidden = true;
  });
  speechSynthesis.addEventListener("voiceschanged", offer);
  offer();
})();
