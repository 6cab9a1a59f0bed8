package packs_test

import (
	"errors"
	"testing"

	"github.com/goodterms/goodterms/policy/packs"
)

func TestPeriodsReadBackAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text string
		want packs.Period
	}{
		{"7 calendar days", packs.Period{N: 7, Unit: packs.CalendarDays}},
		{"1 calendar day", packs.Period{N: 1, Unit: packs.CalendarDays}},
		{"30 rolling days", packs.Period{N: 30, Unit: packs.RollingDays}},
		{"24 rolling hours", packs.Period{N: 24, Unit: packs.RollingHours}},
		{"1 rolling hour", packs.Period{N: 1, Unit: packs.RollingHours}},
		{"366 calendar days", packs.Period{N: 366, Unit: packs.CalendarDays}},
		{"calendar week", packs.Period{N: 1, Unit: packs.CalendarWeek}},
		{"calendar month", packs.Period{N: 1, Unit: packs.CalendarMonth}},
	} {
		got, err := packs.ParsePeriod(tt.text)
		if err != nil || got != tt.want || got.String() != tt.text {
			t.Errorf("%s: got %+v, written %q, %v", tt.text, got, got, err)
		}
	}
}

func TestOtherTextsAreNoPeriods(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "7", "days", "7 days", "0 calendar days", "-1 calendar days", "07 calendar days", "7  calendar days", "7 Calendar days",
		"1 calendar days", "7 calendar day", "2 calendar week", "1 calendar month", "367 calendar days", "8785 rolling hours", "99999999999999999999 rolling days",
	} {
		if _, err := packs.ParsePeriod(text); !errors.Is(err, packs.ErrPeriod) {
			t.Errorf("%q: got %v", text, err)
		}
	}
}
