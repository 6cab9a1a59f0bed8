package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
)

var historyPath = "/v1/contacts/" + robin + "/history"

func TestAContactThatPeopleMadeIsRecorded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	w := h.do(t, "POST", historyPath, liveKey, `{"at":"2027-04-12T09:30:00+02:00","channel":"voice","direction":"in","outcome":"conversation",`+
		`"invoices":["INV-1","A number of more than sixteen letters"],"consent_call":true,"by":"Dana","text":"Will pay.\nOn Friday."}`)
	want := reminder.Encounter{By: "Dana", Text: "Will pay.\nOn Friday.", Entry: account.Entry{
		At: time.Date(2027, 4, 12, 7, 30, 0, 0, time.UTC), Channel: channels.Voice, Inbound: true, Outcome: account.Conversation,
		Debts: []string{"INV-1", "A number of more than sixteen letters"}, ContactID: robin, ConsentCall: true,
	}}
	if len(h.met) != 1 || w.Code != http.StatusCreated {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	if diff := cmp.Diff(want, h.met[0]); diff != "" {
		t.Error(diff)
	}
	if got := strings.TrimSpace(w.Body.String()); got != `{"at":"2027-04-12T07:30:00Z","channel":"voice","direction":"in","outcome":"conversation","contact":"`+robin+
		`","invoices":["INV-1","A number of more than sixteen letters"],"consent_call":true,"counts":false}` {
		t.Error(got)
	}
}

func TestTheHistorySaysWhatCountsAndNoAddress(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := func(hour int) time.Time { return time.Date(2027, 4, 1, hour, 0, 0, 0, time.UTC) }
	h.meet().History = []account.Entry{
		{At: at(3), Channel: channels.Voice, Outcome: account.BusyLine, ContactID: robin, Address: "+442079460042"},
		{At: at(1), Channel: channels.SMS, ContactID: robin}, {At: at(2), Channel: channels.Voice, Outcome: account.NotInService},
		{At: at(4), Channel: channels.Voice, Outcome: account.WrongNumber}, {At: at(5), Channel: channels.Voice, Outcome: account.NoAnswer},
		{At: at(6), Channel: channels.Email, Outcome: account.Replied, Inbound: true},
	}
	w := h.do(t, "GET", historyPath, liveKey, "")
	var got []string
	for _, e := range decode[struct {
		History []struct {
			Channel, Direction, Outcome string
			At                          time.Time
			Counts                      bool
		}
	}](t, w).History {
		line := e.At.Format("15 ") + e.Channel + " " + e.Direction + " " + e.Outcome
		if e.Counts {
			line += " counts"
		}
		got = append(got, line)
	}
	want := []string{"01 sms out  counts", "02 voice out not_in_service", "03 voice out busy", "04 voice out wrong_number", "05 voice out no_answer counts", "06 email in replied"}
	if diff := cmp.Diff(want, got); diff != "" || strings.Contains(w.Body.String(), "0042") {
		t.Errorf("%s\n%s", diff, w.Body)
	}
}

func TestABadContactOfPeopleIsRefusedWithTheRemedy(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	good := `{"at":"2027-04-12T08:00:00Z","channel":"voice","direction":"out","outcome":"voicemail","invoices":["INV-1"],"consent_call":false}`
	for change, want := range map[string]string{
		`"at":"2027-04-12T08:00:00Z",|`: "body.at: is required",
		`08:00:00Z|08:00`:               "body.at: is not an instant with a zone",
		`08:00|10:00`:                   "body.at: report what has happened",
		`voice|letter`:                  "body.channel: use email, sms or voice",
		`"out"|"up"`:                    "body.direction: use in when they contacted us",
		`"voicemail"|"nobody"`:          "body.outcome: is not one of conversation",
		`false|"no"`:                    "body.consent_call: must be true or false, without quotes",
		`false|0`:                       "body.consent_call: must be true or false, without quotes",
		`"INV-1"|""`:                    "body.invoices[0]: must not be empty",
		`"INV-1"|"` + strings.Repeat("i", 65) + `"`:         "body.invoices[0]: at most 64",
		`["INV-1"]|[` + strings.Repeat(`"1",`, 50) + `"1"]`: "body.invoices: at most 50",
		`"channel"|"text":"a\u0000","channel"`:              "body.text: control character",
	} {
		from, to, _ := strings.Cut(change, "|")
		wantRemedy(t, h.do(t, "POST", historyPath, liveKey, strings.Replace(good, from, to, 1)), want)
	}
	if len(h.met) > 0 {
		t.Errorf("%d were recorded", len(h.met))
	}
}
