"use strict";
// Typing along with a meeting on a bad connection. Each line is written into the browser's storage before anything is
// sent, and leaves it only when the server says that it is kept. The server knows each line by the id it was given
// here, so that sending it twice keeps it once.
(() => {
  const form = document.getElementById("meetypen");
  const { text, table, question } = form.elements;
  const words = form.dataset;
  const state = document.getElementById("state");
  const list = document.getElementById("typed");
  const undo = document.getElementById("undo");
  const prefix = `inloop-live:${words.meeting}:${words.user}:`;
  const token = form.elements.csrf_token.value;
  const PATIENCE = 15000;
  const LONGEST_PAUSE = 30000;

  const memory = new Map(); // what storage would not take, and what is on its way
  let stored = true;
  let sending = null; // the key that is under way
  let pause = 1000;
  let timer = null;
  let stopped = "";
  const done = []; // ids of lines of this page that the server has, oldest first

  const newId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const keys = () => {
    const found = new Set(memory.keys());
    try {
      for (let at = 0; at < localStorage.length; at += 1) {
        const key = localStorage.key(at);
        if (key.startsWith(prefix)) found.add(key);
      }
    } catch { stored = false; }
    return [...found].sort();
  };
  const load = (key) => {
    if (memory.has(key)) return memory.get(key);
    try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
  };
  const save = (key, line) => {
    try { localStorage.setItem(key, JSON.stringify(line)); memory.delete(key); }
    catch { stored = false; memory.set(key, line); }
  };
  const forget = (key) => {
    memory.delete(key);
    try { localStorage.removeItem(key); } catch { stored = false; }
  };

  const item = (id) => list.querySelector(`[data-id="${id}"]`);
  const show = (id, said, label, kind) => {
    let row = item(id);
    if (!row) {
      row = document.createElement("li");
      row.dataset.id = id;
      const spoken = document.createElement("span");
      spoken.className = "words";
      spoken.textContent = said;
      const tag = document.createElement("span");
      tag.className = "tag";
      row.append(spoken, " ", tag);
      list.prepend(row);
      document.getElementById("mine").hidden = false;
    }
    const tag = row.querySelector(".tag");
    tag.textContent = label;
    tag.className = `tag ${kind}`;
    return row;
  };
  const refuse = (key, line, why) => {
    const row = show(line.id, line.shown, why, "work-failed");
    if (row.querySelector("button")) return;
    const mend = document.createElement("button");
    mend.type = "button";
    mend.className = "button utrecht-button utrecht-button--secondary-action";
    mend.textContent = words.mend;
    mend.addEventListener("click", () => {
      if (text.value.trim()) { text.focus(); return; }
      text.value = line.text;
      question.value = line.question;
      table.value = line.table;
      forget(key);
      row.remove();
      tell();
      text.focus();
    });
    row.append(" ", mend);
  };

  const waiting = () => keys().filter((key) => { const line = load(key); return line && !line.refused; });
  const tell = () => {
    const count = waiting().length;
    const what = count === 0 ? words.allKept : count === 1 ? words.oneWaits : `${count} ${words.manyWait}`;
    const told = [stopped || what, stored ? "" : words.noStorage].filter(Boolean).join(" ");
    if (state.textContent !== told) state.textContent = told;
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  };
  const send = async () => {
    clearTimeout(timer);
    const [key] = waiting();
    if (sending || stopped || !key) { tell(); return; }
    sending = key;
    const line = { ...load(key), tried: true }; // from here on the server may have it, whatever we hear
    save(key, line);
    const patience = new AbortController();
    const alarm = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await fetch(location.pathname, {
        method: "POST",
        redirect: "manual",
        signal: patience.signal,
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify(line),
      });
      const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      if (answer.status === 201 && json) {
        await answer.json();
        settle(key, line);
      } else if (answer.status === 400 && json) {
        const { message } = await answer.json();
        save(key, { ...line, refused: message });
        refuse(key, line, message);
      } else if (answer.type === "opaqueredirect" || (answer.status >= 400 && answer.status < 500 && answer.status !== 429)) {
        stopped = words.signIn;
      } else {
        throw new Error(String(answer.status));
      }
      pause = 1000;
      sending = null;
      tell();
      if (!stopped) send();
    } catch {
      sending = null;
      tell();
      later();
    } finally {
      clearTimeout(alarm);
    }
  };
  const settle = (key, line) => {
    forget(key);
    if (line.undo) {
      show(line.undo, "", words.undone, "state-superseded");
    } else {
      done.push(line.id);
      show(line.id, line.shown, words.kept, "work-done");
    }
  };

  let last = 0;
  const queue = (line) => {
    last = Math.max(Date.now(), last + 1); // a key tells the order, also between two lines of one millisecond
    save(`${prefix}${String(last).padStart(15, "0")}:${line.id}`, line);
    send();
  };
  const keep = () => {
    const typed = text.value.trim();
    if (!typed) { text.focus(); return; }
    const picked = /^\/(\d{1,2})(\s+|$)/.exec(typed);
    if (picked && Number(picked[1]) < question.options.length) {
      question.selectedIndex = Number(picked[1]);
      answers();
      if (picked[0].length === typed.length) { text.value = ""; text.focus(); return; }
    }
    const asked = question.selectedIndex > 0 ? `${question.selectedOptions[0].text.slice(0, 40)}: ` : "";
    const shown = asked + (picked ? typed.slice(picked[0].length) : typed);
    const line = { id: newId(), text: typed, shown, question: question.value, table: table.value, consultation: words.consultation };
    text.value = "";
    show(line.id, line.shown, words.waits, "work-waiting");
    queue(line);
    text.focus();
  };
  const takeBack = () => {
    const undone = new Set(waiting().map((key) => load(key).undo).filter(Boolean));
    const key = waiting().filter((one) => !load(one).undo && !undone.has(load(one).id)).at(-1);
    if (key && !load(key).tried) {
      const { id, shown: said } = load(key);
      forget(key);
      show(id, said, words.undone, "state-superseded");
      tell();
      return;
    }
    const id = key ? load(key).id : done.filter((one) => !undone.has(one)).pop();
    if (!id) { state.textContent = words.nothing; return; }
    if (!key) done.splice(done.indexOf(id), 1);
    queue({ id: newId(), undo: id });
  };
  const answers = () => {
    for (const hint of form.querySelectorAll(".answers")) hint.hidden = hint.dataset.of !== question.value;
  };

  const remembered = `inloop-live-table:${words.meeting}`;
  try { if (!table.value) table.value = localStorage.getItem(remembered) || ""; } catch { stored = false; }
  table.addEventListener("change", () => { try { localStorage.setItem(remembered, table.value); } catch { stored = false; } });
  question.addEventListener("change", answers);
  form.addEventListener("submit", (event) => { event.preventDefault(); keep(); });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); keep(); }
    if (event.key === "z" && (event.ctrlKey || event.metaKey) && !text.value) { event.preventDefault(); takeBack(); }
  });
  undo.hidden = false;
  undo.addEventListener("click", takeBack);
  addEventListener("online", () => { pause = 1000; send(); });
  addEventListener("beforeunload", (event) => { if (memory.size) event.preventDefault(); });

  for (const key of keys()) {
    const line = load(key);
    if (!line || line.undo) continue;
    show(line.id, line.shown, words.waits, "work-waiting");
    if (line.refused) refuse(key, line, line.refused);
  }
  answers();
  send();
})();
