package templates

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"github.com/osteele/liquid"

	"github.com/goodterms/goodterms/channels"
)

// variant is one text, ready to be filled in.
type variant struct {
	locale  string
	stage   Stage
	version string
	source  Source
	parts   [5]*part // nil where the channel has none
}

// part is one Liquid text, compiled.
type part struct {
	template *liquid.Template
	simple   *simple // the same, for most texts; nil when only Liquid can fill it in
	nested   bool    // a loop stands in a loop
}

// Bounds of what a text becomes: far beyond any letter, and short enough that no
// text can fill the memory or keep a processor busy.
const (
	maxOutput = 1 << 20 // bytes of a part
	maxTurns  = 100_000 // of a loop in a loop
)

// ErrTooLong says that a text would become too long.
var ErrTooLong = errors.New("the text would become too long")

func (p *part) render(to *bytes.Buffer, scope *scope) error {
	if p.nested && scope.mostTurns() > maxTurns {
		return ErrTooLong
	}
	if p.simple != nil {
		return p.simple.render(to, scope)
	}
	return p.liquid(&bounded{to}, scope)
}

// liquid lets Liquid fill the text in. It panics on some values that do not fit a
// filter.
func (p *part) liquid(to *bounded, scope *scope) (err error) {
	defer func() {
		if recover() != nil {
			err = ErrRender
		}
	}()
	if err := p.template.FRender(to, scope.bindings()); err != nil {
		if errors.Is(err, ErrTooLong) || to.full() {
			return ErrTooLong
		}
		return renderError(err)
	}
	return nil
}

// bounded takes no more than a text may be long.
type bounded struct{ buffer *bytes.Buffer }

func (b *bounded) full() bool { return b.buffer.Len() > maxOutput }

// Write refuses once the text is too long.
func (b *bounded) Write(text []byte) (int, error) {
	if b.full() {
		return 0, ErrTooLong
	}
	return b.buffer.Write(text)
}

// The parts of a message.
const (
	subjectPart = iota
	textPart
	htmlPart
	limitedPart
	preheaderPart
)

// compiler turns sources into variants.
type compiler struct {
	engines engines
	known   *vocabulary
	layout  layout
	agreed  bool // the texts were published: facts are not asked for any more
	looking bool // only what is wrong is to be told: mails are not made ready
}

func newCompiler() (*compiler, error) {
	page, err := newLayout()
	if err != nil {
		return nil, err
	}
	return &compiler{engines: newEngines(), known: newVocabulary(), layout: page}, nil
}

// compile checks the source and, when nothing is wrong with it, makes it ready.
func (c *compiler) compile(s Source) (v *variant, problems []Problem) {
	s = s.placed()
	s.Stage = s.stage()
	defer func() {
		if recover() != nil { // in a library: no text may stop the program
			v, problems = nil, []Problem{{s.File, 0, "syntax", "the text cannot be read"}}
		}
	}()
	v = &variant{locale: s.Locale, stage: s.Stage, version: version(s), source: s}
	switch s.Channel {
	case channels.Email:
		problems = c.email(s, v)
	case channels.SMS:
		problems = c.sms(s, v)
	case channels.Voice:
		problems = c.voice(s, v)
	default:
		problems = []Problem{{s.File, 0, "channel", "there is no such channel"}}
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return v, nil
}

// facts are the problems with what a text states; none once it was agreed.
func (c *compiler) facts(problems []Problem) []Problem {
	if c.agreed {
		return nil
	}
	return problems
}

// compilation is the version of what this package makes of a source beside the
// layout; it is part of every text's version.
const compilation = "2"

// version names the exact text: another source or layout, another version.
func version(s Source) string {
	hash := sha256.New()
	for _, part := range []string{compilation, layoutSource, s.Text, s.Limited} {
		hash.Write([]byte(part))
		hash.Write([]byte{0})
	}
	return s.Key + "/" + string(s.Channel) + "/" + s.Locale + "@" + hex.EncodeToString(hash.Sum(nil))[:12]
}

// part checks one Liquid text and compiles it; it also returns the variables used.
func (c *compiler) part(place place, engine *liquid.Engine, source, file string, line int) (*part, map[string]bool, []Problem) {
	found, problems := checkConstructs(c.known, place, source, file, line)
	if len(problems) > 0 {
		return nil, found.used, problems
	}
	template, problems := parse(engine, source, file, line)
	if len(problems) > 0 {
		return nil, found.used, problems
	}
	if c.looking {
		return &part{template: template}, found.used, nil
	}
	return &part{template, newSimple(c.known, source, engine == c.engines.html), found.nested}, found.used, nil
}

func (c *compiler) sms(s Source, v *variant) []Problem {
	template, used, problems := c.part(inLine, c.engines.sms, s.Text, s.File, 1)
	v.parts[textPart] = template
	return append(problems, c.facts(smsFacts(s, used))...)
}

func (c *compiler) voice(s Source, v *variant) []Problem {
	script, used, problems := c.part(inLine, c.engines.sms, markPauses(s.Text), s.File, 1)
	limited, shown, faults := c.part(inLine, c.engines.sms, markPauses(s.Limited), s.limitedFile(), 1)
	v.parts[textPart], v.parts[limitedPart] = script, limited
	problems = append(problems, faults...)
	return append(append(problems, c.facts(voiceFacts(s, used))...), c.facts(limitedFacts(s, shown))...)
}

func (c *compiler) email(s Source, v *variant) []Problem {
	m, problems := readMail(s)
	if len(problems) > 0 {
		return problems
	}
	problems = c.glance(s, m, v)
	_, used, faults := c.part(inMail, c.engines.text, m.body, s.File, m.bodyLine)
	problems = append(append(problems, faults...), c.facts(emailFacts(s, used))...)
	if strings.Contains(s.Text, maskMark) {
		problems = append(problems, Problem{s.File, 0, "syntax", maskMark + " cannot stand in a text"})
	}
	if len(problems) > 0 {
		return problems
	}
	return c.bodies(s, m, v)
}

// glance compiles what is seen of a mail before it is opened.
func (c *compiler) glance(s Source, m mail, v *variant) []Problem {
	subject, named, problems := c.part(inLine, c.engines.text, m.subject, s.File, 2)
	v.parts[subjectPart] = subject
	problems = append(problems, c.facts(glanceFacts(s.File, "subject", 2, m.subject, named))...)
	if m.preheader == "" {
		return problems
	}
	preheader, named, faults := c.part(inLine, c.engines.text, m.preheader, s.File, m.preLine)
	v.parts[preheaderPart] = preheader
	return append(append(problems, faults...), c.facts(glanceFacts(s.File, "preheader", m.preLine, m.preheader, named))...)
}

// letterhead stands over the card of every mail.
const letterhead = "{{ creditor.name }}"

// bodies makes the two bodies of a mail from the one Markdown source.
func (c *compiler) bodies(s Source, m mail, v *variant) []Problem {
	var hidden mask
	markdown := arrange(hidden.hide(m.body))
	page, err := c.layout.mailHTML(s.Locale, pageParts{hidden.hide(letterhead), hidden.hide(m.subject), hidden.hide(m.preheader), markdown})
	if err == nil && !c.looking {
		page, err = inline(page)
	}
	if err != nil {
		return []Problem{{s.File, 0, "markdown", err.Error()}}
	}
	page = unwrapHTML(page)
	problems := slices.Concat(checkBalance(s.File, page, &hidden), checkAlone(s.File, markdown), checkBold(s.File, page))
	if len(problems) > 0 {
		return problems
	}
	v.parts[htmlPart], problems = c.body(inPage, c.engines.html, hidden.reveal(page), s.File)
	if len(problems) > 0 {
		return problems
	}
	v.parts[textPart], problems = c.body(inPlain, c.engines.text, hidden.reveal(plainText(markdown)), s.File)
	return problems
}

// body compiles what Markdown has made of a source. The check runs once more,
// because an entity such as &#123; becomes a brace only here. Lines are those of
// the result, so none is named.
func (c *compiler) body(place place, engine *liquid.Engine, made, file string) (*part, []Problem) {
	var compiled *part
	var problems []Problem
	if c.looking { // the same Liquid was parsed as it was written
		_, problems = checkConstructs(c.known, place, made, file, 1)
	} else {
		compiled, _, problems = c.part(place, engine, made, file, 1)
	}
	for i := range problems {
		problems[i].Line = 0
	}
	return compiled, problems
}
