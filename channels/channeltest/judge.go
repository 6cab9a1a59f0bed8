package channeltest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
)

var reasons = []channels.Reason{
	channels.OptedOut, channels.BadAddress, channels.Unreachable, channels.Blocked, channels.Refused,
	channels.Misset, channels.Busy, channels.Temporary, channels.Unknown,
}

// codes are short: a provider's sentence does not fit.
var codes = regexp.MustCompile(`^[0-9A-Za-z_.-]{0,24}( [0-9.]{1,12})?$`)

// judge checks one result against what its case promises and against what is
// promised always.
func (b *bench) judge(t testing.TB, c Case, got result) {
	t.Helper()
	if got.err == nil {
		b.accepted(t, c, got)
	} else {
		b.rejected(t, c, got)
	}
	if taken := b.rig.Taken(); taken != c.Taken {
		t.Errorf("the provider has taken %d messages, want %d", taken, c.Taken)
	}
}

func (b *bench) accepted(t testing.TB, c Case, got result) {
	t.Helper()
	if c.Want != "" {
		t.Errorf("accepted, want %s", c.Want)
	}
	if got.handoff.ProviderID == "" {
		t.Error("an accepted hand-off has no provider id")
	}
	if got.handoff.Status.Rank() == 0 {
		t.Errorf("an accepted hand-off has status %q", got.handoff.Status)
	}
	quiet(t, "the acknowledgement", got.handoff.Response, b.harness.private(got.message))
}

func (b *bench) rejected(t testing.TB, c Case, got result) {
	t.Helper()
	failure, ok := got.err.(*channels.Error)
	if !ok {
		t.Errorf("the error is a %T, want *channels.Error", got.err)
		return
	}
	switch {
	case c.Want == "":
		t.Errorf("want accepted, got %v", failure)
	case failure.Reason != c.Want:
		t.Errorf("want %s, got %v", c.Want, failure)
	case !slices.Contains(reasons, failure.Reason):
		t.Errorf("reason %q is not in the list", failure.Reason)
	}
	if c.Code != "" && failure.Code != c.Code {
		t.Errorf("code %q, want %q", failure.Code, c.Code)
	}
	if !codes.MatchString(failure.Code) {
		t.Errorf("code is not a code: %q", failure.Code)
	}
	quiet(t, "the error", spelled(failure), b.harness.private(got.message))
}

// spelled is an error in every way that it might be printed.
func spelled(failure *channels.Error) string {
	asJSON, err := json.Marshal(failure)
	return fmt.Sprintf("%v\n%+v\n%#v\n%s\n%v", failure, *failure, *failure, asJSON, err)
}

// private lists the words of a message and of the harness that nobody may print.
func (h Harness) private(m channels.Message) []string {
	words := slices.Clone(h.Private)
	for _, text := range []string{m.To, m.ToName, m.Subject, m.Text, m.HTML, m.Limited, m.Token} {
		words = append(words, strings.Split(text, "\n")...)
	}
	return slices.DeleteFunc(words, func(word string) bool { return len(strings.TrimSpace(word)) < 4 })
}

func quiet(t testing.TB, where, text string, private []string) {
	t.Helper()
	for _, word := range private {
		if strings.Contains(strings.ToLower(text), strings.ToLower(strings.TrimSpace(word))) {
			t.Errorf("%s holds %q: %s", where, word, text)
		}
	}
}

func sameKind(t testing.TB, channel channels.Channel, want channels.Kind) {
	t.Helper()
	if got := channel.Kind(); got != want {
		t.Errorf("kind %q, want %q", got, want)
	}
}

func prompt(t testing.TB, after string, late time.Duration) {
	t.Helper()
	if late > promptness {
		t.Errorf("returned %v after %s", late, after)
	}
}

func reached(t testing.TB, rig Rig) {
	t.Helper()
	select {
	case <-rig.Hanging:
	default:
		t.Error("the hand-off ended before the provider fell silent")
	}
}

// complete checks that the cases prove every promise.
func complete(t testing.TB, h Harness, luredAway bool) {
	t.Helper()
	found := make(map[channels.Reason]bool)
	hangs := false
	for _, c := range h.Cases {
		found[c.Want] = true
		hangs = hangs || c.Hangs && c.Want == channels.Unknown
	}
	for _, want := range []channels.Reason{"", channels.BadAddress, channels.Refused, channels.Misset, channels.Temporary, channels.Unknown} {
		if !found[want] {
			t.Errorf("no case wants reason %q", want)
		}
	}
	if !hangs {
		t.Error("no case falls silent after the message may have been taken")
	}
	if !luredAway {
		t.Error("no case names another host: use Setup.Elsewhere")
	}
}
