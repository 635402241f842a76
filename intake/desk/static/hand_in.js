"use strict";
// Handing in files: dropped, chosen or photographed, sent one by one so that each has its own outcome and nothing that
// arrived is sent again. Below it, how it goes with what was handed in, told by the server as events.
(() => {
  const form = document.getElementById("inleveren");
  const box = document.getElementById("wachtrij");
  const told = document.getElementById("verstuurd");
  const list = box.querySelector("ol");
  const words = box.dataset;
  const PAUSES = [1000, 3000, 9000, 27000];

  const queue = []; // {file, row, state: waits | sends | done | failed}
  let sending = false;
  let sentBefore = false;

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const count = (state) => queue.filter((one) => one.state === state).length;
  const newId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const tell = () => {
    const [waits, done, failed] = ["waits", "done", "failed"].map(count);
    box.hidden = queue.length === 0;
    let text = "";
    if (sending) text = filled(words.busy, { done, count: queue.length });
    else if (waits) text = waits === 1 ? words.readyOne : filled(words.ready, { count: waits });
    else if (queue.length) text = done === 1 ? words.doneOne : filled(words.done, { count: done });
    if (!sending && failed) text += ` ${filled(words.left, { left: failed })}`;
    if (told.textContent !== text) told.textContent = text;
  };

  const button = (text, name, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "link plain";
    made.textContent = text;
    const hidden = document.createElement("span");
    hidden.className = "hidden";
    hidden.textContent = `: ${name}`;
    made.append(hidden);
    made.addEventListener("click", act);
    return made;
  };

  const say = (one, text, kind = "quiet", more = []) => {
    const name = document.createElement("span");
    name.textContent = one.file.name;
    const state = document.createElement("span");
    state.className = kind;
    state.textContent = text;
    one.row.replaceChildren(name, state, ...more);
  };
  const takeAway = (one) => {
    const at = queue.indexOf(one);
    queue.splice(at, 1);
    one.row.remove();
    tell();
    const beside = queue[Math.min(at, queue.length - 1)];
    (beside?.row.querySelector("button") || form.elements.bestand[0] || form.elements.bestand).focus();
  };
  const wait = (one) => {
    one.state = "waits";
    say(one, words.waits, "quiet", [button(words.away, one.file.name, () => takeAway(one))]);
  };
  const fail = (one, why, again) => {
    one.state = "failed";
    const more = [button(words.away, one.file.name, () => takeAway(one))];
    if (again) more.unshift(button(words.again, one.file.name, () => { wait(one); send(); }));
    say(one, why, "error", more);
  };

  const add = (files) => {
    if (sentBefore && !sending && !count("failed")) {
      queue.splice(0);
      list.replaceChildren();
      form.elements.stapel.value = newId();
      sentBefore = false;
    }
    for (const file of files) {
      const one = { file, row: document.createElement("li"), state: "waits" };
      queue.push(one);
      list.append(one.row);
      if (file.size > Number(words.largest)) fail(one, words.large, false);
      else if (file.size === 0) fail(one, words.empty, false);
      else wait(one);
    }
    tell();
  };

  const freshToken = async () => {
    const answer = await fetch(location.pathname, { redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("#inleveren [name=csrf_token]");
    if (token) form.elements.csrf_token.value = token.value;
    return Boolean(token);
  };

  const sendOnce = (several) => new Promise((resolve) => {
    const fields = new FormData(form);
    fields.delete("bestand");
    for (const { file } of several) fields.append("bestand", file, file.name);
    const [one] = several;
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", one.file.name);
    say(one, words.sends, "quiet", [bar]);
    const call = new XMLHttpRequest();
    call.open("POST", location.pathname);
    call.setRequestHeader("Accept", "application/json");
    call.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    call.addEventListener("error", () => resolve({ broken: true }));
    call.addEventListener("load", () => {
      const json = (call.getResponseHeader("Content-Type") || "").startsWith("application/json");
      if (json && call.status === 200) resolve(JSON.parse(call.responseText).files[0]);
      else if (json) resolve({ good: false, text: JSON.parse(call.responseText).problem });
      else if (call.status === 413) resolve({ good: false, text: words.large });
      else if (call.status === 200) resolve({ signedOut: true });
      else if (call.status === 400) resolve({ forged: true });
      else resolve({ broken: call.status >= 500, good: false, text: words.refused });
    });
    call.send(fields);
  });

  // What can be tried again is tried again by itself a few times; then somebody is told.
  const sendAll = async (several) => {
    for (const one of several) { one.state = "sends"; say(one, words.sends); }
    const failAll = (why, again) => { for (const one of several) fail(one, why, again); };
    for (const pause of [...PAUSES, null]) {
      const answer = await sendOnce(several);
      if (answer.good) {
        for (const one of several) {
          one.state = "done";
          say(one, answer.text.replace(`${one.file.name} `, ""));
        }
        return true;
      }
      if (answer.signedOut || (answer.forged && !(await freshToken()))) {
        failAll(words.signedOut, true);
        return false;
      }
      const passing = answer.broken || answer.later || answer.forged;
      if (!passing || pause === null) {
        failAll(answer.broken ? words.broken : answer.text || words.refused, passing);
        return true;
      }
      await new Promise((resolve) => { setTimeout(resolve, answer.forged ? 0 : pause); });
    }
    return true;
  };

  // One file at a time; photographs that belong together in one go, for the server makes one file of them.
  const next = () => {
    const waits = queue.filter((one) => one.state === "waits");
    const photographs = form.elements.samen?.checked ? waits.filter((one) => one.file.type === "image/jpeg") : [];
    return photographs.length ? photographs : waits.slice(0, 1);
  };

  const send = async () => {
    if (sending) return;
    sending = sentBefore = true;
    tell();
    await freshToken().catch(() => false); // somebody may have signed in again meanwhile
    for (let several; (several = next()).length; ) {
      if (!(await sendAll(several))) break;
      tell();
      follow();
    }
    sending = false;
    tell();
    follow();
  };

  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => { add(input.files); input.value = ""; });
  }
  form.addEventListener("submit", (event) => {
    if (!queue.length) return; // the server says that nothing was chosen
    event.preventDefault();
    send();
  });
  addEventListener("beforeunload", (event) => { if (count("waits") || count("sends")) event.preventDefault(); });

  const inside = async (entry) => {
    if (entry.isFile) return [await new Promise((resolve, reject) => { entry.file(resolve, reject); })];
    const reader = entry.createReader();
    const found = [];
    for (;;) { // a reader gives a hundred at a time
      const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
      if (!some.length) return found;
      for (const one of some) found.push(...await inside(one));
    }
  };
  const carriesFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    form.classList.add("dropping");
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("dropping"); });
  addEventListener("drop", async (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    form.classList.remove("dropping");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const plain = [...event.dataTransfer.files];
    if (!entries.some((entry) => entry.isDirectory)) { add(plain); return; }
    for (const entry of entries) add(await inside(entry));
  });
  for (const hint of document.querySelectorAll("[data-scripted]")) hint.hidden = false;

  // How it goes: each event is one short answer, and the browser comes back by itself.
  const stacks = document.getElementById("ingeleverd");
  const stand = document.getElementById("stand");
  let source = null;
  const later = new Map(); // news about what somebody is reading or has the keyboard in
  const inUse = (row) => row.contains(document.activeElement) || row.querySelector("details[open]");
  const show = (id, html) => {
    const old = document.getElementById(`stapel-${id}`);
    if (old && inUse(old)) { later.set(id, html); return; }
    later.delete(id);
    const made = document.createElement("template");
    made.innerHTML = html;
    const row = made.content.querySelector("li");
    if (old) old.replaceWith(row);
    else stacks.append(row);
  };
  const heard = (event) => {
    const news = JSON.parse(event.data);
    for (const [id, html] of [...later, ...Object.entries(news.changed)]) show(id, html);
    news.order.forEach((id, at) => {
      const row = document.getElementById(`stapel-${id}`);
      if (row && stacks.children[at] !== row && !inUse(row)) stacks.insertBefore(row, stacks.children[at] || null);
    });
    if (news.order.length) document.getElementById("niets")?.remove();
    if (news.order.length && stand.textContent !== news.told) stand.textContent = news.told;
  };
  const follow = () => {
    source?.close();
    if (document.hidden) return;
    const seen = [...stacks.children].map((row) => row.dataset.mark).join(",");
    source = new EventSource(`${stacks.dataset.progress}?gezien=${seen}`);
    source.addEventListener("stand", heard);
    source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) stand.textContent = words.signedOut; });
  };
  document.addEventListener("visibilitychange", follow);
  follow();
  tell();
})();
