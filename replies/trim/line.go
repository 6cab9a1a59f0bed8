package trim

import (
	"strings"
	"unicode"
)

// longestLine is the longest line in bytes that is looked at for signs; a longer one
// is somebody's paragraph.
const longestLine = 1000

// line is a line of a text with what is to be known of it. It is found out once,
// because a line may be looked at for many reasons.
type line struct {
	text  string
	plain string // made easy to compare; empty when too long to be a sign
	blank bool
	arrow bool
	label int  // which line of a header block it can be; 0: none
	kinds int  // all labels in it
	proof bool // an address or a time of day, as a header block has it
	drawn bool // it names the mail below it, between dashes
}

// read cuts a text into lines. Of many blank lines together it keeps one, of many
// marked as quotes two: the others say nothing more, and would stay in no answer.
func read(text string) []line {
	var lines []line
	for part := range strings.SplitSeq(text, "\n") {
		l := newLine(strings.TrimRight(part, "\r"))
		n := len(lines)
		if l.blank && n > 0 && lines[n-1].blank || l.arrow && n > 1 && lines[n-1].arrow && lines[n-2].arrow {
			continue
		}
		lines = append(lines, l)
	}
	return lines
}

func newLine(text string) line {
	l := line{text: text, blank: blank(text), arrow: arrow(text)}
	if l.blank || l.arrow {
		return l
	}
	l.plain = plain(text)
	l.drawn = len(l.plain) > 8 && strings.ContainsAny(l.plain[:1], "-_=*") && dashed.MatchString(l.plain)
	if l.label = label(l.plain); l.label != 0 {
		l.kinds = l.label | inside(l.plain)
		l.proof = strings.Contains(l.plain, "@") && address.MatchString(l.plain) || l.label == sentLine && clock.MatchString(l.plain)
	}
	return l
}

// write is the text of lines.
func write(lines []line) string {
	var text strings.Builder
	for i, l := range lines {
		if i > 0 {
			text.WriteByte('\n')
		}
		text.WriteString(l.text)
	}
	return text.String()
}

// tidy drops blank lines at both ends, and all but one of several together.
func tidy(lines []line) []line {
	kept := make([]line, 0, len(lines))
	for _, l := range lines {
		if l.blank && (len(kept) == 0 || kept[len(kept)-1].blank) {
			continue
		}
		kept = append(kept, l)
	}
	return withoutBlankTail(kept)
}

func withoutBlankTail(lines []line) []line {
	for len(lines) > 0 && lines[len(lines)-1].blank {
		lines = lines[:len(lines)-1]
	}
	return lines
}

func allBlank(lines []line) bool {
	for _, l := range lines {
		if !l.blank {
			return false
		}
	}
	return true
}

// blank says that nothing is to be seen on a line.
func blank(text string) bool { return strings.IndexFunc(text, visible) < 0 }

func visible(r rune) bool {
	return !unicode.IsSpace(r) && !strings.ContainsRune("\u00ad\u200b\u200c\u200d\u2060\ufeff", r) && !unicode.IsControl(r)
}

// plain is a line made easy to compare: lower case, ordinary spaces and
// apostrophes, one space at a time.
func plain(text string) string {
	if len(text) > longestLine {
		return ""
	}
	return strings.Join(strings.Fields(strings.ToLower(straight.Replace(text))), " ")
}

// straight makes apostrophes straight and drops what is not to be seen.
var straight = strings.NewReplacer("\u2019", "'", "\u00b4", "'", "\ufeff", "", "\u200b", "", "\u200e", "", "\u200f", "")
