package policy_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

// scene is a policy and a question to it.
type scene struct {
	c policy.Config
	q policy.Question
}

// seldom is true in one of n cases.
func seldom(t *rapid.T, n int, what string) bool { return rapid.IntRange(1, n).Draw(t, what) == n }

func pick[T any](t *rapid.T, what string, from ...T) T { return rapid.SampledFrom(from).Draw(t, what) }

// some picks a short list, in most cases an empty one.
func some[T comparable](t *rapid.T, what string, from ...T) []T {
	if rapid.Bool().Draw(t, what+" any") {
		return nil
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(from), 1, len(from), rapid.ID[T]).Draw(t, what)
}

// maybe draws in one of n cases; else it is the zero value.
func maybe[T any](t *rapid.T, n int, what string, draw func(*rapid.T) T) (value T) {
	if seldom(t, n, what) {
		value = draw(t)
	}
	return value
}

var drawnRegions = []string{"US", "US-NY", "US-FL", "DE", "DE-BY", "GB", "AU-WA", "TH", "IE", "SA", "IN"}

// drawScene draws everything; the library is of drawn packs when it is nil.
func drawScene(t *rapid.T, library *packs.Library) scene {
	q := policy.Question{Zones: drawZones(t), Channel: pick(t, "channel", channels.Kinds()...)}
	q.At = drawInstant(t, q.Zones)
	q.Region = pick(t, "region", drawnRegions...)
	if zoneCountry(q.Zones[0]) != "" && zoneCountry(q.Zones[len(q.Zones)-1]) != "" && seldom(t, 3, "no region") {
		q.Region = ""
	}
	drawMatter(t, &q)
	drawWishes(t, &q)
	drawTimedHold(t, &q)
	drawFaults(t, &q)
	c := policy.Config{Library: library}
	if library == nil {
		c.Library = drawLibrary(t, q.At)
	}
	drawConfig(t, &c, q.At)
	q.History = drawHistory(t, q)
	return scene{c, q}
}

// drawZones draws where they may be, in most cases one zone.
func drawZones(t *rapid.T) []string {
	known := rapid.SampledFrom(everyZone())
	most := 1
	if seldom(t, 3, "several zones") {
		most = 3
	}
	zones := rapid.SliceOfNDistinct(known, 1, most, rapid.ID[string]).Draw(t, "zones")
	if len(zones) > 2 && zoneCountry(zones[1]) == "" {
		zones = zones[:1]
	}
	return zones
}

// drawInstant is near a change of the clocks as often as far from one; some are
// near public holidays and the ends of leap years.
func drawInstant(t *rapid.T, zones []string) time.Time {
	moved := transitions(zones[0])
	if len(moved) > 0 && rapid.Bool().Draw(t, "near a change") {
		near := pick(t, "change", moved...)
		return near.Add(drawOffset(t, 3*24*time.Hour))
	}
	if seldom(t, 5, "near a feast") {
		year := time.Date(rapid.IntRange(2024, 2030).Draw(t, "year"), 1, 1, 0, 0, 0, 0, time.UTC)
		feast := pick(t, "day of the year", 1, 107, 121, 122, 185, 186, 276, 277, 359, 360, 361, 365, 366)
		return year.AddDate(0, 0, feast-1).Add(drawOffset(t, 36*time.Hour))
	}
	micros := rapid.Int64Range(firstInstant.UnixMicro(), lastInstant.UnixMicro()-1).Draw(t, "instant")
	return time.UnixMicro(micros).UTC()
}

// drawOffset is a stretch of time back or forth: round, next to round, or odd.
func drawOffset(t *rapid.T, most time.Duration) time.Duration {
	unit := pick(t, "unit", 24*time.Hour, time.Hour, 15*time.Minute, time.Minute, time.Second, time.Microsecond)
	n := int64(most / unit)
	off := time.Duration(rapid.Int64Range(-n, n).Draw(t, "offset")) * unit
	return off + pick(t, "next to it", 0, 0, time.Microsecond, -time.Microsecond, time.Second, -time.Second)
}

// drawMatter draws what it is about.
func drawMatter(t *rapid.T, q *policy.Question) {
	q.ContactID, q.Address = pick(t, "contact", "c1", "c2"), pick(t, "address", "a1", "a2")
	q.Debts = some(t, "debts", "i1", "i2", "i3")
	q.Kind = pick(t, "kind", "", account.Consumer, account.SoleTrader, account.Business)
	q.Role = pick(t, "role", "", account.FirstParty, account.ThirdParty)
	q.Stage = pick(t, "stage", "", account.PreDue, account.DueNow, account.Overdue)
	q.Content = pick(t, "content", "", account.ContentReminder, account.ContentDemand, account.ContentMarketing)
	q.DaysOverdue = rapid.IntRange(0, 40).Draw(t, "days overdue")
	q.ConsentCall = seldom(t, 6, "consent call")
	q.Answering = seldom(t, 6, "answering")
	q.OptOutConfirmation = seldom(t, 12, "opt-out confirmation")
	q.Profile = pick(t, "profile", "", policy.Courteous, policy.None)
	q.Packs = pick(t, "packs", nil, nil, []string{"one"}, []string{"two", "one"}, []string{"one", "two", "three"}, []string{})
	q.Consents = maybe(t, 2, "consents", func(t *rapid.T) []account.Consent {
		return []account.Consent{{
			Channel: pick(t, "consent channel", channels.Kinds()...), Address: pick(t, "consent address", "", "a1", "a2"),
			At: q.At.Add(drawOffset(t, time.Hour)), EndedAt: pick(t, "consent end", time.Time{}, q.At, q.At.Add(-time.Microsecond)),
		}}
	})
}

// drawWishes draws what waiting can meet, and the hours of the account.
func drawWishes(t *rapid.T, q *policy.Question) {
	q.Preferences.Wishes = maybe(t, 5, "wishes", drawHoursText)
	q.AccountWindow = maybe(t, 6, "account window", drawHoursText)
	q.Preferences.PauseUntil = maybe(t, 6, "pause", func(t *rapid.T) account.Date { return drawDate(t, q.At) })
}

// drawTimedHold draws, in some cases, a hold that ends by itself, or has ended.
func drawTimedHold(t *rapid.T, q *policy.Question) {
	if seldom(t, 5, "timed hold") {
		q.Hold, q.HoldUntil = drawCause(t), q.At.Add(drawOffset(t, 3*24*time.Hour))
	}
}

func drawCause(t *rapid.T) string {
	return pick(t, "hold", account.HoldDisputed, account.HoldPromise, account.HoldPlan, account.HoldLegal,
		account.HoldBankrupt, account.HoldDeceased, account.HoldAttorney, account.HoldCease,
		account.HoldClaimsPaid, account.HoldHardship, account.HoldPlanAsked, account.HoldAway, account.HoldReply, "bereaved")
}

// drawFaults draws, in a quarter of the cases, what waiting does not mend.
func drawFaults(t *rapid.T, q *policy.Question) {
	if !seldom(t, 4, "faults") {
		return
	}
	for range rapid.IntRange(1, 2).Draw(t, "number of faults") {
		drawFault(t, q)
	}
}

func drawFault(t *rapid.T, q *policy.Question) {
	switch rapid.IntRange(0, 12).Draw(t, "fault") {
	case 0:
		q.Stopped = true
	case 1:
		q.Canceled = true
	case 2:
		q.Paid = true
	case 3, 4:
		q.ExpiresAt = q.At.Add(drawOffset(t, 2*24*time.Hour))
	case 5:
		q.Hold = drawCause(t)
	case 6:
		q.Stage = pick(t, "later stage", account.StageDispute, account.StagePlan, account.StageLegal)
	case 7:
		q.Address = ""
	case 12:
		q.Zones = pick(t, "zones lost", []string{"Mars/Phobos"}, []string{"Europe/Berlin", "Local"}, nil)
		q.Region = pick(t, "region lost", q.Region, "XX", "")
	case 8, 9:
		q.OptOuts = append(q.OptOuts, drawOptOut(t, q.At))
	case 10:
		q.Preferences.Excluded = some(t, "excluded", channels.Kinds()...)
	case 11:
		q.Purpose = pick(t, "purpose", "", account.PurposeReceipt)
		q.Preferences.Purposes = map[account.Purpose][]channels.Kind{
			pick(t, "chosen purpose", account.PurposeReminder, account.PurposeReceipt): some(t, "by", channels.Kinds()...),
		}
	}
}

func drawOptOut(t *rapid.T, at time.Time) account.OptOut {
	o := account.OptOut{
		Scope: pick(t, "scope", "", account.ScopeAddress, account.ScopeContact, account.ScopeAccount), At: at.Add(-time.Hour),
		Channel: pick(t, "opt-out channel", "", channels.SMS, channels.Voice, channels.Email),
		Source:  pick(t, "opt-out source", "reply", "reply", account.SourceBounce, account.SourceWrongPerson),
		EndedAt: pick(t, "opt-out end", time.Time{}, time.Time{}, at, at.Add(time.Second)),
	}
	switch o.Scope {
	case account.ScopeContact:
		o.ContactID = pick(t, "opt-out contact", "c1", "c2")
	case account.ScopeAccount:
	default:
		o.Address = pick(t, "opt-out address", "a1", "a2")
	}
	return o
}

// drawConfig draws what an operator has set.
func drawConfig(t *rapid.T, c *policy.Config, at time.Time) {
	c.Packs = some(t, "policy packs", slices.DeleteFunc(packIDs(c.Library), func(id string) bool { return id == policy.Courteous })...)
	c.Changes = drawChanges(t, c.Library)
	c.Profile = pick(t, "policy profile", "", policy.Courteous, policy.None)
	c.Role = pick(t, "policy role", "", account.ThirdParty, account.FirstPartyOtherName)
	c.SendWindow = maybe(t, 5, "send window", drawOwnHours)
	c.Closures = maybe(t, 4, "closures", func(t *rapid.T) []policy.Closure {
		return []policy.Closure{{Day: drawDayText(t, at), Region: pick(t, "closure region", "", "US", "DE", "US-NY")}}
	})
	c.Holidays = maybe(t, 3, "holidays", func(t *rapid.T) []policy.Holiday {
		return []policy.Holiday{{
			Day: drawDayText(t, at), Region: pick(t, "holiday region", "US", "DE", "GB"),
			Remove: rapid.Bool().Draw(t, "remove"), Name: "a feast",
		}}
	})
}

func packIDs(library *packs.Library) (ids []string) {
	for _, p := range library.All() {
		ids = append(ids, p.ID)
	}
	return ids
}

// drawChanges makes some rows tighter or looser.
func drawChanges(t *rapid.T, library *packs.Library) (changes []policy.Change) {
	for _, p := range library.All() {
		for _, row := range p.Rows {
			if !seldom(t, 12, "change") {
				continue
			}
			change := policy.Change{Rule: p.ID + "." + row.ID, Reason: "Agreed with counsel."}
			switch on := rapid.Bool().Draw(t, "on"); {
			case row.Window != nil && rapid.Bool().Draw(t, "other hours"):
				change.Window = drawOwnHours(t)
			case row.Cap != nil && rapid.Bool().Draw(t, "other number"):
				change.N = rapid.IntRange(1, 5).Draw(t, "other n")
			default:
				change.On = &on
			}
			changes = append(changes, change)
		}
	}
	return changes
}

func drawDate(t *rapid.T, at time.Time) account.Date {
	return account.DateOf(at.AddDate(0, 0, rapid.IntRange(-3, 4).Draw(t, "days from now")))
}

// drawDayText is a day of one year or of every year.
func drawDayText(t *rapid.T, at time.Time) string {
	day := drawDate(t, at).String()
	if rapid.Bool().Draw(t, "every year") {
		day = day[len("2027-"):]
	}
	return day
}

// drawHoursText draws hours that open at some time.
func drawHoursText(t *rapid.T) string {
	text := pick(t, "base", "Mo-Su 00:00-24:00", "Mo-Su 00:00-24:00", "Mo-Su 08:00-21:00", "Mo-Sa 08:00-20:00", "Mo-Fr 09:00-17:00",
		"Su-Th 07:30-20:00", "Sa 10:00-10:01; Mo-We 21:00-24:00")
	for range rapid.IntRange(-2, 2).Draw(t, "rules") {
		days := pick(t, "days", "Mo-Fr", "Sa-Su", "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "Fr-Mo", "Mo,We,Fr", "PH", "Su,PH")
		text += "; " + days + " " + drawSpans(t)
	}
	return text
}

func drawSpans(t *rapid.T) string {
	var spans []string
	for range rapid.IntRange(0, 3).Draw(t, "spans") {
		step := pick(t, "step", 1, 15, 60)
		start := step * rapid.IntRange(0, referenceMinutes/step-1).Draw(t, "start")
		end := start + step*rapid.IntRange(1, (referenceMinutes-start)/step).Draw(t, "length")
		spans = append(spans, fmt.Sprintf("%02d:%02d-%02d:%02d", start/60, start%60, end/60, end%60))
	}
	if spans == nil {
		return "off"
	}
	return strings.Join(spans, ",")
}

// drawOwnHours draws hours as an operator may set them: they open at some time.
func drawOwnHours(t *rapid.T) string {
	text := drawHoursText(t)
	if mustWindows(text).Never() {
		text += "; We 12:00-13:00"
	}
	return text
}
