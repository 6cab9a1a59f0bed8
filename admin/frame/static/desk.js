// The answer to a customer: it is counted while it is written, Ctrl Enter sends it, and
// no form of the page is sent twice.
"use strict";
(() => {
  const text = document.querySelector("textarea[data-most]");
  if (text) {
    const said = document.getElementById(text.id + "-count");
    said.setAttribute("role", "status");
    const most = Number(text.dataset.most);
    const count = () => {
      const n = [...text.value.trim()].length;
      said.textContent = n > most ? `${n} of ${most} characters: ${n - most} too many` : `${n} of ${most} characters`;
      said.classList.toggle("fault", n > most);
    };
    text.addEventListener("input", count);
    text.addEventListener("keydown", (e) => {
      if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); text.form.requestSubmit(); }
    });
    count();
  }

  document.addEventListener("submit", (e) => {
    if (e.target.method !== "post") return;
    if (e.target.dataset.sent) { e.preventDefault(); return; }
    e.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
})();
