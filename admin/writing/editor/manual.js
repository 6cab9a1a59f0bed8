// What a text can say, as the server's reference lists it: completion and hover.

const inside = (text, pos) => {
  const open = Math.max(text.lastIndexOf("{{", pos), text.lastIndexOf("{%", pos));
  const close = Math.max(text.lastIndexOf("}}", pos - 1), text.lastIndexOf("%}", pos - 1));
  return open > close ? text.slice(open, pos) : null;
};

const card = (entry) => () => {
  const dom = document.createElement("div");
  dom.className = "cm-meaning";
  const line = (name, text) => {
    if (!text) return;
    const p = document.createElement("p");
    p.className = name;
    p.textContent = text;
    dom.append(p);
  };
  line("name", entry.name);
  line("meaning", entry.meaning);
  line("sample", entry.example);
  line("sample", entry.sample && "such as " + entry.sample);
  return dom;
};

const option = (entry, type, apply) => ({ label: entry.name, type, detail: entry.sample || undefined, info: card(entry), apply });

// The end of an output is added where it is not there yet.
const output = (name) => (view, completion, from, to) => {
  const after = view.state.sliceDoc(to, to + 3).trimStart();
  const before = view.state.sliceDoc(Math.max(0, from - 1), from);
  const insert = (before === "{" ? " " : "") + name + (after.startsWith("}") || after.startsWith("|") || after.startsWith("%") ? (after === view.state.sliceDoc(to, to + 3) && after.startsWith("}") ? " " : "") : " }}");
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input.complete" });
};

export const completions = (manual) => (context) => {
  const text = context.state.sliceDoc(Math.max(0, context.pos - 400), context.pos);
  const part = inside(text, text.length);
  if (part === null) return null;
  const word = context.matchBefore(/[\w.]*/);
  const before = part.slice(0, part.length - (word.to - word.from));
  if (!context.explicit && word.from === word.to && !/\{\{-? ?$|[|%] ?$/.test(before)) return null;
  if (/\|\s*$/.test(before)) return { from: word.from, options: (manual.filters || []).map((entry) => option(entry, "function")), validFor: /^\w*$/ };
  if (/^\{%-?\s*$/.test(before)) return { from: word.from, options: (manual.tags || []).map((entry) => option(entry, "keyword")), validFor: /^\w*$/ };
  const quoted = (before.match(/"/g) || []).length % 2 === 1 || (before.match(/'/g) || []).length % 2 === 1;
  if (quoted) return null;
  const isOutput = part.startsWith("{{");
  const variables = (manual.variables || []).map((entry) => option(entry, "variable", isOutput && /^\{\{-?\s*$/.test(before) ? output(entry.name) : undefined));
  const loops = (manual.loops || []).map((entry) => option(entry, "variable"));
  return { from: word.from, options: [...variables, ...loops], validFor: /^[\w.]*$/ };
};

export const meaningAt = (manual, text, pos) => {
  let from = pos, to = pos;
  while (from > 0 && /[\w.]/.test(text[from - 1])) from--;
  while (to < text.length && /[\w.]/.test(text[to])) to++;
  const name = text.slice(from, to);
  if (name === "" || inside(text, to) === null) return null;
  const list = /\|\s*$/.test(text.slice(Math.max(0, from - 8), from)) ? manual.filters : [...(manual.variables || []), ...(manual.loops || []), ...(manual.tags || [])];
  const entry = (list || []).find((one) => one.name === name);
  return entry ? { from, to, dom: card(entry) } : null;
};
