// Copies what stands beside a button, and lets the queue rest.
"use strict";
(() => {
  const tell = (text) => { const place = document.getElementById("copied"); if (place) place.textContent = text; };

  const show = () => {
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  };
  document.addEventListener("click", async (e) => {
    const button = e.target.closest("[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = "Copied";
      tell("Copied.");
    } catch {
      tell("It could not be copied; mark it and copy it by hand.");
    }
  });

  const live = document.getElementById("live");
  const pause = document.getElementById("pause");
  let resting = false;
  let said = "";
  if (pause) {
    pause.hidden = false;
    pause.addEventListener("click", () => {
      resting = !resting;
      pause.textContent = resting ? "Go on" : "Pause";
    });
  }
  // Nothing is asked while it rests, while nobody looks, or while a text of it is marked.
  document.body.addEventListener("htmx:beforeRequest", (e) => {
    if (e.target !== live) return;
    const marked = document.getSelection();
    const marking = marked && !marked.isCollapsed && live.contains(marked.anchorNode);
    if (resting || document.hidden || marking) e.preventDefault();
  });
  // The sentence is read out when it has become another one, and not every time.
  const announce = () => {
    const verdict = live && live.querySelector("[data-verdict]");
    if (!verdict || verdict.textContent === said) return;
    if (said !== "") document.getElementById("verdict").textContent = verdict.textContent;
    said = verdict.textContent;
  };
  document.body.addEventListener("htmx:afterSwap", () => { show(); announce(); });
  show();
  announce();
})();
