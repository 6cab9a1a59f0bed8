// Keys for every page. A row is an element with data-row; it is opened by its first
// link, or by the element with data-key and that key inside it.
"use strict";
(() => {
  const typing = (e) => e.target.closest("input, textarea, select, [contenteditable=true], .cm-editor") !== null;
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const current = () => document.activeElement && document.activeElement.closest("[data-row]");

  const move = (step) => {
    const list = rows();
    if (list.length === 0) return;
    const at = list.indexOf(current());
    const next = at < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + step, 0), list.length - 1);
    if (!list[next].hasAttribute("tabindex")) list[next].setAttribute("tabindex", "-1");
    list[next].focus();
    list[next].scrollIntoView({ block: "nearest" });
  };

  const press = (key) => {
    const row = current();
    const target = (row && row.querySelector(`[data-key="${CSS.escape(key)}"]`)) || document.querySelector(`main [data-key="${CSS.escape(key)}"]:not([data-row] *)`);
    if (!target || target.disabled) return false;
    if (target.matches("input, textarea, select")) target.focus(); else target.click();
    return true;
  };

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    if (typing(e)) {
      if (e.key === "Escape") e.target.blur();
      return;
    }
    const help = document.getElementById("help");
    switch (e.key) {
      case "/": {
        const find = document.querySelector("input[type=search]");
        if (find) { e.preventDefault(); find.focus(); find.select(); }
        return;
      }
      case "j": move(1); return;
      case "k": move(-1); return;
      case "?": if (help) { e.preventDefault(); help.showModal(); } return;
      case "Enter": {
        const row = current();
        if (row && document.activeElement === row) { const link = row.querySelector("a[href], summary, button"); if (link) link.click(); }
        return;
      }
    }
    if (e.key.length === 1 && press(e.key)) e.preventDefault();
  });
})();
