package policy

import (
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
)

// judge asks the gates that time alone does not open, in their order.
func (a *asking) judge() {
	if a.set.fault != "" {
		a.fail(Hold, "policy", a.set.fault)
	}
	a.gateIf(a.q.Stopped, Hold, "kill_switch", "all contact is stopped; it goes on when the kill switch is off")
	a.gateIf(a.q.Canceled, Skip, "canceled", "the reminder was canceled")
	a.gateIf(a.q.Paid, Skip, "paid", "nothing is owed on its invoices any more")
	if !a.q.ExpiresAt.IsZero() {
		a.gateIf(expired(a.q, a.q.At), Expire, "expired", "the time until which it was to be sent has passed")
	}
	a.standing()
	a.stops()
	a.gateIf(a.q.Address == "", Skip, "no_address", "there is no "+addressWord(a.q.Channel)+" for this contact")
	if a.replies() {
		a.answer()
	}
	if !a.answering {
		a.consents()
	}
	a.optOuts()
	if !a.replies() {
		a.choices()
	}
}

// replies says that it answers what the person wrote, whether or not they have had
// an answer already: holds that keep reminders back and wishes about channels do
// not stand in its way, because it goes by the channel that they used.
func (a *asking) replies() bool { return a.q.Answering || a.q.OptOutConfirmation }

// written says that a person of ours wrote the answer. The customer asked for it:
// it is not kept back by the caps of the profile, which bound what we begin; hours,
// opt-outs and the caps of packs bound it all the same.
func (a *asking) written() bool { return a.q.Answering && a.q.ConsentCall }

// answer notes whether this is the one answer that a person who wrote may have.
func (a *asking) answer() {
	if a.q.OptOutConfirmation {
		a.pass("answering")
		a.Notes = append(a.Notes, "it confirms an opt-out by the channel that it came by: one such message may go at any hour (47 CFR 64.1200(a)(12))")
		return
	}
	if !a.answering {
		a.Notes = append(a.Notes, "the person who wrote has had an answer already; this contact is decided like any other")
		return
	}
	a.pass("answering")
	a.Notes = append(a.Notes, "it answers the person in the medium in which they just wrote: one answer may go at any hour (12 CFR 1006.6(b)(1) comment 2, 1006.14(h))")
}

// stand is what follows from a cause of a hold, or from a stage.
type stand struct {
	verdict  Verdict
	answered bool // answers go all the same
	text     string
}

var stands = map[string]stand{
	account.HoldDisputed: {Hold, true, "the customer disputes what is owed; reminders wait until that is settled"},
	account.HoldPromise:  {Hold, true, "the customer has promised to pay; reminders wait for the day"},
	account.HoldPlan:     {Hold, true, "a payment plan is kept; reminders wait as long as it is"},
	account.HoldLegal:    {Hold, true, "the matter is with the courts; reminders wait"},
	account.HoldBankrupt: {Hold, false, "the customer is bankrupt; reminders wait for a person's decision"},
	account.HoldDeceased: {Hold, false, "the customer has died; reminders wait for a person's decision"},
	account.HoldAttorney: {Skip, false, "a lawyer stands for the customer; nobody else is written to or rung"},
	account.HoldCease:    {Skip, false, "the customer has asked in writing for an end of contact"},

	account.HoldClaimsPaid: {Hold, true, "the customer says that it is paid; reminders wait while the payment is looked for"},
	account.HoldHardship:   {Hold, true, "the customer cannot pay as things are; reminders wait until a way is found"},
	account.HoldPlanAsked:  {Hold, true, "the customer asks for a payment plan; reminders wait until it is answered"},
	account.HoldAway:       {Hold, true, "nobody is there to read it; reminders wait for their return"},
	account.HoldReply:      {Hold, true, "a reply of the customer waits for a person to read it; reminders wait"},
}

// standing is about the account: the cause of a hold, and a stage that acts as one.
func (a *asking) standing() {
	stage := ""
	switch a.facts.stage {
	case account.StageDispute, account.StagePlan, account.StageLegal:
		stage = string(a.facts.stage)
	}
	held := a.q.Hold != "" && a.holdNow(stage)
	if stage != "" && stage != a.q.Hold {
		held = a.hold(stage) || held
	}
	if !held {
		a.pass("held")
	}
}

// holdNow is the hold of the question. One that ends by itself is a gate that opens
// then, unless the stage holds for the same cause without an end; one that has
// ended is none.
func (a *asking) holdNow(stage string) bool {
	cause := a.q.Hold
	switch {
	case a.q.HoldUntil.IsZero(), stage == cause:
		return a.hold(cause)
	case !a.q.At.Before(a.q.HoldUntil), a.passes(cause):
		return false
	case stands[cause].verdict == Skip:
		return a.hold(cause)
	}
	a.addGate(gate{id: holdRule(cause), kind: fromTime, from: firstDay, until: lastDay, first: len(a.thresholds)})
	a.thresholds = append(a.thresholds, int64(a.q.HoldUntil.Sub(a.q.At)))
	return true
}

// passes says that the cause does not stand in the way of an answer, which is one.
func (a *asking) passes(cause string) bool { return a.replies() && stands[cause].answered }

// hold is a cause without an end; false when it does not stand in the way.
func (a *asking) hold(cause string) bool {
	if a.passes(cause) {
		return false
	}
	verdict := Hold
	if s, known := stands[cause]; known {
		verdict = s.verdict
	}
	a.fail(verdict, holdRule(cause), holdText(cause))
	return true
}

// holdRule is the id of the gate that a cause makes.
func holdRule(cause string) string {
	if _, known := stands[cause]; known {
		return cause
	}
	return "held"
}

func holdText(cause string) string {
	if s, known := stands[cause]; known {
		return s.text
	}
	return "reminders wait until this is settled: " + causeWords(cause)
}

// longestCause keeps sentences that people wrote, which may name somebody, out of
// the record; causes of ours are a word or two.
const longestCause = 40

func causeWords(held string) string {
	plain := func(r rune) bool { return r != ' ' && r != '_' && r != '-' && (r < 'a' || r > 'z') }
	if len(held) > longestCause || strings.ContainsFunc(held, plain) {
		return "an open question"
	}
	return strings.ReplaceAll(held, "_", " ")
}

// stops are rows of packs that allow no contact at all.
func (a *asking) stops() {
	for _, r := range a.set.stops {
		a.bar(r, r.row.Stop)
	}
}

// consents are rows of packs that allow contact with a consent alone.
func (a *asking) consents() {
	if a.q.ConsentCall || a.consented() {
		for _, r := range a.set.consents {
			if a.covers(r) {
				a.pass(r.id)
			}
		}
		return
	}
	for _, r := range a.set.consents {
		a.bar(r, "no consent to "+channelWord(a.q.Channel)+" is on record for this contact, and the rule asks for one")
	}
}

// bar fails when the rule is in force today. One that comes into force later is a
// gate that closes then.
func (a *asking) bar(r *rule, text string) {
	switch {
	case a.covers(r):
		a.failed(Skip, Because{Rule: r.id, Text: text, Citation: r.row.Citation})
	case r.dated() && a.overdue(r):
		a.addGate(gate{id: r.id, rule: r, kind: barred, from: r.from, until: r.until})
	}
}

func (a *asking) consented() bool {
	for i := range a.q.Consents {
		c := &a.q.Consents[i]
		if c.Channel == a.q.Channel && c.InForce(a.q.At) && (c.Address == "" || c.Address == a.q.Address) {
			return true
		}
	}
	return false
}

// optOuts is about what the customer does not want any more, and about addresses
// that are theirs no more. An answer passes what was said about an address or a
// channel; nothing goes to an address that is dead or somebody else's.
func (a *asking) optOuts() {
	for i := range a.q.OptOuts {
		o := &a.q.OptOuts[i]
		if !o.Reaches(a.q.At, a.q.Channel, a.q.Address, a.q.ContactID) {
			continue
		}
		whole := o.Channel == "" && o.Scope != account.ScopeAddress && o.Scope != ""
		switch {
		case o.Stopped():
			a.fail(Skip, "opt_out", stoppedText(o.Source))
		case whole:
			a.fail(Skip, "opt_out", "the customer does not want to be contacted any more")
		case a.answering:
			continue
		default:
			a.fail(Skip, "opt_out", "the customer does not want "+channelWord(a.q.Channel)+" at this address any more")
		}
		return
	}
	a.pass("opt_out")
}

func stoppedText(source string) string {
	if source == account.SourceWrongPerson {
		return "this address belongs to somebody else"
	}
	return "this address does not exist any more"
}

// choices are the channels that the contact has excluded, or chosen for a purpose.
func (a *asking) choices() {
	w := &a.q.Preferences
	if len(w.Excluded) > 0 {
		a.gateIf(slices.Contains(w.Excluded, a.q.Channel), Skip, "excluded", "the contact does not wish "+channelWord(a.q.Channel))
	}
	purpose := a.q.Purpose
	if purpose == "" {
		purpose = account.PurposeReminder
	}
	if by, chosen := w.Purposes[purpose]; chosen {
		a.gateIf(!slices.Contains(by, a.q.Channel), Skip, "purpose", purposeText(purpose, by, a.q.Channel))
	}
}

// Gravity says how far a cause of a hold reaches: 0 where answers go all the same,
// 1 where they wait too, 2 where reminders end.
func Gravity(cause string) int {
	switch s, known := stands[cause]; {
	case known && s.verdict == Skip:
		return 2
	case known && s.answered:
		return 0
	}
	return 1
}
