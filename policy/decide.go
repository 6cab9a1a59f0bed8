package policy

import (
	"sync"
	"time"

	"github.com/goodterms/goodterms/policy/hours"
)

// Policy answers questions by one set of settings. It is safe for concurrent use;
// what it remembers between questions makes it fast and never changes an answer.
type Policy struct {
	settings
	fault    string // why nothing can be decided; empty when all is well
	version  string
	places   memory[*place]
	daysets  memory[*dayset]
	rulesets memory[*ruleset]
	weeks    memory[*week]
	idle     sync.Pool // of *asking
}

// New makes a policy. Settings that Validate refuses make one that holds
// everything, so that a mistake can only keep messages back.
func New(cfg Config) *Policy {
	read, err := cfg.read()
	p := &Policy{settings: read}
	if err != nil {
		p.settings = settings{profile: read.profile, role: read.role}
		p.fault = "the settings of the contact rules cannot be used; correct them"
	}
	p.version = p.settings.version(p.fault)
	return p
}

// Version names the settings; equal settings have the same.
func (p *Policy) Version() string { return p.version }

// DecideAll answers each question, in order.
func (p *Policy) DecideAll(qs []Question) []Decision {
	out := make([]Decision, len(qs))
	for i := range qs {
		out[i] = p.decide(&qs[i])
	}
	return out
}

// Decide answers whether the reminder may be handed over at q.At. The first gate
// that fails decides; all that fail are told. Callers must not change the lists of
// the answer, some of which are shared.
func (p *Policy) Decide(q Question) Decision { return p.decide(&q) }

func (p *Policy) decide(q *Question) Decision {
	a := p.ask(q)
	defer p.done(a)
	a.judge()
	a.judgeTimes()
	a.tell()
	return a.Decision
}

// asking is a question in the works.
type asking struct {
	Decision
	q         *Question
	p         *Policy
	facts     facts
	set       *ruleset
	at        *place // nil when it is not known where the contact may be
	answering bool
	feasts    bool // a gate has hours for public holidays

	sec        int64 // of the question's instant
	nsec       int64
	clocks     []clock // of the places, then those of rules with a zone of their own
	lo, hi     int     // the places that count, as indexes of clocks
	gates      []gate
	marks      []mark
	thresholds []int64
	newest     []int64
	words      words
}

// ask begins with a question: what it leaves open is filled in, the rules are
// chosen, and the clocks of the places where the contact may be are set up.
func (p *Policy) ask(q *Question) *asking {
	a, ok := p.idle.Get().(*asking)
	if !ok {
		a = &asking{p: p}
	}
	a.Decision = Decision{Verdict: Send, Version: p.version, Passed: make([]string, 0, 24)}
	a.q, a.facts, a.answering = q, p.facts(q), q.OptOutConfirmation || q.Answering && !answered(q)
	a.set = p.ruleset(&a.facts)
	a.sec, a.nsec = q.At.Unix(), int64(q.At.Nanosecond())
	at, err := p.place(q)
	if err == nil {
		a.at, a.Zones = at, at.zones
	}
	a.setClocks()
	return a
}

// done gives back the room that a question took. What stays in it belongs to the
// policy: rules, clocks and numbers.
func (p *Policy) done(a *asking) {
	*a = asking{
		p: p, clocks: a.clocks[:0], gates: a.gates[:0], marks: a.marks[:0],
		thresholds: a.thresholds[:0], newest: a.newest[:0], words: a.words[:0],
	}
	p.idle.Put(a)
}

// setClocks sets up a clock for each place; where none is known, one that caps are
// counted by.
func (a *asking) setClocks() {
	if a.at == nil {
		a.addClock("UTC", time.UTC, a.p.dayset(a.facts.region))
	} else {
		for i, zone := range a.at.zones {
			a.addClock(zone, a.at.locs[i], a.days(a.at.days[i]))
		}
	}
	a.hi = len(a.clocks)
}

func (a *asking) addClock(zone string, loc *time.Location, days *dayset) {
	a.clocks = append(a.clocks, clock{hours.NewClock(loc), zone, loc, days})
}

// days are those of the customer's region, or else of the country of a zone.
func (a *asking) days(ofZone *dayset) *dayset {
	if a.set.days != nil {
		return a.set.days
	}
	return ofZone
}

// answered says that the person who wrote has had the one answer.
func answered(q *Question) bool {
	var asked, told time.Time
	for i := range q.History {
		e := &q.History[i]
		switch {
		case e.Channel != q.Channel || e.Elsewhere:
		case e.Inbound && e.At.After(asked):
			asked = e.At
		case !e.Inbound && e.At.After(told):
			told = e.At
		}
	}
	return !asked.IsZero() && !told.Before(asked)
}

func (a *asking) fail(verdict Verdict, rule, text string) {
	a.failed(verdict, Because{Rule: rule, Text: text})
}

func (a *asking) failed(verdict Verdict, because Because) {
	if len(a.Because) == 0 {
		a.Verdict = verdict
	}
	a.Because = append(a.Because, because)
}

func (a *asking) pass(rule string) { a.Passed = append(a.Passed, rule) }

// gateIf is a gate that fails or passes.
func (a *asking) gateIf(fails bool, verdict Verdict, rule, text string) {
	if fails {
		a.fail(verdict, rule, text)
		return
	}
	a.pass(rule)
}

// tell adds what else the reader should know.
func (a *asking) tell() {
	f := &a.facts
	a.Inputs = &Inputs{
		At: a.q.At.UTC(), Channel: string(f.channel), Profile: f.profile, Packs: a.set.packs, Kind: string(f.kind), Role: string(f.role),
		Region: f.region, Stage: string(f.stage), Content: string(f.content), DaysOverdue: a.q.DaysOverdue, Entries: len(a.q.History),
	}
	if a.q.Preferences.Wishes != "" {
		if w := a.p.week(a.q.Preferences.Wishes); w.err == nil {
			a.Inputs.Wishes = w.text
		}
	}
	for _, l := range a.set.loosened {
		if a.covers(l.rule) {
			a.Loosened = append(a.Loosened, Loosened{Rule: l.rule.id, Reason: l.reason})
		}
	}
	a.noteHolidays()
}

// covers says that the rule covers the question today, on one clock at least.
func (a *asking) covers(r *rule) bool {
	switch {
	case !a.overdue(r):
		return false
	case !r.dated():
		return true
	}
	for i := range a.clocks[:a.hi] {
		if day := a.clocks[i].Day(a.sec); r.from <= day && day < r.until {
			return true
		}
	}
	return false
}

// overdue says that the matter is old enough for the rule.
func (a *asking) overdue(r *rule) bool {
	return r.row.OverdueFrom == 0 || a.q.DaysOverdue >= r.row.OverdueFrom
}

// week is a text of hours, read.
type week struct {
	hours.Windows
	text string // canonical
	err  error
}

// week reads a text of hours, or remembers it.
func (p *Policy) week(text string) *week {
	var room [128]byte
	key := append(room[:0], text...)
	if found, ok := p.weeks.find(key); ok {
		return found
	}
	w, err := hours.Parse(text)
	return p.weeks.keep(key, &week{w, w.String(), err})
}

// expired says that the reminder must not be sent at the instant any more.
func expired(q *Question, at time.Time) bool {
	return !q.ExpiresAt.IsZero() && !at.Before(q.ExpiresAt)
}
