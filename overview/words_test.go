package overview_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/overview"
)

func TestNamesAreFoundWithoutCaseAndMarks(t *testing.T) {
	t.Parallel()
	for typed, name := range map[string]string{
		"muller":    "Müller GmbH",
		"müller":    "Muller",
		"MÜLLER":    "Mu\u0308ller",
		"strasse":   "Straße 4",
		"straße":    "STRASSE",
		"lodz":      "Łódź Spółka",
		"smorrebro": "Smørrebrød AS",
		"istanbul":  "İstanbul Ltd",
		"blue bot":  "Blue Bottle Ltd",
		"bot blue":  "Blue Bottle Ltd",
		"obrien":    "O'Brien & Sons",
		"o'brien":   "O’Brien & Sons",
		"brien":     "O'Brien & Sons",
		"abc":       "A.B.C. Ltd",
		"cocacola":  "Coca-Cola",
		"ﬁscher":    "Fischer",
		"山田":        "山田 商店",
	} {
		if !finds(typed, name) {
			t.Errorf("%q does not find %q: %q in %q", typed, name, overview.Typed(typed), overview.WordsOf(name))
		}
	}
}

func TestWordsThatNoNameBeginsWithFindNothing(t *testing.T) {
	t.Parallel()
	for typed, name := range map[string]string{"ottle": "Blue Bottle", "blue ltd": "Blue Bottle", "muellerin": "Müller"} {
		if finds(typed, name) {
			t.Errorf("%q finds %q", typed, name)
		}
	}
}

// finds says that every typed word begins a word of the name.
func finds(typed, name string) bool {
	words := overview.Typed(typed)
	for _, word := range words {
		if !slices.ContainsFunc(overview.WordsOf(name), func(w string) bool { return strings.HasPrefix(w, word) }) {
			return false
		}
	}
	return len(words) > 0
}

func TestSignsAloneAreNoWords(t *testing.T) {
	t.Parallel()
	if words := append(overview.Typed(" -- && \u0308 "), overview.WordsOf("", "...", "\xff")...); !cmp.Equal(words, []string{}, cmp.Comparer(slices.Equal[[]string])) {
		t.Errorf("got %q", words)
	}
}

func TestEachWordComesOnceAndInOrder(t *testing.T) {
	t.Parallel()
	got := overview.WordsOf("Blue Bottle Ltd", "Anna Blue")
	if diff := cmp.Diff([]string{"anna", "blue", "bottle", "ltd"}, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzWhatANameIsMadeOfFindsIt(f *testing.F) {
	for _, name := range []string{"Müller & Söhne", "O'Brien", strings.Repeat("ß", 100), "a\u0308\u0308 \xff", "İ"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		words := overview.WordsOf(name)
		for _, word := range overview.Typed(name) {
			if !slices.Contains(words, word) {
				t.Errorf("%q is no word of %q: %q", word, name, words)
			}
			if len(word) > 60 {
				t.Errorf("%q is too long", word)
			}
		}
	})
}
