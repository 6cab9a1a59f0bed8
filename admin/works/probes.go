package works

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// Relay is how the mail relay received us.
type Relay struct {
	Encrypted bool
	TLS       string // version, such as TLS 1.3
	LoggedIn  bool   // it took our user and password
	Notices   bool   // it can send notices of failure and delay
}

// RelayProbe looks at the mail relay.
func RelayProbe(ask func(ctx context.Context) (Relay, error)) Probe {
	const name = "Mail relay"
	return Probe{channels.Email, name, func(ctx context.Context) []Check {
		found, err := ask(ctx)
		if err != nil {
			return []Check{failed(channels.Email, name, err, "Mend the settings under [smtp].")}
		}
		text := "The relay answers"
		if found.Encrypted {
			text += ", over " + found.TLS
		} else {
			text += ", without encryption, as only a relay on this machine may"
		}
		if found.LoggedIn {
			text += ", and takes our password"
		}
		return []Check{{Channel: channels.Email, Name: name, State: OK, Text: text + "."}}
	}}
}

// failed is the check of something that gave a channels.Error.
func failed(kind channels.Kind, name string, err error, remedy string) Check {
	c := Check{Channel: kind, Name: name, State: Stop, Text: "It could not be asked.", Remedy: "Look again in a moment; the log says more."}
	var failure *channels.Error
	if !errors.As(err, &failure) {
		return c
	}
	if failure.Note != "" {
		c.Text = sentence(failure.Note)
	}
	if failure.Code != "" {
		c.Text = strings.TrimSuffix(c.Text, ".") + " (" + failure.Code + ")."
	}
	switch failure.Reason {
	case channels.Misset:
		c.Remedy = remedy
	case channels.Busy:
		c.State, c.Remedy = Wait, "It is busy; messages wait and are tried again by themselves."
	default:
		c.Remedy = "Messages wait and are tried again by themselves. If it stays so, see whether this machine can reach it."
	}
	return c
}

// Phone is how the account at Twilio stands.
type Phone struct {
	Status   string // active, suspended or closed; empty: the key may not read it
	Balance  string // empty: not told
	Currency string
}

// PhoneProbe looks at the account at Twilio, for the channels that go by it.
func PhoneProbe(kinds []channels.Kind, ask func(ctx context.Context) (Phone, error)) Probe {
	const name = "Twilio"
	return Probe{channels.SMS, name, func(ctx context.Context) (checks []Check) {
		found, err := ask(ctx)
		for _, kind := range kinds {
			c := Check{Channel: kind, Name: name}
			if err != nil {
				c = failed(kind, name, err, "Mend twilio.account_sid, and twilio.api_key with its secret; see also Twilio's console.")
			} else {
				c.State, c.Text, c.Remedy = found.say()
			}
			checks = append(checks, c)
		}
		return checks
	}}
}

func (f Phone) say() (state State, text, remedy string) {
	left := ""
	if f.Balance != "" {
		left = " Its balance is " + f.Balance + " " + f.Currency + "."
	}
	switch f.Status {
	case "active":
		if strings.HasPrefix(f.Balance, "-") || strings.Trim(f.Balance, "0.") == "" && f.Balance != "" {
			return Wait, "The account is active." + left, "Add money in Twilio's console before messages are refused."
		}
		return OK, "The account is active." + left, ""
	case "":
		return OK, "Twilio takes our key. How the account stands is told to main keys alone.", ""
	}
	return Stop, "The account is " + f.Status + "." + left, "Settle it in Twilio's console; until then nothing is taken."
}

// Mailbox is how the watching of a mailbox goes.
type Mailbox struct {
	Connected bool
	Since     time.Time
	LookedAt  time.Time
	KeptAt    time.Time
	Fault     string
	Refused   bool
}

// quietTime is after how long without a look something must be wrong: the watcher
// looks every five minutes.
const quietTime = 15 * time.Minute

// MailboxProbe looks at how the watching of a mailbox goes.
func MailboxProbe(now func() time.Time, ask func() Mailbox) Probe {
	const name = "Mailbox"
	return Probe{channels.Email, name, func(context.Context) []Check {
		c := Check{Channel: channels.Email, Name: name}
		c.State, c.Text, c.Remedy = ask().say(now())
		return []Check{c}
	}}
}

func (m Mailbox) say(now time.Time) (state State, text, remedy string) {
	switch {
	case m.Refused:
		return Stop, "The server refuses our user or password.", "Mend mail.imap.url or mail.imap.password."
	case m.Since.IsZero():
		return Off, "It is being connected.", "Look again in a moment."
	case !m.Connected:
		return Stop, fmt.Sprintf("It has been away for %s: it failed at %s.", lasted(now.Sub(m.Since)), m.Fault),
			"It is tried again by itself, and replies wait there. If it stays so, see whether this machine can reach it."
	}
	text = fmt.Sprintf("It has been watched for %s and was looked into %s ago.", lasted(now.Sub(m.Since)), lasted(now.Sub(m.LookedAt)))
	if m.KeptAt.IsZero() {
		text += " No mail has come since the start."
	} else {
		text += " The last mail came " + lasted(now.Sub(m.KeptAt)) + " ago."
	}
	if now.Sub(m.LookedAt) > quietTime {
		return Wait, text, "It should have been looked into since; start the gateway again if this stays so."
	}
	return OK, text, ""
}

// lasted is a stretch of time in words, of one unit.
func lasted(d time.Duration) string {
	unit, n := "second", int(d/time.Second)
	switch {
	case d >= 48*time.Hour:
		unit, n = "day", int(d/(24*time.Hour))
	case d >= 2*time.Hour:
		unit, n = "hour", int(d/time.Hour)
	case d >= 2*time.Minute:
		unit, n = "minute", int(d/time.Minute)
	case d < time.Second:
		return "a moment"
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}

// Record is one of the DNS records by which receivers know that mail is ours.
type Record struct {
	Kind, Name   string
	State        string // found, missing, broken or unknown
	Text, Remedy string
	Value        string
}

// RecordsProbe looks at DNS.
func RecordsProbe(ask func(ctx context.Context) []Record) Probe {
	return Probe{channels.Email, "DNS", func(ctx context.Context) (checks []Check) {
		for _, r := range ask(ctx) {
			checks = append(checks, Check{Channel: channels.Email, Name: r.Kind, Host: r.Name, State: r.state(), Text: r.Text, Remedy: r.Remedy, Value: r.Value})
		}
		return checks
	}}
}

// state judges a record: mail without SPF or DMARC is distrusted, signatures without
// their key and bounces without a server fail.
func (r Record) state() State {
	switch {
	case r.State == "found" && r.Remedy == "":
		return OK
	case r.State == "found", r.State == "missing" && (r.Kind == "SPF" || r.Kind == "DMARC"):
		return Wait
	case r.State == "missing", r.State == "broken":
		return Stop
	}
	return Off
}
