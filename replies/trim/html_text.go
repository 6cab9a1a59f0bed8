package trim

import (
	"strings"
	"unicode"
)

// writer writes the text of a page, line by line.
type writer struct {
	whole   bool // quotes too, and the addresses of links
	most    int  // bytes after which it stops; 0: never
	stopped bool
	pre     int // within how many pre elements
	lines   []string
	word    strings.Builder // the line that is being written
	space   bool            // belongs before the next word
	size    int
}

// node writes a text or an element.
func (w *writer) node(e *element) {
	switch {
	case w.stopped || w.most > 0 && w.size > w.most:
	case e.tag == "":
		w.words(e.text)
	default:
		w.judged(e)
	}
}

// judged writes an element unless it is a quote.
func (w *writer) judged(e *element) {
	w.size++
	if w.most > 0 { // a glance into an element that is being judged
		w.element(e)
		return
	}
	what := judge(e)
	if w.whole && (what == end || what == reply || what == signature || what == drop && !unseen(e)) {
		what = keep
	}
	if what == keep && e.tag == "blockquote" && !w.whole && w.announced() {
		what = drop
	}
	switch what {
	case end:
		w.stopped = true
	case drop:
		w.dropped(e)
	case reply, keep:
		w.element(e)
	case signature:
		w.newline()
		w.lines = append(w.lines, "--")
		w.element(e)
	}
}

// unseen says that nobody reads an element, be it a quote or not.
func unseen(e *element) bool {
	switch e.tag {
	case "style", "script", "head", "title", "noscript", "template", "object", "svg":
		return true
	}
	return hidden(e)
}

// dropped leaves a quote out, with the line about who wrote it.
func (w *writer) dropped(e *element) {
	if unseen(e) {
		return
	}
	w.newline()
	if e.tag == "blockquote" {
		w.lines = w.lines[:w.attributed()]
	}
	w.gap()
}

// announced says that the last that was written is a line about who wrote.
func (w *writer) announced() bool {
	w.newline()
	return w.attributed() < len(w.lines)
}

// attributed returns where the last lines begin if they say who wrote, and else
// where they end.
func (w *writer) attributed() int {
	end := len(w.lines)
	for end > 0 && blank(w.lines[end-1]) && len(w.lines)-end < 3 {
		end--
	}
	from := max(0, end-mostAttributionLines)
	lines := read(strings.Join(w.lines[from:end], "\n"))
	for i := range lines {
		if to, ok := attribution(lines, i); ok && to == len(lines) {
			return from + i
		}
	}
	return len(w.lines)
}

// element writes what is in an element, on lines of its own where it stands so.
func (w *writer) element(e *element) {
	switch e.tag {
	case "br":
		w.hardBreak()
		return
	case "img":
		w.picture(e)
		return
	case "pre":
		w.pre++
		defer func() { w.pre-- }()
	case "td", "th":
		w.space = true
	}
	if breaks(e.tag) {
		w.newline()
	}
	for _, child := range e.children {
		w.node(child)
	}
	w.after(e)
}

// after ends an element.
func (w *writer) after(e *element) {
	if w.stopped {
		return
	}
	if breaks(e.tag) {
		w.newline()
	}
	if e.tag == "p" && !is(e, "MsoNormal", "x_MsoNormal", "MsoPlainText") {
		w.gap()
	}
	if href := e.value("href"); w.whole && e.tag == "a" && href != "" {
		w.words(" <" + href + "> ")
	}
}

// picture writes the letter that a picture stands for: mail programs show emoji as
// pictures.
func (w *writer) picture(e *element) {
	_, emoji := e.get("data-emoji")
	if alt := e.value("alt"); emoji && len(alt) <= 32 {
		w.words(alt)
	}
}

// words writes a text with one space between words.
func (w *writer) words(text string) {
	w.size += len(text)
	for _, r := range text {
		switch {
		case w.pre > 0 && r == '\n':
			w.hardBreak()
		case r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f':
			w.space = true
		case r == 0 || r == '\u200b' || r == '\ufeff' || unicode.Is(unicode.Cc, r):
		default:
			w.letter(r)
		}
	}
}

func (w *writer) letter(r rune) {
	if w.space && w.word.Len() > 0 {
		w.word.WriteByte(' ')
	}
	w.space = false
	w.word.WriteRune(r)
}

// gap writes a blank line, unless there is one.
func (w *writer) gap() {
	if n := len(w.lines); n > 0 && w.lines[n-1] != "" {
		w.lines = append(w.lines, "")
	}
}

// newline ends the line that is being written, if there is one.
func (w *writer) newline() {
	if w.word.Len() > 0 {
		w.hardBreak()
	}
	w.space = false
}

// hardBreak ends the line even if it is empty.
func (w *writer) hardBreak() {
	w.lines = append(w.lines, w.word.String())
	w.word.Reset()
	w.space = false
}

// text is what was written.
func (w *writer) text() string {
	w.newline()
	return write(tidy(read(strings.Join(w.lines, "\n"))))
}
