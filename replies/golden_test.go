package replies

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/intents"
)

// outcome is what an explanation comes to: its kind, its intents ("!" certain) and
// what it would do, a line each.
func outcome(e Explanation) string {
	lines := []string{string(e.Kind)}
	for _, r := range e.Recipients {
		line := "about " + r.Address + " " + r.Action
		if r.Permanent {
			line += " for good"
		}
		lines = append(lines, line)
	}
	for _, i := range e.Intents {
		line := i.Intent
		if i.Certain {
			line += "!"
		}
		lines = append(lines, strings.TrimSpace(line+" "+strings.TrimSpace(i.Date+" "+i.Amount)))
	}
	return strings.Join(append(lines, e.Would...), "\n")
}

// golden is a message and its outcome.
type golden struct{ raw, want string }

func proveGolden(t *testing.T, channel channels.Kind, list map[string]golden) {
	t.Helper()
	reader, err := intents.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	now := at(t, thursday, "Europe/London")
	for name, tt := range list {
		t.Run(name, func(t *testing.T) {
			raw := strings.ReplaceAll(strings.TrimPrefix(tt.raw, "\n"), "\n", "\r\n")
			got := outcome(Explain(Case{Raw: []byte(raw), Channel: channel, Locale: "en-GB", Now: now}, reader, testSettings))
			if diff := cmp.Diff(strings.TrimSpace(tt.want), got); diff != "" {
				t.Errorf("want (-), got (+):\n%s", diff)
			}
		})
	}
}

func TestTextsAreReadAndActedUponAsAWhole(t *testing.T) {
	t.Parallel()
	const wait = "hold the invoices of the reminder until 2026-11-28\nopen a follow-up: "
	proveGolden(t, channels.SMS, map[string]golden{
		"a keyword":             {"STOP", "reply\nopt_out!\nstop SMS and calls to this number\nconfirm the opt-out once"},
		"a harmless use of one": {"stop by on Friday", "reply\nother\n" + wait + "other"},
		"a promise": {"I'll pay you on Friday for INV-1042",
			"reply\npromise_to_pay! 2026-11-27\nrecord a promise for 2026-11-27\nhold INV-1042 until 2026-11-30\nconfirm the promise in writing"},
		"a promise of a sum": {"I will pay £120 on 4 Dec",
			"reply\npromise_to_pay! 2026-12-04 120.00\nrecord a promise for 2026-12-04\nhold the invoices of the reminder until 2026-12-07\nconfirm the promise in writing"},
		"a vague promise": {"will pay soon", "reply\npromise_to_pay\n" + wait + "promise"},
		"paid":            {"I already paid this last week", "reply\nalready_paid!\nhold the invoices of the reminder until 2026-12-01\nopen a follow-up: already_paid\nwrite that we look for the payment"},
		"wrong number":    {"wrong number", "reply\nwrong_person!\nstop SMS and calls to this number: it belongs to somebody else\nopen a follow-up: wrong_person"},
		"a dispute": {"I never ordered that. INV-1042",
			"reply\ndispute!\nopen a dispute about INV-1042\nhold INV-1042 until the dispute is resolved\nopen a follow-up: dispute\nacknowledge the dispute"},
		"hardship": {"lost my job, can't pay", "reply\nhardship!\nhold the invoices of the reminder until a person releases them\nopen a follow-up: hardship\nwrite that a person will propose something"},
		"a lawyer": {"my lawyer will contact you", "reply\ndispute\nhold all reminders of the account until a person releases them\nopen a follow-up: dispute\nhold the invoices of the reminder until 2026-11-28"},
		"nothing":  {"ok", "reply\nother\n" + wait + "other"},
		"START":    {"START", "reply\nopt_in!\nend the opt-outs of this number"},
	})
}
