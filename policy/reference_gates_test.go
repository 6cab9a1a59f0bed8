package policy_test

import (
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
)

// lasting lists the gates before the preferences' pause that do not let the
// question pass. Waiting does not help.
func (r *reference) lasting() []finding {
	found := append(r.states(), r.stops(r.q.At)...)
	if r.q.Address == "" {
		found = append(found, finding{"no_address", policy.Skip})
	}
	found = append(found, r.dissents(r.q.At)...)
	if slices.ContainsFunc(r.q.OptOuts, r.optedOut) {
		found = append(found, finding{"opt_out", policy.Skip})
	}
	return append(found, r.unwanted()...)
}

// stops are the rows that allow no contact at the instant.
func (r *reference) stops(t time.Time) (found []finding) {
	for _, row := range r.rows {
		if row.Stop != "" && r.inForceAnywhere(row, t) {
			found = append(found, finding{row.rule, policy.Skip})
		}
	}
	return found
}

// dissents are the rows that miss a consent at the instant.
func (r *reference) dissents(t time.Time) (found []finding) {
	for _, row := range r.rows {
		if row.Consent && r.inForceAnywhere(row, t) && !r.consented(t) {
			found = append(found, finding{row.rule, policy.Skip})
		}
	}
	return found
}

// states are the switch, the reminder's own state and the account's.
func (r *reference) states() []finding {
	var found []finding
	fail := func(failed bool, rule string, verdict policy.Verdict) {
		if failed {
			found = append(found, finding{rule, verdict})
		}
	}
	q := r.q
	fail(q.Stopped, "kill_switch", policy.Hold)
	fail(q.Canceled, "canceled", policy.Skip)
	fail(q.Paid, "paid", policy.Skip)
	fail(!q.ExpiresAt.IsZero() && !q.At.Before(q.ExpiresAt), "expired", policy.Expire)
	causes := []string{q.Hold, string(q.Stage)}
	if verdict, _ := r.cause(q.Hold); r.holdEnds() && (verdict == policy.Hold || !q.At.Before(q.HoldUntil)) {
		causes = causes[1:]
	}
	for _, cause := range slices.Compact(causes) {
		verdict, rule := r.cause(cause)
		fail(verdict != policy.Send && (rule != "held" || cause == q.Hold), rule, verdict)
	}
	return found
}

// holdEnds says that the hold has a time at which it ends, and that nothing else
// holds for the same cause.
func (r *reference) holdEnds() bool {
	return r.q.Hold != "" && !r.q.HoldUntil.IsZero() && r.q.Hold != string(r.q.Stage)
}

// holdWaits is the rule of a hold that will have ended some time after the instant;
// empty when there is none.
func (r *reference) holdWaits(t time.Time) string {
	verdict, rule := r.cause(r.q.Hold)
	if !r.holdEnds() || verdict != policy.Hold || !t.Before(r.q.HoldUntil) {
		return ""
	}
	return rule
}

// cause is what follows from the cause of a hold, or from a stage that is one.
func (r *reference) cause(cause string) (policy.Verdict, string) {
	switch cause {
	case "":
		return policy.Send, ""
	case account.HoldDisputed, account.HoldPromise, account.HoldPlan, account.HoldLegal,
		"already_paid", "hardship", "plan_request", "away", "reply":
		if r.replies() {
			return policy.Send, ""
		}
		return policy.Hold, cause
	case account.HoldBankrupt, account.HoldDeceased:
		return policy.Hold, cause
	case account.HoldAttorney, account.HoldCease:
		return policy.Skip, cause
	}
	return policy.Hold, "held"
}

// replies says that it is an answer, be it the first or a later one.
func (r *reference) replies() bool { return r.q.Answering || r.q.OptOutConfirmation }

func (r *reference) consented(t time.Time) bool {
	return r.answering || r.q.ConsentCall || slices.ContainsFunc(r.q.Consents, func(c account.Consent) bool {
		stands := !c.At.After(t) && (c.EndedAt.IsZero() || c.EndedAt.After(t))
		return stands && c.Channel == r.q.Channel && (c.Address == "" || c.Address == r.q.Address)
	})
}

// optedOut says that the opt-out is about this address, person or account; one
// answer may be given by the medium in which they have just written, unless they
// want no contact at all, or the address is dead or another's.
func (r *reference) optedOut(o account.OptOut) bool {
	if !o.EndedAt.IsZero() && !o.EndedAt.After(r.q.At) || o.Channel != "" && o.Channel != r.q.Channel {
		return false
	}
	byMedium, gone := o.Channel != "", o.Source == "bounce" || o.Source == "wrong person"
	if gone {
		byMedium = false
	}
	switch o.Scope {
	case account.ScopeContact:
		return (o.ContactID == "" || o.ContactID == r.q.ContactID) && !(r.answering && byMedium)
	case account.ScopeAccount:
		return !(r.answering && byMedium)
	}
	return o.Address == r.q.Address && (gone || !r.answering)
}

// unwanted are the preferences that waiting does not meet; who writes by a channel
// may be answered by it.
func (r *reference) unwanted() []finding {
	var found []finding
	if r.replies() {
		return nil
	}
	if slices.Contains(r.q.Preferences.Excluded, r.q.Channel) {
		found = append(found, finding{"excluded", policy.Skip})
	}
	if by, chosen := r.q.Preferences.Purposes[r.q.Purpose]; chosen && !slices.Contains(by, r.q.Channel) {
		found = append(found, finding{"purpose", policy.Skip})
	}
	return found
}

// inForceAnywhere says that the row is in force on the local day of one of the
// zones; of Greenwich, where nothing is known of the place.
func (r *reference) inForceAnywhere(row referenceRow, t time.Time) bool {
	if row.From == (account.Date{}) && row.Until == (account.Date{}) {
		return true
	}
	if !r.placed {
		return inForce(row, t.UTC())
	}
	return slices.ContainsFunc(r.locs, func(loc *time.Location) bool { return inForce(row, t.In(loc)) })
}

// inForce says that the row is in force on the day that the clock shows.
func inForce(row referenceRow, local time.Time) bool {
	day := localDay(local)
	return (row.From == (account.Date{}) || day >= dateDay(row.From)) &&
		(row.Until == (account.Date{}) || day < dateDay(row.Until))
}

// localDay counts the days since 1970-01-01 to the date that the clock shows.
func localDay(local time.Time) int { return dateDay(account.DateOf(local)) }

func dateDay(d account.Date) int {
	return int(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}
