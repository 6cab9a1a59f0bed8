package when

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestEveryLanguageLoads(t *testing.T) {
	for _, code := range codes {
		if _, err := load(code); err != nil {
			t.Error(err)
		}
	}
	if got := purse().byWord["euros"]; got != "EUR" {
		t.Errorf("euros are %q", got)
	}
}

// words are the phrases of all the tables, which texts are drawn from.
func words(t testing.TB) []string {
	var all []string
	for _, file := range append([]string{"amounts.txt", "return.txt"}, dateTables...) {
		for _, r := range rowsOf(t, file) {
			all = append(all, r.text)
			all = append(all, strings.Fields(r.text)...)
		}
	}
	return all
}

var zones = []string{"Europe/London", "America/New_York", "Pacific/Auckland", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia"}

func drawReference(t *rapid.T) Reference {
	zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Unix(rapid.Int64Range(1767225600, 1924992000).Draw(t, "now"), 0).In(zone)
	ref := Reference{
		Now:      now,
		Locale:   rapid.SampledFrom([]string{"", "en", "en-GB", "en-US", "de-DE", "pt-BR", "x", "-"}).Draw(t, "locale"),
		Currency: rapid.SampledFrom([]string{"", "EUR", "JPY", "KWD", "no"}).Draw(t, "currency"),
	}
	ref.Languages = rapid.SliceOfN(rapid.SampledFrom(codes), 0, 3).Draw(t, "languages")
	return ref
}

func TestACertainDayIsNeverPastNorFar(t *testing.T) {
	phrases := words(t)
	rapid.Check(t, func(t *rapid.T) {
		ref := drawReference(t)
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(phrases), 1, 12).Draw(t, "text"), " ")
		today := calendarOf(ref.Now).today
		last := 0
		for _, d := range Dates(text, ref) {
			if d.Start < last || d.End <= d.Start || d.End > len(text) {
				t.Fatalf("%d to %d after %d of %d bytes", d.Start, d.End, last, len(text))
			}
			last = d.End
			if ahead := d.On.Sub(today); !d.Vague && !d.Uncertain && (ahead < 0 || ahead > far) {
				t.Fatalf("certain %s, which is %d days ahead", d.On, ahead)
			}
			if d.Vague != (d.On.String() == "") {
				t.Fatalf("vague %v on %q", d.Vague, d.On)
			}
		}
	})
}

func TestAmountsStandInOrderAndAboveNothing(t *testing.T) {
	phrases := words(t)
	rapid.Check(t, func(t *rapid.T) {
		ref := drawReference(t)
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(phrases), 1, 12).Draw(t, "text"), " ")
		last := 0
		for _, a := range Amounts(text, ref) {
			if a.Start < last || a.End <= a.Start || a.End > len(text) {
				t.Fatalf("%d to %d after %d of %d bytes", a.Start, a.End, last, len(text))
			}
			last = a.End
			if (a.Money.Minor > 0) == (a.Share != "") {
				t.Fatalf("%v is no amount", a)
			}
		}
	})
}

func TestTheDayOfReturnIsNeverPast(t *testing.T) {
	phrases := words(t)
	rapid.Check(t, func(t *rapid.T) {
		ref := drawReference(t)
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(phrases), 1, 6).Draw(t, "text"), " ")
		if day, ok := Return(text, ref); ok && day.Sub(calendarOf(ref.Now).today) < 0 {
			t.Fatalf("%s is over", day)
		}
	})
}

func TestTheSameTextIsReadTheSameTwice(t *testing.T) {
	for _, r := range rowsOf(t, "en.txt") {
		if diff := cmp.Diff(Dates(r.text, r.ref), Dates(r.text, r.ref)); diff != "" {
			t.Error(diff)
		}
	}
}

func TestCapitalsAndMissingAccentsChangeNothing(t *testing.T) {
	for _, file := range []string{"de.txt", "fr.txt", "es.txt", "nl.txt", "pt.txt", "it.txt"} {
		for _, r := range rowsOf(t, file) {
			for _, text := range []string{strings.ToUpper(r.text), plainLetters(r.text)} {
				if got := tellDates(Dates(text, r.ref)); got != r.want && !strings.Contains(r.text, "ª") {
					t.Errorf("%q: got %s, want %s", text, got, r.want)
				}
			}
		}
	}
}

func plainLetters(text string) string {
	var b []byte
	for _, r := range text {
		if r == '’' {
			r = '\''
		}
		b = fold(b, r)
	}
	return string(b)
}

func TestTheLanguageNeedNotBeKnown(t *testing.T) {
	for text, want := range map[string]string{
		"I'll pay you on Friday":       "2026-11-27",
		"ich zahle am Freitag":         "2026-11-27",
		"je vous règle vendredi":       "2026-11-27",
		"pago el día 15":               "2026-12-15",
		"ik betaal aanstaande vrijdag": "2026-11-27",
		"pago na sexta-feira":          "2026-11-27",
		"pagherò entro fine mese":      "2026-11-30",
		"do it on sun":                 "2026-11-29",
	} {
		ref := referenceOf(t, "2026-11-25T10:00 Europe/London")
		if got := tellDates(Dates(text, ref)); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func TestWhatADateSaysStandsInTheText(t *testing.T) {
	ref := referenceOf(t, "2026-11-25T10:00 Europe/Paris fr-FR fr EUR")
	text := "Bonjour, je règle 50 € d’ici vendredi, le solde le 15 décembre."
	var got []string
	for _, d := range Dates(text, ref) {
		got = append(got, text[d.Start:d.End])
	}
	for _, a := range Amounts(text, ref) {
		got = append(got, text[a.Start:a.End])
	}
	if diff := cmp.Diff([]string{"d’ici vendredi", "le 15 décembre", "50 €", "le solde"}, got); diff != "" {
		t.Error(diff)
	}
}

// What is quadratic takes minutes here; ten seconds leave room for a busy machine.
func TestLongTextsTakeLinearTime(t *testing.T) {
	ref := referenceOf(t, "2026-11-25T10:00 Europe/London")
	Dates("warm up", ref)
	for name, text := range longTexts() {
		start := time.Now()
		Dates(text, ref)
		Amounts(text, ref)
		Return(text, ref)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
}

// longTexts are 64 kB each.
func longTexts() map[string]string {
	long := map[string]string{}
	for name, unit := range map[string]string{
		"digits": "1", "groups": "1.", "dates": "5/12 ", "words": "next ", "articles": "the the ", "between": "between and ",
		"spaces": " ", "numbers": "fifty ", "glued": "a-1-", "money": "1 000 ", "weekdays": "Friday, ", "until": "until the ",
		"invalid": "\xff", "phones": "01 ", "german": "zwei", "dashes": "-",
	} {
		long[name] = strings.Repeat(unit, 64<<10/len(unit))
	}
	return long
}

func FuzzDates(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text string, language uint8) {
		ref := referenceOf(t, "2027-02-28T23:59 Europe/London en-GB - GBP")
		ref.Languages = []string{codes[int(language)%len(codes)]}
		today := calendarOf(ref.Now).today
		last := 0
		for _, d := range Dates(text, ref) {
			if d.Start < last || d.End <= d.Start || d.End > len(text) {
				t.Fatalf("%d to %d after %d", d.Start, d.End, last)
			}
			last = d.End
			if ahead := d.On.Sub(today); !d.Vague && !d.Uncertain && (ahead < 0 || ahead > far) {
				t.Fatalf("certain %s", d.On)
			}
		}
		if day, ok := Return(text, ref); ok && day.Sub(today) < 0 {
			t.Fatalf("returns on %s", day)
		}
	})
}

func FuzzAmounts(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text string, language uint8) {
		ref := referenceOf(t, "2027-02-28T23:59 Europe/London en-GB - GBP")
		ref.Languages = []string{codes[int(language)%len(codes)]}
		last := 0
		for _, a := range Amounts(text, ref) {
			if a.Start < last || a.End <= a.Start || a.End > len(text) {
				t.Fatalf("%d to %d after %d", a.Start, a.End, last)
			}
			last = a.End
			if (a.Money.Minor > 0) == (a.Share != "") {
				t.Fatalf("%v is no amount", a)
			}
		}
	})
}

func seed(f *testing.F) {
	for i, text := range []string{
		"I'll pay £50 on the 5th and the rest by 5/12", "am 5.12. zahle ich 50,- €", "je paie 1 250,00 € d’ici vendredi",
		"del 1 al 5 de diciembre", "t/m 5-12 €5", "R$ 1.250,50 até sexta-feira", "l'8 dicembre, cento euro", "\xff5\xff/12",
	} {
		f.Add(text, uint8(i))
	}
}

func BenchmarkASMS(b *testing.B) {
	ref := referenceOf(b, "2026-11-25T10:00 Europe/London en-GB en GBP")
	text := "Hi, sorry for the delay. I can pay £50 on Friday and the remaining £70 by the 15th of December. Thanks, Ann"
	b.Run("dates", func(b *testing.B) {
		for b.Loop() {
			Dates(text, ref)
		}
	})
	b.Run("amounts", func(b *testing.B) {
		for b.Loop() {
			Amounts(text, ref)
		}
	})
	ref.Languages = nil
	b.Run("dates in any language", func(b *testing.B) {
		for b.Loop() {
			Dates(text, ref)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		for _, code := range codes {
			if _, err := load(code); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkLong(b *testing.B) {
	ref := referenceOf(b, "2026-11-25T10:00 Europe/London")
	for name, text := range longTexts() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Dates(text, ref)
			}
		})
	}
}
