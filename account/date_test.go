package account_test

import (
	"errors"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
)

func TestDatesReadAndWriteTheSame(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"2027-03-14", "2028-02-29", "0001-01-01", "9999-12-31"} {
		if got := day(t, text).String(); got != text {
			t.Errorf("%s became %s", text, got)
		}
	}
	if got := (account.Date{}).String(); got != "" {
		t.Errorf("the zero date is %q", got)
	}
}

func TestDaysThatDoNotExistAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "2027-02-29", "2100-02-29", "2027-04-31", "2027-00-10", "2027-13-01", "2027-01-00", "2027-1-1",
		"27-01-01", "2027/01/01", "01.02.2027", "2027-01-01T00:00:00Z", " 2027-01-01", "2027-01-01 ", "-2027-01-01",
	} {
		refused(t, text, account.ErrDate, func() (account.Date, error) { return account.ParseDate(text) })
	}
}

func TestDateOfIsTheDayOnTheLocalCalendar(t *testing.T) {
	t.Parallel()
	auckland, err := account.LoadZone("Pacific/Auckland")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 12, 31, 12, 0, 0, 0, time.UTC)
	if got := account.DateOf(at).String(); got != "2026-12-31" {
		t.Errorf("got %s", got)
	}
	if got := account.DateOf(at.In(auckland)).String(); got != "2027-01-01" {
		t.Errorf("got %s", got)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2027-03-14", "2028-02-29", "2027-02-29", "", "0000-01-01"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := account.ParseDate(text)
		if err != nil {
			if !errors.Is(err, account.ErrDate) {
				t.Errorf("error without its cause: %v", err)
			}
			return
		}
		if d.String() != text || d.Sub(d) != 0 {
			t.Errorf("%q became %q", text, d)
		}
	})
}

func day(t testing.TB, text string) account.Date {
	t.Helper()
	d, err := account.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
