package writing

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// answered turns what is not there into the page that says so.
func answered(handle func(*frame.Visit) error) func(*frame.Visit) error {
	return func(v *frame.Visit) error {
		err := handle(v)
		for _, missing := range []error{reminder.ErrNoTemplate, reminder.ErrNoVersion, reminder.ErrNoExperiment, reminder.ErrNotFound} {
			if errors.Is(err, missing) {
				return frame.ErrNotFound
			}
		}
		return err
	}
}

// edition is a version with the template that it is of.
type edition struct {
	templates.Version
	Of reminder.TemplateView
}

// maxNumber is above every version's number.
const maxNumber = 1_000_000

// number reads the number of a version; what is none is nobody's.
func number(text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > maxNumber || text != strconv.Itoa(n) {
		return 0, reminder.ErrNoVersion
	}
	return n, nil
}

// visited is the version of the address.
func (p *pages) visited(v *frame.Visit) (edition, error) {
	n, err := number(v.PathValue("number"))
	if err != nil {
		return edition{}, err
	}
	view, err := p.Templates.FindTemplate(v.Ctx(), v.PathValue("key"))
	if err != nil {
		return edition{}, err
	}
	found, err := p.version(v, view, n)
	return edition{found, view}, err
}

// version finds a version; version 0 is what Goodterms brings.
func (p *pages) version(v *frame.Visit, view reminder.TemplateView, n int) (templates.Version, error) {
	return p.edition(v.Ctx(), view, n)
}

func (p *pages) edition(ctx context.Context, view reminder.TemplateView, n int) (templates.Version, error) {
	if n != 0 {
		found, err := p.Versions.FindVersion(ctx, view.Key, n)
		found.Sources = inOrder(found.Sources)
		return found, err
	}
	if !view.Shipped {
		return templates.Version{}, reminder.ErrNoVersion
	}
	return templates.Version{Key: view.Key, State: templates.Published, Sources: inOrder(p.Words.Shipped(view.Key))}, nil
}

// kinds are the channels in the order in which pages show them.
func kinds() []channels.Kind { return []channels.Kind{channels.Email, channels.SMS, channels.Voice} }

// inOrder puts texts by channel, the locale of last resort first, then by locale.
func inOrder(list []templates.Source) []templates.Source {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b templates.Source) int {
		if a.Channel != b.Channel {
			return slices.Index(kinds(), a.Channel) - slices.Index(kinds(), b.Channel)
		}
		switch {
		case a.Locale == b.Locale:
			return 0
		case a.Locale == templates.Fallback, b.Locale != templates.Fallback && a.Locale < b.Locale:
			return -1
		}
		return 1
	})
	return list
}

// place finds the text of a channel and locale; -1 when there is none.
func place(list []templates.Source, channel channels.Kind, locale string) int {
	return slices.IndexFunc(list, func(s templates.Source) bool { return s.Channel == channel && s.Locale == locale })
}

// text finds the text of a channel and locale; an empty one when there is none.
func text(list []templates.Source, channel channels.Kind, locale string) templates.Source {
	if i := place(list, channel, locale); i >= 0 {
		return list[i]
	}
	return templates.Source{}
}

// asked is the channel and locale of the address; those of the first text when it names
// none, and false when it names a text that the version does not have.
func asked(v *frame.Visit, list []templates.Source) (templates.Source, bool) {
	channel, locale := channels.Kind(v.Request.URL.Query().Get("channel")), v.Request.URL.Query().Get("locale")
	if channel == "" && locale == "" && len(list) > 0 {
		return list[0], true
	}
	i := place(list, channel, locale)
	if i < 0 {
		return templates.Source{}, false
	}
	return list[i], true
}

// readLocale reads a locale that was typed.
func readLocale(text string) (string, error) { return account.ParseLocale(text) }
