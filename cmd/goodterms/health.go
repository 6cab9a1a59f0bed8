package main

import (
	"context"
	"net"
	"slices"
	"time"

	"github.com/goodterms/goodterms/admin/works"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email"
)

// rounds look at what is outside: the relay, the mailbox, DNS and Twilio.
func (a *app) rounds() *works.Rounds {
	var probes []works.Probe
	if mail := a.live.mail; mail != nil {
		probes = append(probes, works.RelayProbe(func(ctx context.Context) (works.Relay, error) {
			standing, err := mail.Probe(ctx)
			return works.Relay(standing), err
		}), works.RecordsProbe(func(ctx context.Context) (list []works.Record) {
			for _, r := range email.Records(ctx, net.DefaultResolver, mail.Sender(), a.now()) {
				list = append(list, works.Record{Kind: r.Kind, Name: r.Name, State: string(r.State), Text: r.Text, Remedy: r.Remedy, Value: r.Value})
			}
			return list
		}))
	}
	if a.config.Mail.IMAP.URL.Reveal() != "" && a.config.Has("api") {
		probes = append(probes, works.MailboxProbe(a.now, func() works.Mailbox { return works.Mailbox(a.imap.Status()) }))
	}
	if phone := a.live.phone; phone != nil {
		kinds := slices.DeleteFunc(a.kinds(false), func(k channels.Kind) bool { return k == channels.Email })
		probes = append(probes, works.PhoneProbe(kinds, func(ctx context.Context) (works.Phone, error) {
			standing, err := phone.Probe(ctx)
			return works.Phone(standing), err
		}))
	}
	return works.NewRounds(a.now, probes...)
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
