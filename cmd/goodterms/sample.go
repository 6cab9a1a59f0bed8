package main

import (
	"math"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
)

// demoWindow opens every day, so that the demo has something to show on a Sunday.
const demoWindow = "Mo-Su 09:00-19:00"

// demoChanges let the samples leave on public holidays too, and several to one
// customer a day; decisions show that.
var demoChanges = []any{
	map[string]any{"rule": "courteous.holidays", "on": false, "reason": demoReason},
	map[string]any{"rule": "courteous.day", "on": false, "reason": demoReason},
}

const demoReason = "the demo has something to show on any day"

// place is somewhere a sample customer can live. The numbers are from ranges
// that regulators keep free for fiction.
type place struct {
	zone, locale, region, currency string
	company, person, mail, phone   string
}

// places go around the world, so that at any hour some have an open window and
// some sleep.
var places = []place{
	{"Pacific/Auckland", "en-GB", "NZ", "NZD", "Kea Outdoor Ltd", "Aroha Ngata", "aroha@kea-outdoor.example", "+447700900101"},
	{"Australia/Brisbane", "en-GB", "AU", "AUD", "Wattle Print Pty", "Jack Doyle", "jack@wattle-print.example", "+447700900102"},
	{"Asia/Singapore", "en-GB", "SG", "SGD", "Orchard Tea House", "Mei Tan", "mei@orchard-tea.example", "+447700900103"},
	{"Asia/Kolkata", "en-GB", "IN", "INR", "Kaveri Textiles", "Ravi Menon", "ravi@kaveri-textiles.example", "+447700900104"},
	{"Asia/Dubai", "en-GB", "AE", "AED", "Marina Fit-Out", "Layla Haddad", "layla@marina-fitout.example", "+447700900105"},
	{"Europe/Berlin", "de", "DE", "EUR", "Tischlerei Lindner", "Anna Lindner", "anna@tischlerei-lindner.example", "+447700900106"},
	{"Europe/London", "en-GB", "GB", "GBP", "Blue Bottle Ltd", "Sam Carter", "sam@blue-bottle.example", "+447700900107"},
	{"America/Sao_Paulo", "en-GB", "BR", "BRL", "Padaria Ipê", "Bruna Alves", "bruna@padaria-ipe.example", "+447700900108"},
	{"America/New_York", "en-US", "US-NY", "USD", "Hudson Cycles Inc", "Grace Lee", "grace@hudson-cycles.example", "+447700900109"},
	{"America/Denver", "en-US", "US-CO", "USD", "Front Range Roofing", "Cody Hart", "cody@front-range.example", "+447700900110"},
	{"America/Los_Angeles", "en-US", "US-CA", "USD", "Mission Florists", "Ines Romero", "ines@mission-florists.example", "+447700900111"},
	{"Pacific/Honolulu", "en-US", "US-HI", "USD", "Lanikai Surf School", "Kai Nakoa", "kai@lanikai-surf.example", "+447700900112"},
}

// chosen are the two places whose window is widest open and the one that sleeps
// deepest.
func chosen(now time.Time) (first, second, asleep place) {
	nearest := func(hour float64, but ...string) place {
		best, distance := place{}, math.Inf(1)
		for _, p := range places {
			if d := away(now, p.zone, hour); d < distance && (len(but) == 0 || but[0] != p.zone) {
				best, distance = p, d
			}
		}
		return best
	}
	first = nearest(13.5)
	return first, nearest(13.5, first.zone), nearest(1.5)
}

// away is how many hours the local time of the zone is from the given hour.
func away(now time.Time, zone string, hour float64) float64 {
	location, err := account.LoadZone(zone)
	if err != nil {
		return math.Inf(1)
	}
	local := now.In(location)
	d := math.Abs(float64(local.Hour()) + float64(local.Minute())/60 - hour)
	return min(d, 24-d)
}

// samples are the demo's reminders: three customers in three zones, with
// invoices that are not yet due, just overdue and long overdue.
func samples(now time.Time) []reminder.Intake {
	first, second, asleep := chosen(now)
	return []reminder.Intake{
		first.intake(now, "pre_due", "INV-2041", 48000, 5, channels.Email),
		second.intake(now, "gentle", "INV-1987", 12550, -3, channels.SMS),
		second.intake(now, "firm", "INV-1902", 131075, -24, channels.Voice),
		asleep.intake(now, "final", "INV-1744", 264000, -61, channels.Email),
	}
}

// spare is a customer whom nobody has written to yet, for whoever tries a text: a reminder
// is planned for tomorrow.
func spare(now time.Time) reminder.Intake {
	p, _, _ := chosen(now)
	p.company, p.person, p.mail, p.phone = "Corner Books", "Robin Weaver", "robin@corner-books.example", "+447700900113"
	in := p.intake(now, "gentle", "INV-2077", 8900, -2, channels.SMS)
	in.Account.Reference, in.Account.Locale, in.SendAt = "demo-books", "en-GB", now.Add(24*time.Hour)
	return in
}

// intake is a reminder about one invoice that is due in so many days.
func (p place) intake(now time.Time, template, number string, minor int64, dueIn int, channel channels.Kind) reminder.Intake {
	zone, _ := account.LoadZone(p.zone)
	due := now.In(zone).AddDate(0, 0, dueIn)
	amount := account.Money{Minor: minor, Currency: p.currency}
	return reminder.Intake{
		Account: account.Account{Reference: "demo-" + p.region, Name: p.company, Kind: account.Business,
			TimeZone: p.zone, Locale: p.locale, Region: p.region},
		Contact: account.Contact{Reference: "accounts", Name: p.person, Email: p.mail, Phone: p.phone},
		Invoices: []account.Invoice{{Number: number, Amount: amount, Balance: amount,
			IssuedOn: account.DateOf(due.AddDate(0, 0, -30)), DueOn: account.DateOf(due), Terms: "30 days net"}},
		Template: template, Channels: []channels.Kind{channel},
		Consents: []account.Consent{{Channel: channels.Voice, Source: "contract"}},
	}
}
