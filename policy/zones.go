package policy

import (
	"embed"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/goodterms/goodterms/account"
)

// ErrNoZone says that nothing tells where the customer is.
var ErrNoZone = errors.New("nothing tells in which time zone the customer is: name a time zone, a region or a phone number with an area code")

//go:embed data/*.tsv
var tables embed.FS

// Zones returns every time zone in which the contact may be. A zone that was told
// counts alone; it must exist. Otherwise the phone number's area code or country
// and the region (ISO 3166-1 or -2) count together, even when they contradict each
// other, for numbers move along; only a whole country gives way to better evidence
// within it. When nothing is known the error is ErrNoZone.
func Zones(told, phone, region string) (zones []string, err error) {
	if told != "" {
		return toldZone(told)
	}
	known := world()
	return evidence(known.phone(phone), known.region(region))
}

func toldZone(told string) ([]string, error) {
	if err := account.ParseZone(told); err != nil {
		return nil, err
	}
	return []string{told}, nil
}

func evidence(phone, region clue) ([]string, error) {
	if phone.country && !region.country && overlap(phone.zones, region.zones) {
		phone.zones = nil
	}
	if region.country && !phone.country && overlap(phone.zones, region.zones) {
		region.zones = nil
	}
	zones := slices.Clone(region.zones)
	for _, zone := range phone.zones {
		if !slices.Contains(zones, zone) {
			zones = append(zones, zone)
		}
	}
	if len(zones) == 0 {
		return nil, ErrNoZone
	}
	return zones, nil
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(zone string) bool { return slices.Contains(b, zone) })
}

// clue is what one piece of evidence says about the place.
type clue struct {
	row     string // the row of its table, which stands for all evidence alike
	zones   []string
	country bool // it says no more than the country
}

// atlas is the three tables, read.
type atlas struct{ countries, regions, phones map[string]clue }

// world reads the embedded tables once.
var world = sync.OnceValue(func() *atlas {
	a := &atlas{countries: map[string]clue{}, regions: map[string]clue{}, phones: map[string]clue{}}
	fill(a.countries, "countries", a.clue)
	for code, c := range a.countries {
		c.country = true
		a.countries[code] = c
	}
	fill(a.regions, "regions", a.clue)
	fill(a.phones, "phones", a.clue)
	return a
})

// fill reads lines of a key, a tab, and words; lines with # are remarks. The files
// are embedded, so that they are there is certain.
func fill(table map[string]clue, name string, read func(words string) clue) {
	text, _ := tables.ReadFile("data/" + name + ".tsv")
	for line := range strings.Lines(string(text)) {
		key, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok && !strings.HasPrefix(key, "#") {
			c := read(words)
			c.row = key
			table[key] = c
		}
	}
}

// clue reads zones, or @GB for all zones of a country, or - for none.
func (a *atlas) clue(words string) clue {
	var c clue
	for _, word := range strings.Fields(words) {
		if code, ok := strings.CutPrefix(word, "@"); ok {
			c.zones = append(c.zones, a.countries[code].zones...)
			c.country = true
		} else if word != "-" {
			c.zones = append(c.zones, word)
		}
	}
	return c
}

// longestPrefix is the number of digits of the longest rows of the phone table.
const longestPrefix = 7

// phone is the clue in a number in E.164: the row with the most leading digits.
func (a *atlas) phone(e164 string) clue {
	digits, ok := strings.CutPrefix(e164, "+")
	if !ok {
		return clue{}
	}
	for n := min(longestPrefix, len(digits)); n > 0; n-- {
		if c, ok := a.phones[digits[:n]]; ok {
			return c
		}
	}
	return clue{}
}

// region is the clue in a part of a country, or else in the country.
func (a *atlas) region(code string) clue {
	code = strings.ToUpper(code)
	if c, ok := a.regions[code]; ok {
		return c
	}
	country, _, _ := strings.Cut(code, "-")
	return a.countries[country]
}
