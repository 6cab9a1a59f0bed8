package holidays

import (
	"testing"
	"unicode"
)

func TestEveryLineOfTheTableIsRead(t *testing.T) {
	t.Parallel()
	if _, err := allRules(); err != nil {
		t.Error(err)
	}
}

func TestLinesThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	for _, row := range [][]string{
		{"GB", "easter"}, {"GB", "13-01", "", "", "x"}, {"GB", "Aug Xx[1]", "", "", "x"}, {"GB", "Aug Mo", "", "", "x"},
		{"GB", "12-26", "", "Sa", "x"}, {"GB", "12-26", "since", "", "x"}, {"GB", "without", "easter+one"}, {"GB", "12-26", "2026-x", "", "x"},
	} {
		if addRow(map[string][]rule{}, row) == nil {
			t.Errorf("%q is taken", row)
		}
	}
}

func TestEveryNameIsEnglish(t *testing.T) {
	t.Parallel()
	own := map[rune]bool{'ü': true, 'í': true, 'š': true} // Güemes, San Martín, Prešeren
	all, _ := allRules()
	for region, rules := range all {
		for _, r := range rules {
			for _, letter := range r.Name {
				if letter > unicode.MaxASCII && !own[letter] {
					t.Errorf("%s: %s has no English name", region, r.Name)
				}
			}
			if !r.remove && r.Name == "" {
				t.Errorf("%s has a day without a name", region)
			}
		}
	}
}
