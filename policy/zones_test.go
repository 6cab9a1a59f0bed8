package policy_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // for machines without the database

	"github.com/google/go-cmp/cmp"
	"github.com/nyaruka/phonenumbers"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
)

func TestEvidenceLeadsToEveryZoneWhereTheContactMayBe(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, told, phone, region, want string }{
		{"a told zone counts alone", "Asia/Tokyo", "+12125550123", "GB", "Asia/Tokyo"},
		{"an area code", "", "+12125550123", "", "America/New_York"},
		{"an area code in two zones", "", "+14235550123", "", "America/Chicago America/New_York"},
		{"both sides of Idaho", "", "+12085550123", "", "America/Denver America/Los_Angeles"},
		{"an overlay has what its parent has", "", "+14485550123", "", "America/Chicago America/New_York"},
		{"another overlay", "", "+14585550123", "", "America/Denver America/Los_Angeles"},
		{"Lloydminster", "", "+13065550123", "", "America/Edmonton America/Regina America/Winnipeg"},
		{"Labrador", "", "+17095550123", "", "America/Blanc-Sablon America/Halifax America/St_Johns"},
		{"Arizona with the Navajo Nation", "", "+19285550123", "", "America/Denver America/Phoenix"},
		{"Jamaica", "", "+18765550123", "", "America/Jamaica"},
		{"a country of one zone", "", "+442079460123", "", "Europe/London"},
		{"an Australian mobile", "", "+61491570156", "", "Australia/Adelaide Australia/Brisbane Australia/Darwin Australia/Eucla Australia/Lord_Howe Australia/Perth Australia/Sydney"},
		{"an Australian landline", "", "+61755501234", "", "Australia/Brisbane Australia/Sydney"},
		{"an Australian mobile with a state", "", "+61491570156", "AU-WA", "Australia/Eucla Australia/Perth"},
		{"a Spanish mobile", "", "+34612345678", "", "Atlantic/Canary Europe/Madrid"},
		{"a landline on the Canaries", "", "+34928123456", "", "Atlantic/Canary"},
		{"Kazakhstan shares a calling code", "", "+77011234567", "", "Asia/Almaty Asia/Qyzylorda"},
		{"a landline in Moscow", "", "+74951234567", "", "Europe/Moscow"},
		{"Réunion and Mayotte", "", "+262692123456", "", "Indian/Mayotte Indian/Reunion"},
		{"a state", "", "", "US-NY", "America/New_York"},
		{"a state in two zones", "", "", "US-FL", "America/Chicago America/New_York"},
		{"Arizona", "", "", "US-AZ", "America/Denver America/Phoenix"},
		{"Ontario", "", "", "CA-ON", "America/Atikokan America/Toronto America/Winnipeg"},
		{"a part that is not listed is its country", "", "", "GB-SCT", "Europe/London"},
		{"a region in lower case", "", "", "us-ny", "America/New_York"},
		{"a number that contradicts the state", "", "+12125550123", "US-CA", "America/Los_Angeles America/New_York"},
		{"a number that agrees with the state", "", "+12125550123", "US-NY", "America/New_York"},
		{"a number from another country", "", "+442079460123", "US-NY", "America/New_York Europe/London"},
		{"an area code narrows its country", "", "+12125550123", "US", "America/New_York"},
		{"an area code of the neighbour does not", "", "+14165550123", "US-WA", "America/Los_Angeles America/Toronto"},
		{"two countries", "", "+491711234567", "GB", "Europe/Berlin Europe/London"},
		{"toll-free tells nothing, the region does", "", "+18005550123", "US-TX", "America/Chicago America/Denver"},
		{"armed forces, but a number", "", "+12125550123", "US-AE", "America/New_York"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			zones, err := policy.Zones(evidence(tt.told, tt.phone, tt.region))
			slices.Sort(zones)
			if diff := cmp.Diff(strings.Fields(tt.want), zones); diff != "" || err != nil {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}

// evidence is a question with what is known about the place; empty is not told.
func evidence(told, phone, region string) policy.Question {
	q := policy.Question{Region: region}
	if told != "" {
		q.Zones = []string{told}
	}
	if phone != "" {
		q.Phones = []string{phone}
	}
	return q
}

func TestAllEvidenceOfAContactCounts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		q    policy.Question
		want string
	}{
		{"told zones, all of them and alone", policy.Question{Zones: []string{"Asia/Tokyo", "Europe/Berlin", "Asia/Tokyo"}, Phones: []string{"+12125550123"}, Region: "GB"}, "Asia/Tokyo Europe/Berlin"},
		{"an address and a number (12 CFR 1006.6 comment 6(b)(1)(i)-2)", policy.Question{AddressZones: []string{"America/Los_Angeles"}, Phones: []string{"+12125550123"}}, "America/Los_Angeles America/New_York"},
		{"two numbers", policy.Question{Phones: []string{"+12125550123", "+442079460123"}}, "America/New_York Europe/London"},
		{"a number and a mobile of the same country", policy.Question{Phones: []string{"+61491570156", "+61861501234"}}, "Australia/Adelaide Australia/Darwin Australia/Eucla Australia/Perth"},
		{"an address narrows a mobile and its country", policy.Question{AddressZones: []string{"Australia/Perth"}, Phones: []string{"+61491570156"}, Region: "AU"}, "Australia/Perth"},
		{"an address by a zone that stands for another narrows too", policy.Question{AddressZones: []string{"America/Detroit"}, Region: "US"}, "America/Detroit"},
		{"and by an old name", policy.Question{AddressZones: []string{"US/Pacific"}, Region: "US"}, "US/Pacific"},
		{"an address abroad narrows nothing", policy.Question{AddressZones: []string{"Asia/Tokyo"}, Region: "GB"}, "Asia/Tokyo Europe/London"},
		{"two countries beside better evidence in one", policy.Question{Phones: []string{"+61861501234", "+34612345678"}, Region: "AU"}, "Atlantic/Canary Australia/Adelaide Australia/Darwin Australia/Eucla Australia/Perth Europe/Madrid"},
		{"toll-free beside a number", policy.Question{Phones: []string{"+18005550123", "+12125550123"}}, "America/New_York"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			zones, err := policy.Zones(tt.q)
			slices.Sort(zones)
			if diff := cmp.Diff(strings.Fields(tt.want), zones); diff != "" || err != nil {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}

func TestAZoneThatDoesNotExistAmongOthersIsRefused(t *testing.T) {
	t.Parallel()
	for _, q := range []policy.Question{
		{Zones: []string{"Europe/Berlin", "Mars/Phobos"}},
		{Zones: []string{"Europe/Berlin", ""}},
		{AddressZones: []string{"Etc/Unknown"}, Phones: []string{"+12125550123"}},
	} {
		if zones, err := policy.Zones(q); !errors.Is(err, account.ErrZone) {
			t.Errorf("got %v, %v", zones, err)
		}
	}
}

func TestEveryZoneOfCivilTimeHasItsCountry(t *testing.T) {
	t.Parallel()
	homes := table(t, "zones")
	for _, row := range zoneTab(t) {
		if row[0] != "AQ" && homes[row[1]] != row[0] {
			t.Errorf("%s is the time of %s, not of %q", row[1], row[0], homes[row[1]])
		}
	}
	for zone, country := range homes {
		if _, err := account.ParseRegion(country); err != nil {
			t.Errorf("%s is the time of %s, which %v", zone, country, err)
		}
		if account.ParseZone(zone) != nil {
			t.Errorf("%s is not known here", zone)
		}
	}
}

func TestNothingKnownIsNoZone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, phone, region string }{
		{"nothing at all", "", ""},
		{"toll-free", "+18005550123", ""},
		{"personal number", "+15005550006", ""},
		{"area code for fiction", "+15555550123", ""},
		{"area code that is not in use", "+12115550123", ""},
		{"satellite phone", "+881612345678", ""},
		{"international freephone", "+80012345678", ""},
		{"no number", "12125550123", ""},
		{"no country", "", "XX"},
		{"continent", "", "EU"},
		{"armed forces abroad", "", "US-AE"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if zones, err := policy.Zones(evidence("", tt.phone, tt.region)); !errors.Is(err, policy.ErrNoZone) {
				t.Errorf("got %v, %v", zones, err)
			}
		})
	}
}

func TestToldZonesThatDoNotExistAreRefused(t *testing.T) {
	t.Parallel()
	for _, told := range []string{"Etc/Unknown", "Local", "Mars/Phobos", "right/Europe/Berlin", "../etc/passwd", "Europe/Berlin,Asia/Tokyo"} {
		if zones, err := policy.Zones(evidence(told, "+12125550123", "US")); !errors.Is(err, account.ErrZone) {
			t.Errorf("%s: got %v, %v", told, zones, err)
		}
	}
}

func TestEveryStateAndTerritoryOfTheUnitedStatesHasItsZones(t *testing.T) {
	t.Parallel()
	all := "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI UM"
	regions := table(t, "regions")
	for _, state := range strings.Fields(all) {
		if regions["US-"+state] == "" {
			t.Errorf("US-%s is missing", state)
		}
	}
	split := strings.Fields("AK AZ FL ID IN KS KY MI ND NE NV OR SD TN TX UM")
	for code, zones := range regions {
		state, ours := strings.CutPrefix(code, "US-")
		if ours && slices.Contains(split, state) != strings.Contains(zones, " ") {
			t.Errorf("%s has %s", code, zones)
		}
	}
}

func TestEveryZoneInTheTablesExistsAndBelongsToItsCountry(t *testing.T) {
	t.Parallel()
	countries := table(t, "countries")
	for _, name := range []string{"countries", "regions", "phones"} {
		for key, words := range table(t, name) {
			for _, word := range strings.Fields(words) {
				if code, ok := strings.CutPrefix(word, "@"); ok && countries[code] == "" {
					t.Errorf("%s names %s, which is missing", key, code)
				} else if !ok && word != "-" {
					location(t, word)
				}
			}
		}
	}
	for code, words := range table(t, "regions") {
		if own := strings.Fields(countries[code[:2]]); words != "-" && code[:2] != "US" && !within(strings.Fields(words), own) {
			t.Errorf("%s has zones outside its country: %s", code, words)
		}
	}
}

// The stations have no residents.
var uninhabited = []string{"Antarctica/Macquarie", "America/Danmarkshavn"}

func TestNoClockOfACountryIsLeftOut(t *testing.T) {
	t.Parallel()
	countries := table(t, "countries")
	kept := map[string][]string{}
	for code, zones := range countries {
		for _, zone := range strings.Fields(zones) {
			kept[code] = append(kept[code], offsets(t, zone))
		}
	}
	for _, row := range zoneTab(t) {
		if row[0] != "AQ" && !slices.Contains(uninhabited, row[1]) && !slices.Contains(kept[row[0]], offsets(t, row[1])) {
			t.Errorf("%s: nothing keeps the time of %s", row[0], row[1])
		}
	}
}

func TestEveryExchangeOfAnAreaCodeIsCovered(t *testing.T) {
	t.Parallel()
	unknown, err := phonenumbers.GetTimezonesForPrefix("1")
	if err != nil {
		t.Fatal(err)
	}
	phones := table(t, "phones")
	for number := 200_000; number < 1_000_000; number++ {
		prefix := "1" + strconv.Itoa(number)
		zones, err := phonenumbers.GetTimezonesForPrefix(prefix)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Equal(zones, unknown) {
			continue
		}
		var ours []string
		for _, zone := range strings.Fields(phones[prefix[:4]]) {
			ours = append(ours, offsets(t, zone))
		}
		for _, zone := range zones {
			if !slices.Contains(ours, offsets(t, zone)) {
				t.Fatalf("+%s may be in %s, but its area code has %s", prefix, zone, phones[prefix[:4]])
			}
		}
	}
}

func TestEveryCallingCodeLeadsToItsCountry(t *testing.T) {
	t.Parallel()
	countries := table(t, "countries")
	for region := range phonenumbers.GetSupportedRegions() {
		code := phonenumbers.GetCountryCodeForRegion(region)
		if code == 1 {
			continue
		}
		want := countries[region]
		example := phonenumbers.GetExampleNumberForType(region, phonenumbers.MOBILE)
		if example == nil {
			example = phonenumbers.GetExampleNumber(region)
		}
		if want == "" || example == nil {
			t.Errorf("%s: no zone or no example", region)
			continue
		}
		zones, err := policy.Zones(evidence("", phonenumbers.Format(example, phonenumbers.E164), ""))
		if err != nil {
			t.Errorf("%s: %v", region, err)
		}
		var ours []string
		for _, zone := range zones {
			ours = append(ours, offsets(t, zone))
		}
		for _, zone := range strings.Fields(want) {
			// Mobiles of the two island territories are told by their region alone.
			if !slices.Contains(ours, offsets(t, zone)) && region != "CC" && region != "CX" {
				t.Errorf("%s: %v does not cover %s", region, zones, zone)
			}
		}
	}
}

// table reads one of the embedded tables afresh.
func table(t testing.TB, name string) map[string]string {
	t.Helper()
	rows := map[string]string{}
	for _, fields := range lines(t, "data/"+name+".tsv") {
		if len(fields) != 2 || rows[fields[0]] != "" {
			t.Fatalf("%s: bad or repeated row %q", name, fields)
		}
		rows[fields[0]] = fields[1]
	}
	return rows
}

// zoneTab is the country and zone of each row of the IANA database's zone.tab.
func zoneTab(t testing.TB) [][2]string {
	t.Helper()
	var rows [][2]string
	for _, fields := range lines(t, "testdata/zone.tab") {
		rows = append(rows, [2]string{fields[0], fields[2]})
	}
	return rows
}

func lines(t testing.TB, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out [][]string
	for scanner := bufio.NewScanner(f); scanner.Scan(); {
		if line := scanner.Text(); !strings.HasPrefix(line, "#") {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

var clocks sync.Map // zone → what offsets says, for it takes a while to find out

// offsets describes what the clocks of a zone show from 2024 to 2031.
func offsets(t testing.TB, zone string) string {
	t.Helper()
	if known, ok := clocks.Load(zone); ok {
		return known.(string)
	}
	loc, last := location(t, zone), 1<<30
	var b strings.Builder
	for at := date(2024); at.Before(date(2032)); at = at.Add(3 * time.Hour) {
		if _, offset := at.In(loc).Zone(); offset != last {
			fmt.Fprintf(&b, "%d:%d ", at.Unix(), offset)
			last = offset
		}
	}
	clocks.Store(zone, b.String())
	return b.String()
}

func within(some, all []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}

func date(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }

func location(t testing.TB, zone string) *time.Location {
	t.Helper()
	loc, err := account.LoadZone(zone)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}
