package holidays_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/policy/holidays"
)

// on turns 2027-12-27 into the day as calendars count it.
func on(t *testing.T, text string) int64 {
	t.Helper()
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return day.Unix() / (24 * 60 * 60)
}

// realDays were looked up in the lists of the governments concerned.
var realDays = []struct{ region, day, name string }{
	{"US", "2026-06-19", "Juneteenth"},
	{"US", "2027-06-18", "Juneteenth, observed"}, // the 19th is a Saturday
	{"US", "2027-06-19", "Juneteenth"},
	{"US", "2027-07-05", "Independence Day, observed"},
	{"US", "2027-12-31", "New Year's Day, observed"}, // 2028 begins on a Saturday
	{"US-NY", "2027-11-25", "Thanksgiving Day"},
	{"PR", "2027-07-05", "Independence Day, observed"},
	{"GB", "2026-12-28", "Boxing Day, observed"},
	{"GB", "2027-12-27", "Christmas Day, observed"},
	{"GB", "2027-12-28", "Boxing Day, observed"},
	{"GB-ENG", "2027-03-29", "Easter Monday"},
	{"GB", "2027-08-30", "Summer Bank Holiday"},
	{"GB-SCT", "2026-06-15", "World Cup Bank Holiday"},
	{"GB-SCT", "2027-01-04", "2nd January, observed"},
	{"GB-SCT", "2028-01-03", "New Year's Day, observed"},
	{"GB-SCT", "2028-01-04", "2nd January, observed"},
	{"GB-SCT", "2027-08-02", "Summer Bank Holiday"},
	{"GB-SCT", "2027-11-30", "Saint Andrew's Day"},
	{"GB-NIR", "2026-07-13", "Battle of the Boyne, observed"},
	{"GB-NIR", "2027-03-17", "Saint Patrick's Day"},
	{"IE", "2027-02-01", "Saint Brigid's Day"},
	{"IE", "2027-12-27", "Christmas Day, observed"},
	{"CA", "2027-05-24", "Victoria Day"},
	{"CA-ON", "2027-02-15", "Family Day"},
	{"CA-ON", "2027-12-28", "Boxing Day, observed"},
	{"CA-BC", "2027-08-02", "British Columbia Day"},
	{"CA-BC", "2027-09-30", "National Day for Truth and Reconciliation"},
	{"CA-QC", "2027-06-24", "Saint-Jean-Baptiste Day"},
	{"CA-QC", "2029-06-25", "Saint-Jean-Baptiste Day, observed"}, // the 24th is a Sunday
	{"CA-QC", "2029-07-02", "Canada Day, observed"},
	{"CA-QC", "2027-03-29", "Easter Monday"},
	{"CA-AB", "2027-02-15", "Family Day"},
	{"AU", "2027-01-26", "Australia Day"},
	{"AU-NSW", "2027-04-26", "Anzac Day, observed"},
	{"AU-NSW", "2027-06-14", "King's Birthday"},
	{"AU-VIC", "2027-11-02", "Melbourne Cup"},
	{"AU-VIC", "2026-09-25", "Friday before the AFL Grand Final"},
	{"AU-QLD", "2027-10-04", "King's Birthday"},
	{"AU-WA", "2027-09-27", "King's Birthday"},
	{"AU-SA", "2027-03-28", "Easter Sunday"},
	{"AU-TAS", "2027-03-08", "Eight Hours Day"},
	{"AU-ACT", "2027-05-31", "Reconciliation Day"},
	{"AU-NT", "2027-08-02", "Picnic Day"},
	{"FR", "2027-05-17", "Whit Monday"},
	{"FR-67", "2027-03-26", "Good Friday"},
	{"RE", "2027-12-20", "Abolition of Slavery"},
	{"IT", "2027-10-04", "Saint Francis of Assisi"},
	{"DE", "2027-10-03", "German Unity Day"},
	{"DE-BY", "2027-05-27", "Corpus Christi"},
	{"DE-MV", "2027-03-08", "Women's Day"},
	{"DE-SN", "2027-11-17", "Day of Repentance and Prayer"},
	{"IN", "2026-11-08", "Diwali"},
	{"IN-MH", "2027-01-26", "Republic Day"},
	{"ID", "2026-03-22", "Eid al-Fitr, second day"},
	{"ID", "2027-03-08", "Day of Silence"},
	{"KR", "2026-07-17", "Constitution Day"},
	{"KR", "2027-02-09", "Lunar New Year, observed"},
	{"KR", "2028-10-05", "Chuseok, observed"},
	{"TH", "2027-04-15", "Songkran"},
	{"TH", "2029-01-02", "New Year's Eve, observed"},
	{"NZ", "2027-06-25", "Matariki"},
	{"JP", "2027-09-23", "Autumnal Equinox Day"},
}

func TestRealHolidaysAreKnown(t *testing.T) {
	t.Parallel()
	for _, tt := range realDays {
		c, ok := holidays.Of(tt.region)
		if !ok || c.Name(on(t, tt.day)) != tt.name {
			t.Errorf("%s %s: got %q, want %q", tt.region, tt.day, c.Name(on(t, tt.day)), tt.name)
		}
	}
}

func TestWorkingDaysAreNoHolidays(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ region, day string }{
		{"US", "2027-06-21"},     // the Monday after a Saturday's Juneteenth
		{"US", "2020-06-19"},     // before it was one
		{"GB", "2027-03-17"},     // Northern Ireland's alone
		{"GB-SCT", "2027-03-29"}, // Easter Monday is none in Scotland
		{"GB-SCT", "2027-08-30"}, // the south's summer holiday
		{"GB-ENG", "2027-11-30"},
		{"CA-QC", "2027-08-02"}, // the civic holiday is none in Quebec
		{"CA-QC", "2027-12-28"},
		{"CA-ON", "2027-06-24"},
		{"AU-VIC", "2027-04-26"}, // Anzac Day is not made good in Victoria
		{"AU", "2027-06-14"},     // not a day of all states
		{"FR", "2027-03-26"},
		{"IT", "2025-10-04"},
		{"DE", "2027-05-27"},
		{"DE-HH", "2027-11-01"},
		{"DK", "2027-04-23"}, // abolished
	} {
		if c, ok := holidays.Of(tt.region); !ok || c.Holiday(on(t, tt.day)) {
			t.Errorf("%s %s is a holiday, or the region is not known", tt.region, tt.day)
		}
	}
}

func TestAPartWithoutDaysOfItsOwnHasItsCountrys(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{"US-CA": "US", "GB-WLS": "GB", "GB-SCT": "GB-SCT", "FR-75": "FR", "IN-KA": "IN", "DE-BY": "DE-BY"} {
		if c, ok := holidays.Of(region); !ok || c.Region() != want {
			t.Errorf("%s stands for %v", region, c)
		}
	}
	for _, region := range []string{"", "-", "XX", "QA", "QA-DA", "us"} {
		if _, ok := holidays.Of(region); ok {
			t.Errorf("%q has holidays", region)
		}
	}
}

func TestEveryRegionHasHolidaysInEachOfTheseYears(t *testing.T) {
	t.Parallel()
	for _, region := range holidays.Regions() {
		c, _ := holidays.Of(region)
		for year := 2024; year <= 2030; year++ {
			found := 0
			first := on(t, time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
			for day := first; day < first+365; day++ {
				if c.Holiday(day) {
					found++
				}
			}
			if found < 5 || found > 40 {
				t.Errorf("%s has %d holidays in %d", region, found, year)
			}
		}
	}
}

func TestADayIsAHolidayExactlyWhenItHasAName(t *testing.T) {
	t.Parallel()
	regions := holidays.Regions()
	rapid.Check(t, func(t *rapid.T) {
		c, _ := holidays.Of(rapid.SampledFrom(regions).Draw(t, "region"))
		day := rapid.OneOf(rapid.Int64Range(-40_000, 140_000), rapid.Int64()).Draw(t, "day")
		name := c.Name(day)
		if c.Holiday(day) != (name != "") || name != strings.TrimSpace(name) {
			t.Fatalf("holiday %v, named %q", c.Holiday(day), name)
		}
	})
}

func TestManyMayAskAtOnce(t *testing.T) {
	t.Parallel()
	var counts [8]int
	var group sync.WaitGroup
	for i := range counts {
		group.Go(func() {
			for _, region := range holidays.Regions() {
				c, _ := holidays.Of(region)
				for day := int64(21_000); day < 25_000; day += 7 {
					if c.Holiday(day) {
						counts[i]++
					}
				}
			}
		})
	}
	group.Wait()
	for _, count := range counts {
		if count != counts[0] || count == 0 {
			t.Fatalf("they found %v holidays", counts)
		}
	}
}

func TestAskingAgainCostsNoMemory(t *testing.T) {
	day := on(t, "2027-12-27")
	count := testing.AllocsPerRun(1000, func() {
		if c, ok := holidays.Of("GB-ENG"); !ok || !c.Holiday(day) {
			t.Fatal("it is a holiday")
		}
	})
	if count > 0 {
		t.Errorf("%v allocations", count)
	}
}

func BenchmarkHoliday(b *testing.B) {
	c, _ := holidays.Of("GB")
	for day := int64(0); b.Loop(); day++ {
		c.Holiday(20_000 + day%4_000)
	}
}
