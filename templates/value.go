package templates

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Longest value that a text shows, in characters; more is cut.
const (
	maxValue  = 200
	maxLines  = 1000
	maxAnswer = 8000
	maxURL    = 2000
)

// clean makes a value that others have given fit to stand in one line of any
// text: no control characters, no line breaks, nothing that turns the writing
// direction, at most maxValue characters. An empty value is nil.
func clean(value string) any {
	if spotless(value) {
		return orNil(value)
	}
	return orNil(strings.TrimSpace(cut(strings.Map(oneLine, value), maxValue)))
}

// cleanLines is clean for a value that may have several lines.
func cleanLines(value string) any { return cleanText(value, maxLines) }

func cleanText(value string, most int) any {
	value = strings.ReplaceAll(value, "\r\n", "\n")
	value = strings.Map(func(r rune) rune {
		if r == '\n' {
			return r
		}
		return oneLine(r)
	}, value)
	return orNil(strings.TrimSpace(cut(value, most)))
}

// spotless says that nothing in the value needs cleaning, which is the usual case.
func spotless(value string) bool {
	if len(value) > maxValue {
		return false
	}
	for i := range len(value) {
		if value[i] < ' ' || value[i] > '~' {
			return false
		}
	}
	return value == "" || value[0] != ' ' && value[len(value)-1] != ' '
}

// oneLine turns what breaks a line into a space and drops what reorders text on
// the screen (bidirectional controls, Unicode UAX #9) or cannot be seen.
func oneLine(r rune) rune {
	switch {
	case r == utf8.RuneError, unicode.In(r, unicode.Bidi_Control), r == '\u200b', r == '\ufeff':
		return -1
	case unicode.IsControl(r), r == '\u2028', r == '\u2029':
		return ' '
	}
	return r
}

func cut(text string, most int) string {
	if len(text) <= most || utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "..."
}

func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// webURL lets only plain web addresses through, so that no value can become a
// script, a file or a second header.
func webURL(value string) any {
	lower := strings.ToLower(value[:min(len(value), len("https://"))])
	if lower != "https://" && !strings.HasPrefix(lower, "http://") || len(value) > maxURL {
		return nil
	}
	if strings.ContainsFunc(value, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError }) {
		return nil
	}
	return value
}

// maxSpelled is the longest value that is read out sign by sign.
const maxSpelled = 40

// spell writes a reference or phone number so that a voice says it sign by
// sign, with a short rest where the signs are grouped: "I N V, 1 0 4 2".
func spell(value string) any {
	var out strings.Builder
	rest := ""
	for _, r := range cut(value, maxSpelled) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			out.WriteString(rest)
			out.WriteRune(unicode.ToUpper(r))
			rest = " "
		case r == '+':
			out.WriteString(rest + "plus")
			rest = " "
		case out.Len() > 0:
			rest = ", "
		}
	}
	return orNil(out.String())
}

// plainSigns replaces the spaces that do not break and the curved apostrophe, which
// money is written with but which GSM 03.38 lacks.
func plainSigns(text string) string {
	if !strings.ContainsAny(text, "\u00a0\u202f\u2019") {
		return text
	}
	return plainSign.Replace(text)
}

var plainSign = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2019", "'")

// squeeze puts a text on one line with single spaces and none at its ends.
func squeeze(text []byte) string {
	out := text[:0]
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '\n' || c == '\r' || c == '\t' {
			c = ' '
		}
		if c != ' ' || len(out) > 0 && out[len(out)-1] != ' ' {
			out = append(out, c)
		}
	}
	if n := len(out); n > 0 && out[n-1] == ' ' {
		out = out[:n-1]
	}
	return string(out)
}

// pauseMark stands for an empty line of a script until the text is filled in. No
// value can hold it, since clean turns it into a space.
const pauseMark = '\f'

var emptyLine = regexp.MustCompile(`(?m)^[ \t\r]*$`)

// markPauses marks the empty lines of a script. The line of a tag that stands
// alone is empty only once the text is filled in, and is no pause.
func markPauses(script string) string {
	return emptyLine.ReplaceAllString(strings.TrimRight(script, " \t\r\n"), string(pauseMark))
}

// pauses puts each paragraph of a script on one line, apart by an empty line,
// which is a pause.
func pauses(text []byte) string {
	var parts []string
	for part := range bytes.SplitSeq(text, []byte{pauseMark}) {
		if part := squeeze(part); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "\n\n")
}

// tidyLines drops blank lines beyond one and any at the ends, in place.
func tidyLines(text []byte) string {
	out, breaks := text[:0], 2
	for _, c := range text {
		switch {
		case c == '\n':
			if breaks++; breaks > 2 {
				continue
			}
		default:
			breaks = 0
		}
		out = append(out, c)
	}
	return strings.TrimRight(string(out), "\n ") + "\n"
}
