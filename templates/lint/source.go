package lint

import (
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/goodterms/goodterms/channels"
)

// Names of the parts of a text.
const (
	subjectPart   = "subject"
	preheaderPart = "preheader"
	bodyPart      = "body"
	limitedPart   = "limited"
)

// part is a piece of a text that is read for itself.
type part struct {
	name string // empty where there is one alone
	text string
	from int // byte of the file on which it begins
	file *file
	list []construct
}

// file is one text as it is written, with the places of its lines.
type file struct {
	text  string
	lines []int // byte on which each line begins
}

func newFile(text string) *file {
	f := &file{text: text, lines: []int{0}}
	for i := range len(text) {
		if text[i] == '\n' {
			f.lines = append(f.lines, i+1)
		}
	}
	return f
}

// place is the line and column of a byte, from 1; columns count characters.
func (f *file) place(at int) (line, column int) {
	at = min(max(at, 0), len(f.text))
	line = sort.SearchInts(f.lines, at+1)
	return line, 1 + utf8.RuneCountInString(f.text[f.lines[line-1]:at])
}

// line is the text of a line, from 1, and the byte on which it begins.
func (f *file) line(n int) (text string, from int) {
	if n < 1 || n > len(f.lines) {
		return "", 0
	}
	from = f.lines[n-1]
	text, _, _ = strings.Cut(f.text[from:], "\n")
	return strings.TrimSuffix(text, "\r"), from
}

// source is a text taken apart.
type source struct {
	request Request
	main    *file
	limited *file // of a call that has one
	parts   []part
	mail    bool // an email, by its channel or its front matter
	front   bool // it has front matter
	liquid  bool // it holds constructs, so it is a template and not plain words
}

// newSource takes the request's text apart.
func newSource(r Request) *source {
	s := &source{request: r, main: newFile(r.Text)}
	rest, from := r.Text, 0
	s.front = strings.HasPrefix(r.Text, "---\n") || strings.HasPrefix(r.Text, "---\r\n")
	if s.front && r.Channel != channels.SMS && r.Channel != channels.Voice {
		from = s.frontMatter()
		rest = r.Text[from:]
	}
	s.mail = r.Channel == channels.Email || r.Channel == "" && from > 0
	name := bodyPart
	if from == 0 && r.Limited == "" {
		name = ""
	}
	s.parts = append(s.parts, part{name, rest, from, s.main, constructs(rest)})
	if r.Limited != "" {
		s.limited = newFile(r.Limited)
		s.parts = append(s.parts, part{limitedPart, r.Limited, 0, s.limited, constructs(r.Limited)})
	}
	s.liquid = hasLiquid(r.Text) || hasLiquid(r.Limited)
	return s
}

// hasLiquid says that the text holds a construct, or half of one.
func hasLiquid(text string) bool {
	for _, mark := range []string{"{{", "{%", "}}", "%}"} {
		if strings.Contains(text, mark) {
			return true
		}
	}
	return false
}

// frontMatter finds the subject and the preheader, and returns where the body
// begins; 0 when the block is not closed.
func (s *source) frontMatter() int {
	var found []part
	for n := 2; n <= len(s.main.lines); n++ {
		text, from := s.main.line(n)
		if text == "---" {
			s.parts = found
			if n < len(s.main.lines) {
				return s.main.lines[n]
			}
			return len(s.main.text)
		}
		name, value, _ := strings.Cut(text, ":")
		if name == subjectPart || name == preheaderPart {
			at := from + len(name) + 1 + len(value) - len(strings.TrimLeft(value, " \t"))
			value = strings.TrimSpace(value)
			found = append(found, part{name, value, at, s.main, constructs(value)})
		}
	}
	return 0
}

// find is the part of the name; one without text when there is none.
func (s *source) find(name string) part {
	for _, p := range s.parts {
		if p.name == name {
			return p
		}
	}
	return part{name: name, file: s.main}
}

// body is the part that holds most: the mail's body, the message, the script.
func (s *source) body() part {
	for _, p := range s.parts {
		if p.name == bodyPart || p.name == "" {
			return p
		}
	}
	return part{file: s.main}
}

// nameAt is the name of the part in which the byte of the file stands; empty when
// it stands in none.
func (s *source) nameAt(f *file, at int) string {
	for _, p := range s.parts {
		if p.file == f && p.from <= at && at <= p.from+len(p.text) {
			return p.name
		}
	}
	return ""
}
