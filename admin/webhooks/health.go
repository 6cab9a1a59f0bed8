package webhooks

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/events"
)

// place is where an address leads, as far as it may be shown: the scheme and host, and
// the first part of the path where that looks like a word and not like a token.
func place(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return "an address that cannot be read"
	}
	shown := u.Scheme + "://" + u.Host
	first, rest, more := strings.Cut(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
	if first == "" {
		return shown
	}
	if !plain(first) {
		return shown + "/…"
	}
	shown += "/" + first
	if more && rest != "" || u.RawQuery != "" {
		shown += "/…"
	}
	return shown
}

// longestPlain is the longest part of a path that is taken for a word.
const longestPlain = 20

// plain says that a part of a path is a word, perhaps a version such as v1.
func plain(part string) bool {
	letters := strings.Trim(part, "abcdefghijklmnopqrstuvwxyz-_")
	return len(part) <= longestPlain && (letters == "" || len(letters) == 1 && len(part) == 2 && part[0] == 'v')
}

// faults are what went wrong, behind "it".
var faults = map[string]string{
	"timeout":          "did not answer in time",
	"name":             "has a name that leads nowhere",
	"connect":          "could not be connected to",
	"tls":              "has a certificate that is not good",
	"internal_address": "leads to an internal address, which is not allowed",
	"redirect":         "sent us somewhere else, and redirects are not followed",
	"refused":          "refused it",
	"busy":             "was too busy",
	"broken":           "had a fault of its own",
	"gone":             "is gone",
	"url":              "has an address that cannot be used as things are set",
}

// wentWrong says what an endpoint did instead of taking an event, behind "it".
func wentWrong(status int, fault string) string {
	words := faults[fault]
	switch {
	case words == "" && fault != "":
		words = "did not take it (" + strings.ReplaceAll(fault, "_", " ") + ")"
	case words == "":
		words = "did not take it"
	}
	if status > 0 {
		return fmt.Sprintf("answered %d and %s", status, words)
	}
	return words
}

// backlog is what a webhook has not taken yet.
type backlog struct {
	Behind  int64 // events that it has not reached
	Waiting int   // events that it has refused, to be tried again
	GivenUp int
}

// mostCounted bounds what is counted for a sentence.
const mostCounted = 100

// backlog counts what waits for a webhook.
func (p *pages) backlog(ctx context.Context, e events.Endpoint, last int64) (b backlog, err error) {
	b.Behind = max(0, last-e.Reached)
	count := func(s events.State) int {
		if err != nil {
			return 0
		}
		var list []events.Delivery
		list, err = p.Deliveries.ListDeliveries(ctx, events.DeliveryFilter{EndpointID: e.ID, State: s, Limit: mostCounted})
		return len(list)
	}
	b.Waiting, b.GivenUp = count(events.Waiting), count(events.GivenUp)
	return b, err
}

// waits says how many events wait; empty when none does. Of those that were not looked
// at yet, some may not be wanted.
func (b backlog) waits(e events.Endpoint) string {
	n := b.Behind + int64(b.Waiting)
	switch {
	case n == 0:
		return ""
	case b.Waiting == mostCounted && b.Behind == 0:
		return "more than " + strconv.Itoa(mostCounted) + " events wait"
	case n == 1:
		return "1 event waits"
	case len(e.Kinds) > 0 && b.Behind > 0:
		return "up to " + number(n) + " events wait"
	}
	return number(n) + " events wait"
}

// number writes a number with its thousands apart.
func number(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// health is how a webhook does, as a state and a sentence.
type health struct {
	State, Word string
	Sentence    string
}

func (p *pages) healthOf(v *frame.Visit, e events.Endpoint, b backlog) health {
	switch {
	case !e.Enabled:
		return health{"plain", "Off", p.off(e, b)}
	case !e.Health.FailingSince.IsZero():
		return health{"stop", "Failing", failing(v, e, b)}
	case e.Health.SuccessAt.IsZero() && e.Health.TriedAt.IsZero():
		return health{"plain", "New", sentence("Nothing has been sent to it yet", b.waits(e))}
	case b.Waiting > 0:
		return health{"wait", "Refuses some", sentence("It took its last event "+ago(v, e.Health.SuccessAt), b.waits(e), "it has refused some, which are tried again")}
	case b.Behind > 0:
		return health{"wait", "Catching up", sentence("It took its last event "+ago(v, e.Health.SuccessAt), b.waits(e))}
	}
	return health{"kind", "Works", "It took its last event " + ago(v, e.Health.SuccessAt) + "."}
}

func (p *pages) off(e events.Endpoint, b backlog) string {
	words := "Nothing is sent to it"
	if e.Health.Status == 410 {
		words = "It answered that it is gone (410), so it was switched off"
	}
	return sentence(words, b.waits(e))
}

func failing(v *frame.Visit, e events.Endpoint, b backlog) string {
	parts := []string{"It has taken nothing since " + v.Time(e.Health.FailingSince, "").Text() + ": it " + wentWrong(e.Health.Status, e.Health.Fault), b.waits(e)}
	if !e.Health.NextAt.IsZero() {
		parts = append(parts, "it is tried again at "+v.Time(e.Health.NextAt, "").Text())
	}
	return sentence(parts...)
}

// sentence joins the parts that say something.
func sentence(parts ...string) string {
	var said []string
	for _, part := range parts {
		if part != "" {
			said = append(said, part)
		}
	}
	return strings.Join(said, "; ") + "."
}

// ago says how long ago it was.
func ago(v *frame.Visit, at time.Time) string {
	count := func(n int, noun string) string {
		if n == 1 {
			return "1 " + noun + " ago"
		}
		return strconv.Itoa(n) + " " + noun + "s ago"
	}
	switch past := v.Now.Sub(at); {
	case at.IsZero():
		return "never"
	case past < time.Minute:
		return "just now"
	case past < time.Hour:
		return count(int(past/time.Minute), "minute")
	case past < 24*time.Hour:
		return count(int(past/time.Hour), "hour")
	}
	return "on " + v.Time(at, "").Text()
}
