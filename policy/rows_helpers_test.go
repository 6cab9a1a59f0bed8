package policy_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // for machines without the database

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

// rowTable is cases about the rules of one place. Unless a case says otherwise its
// times are local to the zone, and its question is the usual one.
type rowTable struct {
	zone  string
	packs []string // none: the profile courteous alone
	usual []rowWith
	cases []rowCase
}

// rowCase is one question and the answer that the law asks for. Instants are local
// texts such as Fri 2027-02-05 20:59:59.
type rowCase struct {
	rule    string // what it is about: a row as pack.row, or another gate
	why     string
	at      string
	verdict policy.Verdict
	until   string // of a deferral
	with    []rowWith
	freed   []rowWith // each of them alone takes the case out of the rule
	kept    []rowWith // with each of them the rule stops it all the same
	first   string    // the rule that decides, where it is another one that stops it too
	unasked bool      // it lets the contact through because it is not about it
	off     bool      // the row does nothing unless an operator turns it on
}

// rowAsking is a question in the making, and the clock that its times are read off.
type rowAsking struct {
	t    testing.TB
	zone *time.Location
	policy.Question
}

// rowWith is what is special about a case.
type rowWith func(*rowAsking)

// deferred is a case that the rule stops until a local instant.
func deferred(rule, why, at, until string, with ...rowWith) rowCase {
	return rowCase{rule: rule, why: why, at: at, verdict: policy.Defer, until: until, with: with}
}

// skipped is a case that the rule stops for good.
func skipped(rule, why, at string, with ...rowWith) rowCase {
	return rowCase{rule: rule, why: why, at: at, verdict: policy.Skip, with: with}
}

// sent is a case that the rule is asked about and lets through.
func sent(rule, why, at string, with ...rowWith) rowCase {
	return rowCase{rule: rule, why: why, at: at, verdict: policy.Send, with: with}
}

// spared is a case that goes out because the rule leaves such a contact alone.
func spared(rule, why, at string, with ...rowWith) rowCase {
	c := sent(rule, why, at, with...)
	c.unasked = true
	return c
}

// unless lists changes of which each takes the case out of the rule.
func (c rowCase) unless(freed ...rowWith) rowCase { c.freed = freed; return c }

// evenIf lists changes with each of which the rule stops it all the same.
func (c rowCase) evenIf(kept ...rowWith) rowCase { c.kept = kept; return c }

// behind says that another rule stops it too and is asked before.
func (c rowCase) behind(rule string) rowCase { c.first = rule; return c }

// whenOn is about a row that is shipped off: as it is shipped the contact goes out,
// turned on it answers as the case says.
func (c rowCase) whenOn() rowCase { c.off = true; return c }

// question asks about the case, with more changes at the end.
func (table rowTable) question(t testing.TB, c rowCase, more ...rowWith) policy.Question {
	t.Helper()
	zone := rowZone(t, table.zone)
	a := &rowAsking{t: t, zone: zone, Question: policy.Question{
		At: rowTime(t, c.at, zone), Channel: channels.Email, Zones: []string{table.zone}, ContactID: "con_1",
		Profile: policy.None, Packs: table.packs, Debts: []string{"INV-1"},
	}}
	if len(table.packs) == 0 {
		a.Profile, a.Packs = policy.Courteous, []string{}
	}
	for _, with := range slices.Concat(table.usual, c.with, more) {
		with(a)
	}
	if a.Address == "" {
		a.Address = addressFor(a.Channel)
	}
	return a.Question
}

func addressFor(channel channels.Kind) string {
	if channel == channels.Email {
		return "customer@example.com"
	}
	return "+12125550123"
}

// run asks and compares.
func (table rowTable) run(t *testing.T, c rowCase) {
	t.Helper()
	by := rowPolicies{shipped: shippedPolicy()}
	if c.off {
		by = policiesFor(c.rule, shippedPacks(t))
	}
	for _, fault := range table.faults(t, c, by) {
		t.Error(fault)
	}
}

// faults are what is wrong with the answers.
func (table rowTable) faults(t testing.TB, c rowCase, by rowPolicies) []string {
	t.Helper()
	var found []string
	p := by.shipped
	if c.off {
		found = append(found, c.sleeps(p.Decide(table.question(t, c)))...)
		p = by.on()
	}
	found = append(found, c.check(p.Decide(table.question(t, c)), rowZone(t, table.zone))...)
	for i, with := range c.kept {
		if d := p.Decide(table.question(t, c, with)); !stoppedBy(d, c.rule) {
			found = append(found, fmt.Sprintf("even if %d: %s because %v", i+1, d.Verdict, d.Because))
		}
	}
	for i, with := range c.freed {
		if d := p.Decide(table.question(t, c, with)); asked(d, c.rule) {
			found = append(found, fmt.Sprintf("change %d does not take it out of the rule: %s because %v", i+1, d.Verdict, d.Because))
		}
	}
	return found
}

// rowPolicies are the policy by packs as they are, and with one row turned on.
type rowPolicies struct {
	shipped *policy.Policy
	on      func() *policy.Policy
}

// shippedPolicy is what an operator has who has set nothing.
var shippedPolicy = sync.OnceValue(func() *policy.Policy { return policy.New(policy.Config{}) })

func policiesFor(rule string, library *packs.Library) rowPolicies {
	on := true
	return rowPolicies{
		shipped: policy.New(policy.Config{Library: library}),
		on: sync.OnceValue(func() *policy.Policy {
			return policy.New(policy.Config{Library: library, Changes: []policy.Change{{Rule: rule, On: &on}}})
		}),
	}
}

// check compares an answer with what the case says.
func (c rowCase) check(d policy.Decision, zone *time.Location) []string {
	var found []string
	if until := rowText(d.Until, zone); d.Verdict != c.verdict || until != c.until {
		found = append(found, fmt.Sprintf("%s until %q, want %s until %q: %v", d.Verdict, until, c.verdict, c.until, d.Because))
	}
	switch {
	case c.unasked:
		return append(found, leftAlone(d, c.rule)...)
	case c.verdict != policy.Send:
		return append(found, c.checkReasons(d)...)
	case !slices.Contains(d.Passed, c.rule):
		return append(found, fmt.Sprintf("%s is not among what it passed: %v", c.rule, d.Passed))
	}
	return found
}

// checkReasons says that the rule stopped it, and which one came first.
func (c rowCase) checkReasons(d policy.Decision) []string {
	first := c.rule
	if c.first != "" {
		first = c.first
	}
	if !stoppedBy(d, c.rule) || d.Because[0].Rule != first {
		return []string{fmt.Sprintf("stopped by %v, want %s first and %s among them", d.Because, first, c.rule)}
	}
	return nil
}

// sleeps says that a row that is off does nothing: its case goes out, unless it is
// another row's too.
func (c rowCase) sleeps(d policy.Decision) []string {
	if asked(d, c.rule) || c.first == "" && d.Verdict != policy.Send {
		return []string{fmt.Sprintf("it is off and yet %s because %v", d.Verdict, d.Because)}
	}
	return nil
}

func leftAlone(d policy.Decision, rule string) []string {
	if d.Verdict != policy.Send || stoppedBy(d, rule) {
		return []string{fmt.Sprintf("%s because %v, want send", d.Verdict, d.Because)}
	}
	return nil
}

func stoppedBy(d policy.Decision, rule string) bool {
	return slices.ContainsFunc(d.Because, func(b policy.Because) bool { return b.Rule == rule })
}

// asked says that the decision speaks of the rule at all.
func asked(d policy.Decision, rule string) bool {
	return stoppedBy(d, rule) || slices.Contains(d.Passed, rule)
}

// rowLayout is how instants are written; the weekday is checked.
const rowLayout = "Mon 2006-01-02 15:04:05"

func rowTime(t testing.TB, text string, zone *time.Location) time.Time {
	t.Helper()
	at, err := time.ParseInLocation(rowLayout, text, zone)
	if err != nil || at.Format(rowLayout) != text {
		t.Fatalf("%q is no instant of a clock in %s: %v", text, zone, err)
	}
	return at
}

func rowText(at time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	return at.In(zone).Format(rowLayout)
}

func rowZone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := account.LoadZone(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return zone
}

// shippedPacks is the library that is built in.
func shippedPacks(t testing.TB) *packs.Library {
	t.Helper()
	library, err := packs.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return library
}
