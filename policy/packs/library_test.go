package packs_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/policy/packs"
)

// promised are the packs that the documentation names.
const promised = "courteous us-federal us-tcpa us-ma us-wv us-fl us-dc us-wa us-ny-nyc ca-on ca-bc ca-qc uk ie au fr it in th id kr"

func TestEveryPromisedPackIsShipped(t *testing.T) {
	t.Parallel()
	library := shipped(t)
	for id := range strings.FieldsSeq(promised) {
		if p, ok := library.Find(id); !ok || p.ID != id || len(p.Rows) == 0 {
			t.Errorf("%s is not shipped", id)
		}
	}
	if _, ok := library.Find("us"); ok {
		t.Error("a pack that does not exist was found")
	}
}

func TestShippedPacksAreSortedAndReadOnce(t *testing.T) {
	t.Parallel()
	library := shipped(t)
	if again := shipped(t); again != library {
		t.Error("the shipped packs are read twice")
	}
	if ids := names(library.All()); !slices.IsSorted(ids) {
		t.Errorf("the packs are not in the order of their ids: %v", ids)
	}
}

func TestRecalledAndOwnRowsAreNeverLaw(t *testing.T) {
	t.Parallel()
	for _, p := range shipped(t).All() {
		for _, r := range p.Rows {
			if r.On && r.Evidence == packs.Recalled {
				t.Errorf("%s is recalled and on", p.Rule(&r))
			}
			if (r.Evidence == packs.Own) != (p.ID == "courteous") {
				t.Errorf("%s: evidence %s in this pack", p.Rule(&r), r.Evidence)
			}
		}
	}
}

func TestTheRegionBringsAboutItsPacks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ region, want string }{
		{"US-NY", "us-federal us-tcpa"}, // the city's pack has to be named
		{"US-MA", "us-federal us-ma us-tcpa"},
		{"US-TX", "us-federal us-tcpa"},
		{"US", "us-federal us-tcpa"},
		{"CA-ON", "ca ca-on"},
		{"GB", "uk"},
		{"GB-SCT", "uk"},
		{"AU-NSW", "au"},
		{"SE", ""},
		{"", ""},
	} {
		if got := strings.Join(names(shipped(t).Automatic(tt.region)), " "); got != tt.want {
			t.Errorf("%q brings about %q, want %q", tt.region, got, tt.want)
		}
	}
}

const ownPack = `
id = "uk"
title = "Our own United Kingdom"
version = "2027-01-02"
regions = ["GB"]
[[row]]
id = "all"
text = "We contact nobody there."
evidence = "own"
stop = "Nobody is contacted there."
`

func TestAFileReplacesThePackOfItsIDAndAddsAnother(t *testing.T) {
	t.Parallel()
	library := shipped(t)
	changed, err := library.Over(fstest.MapFS{
		"uk.toml": text(ownPack), "house.toml": text(strings.Replace(ownPack, `"uk"`, `"house"`, 1)), "README": text("not a pack"),
	})
	if err != nil {
		t.Fatal(err)
	}
	uk, _ := changed.Find("uk")
	house, found := changed.Find("house")
	if !found || uk.Version != "2027-01-02" || len(uk.Rows) != 1 || house.Rows[0].Stop == "" {
		t.Errorf("got %+v and %+v", uk, house)
	}
	if before, _ := library.Find("uk"); len(before.Rows) < 2 || len(changed.All()) != len(library.All())+1 {
		t.Error("the library that it was laid over changed, or lost packs")
	}
}

const everyKey = `
id = "house"
title = "Everything"
version = 2026-11-21
regions = ["US", "CA-ON"]
automatic = false
[[row]]
id = "calls"
text = "At most 7 calls."
citation = "A law, section 1"
source = "https://example.com/law"
evidence = "secondary"
on = false
note = "Off: a test."
from = 2026-01-01
until = "2027-01-01"
roles = ["third_party", "first_party"]
kinds = ["consumer"]
stages = ["overdue"]
contents = ["demand"]
channels = ["voice"]
regions = ["US-NY"]
not_regions = ["US-MA"]
overdue_from = 31
cap = { at_most = 7, within = "7 calendar days", counts = "attempts", per = "invoice", of = ["voice", "sms"], unless_asked_for = true }
`

func TestEveryKeyReachesItsField(t *testing.T) {
	t.Parallel()
	want := &packs.Pack{ID: "house", Title: "Everything", Version: "2026-11-21", Regions: []string{"CA-ON", "US"}, Rows: []packs.Row{{
		ID: "calls", Text: "At most 7 calls.", Citation: "A law, section 1", Source: "https://example.com/law",
		Evidence: packs.Secondary, Note: "Off: a test.",
		From: account.Date{Year: 2026, Month: 1, Day: 1}, Until: account.Date{Year: 2027, Month: 1, Day: 1},
		Roles: []account.Role{account.FirstParty, account.ThirdParty}, Kinds: []account.Kind{account.Consumer},
		Stages: []account.Stage{account.Overdue}, Contents: []account.Content{account.ContentDemand},
		Channels: []channels.Kind{channels.Voice}, Regions: []string{"US-NY"}, NotRegions: []string{"US-MA"}, OverdueFrom: 31,
		Cap: &packs.Cap{N: 7, Period: packs.Period{N: 7, Unit: packs.CalendarDays}, Counts: packs.Attempts, Scope: packs.PerInvoice,
			Channels: []channels.Kind{channels.SMS, channels.Voice}, SkipConsent: true},
	}}}
	if diff := cmp.Diff(want, load(t, everyKey)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatARowDoesReachesItsField(t *testing.T) {
	t.Parallel()
	voice := []channels.Kind{channels.Voice}
	week := packs.Period{N: 1, Unit: packs.CalendarWeek}
	for _, tt := range []struct {
		keys string
		want packs.Row
	}{
		{"window = \"Mo-Fr 09:00-17:00\"\nzone = \"Europe/Paris\"", packs.Row{Window: windows(t, "Mo-Fr 09:00-17:00"), Zone: "Europe/Paris"}},
		{`closed = "Sa-Su, PH"`, packs.Row{Closed: windows(t, "24/7; Sa-Su,PH off")}},
		{`closed = "PH"`, packs.Row{Closed: windows(t, "24/7; PH off")}},
		{"channels = [\"voice\"]\ncap = { at_most = 1, within = \"calendar week\", counts = \"contacts\", per = \"account\" }",
			packs.Row{Channels: voice, Cap: &packs.Cap{N: 1, Period: week, Counts: packs.Contacts, Scope: packs.PerAccount, Channels: voice}}},
		{"channels = [\"voice\"]\ncap = { at_most = 1, within = \"calendar week\", counts = \"contacts\", per = \"account\", of = [\"voice\", \"sms\", \"email\"] }",
			packs.Row{Channels: voice, Cap: &packs.Cap{N: 1, Period: week, Counts: packs.Contacts, Scope: packs.PerAccount}}},
		{"channels = [\"voice\"]\npause = { after_conversation = \"calendar week\", per = \"address\", unless_asked_for = true }",
			packs.Row{Channels: voice, Pause: &packs.Pause{Period: week, Scope: packs.PerAddress, Channels: voice, SkipConsent: true}}},
		{`consent = true`, packs.Row{Consent: true}},
		{`stop = "The law forbids it."`, packs.Row{Stop: "The law forbids it."}},
		{`duty = "records_3_years"`, packs.Row{Duty: "records_3_years"}},
	} {
		tt.want.ID, tt.want.Text, tt.want.Evidence, tt.want.On = "it", "What it asks.", packs.Own, true
		p := load(t, "id = \"house\"\ntitle = \"T\"\nversion = \"2026-11-21\"\nautomatic = false\n[[row]]\nid = \"it\"\ntext = \"What it asks.\"\nevidence = \"own\"\n"+tt.keys)
		if diff := cmp.Diff(tt.want, p.Rows[0]); diff != "" {
			t.Errorf("%s: %s", tt.keys, diff)
		}
	}
}

func FuzzLoad(f *testing.F) {
	for _, seed := range []string{"", "id = ", everyKey, ownPack, strings.ReplaceAll(everyKey, "{", "["), "row = [[]]", "row = [1]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		library, err := packs.NewLibrary().Over(fstest.MapFS{"house.toml": text(content)})
		if err != nil {
			return
		}
		for _, r := range library.All()[0].Rows {
			if r.ID == "" || r.Text == "" || r.Evidence == "" || r.On && r.Evidence == packs.Recalled || r.Window != nil && r.Window.Never() {
				t.Errorf("accepted %+v", r)
			}
			if explained := r.Explain(); len(explained) < len("Never: .") {
				t.Errorf("explained as %q", explained)
			}
		}
	})
}

func shipped(t testing.TB) *packs.Library {
	t.Helper()
	library, err := packs.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return library
}

// load reads the only pack of house.toml.
func load(t testing.TB, content string) *packs.Pack {
	t.Helper()
	library, err := packs.NewLibrary().Over(fstest.MapFS{"house.toml": text(content)})
	if err != nil {
		t.Fatal(err)
	}
	p, _ := library.Find("house")
	return p
}

func names(list []*packs.Pack) []string {
	ids := make([]string, len(list))
	for i, p := range list {
		ids[i] = p.ID
	}
	return ids
}

func windows(t testing.TB, s string) *hours.Windows {
	t.Helper()
	w, err := hours.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return &w
}
