package policy_test

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // for machines without the database

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
)

// The years that are looked at.
var (
	firstInstant = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	lastInstant  = time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
)

// peculiarZones are names beside those of zone.tab: links, zones of no country,
// half hours, quarters of an hour, a summer time of half an hour.
var peculiarZones = strings.Fields(`Asia/Calcutta Asia/Katmandu Asia/Rangoon Asia/Saigon Australia/ACT
	Australia/LHI Australia/North NZ-CHAT Canada/Newfoundland America/Godthab America/Buenos_Aires
	Atlantic/Faeroe Europe/Kiev Eire GB-Eire Cuba Egypt Iran Israel Navajo US/Eastern US/Arizona
	Pacific/Samoa Pacific/Enderbury EST5EDT CET WET UTC Etc/GMT+12 Etc/GMT-14 Antarctica/Troll`)

// zoneTable is zone.tab: the country of each zone.
var zoneTable = sync.OnceValue(func() map[string]string {
	countries := map[string]string{}
	for _, row := range tableRows("testdata/zone.tab") {
		countries[row[2]] = row[0]
	}
	return countries
})

func zoneCountry(zone string) string { return zoneTable()[zone] }

// countryZones are the zones of zone.tab, in the order of their names.
var countryZones = sync.OnceValue(func() []string {
	var zones []string
	for zone := range zoneTable() {
		zones = append(zones, zone)
	}
	slices.Sort(zones)
	return zones
})

// everyZone is all of them.
func everyZone() []string { return append(slices.Clone(countryZones()), peculiarZones...) }

func tableRows(path string) [][]string {
	text, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") && strings.TrimSpace(line) != "" {
			rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
		}
	}
	return rows
}

var knownTransitions sync.Map // zone → []time.Time

// transitions are the instants at which the clocks of a zone are moved.
func transitions(zone string) []time.Time {
	if known, ok := knownTransitions.Load(zone); ok {
		return known.([]time.Time)
	}
	loc, err := account.LoadZone(zone)
	if err != nil {
		panic(err)
	}
	var list []time.Time
	const step = 12 * time.Hour
	for at := firstInstant; at.Before(lastInstant); at = at.Add(step) {
		if zoneOffset(at, loc) != zoneOffset(at.Add(step), loc) {
			list = append(list, transition(loc, at, at.Add(step)))
		}
	}
	knownTransitions.Store(zone, list)
	return list
}

// transition halves the stretch in which the clocks are moved until one second is left.
func transition(loc *time.Location, before, after time.Time) time.Time {
	for after.Sub(before) > time.Second {
		middle := before.Add(after.Sub(before) / 2).Truncate(time.Second)
		if zoneOffset(middle, loc) == zoneOffset(before, loc) {
			before = middle
		} else {
			after = middle
		}
	}
	return after
}

func zoneOffset(at time.Time, loc *time.Location) int {
	_, offset := at.In(loc).Zone()
	return offset
}

// evidenceTables are the tables of places, read afresh: by the name of the table.
var evidenceTables = sync.OnceValue(func() map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, name := range []string{"countries", "regions", "phones"} {
		all[name] = map[string]string{}
		for _, row := range tableRows("data/" + name + ".tsv") {
			all[name][row[0]] = row[1]
		}
	}
	return all
})

// referenceZones are the zones in which the contact may be; false when there are none.
func referenceZones(q policy.Question) ([]string, bool) {
	if len(q.Zones) > 0 {
		return q.Zones, true
	}
	clues := slices.Clone(q.AddressZones)
	for _, phone := range q.Phones {
		clues = append(clues, phoneClues(phone)...)
	}
	clues = append(clues, regionClues(q.Region)...)
	var zones []string
	for _, clue := range clues {
		if !strings.HasPrefix(clue, "@") {
			zones = append(zones, clue)
		}
	}
	certain := slices.Clone(zones)
	for _, clue := range clues {
		country, whole := strings.CutPrefix(clue, "@")
		there := func(zone string) bool {
			return zoneCountry(zone) == country || slices.Contains(zonesOfCountry(country), zone)
		}
		if whole && !slices.ContainsFunc(certain, there) {
			zones = append(zones, zonesOfCountry(country)...)
		}
	}
	slices.Sort(zones)
	zones = slices.Compact(zones)
	return zones, len(zones) > 0
}

func zonesOfCountry(country string) []string {
	return strings.Fields(evidenceTables()["countries"][country])
}

// phoneClues are zones, or countries with an @, of the longest row that fits.
func phoneClues(phone string) []string {
	digits, ok := strings.CutPrefix(phone, "+")
	for ok && digits != "" {
		if row, known := evidenceTables()["phones"][digits]; known {
			return slices.DeleteFunc(strings.Fields(row), func(word string) bool { return word == "-" })
		}
		digits = digits[:len(digits)-1]
	}
	return nil
}

// regionClues are those of the part of a country, else the country itself.
func regionClues(region string) []string {
	if row, known := evidenceTables()["regions"][region]; known {
		return slices.DeleteFunc(strings.Fields(row), func(word string) bool { return word == "-" })
	}
	country, _, _ := strings.Cut(region, "-")
	if len(zonesOfCountry(country)) == 0 {
		return nil
	}
	return []string{"@" + country}
}

// place loads zones that are known to exist.
func place(t testing.TB, zones ...string) []*time.Location {
	t.Helper()
	var locs []*time.Location
	for _, zone := range zones {
		loc, err := account.LoadZone(zone)
		if err != nil {
			t.Fatal(err)
		}
		locs = append(locs, loc)
	}
	return locs
}
