// The editor of texts: CodeMirror over the form's own text areas, which stay what is
// sent. It offers what a text can say, marks what lint finds, and shows what changed.
import { EditorState, Compartment } from "@codemirror/state";
import { EditorView, keymap, drawSelection, highlightSpecialChars, hoverTooltip, lineNumbers } from "@codemirror/view";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, syntaxHighlighting, bracketMatching } from "@codemirror/language";
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { searchKeymap } from "@codemirror/search";
import { unifiedMergeView } from "@codemirror/merge";
import { liquidLanguage, closePercentBrace } from "@codemirror/lang-liquid";
import { tags } from "@lezer/highlight";
import { completions, meaningAt } from "./manual.js";
import { marks } from "./marks.js";
import { look } from "./look.js";

// The policy of the page allows styles with its nonce alone.
const nonce = document.currentScript ? document.currentScript.nonce : "";
const manual = JSON.parse(document.getElementById("manual")?.textContent || "{}");

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--stop)" },
  { tag: [tags.brace, tags.special(tags.brace), tags.processingInstruction, tags.separator], color: "var(--soft)" },
  { tag: [tags.variableName, tags.propertyName], color: "var(--accent)" },
  { tag: [tags.string, tags.number], color: "var(--kind)" },
  { tag: [tags.operator, tags.function(tags.variableName)], color: "var(--wait)" },
]);

const hover = hoverTooltip((view, pos) => {
  const found = meaningAt(manual, view.state.doc.toString(), pos);
  if (!found) return null;
  return { pos: found.from, end: found.to, above: true, create: () => ({ dom: found.dom() }) };
});

const extensions = (area, changed, compare) => [
  EditorView.cspNonce.of(nonce),
  look,
  lineNumbers(), highlightSpecialChars(), history(), drawSelection(), bracketMatching(), lintGutter(), EditorView.lineWrapping,
  liquidLanguage, liquidLanguage.data.of({ closeBrackets: { brackets: ["{"] } }), closeBrackets(), closePercentBrace,
  syntaxHighlighting(colours),
  autocompletion({ override: [completions(manual)], icons: false }),
  hover,
  // Tab leaves the editor, as it leaves every other field.
  keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
  EditorView.contentAttributes.of({ "aria-label": area.dataset.editor, lang: area.lang, spellcheck: "true", "aria-multiline": "true" }),
  EditorState.readOnly.of(area.readOnly),
  EditorView.updateListener.of(changed),
  compare.of([]),
];

const open = (area) => {
  const compare = new Compartment();
  let setting = false;
  const changed = (update) => {
    if (!update.docChanged || setting) return;
    area.value = update.state.doc.toString();
    area.dispatchEvent(new Event("input", { bubbles: true }));
    // What braces open, the list of variables follows.
    const head = update.state.selection.main.head;
    if (update.transactions.some((tr) => tr.isUserEvent("input")) && /\{\{-? ?$/.test(update.state.sliceDoc(Math.max(0, head - 4), head))) startCompletion(update.view);
  };
  const view = new EditorView({ state: EditorState.create({ doc: area.value, extensions: extensions(area, changed, compare) }) });
  view.dom.classList.add(...[...area.classList].filter((name) => name !== "code"));
  area.after(view.dom);
  area.hidden = true;
  document.querySelector(`label[for="${area.id}"]`)?.addEventListener("click", () => view.focus());
  area.addEventListener("goodterms:set", () => {
    setting = true;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: area.value } });
    setting = false;
  });
  return { area, view, compare };
};

const editors = [...document.querySelectorAll("textarea[data-editor]")].map(open);

// Findings come with the preview; each is marked in the text that it is about.
document.addEventListener("goodterms:findings", (e) => {
  for (const { area, view } of editors) view.dispatch(setDiagnostics(view.state, marks(view.state.doc, area.id, e.detail)));
});
document.addEventListener("click", (e) => {
  const item = e.target.closest("#truth .findings li");
  const editor = item && editors.find((one) => (one.area.id === "limited") === (item.dataset.part === "limited"));
  if (!editor) return;
  const [mark] = marks(editor.view.state.doc, editor.area.id, [{ ...item.dataset }]);
  if (!mark) return;
  editor.view.dispatch({ selection: { anchor: mark.from, head: mark.to }, scrollIntoView: true });
  editor.view.focus();
});

const toggle = document.getElementById("compare");
if (toggle) {
  toggle.hidden = false;
  const shown = toggle.textContent;
  toggle.addEventListener("click", () => {
    const on = toggle.getAttribute("aria-pressed") !== "true";
    toggle.setAttribute("aria-pressed", String(on));
    toggle.textContent = on ? "Hide the changes" : shown;
    for (const { area, view, compare } of editors) {
      const original = document.getElementById(area.id + "-base").value;
      view.dispatch({ effects: compare.reconfigure(on ? unifiedMergeView({ original, mergeControls: false, gutter: true }) : []) });
    }
  });
}
