package policy_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/explain"
)

// sundayMorning is half past seven on the Sunday on which the clocks go forward, for
// a contact who wishes weekday mornings.
const sundayMorning = `{"at":"2027-03-14T07:30:00-04:00","channel":"sms","profile":"none","packs":["us-federal"],
 "content":"reminder","debt":"INV-1042","answering":false,"consent_call":false,
 "account":{"kind":"consumer","collector_role":"third_party","region":"US-NY","stage":"overdue","days_overdue":12,"zones":[]},
 "contact":{"zones":["America/New_York"],"address_zones":[],"phones":["+12125550123"],"email":"a@example.com",
            "wishes":"Mo-Fr 09:00-12:00","opt_outs":[],"consents":[{"channel":"voice","at":"2027-01-02T15:00:00Z","source":"contract"}]},
 "history":[{"at":"2027-03-12T15:00:00Z","channel":"voice","direction":"out","outcome":"no_answer","debt":"INV-1042","consent_call":false}]}`

func TestASundayMorningsTextWaitsForTheWishedMonday(t *testing.T) {
	t.Parallel()
	type reason struct{ Rule, Citation string }
	type answer struct {
		Decision, Until string
		Zones           []string
		Because         []reason
	}
	want := answer{"defer", "2027-03-15T13:00:00Z", []string{"America/New_York"}, []reason{{"wishes", ""}, {"us-federal.hours", "12 CFR 1006.6(b)(1)(i)"}}}
	var got answer
	if err := json.Unmarshal(explained(t, sundayMorning), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// explained is the answer to a case as it is shown.
func explained(t *testing.T, question string) []byte {
	t.Helper()
	cases, err := explain.Read(strings.NewReader(question), shippedPacks(t))
	if err != nil {
		t.Fatal(err)
	}
	answers := cases.Answer(policy.New(policy.Config{}), 0)
	shown, err := json.Marshal(answers.List[0])
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// The FCA asks for reasonable times and names no hour; what it asks is kept by the
// customer's wishes and by the default profile.
func TestTheUnitedKingdomsRowsBindNoHourButWhatTheCustomerWishes(t *testing.T) {
	t.Parallel()
	table := rowTable{
		zone: "Europe/London", packs: []string{"uk"},
		usual: []rowWith{byCreditor, toConsumer, inRegion("GB")},
	}
	asleepByDay := wishing("Mo-Su 00:00-02:00,16:00-24:00")
	for _, c := range []rowCase{
		sent("opt_out", "the pack alone lets a message out at three", "Mon 2027-02-08 03:00:00"),
		deferred("wishes", "somebody on nights sleeps until four in the afternoon", "Mon 2027-02-08 12:00:00", "Mon 2027-02-08 16:00:00", asleepByDay),
		sent("wishes", "and is up at midnight", "Mon 2027-02-08 00:30:00", asleepByDay),
		deferred("courteous.hours", "the courteous profile waits for nine", "Mon 2027-02-08 03:00:00", "Mon 2027-02-08 09:00:00", keeping(policy.Courteous)),
		deferred("courteous.holidays", "and keeps a bank holiday", "Mon 2027-05-03 12:00:00", "Tue 2027-05-04 09:00:00", keeping(policy.Courteous)),
	} {
		t.Run(c.why, func(t *testing.T) { table.run(t, c) })
	}
}

// Packs are chosen by the customer's region: those of its country and of the part.
func TestARegionBringsItsPacksAbout(t *testing.T) {
	t.Parallel()
	for region, want := range map[string][]string{
		"AU-NSW": {"au"}, "GB": {"uk"}, "GB-SCT": {"uk"}, "CA-ON": {"ca", "ca-on"}, "US-MA": {"us-federal", "us-ma", "us-tcpa"},
		"US-NY": {"us-federal", "us-tcpa"}, "DE": nil, "": nil,
	} {
		table := rowTable{zone: "America/New_York"}
		q := table.question(t, sent("", "", "Mon 2027-02-08 12:00:00", inRegion(region)))
		q.Packs = nil
		got := slices.Sorted(slices.Values(policy.New(policy.Config{}).Decide(q).Inputs.Packs))
		if !slices.Equal(got, want) {
			t.Errorf("%s brings about %v, want %v", region, got, want)
		}
	}
}
