// Package holidays is in charge of the public holidays of countries and their
// parts, as local calendar days. It refuses to say what follows from one.
//
// The days are those of rickar/cal, mended and completed by days.tsv, which says
// for each line what it adds or takes away. Both the day itself and the day off in
// its place count. Covered are Argentina, Australia and its states, Austria,
// Belgium, Brazil, Bulgaria, Canada and its provinces, Croatia, Czechia, Denmark,
// France with Alsace-Moselle and the overseas departments, Germany and its Länder,
// Greece, India, Indonesia, Ireland, Italy, Japan, Latvia, Lithuania, Malawi, the
// Netherlands, New Caledonia, New Zealand, Norway, Poland, Romania, Russia,
// Slovakia, Slovenia, South Africa, South Korea, Spain, Sweden, Switzerland and its
// cantons, Thailand, Ukraine, the United Kingdom and its nations, the United States
// and their territories; Regions lists the codes.
//
// Days that follow the moon or a yearly decree are listed by date, in days.tsv, for
// the years in which they are known: Thailand and South Korea to 2030, New Zealand's
// Matariki to 2030, Indonesia and India to 2027, of which 2027 is reckoned and not
// decreed. Holidays of towns, of banks or schools alone and of part of a day are
// not known here. Operators add what is missing by configuration.
package holidays

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// The years that are remembered once they have been reckoned. Others are reckoned
// anew each time, from firstYear on to lastYear; outside there are no holidays.
const (
	firstKept, lastKept = 2000, 2099
	firstYear, lastYear = 1900, 2299
)

// Calendar is the public holidays of one region. It never changes and is safe for
// concurrent use.
type Calendar struct {
	region string
	rules  []rule
	kept   [lastKept - firstKept + 1]atomic.Pointer[year]
}

// Of returns the holidays of a region (ISO 3166-1 or -2): those of the part where
// it has its own, else those of the whole country; false when neither is known.
func Of(region string) (*Calendar, bool) {
	known := calendars()
	if c, ok := known[region]; ok {
		return c, true
	}
	country, _, _ := strings.Cut(region, "-")
	c, ok := known[country]
	return c, ok
}

// Regions lists the regions that have holidays of their own, in order.
func Regions() []string { return slices.Sorted(maps.Keys(calendars())) }

// calendars is made once; what a year holds is reckoned when it is first asked.
var calendars = sync.OnceValue(func() map[string]*Calendar {
	known := map[string]*Calendar{}
	all, _ := allRules() // a test reads every line
	for region, rules := range all {
		known[region] = &Calendar{region: region, rules: rules}
	}
	return known
})

// Region is what the calendar is of: the part, or the country that stands in for it.
func (c *Calendar) Region() string { return c.region }

// Holiday says whether the day is one; days are counted from 1970-01-01.
func (c *Calendar) Holiday(day int64) bool {
	y, ofYear := c.year(day)
	return y != nil && y.set[ofYear/64]&(1<<(ofYear%64)) != 0
}

// Name is the holiday's name in English; empty when the day is none.
func (c *Calendar) Name(day int64) string {
	y, ofYear := c.year(day)
	if y == nil {
		return ""
	}
	return y.names[ofYear]
}

const secondsPerDay = 24 * 60 * 60

// year returns the year of the day, and which day of it the day is, from 0.
func (c *Calendar) year(day int64) (y *year, ofYear int) {
	const most = 400 * 366 // days before and after 1970 that are looked at
	if day < -most || day > most {
		return nil, 0
	}
	t := time.Unix(day*secondsPerDay, 0).UTC()
	number, ofYear := t.Year(), t.YearDay()-1
	switch {
	case number < firstYear || number > lastYear:
		return nil, 0
	case number < firstKept || number > lastKept:
		return reckon(c.rules, number), ofYear
	}
	kept := &c.kept[number-firstKept]
	if y = kept.Load(); y == nil {
		y = reckon(c.rules, number) // two at once reckon the same
		kept.Store(y)
	}
	return y, ofYear
}
