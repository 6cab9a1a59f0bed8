// The desk: what is typed is shown beside it 300 ms after the last key. The form's own
// fields are the truth; the editor, where there is one, writes into them.
"use strict";
(() => {
  const desk = document.getElementById("desk");
  if (!desk) return;
  const wait = 300;
  let timer = 0, running = null, dirty = false, leaving = false, round = 0;
  for (const plain of desk.querySelectorAll("[data-plain]")) plain.hidden = true;
  const area = document.getElementById("text");
  const account = document.getElementById("account");

  const fields = () => new URLSearchParams([...new FormData(desk)].filter(([, value]) => typeof value === "string"));
  const ask = (url, body, signal) => fetch(url + "&part=1", { method: "POST", body, signal, redirect: "manual" });

  // The parts of the page that the answer brings take the place of those that are there.
  const put = (html) => {
    const answer = new DOMParser().parseFromString(html, "text/html");
    for (const id of ["truth", "plain"]) {
      const now = document.getElementById(id), next = answer.getElementById(id);
      if (now && next) now.replaceWith(document.adoptNode(next));
    }
    found();
  };
  const found = () => { voices(); document.dispatchEvent(new CustomEvent("goodterms:findings", { detail: [...document.querySelectorAll("#truth .findings li")].map((li) => ({ ...li.dataset })) })); };

  const refresh = async () => {
    clearTimeout(timer);
    if (running) running.abort();
    const mine = running = new AbortController();
    const truth = document.getElementById("truth");
    try {
      const answer = await ask(desk.dataset.preview, fields(), mine.signal);
      if (!answer.ok) throw new Error("status " + answer.status);
      put(await answer.text());
      mails();
    } catch (error) {
      if (error.name === "AbortError") return;
      truth.classList.add("busy");
      say("The preview could not be made. It tries again with the next key.");
    }
  };
  const say = (sentence) => {
    const verdict = document.querySelector("#truth .verdict");
    if (verdict) verdict.textContent = sentence;
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(refresh, wait); };

  // A mail is a document of its own: a form is posted into a new frame, which takes the
  // place of the old one when it is there. A new frame leaves no entry in the history.
  const mails = () => {
    const mark = String(++round);
    for (const glass of document.querySelectorAll("#mails .glass")) {
      for (const stale of glass.querySelectorAll(".coming")) stale.remove();
      const old = glass.querySelector("iframe"), next = old.cloneNode();
      next.removeAttribute("src");
      next.classList.add("coming");
      next.name = old.dataset.theme + mark + Math.random().toString(36).slice(2);
      glass.append(next);
      const form = document.createElement("form");
      form.method = "post"; form.target = next.name; form.hidden = true;
      form.action = desk.dataset.mail + "&theme=" + old.dataset.theme;
      for (const [name, value] of fields()) {
        const field = document.createElement("textarea");
        field.name = name; field.value = value;
        form.append(field);
      }
      next.addEventListener("load", () => { if (next.isConnected) { next.classList.remove("coming"); old.remove(); } }, { once: true });
      document.body.append(form);
      form.submit();
      form.remove();
    }
  };

  // A call is read aloud by the browser's own voice, if it has one.
  const voices = () => {
    if (!("speechSynthesis" in window)) return;
    for (const button of document.querySelectorAll("[data-speak]")) button.hidden = false;
  };
  let speaking = null;
  const quiet = () => {
    window.speechSynthesis.cancel();
    if (speaking) speaking.textContent = "Play";
    speaking = null;
  };
  const speak = (button) => {
    const again = speaking === button;
    if (speaking) quiet();
    if (again) return;
    const parts = button.dataset.speak.split(/\n\s*\n/).filter((part) => part.trim() !== "");
    const next = () => {
      if (speaking !== button) return;
      if (parts.length === 0) { quiet(); return; }
      const said = new SpeechSynthesisUtterance(parts.shift());
      said.lang = area.lang;
      said.onend = () => setTimeout(next, 1000); // an empty line is a pause of a second
      said.onerror = () => { if (speaking === button) quiet(); };
      window.speechSynthesis.speak(said);
    };
    speaking = button;
    button.textContent = "Stop";
    next();
  };

  const choose = (reference) => {
    account.value = reference;
    document.getElementById("accounts").replaceChildren();
    account.focus();
    refresh();
  };
  const fix = () => {
    area.value = document.getElementById("simple").value;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.dispatchEvent(new CustomEvent("goodterms:set"));
  };
  const send = async (button) => {
    const trial = document.getElementById("trial");
    button.disabled = true;
    trial.textContent = "Sending…";
    try {
      const answer = await ask(desk.dataset.trial, fields());
      if (!answer.ok) throw new Error("status " + answer.status);
      trial.innerHTML = await answer.text();
      if (window.htmx) window.htmx.process(trial);
    } catch {
      trial.textContent = "It is not known whether the test message was sent. Look again in a moment.";
    }
    button.disabled = false;
  };

  desk.addEventListener("input", (e) => {
    if (e.target === account) return;
    if (!e.target.closest(".reader")) dirty = true;
    if (e.target.id !== "why") later();
  });
  desk.addEventListener("change", (e) => {
    if (!e.target.closest(".reader")) return;
    if (e.target.id === "sample") account.value = ""; // one or the other
    refresh();
  });
  desk.addEventListener("click", (e) => {
    const button = e.target.closest("button");
    if (!button) return;
    if (button.dataset.choose !== undefined) choose(button.dataset.choose);
    else if (button.dataset.speak !== undefined) speak(button);
    else if (button.dataset.fix !== undefined) { e.preventDefault(); fix(); }
    else if (button.id === "send") { e.preventDefault(); send(button); }
  });
  desk.addEventListener("submit", (e) => {
    if (e.submitter && e.submitter.id === "save") { leaving = true; return; }
    if (e.submitter && e.submitter.classList.contains("default")) { e.preventDefault(); refresh(); }
  });
  document.addEventListener("keydown", (e) => {
    const save = document.getElementById("save");
    if (save && (e.ctrlKey || e.metaKey) && e.key === "s") { e.preventDefault(); save.click(); }
  });
  window.addEventListener("beforeunload", (e) => {
    if (dirty && !leaving) e.preventDefault();
  });
  // A text that came back unsaved is not to be lost, and its mail is yet to be shown.
  if (document.querySelector("#mails iframe:not([src])")) { dirty = true; mails(); }
  found();
})();
