package writing

import (
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/templates"
)

// rendered is a text as its reader gets it, and as they would if nothing were missing.
type rendered struct {
	templates.Preview
	filled templates.Words
}

// render fills in the text for its reader, among the version's other texts of the
// channel: another language may have to stand in. Problems say why it cannot be.
func (p *pages) render(e edition, s templates.Source, r reader) (rendered, []templates.Problem, error) {
	list := with(ofChannel(e.Sources, s.Channel), s)
	if r.Locale == s.Locale {
		list = []templates.Source{s}
	}
	for i := range list {
		list[i].Key, list[i].File = e.Key, ""
	}
	set, problems := templates.Rough(list, e.Of.Stage)
	if len(problems) > 0 {
		return rendered{}, problems, nil
	}
	shown, err := set.Preview(e.Key, s.Channel, r.Locale, r.Facts)
	out := rendered{Preview: shown, filled: shown.Words}
	if err != nil || len(shown.Missing) == 0 {
		return out, nil, err
	}
	if filled, err := set.Render(e.Key, s.Channel, r.Locale, r.Facts.Filled()); err == nil {
		out.filled = filled
	}
	return out, nil, nil
}

// look is everything that a preview is made of.
type look struct {
	edition
	Source   templates.Source
	Reader   reader
	Shown    rendered
	Problems []templates.Problem
	Why      string // it cannot be shown, in a sentence; empty: it can
}

// look reads the form and renders its text.
func (p *pages) look(v *frame.Visit) (look, error) {
	e, err := p.visited(v)
	if err != nil {
		return look{}, err
	}
	return p.lookAt(v, e)
}

func (p *pages) lookAt(v *frame.Visit, e edition) (look, error) {
	s, known := typed(v, e)
	if !known {
		return look{}, frame.ErrNotFound
	}
	l := look{edition: e, Source: s}
	if len(s.Text)+len(s.Limited) > longestText {
		l.Why = "The text is too long to be looked at: 64 kB is the most."
		return l, nil
	}
	var err error
	if l.Reader, err = p.reader(v, e.Of.Stage, s); err == nil {
		l.Shown, l.Problems, err = p.render(e, s, l.Reader)
	}
	if sentence, expected := unreadable(err); expected {
		l.Why, err = sentence, nil
	}
	if len(l.Problems) > 0 {
		l.Why = "The text cannot be filled in yet. What is in the way stands under findings."
	}
	return l, err
}
