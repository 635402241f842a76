"use strict";
// Dividing notes with the keyboard. Every key is a form or a link of the page; they work on a part that has the focus
// only, so that nobody hits them by accident (WCAG 2.1.4). On the page of a border the arrows go from word to word.
(() => {
  const list = document.querySelector(".segments");
  const border = document.getElementById("grens");

  const divide = () => {
    const form = document.getElementById("doen");
    const keys = document.getElementById("toetsen");
    const parts = [...list.querySelectorAll(".segment")];
    const kinds = list.dataset.kinds.split(" ");
    keys.hidden = false;
    const arrived = location.hash && document.getElementById(location.hash.slice(1));
    if (arrived && arrived.classList.contains("segment") && !document.getElementById("fout")) arrived.focus();

    let sent = false;
    const send = (fields) => {
      if (sent) return;
      sent = true;
      for (const [name, value] of Object.entries(fields)) {
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name, value });
        form.append(field);
      }
      form.submit();
    };
    const act = (part, key) => {
      const at = Number(part.dataset.at);
      const near = parts[parts.indexOf(part) + (key === "ArrowUp" || key === "k" ? -1 : 1)];
      if (/^[1-9]$/.test(key) && kinds[key - 1]) {
        if (!part.classList.contains(`is-${kinds[key - 1]}`)) send({ daad: "describe", stuk: at, soort: kinds[key - 1] });
      } else if (["ArrowDown", "ArrowUp", "j", "k"].includes(key)) { if (near) near.focus(); }
      else if (key === "m") { if (at < Number(list.dataset.last)) send({ daad: "merge", stuk: at }); }
      else if (key === "s") location.assign(`${list.dataset.here}/grens/${at}?splits=1`);
      else if (key === "g") { if (at > 0) location.assign(`${list.dataset.here}/grens/${at}`); }
      else if (key === "u") { const undo = document.getElementById("ongedaan"); if (undo) undo.click(); }
      else if (key === "Enter") location.assign(`${list.dataset.here}?stuk=${at}#soort`);
      else if (key === "?") keys.open = !keys.open;
      else return false;
      return true;
    };
    list.addEventListener("keydown", (event) => {
      if (!event.target.classList.contains("segment") || event.ctrlKey || event.metaKey || event.altKey) return;
      if (act(event.target, event.key.length === 1 ? event.key.toLowerCase() : event.key)) event.preventDefault();
    });
  };

  const choose = () => {
    const words = [...border.querySelectorAll("button.place")];
    if (!words.length) return;
    const mark = border.querySelector(".is-border");
    const behind = mark && words.find((one) => mark.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    const go = (word) => {
      for (const one of words) one.tabIndex = one === word ? 0 : -1;
      word.focus();
    };
    // The word of the next line up or down that stands nearest.
    const beside = (from, down) => {
      const here = from.getBoundingClientRect();
      const away = (one) => (one.getBoundingClientRect().top - here.top) * (down ? 1 : -1);
      const other = words.filter((one) => away(one) > here.height / 2);
      const line = Math.min(...other.map(away));
      const off = (one) => Math.abs(one.getBoundingClientRect().left - here.left);
      return other.filter((one) => away(one) < line + here.height / 2).sort((a, b) => off(a) - off(b))[0];
    };
    go(behind || words[0]);
    border.addEventListener("keydown", (event) => {
      const at = words.indexOf(event.target);
      const to = {
        ArrowRight: words[at + 1], ArrowLeft: words[at - 1], Home: words[0], End: words.at(-1),
        ArrowDown: event.key === "ArrowDown" && at >= 0 && beside(words[at], true),
        ArrowUp: event.key === "ArrowUp" && at >= 0 && beside(words[at], false),
      };
      if (at >= 0 && event.key in to) { event.preventDefault(); if (to[event.key]) go(to[event.key]); }
    });
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") location.assign(border.dataset.back); });
  };

  if (list) divide();
  if (border) choose();
})();
