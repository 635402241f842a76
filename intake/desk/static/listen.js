"use strict";
// Keys for a meeting's recordings: they work while somebody types, on the recording that was played last. A moment in
// what the computer heard plays from there. Without this the players' own buttons do, and the moments are links.
(() => {
  const sounds = [...document.querySelectorAll("audio[data-recording]")];
  if (sounds.length === 0) return;
  const BACK_SECONDS = 3;
  const SLOWLY = 0.7;
  let current = sounds[0];

  document.getElementById("luistertoetsen").hidden = false;
  for (const sound of sounds) {
    sound.addEventListener("play", () => {
      for (const other of sounds) if (other !== sound) other.pause();
      current = sound;
    });
  }
  const keys = {
    KeyP: () => { if (current.paused) current.play(); else current.pause(); },
    KeyB: () => { current.currentTime = Math.max(0, current.currentTime - BACK_SECONDS); },
    KeyV: () => { current.playbackRate = current.playbackRate < 1 ? 1 : SLOWLY; },
  };
  document.addEventListener("keydown", (event) => {
    const act = keys[event.code];
    if (!act || !event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("click", (event) => {
    const moment = event.target.closest("a[data-from]");
    const sound = moment && sounds.find((one) => one.dataset.recording === moment.dataset.of);
    if (!sound) return;
    event.preventDefault();
    sound.currentTime = Number(moment.dataset.from);
    sound.play();
  });
})();
