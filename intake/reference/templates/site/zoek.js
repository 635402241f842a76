"use strict";
/* Looks words up in zoekindex.js, which is fetched when somebody first looks for something. */
(() => {
  const AT_ONCE = 20;
  const form = document.getElementById("zoeken");
  const field = document.getElementById("zoek");
  const found = document.getElementById("gevonden");
  const count = document.getElementById("aantal");
  const list = document.getElementById("resultaten");
  const more = document.getElementById("meer");
  const LETTERS = { "ł": "l", "ø": "o", "ı": "i", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe" };
  const ENDINGS = ["en", "jes", "je", "s", "e", "n"];
  let forms = null;
  let hits = [];
  let shown = 0;

  /* The same as the index was made with: small letters, no accents; of another script the digits of its UTF-8. */
  function plain(word) {
    let text = word.normalize("NFKD").toLowerCase().normalize("NFKD");
    text = [...text].map((sign) => LETTERS[sign] ?? sign).join("").replace(/[^\p{L}\p{N}]/gu, "");
    if (/[^\x00-\x7f]/.test(text)) {
      text = "x0" + [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    }
    return text.slice(0, 60);
  }

  function load() {
    return new Promise((resolve, reject) => {
      if (forms) { resolve(); return; }
      const script = document.createElement("script");
      script.src = "zoekindex.js";
      script.onload = () => { forms = Object.keys(ZOEKINDEX.woorden); resolve(); };
      script.onerror = reject;
      document.head.append(script);
    });
  }

  /* Words that begin so, in a sorted list. */
  function beginning(start) {
    let low = 0, high = forms.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (forms[middle] < start) low = middle + 1; else high = middle;
    }
    const some = [];
    while (low < forms.length && forms[low].startsWith(start)) some.push(forms[low++]);
    return some;
  }

  function keysOf(word) {
    if (Object.hasOwn(ZOEKINDEX.woorden, word)) return ZOEKINDEX.woorden[word];
    const begun = beginning(word);
    if (begun.length) return begun.flatMap((form) => ZOEKINDEX.woorden[form]);
    for (const ending of ENDINGS) {
      const stem = word.endsWith(ending) && word.length - ending.length > 2 ? word.slice(0, -ending.length) : null;
      if (stem && Object.hasOwn(ZOEKINDEX.woorden, stem)) return ZOEKINDEX.woorden[stem];
    }
    return [];
  }

  function entriesOf(word) {
    return new Set(keysOf(word).flatMap((key) => ZOEKINDEX.sleutels[key]));
  }

  function look(text) {
    const words = (text.match(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu) ?? []).map(plain).filter(Boolean);
    if (!words.length) return null;
    const sets = words.map(entriesOf);
    return [...sets[0]].filter((entry) => sets.every((one) => one.has(entry))).sort((a, b) => a - b);
  }

  function show() {
    for (const number of hits.slice(shown, shown + AT_ONCE)) {
      const [page, title, text, where] = ZOEKINDEX.stukken[number];
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = page;
      link.textContent = title;
      item.append(link);
      for (const [part, name] of [[text, ""], [where, "stil"]]) {
        if (!part || part === title) continue;
        const line = document.createElement("p");
        line.textContent = part;
        if (name) line.className = name;
        item.append(line);
      }
      list.append(item);
    }
    shown += AT_ONCE;
    more.hidden = shown >= hits.length;
  }

  async function search() {
    found.hidden = false;
    list.replaceChildren();
    try {
      await load();
    } catch {
      count.textContent = "Zoeken lukt nu niet. Kies hieronder een lijst.";
      more.hidden = true;
      return;
    }
    const all = look(field.value);
    hits = all ?? [];
    shown = 0;
    count.textContent = all === null ? "Typ eerst een woord."
      : hits.length === 0 ? "Niets gevonden. Probeer een ander woord."
      : hits.length === 1 ? "1 stuk gevonden." : `${hits.length} stukken gevonden.`;
    show();
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  more.addEventListener("click", () => {
    const next = list.children.length;
    show();
    list.children[next]?.querySelector("a").focus();
  });
  form.hidden = false;
})();
