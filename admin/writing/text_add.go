package writing

import (
	"errors"
	"slices"
	"strconv"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// addText adds a text of another channel or language to a draft: a copy of the shipped one
// where there is one, else of the same channel in another language.
func (p *pages) addText(v *frame.Visit) error {
	e, err := p.visited(v)
	if err != nil {
		return err
	}
	v.Subject(e.Key + "@" + strconv.Itoa(e.Number))
	channel := channels.Kind(v.Form("add_channel"))
	locale, err := readLocale(v.Form("add_locale"))
	switch {
	case !slices.Contains(kinds(), channel):
		return p.showFaults(v, e, map[string]string{"add_channel": "is not a channel: choose one of the list"}, nil)
	case err != nil:
		return p.showFaults(v, e, map[string]string{"add_locale": "is not a language: write it as in en-GB or de"}, nil)
	case place(e.Sources, channel, locale) >= 0:
		return p.showFaults(v, e, map[string]string{"add_locale": "has a text for this channel already: open it in the list"}, nil)
	}
	v.Detail("text", string(channel)+" "+locale)
	return p.keep(v, e, with(e.Sources, p.begun(e, channel, locale)), channel, locale, "The text is added, as a copy to write over.")
}

// begun is what a new text begins as.
func (p *pages) begun(e edition, channel channels.Kind, locale string) templates.Source {
	s := templates.Source{Key: e.Key, Stage: e.Of.Stage, Channel: channel, Locale: locale}
	shipped := inOrder(p.Words.Shipped(string(e.Of.Stage)))
	for _, like := range []templates.Source{text(shipped, channel, locale), text(e.Sources, channel, templates.Fallback), text(shipped, channel, templates.Fallback)} {
		if like.Text != "" {
			s.Text, s.Limited = like.Text, like.Limited
			return s
		}
	}
	return s
}

// keep saves a draft of which texts were added or removed.
func (p *pages) keep(v *frame.Visit, e edition, list []templates.Source, channel channels.Kind, locale, sentence string) error {
	err := p.save(v, e, list, nil)
	if errors.Is(err, reminder.ErrEdited) || errors.Is(err, reminder.ErrState) {
		v.Refuse()
		v.Say("Somebody changed the draft meanwhile, so nothing was done. Look at it as it is now.")
		return v.Go(versionPath(e.Key, e.Number, "edit"))
	}
	if err != nil {
		return err
	}
	v.Say(sentence)
	path := versionPath(e.Key, e.Number, "edit")
	if place(list, channel, locale) >= 0 {
		path += "?channel=" + string(channel) + "&locale=" + locale
	}
	return v.Go(path)
}

// removal asks whether a text is to go.
type removal struct {
	Name, Text string
	Path, Back string
	Revision   int
	Last       bool // of its channel: nobody could be reached by it any more
}

// askRemove says what removing a text touches.
func (p *pages) askRemove(v *frame.Visit) error {
	e, err := p.visited(v)
	if err != nil {
		return err
	}
	s, known := asked(v, e.Sources)
	if !known || e.State != templates.Draft || e.Number == 0 {
		return frame.ErrNotFound
	}
	page := removal{Name: name(e.Key), Text: channelName(s.Channel) + " in " + languageName(s.Locale), Revision: e.Revision,
		Path: versionPath(e.Key, e.Number, "remove") + query(v), Back: versionPath(e.Key, e.Number, "edit") + query(v), Last: len(ofChannel(e.Sources, s.Channel)) == 1}
	return v.Show("writing_remove.html", frame.Page{Title: "Remove a text", Nav: "templates", Data: page})
}

// removeText takes a text out of a draft.
func (p *pages) removeText(v *frame.Visit) error {
	e, err := p.visited(v)
	if err != nil {
		return err
	}
	s, known := asked(v, e.Sources)
	if !known {
		return frame.ErrNotFound
	}
	v.Subject(e.Key + "@" + strconv.Itoa(e.Number))
	v.Detail("text", string(s.Channel)+" "+s.Locale)
	list := slices.Delete(slices.Clone(e.Sources), place(e.Sources, s.Channel, s.Locale), place(e.Sources, s.Channel, s.Locale)+1)
	return p.keep(v, e, list, s.Channel, s.Locale, "The text is out of the draft.")
}
