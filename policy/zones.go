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

// Zones returns every time zone in which the contact of the question may be. Zones
// that were told count alone; they must exist. Otherwise the zones of postal
// addresses, every phone number's area code or country and the region count
// together, even when they contradict each other, for numbers move along; only a
// whole country gives way to better evidence within it. When nothing is known the
// error is ErrNoZone.
func Zones(q Question) (zones []string, err error) {
	if len(q.Zones) > 0 {
		return existing(q.Zones)
	}
	known := world()
	clues := make([]clue, 0, len(q.Phones)+1)
	for _, phone := range q.Phones {
		clues = append(clues, known.phone(phone))
	}
	return known.evidence(q.AddressZones, append(clues, known.region(q.Region)))
}

// existing returns the zones when all of them exist.
func existing(told []string) ([]string, error) {
	for _, zone := range told {
		if err := account.ParseZone(zone); err != nil {
			return nil, err
		}
	}
	return union(nil, told), nil
}

// evidence puts together what addresses and clues say.
func (a *atlas) evidence(addresses []string, clues []clue) ([]string, error) {
	zones, err := existing(addresses)
	if err != nil {
		return nil, err
	}
	for _, c := range clues {
		if !c.country {
			zones = union(zones, c.zones)
		}
	}
	sure := len(zones)
	for _, c := range clues {
		if c.country && !slices.ContainsFunc(zones[:sure], func(zone string) bool { return a.within(zone, c) }) {
			zones = union(zones, c.zones)
		}
	}
	if len(zones) == 0 {
		return nil, ErrNoZone
	}
	return zones, nil
}

// within says that the zone lies in the country, or one of the countries, of a clue.
func (a *atlas) within(zone string, c clue) bool {
	return slices.Contains(c.zones, zone) || slices.Contains(c.codes, a.homes[zone])
}

// union adds what is not in the list yet.
func union(list, more []string) []string {
	for _, one := range more {
		if !slices.Contains(list, one) {
			list = append(list, one)
		}
	}
	return list
}

// clue is what one piece of evidence says about the place.
type clue struct {
	row     string // the row of its table, which stands for all evidence alike
	zones   []string
	codes   []string // the countries, when it says no more than those
	country bool     // it says no more than the country
}

// atlas is the four tables, read.
type atlas struct {
	countries, regions, phones map[string]clue
	homes                      map[string]string // the country of a zone
}

// world reads the embedded tables once.
var world = sync.OnceValue(func() *atlas {
	a := &atlas{countries: map[string]clue{}, regions: map[string]clue{}, phones: map[string]clue{}, homes: map[string]string{}}
	rows("zones", func(zone, code string) { a.homes[zone] = code })
	rows("countries", func(code, words string) {
		c := a.clue(code, words)
		c.country, c.codes = true, []string{code}
		a.countries[code] = c
	})
	rows("regions", func(code, words string) { a.regions[code] = a.clue(code, words) })
	rows("phones", func(digits, words string) { a.phones[digits] = a.clue(digits, words) })
	return a
})

// rows reads lines of a key, a tab, and words; lines with # are remarks. The files
// are embedded, so that they are there is certain.
func rows(name string, read func(key, words string)) {
	text, _ := tables.ReadFile("data/" + name + ".tsv")
	for line := range strings.Lines(string(text)) {
		key, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok && !strings.HasPrefix(key, "#") {
			read(key, words)
		}
	}
}

// clue reads zones, or @GB for all zones of a country, or - for none.
func (a *atlas) clue(row, words string) clue {
	c := clue{row: row}
	for _, word := range strings.Fields(words) {
		if code, ok := strings.CutPrefix(word, "@"); ok {
			c.zones = append(c.zones, a.countries[code].zones...)
			c.codes = append(c.codes, code)
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
	return a.countries[countryOf(code)]
}

// countryOf is the country of a region.
func countryOf(region string) string {
	country, _, _ := strings.Cut(region, "-")
	return country
}
