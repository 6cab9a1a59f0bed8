// What scripts add to every page: keys, dialogs, and focus and words when a part of the
// page is swapped. A row is an element with data-row; it is opened by its first link. An
// element with data-key is pressed by that key, within the row that has the focus first;
// data-key-help says in the help what it does. An element with data-opens="ID" opens that
// dialog; a link that has it leads to a page for browsers without scripts.
"use strict";
(() => {
  const byID = (id) => document.getElementById(id);
  const typing = (e) => e.target instanceof Element && e.target.closest("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable=true], .cm-editor") !== null;
  const shown = (e) => e.checkVisibility ? e.checkVisibility() : e.offsetParent !== null;
  const rows = () => [...document.querySelectorAll("main [data-row]")].filter(shown);
  const current = () => document.activeElement && document.activeElement.closest("[data-row]");

  // Whether single keys do things; whoever speaks to the computer turns them off.
  const memory = (value) => {
    try {
      if (value === undefined) return localStorage.getItem("goodterms-keys") !== "off";
      localStorage.setItem("goodterms-keys", value ? "on" : "off");
    } catch { /* a browser that keeps nothing has them on */ }
    return value !== false;
  };
  let keysOn = memory();

  const focusRow = (row) => {
    if (!row.hasAttribute("tabindex")) row.setAttribute("tabindex", "-1");
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };

  const move = (step) => {
    const list = rows();
    if (list.length === 0) return;
    const at = list.indexOf(current());
    focusRow(list[at < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + step, 0), list.length - 1)]);
  };

  const open = (row) => {
    const link = row.matches("a[href]") ? row : row.querySelector("a[href], summary, button");
    if (link) link.click();
  };

  const press = (key) => {
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const row = current();
    const list = row ? [...row.querySelectorAll(wanted)] : [];
    list.push(...[...document.querySelectorAll(`main ${wanted}`)].filter((e) => !e.closest("[data-row]")));
    const target = list.find((e) => shown(e) && !e.disabled && e.getAttribute("aria-disabled") !== "true");
    if (!target) return false;
    if (target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) target.focus(); else target.click();
    return true;
  };

  const dialog = () => document.querySelector("dialog[open]");

  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    if (typing(e)) {
      if (e.key === "Escape" && !dialog()) e.target.blur();
      return;
    }
    const row = current();
    if (e.key === "Enter" && row && document.activeElement === row) {
      e.preventDefault();
      open(row);
      return;
    }
    if (!keysOn || dialog()) return;
    const find = document.querySelector("main input[type=search]");
    if (e.key === "/" && find) {
      find.focus();
      find.select();
    } else if (e.key === "j") move(1);
    else if (e.key === "k") move(-1);
    else if (e.key === "?" && byID("help")) help();
    else if (e.key.length !== 1 || !press(e.key)) return;
    e.preventDefault();
  });

  // Dialogs.
  const help = () => {
    const here = byID("help-here");
    const list = here.querySelector("dl");
    const said = new Map();
    for (const e of document.querySelectorAll("main [data-key][data-key-help]")) said.set(e.dataset.key, e.dataset.keyHelp);
    list.replaceChildren(...[...said].flatMap(([key, text]) => {
      const dt = document.createElement("dt"), kbd = document.createElement("kbd"), dd = document.createElement("dd");
      kbd.textContent = key;
      dt.append(kbd);
      dd.textContent = text;
      return [dt, dd];
    }));
    here.hidden = said.size === 0;
    byID("keys-on").checked = keysOn;
    byID("help").showModal();
  };

  document.addEventListener("click", (e) => {
    const opener = e.target.closest("[data-opens]");
    const target = opener && byID(opener.dataset.opens);
    if (!target || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    if (target.id === "help") help(); else target.showModal();
  });
  for (const e of document.querySelectorAll("[data-opens][hidden]")) e.hidden = false;

  document.addEventListener("change", (e) => {
    if (e.target.id === "keys-on") keysOn = memory(e.target.checked);
  });

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (e) => {
    if (e.defaultPrevented || e.target.method !== "post" || e.target.closest("[hx-post]")) return;
    if (e.target.dataset.sent) e.preventDefault();
    e.target.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // What is said when a part is swapped stands over the page, so that nothing jumps.
  const say = (text, fault) => {
    const said = byID("said");
    if (!said || !text) return;
    const p = document.createElement("p"), close = document.createElement("button");
    p.textContent = text;
    if (fault) p.className = "stop";
    close.type = "button";
    close.setAttribute("aria-label", "Close");
    close.textContent = "×";
    close.addEventListener("click", () => {
      said.replaceChildren();
      byID("content").focus({ preventScroll: true });
    });
    p.append(close);
    said.replaceChildren(p);
  };
  document.addEventListener("said", (e) => say(e.detail.text, e.detail.fault));
  document.addEventListener("htmx:responseError", (e) => {
    if (!e.detail.xhr.getResponseHeader("HX-Trigger")) say("That did not work. Load the page once more, then try again.", true);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => say("The gateway did not answer. Try again in a moment.", true));
  }

  // Focus stays where it was: on the element of the same id, or else on the row that took
  // the place of the one that is gone.
  let before = null;
  document.addEventListener("htmx:beforeSwap", () => {
    const active = document.activeElement;
    before = active && active !== document.body ? { id: active.id, row: rows().indexOf(current()) } : null;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const lost = !document.activeElement || document.activeElement === document.body;
    if (!before || !lost) return;
    const same = before.id && byID(before.id), list = rows();
    if (same) same.focus({ preventScroll: true });
    else if (before.row >= 0 && list.length > 0) focusRow(list[Math.min(before.row, list.length - 1)]);
    else byID("content").focus({ preventScroll: true });
    before = null;
  });
})();
