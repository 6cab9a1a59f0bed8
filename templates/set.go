package templates

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/goodterms/goodterms/channels"
)

// ErrNothingOpen says that there is no invoice on which anything is owed.
var ErrNothingOpen = errors.New("no invoice is open")

// Set is a loaded set of texts. It never changes and is safe for concurrent use.
type Set struct {
	known    *vocabulary
	keys     map[string]bool
	variants map[variantKey]*variant
	styles   styles
	buffers  sync.Pool
}

var _ Renderer = (*Set)(nil)

type variantKey struct {
	key     string
	channel channels.Kind
	locale  string
}

// Has says whether the template exists.
func (s *Set) Has(template string) bool { return s.keys[template] }

// Keys lists the templates by name.
func (s *Set) Keys() []string { return slices.Sorted(maps.Keys(s.keys)) }

// Render fills in the text of a template. The text is that of the locale, else
// of its language, else English; Words.Locale says which. Amounts and dates are
// written the way of the locale itself when it shares the text's language, so a
// customer in Switzerland reads German with Swiss amounts. Only open invoices
// are named, the one that fell due first before the others.
func (s *Set) Render(template string, channel channels.Kind, locale string, facts Facts) (Words, error) {
	if !s.Has(template) {
		return Words{}, fmt.Errorf("render %s: %w", channel, ErrUnknown)
	}
	locale = canonical(locale)
	v := s.variant(template, channel, locale)
	if v == nil {
		return Words{}, fmt.Errorf("render %s for %s: %w", template, channel, ErrChannel)
	}
	if !anyOpen(facts) {
		return Words{}, fmt.Errorf("render %s: %w", template, ErrNothingOpen)
	}
	scope := newScope(s.known, &facts, s.styles.find(locale, v.locale), channel != channels.Email)
	words := Words{Locale: v.locale, Version: v.version}
	err := s.fill(&words, v, channel, scope)
	return words, err
}

func anyOpen(facts Facts) bool {
	for i := range facts.Invoices {
		if !facts.Invoices[i].Paid() {
			return true
		}
	}
	return false
}

// variant finds the best text for the locale; nil when there is none.
func (s *Set) variant(template string, channel channels.Kind, locale string) *variant {
	for _, try := range chain(locale) {
		if v := s.variants[variantKey{template, channel, try}]; v != nil {
			return v
		}
	}
	return nil
}

func (s *Set) fill(words *Words, v *variant, channel channels.Kind, scope *scope) error {
	body := squeeze
	if channel == channels.Email {
		body = tidyLines
	}
	return errors.Join(
		s.part(&words.Subject, v.parts[subjectPart], scope, squeeze),
		s.part(&words.Text, v.parts[textPart], scope, body),
		s.part(&words.HTML, v.parts[htmlPart], scope, func(text []byte) string { return string(text) }),
		s.part(&words.Limited, v.parts[limitedPart], scope, squeeze),
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
