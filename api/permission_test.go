package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

func TestAnOptOutIsAboutAnAddressAContactOrAnAccount(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	for _, c := range []struct {
		body string
		want account.OptOut
	}{
		{`{"address":"020 7946 0042","channel":"sms"}`, account.OptOut{Scope: account.ScopeAddress, Channel: channels.SMS, Address: "+442079460042", Source: "api"}},
		{`{"address":"Robin@Example.COM"}`, account.OptOut{Scope: account.ScopeAddress, Address: "Robin@example.com", Source: "api"}},
		{`{"contact":"` + robin + `","channel":"voice","source":"call"}`, account.OptOut{Scope: account.ScopeContact, Channel: channels.Voice, ContactID: robin, AccountID: blueBottle, Source: "call"}},
		{`{"account":"C-1001","scope":"account","proof":"letter"}`, account.OptOut{Scope: account.ScopeAccount, AccountID: blueBottle, Source: "api", Proof: "letter"}},
		{`{"account_id":"` + blueBottle + `","channel":"email"}`, account.OptOut{Scope: account.ScopeAccount, Channel: channels.Email, AccountID: blueBottle, Source: "api"}},
	} {
		if w := h.do(t, "POST", "/v1/opt-outs", liveKey, c.body); w.Code != http.StatusCreated {
			t.Fatalf("%s: status %d: %s", c.body, w.Code, w.Body)
		}
		got := h.outs[len(h.outs)-1]
		c.want.ID, c.want.At = got.ID, h.now
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.body, diff)
		}
	}
}

func TestAnOptOutThatIsInForceIsAnsweredAsItStands(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	first := h.do(t, "POST", "/v1/opt-outs", liveKey, `{"address":"+442079460042","source":"call","proof":"ticket 1","at":"2027-04-11T08:00:00Z"}`)
	again := h.do(t, "POST", "/v1/opt-outs", liveKey, `{"address":"+442079460042"}`)
	if first.Code != http.StatusCreated || again.Code != http.StatusOK || first.Body.String() != again.Body.String() {
		t.Errorf("%d %s, then %d %s", first.Code, first.Body, again.Code, again.Body)
	}
	want := map[string]any{
		"id": h.outs[0].ID, "scope": "address", "address": "…0042", "source": "call", "proof": "ticket 1", "at": "2027-04-11T08:00:00Z",
	}
	if diff := cmp.Diff(want, decode[map[string]any](t, first)); diff != "" {
		t.Error(diff)
	}
}

// people are faults of whom an opt-out or an opt-in is about.
var people = map[string]string{
	``: "body: give one of address, contact and account",
	`"address":"+442079460042","contact":"` + robin + `"`:                     "body.contact: a second time",
	`"account":"C-1001","account_id":"` + blueBottle + `"`:                    "body.account_id: a second time",
	`"contact":"` + robin + `","account":"C-1001"`:                            "body.account: a second time",
	`"scope":"address","contact":"` + robin + `"`:                             "body.scope: contact with a contact",
	`"scope":"everyone","account":"C-1001"`:                                   "body.scope: is not one of address, contact, account",
	`"contact":"P-7"`:                                                         "body.contact: shows the ids of contacts",
	`"contact":"` + account.StableID("con", "nobody") + `"`:                   "body.contact: is no contact that is known",
	`"account":"C-2"`:                                                         "body.account: is no account that is known",
	`"account_id":"C-1001"`:                                                   "body.account_id: is no account that is known",
	`"address":"+4420"`:                                                       "body.address: give it as E.164",
	`"address":"robin@","channel":"email"`:                                    "body.address: mail address",
	`"address":"robin@example.com","channel":"sms"`:                           "body.address: give it as E.164",
	`"address":"+442079460042","channel":"fax"`:                               "body.channel: use email, sms or voice",
	`"address":"+442079460042","at":"2027-04-12T09:02:00Z"`:                   "body.at: lies in the future",
	`"address":"+442079460042","at":"yesterday"`:                              "body.at: is not an instant",
	`"address":"` + strings.Repeat("a", 255) + `"`:                            "body.address: at most 254",
	`"address":"+442079460042","who":"me"`:                                    "body.who: is not a field",
	`"address":"+442079460042","proof":"` + strings.Repeat("p", 501) + `"`:    "body.proof: at most 500",
	`"address":"+442079460042","channel":["sms","voice"]`:                     "body.channel: must be a text",
	`"scope":"account","address":"+442079460042","at":"2027-04-12T08:00:00Z"`: "body.scope: address goes with an address",
}

func TestABadOptOutIsRefusedWithTheRemedy(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	for facts, want := range people {
		wantRemedy(t, h.do(t, "POST", "/v1/opt-outs", liveKey, `{`+facts+`}`), want)
	}
	if len(h.outs) > 0 {
		t.Errorf("%d were recorded", len(h.outs))
	}
}

func TestABadOptInIsRefusedWithTheRemedy(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	for facts, want := range people {
		if strings.Contains(facts, "proof") {
			continue
		}
		body := `{` + strings.TrimPrefix(facts+`,"source":"call","proof":"x"}`, ",")
		wantRemedy(t, h.do(t, "POST", "/v1/opt-ins", liveKey, body), want)
	}
	wantRemedy(t, h.do(t, "POST", "/v1/opt-ins", liveKey, `{"account":"C-1001","proof":"x"}`), "body.source: is required")
	wantRemedy(t, h.do(t, "POST", "/v1/opt-ins", liveKey, `{"account":"C-1001","source":"call","proof":""}`), "body.proof: must not be empty")
}

func TestAClockThatIsALittleAheadMeansNow(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	w := h.do(t, "POST", "/v1/opt-outs", liveKey, `{"address":"+442079460042","at":"2027-04-12T09:01:00Z"}`)
	if w.Code != http.StatusCreated || !h.outs[0].At.Equal(h.now) {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

func TestAnOptInEndsTheOptOutsThatAgree(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	h.do(t, "POST", "/v1/opt-outs", liveKey, `{"address":"+442079460042","channel":"sms"}`)
	h.do(t, "POST", "/v1/opt-outs", liveKey, `{"address":"+442079460042","channel":"voice"}`)
	h.pass(time.Hour)
	body := `{"address":"020 7946 0042","channel":"sms","source":"call","proof":"recording 17"}`
	got := decode[struct{ Ended []map[string]any }](t, h.do(t, "POST", "/v1/opt-ins", liveKey, body)).Ended
	want := []map[string]any{{
		"id": h.outs[0].ID, "scope": "address", "channel": "sms", "address": "…0042", "source": "api", "at": "2027-04-12T09:00:00Z",
		"ended_at": "2027-04-12T10:00:00Z", "ended_by": "call", "end_proof": "recording 17",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if again := h.do(t, "POST", "/v1/opt-ins", liveKey, body); again.Body.String() != `{"ended":[]}`+"\n" {
		t.Errorf("nothing is left to end: %d %s", again.Code, again.Body)
	}
}

func TestAConsentIsRecordedOnceAndRevoked(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	body := `{"contact":"` + robin + `","channel":"voice","address":"020 7946 0042","source":"contract","proof":"clause 9","at":"2027-01-02T15:00:00Z"}`
	first := h.do(t, "POST", "/v1/consents", liveKey, body)
	again := h.do(t, "POST", "/v1/consents", liveKey, body)
	if first.Code != http.StatusCreated || again.Code != http.StatusOK || first.Body.String() != again.Body.String() {
		t.Errorf("%d %s, then %d %s", first.Code, first.Body, again.Code, again.Body)
	}
	id := h.consents[0].ID
	want := map[string]any{
		"id": id, "contact": robin, "account_id": blueBottle, "channel": "voice", "address": "…0042", "source": "contract", "proof": "clause 9",
		"at": "2027-01-02T15:00:00Z", "ended_at": "2027-04-12T09:00:00Z", "ended_by": "api",
	}
	revoked := h.do(t, "POST", "/v1/consents/"+id+"/revoke", liveKey, "")
	if diff := cmp.Diff(want, decode[map[string]any](t, revoked)); diff != "" || revoked.Code != 200 {
		t.Errorf("status %d: %s", revoked.Code, diff)
	}
}

func TestABadConsentIsRefusedWithTheRemedy(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	for facts, want := range map[string]string{
		`"channel":"sms","source":"x"`:                                                            "body.contact: is required",
		`"contact":"` + robin + `","source":"x"`:                                                  "body.channel: is required",
		`"contact":"` + robin + `","channel":"sms"`:                                               "body.source: is required",
		`"contact":"P-7","channel":"sms","source":"x"`:                                            "body.contact: shows the ids of contacts",
		`"contact":"` + robin + `","channel":"fax","source":"x"`:                                  "body.channel: use email, sms or voice",
		`"contact":"` + robin + `","channel":"sms","source":"x","address":"a"`:                    "body.address: give it as E.164",
		`"contact":"` + robin + `","channel":"sms","source":"x","at":"` + `2028-01-01T00:00:00Z"`: "body.at: lies in the future",
	} {
		wantRemedy(t, h.do(t, "POST", "/v1/consents", liveKey, `{`+facts+`}`), want)
	}
	wantProblem(t, h.do(t, "POST", "/v1/consents/"+account.StableID("cns", "x")+"/revoke", liveKey, ""), http.StatusNotFound)
	wantProblem(t, h.do(t, "POST", "/v1/consents/x/revoke", liveKey, ""), http.StatusNotFound)
	wantRemedy(t, h.do(t, "POST", "/v1/consents/x/revoke", liveKey, `{"source":7}`), "body.source: must be a text")
}

func TestPermissionsAreListedPageByPageAndByWhomTheyConcern(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	for _, body := range []string{`{"address":"+442079460042"}`, `{"contact":"` + robin + `"}`, `{"account":"C-1001"}`} {
		h.do(t, "POST", "/v1/opt-outs", liveKey, body)
	}
	h.do(t, "POST", "/v1/opt-ins", liveKey, `{"account":"C-1001","source":"call","proof":"x"}`)
	h.do(t, "POST", "/v1/consents", liveKey, `{"contact":"`+robin+`","channel":"sms","source":"contract"}`)
	one, two, three, agreed := h.outs[0].ID, h.outs[1].ID, h.outs[2].ID, h.consents[0].ID
	for query, want := range map[string]string{
		"opt-outs": one + " " + two, "opt-outs?ended=true": one + " " + two + " " + three, "opt-outs?ended=false&limit=1": one + " next " + one,
		"opt-outs?limit=1&after=" + one: two, "opt-outs?account=C-1001&ended=true": two + " " + three, "opt-outs?contact=" + robin: two,
		"opt-outs?account=C-2": "", "consents": agreed, "consents?account=C-1001": agreed, "consents?after=" + agreed: "",
	} {
		type entry struct{ ID string }
		p := decode[struct {
			OptOuts  []entry `json:"opt_outs"`
			Consents []entry
			Next     string
		}](t, h.do(t, "GET", "/v1/"+query, liveKey, ""))
		var got []string
		for _, e := range append(p.OptOuts, p.Consents...) {
			got = append(got, e.ID)
		}
		if p.Next != "" {
			got = append(got, "next", p.Next)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

func TestABadQueryOfPermissionsIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := account.StableID("opt", "x")
	for query, location := range map[string]string{
		"opt-outs?after=" + id[4:]: "query.after", "consents?after=" + id: "query.after", "opt-outs?contact=P-7": "query.contact",
		"opt-outs?ended=yes": "query.ended", "opt-outs?limit=201": "query.limit", "consents?account=a%00b": "query.account",
		"opt-outs?address=%2B442079460042": "query", "opt-outs/export?format=xls": "query.format", "consents/export?limit=1": "query",
	} {
		wantProblem(t, h.do(t, "GET", "/v1/"+query, liveKey, ""), http.StatusBadRequest, location)
	}
}

func TestWhatTheStoreDoesNotKnowIsNoPath(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.filesErr = account.ErrNotFound
	w := h.do(t, "POST", "/v1/opt-outs", liveKey, `{"account_id":"`+blueBottle+`"}`)
	wantRemedy(t, w, "body: names an account that is not known")
}

func TestAStoreThatIsAwaySaysNothingAboutPeople(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	h.filesErr = errStore
	for path, body := range map[string]string{
		"/v1/opt-outs": `{"contact":"` + robin + `"}`, "/v1/opt-ins": `{"account":"C-1001","source":"x","proof":"y"}`,
		"/v1/consents": `{"contact":"` + robin + `","channel":"sms","source":"x"}`,
	} {
		wantProblem(t, h.do(t, "POST", path, liveKey, body), http.StatusInternalServerError)
	}
}
