package hours_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/policy/hours"
)

func TestWindowsAreWrittenInCanonicalForm(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"as it is", "Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-15:00", "Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-15:00"},
		{"closed days need no word", "Mo-Fr 09:00-17:00; Sa off; Su off", "Mo-Fr 09:00-17:00"},
		{"single days", "Mo,We,Fr 09:00-17:00", "Mo,We,Fr 09:00-17:00"},
		{"days that make a run", "Mo,Tu,We 09:00-17:00", "Mo-We 09:00-17:00"},
		{"around the clock", "24/7", "Mo-Su 00:00-24:00"},
		{"around the clock, in full", "Mo-Su 00:00-24:00", "Mo-Su 00:00-24:00"},
		{"around the clock but Sunday", "24/7; Su off", "Mo-Sa 00:00-24:00"},
		{"a run over Sunday", "Sa-Mo 10:00-15:00", "Mo,Sa-Su 10:00-15:00"},
		{"a run around the whole week", "We-Tu 10:00-15:00", "Mo-Su 10:00-15:00"},
		{"a later rule replaces the day", "Mo-Su 09:00-17:00; We 10:00-11:00; Th off", "Mo-Tu,Fr-Su 09:00-17:00; We 10:00-11:00"},
		{"without days", "09:00-12:00", "Mo-Su 09:00-12:00"},
		{"one digit hours", "Mo 9:00-9:30", "Mo 09:00-09:30"},
		{"any case and space", "mo - fr  09:00 - 12:00 , 13:00-17:00;SA OFF ;", "Mo-Fr 09:00-12:00,13:00-17:00"},
		{"intervals out of order", "Mo 13:00-17:00,09:00-12:00", "Mo 09:00-12:00,13:00-17:00"},
		{"intervals that touch", "Mo 09:00-12:00,12:00-17:00", "Mo 09:00-17:00"},
		{"intervals that overlap", "Mo 09:00-14:00,10:00-11:00,13:00-17:00", "Mo 09:00-17:00"},
		{"holidays off", "Mo-Fr 09:00-17:00; PH off", "Mo-Fr 09:00-17:00; PH off"},
		{"holidays with hours", "Mo-Fr,PH 09:00-17:00", "Mo-Fr 09:00-17:00; PH 09:00-17:00"},
		{"always closed", "off", "Mo-Su off"},
		{"closed is off", "Mo-Su closed", "Mo-Su off"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w, err := hours.Parse(tt.text)
			if err != nil || w.String() != tt.want {
				t.Fatalf("got %q, %v, want %q", w, err, tt.want)
			}
			again, err := hours.Parse(w.String())
			if err != nil || !again.Equal(w) {
				t.Errorf("reading it back gave %q, %v", again, err)
			}
		})
	}
}

func TestWindowErrorsNameThePositionAndTheRemedy(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", "character 1: give at least one rule"},
		{"blanks", "   ", "character 1: give at least one rule"},
		{"unknown day", "Xx 09:00-17:00", "character 1: write weekdays as Mo"},
		{"long day", "Monday 09:00-17:00", "character 3: write weekdays as Mo"},
		{"unknown last day", "Mo-Xx 09:00-17:00", "character 4: write weekdays as Mo"},
		{"holidays in a run", "PH-Su 09:00-17:00", "character 3: PH cannot"},
		{"no hours", "Mo-Fr", "character 6: write times"},
		{"hour alone", "Mo 9-17", "character 4: write times"},
		{"no minutes", "Mo 09:-17:00", "character 4: write times"},
		{"one digit minutes", "Mo 09:0-17:00", "character 4: write times"},
		{"minute 60", "Mo 09:00-16:60", "character 10: write times"},
		{"no end", "Mo 09:00", "character 9: write times"},
		{"open end", "Mo 09:00+", "character 9: write times"},
		{"backwards", "Mo 17:00-09:00", "character 10: an interval must end after it starts"},
		{"empty interval", "Mo 09:00-09:00", "character 10: an interval must end after it starts"},
		{"past midnight", "Mo 22:00-26:00", "character 10: a day ends at 24:00"},
		{"24:01", "Mo 22:00-24:01", "character 10: a day ends at 24:00"},
		{"comma for a semicolon", "Mo 09:00-12:00, Tu 09:00-12:00", "character 17: put a semicolon"},
		{"no semicolon", "Mo 09:00-12:00 Tu 09:00-12:00", "character 16: put a semicolon"},
		{"long dash", "Mo–Fr 09:00-17:00", "character 3: write weekdays as Mo"},
		{"after a letter of two bytes", "Mo 09:00-12:00; ü", "character 17: write weekdays as Mo"},
		{"too long", strings.Repeat("Mo 09:00-12:00;", 100), "give at most 1000 characters"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := hours.Parse(tt.text)
			if !errors.Is(err, hours.ErrWindows) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want it to say %q", err, tt.want)
			}
		})
	}
}

func TestWindowsKnowWhetherTheyEverOpenOrClose(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text                        string
		never, always, week, feasts bool
	}{
		{"Mo-Su off", true, false, false, false},
		{"off; PH off", true, false, false, true},
		{"Mo-Su off; PH 10:00-11:00", false, false, false, true},
		{"Su 23:59-24:00", false, false, false, false},
		{"24/7", false, true, true, false},
		{"Mo-Su 00:00-12:00,12:00-24:00", false, true, true, false},
		{"24/7; PH 00:00-24:00", false, true, true, true},
		{"24/7; PH off", false, false, true, true},
		{"24/7; Su off", false, false, false, false},
		{"24/7; Su 00:00-23:59", false, false, false, false},
	} {
		w := windows(t, tt.text)
		if w.Never() != tt.never || w.Always() != tt.always || w.AllWeek() != tt.week || w.Holidays() != tt.feasts {
			t.Errorf("%s: never %v, always %v, all week %v, holidays %v", tt.text, w.Never(), w.Always(), w.AllWeek(), w.Holidays())
		}
	}
	if !(hours.Windows{}).Never() {
		t.Error("the zero windows open")
	}
}

func TestWithinMeansOpenOnlyWhereTheOtherIs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		inner, outer string
		want         bool
	}{
		{"Mo-Fr 09:00-17:00", "Mo-Su 08:00-21:00", true},
		{"Mo-Su 08:00-21:00", "Mo-Fr 09:00-17:00", false},
		{"Mo 09:00-17:00", "Mo 09:00-17:00", true},
		{"Mo 09:00-17:01", "Mo 09:00-17:00", false},
		{"Mo 08:59-17:00", "Mo 09:00-17:00", false},
		{"Mo 09:00-10:00,11:00-12:00", "Mo 09:00-12:00", true},
		{"Mo 09:00-12:00", "Mo 09:00-10:00,11:00-12:00", false},
		{"Mo-Fr 09:00-17:00; Sa 10:00-11:00", "Mo-Fr 09:00-17:00", false},
		{"off", "Mo 09:00-10:00", true},
		{"Mo-Fr 09:00-17:00; PH off", "Mo-Fr 09:00-17:00", true},
		{"Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00; PH off", false},
		{"Mo-Fr 09:00-17:00; PH 10:00-11:00", "Mo-Fr 09:00-17:00", false}, // a holiday may be a Sunday
		{"Mo-Su 09:00-17:00; PH 10:00-11:00", "Mo-Su 09:00-17:00", true},
		{"Mo-Fr 09:00-17:00; PH off", "24/7; PH off", true},
	} {
		inner, outer := windows(t, tt.inner), windows(t, tt.outer)
		if inner.Within(outer) != tt.want {
			t.Errorf("%s within %s: %v", tt.inner, tt.outer, !tt.want)
		}
		if inner.Equal(outer) != (tt.want && outer.Within(inner)) {
			t.Errorf("%s and %s: equal %v", tt.inner, tt.outer, inner.Equal(outer))
		}
	}
}

func TestTheHoursOfADayAreWrittenAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	w, friday := windows(t, "Mo-Fr 09:00-12:00,13:00-17:00; PH off"), int64(20903) // 2027-03-26
	if got := string(w.AppendDay(nil, friday, nil)); got != "09:00-12:00,13:00-17:00" || w.Off(friday, nil) {
		t.Errorf("got %q", got)
	}
	easter := feasts{"2027-03-26": true}
	if got := string(w.AppendDay([]byte("on a holiday "), friday, easter)); got != "on a holiday off" || !w.Off(friday, easter) {
		t.Errorf("got %q", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "24/7", "Mo-Fr 09:00-12:00,13:00-17:00; Sa off; PH off", "Sa-Mo 00:00-24:00", "Mo,PH 9:00-10:00;", "Mo 99:99-", "–"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		w, err := hours.Parse(text)
		if err != nil {
			if !errors.Is(err, hours.ErrWindows) {
				t.Errorf("error without its cause: %v", err)
			}
			return
		}
		if again, err := hours.Parse(w.String()); err != nil || again.String() != w.String() {
			t.Errorf("%q reads back as %q, %v", w, again, err)
		}
	})
}

func windows(t testing.TB, text string) hours.Windows {
	t.Helper()
	w, err := hours.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return w
}
