package main

import (
	"fmt"
	"net/smtp"
	"slices"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/channels/email/emailtest"
	"github.com/goodterms/goodterms/config"
	"github.com/goodterms/goodterms/config/secret"
)

// writes lets a customer answer a mail of the sandbox.
func (h *house) writes(message, body string) {
	h.t.Helper()
	h.reply(`{"channel":"email","message":"` + message + `","body":"` + body + `","quote":true}`)
}

// delivers hands a raw mail to the listener for inbound mail.
func (h *house) delivers(from, to string, lines ...string) {
	h.t.Helper()
	text := strings.Join(append([]string{"To: <" + to + ">"}, lines...), "\r\n") + "\r\n"
	if err := smtp.SendMail(h.app.mailbox.Addr().String(), nil, from, []string{to}, []byte(text)); err != nil {
		h.t.Fatal(err)
	}
}

func TestAPromiseByMailIsConfirmedInTheSameThread(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.becomes(h.enqueue(request(by("email"))), "sent")
	mail := h.arrives(mailAddress)
	h.writes(mail.ID, `Hello,\n\nwe will pay the invoice on Friday.\n\nBest regards\nAlex`)
	confirmed := h.nth(mailAddress, 2)
	if !strings.Contains(confirmed.Body, "March 12") || !strings.HasPrefix(confirmed.Subject, "Re: ") {
		t.Errorf("%s\n%s", confirmed.Subject, confirmed.Body)
	}
	if got := confirmed.Header("Auto-Submitted"); got != "auto-replied" {
		t.Errorf("Auto-Submitted: %q", got)
	}
	if got := confirmed.Header("In-Reply-To"); !strings.Contains(got, "@corner-bakery.example") {
		t.Errorf("In-Reply-To: %q", got)
	}
	if confirmed.EnvelopeFrom != "" {
		t.Errorf("envelope from %q: an automatic answer must not be answered by a machine", confirmed.EnvelopeFrom)
	}
	if !slices.Contains(h.kinds("C-1"), "promise.made") {
		t.Error("the promise is not on the timeline")
	}
}

func TestAnOutOfOfficeLoopEndsAfterOne(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.becomes(h.enqueue(request(by("email"))), "sent")
	first := h.arrives(mailAddress)
	away := []string{"From: Alex <" + mailAddress + ">", "Subject: Automatic reply: your reminder", "Auto-Submitted: auto-replied",
		"Message-ID: <away-%d@corner-bakery.example>", "Date: Wed, 10 Mar 2027 16:05:00 +0000", "", "I am out of the office until 16 March and will be back on 17 March 2027.", "Alex"}
	for i := range 2 {
		lines := slices.Clone(away)
		lines[3] = fmt.Sprintf(lines[3], i)
		h.delivers("", first.ReplyTo, lines...)
	}
	next := h.enqueue(request(by("email")))
	h.until("it waits for the day of return", func() bool {
		return h.call("GET", "/v1/reminders/"+next, "").Body["reason"] == "away"
	}, func() string { return fmt.Sprint(h.call("GET", "/v1/reminders/"+next, "").Body) })
	if n := len(h.to(mailAddress)); n != 1 {
		t.Errorf("%d mails: a machine was answered", n)
	}
	if jobs := h.followUps(); len(jobs) != 0 {
		t.Errorf("follow-ups: %v", jobs)
	}
	h.at("2027-03-17 10:00 America/New_York")
	h.becomes(next, "sent")
}

func TestAMailFromTheSenderAloneIsShownAndNeverActedUpon(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, map[string]any{"config": func(c *config.Config) { c.Mail.Addresses = []string{"billing@meadow-finch.example"} }})
	h.becomes(h.enqueue(request(by("sms"))), "sent")
	h.delivers(mailAddress, "billing@meadow-finch.example", "From: Alex <"+mailAddress+">", "Subject: Invoice", "Message-ID: <1@corner-bakery.example>", "",
		"Unsubscribe me, and I dispute invoice INV-7.")
	jobs := h.followUps()
	if len(jobs) != 1 || jobs[0]["cause"] != "unmatched" {
		t.Fatalf("follow-ups: %v", jobs)
	}
	h.becomes(h.enqueue(request(by("email"))), "sent")
}

// throughPostfix lets the house send by a real mail server, which brings replies
// and reports back by LMTP.
func throughPostfix(t *testing.T, known ...string) *house {
	t.Helper()
	gateway := freeAddress(t)
	post := emailtest.StartPostfix(t, emailtest.PostfixConfig{
		Gateway: gateway, Domains: []string{"reply.meadow-finch.example"}, Customer: "corner-bakery.example", Known: known,
	})
	return open(t, weekday, map[string]any{"config": func(c *config.Config) {
		c.SMTP.URL = secret.New("smtp://" + post.Addr)
		c.Mail.Listen = "lmtp://" + gateway
	}})
}

func TestMailToAnUnknownUserStopsThatAddress(t *testing.T) {
	t.Parallel()
	h := throughPostfix(t, "somebody-else")
	h.becomes(h.enqueue(request(by("email"))), "sent")
	h.until("the report has come back", func() bool { return slices.Contains(h.kinds("C-1"), "address.stopped") }, h.logs.String)
	next := h.becomes(h.enqueue(request(by("email", "sms"))), "sent")
	if next["channel"] != "sms" {
		t.Errorf("after the bounce it went by %v", next["channel"])
	}
	if jobs := h.followUps(); len(jobs) != 1 || jobs[0]["cause"] != "dead_address" {
		t.Errorf("follow-ups: %v", jobs)
	}
	if slices.Contains(h.kinds("C-1"), "opt_out.recorded") {
		t.Error("the bounce counts as an opt-out of the customer")
	}
}

func TestAReplyThroughAnOrdinaryMailboxIsHeardWhenItArrives(t *testing.T) {
	t.Parallel()
	store := emailtest.StartDovecot(t)
	h := open(t, weekday, map[string]any{"config": func(c *config.Config) {
		c.Mail.IMAP = config.IMAP{URL: secret.New(store.URL("in@reply.meadow-finch.example")), Password: secret.New(store.Password)}
	}})
	h.becomes(h.enqueue(request(by("email"))), "sent")
	mail := h.arrives(mailAddress)
	local, domain, _ := strings.Cut(mail.ReplyTo, "@")
	inbox, _, _ := strings.Cut(local, "+")
	raw := strings.Join([]string{"From: Alex <" + mailAddress + ">", "To: <" + mail.ReplyTo + ">", "Subject: Re: " + mail.Subject,
		"Message-ID: <imap-1@corner-bakery.example>", "Date: Wed, 10 Mar 2027 16:05:00 +0000", "", "I will pay on Friday."}, "\r\n")
	store.Deliver(t, mailAddress, inbox+"@"+domain, raw)
	h.until("the promise is made", func() bool { return slices.Contains(h.kinds("C-1"), "promise.made") }, h.logs.String)
}
