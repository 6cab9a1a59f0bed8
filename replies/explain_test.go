package replies

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/bounce"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

// explained is what an explanation says a message would do.
func explained(t *testing.T, text Text, m mail.Mail, found ...intents.Found) Explanation {
	t.Helper()
	now := at(t, thursday, "Europe/London")
	text.At, text.Kind = now, m.Kind
	reader := &script{by: map[string][]intents.Found{text.Body: found}}
	return explain(text, m, Case{Now: now, Locale: "en-GB"}, reader, testSettings)
}

func TestAnSMSIsExplainedInPlainWords(t *testing.T) {
	t.Parallel()
	uncertain := func(i intents.Intent) []intents.Found { return []intents.Found{maybe(i)} }
	for _, tt := range []struct {
		text  string
		found []intents.Found
		want  []string
	}{
		{"STOP", []intents.Found{by("keyword", found(intents.OptOut))}, []string{"stop SMS and calls to this number", "confirm the opt-out once"}},
		{"stop? maybe", uncertain(intents.OptOut), []string{"hold the invoices of the reminder until 2026-11-28", "open a follow-up: opt_out"}},
		{"START", []intents.Found{by("keyword", found(intents.OptIn))}, []string{"end the opt-outs of this number"}},
		{"pay INV-1042 friday", []intents.Found{promised("2026-12-04")}, []string{"record a promise for 2026-12-04", "hold INV-1042 until 2026-12-07", "confirm the promise in writing"}},
		{"pay friday", []intents.Found{promised("2026-12-04 120.00")}, []string{"record a promise for 2026-12-04", "hold the invoices of the reminder until 2026-12-07", "confirm the promise in writing"}},
		{"60 now 60 later for INV-1042 and INV-1043", []intents.Found{promised("2026-12-04 60.00", "2026-12-18 60.00")},
			[]string{"record a promise for 2026-12-04", "record a promise for 2026-12-18", "hold INV-1042, INV-1043 until 2026-12-21", "confirm the promise in writing"}},
		{"soon", uncertain(intents.Promise), []string{"hold the invoices of the reminder until 2026-11-28", "open a follow-up: promise"}},
		{"INV-1042 is wrong", []intents.Found{found(intents.Dispute)},
			[]string{"open a dispute about INV-1042", "hold INV-1042 until the dispute is resolved", "open a follow-up: dispute", "acknowledge the dispute"}},
		{"paid", []intents.Found{found(intents.AlreadyPaid)},
			[]string{"hold the invoices of the reminder until 2026-12-01", "open a follow-up: already_paid", "write that we look for the payment"}},
		{"lost my job", []intents.Found{found(intents.Hardship)},
			[]string{"hold the invoices of the reminder until a person releases them", "open a follow-up: hardship", "write that a person will propose something"}},
		{"in parts?", []intents.Found{found(intents.PlanRequest)},
			[]string{"hold the invoices of the reminder until a person releases them", "open a follow-up: plan_request", "write that a person will propose something"}},
		{"wrong number", []intents.Found{found(intents.WrongPerson)}, []string{"stop SMS and calls to this number: it belongs to somebody else", "open a follow-up: wrong_person"}},
		{"away till monday", []intents.Found{back("2026-12-07")}, []string{"hold all reminders to this contact until 2026-12-07"}},
		{"who is this?", uncertain(intents.Ask), []string{"hold the invoices of the reminder until 2026-11-28", "open a follow-up: question"}},
		{"ok", uncertain(intents.Other), []string{"hold the invoices of the reminder until 2026-11-28", "open a follow-up: other"}},
		{"my lawyer will write", []intents.Found{by("en.legal.lawyer", maybe(intents.Dispute))},
			[]string{"hold all reminders of the account until a person releases them", "open a follow-up: dispute", "hold the invoices of the reminder until 2026-11-28"}},
	} {
		sms, m := open(replyOf(Case{Raw: []byte(tt.text), Channel: channels.SMS}), at(t, thursday, "UTC"), false)
		m.Kind = mail.Reply
		got := explained(t, sms, m, tt.found...)
		if diff := cmp.Diff(append([]string{}, tt.want...), got.Would); diff != "" || got.Kind != mail.Reply || got.Text != tt.text {
			t.Errorf("%s: %s", tt.text, diff)
		}
	}
}

func TestAMailIsExplainedInPlainWords(t *testing.T) {
	t.Parallel()
	report := func(kind mail.Kind, list ...bounce.Recipient) mail.Mail {
		return mail.Mail{Kind: kind, Report: bounce.Report{Failed: kind == mail.Bounce, Recipients: list}}
	}
	gone, full := failed("a@b.example", "5.1.1", bounce.Dead), failed("a@b.example", "5.2.2", bounce.Mailbox)
	for _, tt := range []struct {
		name  string
		m     mail.Mail
		found []intents.Found
		want  []string
	}{
		{"dead", report(mail.Bounce, gone), nil, []string{"record the mail as undelivered", "stop this email address: it does not exist", "open a follow-up: dead_address"}},
		{"full", report(mail.Bounce, full), nil, []string{"record the mail as undelivered"}},
		{"refused", report(mail.Bounce, failed("a@b.example", "5.7.1", bounce.Blocked)), nil, []string{"record the mail as undelivered", "open a follow-up: blocked"}},
		{"delayed", report(mail.DeliveryNotice, bounce.Recipient{Address: "a@b.example", Action: bounce.Delayed}), nil, []string{"record that the mail is delayed"}},
		{"relayed", report(mail.DeliveryNotice, bounce.Recipient{Address: "a@b.example", Action: bounce.Relayed}), nil, []string{"record the mail as sent"}},
		{"spam", mail.Mail{Kind: mail.Complaint, Abuse: mail.Abuse{Feedback: "abuse"}}, nil, []string{"stop this email address", "open a follow-up: complaint"}},
		{"away", mail.Mail{Kind: mail.AutoReply, Robot: "auto-submitted"}, []intents.Found{back("2026-12-07")}, []string{"hold all reminders to this contact until 2026-12-07"}},
		{"unreadable", mail.Mail{Kind: mail.Unknown}, nil, []string{"open a follow-up: unreadable"}},
		{"an invoice in the quote", mail.Mail{Kind: mail.Reply, Whole: "> invoice INV-77 of 2026"}, []intents.Found{found(intents.OptOut), found(intents.Dispute)},
			[]string{"stop this email address", "open a dispute about the invoices of the reminder", "hold the invoices of the reminder until the dispute is resolved", "open a follow-up: dispute", "confirm the opt-out once"}},
		{"an invoice in full in the quote", mail.Mail{Kind: mail.Reply, Whole: "> invoice INV-1077"}, []intents.Found{found(intents.AlreadyPaid)},
			[]string{"hold INV-1077 until 2026-12-01", "open a follow-up: already_paid", "write that we look for the payment"}},
		{"forged", mail.Mail{Kind: mail.Reply, Forged: true}, []intents.Found{promised("2026-12-04")},
			[]string{"hold the invoices of the reminder until 2026-11-28", "open a follow-up: promise"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := explained(t, Text{Channel: channels.Email, Body: "words", From: "ada@customer.example"}, tt.m, tt.found...)
			first, want := strings.Join(got.Would, "; "), strings.Join(tt.want, "; ")
			if first != want {
				t.Errorf("got  %s\nwant %s", first, want)
			}
		})
	}
}

func TestAnExplanationHasTheAgreedForm(t *testing.T) {
	t.Parallel()
	f := promised("2026-12-04 120.00")
	f.Evidence, f.Rule = "pay you on Friday", "en.promise.will-pay"
	sms, m := open(replyOf(Case{Raw: []byte("I'll pay you on Friday\n"), Channel: channels.SMS}), at(t, thursday, "UTC"), false)
	m.Kind = mail.Reply
	m.Report.Recipients = []bounce.Recipient{failed("a@b.example", "5.1.1", bounce.Dead)}
	got, err := json.Marshal(explained(t, sms, m, f))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"kind":"reply","recipients":[{"address":"a@b.example","action":"failed","status":"5.1.1","permanent":true,"cause":"dead"}],` +
		`"text":"I'll pay you on Friday","intents":[{"intent":"promise_to_pay","certain":true,"date":"2026-12-04","amount":"120.00","evidence":"pay you on Friday","rule":"en.promise.will-pay"}],` +
		`"language":"en","would":["record a promise for 2026-12-04","hold the invoices of the reminder until 2026-12-07","confirm the promise in writing"]}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestAnExplanationIsNeverMissing(t *testing.T) {
	t.Parallel()
	now := at(t, thursday, "UTC")
	for _, c := range []Case{{}, {Now: now}, {Raw: []byte("x"), Now: now, Channel: channels.Email}, {Raw: []byte("\xff\x00"), Now: now}} {
		got, err := json.Marshal(Explain(c, &script{}, testSettings))
		if err != nil || strings.Contains(string(got), "null") {
			t.Errorf("%v: %s", err, got)
		}
	}
}

// breaker is a reader that has a fault.
type breaker struct{}

func (breaker) Read(intents.Question) intents.Reading { panic("fault") }

func TestAFaultOfAReaderLeavesTheWordsUnread(t *testing.T) {
	t.Parallel()
	got := Explain(Case{Raw: []byte("hello\xff"), Channel: channels.SMS, Now: at(t, thursday, "UTC")}, breaker{}, testSettings)
	want := Explanation{Kind: mail.Unknown, Recipients: []ExplainedRecipient{}, Text: "hello\uFFFD", Intents: []ExplainedIntent{}, Would: []string{}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAMailIsToldFromATextByItsHeaders(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]bool{
		"From: ada@customer.example\r\nSubject: Re\r\n\r\nhello":     true,
		"Subject: Re: Invoice\n\nhello":                              true,
		"Return-Path: <>\nReceived: from x\n by y\nDate: today\n\n":  true,
		"From ada@customer.example Thu Nov 26\nFrom: ada\nTo: b\n\n": true,
		"X-Custom: 1\nX-Other: 2\nTo: b\n\nhello":                    true,
		"Note: I'll pay on Friday":                                   false,
		"Date: Friday is fine":                                       false,
		"STOP":                                                       false,
		"I paid.\n\nFrom: Ada":                                       false,
		"":                                                           false,
		"\n\nhello":                                                  false,
		"to: be or not\nto be":                                       false,
	} {
		if got := hasHeaders([]byte(raw)); got != want {
			t.Errorf("%q: got %v", raw, got)
		}
	}
}

func FuzzExplain(f *testing.F) {
	reader, err := intents.Embedded()
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte("I will pay INV-1042 on Friday"), "sms", "en-GB")
	f.Add([]byte("From: ada@customer.example\nSubject: Re: INV-1042\n\nSTOP\n> https://pay.acme.example/u/abc"), "", "de")
	f.Add([]byte("Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nfailed\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n--b--\n"), "email", "")
	f.Fuzz(func(t *testing.T, raw []byte, channel, locale string) {
		if channel != "sms" && channel != "email" {
			channel = ""
		}
		got, err := json.Marshal(Explain(Case{Raw: raw, Channel: channels.Kind(channel), Locale: locale, Now: at(t, thursday, "Europe/London")}, reader, testSettings))
		if err != nil || !json.Valid(got) || strings.Contains(string(got), `:null`) && !strings.Contains(string(raw), "null") {
			t.Errorf("%v: %s", err, got)
		}
	})
}
