package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/channels"
)

// agreeing is a good reminder whose contact has consented.
func agreeing(consents string) string {
	return goodReminder(`"name":"Zoë Weaver"`, `"name":"Zoë Weaver","consents":`+consents)
}

func TestConsentsComeWithTheReminderOfTheirContact(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	body := agreeing(`[{"channel":"voice","source":"contract","proof":"clause 9","at":"2027-01-02T16:00:00+01:00"},{"channel":"sms","source":"web form"}]`)
	want := []account.Consent{
		{Channel: channels.Voice, Source: "contract", Proof: "clause 9", At: time.Date(2027, 1, 2, 15, 0, 0, 0, time.UTC)},
		{Channel: channels.SMS, Source: "web form"},
	}
	for path, body := range map[string]string{"/v1/reminders": body, "/v1/reminders/batch": goodBatch(strings.Replace(body, "R-1", "R-2", 1))} {
		h.agreed = nil
		w := h.do(t, "POST", path, liveKey, body)
		if diff := cmp.Diff(want, h.agreed); diff != "" {
			t.Errorf("%s: %d %s: %s", path, w.Code, w.Body, diff)
		}
	}
}

func TestABadConsentOfAReminderIsRefusedWithTheRemedy(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	one := `{"channel":"sms","source":"x"}`
	for consents, want := range map[string]string{
		`[{"source":"x"}]`: "body.contact.consents[0].channel: is required",
		`[` + one + `,{"channel":"fax","source":"x"}]`:                 "body.contact.consents[1].channel: use email, sms or voice",
		`[{"channel":"sms"}]`:                                          "body.contact.consents[0].source: is required",
		`[{"channel":"sms","source":"x","at":"2028-01-01T00:00:00Z"}]`: "body.contact.consents[0].at: lies in the future",
		`[{"channel":"sms","source":"x","address":"+44"}]`:             "body.contact.consents[0].address: is not a field",
		`[` + strings.Repeat(one+",", 10) + one + `]`:                  "body.contact.consents: at most 10",
	} {
		wantRemedy(t, h.do(t, "POST", "/v1/reminders", liveKey, agreeing(consents)), want)
	}
	w := h.do(t, "PUT", "/v1/accounts/C-1", liveKey, `{"name":"B","contacts":[{"reference":"P","name":"R","consents":[]}]}`)
	wantProblem(t, w, http.StatusUnprocessableEntity, "body.contacts[0].consents")
}

func TestADoorWithoutAPortDoesNotOpen(t *testing.T) {
	t.Parallel()
	defer func() {
		if said, _ := recover().(string); said != "api: Ports lacks Contacts, Explain" {
			t.Errorf("it said %q", said)
		}
	}()
	newHouse(t, func(_ *api.Config, p *api.Ports) { p.Contacts, p.Explain = nil, nil })
}
