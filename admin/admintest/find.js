const shown = (el) => el.getClientRects().length > 0 && getComputedStyle(el).visibility !== "hidden";
const flat = (text) => (text || "").replace(/\s+/g, " ").trim();
const labelOf = (el) => flat(el.getAttribute("aria-label") || [...(el.labels || [])].map((l) => l.innerText).join(" ") || el.getAttribute("title") || el.getAttribute("placeholder"));
const nameOf = (el) => (!el || el.matches("body, main, section") ? "" : el.matches("input, select, textarea") ? labelOf(el) || el.name : flat(el.getAttribute("aria-label") || el.innerText || el.value));
const named = (name) => {
  const all = [...document.querySelectorAll("dialog[open] button, dialog[open] a, a[href], button, summary, input[type=submit], label.choice")].filter(shown);
  return all.find((el) => nameOf(el) === name) || all.find((el) => nameOf(el).startsWith(name)) || all.find((el) => flat(el.innerText).includes(name)) || null;
};
const among = (selector, text) => [...document.querySelectorAll(selector)].filter(shown).find((el) => flat(el.innerText).startsWith(text)) || null;
const field = (label) => {
  const all = [...document.querySelectorAll("input:not([type=hidden]), select, textarea, [role=textbox]")].filter(shown);
  return all.find((el) => labelOf(el) === label) || all.find((el) => labelOf(el).startsWith(label)) || null;
};
const middle = (el) => {
  el.scrollIntoView({ block: "center", behavior: "instant" });
  const box = el.getClientRects()[0];
  return [box.left + box.width / 2, box.top + box.height / 2];
};
const fill = (el, text) => {
  el.focus();
  if (el.matches("select")) {
    const option = [...el.options].find((o) => flat(o.text) === text || o.value === text) || [...el.options].find((o) => flat(o.text).includes(text));
    if (!option) throw new Error("no such choice");
    el.value = option.value;
  } else if (el.matches("[contenteditable=true], .cm-content")) {
    document.execCommand("selectAll");
    document.execCommand("insertText", false, text);
    return true;
  } else {
    el.value = text;
  }
  el.dispatchEvent(new Event("input", { bubbles: true }));
  el.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
};
const seen = (text) => document.readyState === "complete" && flat(document.body.innerText).includes(flat(text));
