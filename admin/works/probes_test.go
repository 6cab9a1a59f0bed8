package works_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/admin/works"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email"
	"github.com/goodterms/goodterms/channels/email/mailbox"
	"github.com/goodterms/goodterms/channels/twilio"
)

// What adapters answer is what probes take: these conversions are the whole wiring.
var (
	_ = works.Relay(email.Standing{})
	_ = works.Phone(twilio.Standing{})
	_ = works.Mailbox(mailbox.Status{})
)

// asked is the only check of a probe.
func asked(t *testing.T, p works.Probe) works.Check {
	t.Helper()
	checks := p.Ask(t.Context())
	if len(checks) != 1 || checks[0].Name == "" || !checks[0].Channel.Valid() {
		t.Fatalf("checks %+v", checks)
	}
	return checks[0]
}

// says compares a check with what it should be; whatever is broken has a remedy.
func says(t *testing.T, c works.Check, state works.State, text string) {
	t.Helper()
	if c.State != state || !strings.Contains(c.Text, text) {
		t.Errorf("%s: %q; want %s with %q", c.State, c.Text, state, text)
	}
	if c.State == works.Stop && c.Remedy == "" {
		t.Errorf("%q has no remedy", c.Text)
	}
}

func TestARelayIsToldInWords(t *testing.T) {
	t.Parallel()
	for text, relay := range map[string]works.Relay{
		"The relay answers, over TLS 1.3, and takes our password.": {Encrypted: true, TLS: "TLS 1.3", LoggedIn: true},
		"without encryption, as only a relay on this machine may.": {},
	} {
		says(t, asked(t, works.RelayProbe(func(context.Context) (works.Relay, error) { return relay, nil })), works.OK, text)
	}
}

func TestWhatAProviderRefusesIsToldWithItsRemedy(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		err          error
		state        works.State
		text, remedy string
	}{
		"our settings": {&channels.Error{Reason: channels.Misset, Code: "535 5.7.8", Note: "our credentials are not accepted"}, works.Stop, "Our credentials are not accepted (535 5.7.8).", "[smtp]"},
		"away":         {&channels.Error{Reason: channels.Temporary, Note: "the mail server could not be reached"}, works.Stop, "The mail server could not be reached.", "tried again by themselves"},
		"busy":         {&channels.Error{Reason: channels.Busy}, works.Wait, "It could not be asked.", "busy"},
		"anything":     {errors.New("secret of a.server.example"), works.Stop, "It could not be asked.", "log"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := asked(t, works.RelayProbe(func(context.Context) (works.Relay, error) { return works.Relay{}, tt.err }))
			says(t, c, tt.state, tt.text)
			if !strings.Contains(c.Remedy, tt.remedy) || strings.Contains(c.Text+c.Remedy, "secret") {
				t.Errorf("remedy %q", c.Remedy)
			}
		})
	}
}

func TestAnAccountAtTwilioIsToldForEachOfItsChannels(t *testing.T) {
	t.Parallel()
	kinds := []channels.Kind{channels.SMS, channels.Voice}
	for text, tt := range map[string]struct {
		phone works.Phone
		state works.State
	}{
		"The account is active. Its balance is 12.34 USD.":  {works.Phone{Status: "active", Balance: "12.34", Currency: "USD"}, works.OK},
		"The account is active.":                            {works.Phone{Status: "active"}, works.OK},
		"The account is active. Its balance is 0.00 EUR.":   {works.Phone{Status: "active", Balance: "0.00", Currency: "EUR"}, works.Wait},
		"The account is active. Its balance is -3.10 EUR.":  {works.Phone{Status: "active", Balance: "-3.10", Currency: "EUR"}, works.Wait},
		"The account is suspended.":                         {works.Phone{Status: "suspended"}, works.Stop},
		"How the account stands is told to main keys alone": {works.Phone{}, works.OK},
	} {
		checks := works.PhoneProbe(kinds, func(context.Context) (works.Phone, error) { return tt.phone, nil }).Ask(t.Context())
		if len(checks) != 2 || checks[0].Channel != channels.SMS || checks[1].Channel != channels.Voice {
			t.Fatalf("%+v", checks)
		}
		says(t, checks[1], tt.state, text)
	}
	refused := works.PhoneProbe(kinds, func(context.Context) (works.Phone, error) {
		return works.Phone{}, &channels.Error{Reason: channels.Misset, Note: "our account or credentials are not accepted"}
	}).Ask(t.Context())
	says(t, refused[0], works.Stop, "Our account or credentials are not accepted.")
}

func TestTheWatchingOfAMailboxIsToldInWords(t *testing.T) {
	t.Parallel()
	for text, tt := range map[string]struct {
		box   works.Mailbox
		state works.State
	}{
		"watched for 3 hours and was looked into 2 minutes ago. The last mail came 2 days ago.": {works.Mailbox{Connected: true, Since: ago(3 * time.Hour), LookedAt: ago(2 * time.Minute), KeptAt: ago(50 * time.Hour)}, works.OK},
		"No mail has come since the start.":                                                     {works.Mailbox{Connected: true, Since: ago(time.Second), LookedAt: ago(time.Second)}, works.OK},
		"was looked into 16 minutes ago":                                                        {works.Mailbox{Connected: true, Since: ago(3 * time.Hour), LookedAt: ago(16 * time.Minute)}, works.Wait},
		"It has been away for 90 seconds: it failed at connecting.":                             {works.Mailbox{Since: ago(90 * time.Second), Fault: "connecting"}, works.Stop},
		"The server refuses our user or password.":                                              {works.Mailbox{Since: ago(90 * time.Second), Fault: "logging in", Refused: true}, works.Stop},
		"It is being connected.":                                                                {works.Mailbox{}, works.Off},
		"It has been watched for 1 second and was looked into a mom":                            {works.Mailbox{Connected: true, Since: ago(time.Second), LookedAt: frametest.Noon}, works.OK},
	} {
		now := func() time.Time { return frametest.Noon }
		says(t, asked(t, works.MailboxProbe(now, func() works.Mailbox { return tt.box })), tt.state, text)
	}
}

func TestRecordsAreJudgedByWhatFollowsFromThem(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		record works.Record
		want   works.State
	}{
		{works.Record{Kind: "SPF", State: "found"}, works.OK},
		{works.Record{Kind: "SPF", State: "found", Remedy: "better"}, works.Wait},
		{works.Record{Kind: "SPF", State: "missing", Remedy: "add"}, works.Wait},
		{works.Record{Kind: "DMARC", State: "missing", Remedy: "add"}, works.Wait},
		{works.Record{Kind: "DKIM", State: "missing", Remedy: "add"}, works.Stop},
		{works.Record{Kind: "MX", State: "missing", Remedy: "add"}, works.Stop},
		{works.Record{Kind: "SPF", State: "broken", Remedy: "mend"}, works.Stop},
		{works.Record{Kind: "DKIM", State: "unknown", Remedy: "set"}, works.Off},
	} {
		c := asked(t, works.RecordsProbe(func(context.Context) []works.Record { return []works.Record{tt.record} }))
		if c.State != tt.want || c.Remedy != tt.record.Remedy || c.Channel != channels.Email {
			t.Errorf("%+v is told as %+v", tt.record, c)
		}
	}
}
