package writing

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/gsm"
	"github.com/goodterms/goodterms/templates/lint"
)

// truth is what stands beside a text: how it reads, and what is wrong with it.
type truth struct {
	Channel  channels.Kind
	Why      string // it cannot be shown
	Reader   string // who reads it
	Chosen   string // why this language; empty when it is the one that was asked for
	Missing  []blank
	Mail     *mailShown
	SMS      *smsShown
	Voice    *voiceShown
	Tone     []finding
	Findings []finding
	Verdict  string // in a sentence
	Kind     string // of the verdict: kind, wait or stop
}

// blank is a variable that had no value.
type blank struct{ Name, Meaning string }

// finding is one of lint's with what a page says of it.
type finding struct {
	lint.Finding
	Kind  string // stop, wait or plain
	Word  string // error, warning or hint
	Where string
}

// mailShown is a mail beside its text; its page is a document of its own.
type mailShown struct {
	Subject, Preheader, Plain []piece
}

// smsShown is a short message with what it costs.
type smsShown struct {
	Pieces     []piece
	Size       gsm.Size
	Characters int
	Left       int // units that still fit the last segment
	Dear       []dear
	Simple     string // the text without dear characters; empty when there is nothing to mend
}

// dear is a character that forces UCS-2.
type dear struct {
	Char, Instead string
	Written       bool // it stands in the text, not in what is filled in
}

// voiceShown is what a call says.
type voiceShown struct {
	Script, Limited       []spoken
	Seconds, LimitedSpoke int
	Text, LimitedText     string // as it is read aloud
}

// spoken is a stretch of a call: words, or a pause.
type spoken struct {
	Pause  bool
	Pieces []piece
}

// truth makes what stands beside the text.
func (p *pages) truth(l look) truth {
	t := truth{Channel: l.Source.Channel, Why: l.Why}
	report := p.Memory.lint(p.Words, request(l.Of.Stage, l.Source))
	t.addFindings(report.Findings)
	if t.Why != "" {
		return t
	}
	t.Reader, t.Chosen = readerText(l), chosenText(l)
	for _, name := range l.Shown.Missing {
		t.Missing = append(t.Missing, blank{name, variableMeaning(name)})
	}
	switch words, filled := l.Shown.Words, l.Shown.filled; l.Source.Channel {
	case channels.Email:
		t.Mail = &mailShown{between(filled.Subject, words.Subject, plainWords), between(filled.Preheader, words.Preheader, plainWords), between(filled.Text, words.Text, plainWords)}
	case channels.SMS:
		t.SMS = messageShown(l.Source.Text, filled.Text, words.Text)
	case channels.Voice:
		t.Voice = p.callShown(l, filled, words)
	}
	return t
}

func variableMeaning(name string) string {
	list := templates.Variables()
	if i := slices.IndexFunc(list, func(v templates.Variable) bool { return v.Name == name }); i >= 0 {
		return list[i].Meaning
	}
	return ""
}

func messageShown(source, filled, text string) *smsShown {
	s := &smsShown{Pieces: between(filled, text, plainWords), Size: gsm.Count(text), Characters: utf8.RuneCountInString(text)}
	room := 160
	switch {
	case s.Size.Encoding == gsm.UCS2 && s.Size.Segments == 1:
		room = 70
	case s.Size.Encoding == gsm.UCS2:
		room = 67 * s.Size.Segments
	case s.Size.Segments > 1:
		room = 153 * s.Size.Segments
	}
	s.Left = max(0, room-s.Size.Units)
	seen := map[string]bool{}
	for _, d := range gsm.Dear(text) {
		if !seen[d.Char] {
			seen[d.Char] = true
			s.Dear = append(s.Dear, dear{d.Char, d.Instead, strings.Contains(source, d.Char)})
		}
	}
	if simple := gsm.Simplify(source); simple != source {
		s.Simple = simple
	}
	return s
}

func (p *pages) callShown(l look, filled, words templates.Words) *voiceShown {
	seconds := func(text string) int {
		report := p.Words.Lint(lint.Request{Stage: l.Of.Stage, Channel: channels.Voice, Locale: words.Locale, Text: text})
		if report.Voice == nil {
			return 0
		}
		return report.Voice.Seconds
	}
	return &voiceShown{
		Script: transcript(between(filled.Text, words.Text, plainWords)), Limited: transcript(between(filled.Limited, words.Limited, plainWords)),
		Seconds: seconds(words.Text), LimitedSpoke: seconds(words.Limited), Text: words.Text, LimitedText: words.Limited,
	}
}

// transcript cuts the pieces of a script at its empty lines, which are pauses.
func transcript(list []piece) (out []spoken) {
	part := spoken{}
	for _, p := range list {
		for i, text := range strings.Split(p.Text, "\n\n") {
			if i > 0 {
				out = append(out, part, spoken{Pause: true})
				part = spoken{}
			}
			if strings.TrimSpace(text) != "" {
				part.Pieces = append(part.Pieces, piece{strings.Trim(text, "\n"), p.Added, p.Left})
			}
		}
	}
	out = append(out, part)
	return slices.DeleteFunc(out, func(s spoken) bool { return !s.Pause && len(s.Pieces) == 0 })
}
