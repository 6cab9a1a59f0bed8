package works

import (
	"strings"

	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/policy/packs"
)

// ruleOf tells a row with the change that the settings make to it. The settings are
// valid: what a change asks for fits its row.
func ruleOf(p *packs.Pack, row packs.Row, cfg policy.Config) Rule {
	out := Rule{
		ID: p.Rule(&row), Text: row.Text, Citation: row.Citation, Source: row.Source, Evidence: row.Evidence, Note: row.Note,
		Status: Adopted, regions: row.Regions, notRegions: row.NotRegions, often: row.Cap != nil || row.Pause != nil,
	}
	if !row.On {
		out.Status = Shipped
	}
	for _, change := range cfg.Changes {
		if change.Rule == out.ID {
			out.Reason = change.Reason
			row, out.Status = changed(row, change)
		}
	}
	out.On, out.window, out.Does = row.On, row.Window, row.Explain()
	if p.ID == policy.Courteous {
		out.replace(row, cfg.SendWindow)
	}
	return out
}

// changed makes a change to a row and says what becomes of it: one that makes any part
// of a rule that is on looser needs a reason, and is told as looser.
func changed(row packs.Row, c policy.Change) (packs.Row, Status) {
	was := row
	if c.On != nil {
		row.On = *c.On
	}
	looser := was.On && !row.On
	if window, err := hours.Parse(c.Window); c.Window != "" && err == nil {
		switch {
		case row.Window != nil:
			row.Window, looser = &window, looser || was.On && !window.Within(*was.Window)
		case row.Closed != nil:
			row.Closed, looser = &window, looser || was.On && !window.Within(*was.Closed)
		}
	}
	if c.N > 0 && row.Cap != nil {
		limit := *row.Cap
		limit.N = c.N
		row.Cap, looser = &limit, looser || was.On && c.N > was.Cap.N
	}
	switch {
	case looser:
		return row, Loosened
	case !was.On && !row.On:
		return row, Shipped
	case same(was, row):
		return row, Adopted
	}
	return row, Tightened
}

// same says that a change changes nothing.
func same(a, b packs.Row) bool {
	return a.On == b.On && a.Explain() == b.Explain()
}

// replace has the send window take the place of hours of the profile, and of its
// closed days where it never closes.
func (r *Rule) replace(row packs.Row, text string) {
	window, err := hours.Parse(text)
	if text == "" || err != nil || !r.On {
		return
	}
	switch {
	case row.Window != nil && window.Within(*row.Window):
		r.On, r.Status, r.Reason = false, Replaced, "send_window is set, and no looser"
	case row.Window != nil, row.Closed != nil && window.Always():
		r.On, r.Status, r.Reason = false, Loosened, "set as send_window"
	}
}

// covers says that the rule is about customers of the region; with none, that it is
// about customers anywhere.
func (r Rule) covers(region string) bool {
	country, _, _ := strings.Cut(region, "-")
	in := func(list []string) bool {
		for _, place := range list {
			if region != "" && (place == region || place == country) {
				return true
			}
		}
		return false
	}
	return (len(r.regions) == 0 || in(r.regions)) && !in(r.notRegions)
}
