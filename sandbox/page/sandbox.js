"use strict";
// Keeps the conversations fresh without disturbing what a person is typing or
// reading, and sends answers without leaving the page.
(() => {
  const place = document.getElementById("conversations");
  const news = document.getElementById("news");

  // carry copies what a person has typed, opened and scrolled to from an old
  // card to its new version, and returns what to focus again.
  function carry(old, fresh) {
    let focus = null;
    old.querySelectorAll("input:not([type]), textarea").forEach((field) => {
      const same = fresh.querySelector("#" + CSS.escape(field.id));
      if (!same) return;
      same.value = field.value;
      if (field === document.activeElement) focus = { id: field.id, start: field.selectionStart, end: field.selectionEnd };
    });
    const opened = [...old.querySelectorAll("details")];
    [...fresh.querySelectorAll("details")].forEach((d, i) => { if (opened[i]) d.open = opened[i].open; });
    fresh.querySelector(".trouble").textContent = old.querySelector(".trouble").textContent;
    return focus;
  }

  function atEnd(talk) { return talk.scrollHeight - talk.scrollTop - talk.clientHeight < 40; }
  // toEnd shows the newest entry: its end, or its beginning if it is long.
  function toEnd(card) {
    const talk = card.querySelector(".talk"), last = talk.lastElementChild;
    const tall = last && last.offsetHeight > talk.clientHeight - 24;
    talk.scrollTop = tall ? last.offsetTop - 12 : talk.scrollHeight;
  }

  function update(html) {
    const next = new DOMParser().parseFromString(html, "text/html");
    const fresh = next.querySelector(".cards");
    const here = place.querySelector(".cards");
    if (!fresh || !here) {
      place.replaceChildren(...next.body.childNodes);
      place.querySelectorAll(".card").forEach(toEnd);
      return;
    }
    place.querySelector(".count").textContent = next.querySelector(".count").textContent;
    let added = 0;
    const known = new Map([...here.children].map((card) => [card.id, card]));
    [...fresh.children].forEach((card, i) => {
      const old = known.get(card.id);
      known.delete(card.id);
      if (old && old.dataset.version === card.dataset.version) {
        placeAt(here, old, i);
        return;
      }
      let focus = null, end = true, top = 0;
      if (old) {
        const talk = old.querySelector(".talk");
        end = atEnd(talk); top = talk.scrollTop;
        focus = carry(old, card);
        old.replaceWith(card);
      } else {
        added++;
      }
      placeAt(here, card, i);
      if (end) toEnd(card); else card.querySelector(".talk").scrollTop = top;
      if (focus) {
        const field = document.getElementById(focus.id);
        field.focus({ preventScroll: true });
        field.setSelectionRange(focus.start, focus.end);
      }
    });
    known.forEach((gone) => gone.remove());
    if (added) news.textContent = added === 1 ? "A new conversation has arrived." : added + " new conversations have arrived.";
  }

  // placeAt moves a card to its place, unless a person is typing in it: then
  // nothing may jump.
  function placeAt(list, card, i) {
    if (list.children[i] !== card && !card.contains(document.activeElement)) list.insertBefore(card, list.children[i] || null);
    return card;
  }

  async function refresh() {
    try {
      const answer = await fetch("/conversations");
      if (answer.ok) update(await answer.text());
    } catch { /* the sandbox is gone; the stream will say when it is back */ }
  }

  async function send(form, button) {
    const data = Object.fromEntries(new FormData(form, button));
    const trouble = form.closest(".card").querySelector(".trouble");
    trouble.textContent = "";
    if (button) button.disabled = true;
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data) });
      if (answer.ok) {
        if (data.channel !== "voice") form.reset();
        news.textContent = "Sent.";
      } else {
        trouble.textContent = (await answer.json()).error;
      }
    } catch {
      trouble.textContent = "The sandbox does not answer: is it still running?";
    }
    if (button) button.disabled = false;
    refresh();
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.closest(".card")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  place.querySelectorAll(".card").forEach(toEnd);
  new EventSource("/events").onmessage = refresh;
})();
