package policy_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

// drawLibrary draws a profile and three packs, one of which comes by itself.
func drawLibrary(t *rapid.T, at time.Time) *packs.Library {
	var all []*packs.Pack
	for _, id := range []string{policy.Courteous, "one", "three", "two"} {
		p := &packs.Pack{ID: id, Title: id, Version: "2026-11-21"}
		if id != policy.Courteous {
			p.Regions, p.Automatic = pick(t, "pack regions", []string{"US", "DE", "GB"}, []string{"US-NY", "DE"}), id == "one"
		}
		for i := range rapid.IntRange(1, 3).Draw(t, "rows") {
			p.Rows = append(p.Rows, drawRow(t, fmt.Sprintf("row-%d", i), at))
		}
		all = append(all, p)
	}
	return packs.NewLibrary(all...)
}

// drawLimits draws a pack of caps and pauses alone.
func drawLimits(t *rapid.T, at time.Time) *packs.Pack {
	p := &packs.Pack{ID: "limits", Title: "limits", Version: "2026-11-21"}
	for i := range rapid.IntRange(1, 3).Draw(t, "limits") {
		row := packs.Row{ID: fmt.Sprintf("row-%d", i), Text: "A rule.", Evidence: packs.Own, On: true}
		if seldom(t, 6, "covers less") {
			drawCover(t, &row, at)
		}
		drawAction(t, &row, pick(t, "limit", 4, 4, 10))
		p.Rows = append(p.Rows, row)
	}
	return p
}

// drawRow draws a row; most cover everything.
func drawRow(t *rapid.T, id string, at time.Time) packs.Row {
	row := packs.Row{ID: id, Text: "A rule.", Citation: "1 Rules 1", Evidence: packs.Read, On: !seldom(t, 8, "off")}
	drawCover(t, &row, at)
	drawAction(t, &row, rapid.IntRange(0, 13).Draw(t, "action"))
	return row
}

// drawCover draws whom the row covers and when.
func drawCover(t *rapid.T, row *packs.Row, at time.Time) {
	if seldom(t, 4, "narrow") {
		row.Roles = some(t, "roles", account.FirstParty, account.ThirdParty)
		row.Kinds = some(t, "kinds", account.Consumer, account.Business)
		row.Stages = some(t, "stages", account.Overdue, account.DueNow)
		row.Contents = some(t, "contents", account.ContentReminder, account.ContentDemand)
		row.Channels = some(t, "channels", channels.SMS, channels.Voice)
		row.Regions = some(t, "regions", "US", "US-NY", "DE")
		row.NotRegions = some(t, "not regions", "US-FL", "DE-BY")
		row.OverdueFrom = rapid.IntRange(0, 30).Draw(t, "overdue from")
	}
	if seldom(t, 5, "dated") {
		row.From = pick(t, "from", account.Date{}, drawDate(t, at))
		row.Until = pick(t, "until", account.Date{}, drawDate(t, at))
	}
}

// drawAction draws what the row does.
func drawAction(t *rapid.T, row *packs.Row, action int) {
	scope := pick(t, "row scope", packs.PerContact, packs.PerAccount, packs.PerInvoice, packs.PerAddress)
	switch action {
	case 0, 1:
		row.Window = mustWindows(drawHoursText(t))
		row.Zone = pick(t, "row zone", "", "", "America/New_York", "Australia/Lord_Howe")
	case 2:
		row.Closed = mustWindows("Mo-Su 00:00-24:00; PH off")
	case 3:
		row.Closed = mustWindows("Mo-Su 00:00-24:00; " + pick(t, "closed", "Su", "Fr-Sa", "Mo") + " off")
	case 4, 5, 6, 7, 8, 9:
		row.Cap = &packs.Cap{
			N: rapid.IntRange(1, 2).Draw(t, "n"), Period: drawPeriod(t), Scope: scope,
			Counts:   pick(t, "counts", packs.Attempts, packs.Contacts, packs.Conversations),
			Channels: some(t, "counted channels", channels.SMS, channels.Voice), SkipConsent: seldom(t, 3, "skip consent"),
		}
	case 10, 11:
		row.Pause = &packs.Pause{
			Period: drawPeriod(t), Scope: scope,
			Channels: some(t, "pause channels", channels.SMS, channels.Voice), SkipConsent: seldom(t, 3, "skip consent"),
		}
	case 12:
		row.Consent = true
	case 13:
		row.Stop = "Nobody is contacted."
		row.On = row.On && seldom(t, 3, "stop")
	}
}

func drawPeriod(t *rapid.T) packs.Period {
	return pick(t, "period",
		packs.Period{N: 7, Unit: packs.CalendarDays}, packs.Period{N: 1, Unit: packs.CalendarDays},
		packs.Period{N: 7, Unit: packs.RollingDays}, packs.Period{N: 24, Unit: packs.RollingHours},
		packs.Period{N: 1, Unit: packs.CalendarWeek}, packs.Period{N: 1, Unit: packs.CalendarMonth},
		packs.Period{N: 3, Unit: packs.RollingHours}, packs.Period{N: 2, Unit: packs.RollingDays})
}

// drawHistory draws contacts of the last days, some of them just as a period ends.
func drawHistory(t *rapid.T, q policy.Question) []account.Entry {
	entry := func(t *rapid.T) account.Entry {
		at := q.At.Add(-time.Duration(rapid.IntRange(0, 8).Draw(t, "days ago")) * 24 * time.Hour)
		e := account.Entry{
			At:      at.Add(drawOffset(t, 24*time.Hour)),
			Channel: pick(t, "entry channel", channels.Kinds()...),
			Inbound: seldom(t, 5, "inbound"),
			Outcome: pick(t, "outcome", "", account.Conversation, account.Conversation, account.NoAnswer, account.Voicemail,
				account.BusyLine, account.NotInService, account.WrongNumber, account.Delivered, account.Replied),
			Debts:       some(t, "entry debts", "i1", "i2", "i3"),
			ContactID:   pick(t, "entry contact", "c1", "c1", "c2", ""),
			Address:     pick(t, "entry address", "a1", "a1", "a2", ""),
			ConsentCall: seldom(t, 5, "entry consent call"),
			Elsewhere:   seldom(t, 6, "elsewhere"),
		}
		if e.Elsewhere && e.Address == "" {
			e.Address = "a1"
		}
		return e
	}
	return rapid.SliceOfN(rapid.Custom(entry), 0, 12).Draw(t, "history")
}
