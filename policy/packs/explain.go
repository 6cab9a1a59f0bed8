package packs

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy/hours"
)

// Explain says in one line what the row decides, whom it covers and since when.
func (r *Row) Explain() string {
	parts := []string{r.does()}
	for _, part := range []string{r.covers(), r.lasts()} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ". ") + "."
}

// does says what the row decides.
func (r *Row) does() string {
	switch {
	case r.Window != nil && r.Zone != "":
		return "Open " + r.Window.String() + ", on the clocks of " + r.Zone + " too"
	case r.Window != nil:
		return "Open " + r.Window.String()
	case r.Closed != nil:
		return "Closed " + closedDays(*r.Closed)
	case r.Cap != nil:
		return r.Cap.does(r.Channels)
	case r.Pause != nil:
		return r.Pause.does(r.Channels)
	case r.Consent:
		return "Only with consent for the channel"
	case r.Stop != "":
		return "Never: " + strings.TrimSuffix(r.Stop, ".")
	}
	return "A duty (" + r.Duty + "), not decided before sending"
}

func (c *Cap) does(bounded []channels.Kind) string {
	what := string(c.Counts)
	if c.N == 1 {
		what = strings.TrimSuffix(what, "s")
	}
	return fmt.Sprintf("At most %d %s within %s per %s%s%s",
		c.N, what, c.Period.spoken(), c.Scope, counting(c.Channels, bounded), unlessAsked(c.SkipConsent))
}

func (p *Pause) does(bounded []channels.Kind) string {
	return fmt.Sprintf("None within %s of a conversation per %s%s%s",
		p.Period.spoken(), p.Scope, counting(p.Channels, bounded), unlessAsked(p.SkipConsent))
}

func (p Period) spoken() string {
	if p.Unit == CalendarWeek || p.Unit == CalendarMonth {
		return "a " + p.String()
	}
	return p.String()
}

// counting says whose entries count where that is not plain from whom the row covers.
func counting(kinds, bounded []channels.Kind) string {
	switch {
	case slices.Equal(kinds, bounded):
		return ""
	case len(kinds) == 0:
		return ", counting every channel"
	}
	return ", counting " + join(kinds, nil)
}

func unlessAsked(skip bool) string {
	if skip {
		return ", unless the customer asked for it"
	}
	return ""
}

// closedDays writes the days on which the windows never open, such as Su, PH. A
// day is closed when closing it changes nothing.
func closedDays(w hours.Windows) string {
	var days []string
	for _, day := range [...]string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH"} {
		if same, err := hours.Parse(w.String() + "; " + day + " off"); err == nil && same.String() == w.String() {
			days = append(days, day)
		}
	}
	return strings.Join(days, ", ")
}

// roleNames are how people call the roles.
var roleNames = map[account.Role]string{
	account.FirstParty: "creditors", account.FirstPartyOtherName: "creditors under another name",
	account.ThirdParty: "agencies",
}

// kindNames are how people call the kinds of customers.
var kindNames = map[account.Kind]string{
	account.Consumer: "consumers", account.SoleTrader: "sole traders", account.Business: "businesses",
}

// covers says whom the row covers; empty when it covers all.
func (r *Row) covers() string {
	var parts []string
	add := func(word, text string) {
		if text != "" {
			parts = append(parts, word+text)
		}
	}
	add("customers: ", join(r.Kinds, kindNames))
	add("who collects: ", join(r.Roles, roleNames))
	add("channels: ", join(r.Channels, nil))
	add("content: ", join(r.Contents, nil))
	add("stage: ", join(r.Stages, nil))
	add("only in ", join(r.Regions, nil))
	add("not in ", join(r.NotRegions, nil))
	if r.OverdueFrom > 0 {
		add("", fmt.Sprintf("from %d days overdue on", r.OverdueFrom))
	}
	if len(parts) == 0 {
		return ""
	}
	return "Covers " + strings.Join(parts, "; ")
}

// join lists words, by their names where there are any.
func join[T ~string](words []T, names map[T]string) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = string(w)
		if names != nil {
			texts[i] = names[w]
		}
	}
	return strings.Join(texts, ", ")
}

// lasts says from when to when the row is in force; empty when it always is.
func (r *Row) lasts() string {
	var parts []string
	if r.From != (account.Date{}) {
		parts = append(parts, "from "+r.From.String())
	}
	if r.Until != (account.Date{}) {
		parts = append(parts, "until "+r.Until.String())
	}
	if len(parts) == 0 {
		return ""
	}
	return "In force " + strings.Join(parts, " ")
}
