/* Keeps what is typed in a draft while somebody types. Without this script, the buttons keep it. */
(() => {
  "use strict";
  const form = document.getElementById("ontwerp");
  const state = document.getElementById("stand");
  if (!form) return;
  const place = `inloop-draft ${location.pathname}`;
  const seen = form.elements.gezien;
  const typed = [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.type !== "submit");
  let timer = 0;
  let sending = null;

  const ticked = (one) => one.type === "checkbox" || one.type === "radio";

  function remember(sent) {
    const fields = typed.map((one) => [one.name, ticked(one) ? one.checked : one.value]);
    sessionStorage.setItem(place, JSON.stringify({ fields, sent, revision: seen.value }));
  }

  /* What was sent by a button and made a newer revision was kept; all else that is remembered was not. */
  function bringBack() {
    const kept = JSON.parse(sessionStorage.getItem(place) || "null");
    if (!kept) return;
    const same = kept.fields.length === typed.length && kept.fields.every(([name], n) => name === typed[n].name);
    if ((kept.sent && kept.revision !== seen.value) || !same) {
      sessionStorage.removeItem(place);
      return;
    }
    kept.fields.forEach(([, value], n) => {
      if (typeof value === "boolean") typed[n].checked = value;
      else typed[n].value = value;
    });
    state.textContent = form.dataset.back;
    timer = window.setTimeout(keep, 500);
  }

  async function send() {
    const fields = new FormData(form);
    fields.set("actie", "vanzelf");
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: fields, redirect: "manual" });
      if (answer.status === 200) {
        seen.value = (await answer.json()).revision;
        if (!timer) sessionStorage.removeItem(place);
        state.textContent = form.dataset.kept;
      } else {
        state.textContent = answer.status === 409 ? form.dataset.elsewhere : form.dataset.away;
      }
    } catch {
      state.textContent = form.dataset.away;
    }
  }

  function keep() {
    timer = 0;
    const mine = (sending || Promise.resolve()).then(send);
    sending = mine;
    mine.then(() => {
      if (sending === mine) sending = null;
    });
  }

  form.addEventListener("input", () => {
    remember(false);
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, 1500);
  });
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    timer = 0;
    if (sending) {
      const button = event.submitter;
      event.preventDefault();
      sending.then(() => form.requestSubmit(button));
      return;
    }
    if (sessionStorage.getItem(place)) remember(true);
  });
  bringBack();
})();
