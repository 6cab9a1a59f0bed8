// Findings as marks. Lines and columns count from 1, columns in characters.

const severities = { error: "error", warning: "warning", hint: "hint" };

// The place of a column in a line, which CodeMirror counts in UTF-16.
const offset = (line, column) => [...line].slice(0, column - 1).join("").length;

export const marks = (doc, id, findings) => {
  const list = [];
  for (const finding of findings) {
    if ((finding.part === "limited") !== (id === "limited")) continue;
    const number = Number(finding.line);
    if (!(number >= 1 && number <= doc.lines)) continue;
    const line = doc.line(number);
    const from = Math.min(line.from + offset(line.text, Number(finding.column)), line.to);
    const quoted = finding.text.replace(/…$/, "");
    const rest = doc.sliceString(from, Math.min(doc.length, from + quoted.length));
    const to = rest === quoted && quoted !== "" ? from + quoted.length : line.to;
    list.push({ from: Math.min(from, to), to: Math.max(from, to), severity: severities[finding.severity] || "info", message: finding.message.replace(/: $/, ""), source: "" });
  }
  return list.sort((a, b) => a.from - b.from || a.to - b.to);
};
