package policy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

// rowTables are the cases of every pack that is shipped.
var rowTables = slices.Concat(packTables, countingTables)

var packTables = []rowTable{
	usFederalRows, usTCPARows, usSalesRows,
	usMARows, usMAAgencyRows, usMAElsewhereRows, usCARows, usDCRows, usFLRows, usNYCRows, usWARows, usWVRows,
	caRows, caABRows, caBCRows, caNLRows, caNSRows, caONRows, caQCRows, caSKRows, mxRows,
	esRows, frRows, ieRows, itRows, ukRows,
	aeRows, auRows, idRows, inRows, jpRows, krRows, phRows, thRows,
	courteousRows, courteousFridayRows, courteousSaturdayRows,
}

func TestEveryRowStopsAndLetsThroughWhatItsLawSays(t *testing.T) {
	t.Parallel()
	for _, table := range rowTables {
		for _, c := range table.cases {
			t.Run(c.rule+"/"+c.why, func(t *testing.T) {
				t.Parallel()
				table.run(t, c)
			})
		}
	}
}

func TestEveryRowHasACaseThatItStopsAndANeighbourThatItLetsPass(t *testing.T) {
	t.Parallel()
	for _, pack := range shippedPacks(t).All() {
		for i := range pack.Rows {
			row := &pack.Rows[i]
			if row.Duty != "" {
				continue // nothing is decided by it
			}
			covered := coverageOf(t, pack.Rule(row), row)
			if missing := covered.missing(row); len(missing) > 0 {
				t.Errorf("%s has no case that it %s", pack.Rule(row), strings.Join(missing, ", nor one that it "))
			}
		}
	}
}

func TestEveryCaseIsAboutARowThatIsShipped(t *testing.T) {
	t.Parallel()
	for _, table := range rowTables {
		for _, c := range table.cases {
			if id, name, isRow := strings.Cut(c.rule, "."); isRow && !isShipped(t, id, name) {
				t.Errorf("no pack has the row %s", c.rule)
			}
		}
	}
}

func isShipped(t *testing.T, id, name string) bool {
	pack, ok := shippedPacks(t).Find(id)
	return ok && slices.ContainsFunc(pack.Rows, func(r packs.Row) bool { return r.ID == name })
}

// rowCoverage is what the cases of one row show.
type rowCoverage struct {
	stops, passes, off bool
	leaves             map[string]bool // the limits of the row by which alone a stopped case was freed
}

func coverageOf(t *testing.T, rule string, row *packs.Row) rowCoverage {
	t.Helper()
	found := rowCoverage{leaves: map[string]bool{}}
	for _, table := range rowTables {
		for _, c := range table.cases {
			if c.rule != rule {
				continue
			}
			found.stops = found.stops || c.verdict != policy.Send && c.off != row.On
			found.passes = found.passes || c.verdict == policy.Send && !c.unasked && c.off != row.On
			found.off = found.off || c.off
			for _, with := range c.freed {
				if limits := limitsThatFree(row, table.question(t, c, with), rowZone(t, table.zone)); len(limits) == 1 {
					found.leaves[limits[0]] = true
				}
			}
		}
	}
	return found
}

// missing says in words which cases are not there.
func (c rowCoverage) missing(row *packs.Row) []string {
	var missing []string
	if !c.stops {
		missing = append(missing, "stops")
	}
	if !row.On {
		return missing // that it does nothing until it is on is part of such a case
	}
	if !c.passes {
		missing = append(missing, "lets pass")
	}
	for _, limit := range limitsOf(row) {
		if !c.leaves[limit] {
			missing = append(missing, "leaves alone for its "+limit)
		}
	}
	return missing
}

// limitsOf are the ways in which the row does not cover everything.
func limitsOf(row *packs.Row) []string {
	var limits []string
	for limit, there := range map[string]bool{
		"roles": len(row.Roles) > 0, "kinds": len(row.Kinds) > 0, "stages": len(row.Stages) > 0, "contents": len(row.Contents) > 0,
		"channels": len(row.Channels) > 0, "regions": len(row.Regions) > 0, "not_regions": len(row.NotRegions) > 0,
		"overdue_from": row.OverdueFrom > 0, "from": row.From != account.Date{}, "until": row.Until != account.Date{},
	} {
		if there {
			limits = append(limits, limit)
		}
	}
	slices.Sort(limits)
	return limits
}

// limitsThatFree are those by which the question is no matter of the row.
func limitsThatFree(row *packs.Row, q policy.Question, zone *time.Location) []string {
	day := account.DateOf(q.At.In(zone))
	frees := map[string]bool{
		"roles":        !listed(row.Roles, orElse(q.Role, account.FirstParty)),
		"kinds":        !listed(row.Kinds, orElse(q.Kind, account.Consumer)),
		"stages":       !listed(row.Stages, orElse(q.Stage, account.Overdue)),
		"contents":     !listed(row.Contents, orElse(q.Content, account.ContentReminder)),
		"channels":     !listed(row.Channels, q.Channel),
		"regions":      !liesIn(row.Regions, q.Region),
		"not_regions":  len(row.NotRegions) > 0 && liesIn(row.NotRegions, q.Region),
		"overdue_from": q.DaysOverdue < row.OverdueFrom,
		"from":         row.From != account.Date{} && day.Sub(row.From) < 0,
		"until":        row.Until != account.Date{} && day.Sub(row.Until) >= 0,
	}
	return slices.DeleteFunc(limitsOf(row), func(limit string) bool { return !frees[limit] })
}

// liesIn says that the region is one of the places or lies in it.
func liesIn(places []string, region string) bool {
	country, _, _ := strings.Cut(region, "-")
	return len(places) == 0 || slices.Contains(places, region) || slices.Contains(places, country)
}

func orElse[T comparable](value, otherwise T) T {
	var none T
	if value == none {
		return otherwise
	}
	return value
}
