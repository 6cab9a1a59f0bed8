package replies

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

// The customer of these tests, who lives in London.
const (
	adasMail  = "ada@customer.example"
	adasPhone = "+447700900123"
	accounts  = "accounts@customer.example" // to which we had written once
)

var testSettings = Settings{Locale: "en-GB", Grace: 3, PaidDays: 5, WaitDays: 2, FollowUpAfter: 24 * time.Hour, OwnDomains: []string{"in.acme.example"}}

// thursday is when the replies of these tests come in.
const thursday = "2026-11-26T15:00:00Z"

func at(t testing.TB, text, name string) time.Time {
	t.Helper()
	instant, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	loc, err := account.LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return instant.In(loc)
}

func day(text string) account.Date {
	d, err := account.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func pounds(minor int64) account.Money { return account.Money{Minor: minor, Currency: "GBP"} }

// story is one reply of a test and what is known about it.
type story struct {
	t   Text
	m   mail.Mail
	s   Situation
	set Settings
}

// with changes a story.
type with func(*story)

// bySMS, byMail and byCall begin stories of a reply that surely answers a reminder
// about INV-1042; INV-1043 is open too.
func bySMS(found ...intents.Found) story { return begin(channels.SMS, ByThread, adasPhone, found) }
func byMail(found ...intents.Found) story {
	s := begin(channels.Email, ByToken, adasMail, found)
	s.t.Subject, s.t.MessageID, s.t.References = "Re: Invoice", "m2@customer.example", []string{"m1@acme.example"}
	s.m.Kind = mail.Reply
	return s
}

func byCall(digits string) story {
	s := begin(channels.Voice, ByWay, adasPhone, pressed(digits))
	s.t.Digits = digits
	return s
}

func begin(channel channels.Kind, match Match, address string, found []intents.Found) story {
	return story{
		t: Text{ID: "rep_1", Channel: channel, Kind: mail.Reply, Match: match, AccountID: "acc_1", ContactID: "con_1", AttemptID: "att_1", From: address, Intents: found},
		s: Situation{
			Match:    match,
			Reminder: reminder.Reminder{ID: "rem_1", InvoiceIDs: []string{"inv_2"}},
			Attempt:  reminder.Attempt{ID: "att_1", Channel: channel, Address: address},
			Standing: reminder.Standing{
				Account: account.Account{ID: "acc_1", TimeZone: "Europe/London", Locale: "en-GB"},
				Contact: account.Contact{ID: "con_1", AccountID: "acc_1", Email: adasMail, Phone: adasPhone},
			},
			Invoices: []account.Invoice{
				{ID: "inv_2", Number: "INV-1042", Balance: pounds(12000)},
				{ID: "inv_3", Number: "INV-1043", Balance: pounds(8000)},
			},
		},
		set: testSettings,
	}
}

func (s story) but(changes ...with) story {
	for _, change := range changes {
		change(&s)
	}
	return s
}

func match(m Match) with {
	return func(s *story) {
		s.t.Match, s.s.Match = m, m
		if m == ByNothing {
			s.t.AccountID, s.t.ContactID, s.t.AttemptID = "", "", ""
			s.s = Situation{Suggestions: []Suggestion{{AccountID: "acc_9", Reference: "C-9", Why: "invoice_number"}}}
		}
		if m == BySender {
			s.s.Attempt, s.s.Reminder, s.t.AttemptID = reminder.Attempt{}, reminder.Reminder{}, ""
			s.s.Suggestions = []Suggestion{{AccountID: "acc_1", Reference: "C-1", Why: "sender_address"}}
		}
	}
}

func text(body string) with       { return func(s *story) { s.t.Body = body } }
func subject(line string) with    { return func(s *story) { s.t.Subject = line } }
func from(address string) with    { return func(s *story) { s.t.From = address } }
func wroteTo(address string) with { return func(s *story) { s.s.Attempt.Address = address } }
func forged(s *story)             { s.m.Forged = true }
func robot(s *story)              { s.m.Robot = "list-id" }
func noReminder(s *story)         { s.s.Reminder, s.s.Attempt = reminder.Reminder{}, reminder.Attempt{} }
func nothingOpen(s *story)        { s.s.Invoices = nil }
func noWait(s *story)             { s.set.WaitDays = 0 }
func kind(k mail.Kind) with       { return func(s *story) { s.t.Kind, s.m.Kind = k, k } }
func feedback(word string) with   { return func(s *story) { s.m.Abuse.Feedback = word } }
func only(kinds ...channels.Kind) with {
	return func(s *story) { s.set.Channels = func(bool) []channels.Kind { return kinds } }
}

func optedOut(list ...account.OptOut) with {
	return func(s *story) { s.s.Standing.OptOuts = list }
}

func found(i intents.Intent) intents.Found {
	return intents.Found{Intent: i, Certain: true, Rule: "en.test"}
}
func maybe(i intents.Intent) intents.Found { return intents.Found{Intent: i, Rule: "en.test"} }
func by(rule string, f intents.Found) intents.Found {
	f.Rule = rule
	return f
}

func saidIn(words string, f intents.Found) intents.Found {
	f.Evidence = words
	return f
}

// promised are parts such as "2026-12-04" and "2026-12-04 50.00".
func promised(parts ...string) intents.Found {
	f := found(intents.Promise)
	for _, part := range parts {
		on, sum, _ := strings.Cut(part, " ")
		p := intents.Part{On: day(on)}
		if sum != "" {
			var err error
			if p.Amount, err = account.ParseMoney(sum, "GBP"); err != nil {
				panic(err)
			}
		}
		f.Parts = append(f.Parts, p)
	}
	f.Date, f.Amount = f.Parts[0].On, f.Parts[0].Amount
	return f
}

func back(on string) intents.Found {
	f := found(intents.OutOfOffice)
	if on != "" {
		f.Date = day(on)
	}
	return f
}

// changes are all that effects change, a line each.
func changes(e Effects) []string {
	list := []string{}
	say := func(format string, args ...any) { list = append(list, strings.TrimSpace(fmt.Sprintf(format, args...))) }
	for _, o := range e.OptOuts {
		say("stop %s %s (%s)", o.Channel, o.Address, o.Source)
	}
	for _, o := range e.OptIns {
		say("resume %s %s", o.Channel, o.Address)
	}
	for _, p := range e.Promises {
		say("promise %s %s by %s until %s", strings.Join(p.InvoiceIDs, "+"), decimal(p.Amount), p.PayBy, local(p.GraceUntil))
	}
	for _, d := range e.Disputes {
		say("dispute %s", strings.Join(d.InvoiceIDs, "+"))
	}
	for _, h := range e.Holds {
		say("hold %s%s for %s %s", h.InvoiceID, h.ContactID, h.Cause, local(h.Until))
	}
	for _, r := range e.Receipts {
		say("receipt %s %s %s", r.Attempt, r.Status, r.Code)
	}
	for _, f := range e.FollowUps {
		say("follow %s %s", f.Cause, f.Action)
	}
	if a := e.Answer; a != nil {
		say("answer %s by %s to %s about %s", a.Template, a.Channel, a.Answering.To, strings.Join(a.InvoiceIDs, "+"))
	}
	return list
}

func local(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02T15:04")
}
