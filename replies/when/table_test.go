package when

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// row is one line of a table: a text, the reference it is read against, and what
// it should hold. A line that begins with @ sets the reference for those below it:
// @2026-11-25T10:00 Europe/London en-GB en GBP.
type row struct {
	name string
	ref  Reference
	text string
	want string
}

func rowsOf(t testing.TB, file string) []row {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []row
	var ref Reference
	for scanner := bufio.NewScanner(f); scanner.Scan(); {
		line := strings.TrimSpace(scanner.Text())
		switch text, want, told := strings.Cut(line, " => "); {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "@"):
			ref = referenceOf(t, line[1:])
		case !told:
			t.Fatalf("%s: %q says nothing", file, line)
		default:
			name := file + " " + ref.Now.Format("Mon 2006-01-02") + " " + ref.Locale + " " + text
			rows = append(rows, row{name, ref, strings.ReplaceAll(text, `\n`, "\n"), strings.TrimSpace(want)})
		}
	}
	return rows
}

func referenceOf(t testing.TB, line string) Reference {
	t.Helper()
	fields := append(strings.Fields(line), "-", "-", "-")
	for i := range fields {
		if fields[i] == "-" {
			fields[i] = ""
		}
	}
	zone, err := time.LoadLocation(fields[1])
	if err != nil {
		t.Fatal(err)
	}
	var now time.Time
	if utc, ok := strings.CutSuffix(fields[0], "Z"); ok {
		now, err = time.Parse("2006-01-02T15:04", utc)
		now = now.In(zone)
	} else {
		now, err = time.ParseInLocation("2006-01-02T15:04", fields[0], zone)
	}
	if err != nil {
		t.Fatal(err)
	}
	ref := Reference{Now: now, Locale: fields[2], Currency: fields[4]}
	if fields[3] != "" {
		ref.Languages = strings.Split(fields[3], ",")
	}
	return ref
}

// tellDates writes dates as the tables do: 2026-12-05, 2026-12-05? when unsure, vague, - for none.
func tellDates(dates []Date) string {
	if len(dates) == 0 {
		return "-"
	}
	var all []string
	for _, d := range dates {
		text := d.On.String()
		if d.Vague {
			text = "vague"
		}
		if d.Uncertain {
			text += "?"
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

// tellAmounts writes amounts as minor units and currency, or as their share.
func tellAmounts(amounts []Amount) string {
	if len(amounts) == 0 {
		return "-"
	}
	var all []string
	for _, a := range amounts {
		text := string(a.Share)
		if a.Share == "" {
			text = strconv.FormatInt(a.Money.Minor, 10) + a.Money.Currency
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

var dateTables = []string{"numeric.txt", "calendar.txt", "en.txt", "de.txt", "fr.txt", "es.txt", "nl.txt", "pt.txt", "it.txt", "sentences.txt"}

func TestADateIsReadAsItIsMeant(t *testing.T) {
	for _, file := range dateTables {
		for _, r := range rowsOf(t, file) {
			t.Run(r.name, func(t *testing.T) {
				if got := tellDates(Dates(r.text, r.ref)); got != r.want {
					t.Errorf("got %s, want %s", got, r.want)
				}
			})
		}
	}
}

func TestAnAmountIsReadAsItIsMeant(t *testing.T) {
	for _, r := range rowsOf(t, "amounts.txt") {
		t.Run(r.name, func(t *testing.T) {
			if got := tellAmounts(Amounts(r.text, r.ref)); got != r.want {
				t.Errorf("got %s, want %s", got, r.want)
			}
		})
	}
}

func TestTheDayOfReturnIsFound(t *testing.T) {
	for _, r := range rowsOf(t, "return.txt") {
		t.Run(r.name, func(t *testing.T) {
			day, ok := Return(r.text, r.ref)
			got := day.String()
			if !ok {
				got = "-"
			}
			if got != r.want {
				t.Errorf("got %s, want %s", got, r.want)
			}
		})
	}
}
