package policy

import (
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy/holidays"
	"github.com/goodterms/goodterms/policy/hours"
)

// dayset is the special days of one region.
type dayset struct {
	region   string // empty: nowhere in particular
	holidays *days  // nil when none are known
	closures *days  // nil when there are none
}

// dayset returns the days of a region (ISO 3166-1 or -2, or empty).
func (p *Policy) dayset(region string) *dayset {
	var room [16]byte
	key := append(room[:0], region...)
	if found, ok := p.daysets.find(key); ok {
		return found
	}
	made := &dayset{region, newDays(calendarOf(region), p.holidays, region), newDays(nil, p.closures, region)}
	return p.daysets.keep(key, made)
}

// named is a calendar whose days have names.
type named interface{ Name(day int64) string }

func calendarOf(region string) named {
	if known, ok := holidays.Of(region); ok {
		return known
	}
	return nil
}

// days are local days with names: those of a calendar, and what an operator has
// added to it or removed. It is safe for concurrent use.
type days struct {
	calendar named // nil: none
	changes  []dayChange
	blocks   [dayBlocks]atomic.Pointer[dayBlock]
}

// dayBlock remembers which of 512 days are in the set; the blocks reach from 1970
// to 2149, further days are looked up anew.
type dayBlock [512 / 64]uint64

const dayBlocks = 128

// dayChange is a day that an operator has added or removed.
type dayChange struct {
	on     account.Date // its year is 0 when it comes every year
	region string       // empty: everywhere
	remove bool
	name   string
}

// newDays puts a calendar and the changes for a region together; nil when there is
// nothing of either.
func newDays(calendar named, all []dayChange, region string) *days {
	made := &days{calendar: calendar}
	for _, c := range all {
		if c.region == "" || covers(c.region, region) {
			made.changes = append(made.changes, c)
		}
	}
	if made.calendar == nil && len(made.changes) == 0 {
		return nil
	}
	return made
}

// covers says that the place is the region or the country it lies in.
func covers(place, region string) bool {
	return region != "" && (place == region || strings.HasPrefix(region, place) && region[len(place)] == '-')
}

// Holiday says whether the day, counted from 1970-01-01, is one of them.
func (d *days) Holiday(day int64) bool {
	if day < 0 || day >= dayBlocks*512 {
		return d.Name(day) != ""
	}
	slot := &d.blocks[day/512]
	block := slot.Load()
	if block == nil {
		block = d.block(day / 512 * 512)
		slot.Store(block)
	}
	return block[day%512/64]>>(day%64)&1 == 1
}

func (d *days) block(first int64) *dayBlock {
	var made dayBlock
	for i := range int64(512) {
		if d.Name(first+i) != "" {
			made[i/64] |= 1 << (i % 64)
		}
	}
	return &made
}

// Name is what the day is called; empty when it is none of them. The last change
// that names the day counts.
func (d *days) Name(day int64) string {
	date := account.DateOf(time.Unix(hours.Midnight(day), 0).UTC())
	for _, c := range slices.Backward(d.changes) {
		switch {
		case c.on != date && c.on != (account.Date{Month: date.Month, Day: date.Day}):
		case c.remove:
			return ""
		default:
			return c.name
		}
	}
	if d.calendar == nil {
		return ""
	}
	return d.calendar.Name(day)
}

// dayOf counts a date from 1970-01-01.
func dayOf(d account.Date) int64 {
	return int64(d.Sub(account.Date{Year: 1970, Month: time.January, Day: 1}))
}
