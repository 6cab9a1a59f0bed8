package holidays

import (
	"embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
)

//go:embed days.tsv names.tsv
var tables embed.FS

// allRules brings together what the library knows and what days.tsv says, once. The
// error tells the lines of days.tsv that cannot be read.
var allRules = sync.OnceValues(func() (map[string][]rule, error) {
	// The library reckons with this zone. In one whose clocks skip a midnight it
	// would find the day before.
	cal.DefaultLoc = time.UTC
	all, english := map[string][]rule{}, names()
	for region, list := range lists() {
		for _, h := range list {
			if name := english[h.Name]; name != "" {
				h = h.Clone(&cal.Holiday{Name: name})
			}
			all[region] = append(all[region], rule{Holiday: h})
		}
	}
	var wrong []error
	for _, row := range rows("days.tsv") {
		wrong = append(wrong, addRow(all, row))
	}
	return all, errors.Join(wrong...)
})

// names reads the English of the names that the library gives in another language.
func names() map[string]string {
	english := map[string]string{}
	for _, row := range rows("names.tsv") {
		english[row[0]] = row[1]
	}
	return english
}

// rows reads a table of columns with tabs between them; lines with # are remarks.
func rows(name string) [][]string {
	text, _ := tables.ReadFile(name) // it is embedded
	var out [][]string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\r\n")
		if line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

// addRow reads a line of days.tsv: its region, then what the table's head says.
func addRow(all map[string][]rule, row []string) error {
	region := row[0]
	switch {
	case len(row) == 3 && row[1] == "like":
		all[region] = append(all[region], all[row[2]]...)
		return nil
	case len(row) == 3 && row[1] == "without":
		h, err := parseDay(row[2])
		return addRule(all, region, rule{h, true}, err)
	case len(row) != 5:
		return fmt.Errorf("%s: a line has 3 or 5 columns", region)
	}
	h, err := parseHoliday(row[1], row[2], row[3], row[4])
	return addRule(all, region, rule{Holiday: h}, err)
}

func addRule(all map[string][]rule, region string, r rule, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", region, err)
	}
	all[region] = append(all[region], r)
	return nil
}

func parseHoliday(day, years, instead, name string) (*cal.Holiday, error) {
	h, err := parseDay(day)
	if err != nil {
		return nil, err
	}
	h.Name = name
	if years != "" {
		if h.StartYear, h.EndYear, err = parseYears(years); err != nil {
			return nil, err
		}
	}
	for alt := range strings.SplitSeq(instead, ",") {
		if instead == "" {
			break
		}
		weekday, offset, _ := strings.Cut(alt, "+")
		days, err := strconv.Atoi(offset)
		if _, ok := weekdays[weekday]; !ok || err != nil {
			return nil, fmt.Errorf("%s: days in place are written as Sa+2,Su+1", name)
		}
		h.Observed = append(h.Observed, cal.AltDay{Day: weekdays[weekday], Offset: days})
	}
	return h, nil
}

// parseYears reads 2026-, 2026 and 2026-2030; the last year is 0 when it is open.
func parseYears(text string) (first, last int, err error) {
	from, to, ranged := strings.Cut(text, "-")
	if first, err = strconv.Atoi(from); err != nil || ranged && to == "" {
		return first, 0, err
	}
	if !ranged {
		return first, first, nil
	}
	last, err = strconv.Atoi(to)
	return first, last, err
}

var weekdays = map[string]time.Weekday{"Mo": 1, "Tu": 2, "We": 3, "Th": 4, "Fr": 5, "Sa": 6, "Su": 0}

// parseDay reads 12-26, 2026-06-15, easter+1 or Aug Mo[-1].
func parseDay(text string) (*cal.Holiday, error) {
	if offset, ok := strings.CutPrefix(text, "easter"); ok {
		days, err := strconv.Atoi(offset)
		return &cal.Holiday{Offset: days, Func: cal.CalcEasterOffset}, err
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return &cal.Holiday{Month: t.Month(), Day: t.Day(), StartYear: t.Year(), EndYear: t.Year(), Func: cal.CalcDayOfMonth}, nil
	}
	if t, err := time.Parse("01-02", text); err == nil {
		return &cal.Holiday{Month: t.Month(), Day: t.Day(), Func: cal.CalcDayOfMonth}, nil
	}
	month, rest, _ := strings.Cut(text, " ")
	weekday, nth, _ := strings.Cut(strings.TrimSuffix(rest, "]"), "[")
	t, err := time.Parse("Jan", month)
	n, err2 := strconv.Atoi(nth)
	if _, ok := weekdays[weekday]; !ok || err != nil || err2 != nil {
		return nil, fmt.Errorf("%q is no day such as 12-26, 2026-06-15, easter+1 or Aug Mo[-1]", text)
	}
	return &cal.Holiday{Month: t.Month(), Weekday: weekdays[weekday], Offset: n, Func: cal.CalcWeekdayOffset}, nil
}
