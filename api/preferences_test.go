package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

var preferencesPath = "/v1/contacts/" + robin + "/preferences"

// wished are preferences as callers read them, without whose they are.
func wished(changes map[string]any) map[string]any {
	out := map[string]any{
		"contact": robin, "reference": "P-7", "channels": []any{}, "excluded": []any{}, "language": nil, "wishes": nil,
		"pause_until": nil, "purposes": map[string]any{},
	}
	for name, value := range changes {
		out[name] = value
	}
	return out
}

func TestPreferencesAreChangedAndReadBackWhole(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	body := `{"channels":["sms","email"],"excluded":["voice"],"language":"de_at","wishes":"Mo-Fr 13:00-17:00,9:00-12:00; Sa off",` +
		`"pause_until":"2027-05-03","purposes":{"reminder":["email"],"receipt":[]},"source":"customer","by":"Dana","why":"Asked"}`
	w := h.do(t, "PATCH", preferencesPath, liveKey, body)
	want := wished(map[string]any{
		"channels": []any{"sms", "email"}, "excluded": []any{"voice"}, "language": "de-AT", "wishes": "Mo-Fr 09:00-12:00,13:00-17:00",
		"pause_until": "2027-05-03", "purposes": map[string]any{"reminder": []any{"email"}, "receipt": []any{}},
	})
	if diff := cmp.Diff(want, decode[map[string]any](t, w)); diff != "" || w.Code != 200 {
		t.Errorf("status %d: %s", w.Code, diff)
	}
	if diff := cmp.Diff(want, decode[map[string]any](t, h.do(t, "GET", preferencesPath, liveKey, ""))); diff != "" {
		t.Error(diff)
	}
	if by := h.wishes[0]; by.Source != "customer" || by.By != "Dana" || by.Why != "Asked" {
		t.Errorf("asked by %q %q because %q", by.Source, by.By, by.Why)
	}
}

func TestNobodyHasWishedAnythingAtFirst(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	if diff := cmp.Diff(wished(nil), decode[map[string]any](t, h.do(t, "GET", preferencesPath, liveKey, ""))); diff != "" {
		t.Error(diff)
	}
}

func TestPreferencesThatAreAbsentStayAndNullClears(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet().Preferences = account.Preferences{
		Channels: []channels.Kind{channels.SMS}, Excluded: []channels.Kind{channels.Voice}, Language: "de", Wishes: "Mo 09:00-12:00",
		PauseUntil: account.Date{Year: 2027, Month: 5, Day: 3},
	}
	w := h.do(t, "PATCH", preferencesPath, liveKey, `{"channels":null,"wishes":null,"pause_until":null}`)
	want := wished(map[string]any{"excluded": []any{"voice"}, "language": "de"})
	if diff := cmp.Diff(want, decode[map[string]any](t, w)); diff != "" {
		t.Error(diff)
	}
	if got := h.wishes[0]; got.Excluded != nil || got.Language != nil || got.Purposes != nil || got.Source != "api" {
		t.Errorf("asked for %+v", got)
	}
}

func TestPurposesThatAreAbsentStayAndNullClears(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet().Preferences.Purposes = map[account.Purpose][]channels.Kind{account.PurposeReceipt: {}, account.PurposeStatement: {channels.Email}}
	for _, c := range []struct{ body, want string }{
		{`{"purposes":{"reminder":["sms"],"statement":null}}`, `{"reminder":["sms"],"receipt":[]}`},
		{`{"purposes":{}}`, `{"reminder":["sms"],"receipt":[]}`},
		{`{"purposes":null}`, `{}`},
	} {
		w := h.do(t, "PATCH", preferencesPath, liveKey, c.body)
		if got := decode[struct{ Purposes json.RawMessage }](t, w).Purposes; string(got) != c.want {
			t.Errorf("%s: %s, want %s", c.body, got, c.want)
		}
	}
}

func TestTheTimelineIsToldWhatWasChangedAsTheAPIWritesIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	h.do(t, "PATCH", preferencesPath, liveKey, `{"channels":["sms"],"language":null,"wishes":"mo 9:00-12:00","by":"Dana"}`)
	got, err := json.Marshal(h.wishes[0].Changed)
	if want := `{"channels":["sms"],"language":null,"wishes":"Mo 09:00-12:00"}`; err != nil || string(got) != want {
		t.Errorf("told %s, want %s", got, want)
	}
}

func TestBadPreferencesAreRefusedWithTheRemedy(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	for body, want := range map[string]string{
		`{}`:                         "body: changes nothing",
		`{"why":"no reason"}`:        "body: changes nothing",
		`{"channels":["mail"]}`:      "body.channels[0]: use email, sms or voice",
		`{"channels":["sms","sms"]}`: "body.channels[1]: once",
		`{"channels":"sms"}`:         "body.channels: must be a JSON list, or null",
		`{"channels":["sms"],"excluded":["sms"]}`:                       "body.excluded[0]: name it in one of them",
		`{"excluded":["email","sms","voice","fax"]}`:                    "body.excluded: at most 3",
		`{"language":"tlhIngan-language"}`:                              "body.language: BCP 47",
		`{"language":""}`:                                               "body.language: must not be empty",
		`{"wishes":"Mo-Su off"}`:                                        "body.wishes: use pause_until for a while, or an opt-out for good",
		`{"wishes":"Mo-Fr 9-17"}`:                                       "body.wishes: write times as two digits",
		`{"wishes":"Mo 09:00-17:00 Tu"}`:                                "body.wishes: semicolon",
		`{"wishes":7}`:                                                  `body.wishes: such as "Mo-Fr 09:00-12:00", or null`,
		`{"pause_until":"2027-02-30"}`:                                  "body.pause_until: calendar date",
		`{"pause_until":"2027-04-10"}`:                                  "body.pause_until: has passed",
		`{"purposes":[]}`:                                               "body.purposes: must be a JSON object, or null",
		`{"purposes":{"advert":[]}}`:                                    "body.purposes.advert: is not a field",
		`{"purposes":{"receipt":["sms","fax"]}}`:                        "body.purposes.receipt[1]: use email, sms or voice",
		`{"channels":[],"source":"me"}`:                                 "body.source: customer, operator, api",
		`{"channels":[],"by":"` + strings.Repeat("b", 101) + `"}`:       "body.by: at most 100",
		`{"wishes":null,"wishes":"Mo 09:00-10:00"}`:                     "body.wishes: give it once",
		`{"pause_until":"2027-05-01","purposes":{"receipt":{"sms":1}}}`: "body.purposes.receipt: must be a JSON list, or null",
	} {
		wantRemedy(t, h.do(t, "PATCH", preferencesPath, liveKey, body), want)
	}
	if len(h.wishes) > 0 {
		t.Errorf("%d changes were made", len(h.wishes))
	}
}

// wantRemedy checks that the answer names one place and says what to do, written
// as place: words.
func wantRemedy(t testing.TB, w interface{ Result() *http.Response }, want string) {
	t.Helper()
	var p problem
	if err := json.NewDecoder(w.Result().Body).Decode(&p); err != nil {
		t.Fatal(err)
	}
	place, words, _ := strings.Cut(want, ": ")
	if p.Status != http.StatusUnprocessableEntity || len(p.Errors) != 1 {
		t.Errorf("%s: status %d with %d faults: %+v", want, p.Status, len(p.Errors), p)
		return
	}
	if got := p.Errors[0]; got.Location != place || !strings.Contains(got.Message, words) {
		t.Errorf("%s: %s, want %s: %s", got.Location, got.Message, place, words)
	}
}

func TestAPauseMayEndTodayWhereverItIsToday(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	for _, day := range []string{"2027-04-11", "2027-04-12"} { // it is the 11th yet at UTC-12
		if w := h.do(t, "PATCH", preferencesPath, liveKey, `{"pause_until":"`+day+`"}`); w.Code != 200 {
			t.Errorf("%s: status %d: %s", day, w.Code, w.Body)
		}
	}
}

func TestAContactThatIsNotKnownHasNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	stranger := account.StableID("con", blueBottle, "P-8")
	for _, id := range []string{stranger, "P-7", "con_", strings.ToUpper(robin), blueBottle, "%2e%2e"} {
		for _, c := range []struct{ method, what, body string }{
			{"GET", "preferences", ""}, {"PATCH", "preferences", `{"wishes":null}`}, {"GET", "windows", ""}, {"GET", "history", ""},
			{"POST", "history", `{"at":"2027-04-12T08:00:00Z","channel":"voice","direction":"in"}`},
		} {
			wantProblem(t, h.do(t, c.method, "/v1/contacts/"+id+"/"+c.what, liveKey, c.body), http.StatusNotFound)
		}
	}
}
