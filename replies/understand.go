package replies

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

// understand has the words read, unless the provider or the keypad has said what
// they mean, and asks the model about what the rules leave uncertain.
func (d *Desk) understand(ctx context.Context, t Text, m mail.Mail, s Situation) Text {
	q := question(t, m, s, d.Settings)
	t = read(t, m, q, d.Reader)
	if d.Model != nil && wanting(t) {
		t.Intents = suggested(t.Intents, d.Model.Suggest(ctx, q))
	}
	return t
}

// read has the words read by rules.
func read(t Text, m mail.Mail, q intents.Question, reader Reader) Text {
	if len(t.Intents) > 0 || t.Channel == channels.Voice || !spoke(t.Kind) && t.Kind != mail.AutoReply {
		return t
	}
	reading := reader.Read(q)
	t.Language, t.Rules = reading.Language, reading.Version
	for _, f := range led(reading.Found, t) {
		t.Intents = append(t.Intents, doubted(f, t, m, q.Now.Location()))
	}
	return t
}

// furthest is how many days ahead a promise may be that nobody asks about.
const furthest = 90

// doubted takes its certainty from an intent that may not be acted upon without a
// person: a promise without a day that is to come soon, and what somebody wrote
// who is not whom the mail says. Who wishes no mail may be anybody.
func doubted(f intents.Found, t Text, m mail.Mail, where *time.Location) intents.Found {
	harmless := f.Intent == intents.OptOut || f.Intent == intents.WrongPerson
	switch {
	case f.Intent == intents.Promise && !dated(f.Parts, account.DateOf(t.At.In(where))),
		t.Channel == channels.Email && m.Forged && !harmless:
		f.Certain = false
	}
	return f
}

// dated says that every part has a day from today on, within the time that needs
// no question.
func dated(parts []intents.Part, today account.Date) bool {
	for _, p := range parts {
		if ahead := p.On.Sub(today); p.On == (account.Date{}) || ahead < 0 || ahead > furthest {
			return false
		}
	}
	return len(parts) > 0
}

// question is what the rules are asked.
func question(t Text, m mail.Mail, s Situation, set Settings) intents.Question {
	return intents.Question{
		Text: t.Body, Subject: t.Subject, Channel: t.Channel, Locale: locale(s, set), Now: said(t, m).In(zone(s)),
		Currency: currency(s.Invoices), Auto: t.Kind == mail.AutoReply,
	}
}

// longestWay is how long ago a mail may have been written to be read by its own
// date; older dates are more likely wrong than true.
const longestWay = 3 * 24 * time.Hour

// said is when the words were written: "tomorrow" counts from there.
func said(t Text, m mail.Mail) time.Time {
	if !m.Date.After(t.At) && t.At.Sub(m.Date) <= longestWay {
		return m.Date
	}
	return t.At
}

// locale is the customer's, as far as it is known.
func locale(s Situation, set Settings) string {
	return cmp.Or(s.Standing.Preferences.Language, s.Standing.Account.Locale, set.Locale)
}

// currency is the one of all the invoices; empty when they have several or none.
func currency(list []account.Invoice) (code string) {
	for _, i := range list {
		if code != "" && i.Balance.Currency != code {
			return ""
		}
		code = i.Balance.Currency
	}
	return code
}

// wanting says that the rules have found nothing certain in a person's words.
func wanting(t Text) bool {
	certain := slices.ContainsFunc(t.Intents, func(f intents.Found) bool { return f.Certain || f.Rule == ruleProvider })
	return spoke(t.Kind) && t.Channel != channels.Voice && !certain && strings.TrimSpace(t.Subject+t.Body) != ""
}

// suggested adds what the model has found: never certain, and never that reminders
// are wanted again.
func suggested(found, more []intents.Found) []intents.Found {
	has := func(i intents.Intent) bool {
		return slices.ContainsFunc(found, func(f intents.Found) bool { return f.Intent == i })
	}
	for _, f := range more {
		if f.Intent == intents.OptIn || f.Intent == intents.Other || has(f.Intent) || rank(f.Intent) < 0 {
			continue
		}
		f.Certain, f.Rule = false, ruleModel
		found = append(slices.Clip(found), f)
	}
	if len(found) > 1 {
		found = slices.DeleteFunc(slices.Clone(found), func(f intents.Found) bool { return f.Intent == intents.Other })
	}
	return sorted(found)
}

// sorted puts what protects the customer first.
func sorted(found []intents.Found) []intents.Found {
	slices.SortStableFunc(found, func(a, b intents.Found) int { return rank(a.Intent) - rank(b.Intent) })
	return found
}

func rank(i intents.Intent) int { return slices.Index(intents.Intents(), i) }
