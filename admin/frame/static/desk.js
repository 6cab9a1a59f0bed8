// The answer to a customer: it is counted while it is written, and Ctrl Enter sends it.
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
})();
