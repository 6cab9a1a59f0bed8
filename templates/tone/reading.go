package tone

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longest is how long a sentence is at most, in bytes: what goes on is read as the
// next one, so that no text takes long.
const longest = 1200

// span is a part of a text, in bytes.
type span struct{ from, to int }

// reading is a text made ready for the rules: small letters without accents, plain
// apostrophes, no marks of Markdown, a neutral word for each value of Liquid. Each
// byte remembers where in the source it stands.
type reading struct {
	source     string
	text       []byte
	at         []span // of each byte of text: where it is from
	sentences  []span
	paragraphs []span
	breaks     []int  // where text has a comma's greater brothers: a clause ends there
	quotes     []span // between quotation marks
	tokens     []token
}

// token is a word or a row of marks as it stands in the source, for the eye that
// looks for capitals.
type token struct {
	span
	sentence int
}

// value stands for what a Liquid construct puts out, a link or an address.
const value = "xx"

// reader makes a reading.
type reader struct {
	*reading
	language  *language
	from      int // where the sentence began
	paragraph int // where the paragraph began
	line      int // bytes since the line began
	quote     int // where a quotation began, or -1
	word      int // where the word in the source began, or -1
}

// read makes a text ready.
func read(source string, l *language) *reading {
	r := &reader{reading: &reading{source: source}, language: l, quote: -1, word: -1}
	r.text = make([]byte, 0, len(source)+16)
	r.at = make([]span, 0, len(source)+16)
	links := findLinks(source)
	for i := 0; i < len(source); {
		for len(links) > 0 && links[0].to <= i {
			links = links[1:]
		}
		size := 0
		switch {
		case len(links) > 0 && links[0].from == i:
			size = links[0].to - i
			r.add(value, i, links[0].to)
		default:
			if size = r.markup(i); size == 0 {
				size = r.letter(i)
			}
		}
		r.line += size
		i += size
	}
	r.endWord(len(source))
	r.endParagraph()
	return r.reading
}

// letter reads one rune that is no markup, and returns its bytes.
func (r *reader) letter(i int) int {
	c, size := utf8.DecodeRuneInString(r.source[i:])
	end := i + size
	c = straight(c)
	if wordRune(c) || (c == '\'' && r.word >= 0 && r.wordAt(end)) {
		if r.word < 0 {
			r.word = i
		}
		r.addRune(c, i, end)
		return size
	}
	r.endWord(i)
	switch {
	case c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029':
		r.lineEnd(i, end)
	case c == '.' || c == '!' || c == '?' || c == '…' || c == '。' || c == '¿' || c == '¡':
		return r.mark(i)
	case c == '"':
		r.quotation(i, end)
	case unicode.IsSpace(c):
		r.blank(i, end)
	case c == ',' || c == '(' || c == ')' || c == '/':
		r.soft(c, i, end)
	case c == ';' || c == ':' || c == '|' || (c == '-' && r.dash(i, end)):
		r.breaks = append(r.breaks, len(r.text))
		r.blank(i, end)
	case silent(c):
	default:
		r.addRune(c, i, end)
	}
	return size
}

// wordAt says whether a word goes on at a place of the source.
func (r *reader) wordAt(at int) bool {
	c, _ := utf8.DecodeRuneInString(r.source[at:])
	return wordRune(c)
}

// soft reads a comma or a bracket: within a number it is kept, elsewhere it is a blank.
func (r *reader) soft(c rune, i, end int) {
	if (c == ',' || c == '/') && i > 0 && digit(r.source[i-1]) && end < len(r.source) && digit(r.source[end]) {
		r.addRune(c, i, end)
		return
	}
	r.blank(i, end)
}

// dash says whether a dash stands between parts of a sentence, not within a word.
func (r *reader) dash(i, end int) bool {
	if r.source[i:end] == "—" {
		return true
	}
	before := i == 0 || r.source[i-1] == ' ' || r.source[i-1] == '\n'
	return before || end == len(r.source) || r.source[end] == ' '
}

// mark reads a row of marks that may end a sentence, and returns its bytes.
func (r *reader) mark(i int) int {
	end, dots, first := i, 0, '.'
	for end < len(r.source) {
		c, size := utf8.DecodeRuneInString(r.source[end:])
		if !strings.ContainsRune(".!?…。¿¡", c) {
			break
		}
		switch c {
		case '…':
			dots += 3
		case '.', '。':
			dots++
		case '?', '!':
			if first == '.' {
				first = c
			}
		}
		end += size
	}
	if end-i > 1 || first != '.' {
		r.tokens = append(r.tokens, token{span{i, end}, len(r.sentences)})
	}
	switch {
	case first == '.' && dots == 1 && !r.ends(i, end):
		if r.inner(i, end) {
			r.add(".", i, end)
		}
		return end - i
	case strings.ContainsAny(r.source[i:end], "¿¡") && end-i == 2:
		return end - i
	case first == '.' && dots > 1:
		r.trim()
		r.add("...", i, end)
		if next, _ := utf8.DecodeRuneInString(strings.TrimLeft(r.source[end:], " ")); unicode.IsLower(next) {
			return end - i
		}
	default:
		r.trim()
		r.addRune(first, i, end)
	}
	r.endSentence()
	return end - i
}

// inner says whether a dot stands within a number or a name, where it is kept.
func (r *reader) inner(i, end int) bool {
	if i == 0 || end >= len(r.source) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(r.source[end:])
	return digit(r.source[i-1]) && wordRune(next)
}

// ends says whether a single dot ends a sentence.
func (r *reader) ends(i, end int) bool {
	if end < len(r.source) {
		next, _ := utf8.DecodeRuneInString(r.source[end:])
		if wordRune(next) {
			return false
		}
	}
	last := r.lastWord()
	if r.language != nil && r.language.abbreviations[last] {
		return strings.TrimSpace(r.source[end:]) == ""
	}
	rest, _ := utf8.DecodeRuneInString(strings.TrimLeft(r.source[end:], " "))
	if last != "" && len(last) <= 2 && digits(last) && (r.language == nil || r.language.ordinalDot) && wordRune(rest) {
		return false
	}
	return !unicode.IsLower(rest) || len(last) > 4 || len(last) == 0
}

// lastWord is the word that was read last.
func (r *reader) lastWord() string {
	from := len(r.text)
	for from > r.from && r.text[from-1] != ' ' {
		from--
	}
	return string(r.text[from:])
}

// lineEnd reads the end of a line: of a paragraph when the next line is empty, of a
// sentence unless a long line was broken in the midst of one.
func (r *reader) lineEnd(i, end int) {
	if strings.HasPrefix(r.source[i:], "\r\n") {
		return // the line feed follows
	}
	line := r.line
	r.line = 0
	rest := strings.TrimLeft(r.source[end:], " \t\r")
	if rest == "" || rest[0] == '\n' {
		r.endParagraph()
		return
	}
	next, _ := utf8.DecodeRuneInString(rest)
	if unicode.IsLower(next) || (line >= wrapped && (unicode.IsLetter(next) || unicode.IsDigit(next) || next == '{')) {
		r.blank(i, end)
		return
	}
	r.endSentence()
}

// wrapped is how long a line is at least that was broken for its length.
const wrapped = 45

// quotation reads a quotation mark.
func (r *reader) quotation(i, end int) {
	if r.quote < 0 {
		r.quote = len(r.text)
		return
	}
	r.quotes = append(r.quotes, span{r.quote, len(r.text)})
	r.quote = -1
}

// blank adds one blank for many.
func (r *reader) blank(i, end int) {
	if len(r.text) == r.from || r.text[len(r.text)-1] == ' ' {
		return
	}
	if len(r.text)-r.from > longest {
		r.endSentence()
		return
	}
	r.text = append(r.text, ' ')
	r.at = append(r.at, span{i, end})
}

// trim takes a blank off the end.
func (r *reader) trim() {
	if n := len(r.text); n > r.from && r.text[n-1] == ' ' {
		r.text, r.at = r.text[:n-1], r.at[:n-1]
	}
}

// add adds letters that stand for a part of the source.
func (r *reader) add(s string, from, to int) {
	for i := range len(s) {
		r.text = append(r.text, s[i])
		r.at = append(r.at, span{from, to})
	}
}

// addRune adds one rune in its base form, and not the third of a row.
func (r *reader) addRune(c rune, from, to int) {
	var buffer [16]byte
	folded := appendFolded(buffer[:0], c)
	if n := len(r.text); len(folded) == 1 && n-r.from >= 2 && folded[0] >= 'a' && folded[0] <= 'z' && r.text[n-1] == folded[0] && r.text[n-2] == folded[0] {
		r.at[n-1].to = to
		return
	}
	r.add(string(folded), from, to)
}

// endWord notes a word of the source.
func (r *reader) endWord(end int) {
	if r.word >= 0 {
		r.tokens = append(r.tokens, token{span{r.word, end}, len(r.sentences)})
		r.word = -1
	}
}

// endSentence ends the sentence that is being read.
func (r *reader) endSentence() {
	r.trim()
	if len(r.text) > r.from {
		r.sentences = append(r.sentences, span{r.from, len(r.text)})
		r.text = append(r.text, ' ')
		last := r.at[len(r.at)-1].to
		r.at = append(r.at, span{last, last})
	}
	r.from = len(r.text)
}

// endParagraph ends the paragraph that is being read; a quotation ends with it.
func (r *reader) endParagraph() {
	r.endSentence()
	if to := len(r.text); to > r.paragraph {
		r.paragraphs = append(r.paragraphs, span{r.paragraph, to - 1})
	}
	r.paragraph, r.quote = len(r.text), -1
}

// straight gives every apostrophe, quotation mark and dash its plain form.
func straight(c rune) rune {
	switch c {
	case '’', '‘', '`', '´', '‛', '′', 'ʼ', '＇':
		return '\''
	case '“', '”', '„', '‟', '«', '»', '‹', '›', '＂':
		return '"'
	case '‐', '‑', '‒', '–', '—', '−':
		return '-'
	}
	return c
}

// silent says whether a rune is left out: it has no shape, or is a mark of emphasis.
func silent(c rune) bool {
	switch c {
	case '\'', '*', '_', '~', '#', '>', '[', ']', '\\', '\u00ad', '\ufffd':
		return true
	}
	return unicode.In(c, unicode.Cf, unicode.Variation_Selector, unicode.Sk) || (unicode.IsControl(c) && !unicode.IsSpace(c))
}

// wordRune says whether a rune is part of a word.
func wordRune(c rune) bool {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		(c >= utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.Mn, c)))
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

func digits(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return c < '0' || c > '9' }) < 0
}

// letters that no decomposition takes apart.
var bases = map[rune]string{'ß': "ss", 'ẞ': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'æ': "ae", 'œ': "oe", 'ı': "i"}

// appendFolded adds the small base form of a rune.
func appendFolded(b []byte, c rune) []byte {
	c = unicode.ToLower(c)
	if c < utf8.RuneSelf {
		return append(b, byte(c))
	}
	if base, ok := bases[c]; ok {
		return append(b, base...)
	}
	if unicode.Is(unicode.Mn, c) {
		return b
	}
	var buffer [utf8.UTFMax]byte
	size := utf8.EncodeRune(buffer[:], c)
	parts := norm.NFKD.Properties(buffer[:size]).Decomposition()
	if len(parts) == 0 || len(parts) > 8 {
		return append(b, buffer[:size]...)
	}
	for _, part := range string(parts) {
		if !unicode.Is(unicode.Mn, part) {
			b = utf8.AppendRune(b, unicode.ToLower(part))
		}
	}
	return b
}

// foldText folds a word as a reading does.
func foldText(s string) string {
	var b []byte
	for _, c := range s {
		b = appendFolded(b, straight(c))
	}
	return string(b)
}

// foldPattern folds the letters of an expression, whose own marks stay.
func foldPattern(s string) string {
	var b strings.Builder
	for _, c := range s {
		c = straight(c)
		if c < utf8.RuneSelf || !unicode.IsLetter(c) {
			b.WriteRune(c)
			continue
		}
		b.Write(appendFolded(nil, c))
	}
	return b.String()
}
