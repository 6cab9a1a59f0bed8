package replies

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/mail"
)

// Case is a message that is to be explained without any account.
type Case struct {
	Raw     []byte
	Channel channels.Kind // email or sms; empty: email when it has headers
	Locale  string
	Now     time.Time // with the customer's zone as its location
}

// Explanation is what a message would mean and do.
type Explanation struct {
	Kind       mail.Kind            `json:"kind"`
	Recipients []ExplainedRecipient `json:"recipients"`
	Text       string               `json:"text"`
	Intents    []ExplainedIntent    `json:"intents"`
	Language   string               `json:"language"`
	Would      []string             `json:"would"`
}

// ExplainedRecipient is what a report says about an address.
type ExplainedRecipient struct {
	Address   string `json:"address"`
	Action    string `json:"action"`
	Status    string `json:"status"`
	Permanent bool   `json:"permanent"`
	Cause     string `json:"cause,omitempty"`
}

// ExplainedIntent is one intent.
type ExplainedIntent struct {
	Intent   string `json:"intent"`
	Certain  bool   `json:"certain"`
	Date     string `json:"date,omitempty"`
	Amount   string `json:"amount,omitempty"`
	Evidence string `json:"evidence,omitempty"`
	Rule     string `json:"rule,omitempty"`
}

// Explain reads a message as the desk does, with no network and no database, as if
// it had surely come from a customer who answers a reminder. It answers for every
// message, however broken.
func Explain(c Case, reader Reader, s Settings) (e Explanation) {
	defer func() {
		if recover() != nil {
			e = unexplained(c)
		}
	}()
	t, m := open(replyOf(c), c.Now, false)
	return explain(t, m, c, reader, s)
}

func unexplained(c Case) Explanation {
	return Explanation{Kind: mail.Unknown, Recipients: []ExplainedRecipient{}, Text: clean(string(c.Raw)), Intents: []ExplainedIntent{}, Would: []string{}}
}

func explain(t Text, m mail.Mail, c Case, reader Reader, set Settings) Explanation {
	t.ID = "rep"
	s := assumed(t, m)
	t = place(t, s)
	q := question(t, m, s, set)
	q.Locale, q.Now = c.Locale, said(t, m).In(c.Now.Location())
	t = read(t, m, q, reader)
	e := effects(t, m, s, set, c.Now)
	return Explanation{
		Kind: t.Kind, Recipients: explainedRecipients(m), Text: ownWords(t), Intents: explainedIntents(t), Language: t.Language,
		Would: append([]string{}, e.Would...),
	}
}

func replyOf(c Case) channels.Reply {
	channel := c.Channel
	if channel == "" {
		channel = channels.SMS
		if hasHeaders(c.Raw) {
			channel = channels.Email
		}
	}
	if channel == channels.Email {
		return channels.Reply{Channel: channel, Raw: string(c.Raw)}
	}
	return channels.Reply{Channel: channel, From: assumedPhone, Text: strings.TrimRight(string(c.Raw), "\r\n")}
}

// hasHeaders says that the bytes begin like a mail: with fields of which at least
// one is known, and more than one or a blank line behind it.
func hasHeaders(raw []byte) bool {
	fields, known := 0, 0
	rest := raw[:min(len(raw), 64<<10)]
	for len(rest) > 0 {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		rest = after
		line = bytes.TrimRight(line, "\r")
		name, _, field := bytes.Cut(line, []byte(":"))
		switch {
		case len(line) == 0:
			return known > 0
		case line[0] == ' ' || line[0] == '\t' || fields == 0 && bytes.HasPrefix(line, []byte("From ")):
		case !field || bytes.ContainsAny(name, " \t"):
			return known > 1
		default:
			fields++
			if mailFields[strings.ToLower(string(name))] {
				known++
			}
		}
	}
	return known > 1
}

var mailFields = setOf("from to cc subject date received message-id return-path delivered-to mime-version content-type " +
	"content-transfer-encoding dkim-signature in-reply-to references reply-to sender auto-submitted x-original-to authentication-results arc-seal")

// The customer of an explanation.
const (
	assumedPhone = "+447700900123"
	assumedMail  = "customer@customer.example"
)

// assumed is a customer with the invoices that the message names. The mail of ours
// that a report is about went to the address that it names.
func assumed(t Text, m mail.Mail) Situation {
	address := assumedPhone
	if t.Channel == channels.Email {
		address = assumedMail
		if len(m.Report.Recipients) > 0 {
			address = m.Report.Recipients[0].Address
		}
	}
	s := Situation{
		Match:    ByToken,
		Invoices: numbered(t, m),
		Standing: reminder.Standing{
			Account: account.Account{ID: "acc"},
			Contact: account.Contact{ID: "con", AccountID: "acc", Email: assumedMail, Phone: assumedPhone},
			OptOuts: []account.OptOut{{Scope: account.ScopeAddress, Channel: channels.SMS, Address: assumedPhone, Source: "reply"}}, // for START to end
		},
		Attempt: reminder.Attempt{ID: "att", AccountID: "acc", Channel: t.Channel, Address: address},
	}
	s.Reminder.InvoiceIDs = ids(s.Invoices)
	return s
}

// numbered are the invoices that the message names: in the person's words, else in
// the subject, else in what is quoted.
func numbered(t Text, m mail.Mail) []account.Invoice {
	for _, text := range []string{t.Body, t.Subject, m.Whole} {
		var list []account.Invoice
		for _, number := range invoiceNumbers(text) {
			list = append(list, account.Invoice{ID: "inv_" + number, Number: number})
		}
		if len(list) > 0 {
			return list
		}
	}
	return []account.Invoice{{ID: "inv", Number: "the invoices of the reminder"}}
}

func explainedRecipients(m mail.Mail) []ExplainedRecipient {
	list := []ExplainedRecipient{}
	for _, r := range m.Report.Recipients {
		list = append(list, ExplainedRecipient{
			Address: clean(r.Address), Action: string(r.Action), Status: r.Status, Permanent: r.Permanent, Cause: string(r.Cause),
		})
	}
	return list
}

func explainedIntents(t Text) []ExplainedIntent {
	list := []ExplainedIntent{}
	for _, f := range t.Intents {
		list = append(list, ExplainedIntent{
			Intent: string(f.Intent), Certain: f.Certain, Date: f.Date.String(), Amount: decimal(f.Amount), Evidence: clean(f.Evidence), Rule: f.Rule,
		})
	}
	return list
}

// ownWords are what a person or their machine wrote; a report has none.
func ownWords(t Text) string {
	switch t.Kind {
	case mail.Bounce, mail.Complaint, mail.DeliveryNotice:
		return ""
	}
	return t.Body
}

// decimal writes an amount, with two digits where its currency is not known; empty
// when there is none.
func decimal(m account.Money) string {
	switch {
	case m.Minor == 0:
		return ""
	case m.Currency == "":
		return fmt.Sprintf("%d.%02d", m.Minor/100, m.Minor%100)
	}
	return m.Decimal()
}
