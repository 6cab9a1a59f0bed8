package writing

import (
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// diffLine is a line of a comparison.
type diffLine struct {
	Sign   string // + or -; empty: it is the same in both
	Word   string // for those who cannot see the sign: added, removed
	Gap    bool   // lines that are the same are left out here
	Pieces []piece
}

// around is how many lines that are the same stand around what changed.
const around = 2

// compare lists how a text differs from another, by lines, with the words that changed
// marked where a line took the place of another.
func compare(before, after string) (list []diffLine) {
	before, after = ended(before), ended(after)
	unified, err := udiff.ToUnifiedDiff("", "", before, udiff.Lines(before, after), around)
	if err != nil {
		return nil
	}
	for i, hunk := range unified.Hunks {
		if i > 0 || hunk.FromLine > 1 {
			list = append(list, diffLine{Gap: true})
		}
		list = append(list, hunkLines(hunk)...)
	}
	return list
}

// ended ends a text with a line break, so that its last line is like the others.
func ended(text string) string {
	if text == "" || strings.HasSuffix(text, "\n") {
		return text
	}
	return text + "\n"
}

func hunkLines(hunk *udiff.Hunk) (list []diffLine) {
	var gone, come []string
	flush := func() {
		list = append(list, changed(gone, come)...)
		gone, come = nil, nil
	}
	for _, line := range hunk.Lines {
		content := strings.TrimSuffix(line.Content, "\n")
		switch line.Kind {
		case udiff.Delete:
			if len(come) > 0 {
				flush()
			}
			gone = append(gone, content)
		case udiff.Insert:
			come = append(come, content)
		default:
			flush()
			list = append(list, diffLine{Pieces: []piece{{Text: content}}})
		}
	}
	flush()
	return list
}

// changed pairs lines that took each other's place.
func changed(gone, come []string) (list []diffLine) {
	paired := len(gone) == len(come)
	for i, line := range gone {
		l := diffLine{Sign: "−", Word: "removed", Pieces: []piece{{Text: line}}}
		if paired {
			l.Pieces = only(between(line, come[i], plainWords), true)
		}
		list = append(list, l)
	}
	for i, line := range come {
		l := diffLine{Sign: "+", Word: "added", Pieces: []piece{{Text: line}}}
		if paired {
			l.Pieces = only(between(gone[i], line, plainWords), false)
		}
		list = append(list, l)
	}
	return list
}

// only keeps one side of a comparison of two lines.
func only(list []piece, old bool) (side []piece) {
	for _, p := range list {
		if p.Added && old || p.Left && !old {
			continue
		}
		side = append(side, p)
	}
	return side
}

// difference is how one text differs between two versions.
type difference struct {
	Channel, Language, Locale string
	Change                    string // added, removed or changed
	Lines, Limited            []diffLine
}

// differences lists the texts that are not the same in both.
func differences(before, after []templates.Source) (list []difference) {
	var all []templates.Source
	all = append(all, after...)
	for _, s := range before {
		if place(after, s.Channel, s.Locale) < 0 {
			all = append(all, s)
		}
	}
	for _, s := range inOrder(all) {
		old, new := text(before, s.Channel, s.Locale), text(after, s.Channel, s.Locale)
		if old.Text == new.Text && old.Limited == new.Limited {
			continue
		}
		d := difference{Channel: channelName(s.Channel), Language: languageName(s.Locale), Locale: s.Locale, Change: "changed",
			Lines: compare(old.Text, new.Text), Limited: compare(old.Limited, new.Limited)}
		switch channels.Kind("") {
		case old.Channel:
			d.Change = "added"
		case new.Channel:
			d.Change = "removed"
		}
		list = append(list, d)
	}
	return list
}
