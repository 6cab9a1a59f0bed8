// Package holidays is in charge of the public holidays of countries and their
// parts, as local calendar days. It refuses to say what follows from one.
package holidays

// Calendar is the public holidays of one region. It never changes and is safe for
// concurrent use.
type Calendar struct{ region string }

// Of returns the holidays of a region (ISO 3166-1 or -2): those of the part where
// it has its own, else those of the whole country; false when neither is known.
func Of(region string) (*Calendar, bool) { return nil, false }

// Region is what the calendar is of: the part, or the country that stands in for it.
func (c *Calendar) Region() string { return c.region }

// Holiday says whether the day is one; days are counted from 1970-01-01.
func (c *Calendar) Holiday(day int64) bool { return c.Name(day) != "" }

// Name is the holiday's name in English; empty when the day is none.
func (c *Calendar) Name(day int64) string { return "" }
