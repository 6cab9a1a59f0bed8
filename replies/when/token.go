package when

import (
	"unicode"
	"unicode/utf8"
)

// kind tells words, numbers and the rest apart.
type kind uint8

const (
	mark   kind = iota // one character that is neither letter nor digit
	word               // letters, folded: lower case, without accents
	number             // ASCII digits
)

// token is a word, a number or a mark of a text.
type token struct {
	text       string
	start, end int // bytes of the text
	value      int // of a number of at most 4 digits, else -1
	kind       kind
	glued      bool // nothing stands between it and the token before
	code       bool // part of a phone number, an invoice number or a link
	upper      bool // as written, it is in capitals: EUR
	money      bool // part of an amount with its currency
}

// tokenize splits a text. Apostrophes and hyphens between letters only part
// words, so that "d'ici", "après-demain" and "mid-month" are read as they are said.
func tokenize(text string) []token {
	tokens := make([]token, 0, len(text)/4+4)
	folded := make([]byte, 0, len(text)+16)
	glued := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case isDigit(r):
			t := numberAt(text, i)
			t.glued, i = glued, t.end
			tokens, glued = append(tokens, t), true
		case unicode.IsLetter(r) || r == 'º' || r == 'ª':
			var t token
			t, folded = wordAt(text, i, folded)
			t.glued, i = glued, t.end
			tokens, glued = append(tokens, t), true
		case unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || parts(r, text[:i], text[i+size:]):
			i, glued = i+size, false
		default:
			tokens = append(tokens, token{text: plainMark(r, text[i:i+size]), start: i, end: i + size, value: -1, glued: glued})
			i, glued = i+size, true
		}
	}
	return tokens
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func numberAt(text string, i int) token {
	end, value := i, 0
	for end < len(text) && isDigit(rune(text[end])) {
		if value = value*10 + int(text[end]-'0'); value > 9999 {
			value = 10000
		}
		end++
	}
	if end-i > 4 {
		value = -1
	}
	return token{text: text[i:end], start: i, end: end, value: value, kind: number}
}

func wordAt(text string, i int, folded []byte) (token, []byte) {
	start, from, upper := i, len(folded), true
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && r != 'º' && r != 'ª' {
			break
		}
		upper = upper && !unicode.IsLower(r)
		folded = fold(folded, r)
		i += size
	}
	return token{text: string(folded[from:]), start: start, end: i, value: -1, kind: word, upper: upper}, folded[:from]
}

// parts says whether the mark only parts two words: an apostrophe before a letter
// or a digit, a hyphen between letters.
func parts(r rune, before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	switch r {
	case '\'', '’', '‘', '´', '`', 'ʼ':
		return unicode.IsLetter(last) && (unicode.IsLetter(next) || isDigit(next))
	case '-', '‐', '‑':
		return unicode.IsLetter(next) && (unicode.IsLetter(last) || last == 'ª' || last == 'º')
	}
	return false
}

// plainMark writes the many dashes and quotes as one.
func plainMark(r rune, as string) string {
	switch r {
	case '‐', '‑', '‒', '–', '—', '−':
		return "-"
	case '’', '‘', '´', '`', 'ʼ':
		return "'"
	}
	return as
}

// fold appends a letter in lower case without its accent; ß, æ and œ are two.
func fold(to []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		return append(to, byte(unicode.ToLower(r)))
	}
	r = unicode.ToLower(r)
	for _, f := range accents {
		if r >= f.from && r <= f.to {
			return append(to, f.as...)
		}
	}
	if unicode.Is(unicode.Mn, r) {
		return to
	}
	return utf8.AppendRune(to, r)
}

// accents are the letters of the seven languages, and their neighbours, without accent.
var accents = []struct {
	from, to rune
	as       string
}{
	{'à', 'å', "a"}, {'æ', 'æ', "ae"}, {'ç', 'ç', "c"}, {'è', 'ë', "e"}, {'ì', 'ï', "i"},
	{'ñ', 'ñ', "n"}, {'ò', 'ö', "o"}, {'ø', 'ø', "o"}, {'ù', 'ü', "u"}, {'ý', 'ý', "y"},
	{'ß', 'ß', "ss"}, {'œ', 'œ', "oe"}, {'º', 'º', "o"}, {'ª', 'ª', "a"}, {'ś', 'š', "s"},
	{'ź', 'ž', "z"}, {'ł', 'ł', "l"}, {'ᵉ', 'ᵉ', "e"}, {'ʳ', 'ʳ', "r"},
}
