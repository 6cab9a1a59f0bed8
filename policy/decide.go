package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"github.com/goodterms/goodterms/policy/hours"
	"strconv"
	"strings"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// Policy answers questions by one set of settings. It is safe for concurrent use;
// what it remembers between questions makes it fast and never changes an answer.
type Policy struct {
	windows hours.Windows
	version string
	places  places
}

// New makes a policy. Settings that Validate refuses make one that never opens, so
// that a mistake can only keep messages back.
func New(cfg Config) *Policy {
	windows, err := cfg.windows()
	if err != nil {
		windows = hours.Windows{}
	}
	return &Policy{windows: windows, version: version(windows)}
}

// gateOrder is part of the version: a decision under other gates is another one.
const gateOrder = "canceled paid expired held no_address opt_out zone window"

// version names the settings by their content.
func version(w hours.Windows) string {
	sum := sha256.Sum256([]byte(gateOrder + "\n" + w.String()))
	return hex.EncodeToString(sum[:6])
}

// Version names the settings; equal settings have the same.
func (p *Policy) Version() string { return p.version }

// DecideAll answers each question, in order.
func (p *Policy) DecideAll(qs []Question) []Decision {
	out := make([]Decision, len(qs))
	for i := range qs {
		out[i] = p.decide(&qs[i])
	}
	return out
}

// Decide answers whether the reminder may be handed over at q.At. The first gate
// that fails decides; all that fail are told. Callers must not change Zones of the
// answer, which is shared.
func (p *Policy) Decide(q Question) Decision { return p.decide(&q) }

func (p *Policy) decide(q *Question) Decision {
	g := gates{Decision{Verdict: Send, Version: p.version}}
	g.standing(q)
	g.way(q)
	if at, err := p.places.of(q); err != nil {
		g.fail(Hold, "zone", unknownPlace(told(q)))
	} else {
		g.Zones = at.zones
		g.window(q, &p.windows, at)
	}
	return g.Decision
}

// gates is a decision in the making.
type gates struct{ Decision }

func (g *gates) fail(verdict Verdict, rule, text string) {
	if len(g.Because) == 0 {
		g.Verdict = verdict
	}
	g.Because = append(g.Because, Because{Rule: rule, Text: text})
}

// standing is about the reminder and what it is for.
func (g *gates) standing(q *Question) {
	if q.Canceled {
		g.fail(Skip, "canceled", "the reminder was canceled")
	}
	if q.Paid {
		g.fail(Skip, "paid", "nothing is owed on its invoices any more")
	}
	if expired(q, q.At) {
		g.fail(Expire, "expired", "the time until which it was to be sent has passed")
	}
	if q.Hold != "" {
		g.fail(Hold, "held", "reminders wait until this is settled: "+cause(q.Hold))
	}
}

// way is about the address.
func (g *gates) way(q *Question) {
	if q.Address == "" {
		g.fail(Skip, "no_address", "there is no "+addressWord(q.Channel)+" for this contact")
	}
	if optedOut(q) {
		g.fail(Skip, "opt_out", "the customer does not want "+channelWord(q.Channel)+" at this address any more")
	}
}

// window is about the hour, in every zone where the contact may be.
func (g *gates) window(q *Question, w *hours.Windows, at *place) {
	start, end, ok := nextOpening(w, q.At, at)
	switch {
	case !ok && w.Never():
		g.fail(Hold, "zone", "the send window never opens; change the setting send_window")
	case !ok:
		g.fail(Hold, "zone", "there is no hour inside the send window in all "+strconv.Itoa(len(at.zones))+" time zones where the customer may be; ask for their time zone")
	case !start.After(q.At):
		g.inside(q, end)
	default:
		g.outside(q, w, at, start)
	}
}

func (g *gates) inside(q *Question, end time.Time) {
	if len(g.Because) > 0 {
		return
	}
	if expired(q, end) {
		end = q.ExpiresAt.UTC()
	}
	g.WindowEnd = end
}

func (g *gates) outside(q *Question, w *hours.Windows, at *place, start time.Time) {
	if expired(q, start) && !expired(q, q.At) {
		g.fail(Expire, "expired", "the time until which it is to be sent ends before the send window opens")
	}
	g.fail(Defer, "window", outsideWindow(q.At, start, w, at))
	if g.Verdict == Defer {
		g.Until = start
	}
}

// expired says that the reminder must not be sent at the instant any more.
func expired(q *Question, at time.Time) bool {
	return !q.ExpiresAt.IsZero() && !at.Before(q.ExpiresAt)
}

func unknownPlace(told string) string {
	if told != "" {
		return "the time zone that was given does not exist; correct it"
	}
	return "it is not known in which time zone the customer is; add a time zone, a region or a phone number with an area code"
}

func addressWord(channel channels.Kind) string {
	if channel == channels.Email {
		return "email address"
	}
	return "phone number"
}

func channelWord(channel channels.Kind) string {
	switch channel {
	case channels.Email:
		return "email"
	case channels.SMS:
		return "text messages"
	case channels.Voice:
		return "calls"
	}
	return "messages"
}

// longestCause keeps sentences that people wrote, which may name somebody, out of
// the record; causes of ours are a word or two.
const longestCause = 40

func cause(held string) string {
	plain := func(r rune) bool { return r != ' ' && r != '_' && r != '-' && (r < 'a' || r > 'z') }
	if len(held) > longestCause || strings.ContainsFunc(held, plain) {
		return "an open question"
	}
	return strings.ReplaceAll(held, "_", " ")
}

func told(q *Question) string {
	if len(q.Zones) > 0 {
		return q.Zones[0]
	}
	return ""
}

func optedOut(q *Question) bool {
	for _, o := range q.OptOuts {
		if o.InForce(q.At) && (o.Channel == "" || o.Channel == q.Channel) {
			return true
		}
	}
	return false
}
