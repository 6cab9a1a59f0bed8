package policy

import (
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/policy/packs"
)

// pack is a pack of the library with the operator's changes made.
type pack struct {
	*packs.Pack
	rules []*rule
}

// rule is a row of a pack as it applies.
type rule struct {
	id       string
	row      packs.Row // with the operator's change made
	on       bool
	loosened string         // the reason why it is looser than it was; empty when it is not
	from     int64          // the local days on which it is in force: [from, until)
	until    int64          //
	loc      *time.Location // of the row's own zone; nil when it has none
	count    *counting      // of a cap or a pause; nil otherwise
}

// Days that bound rules which always were in force and always will be.
const (
	firstDay = -1 << 40
	lastDay  = 1 << 40
)

func copyLibrary(library *packs.Library, found *problems) []*pack {
	var made []*pack
	for _, p := range library.All() {
		copied := &pack{Pack: p}
		for i := range p.Rows {
			copied.rules = append(copied.rules, newRule(p.Rule(&p.Rows[i]), p.Rows[i], found))
		}
		made = append(made, copied)
	}
	return made
}

func newRule(id string, row packs.Row, found *problems) *rule {
	r := &rule{id: id, row: row, on: row.On, from: firstDay, until: lastDay, count: newCounting(&row)}
	if row.From != (account.Date{}) {
		r.from = dayOf(row.From)
	}
	if row.Until != (account.Date{}) {
		r.until = dayOf(row.Until)
	}
	if row.Zone != "" {
		var err error
		if r.loc, err = account.LoadZone(row.Zone); err != nil {
			found.add("packs", "hold the row %s with a zone that %w", id, err)
		}
	}
	return r
}

// dated says that the rule is not always in force.
func (r *rule) dated() bool { return r.from != firstDay || r.until != lastDay }

// courteous says that the rule is one of the profile: courtesy and no law.
func (r *rule) courteous() bool { return strings.HasPrefix(r.id, Courteous+".") }

// make changes a rule of the library. A rule that becomes looser keeps the reason.
func (c Change) make(library []*pack, key string, seen map[string]bool, found *problems) {
	r := findRule(library, c.Rule)
	switch {
	case r == nil:
		found.add(key+".rule", "is not a rule of a pack; write it as pack.row, such as us-federal.hours")
		return
	case seen[c.Rule]:
		found.add(key+".rule", "was changed before; make one change of the two")
		return
	case c.On == nil && c.Window == "" && c.N == 0:
		found.add(key, "changes nothing; give on, window or n")
		return
	}
	seen[c.Rule] = true
	off, wider, more := c.switched(r), c.rewindowed(r, key, found), c.renumbered(r, key, found)
	switch {
	case !off && !wider && !more:
	case strings.TrimSpace(c.Reason) == "":
		found.add(key+".reason", "is missing; a rule may be made looser only with the reason on record")
	default:
		r.loosened = c.Reason
	}
}

func findRule(library []*pack, id string) *rule {
	for _, p := range library {
		for _, r := range p.rules {
			if r.id == id {
				return r
			}
		}
	}
	return nil
}

// switched turns the rule on or off and says whether that makes it looser.
func (c Change) switched(r *rule) (looser bool) {
	if c.On == nil {
		return false
	}
	r.on = *c.On
	return r.row.On && !r.on
}

// rewindowed gives the rule other hours and says whether that makes it looser,
// which it cannot when the rule was off.
func (c Change) rewindowed(r *rule, key string, found *problems) (looser bool) {
	if c.Window == "" {
		return false
	}
	w, err := hours.Parse(c.Window)
	old := r.row.Window
	switch {
	case err != nil:
		found.add(key+".window", "%w", err)
		return false
	case r.row.Window != nil:
		r.row.Window = &w
	case r.row.Closed != nil:
		old, r.row.Closed = r.row.Closed, &w
	default:
		found.add(key+".window", "is for rules with hours or closed days; leave it out")
		return false
	}
	return r.row.On && !w.Within(*old)
}

// renumbered gives the rule's cap another number and says whether that makes it looser.
func (c Change) renumbered(r *rule, key string, found *problems) (looser bool) {
	switch {
	case c.N == 0:
		return false
	case r.row.Cap == nil:
		found.add(key+".at_most", "is for rules with a cap; leave it out")
		return false
	case c.N < 0:
		found.add(key+".at_most", "is below 1; give how many are allowed")
		return false
	}
	old := r.row.Cap.N
	changed := *r.row.Cap
	changed.N = c.N
	r.row.Cap = &changed
	r.count = newCounting(&r.row)
	return r.row.On && c.N > old
}
