package explain_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // for machines without the database

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/explain"
	"github.com/goodterms/goodterms/policy/packs"
)

var library = packs.NewLibrary(&packs.Pack{ID: "us-federal"}, &packs.Pack{ID: "us-ma"})

// full is a case with every field.
const full = `{"at":"2027-03-14T07:30:00-04:00","channel":"sms","profile":"none","packs":["us-federal"],
 "purpose":"receipt","content":"demand","debt":"INV-1042","answering":true,"consent_call":true,"stopped":true,"expires_at":"2027-04-01T00:00:00Z",
 "account":{"kind":"consumer","collector_role":"third_party","region":"us-ny","stage":"due","days_overdue":12,"zones":["Europe/Paris"],
   "hold":"disputed","paid":true,"attorney":false,"cease":false,"bankrupt":false,"deceased":false,"send_window":"Mo-Fr 9:00-17:00"},
 "contact":{"zones":["America/New_York"],"address_zones":["America/Chicago"],"phones":["(212) 555-0123","+442079460123"],"email":"a@Example.com",
   "wishes":"Mo-Fr 09:00-12:00; Sa off","preferred":["email","sms"],"excluded":["voice"],"pause_until":"2027-03-20","language":"de_ch",
   "purposes":{"receipt":["email"],"statement":[]},
   "opt_outs":["sms","all",{"channel":"sms","address":"+12125550123","at":"2027-01-01T00:00:00Z","source":"reply"},{"scope":"account","ended_at":"2027-02-01T00:00:00Z"}],
   "consents":[{"channel":"voice","address":"+12125550123","at":"2027-01-02T15:00:00Z","source":"contract","ended_at":"2027-02-02T15:00:00Z"}]},
 "history":[{"at":"2027-03-12T15:00:00Z","channel":"voice","direction":"in","outcome":"no_answer","debt":"INV-1042","consent_call":true,"address":"+12125550123"}]}`

func TestEveryFieldReachesTheQuestion(t *testing.T) {
	t.Parallel()
	want := policy.Question{
		At: at(t, "2027-03-14T11:30:00Z"), Channel: channels.SMS, Purpose: account.PurposeReceipt, Content: account.ContentDemand,
		Stage: account.DueNow, DaysOverdue: 12, Debts: []string{"INV-1042"}, Answering: true, ConsentCall: true,
		Kind: account.Consumer, Role: account.ThirdParty, Region: "US-NY", Profile: "none", Packs: []string{"us-federal"},
		Zones: []string{"America/New_York"}, AddressZones: []string{"America/Chicago"}, Phones: []string{"+12125550123", "+442079460123"},
		ContactID: "contact", Address: "+12125550123", AccountWindow: "Mo-Fr 09:00-17:00",
		Preferences: account.Preferences{
			Channels: []channels.Kind{channels.Email, channels.SMS}, Excluded: []channels.Kind{channels.Voice}, Language: "de-CH",
			Wishes: "Mo-Fr 09:00-12:00", PauseUntil: account.Date{Year: 2027, Month: 3, Day: 20},
			Purposes: map[account.Purpose][]channels.Kind{account.PurposeReceipt: {channels.Email}, account.PurposeStatement: {}},
		},
		OptOuts: []account.OptOut{
			{Scope: account.ScopeContact, ContactID: "contact", Channel: channels.SMS},
			{Scope: account.ScopeContact, ContactID: "contact"},
			{Scope: account.ScopeContact, ContactID: "contact", Channel: channels.SMS, Address: "+12125550123", Source: "reply", At: at(t, "2027-01-01T00:00:00Z")},
			{Scope: account.ScopeAccount, ContactID: "contact", EndedAt: at(t, "2027-02-01T00:00:00Z")},
		},
		Consents: []account.Consent{{ContactID: "contact", Channel: channels.Voice, Address: "+12125550123", Source: "contract",
			At: at(t, "2027-01-02T15:00:00Z"), EndedAt: at(t, "2027-02-02T15:00:00Z")}},
		History: []account.Entry{{At: at(t, "2027-03-12T15:00:00Z"), Channel: channels.Voice, Inbound: true, Outcome: account.NoAnswer,
			Debts: []string{"INV-1042"}, ConsentCall: true, Address: "+12125550123"}},
		Stopped: true, Paid: true, Hold: "disputed", ExpiresAt: at(t, "2027-04-01T00:00:00Z"),
	}
	if diff := cmp.Diff(want, one(t, full)); diff != "" {
		t.Error(diff)
	}
}

func TestACaseNeedsNoMoreThanAnInstantAndAChannel(t *testing.T) {
	t.Parallel()
	want := policy.Question{At: at(t, "2027-03-14T11:30:00Z"), Channel: channels.Email, ContactID: "contact", Address: "untold"}
	for _, text := range []string{
		`{"at":"2027-03-14T07:30:00-04:00","channel":"email"}`,
		`{"at":"2027-03-14T07:30:00-04:00","channel":"email","packs":null,"account":{},"contact":{"zones":null},"history":null}`,
	} {
		if diff := cmp.Diff(want, one(t, text)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestNoPacksIsNotTheSameAsPacksByRegion(t *testing.T) {
	t.Parallel()
	if q := one(t, `{"at":"2027-03-14T07:30:00Z","channel":"sms"}`); q.Packs != nil {
		t.Error("packs that are not told are chosen")
	}
	if q := one(t, `{"at":"2027-03-14T07:30:00Z","channel":"sms","packs":[]}`); q.Packs == nil || len(q.Packs) != 0 {
		t.Error("an empty list is not kept")
	}
}

func TestTheZonesOfTheAccountStandInForTheContacts(t *testing.T) {
	t.Parallel()
	q := one(t, `{"at":"2027-03-14T07:30:00Z","channel":"sms","account":{"zones":["Asia/Tokyo"]},"contact":{"zones":[]}}`)
	if len(q.Zones) != 1 || q.Zones[0] != "Asia/Tokyo" {
		t.Errorf("got %v", q.Zones)
	}
}

func TestAnAddressIsMissingOnlyWhereItsFieldIsEmpty(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ channel, contact, want string }{
		{"sms", `{}`, "untold"},
		{"email", `{"phones":["+12125550123"]}`, "untold"},
		{"sms", `{"email":"a@example.com"}`, "untold"},
		{"voice", `{"phones":["+12125550123","+13125550123"],"email":""}`, "+12125550123"},
		{"email", `{"phones":[],"email":"a@example.com"}`, "a@example.com"},
		{"email", `{"email":""}`, ""},
		{"sms", `{"phones":[]}`, ""},
	} {
		q := one(t, `{"at":"2027-03-14T07:30:00Z","channel":"`+tt.channel+`","contact":`+tt.contact+`}`)
		if q.Address != tt.want {
			t.Errorf("%s %s: got another address", tt.channel, tt.contact)
		}
	}
}

func TestAnOptOutOfAnAddressHoldsWhereTheAddressIsNotTold(t *testing.T) {
	t.Parallel()
	out := `{"at":"2027-03-14T07:30:00Z","channel":"sms","contact":{%s"opt_outs":[{"channel":"sms","address":"+12125550123"}]}}`
	if q := one(t, fmt.Sprintf(out, "")); q.OptOuts[0].Scope != account.ScopeContact {
		t.Error("it is not known to be another address")
	}
	mail := strings.ReplaceAll(strings.ReplaceAll(out, "+12125550123", "old@example.com"), `"sms"`, `"email"`)
	if q := one(t, fmt.Sprintf(mail, `"email":"new@example.com",`)); q.OptOuts[0].Scope != account.ScopeAddress {
		t.Error("it is another address")
	}
}

func TestAnOptOutOfANumberHoldsForThePersonsOtherNumbers(t *testing.T) {
	t.Parallel()
	out := `{"at":"2027-03-14T07:30:00Z","channel":"sms","contact":{"phones":["+13125550123"],"opt_outs":[{"channel":"sms","address":"+12125550123"%s}]}}`
	for told, want := range map[string]account.Scope{"": account.ScopeContact, `,"scope":"address"`: account.ScopeAddress} {
		if q := one(t, fmt.Sprintf(out, told)); q.OptOuts[0].Scope != want {
			t.Errorf("with %q it is about the %s", told, q.OptOuts[0].Scope)
		}
	}
}

func TestTheGravestCauseOfAHoldCounts(t *testing.T) {
	t.Parallel()
	for fields, want := range map[string]string{
		`"hold":"plan"`: "plan", `"attorney":true`: "attorney", `"cease":true,"attorney":true`: "cease", `"bankrupt":true`: "bankrupt",
		`"hold":"disputed","deceased":true`: "deceased", `"hold":"cease","bankrupt":true`: "cease", `"bankrupt":false`: "",
	} {
		if q := one(t, `{"at":"2027-03-14T07:30:00Z","channel":"sms","account":{`+fields+`}}`); q.Hold != want {
			t.Errorf("%s: got %q", fields, q.Hold)
		}
	}
}

// ok is all that a case needs, to be completed with one thing that is wrong.
const ok = `"at":"2027-03-14T07:30:00Z","channel":"sms"`

var wrong = []struct{ text, location, remedy string }{
	{`{"channel":"sms"}`, "at", "give it, such as 2027"},
	{`{"at":"2027-03-14T07:30:00Z"}`, "channel", "give it, such as email"},
	{`{"at":"2027-03-14T07:30:00","channel":"sms"}`, "at", "with its offset"},
	{`{"at":"2027-03-14T7:30:00Z","channel":"sms"}`, "at", "RFC 3339"},
	{`{"at":"1027-03-14T07:30:00Z","channel":"sms"}`, "at", "from 1970"},
	{`{"at":1800000000,"channel":"sms"}`, "at", "quotation marks"},
	{`{"at":"2027-03-14T07:30:00Z","channel":"fax"}`, "channel", "email, sms, voice"},
	{`{` + ok + `,"profile":"strict"}`, "profile", "courteous, none"},
	{`{` + ok + `,"packs":["us-federal","secret-1"]}`, "packs[1]", "policy packs"},
	{`{` + ok + `,"packs":"us-federal"}`, "packs", "brackets"},
	{`{` + ok + `,"packs":[null]}`, "packs[0]", "quotation marks"},
	{`{` + ok + `,"content":"secret-2"}`, "content", "reminder, demand, marketing"},
	{`{` + ok + `,"purpose":"secret-3"}`, "purpose", "receipt"},
	{`{` + ok + `,"answering":"yes"}`, "answering", "true or false"},
	{`{` + ok + `,"acount":{}}`, "acount", "use one of account, answering"},
	{`{` + ok + `,"at":"2027-03-14T07:30:00Z"}`, "at", "once"},
	{`{` + ok + `,"account":[]}`, "account", "braces"},
	{`{` + ok + `,"account":{"kind":"secret-4"}}`, "account.kind", "sole_trader"},
	{`{` + ok + `,"account":{"collector_role":"secret-5"}}`, "account.collector_role", "third_party"},
	{`{` + ok + `,"account":{"region":"XX"}}`, "account.region", "US-NY"},
	{`{` + ok + `,"account":{"stage":"late"}}`, "account.stage", "overdue"},
	{`{` + ok + `,"account":{"days_overdue":1.5}}`, "account.days_overdue", "whole number"},
	{`{` + ok + `,"account":{"days_overdue":"1"}}`, "account.days_overdue", "without quotation marks"},
	{`{` + ok + `,"account":{"hold":"secret-6"}}`, "account.hold", "attorney"},
	{`{` + ok + `,"account":{"send_window":"secret-7"}}`, "account.send_window", "write weekdays"},
	{`{` + ok + `,"contact":{"zones":["Mars/Olympus"]}}`, "contact.zones[0]", "Europe/Berlin"},
	{`{` + ok + `,"contact":{"address_zones":["UTC",""]}}`, "contact.address_zones[1]", "Europe/Berlin"},
	{`{` + ok + `,"contact":{"phones":["12125550123"]}}`, "contact.phones[0]", "E.164"},
	{`{` + ok + `,"contact":{"email":"secret-8"}}`, "contact.email", "ada@example.com"},
	{`{` + ok + `,"contact":{"wishes":"mornings"}}`, "contact.wishes", "write weekdays"},
	{`{` + ok + `,"contact":{"preferred":["fax"]}}`, "contact.preferred[0]", "email, sms, voice"},
	{`{` + ok + `,"contact":{"pause_until":"secret-9"}}`, "contact.pause_until", "2027-03-14"},
	{`{` + ok + `,"contact":{"language":"secret 10"}}`, "contact.language", "BCP 47"},
	{`{` + ok + `,"contact":{"purposes":{"marketing":[]}}}`, "contact.purposes.marketing", "receipt, reminder, statement"},
	{`{` + ok + `,"contact":{"opt_outs":["fax"]}}`, "contact.opt_outs[0]", "all, email"},
	{`{` + ok + `,"contact":{"opt_outs":[7]}}`, "contact.opt_outs[0]", "an object"},
	{`{` + ok + `,"contact":{"opt_outs":[{"scope":"secret-11"}]}}`, "contact.opt_outs[0].scope", "address, contact, account"},
	{`{` + ok + `,"contact":{"opt_outs":[{"scope":"address"}]}}`, "contact.opt_outs[0].address", "give it"},
	{`{` + ok + `,"contact":{"consents":["voice"]}}`, "contact.consents[0]", "an object such as"},
	{`{` + ok + `,"contact":{"consents":[{"at":"2027-01-02T15:00:00Z"}]}}`, "contact.consents[0].channel", "give it"},
	{`{` + ok + `,"contact":{"consents":[{"channel":"sms","at":"2027-01-02T15:00:00Z","ended_at":"2026-01-02T15:00:00Z"}]}}`, "contact.consents[0].ended_at", "before at"},
	{`{` + ok + `,"history":[{"at":"2027-01-02T15:00:00Z","channel":"sms"},{"at":"2027-01-02T15:00:00Z","channel":"sms","outcome":"secret-12"}]}`, "history[1].outcome", "voicemail"},
	{`{` + ok + `,"history":[{"at":"2027-01-02T15:00:00Z","channel":"sms","direction":"up"}]}`, "history[0].direction", "in, out"},
	{`{` + ok + `,"history":[{"channel":"sms"}]}`, "history[0].at", "give it"},
	{`{` + ok + `,"history":[1]}`, "history[0]", "an object such as"},
	{`[{` + ok + `},{` + ok + `},{` + ok + `,"contact":{"zones":["secret-13"]}}]`, "[2].contact.zones[0]", "Europe/Berlin"},
	{`[{` + ok + `},7]`, "[1]", "give a case"},
	{`7`, "", "give a case"},
	{``, "", "give a case"},
	{`{` + ok, "", "is not JSON"},
	{`{` + ok + `} {}`, "", "put several cases into an array"},
	{strings.Repeat("[", 40), "", "too deeply"},
	{`{` + ok + `,"ada@example.com":1}`, "(a field)", "take it out"},
}

func TestProblemsNameTheFieldAndTheRemedy(t *testing.T) {
	t.Parallel()
	for _, tt := range wrong {
		found := problems(t, tt.text)
		if len(found) != 1 || found[0].Location != tt.location || !strings.Contains(found[0].Message, tt.remedy) {
			t.Errorf("%s: got %q", tt.text, found)
		}
		if text := found.Error(); strings.Contains(text, "secret") || strings.Contains(text, "ada@") && tt.location != "contact.email" {
			t.Errorf("%s: the value is repeated: %s", tt.text, text)
		}
	}
}

func TestAllProblemsOfACaseAreToldAtOnce(t *testing.T) {
	t.Parallel()
	found := problems(t, `[{"at":"x","channel":"y","contact":{"zones":["z"],"wish":1}},{"channel":"sms","history":[{}]}]`)
	var got []string
	for _, p := range found {
		got = append(got, p.Location)
	}
	want := []string{"[0].at", "[0].channel", "[0].contact.zones[0]", "[0].contact.wish", "[1].at", "[1].history[0].at", "[1].history[0].channel"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsTooMuchIsRefused(t *testing.T) {
	t.Parallel()
	const item = `{"at":"2027-03-14T07:30:00Z","channel":"sms"}`
	many := func(n int) string { return "[" + strings.Repeat(item+",", n-1) + item + "]" }
	withHistory := func(n int) string { return `{"at":"2027-03-14T07:30:00Z","channel":"sms","history":` + many(n) + `}` }
	for _, tt := range []struct{ text, location, remedy string }{
		{many(explain.MostCases + 1), "", "1000 cases"},
		{withHistory(explain.MostHistory + 1), "history", "10000 items"},
		{`"` + strings.Repeat("x", explain.MostBytes) + `"`, "", "8 MB"},
	} {
		found := problems(t, tt.text)
		if len(found) != 1 || found[0].Location != tt.location || !strings.Contains(found[0].Message, tt.remedy) {
			t.Errorf("got %q", found)
		}
	}
	for _, text := range []string{many(explain.MostCases), withHistory(explain.MostHistory)} {
		if _, err := explain.Read(strings.NewReader(text), library); err != nil {
			t.Errorf("the most that is allowed: %v", err)
		}
	}
	if found := problems(t, strings.ReplaceAll(many(200), "sms", "fax")); len(found) != 101 || !strings.Contains(found[100].Message, "more problems") {
		t.Errorf("%d problems are told of 200", len(found))
	}
}

func TestAReaderThatFailsIsNoProblemOfTheCase(t *testing.T) {
	t.Parallel()
	_, err := explain.Read(broken{}, library)
	if err == nil || explain.IsProblem(err) {
		t.Errorf("got %v", err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the pipe broke") }

func FuzzRead(f *testing.F) {
	f.Add(full)
	f.Add(`[{"at":"2027-03-14T07:30:00Z","channel":"sms","contact":{"opt_outs":["all"]}}]`)
	f.Fuzz(func(t *testing.T, text string) {
		cases, err := explain.Read(strings.NewReader(text), library)
		if (err == nil) != (len(cases.List) > 0 || cases.Several) || err != nil && !explain.IsProblem(err) {
			t.Errorf("%d cases and %v", len(cases.List), err)
		}
	})
}

func one(t *testing.T, text string) policy.Question {
	t.Helper()
	cases, err := explain.Read(strings.NewReader(text), library)
	if err != nil || len(cases.List) != 1 || cases.Several {
		t.Fatalf("%d cases, %v", len(cases.List), err)
	}
	return cases.List[0].Question()
}

func problems(t *testing.T, text string) explain.Problems {
	t.Helper()
	_, err := explain.Read(strings.NewReader(text), library)
	var found explain.Problems
	if !errors.As(err, &found) || !explain.IsProblem(err) {
		t.Fatalf("%.200s is taken, or the error is another: %v", text, err)
	}
	return found
}

func at(t *testing.T, text string) time.Time {
	t.Helper()
	instant, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return instant.UTC()
}
