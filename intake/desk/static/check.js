"use strict";
// Keys for checking: each is the click of a button that stands on the page. They can be switched off, for who speaks to
// the computer or hits keys by accident (WCAG 2.1.4).
(() => {
  const form = document.getElementById("oordelen");
  const panel = document.getElementById("toetsen");
  const wanted = document.getElementById("toetsen-aan");
  const sound = document.getElementById("geluid");
  const options = [...form.querySelectorAll("input[type=radio], input[type=checkbox]")];
  const writing = form.querySelector("textarea, input#waarde");
  const SETTING = "inloop-keys-off";

  panel.hidden = false;
  try { wanted.checked = localStorage.getItem(SETTING) === null; } catch { wanted.checked = true; }
  wanted.addEventListener("change", () => {
    try { if (wanted.checked) localStorage.removeItem(SETTING); else localStorage.setItem(SETTING, "1"); } catch { /* this page only */ }
  });

  const press = (key) => {
    const button = document.querySelector(`button[data-key="${key}"]`);
    if (button) button.click();
    return Boolean(button);
  };
  const choose = (number) => {
    const other = form.querySelector(`button[data-choice="${number}"]`); // what may stand in a comb instead
    if (other) { other.click(); return true; }
    const onScale = form.dataset.type === "scale"; // there a key is the answer itself, also where the scale begins at 0
    const option = onScale ? options.find((one) => one.value === String(number)) : options[number - 1];
    if (!option) return false;
    if (option.type === "checkbox") { option.click(); option.focus(); return true; }
    option.checked = true;
    return press("Enter");
  };
  const listen = (key) => {
    if (!sound) return false;
    if (key === " ") { if (sound.paused) sound.play(); else sound.pause(); return true; }
    if (key === "b") { sound.currentTime = Math.max(0, sound.currentTime - 3); return true; }
    if (key === "v") { sound.playbackRate = sound.playbackRate < 1 ? 1 : 0.7; return true; }
    return false;
  };

  let done = false;
  document.addEventListener("keydown", (event) => {
    if (!wanted.checked || done || event.isComposing || event.repeat) return;
    const typing = event.target.matches("textarea, input:not([type=radio]):not([type=checkbox]), select");
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (typing && event.key === "Enter" && (event.ctrlKey || event.target.tagName === "INPUT")) {
      event.preventDefault();
      press(event.target.name === "vraag" ? "c" : "Enter");
      return;
    }
    if (event.ctrlKey || event.metaKey || (typing && !event.altKey) || (!typing && event.altKey)) return;
    if (key === "Enter" && event.target.matches("button, a, summary")) return;
    if (key === " " && event.target.matches("button, summary, input")) return;
    let taken = false;
    const digit = event.altKey ? /^Digit([0-9])$/.exec(event.code)?.[1] : /^[0-9]$/.exec(key)?.[0];
    if (digit) taken = choose(Number(digit));
    else if (key === "t" && writing) { writing.focus(); writing.select(); taken = true; }
    else if (key === "c") {
      const details = form.querySelector("details");
      details.open = true;
      form.elements.vraag.focus();
      taken = true;
    } else taken = listen(key) || press(key);
    if (taken) event.preventDefault();
  });
  form.addEventListener("submit", () => { done = true; });
  addEventListener("pageshow", () => { done = false; });

  if (writing && writing.tagName === "INPUT") { writing.focus(); writing.select(); }
  if (form.dataset.next) new Image().src = form.dataset.next; // the next crop is there when it is asked for
})();
