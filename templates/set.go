package templates

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/goodterms/goodterms/channels"
)

// Errors of facts that do not suffice for a text.
var (
	ErrNothingOpen = errors.New("no invoice is open")
	ErrAnswer      = errors.New("what the answer is to say is missing")
	ErrPlan        = errors.New("the payment plan is missing")
)

// Set is a loaded set of texts. It never changes and is safe for concurrent use.
type Set struct {
	known    *vocabulary
	keys     map[string]bool
	variants map[variantKey]func() *variant // compiled, at the latest when asked for
	locales  map[variantKey][]string        // that a template has for a channel, by key and channel
	sources  []Source
	styles   styles
	buffers  sync.Pool

	compiling sync.Mutex
}

type variantKey struct {
	key     string
	channel channels.Kind
	locale  string
}

func newSet(known *vocabulary) *Set {
	return &Set{known: known, keys: map[string]bool{}, variants: map[variantKey]func() *variant{}, locales: map[variantKey][]string{}}
}

// add takes a compiled text in.
func (s *Set) add(source Source, v *variant) {
	of := variantKey{source.Key, source.Channel, source.Locale}
	s.sources = append(s.sources, source)
	s.keys[of.key], s.variants[of] = true, func() *variant { return v }
	of.locale = ""
	s.locales[of] = append(s.locales[of], source.Locale)
}

// addLater adds a text that is known to be sound; it is compiled when it is first
// asked for.
func (s *Set) addLater(source Source, c *compiler) {
	s.add(source, nil)
	of := variantKey{source.Key, source.Channel, source.Locale}
	s.variants[of] = sync.OnceValue(func() *variant {
		s.compiling.Lock()
		defer s.compiling.Unlock()
		v, _ := c.compile(source)
		return v
	})
}

// Has says whether the template exists.
func (s *Set) Has(template string) bool { return s.keys[template] }

// Keys lists the templates by name.
func (s *Set) Keys() []string { return slices.Sorted(maps.Keys(s.keys)) }

// Sources lists the texts of a template as they were written, by locale and channel.
func (s *Set) Sources(template string) []Source {
	return slices.DeleteFunc(slices.Clone(s.sources), func(source Source) bool { return source.Key != template })
}

// Render fills in the text of a template. Chain says in which locale; Words.Locale
// names it. Amounts and dates are written the way of the locale that was asked for
// when it shares the text's language, so a customer in Switzerland reads German
// with Swiss amounts. Only open invoices are named, the one that fell due first
// before the others; thanks name those that were paid, and an answer names paid
// ones when none is open any more.
func (s *Set) Render(template string, channel channels.Kind, locale string, facts Facts) (Words, error) {
	words, _, err := s.render(template, channel, locale, &facts)
	return words, err
}

// render also returns what the words were written with, nil when there is no text.
func (s *Set) render(template string, channel channels.Kind, locale string, facts *Facts) (Words, *scope, error) {
	if !s.Has(template) {
		return Words{}, nil, fmt.Errorf("render %s: %w", channel, ErrUnknown)
	}
	locale = canonical(locale)
	v := s.variant(template, channel, locale, facts.Locale)
	if v == nil {
		return Words{}, nil, fmt.Errorf("render %s for %s: %w", template, channel, ErrChannel)
	}
	if err := complete(v.stage, facts); err != nil {
		return Words{}, nil, fmt.Errorf("render %s: %w", template, err)
	}
	scope := newScope(s.known, facts, s.styles.find(locale, v.locale), mannerOf(channel), v.stage)
	words := Words{Locale: v.locale, Version: v.version, Source: v.source}
	err := s.fill(&words, v, channel, scope)
	return words, scope, err
}

// complete says what is missing for the stage, if anything is.
func complete(stage Stage, facts *Facts) error {
	said := facts.Answer
	switch stage {
	case PromiseNoted:
		if len(facts.Invoices) == 0 || said == nil || len(said.Parts) == 0 {
			return ErrAnswer
		}
	case AnswerWritten:
		if said == nil || strings.TrimSpace(said.Text) == "" {
			return ErrAnswer
		}
	case PlanConfirmed, InstalmentDue:
		if facts.Plan == nil || len(facts.Plan.Instalments) == 0 {
			return ErrPlan
		}
	}
	if stage.Purpose() != ForAnswer && len(named(facts.Invoices, stage)) == 0 {
		return ErrNothingOpen
	}
	return nil
}

// variant finds the best text for the locale; nil when there is none.
func (s *Set) variant(template string, channel channels.Kind, locale, creditor string) *variant {
	of := variantKey{template, channel, locale}
	if ready := s.variants[of]; ready != nil {
		return ready()
	}
	of.locale = ""
	for _, try := range Chain(locale, creditor, s.locales[of]) {
		of.locale = try.Locale
		if ready := s.variants[of]; ready != nil {
			return ready()
		}
	}
	return nil
}

func (s *Set) fill(words *Words, v *variant, channel channels.Kind, scope *scope) error {
	body := squeeze
	switch channel {
	case channels.Email:
		body = tidyLines
	case channels.Voice:
		body = pauses
	}
	return errors.Join(
		s.part(&words.Subject, v.parts[subjectPart], scope, squeeze),
		s.part(&words.Preheader, v.parts[preheaderPart], scope, squeeze),
		s.part(&words.Text, v.parts[textPart], scope, body),
		s.part(&words.HTML, v.parts[htmlPart], scope, func(text []byte) string { return string(text) }),
		s.part(&words.Limited, v.parts[limitedPart], scope, pauses),
	)
}

// part fills one text in; a part that the channel lacks stays empty.
func (s *Set) part(to *string, p *part, scope *scope, tidy func([]byte) string) error {
	if p == nil {
		return nil
	}
	buf, _ := s.buffers.Get().(*bytes.Buffer)
	if buf == nil {
		buf = new(bytes.Buffer)
	}
	defer s.buffers.Put(buf)
	buf.Reset()
	if err := p.render(buf, scope); err != nil {
		return err
	}
	*to = tidy(buf.Bytes())
	return nil
}
