package works

import (
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy/holidays"
)

// dayOff is a day of the next twelve months on which reminders rest.
type dayOff struct {
	Date    time.Time
	Name    string
	Where   string // region; empty: everywhere
	Closure bool   // of the creditor's own; else a public holiday
}

// daysAhead is how far the list of days goes.
const daysAhead = 365

// daysOff are the closures, and the public holidays of the region, from the day on.
func (r Rules) daysOff(from time.Time, region string) (list []dayOff) {
	calendar, known := holidays.Of(region)
	start := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, time.UTC)
	for i := range daysAhead {
		day := start.AddDate(0, 0, i)
		for _, c := range r.Closures {
			if falls(c.Day, day) && (region == "" || c.Region == "" || lies(region, c.Region)) {
				list = append(list, dayOff{Date: day, Name: c.Name, Where: c.Region, Closure: true})
			}
		}
		name, added := "", false
		if known {
			name = calendar.Name(day.Unix() / daySeconds)
		}
		if name, added = r.holiday(day, region, name); name != "" || added {
			list = append(list, dayOff{Date: day, Name: name, Where: region})
		}
	}
	return list
}

// holiday is the name of a public holiday after what the settings add and take out;
// the last word on a day counts.
func (r Rules) holiday(day time.Time, region, name string) (string, bool) {
	is := name != ""
	for _, h := range r.Holidays {
		if falls(h.Day, day) && (h.Region == "" || lies(region, h.Region)) {
			is = !h.Remove
			if name = h.Name; h.Remove {
				name = ""
			}
		}
	}
	return name, is
}

// falls says that a day written 2027-12-24, or 12-24 for every year, is the date.
func falls(text string, date time.Time) bool {
	if every, err := account.ParseDate("2000-" + text); err == nil { // a leap year, for 02-29
		return every.Month == date.Month() && every.Day == date.Day()
	}
	return text == date.Format(time.DateOnly)
}

// lies says that a region is the place or a part of it.
func lies(region, place string) bool {
	region, place = strings.ToUpper(region), strings.ToUpper(place)
	country, _, _ := strings.Cut(region, "-")
	return region != "" && (region == place || country == place)
}
