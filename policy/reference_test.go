package policy_test

import (
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/policy/packs"
)

// reference is a second reading of the contact rules, which shares nothing with
// the engine but their words: it asks the clock on the wall of each zone, one zone
// and one minute at a time, and counts histories line by line.
type reference struct {
	c         policy.Config
	q         policy.Question
	zones     []string // where the contact may be
	locs      []*time.Location
	placed    bool // every zone is known and exists
	answering bool // what only holds back what we start does not count
	rows      []referenceRow
	days      map[*time.Location][]int // the local day of each line of the history
	weeks     map[string]*referenceWeek
}

// referenceRow is a row that covers the question, with the operator's changes.
type referenceRow struct {
	packs.Row
	rule  string
	hours string // of its window or of the days that it closes
}

// finding is a gate that does not let the question pass at its instant.
type finding struct {
	rule    string
	verdict policy.Verdict
}

func newReference(c policy.Config, q policy.Question) *reference {
	r := &reference{c: c, q: q}
	r.fillDefaults()
	r.zones, r.placed = referenceZones(r.q)
	for _, zone := range r.zones {
		if loc, err := account.LoadZone(zone); err == nil {
			r.locs = append(r.locs, loc)
		}
	}
	r.placed = r.placed && len(r.locs) == len(r.zones)
	r.answering = q.OptOutConfirmation || q.Answering && !r.answered()
	r.chooseRows()
	r.days, r.weeks = map[*time.Location][]int{}, map[string]*referenceWeek{}
	return r
}

// fillDefaults gives empty fields the meaning that their types tell of.
func (r *reference) fillDefaults() {
	q := &r.q
	if q.Purpose == "" {
		q.Purpose = account.PurposeReminder
	}
	if q.Content == "" {
		q.Content = account.ContentReminder
	}
	if q.Stage == "" {
		q.Stage = account.Overdue
	}
	if q.Kind == "" {
		q.Kind = account.Consumer
	}
	for _, role := range []account.Role{r.c.Role, account.FirstParty} {
		if q.Role == "" {
			q.Role = role
		}
	}
	for _, profile := range []string{r.c.Profile, policy.Courteous} {
		if q.Profile == "" {
			q.Profile = profile
		}
	}
}

// answered says that we have written back already: one answer is allowed.
func (r *reference) answered() bool {
	var heard time.Time
	here := func(e account.Entry) bool { return e.Channel == r.q.Channel && !e.Elsewhere }
	for _, e := range r.q.History {
		if e.Inbound && here(e) && e.At.After(heard) {
			heard = e.At
		}
	}
	return !heard.IsZero() && slices.ContainsFunc(r.q.History, func(e account.Entry) bool {
		return !e.Inbound && here(e) && !e.At.Before(heard)
	})
}

// library is the packs to choose from.
func (r *reference) library() *packs.Library {
	if r.c.Library != nil {
		return r.c.Library
	}
	library, err := packs.Embedded()
	if err != nil {
		panic(err)
	}
	return library
}

// chooseRows keeps the rows that cover the question: the send window, the
// profile's, then those of the packs.
func (r *reference) chooseRows() {
	if own := r.c.SendWindow; own != "" {
		r.rows = append(r.rows, referenceRow{rule: "send_window", hours: own, Row: packs.Row{Window: mustWindows(own)}})
	}
	if p, ok := r.library().Find(policy.Courteous); ok && r.q.Profile == policy.Courteous {
		for _, row := range p.Rows {
			if !r.replaced(row) {
				r.take(p.ID+"."+row.ID, row)
			}
		}
	}
	for _, p := range r.packs() {
		if p.ID == policy.Courteous && r.q.Profile == policy.Courteous {
			continue // it is the profile, and is asked once
		}
		for _, row := range p.Rows {
			r.take(p.ID+"."+row.ID, row)
		}
	}
}

// replaced says that the send window takes the place of a row of the profile: of
// its hours, and when it never closes of its closed days too.
func (r *reference) replaced(row packs.Row) bool {
	own := r.c.SendWindow
	return own != "" && (row.Window != nil || row.Closed != nil && parseReferenceWeek(own).always())
}

// packs are those that are named, or else those of the region.
func (r *reference) packs() []*packs.Pack {
	var chosen []*packs.Pack
	if r.q.Packs != nil {
		for _, id := range r.q.Packs {
			if p, ok := r.library().Find(id); ok {
				chosen = append(chosen, p)
			}
		}
		return chosen
	}
	for _, p := range r.library().All() {
		wanted := p.Automatic || slices.Contains(r.c.Packs, p.ID)
		everywhere := len(p.Regions) == 0 && !p.Automatic
		if wanted && (everywhere || referenceWithin(p.Regions, r.q.Region)) {
			chosen = append(chosen, p)
		}
	}
	return chosen
}

// referenceWithin says that a place or the country it lies in is listed.
func referenceWithin(places []string, region string) bool {
	return slices.ContainsFunc(places, func(place string) bool {
		return region == place || strings.HasPrefix(region, place+"-")
	})
}

func (r *reference) take(rule string, row packs.Row) {
	on := row.On
	for _, change := range r.c.Changes {
		if change.Rule != rule {
			continue
		}
		if change.On != nil {
			on = *change.On
		}
		if change.Window != "" {
			row.Window = mustWindows(change.Window)
		}
		if change.N != 0 {
			limit := *row.Cap
			limit.N = change.N
			row.Cap = &limit
		}
	}
	if on && r.covered(row) {
		text := ""
		for _, w := range []*hours.Windows{row.Window, row.Closed} {
			if w != nil {
				text = w.String()
			}
		}
		r.rows = append(r.rows, referenceRow{row, rule, text})
	}
}

// covered says that the row is about such questions, whenever they are asked.
func (r *reference) covered(row packs.Row) bool {
	return listed(row.Roles, r.q.Role) && listed(row.Kinds, r.q.Kind) && listed(row.Stages, r.q.Stage) &&
		listed(row.Contents, r.q.Content) && listed(row.Channels, r.q.Channel) &&
		(len(row.Regions) == 0 || referenceWithin(row.Regions, r.q.Region)) &&
		!referenceWithin(row.NotRegions, r.q.Region) &&
		(row.OverdueFrom == 0 || r.q.DaysOverdue >= row.OverdueFrom)
}

func listed[T comparable](list []T, value T) bool {
	return len(list) == 0 || slices.Contains(list, value)
}
