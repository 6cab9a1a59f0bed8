package gsm

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// DearChar is a character that forces UCS-2.
type DearChar struct {
	At      int    // byte offset
	Char    string // as it stands
	Instead string // what GSM-7 can say in its place; empty when nothing can, or when Drop
	Drop    bool   // it cannot be seen and can simply go
}

// Dear finds the characters that force UCS-2, in their order.
func Dear(text string) []DearChar {
	var list []DearChar
	for at := 0; at < len(text); {
		n := 1
		if !cheap(text[at:]) {
			n, _ = cluster(text[at:])
			if char := text[at : at+n]; !fits(char) {
				instead, drop := stand(char)
				list = append(list, DearChar{at, char, instead, drop})
			}
		}
		at += n
	}
	return list
}

// cheap says at a glance that the text begins with a character of GSM-7, which no
// mark joins.
func cheap(text string) bool {
	return text[0] < 0x80 && septets(rune(text[0])) > 0 && (len(text) == 1 || text[1] < 0x80)
}

// Simplify replaces each dear character by what GSM-7 can say in its place. Those
// that have nothing in their place stay.
func Simplify(text string) string {
	dear := Dear(text)
	if len(dear) == 0 {
		return text
	}
	var out strings.Builder
	at := 0
	for _, d := range dear {
		out.WriteString(text[at:d.At])
		at = d.At + len(d.Char)
		if d.Instead == "" && !d.Drop {
			out.WriteString(d.Char)
		}
		out.WriteString(d.Instead)
	}
	return out.String() + text[at:]
}

// stand is what GSM-7 can say in place of a character.
func stand(char string) (instead string, drop bool) {
	if whole := norm.NFC.String(char); fits(whole) {
		return whole, false
	}
	var out strings.Builder
	for _, r := range char {
		replaced, ok := letter(r)
		if !ok {
			return "", false
		}
		out.WriteString(replaced)
	}
	return out.String(), out.Len() == 0
}

// letter is what stands for a code point, which is nothing for a mark or for what
// cannot be seen.
func letter(r rune) (string, bool) {
	switch known, ok := sign(r); {
	case ok:
		return known, true
	case septets(r) > 0:
		return string(r), true
	case unseen(r):
		return "", true
	}
	apart := norm.NFKD.String(string(r))
	if apart == string(r) {
		return "", false
	}
	var out strings.Builder
	for _, part := range apart {
		replaced, ok := letter(part)
		if !ok {
			return "", false
		}
		out.WriteString(replaced)
	}
	return out.String(), out.Len() > 0
}

// unseen says that a code point shows nothing of its own: accents that join a
// letter, direction marks, breaks that only may be made.
func unseen(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Cf) || r < ' ' || r >= 0x7f && r < 0xa0
}

// sign is what stands for a sign or letter that Unicode itself does not take apart.
func sign(r rune) (string, bool) {
	switch r {
	case '‘', '’', '‚', '‛', '‹', '›', '`', '´', 'ʹ', 'ʻ', 'ʼ', 'ʽ', '′', '‵', '❛', '❜':
		return "'", true
	case '“', '”', '„', '‟', '«', '»', '″', '‶', '〝', '〞', '❝', '❞':
		return `"`, true
	case '‐', '‑', '‒', '–', '—', '―', '⁃', '−', '•', '‣', '·', '⸺', '⸻':
		return "-", true
	case '\t', '\v', '\u0085', '\u2028', '\u2029', '\u1680':
		return " ", true
	case '\u0337', '\u0338', '⁄', '∕', '÷':
		return "/", true
	case '×':
		return "x", true
	case '≤':
		return "<=", true
	case '≥':
		return ">=", true
	case '→':
		return "->", true
	}
	return foreign(r)
}

// foreign is what stands for letters of Latin alphabets that are no other letter
// with an accent.
func foreign(r rune) (string, bool) {
	switch r {
	case 'œ':
		return "oe", true
	case 'Œ':
		return "OE", true
	case 'ł':
		return "l", true
	case 'Ł':
		return "L", true
	case 'đ', 'ð':
		return "d", true
	case 'Đ', 'Ð':
		return "D", true
	case 'ħ':
		return "h", true
	case 'Ħ':
		return "H", true
	case 'ı':
		return "i", true
	case 'þ':
		return "th", true
	case 'Þ':
		return "Th", true
	case 'ẞ':
		return "SS", true
	}
	return "", false
}
