package main

import (
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/goodterms/goodterms/admin/works"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email"
)

// rounds look at what is outside: the relay, the mailbox, DNS and Twilio.
func (a *app) rounds() *works.Rounds {
	var probes []works.Probe
	if a.live.mail != nil {
		probes = append(probes,
			works.Probe{Channel: channels.Email, Name: "Mail relay", Ask: a.askRelay},
			works.Probe{Channel: channels.Email, Name: "DNS", Ask: a.askDNS})
	}
	if a.config.Mail.IMAP.URL.Reveal() != "" {
		probes = append(probes, works.Probe{Channel: channels.Email, Name: "Mailbox", Ask: a.askMailbox})
	}
	if a.live.phone != nil {
		probes = append(probes, works.Probe{Channel: channels.SMS, Name: "Twilio", Ask: a.askTwilio})
	}
	return works.NewRounds(a.now, probes...)
}

func (a *app) askRelay(ctx context.Context) []works.Check {
	check := works.Check{Channel: channels.Email, Name: "Mail relay"}
	standing, err := a.live.mail.Probe(ctx)
	switch {
	case err != nil:
		check.State, check.Text, check.Remedy = works.Stop, "The relay does not take mail: "+noteOf(err)+".", "Look at smtp.url, smtp.user and smtp.password, and at the relay's own log."
	case standing.Encrypted:
		check.State, check.Text = works.OK, "The relay answers, by "+standing.TLS+"."
	default:
		check.State, check.Text = works.OK, "The relay answers, in clear: it is on this machine."
	}
	return []works.Check{check}
}

// noteOf is what an adapter says of a failure: words of ours, without any address.
func noteOf(err error) string {
	var failure *channels.Error
	if errors.As(err, &failure) && failure.Note != "" {
		return strings.TrimRight(failure.Note, ".")
	}
	return "it does not answer"
}

var recordStates = map[email.RecordState]works.State{
	email.RecordFound: works.OK, email.RecordMissing: works.Wait, email.RecordBroken: works.Stop, email.RecordUnknown: works.Off,
}

func (a *app) askDNS(ctx context.Context) (checks []works.Check) {
	for _, r := range email.Records(ctx, net.DefaultResolver, a.live.mail.Sender(), a.now()) {
		state := recordStates[r.State]
		if state == works.OK && r.Remedy != "" {
			state = works.Wait
		}
		checks = append(checks, works.Check{Channel: channels.Email, Name: r.Kind, Host: r.Name, State: state, Text: r.Text, Remedy: r.Remedy, Value: r.Value})
	}
	return checks
}

func (a *app) askMailbox(context.Context) []works.Check {
	check := works.Check{Channel: channels.Email, Name: "Mailbox"}
	if a.imap == nil {
		check.State, check.Text = works.Off, "Another process, one with the role api, reads the mailbox."
		return []works.Check{check}
	}
	switch s := a.imap.Status(); {
	case s.Connected:
		check.State, check.Text = works.OK, "The mailbox is watched."
	case s.Refused:
		check.State, check.Text, check.Remedy = works.Stop, "The mailbox refuses our user or password.", "Look at mail.imap.url and mail.imap.password."
	case s.Fault == "":
		check.State, check.Text = works.Wait, "The mailbox is being opened."
	default:
		check.State, check.Text, check.Remedy = works.Stop, "The mailbox cannot be read: it failed at "+s.Fault+".", "Look at mail.imap.url and at the server's own log; it is tried again by itself."
	}
	return []works.Check{check}
}

func (a *app) askTwilio(ctx context.Context) []works.Check {
	check := works.Check{Channel: channels.SMS, Name: "Twilio", State: works.OK, Text: "Twilio answers."}
	standing, err := a.live.phone.Probe(ctx)
	switch {
	case err != nil:
		check.State, check.Text, check.Remedy = works.Stop, "Twilio does not take messages: "+noteOf(err)+".", "Look at twilio.account_sid, twilio.api_key and twilio.api_secret."
	case standing.Status != "" && standing.Status != "active":
		check.State, check.Text, check.Remedy = works.Stop, "The account at Twilio is "+standing.Status+".", "Look at it in Twilio's console."
	case standing.Balance != "":
		check.Text = "Twilio answers; the balance is " + standing.Balance + " " + standing.Currency + "."
	}
	return []works.Check{check}
}

// outlook are the channels as the page shows them.
func (a *app) outlook() []works.Outlet {
	by := map[channels.Kind]string{channels.Email: "an SMTP relay", channels.SMS: "Twilio", channels.Voice: "Twilio"}
	set := map[channels.Kind][]string{
		channels.Email: {"smtp.url", "mail.from"},
		channels.SMS:   {"twilio.account_sid", "twilio.api_key", "twilio.api_secret", "twilio.messaging_service_sid or twilio.from"},
		channels.Voice: {"twilio.account_sid", "twilio.api_key", "twilio.api_secret", "twilio.from"},
	}
	var list []works.Outlet
	for _, kind := range channels.Kinds() {
		list = append(list, works.Outlet{Kind: kind, On: a.live.channels[kind] != nil, By: by[kind], Set: set[kind], Test: a.test.channels[kind] != nil})
	}
	return list
}

// signatures say of which webhooks it can be proven who calls.
func (a *app) signatures() works.Signatures {
	h := a.config.Mail.Hooks
	return works.Signatures{
		Twilio: a.live.verifier != nil, Mailgun: h.MailgunKey.Reveal() != "", Postmark: h.PostmarkPassword.Reveal() != "",
		SendGrid: h.SendgridPassword.Reveal() != "", Generic: h.GenericPassword.Reveal() != "",
	}
}

// checkEvery is how often what is outside is looked at without anybody asking.
const checkEvery = 10 * time.Minute

// keepLooking looks at what is outside now and then, until the context ends.
func (a *app) keepLooking(ctx context.Context) {
	tick := time.NewTicker(checkEvery)
	defer tick.Stop()
	for {
		a.health.Check(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
