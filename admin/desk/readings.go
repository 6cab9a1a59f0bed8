package desk

import (
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/replies/intents"
)

// reading is one thing that a reply may mean, with what shows it.
type reading struct {
	N        int
	Name     string
	Certain  bool
	Told     []string // days and amounts
	Evidence string   // words that are in none of the texts shown
	Because  string
	Rule     string
	Then     string
}

// read is a reply as it is shown: with the words marked that were found in it.
type read struct {
	Subject, Body []piece
	Readings      []reading
}

// readingsOf marks evidence in the text, else in the subject.
func readingsOf(subject, body string, found []intents.Found) read {
	words := make([]string, len(found))
	for i, f := range found {
		words[i] = f.Evidence
	}
	out := read{}
	var inBody, inSubject []bool
	out.Body, inBody = mark(body, words)
	for i := range words {
		if inBody[i] {
			words[i] = ""
		}
	}
	out.Subject, inSubject = mark(subject, words)
	for i, f := range found {
		m := meaningOf(f.Intent)
		r := reading{N: i + 1, Name: m.Name, Certain: f.Certain, Told: told(f), Because: ruleOf(f.Rule), Rule: f.Rule, Then: m.Then}
		if !inBody[i] && !inSubject[i] {
			r.Evidence = f.Evidence
		}
		out.Readings = append(out.Readings, r)
	}
	return out
}

// told are the days and amounts that an intent names.
func told(f intents.Found) (list []string) {
	parts := f.Parts
	if len(parts) == 0 && (f.Date != (account.Date{}) || f.Amount.Minor > 0) {
		parts = []intents.Part{{On: f.Date, Amount: f.Amount}}
	}
	for i, p := range parts {
		list = append(list, partOf(f.Intent, p, i > 0))
	}
	return list
}

func partOf(i intents.Intent, p intents.Part, later bool) string {
	amount, day := "", dayOf(p.On)
	if p.Amount.Minor > 0 {
		amount = frame.Money(p.Amount)
	}
	switch {
	case i == intents.OutOfOffice && day != "":
		return "back on " + day
	case amount != "" && day != "":
		return amount + " by " + day
	case amount != "":
		return amount
	case i == intents.Promise && later:
		return "the rest by " + day
	case i == intents.Promise:
		return "all that is open, by " + day
	}
	return day
}

// dayOf writes a date as people read it; empty when there is none.
func dayOf(d account.Date) string { return dateOf(d, "Mon 2 January 2006") }

// shortDay writes a date in few letters, for a column.
func shortDay(d account.Date) string { return dateOf(d, "2 Jan 2006") }

func dateOf(d account.Date, layout string) string {
	if d == (account.Date{}) {
		return ""
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format(layout)
}

// unsure says that something is left to be confirmed that follows from it.
func unsure(found []intents.Found) bool {
	for _, f := range found {
		if !f.Certain && f.Intent != intents.Ask && f.Intent != intents.Other && f.Intent != intents.OptIn {
			return true
		}
	}
	return false
}

// undated is a promise whose day is not told: nobody can record it.
func undated(found []intents.Found) bool {
	for _, f := range found {
		if f.Intent == intents.Promise && f.Date == (account.Date{}) && len(f.Parts) == 0 {
			return true
		}
	}
	return false
}
