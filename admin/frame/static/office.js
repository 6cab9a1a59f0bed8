// A button with data-copy copies the text of the element of that id. Without scripts
// there is no button: the text selects itself at one click.
"use strict";
(() => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const text = document.getElementById(button.dataset.copy);
    const said = document.getElementById(button.dataset.copy + "-copied");
    if (!text || !said) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        said.textContent = "Copied.";
      } catch {
        getSelection().selectAllChildren(text);
        said.textContent = "Selected: press Ctrl C, or ⌘ C.";
      }
    });
  }
})();
