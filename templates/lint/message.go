package lint

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/gsm"
)

// A message of more segments than these is dear, or refused by providers.
const (
	usualSegments = 2
	mostSegments  = 10
)

// message tells the size of a short message, and what makes it dear.
func (l *look) message() {
	if !l.is(channels.SMS) {
		return
	}
	size := gsm.Count(l.request.Text)
	l.sms = &SMS{size.Encoding, size.Units, size.Segments}
	if l.request.ToneOnly {
		return
	}
	about := "the text"
	if l.liquid {
		words, ok := l.try()
		if !ok {
			return
		}
		size, about = gsm.Count(words.Text), "with usual values, the text"
	}
	if size.Segments > usualSegments {
		severity := Warning
		if size.Segments > mostSegments {
			severity = Error
		}
		l.whole(severity, "sms_segments", "", about+" takes "+strconv.Itoa(size.Segments)+" segments ("+strconv.Itoa(size.Units)+" units of "+string(size.Encoding)+")", fewer(size))
	}
	l.dear()
}

func fewer(size gsm.Size) string {
	if size.Encoding == gsm.UCS2 {
		return "write it with plain signs, which gives 153 instead of 67 in each segment, or say it more briefly"
	}
	return "say it more briefly: two segments hold 306 units"
}

// dear reports each character that doubles the price, where it first stands.
func (l *look) dear() {
	p := l.body()
	seen := map[string]bool{}
	for _, d := range gsm.Dear(p.text) {
		if seen[d.Char] {
			continue
		}
		seen[d.Char] = true
		instead := "write " + d.Instead
		switch {
		case d.Drop:
			instead = "take it out: it cannot be seen"
		case d.Instead == "":
			instead = "find other words: nothing cheap stands in its place"
		}
		l.add(Warning, "sms_encoding", p, d.At, d.At+len(d.Char), instead).Text = visible(d.Char)
	}
}

// visible is the character, or its number when it shows nothing.
func visible(char string) string {
	if strings.TrimSpace(char) != "" && !strings.ContainsFunc(char, func(r rune) bool { return r < ' ' }) {
		return strings.ToValidUTF8(char, "\ufffd")
	}
	r, _ := utf8.DecodeRuneInString(char)
	return "U+" + strings.ToUpper(strconv.FormatInt(0x10000+int64(r), 16))[1:]
}

// try fills the text in with the usual values; false when that cannot be done.
func (l *look) try() (templates.Words, bool) {
	if l.compiled == nil {
		return templates.Words{}, false
	}
	samples := templates.SamplesOf(l.request.Stage)
	if len(samples) == 0 {
		return templates.Words{}, false
	}
	words, err := l.compiled.Render(string(l.request.Stage), l.request.Channel, l.request.Locale, samples[0].Facts)
	return words, err == nil
}
