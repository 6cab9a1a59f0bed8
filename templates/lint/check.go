package lint

import (
	"cmp"
	"strings"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// Front matter that stands in for one that is missing, so that the rest of a mail
// can be looked at, and the lines that it takes.
const (
	standIn      = "---\nsubject: {{ creditor.name }}\n---\n"
	standInLines = 3
)

// mainFile and limitedFile are where problems of the two files of a text point to.
const (
	mainFile    = "voice.txt"
	limitedFile = "limited.txt"
)

// check reports what keeps the text from being used. A message or script is kept
// compiled, for a look at what it becomes.
func (l *look) check() {
	s := templates.Source{Key: string(l.request.Stage), Channel: l.request.Channel, Locale: l.request.Locale, File: mainFile, Text: l.request.Text, Limited: l.request.Limited}
	switch {
	case l.mail:
		s.Channel = channels.Email
	case s.Channel == "":
		s.Channel = channels.SMS
	}
	added := 0
	if l.mail && !l.front {
		s.Text, added = standIn+s.Text, standInLines
		if l.liquid {
			l.whole(Error, "front_matter", "", "the email has no subject", "begin with three lines: ---, subject: …, ---")
		}
	}
	s.Stage = l.request.Stage
	var problems []templates.Problem
	if l.mail {
		problems = templates.Check(s)
	} else {
		l.compiled, problems = templates.Compile([]templates.Source{s}, s.Stage)
	}
	seen := map[templates.Problem]int{}
	for _, p := range problems {
		if p.Line > 0 && p.File == mainFile {
			p.Line -= added
		}
		if !l.waived(p) {
			l.problem(p, seen[p])
		}
		seen[p]++
	}
}

// waived says that a problem is not one here: of a script without what a machine
// may hear, unless it is to be published; of a text whose channel is not told; and
// of facts that plain words state in their own way.
func (l *look) waived(p templates.Problem) bool {
	switch {
	case p.File == limitedFile && l.limited == nil:
		return !l.complete
	case p.Rule != "must_state" && p.Rule != "opt_out":
		return false
	case !l.liquid:
		return !l.complete
	}
	return p.Rule == "opt_out" && l.request.Channel == "" && !l.mail
}

// problem reports a problem with the place of what it is about. Of several that
// read the same on one line, nth tells which it is.
func (l *look) problem(p templates.Problem, nth int) {
	file, name := l.main, ""
	if p.File == limitedFile {
		file, name = cmp.Or(l.limited, newFile("")), limitedPart
	}
	if p.Line <= 0 {
		text, instead := advice(p.Text)
		l.whole(Error, p.Rule, name, text, instead)
		return
	}
	line, from := file.line(p.Line)
	at, to := spot(line, p, nth)
	l.add(Error, p.Rule, part{name: l.nameAt(file, from+at), text: file.text, file: file}, from+at, from+to, suggestion(p)+p.Text)
}

// advice divides what a problem says into what is wrong and what to do.
func advice(text string) (wrong, instead string) {
	if fact, ok := strings.CutPrefix(text, "the text does not say "); ok {
		wrong, _, _ = strings.Cut(text, ":")
		return wrong, "say " + fact
	}
	wrong, instead, _ = strings.Cut(text, ": ")
	return wrong, cmp.Or(instead, text)
}
