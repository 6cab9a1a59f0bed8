package replies

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/intents"
)

// read is what would follow from a text by the real rules.
func wouldOf(t *testing.T, channel channels.Kind, text string) []string {
	t.Helper()
	reader, err := intents.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 30, 10, 0, 0, 0, time.UTC)
	return Explain(Case{Raw: []byte(text), Channel: channel, Locale: "en-GB", Now: now}, reader, Settings{Grace: 3, PaidDays: 5, WaitDays: 2}).Would
}

func sends(would []string) bool {
	return slices.ContainsFunc(would, func(w string) bool {
		return strings.HasPrefix(w, "confirm") || strings.HasPrefix(w, "acknowledge") || strings.HasPrefix(w, "write")
	})
}

func TestATextThatBeginsWithAKeywordIsNeverAnsweredByAMachine(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"stop please i will pay on friday", "STOP I already paid this!!", "stop - Jane Doe", "STOP INV-1042", "STOP my husband died", "Cancel, I paid",
	} {
		would := wouldOf(t, channels.SMS, text)
		stopped := slices.Contains(would, "stop SMS and calls to this number")
		if !stopped && (sends(would) || !slices.Contains(would, "open a follow-up: opt_out")) {
			t.Errorf("%s: %q", text, would)
		}
	}
}

func TestAHarmlessStopIsNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Stop by on Friday and I will have the cheque", "stop the delivery please, I dispute INV-1042", "don't stop"} {
		if would := wouldOf(t, channels.SMS, text); slices.Contains(would, "open a follow-up: opt_out") || slices.Contains(would, "stop SMS and calls to this number") {
			t.Errorf("%s: %q", text, would)
		}
	}
}

func TestAnOptOutOfAnotherChannelLeavesTheOneItCameBy(t *testing.T) {
	t.Parallel()
	for text, named := range map[string][]channels.Kind{
		"stop calling me": {channels.Voice}, "no more texts please": {channels.SMS}, "stop emailing me": nil, "stop contacting me": nil, "remove me": nil,
		"keine Anrufe mehr": {channels.Voice}, "no more calls or emails": nil,
	} {
		if got := elsewhere(intents.Found{Intent: intents.OptOut, Evidence: text}, channels.Email); !slices.Equal(got, named) {
			t.Errorf("%s, by mail: %v, want %v", text, got, named)
		}
	}
}

func TestWhatIsSaidBesideIsReadByAPerson(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"I will pay on Friday. Thanks for your patience!":                             false,
		"I will pay on Friday":                                                        false,
		"Hi there. I will pay on Friday. Kind regards, Jane":                          false,
		"I will pay on Friday. We have moved, the new address is 5 High Street Leeds": true,
	} {
		if got := slices.Contains(wouldOf(t, channels.SMS, text), "open a follow-up: other"); got != want {
			t.Errorf("%s: follow-up %v", text, got)
		}
	}
}
