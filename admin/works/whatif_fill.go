package works

import (
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
)

// questionOf fills the form from a contact, without names and addresses. Where no zone
// was told, the rules say where the contact may be.
func (p *pages) questionOf(s reminder.Standing, now time.Time) question {
	zones := p.Policy.Decide(s.Question(now, channels.Email)).Zones
	clock := time.UTC
	if loaded, err := account.LoadZone(zoneOf("", zones)); err == nil {
		clock = loaded
	}
	q := question{
		Region: s.Account.Region, Kind: string(s.Account.Kind), Role: string(p.Rules().Role), Zones: strings.Join(zones, ", "),
		Channel: "email", Purpose: "reminder", Stage: "overdue", Content: "reminder", Days: "7",
		Date: now.In(clock).Format(time.DateOnly), Time: now.In(clock).Format("15:04"),
		Wishes: s.Preferences.Wishes, Window: s.Window, Language: s.Preferences.Language, Hold: holdOf(s, now),
		Past: pastOf(s.History, clock),
	}
	for _, kind := range channels.Kinds() {
		if slices.Contains(s.Preferences.Excluded, kind) {
			q.Excluded = append(q.Excluded, string(kind))
		}
		if optedOut(s, kind, now) {
			q.OptOuts = append(q.OptOuts, string(kind))
		}
		if slices.ContainsFunc(s.Consents, func(c account.Consent) bool { return c.Channel == kind && c.InForce(now) }) {
			q.Consents = append(q.Consents, string(kind))
		}
	}
	return q
}

// holdOf is the cause that keeps reminders back, where the form knows it.
func holdOf(s reminder.Standing, now time.Time) string {
	cause := s.Question(now, channels.Email).Hold
	if slices.ContainsFunc(choices.Holds, func(o option) bool { return o.Value == cause }) {
		return cause
	}
	return ""
}

func optedOut(s reminder.Standing, kind channels.Kind, now time.Time) bool {
	address, _ := s.Contact.Address(kind)
	return slices.ContainsFunc(s.OptOuts, func(o account.OptOut) bool {
		return o.Reaches(now, kind, address.Value, s.Contact.ID)
	})
}

// pastOf are the latest lines of a history.
func pastOf(history []account.Entry, clock *time.Location) (lines []pastLine) {
	latest := slices.SortedStableFunc(slices.Values(history), func(a, b account.Entry) int { return b.At.Compare(a.At) })
	for _, e := range latest[:min(len(latest), mostLines)] {
		way := "out"
		if e.Inbound {
			way = "in"
		}
		at := e.At.In(clock)
		lines = append(lines, pastLine{at.Format(time.DateOnly), at.Format("15:04"), string(e.Channel), way, string(e.Outcome)})
	}
	return lines
}
