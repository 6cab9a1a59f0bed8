package templates

import (
	"strings"

	"github.com/goodterms/goodterms/channels"
)

// Source is one text as it was written: of one template, channel and locale.
type Source struct {
	Key     string // such as gentle
	Stage   Stage  // what it must state goes by it; empty: the stage named as the key, else gentle
	Channel channels.Kind
	Locale  string
	File    string // where problems point to
	Text    string // of email.md (with its front matter), sms.txt or voice.txt
	Limited string // voice: what a machine may hear
}

// Problem is something that keeps a text from being used. It quotes the text's
// own names, never a value.
type Problem struct {
	File string
	Line int    // from 1; 0 when it is about the whole text
	Rule string // stable id, such as variable or must_state
	Text string // what is wrong and what to do, in plain words
}

// placed names a file for the text when it has none, as those of versions do.
func (s Source) placed() Source {
	names := map[channels.Kind]string{channels.Email: "email.md", channels.SMS: "sms.txt", channels.Voice: "voice.txt"}
	if s.File == "" {
		s.File = s.Locale + "/" + s.Key + "/" + names[s.Channel]
	}
	return s
}

// stage is the stage that the text is judged by.
func (s Source) stage() Stage {
	if s.Stage != "" {
		return s.Stage
	}
	if stage, err := ParseStage(s.Key); err == nil {
		return stage
	}
	return Gentle
}

// limitedFile is where problems of the limited script point to.
func (s Source) limitedFile() string {
	return strings.TrimSuffix(s.File, "voice.txt") + "limited.txt"
}

// mail is an email source taken apart.
type mail struct {
	subject   string
	preheader string // may be empty
	preLine   int    // line of the file that the preheader stands on
	body      string
	bodyLine  int // line of the file on which the body begins
}

// The front matter of an email: lines of "key: value" between two fences.
const fence = "---\n"

// readMail takes the subject and the Markdown body out of an email source.
func readMail(s Source) (mail, []Problem) {
	text := strings.ReplaceAll(s.Text, "\r\n", "\n")
	rest, opened := strings.CutPrefix(text, fence)
	front, body, closed := strings.Cut(rest, "\n"+fence)
	if !opened || !closed {
		return mail{}, []Problem{{s.File, 1, "front_matter", "begin with a block that holds the subject: ---, subject: …, ---"}}
	}
	m := mail{body: body, bodyLine: strings.Count(front, "\n") + 4}
	var problems []Problem
	for i, line := range strings.Split(front, "\n") {
		name, value, _ := strings.Cut(line, ":")
		switch name {
		case "subject":
			m.subject = strings.TrimSpace(value)
		case "preheader":
			m.preheader, m.preLine = strings.TrimSpace(value), i+2
		default:
			problems = append(problems, Problem{s.File, i + 2, "front_matter", "only subject: … and preheader: … can stand here"})
		}
	}
	if m.subject == "" {
		problems = append(problems, Problem{s.File, 2, "front_matter", "write a subject"})
	}
	return m, problems
}
