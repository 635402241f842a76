/* Keeps what is typed in a draft while somebody types. Without this script, the buttons keep it. */
(() => {
  "use strict";
  const form = document.getElementById("ontwerp");
  const state = document.getElementById("stand");
  if (!form) return;
  const place = `inloop-draft ${location.pathname}`;
  const typed = [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.type !== "submit");
  let timer = 0;

  function remembered() {
    return typed.map((one) => [one.name, one.type === "checkbox" || one.type === "radio" ? one.checked : one.value]);
  }

  function bringBack() {
    const kept = JSON.parse(sessionStorage.getItem(place) || "null");
    if (!kept || kept.length !== typed.length || kept.some(([name], n) => name !== typed[n].name)) return;
    kept.forEach(([, value], n) => {
      if (typeof value === "boolean") typed[n].checked = value;
      else typed[n].value = value;
    });
    state.textContent = form.dataset.back;
    timer = window.setTimeout(keep, 500);
  }

  async function keep() {
    timer = 0;
    const sent = new FormData(form);
    sent.set("actie", "vanzelf");
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: sent, redirect: "manual" });
      if (answer.status === 200) {
        form.elements.gezien.value = (await answer.json()).revision;
        if (!timer) sessionStorage.removeItem(place);
        state.textContent = form.dataset.kept;
      } else {
        state.textContent = answer.status === 409 ? form.dataset.elsewhere : form.dataset.away;
      }
    } catch {
      state.textContent = form.dataset.away;
    }
  }

  form.addEventListener("input", () => {
    sessionStorage.setItem(place, JSON.stringify(remembered()));
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, 1500);
  });
  form.addEventListener("submit", () => {
    window.clearTimeout(timer);
    timer = 0;
  });
  bringBack();
})();
