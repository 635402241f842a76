"use strict";
// Filling in with somebody on the telephone. Keys work on the answers alone, while the focus is there (WCAG 2.1.4), and
// each does what a control on the page does. Without this script the page does the same, with Tab and Enter.
(() => {
  const form = document.getElementById("balie");

  // All questions on one page: a question that does not apply is out of the way, unless something is filled in there.
  const questions = [...form.querySelectorAll("[data-question]")];
  const named = new Map(questions.map((one) => [one.dataset.question, one]));
  const given = (key) => new FormData(form).getAll(key).filter((value) => value.trim() !== "" && value !== "-");
  const applies = (one) => {
    const { needs, anyOf } = one.dataset;
    if (!needs) return true;
    return applies(named.get(needs)) && given(needs).some((value) => anyOf.split(" ").includes(value));
  };
  const show = () => {
    for (const one of questions) one.hidden = !applies(one) && given(one.dataset.question).length === 0;
  };
  if (questions.length) { form.addEventListener("input", show); show(); }

  // One question at a time.
  const answers = form.querySelector(".big");
  const next = form.querySelector("button[name=form-go]");
  const jump = document.getElementById("naar");
  const hint = form.querySelector(".keys-hint");
  if (!answers) return;
  if (hint) hint.hidden = false;
  const options = [...answers.querySelectorAll("input[type=radio], input[type=checkbox]")];
  const option = (digit) => (answers.dataset.type === "scale" ? options.find((one) => one.value === digit) : options[Number(digit) - 1]);
  let sent = false;
  form.addEventListener("submit", (event) => { if (sent) event.preventDefault(); sent = true; });
  addEventListener("pageshow", () => { sent = false; });
  answers.addEventListener("keydown", (event) => {
    if (event.isComposing || event.repeat || event.metaKey) return;
    const writing = event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])");
    const key = event.key.toLowerCase();
    if (event.key === "Enter" && writing && event.ctrlKey) { event.preventDefault(); next.click(); return; }
    if (event.ctrlKey || writing !== event.altKey) return;
    if (key === "g" && jump) { event.preventDefault(); jump.focus(); return; }
    if (writing || !/^[0-9]$/.test(key)) return;
    const chosen = option(key);
    if (!chosen) return;
    event.preventDefault();
    chosen.focus();
    if (chosen.type === "checkbox") { chosen.click(); return; }
    chosen.checked = true;
    next.click();
  });
})();
