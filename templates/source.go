package templates

import (
	"strings"

	"github.com/goodterms/goodterms/channels"
)

// Source is one text as it was written: of one template, channel and locale.
type Source struct {
	Key     string // such as gentle
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

// limitedFile is where problems of the limited script point to.
func (s Source) limitedFile() string {
	return strings.TrimSuffix(s.File, "voice.txt") + "limited.txt"
}

// mail is an email source taken apart.
type mail struct {
	subject  string
	body     string
	bodyLine int // line of the file on which the body begins
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
		if name != "subject" {
			problems = append(problems, Problem{s.File, i + 2, "front_matter", "only subject: … can stand here"})
			continue
		}
		m.subject = strings.TrimSpace(value)
	}
	if m.subject == "" {
		problems = append(problems, Problem{s.File, 2, "front_matter", "write a subject"})
	}
	return m, problems
}
