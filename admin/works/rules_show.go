package works

import (
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/holidays"
	"github.com/goodterms/goodterms/policy/packs"
	"github.com/goodterms/goodterms/reminder"
)

// rulesPage is what the page of the rules shows.
type rulesPage struct {
	Rules    Rules
	Region   string
	Regions  []string // those that can be chosen
	Fault    string   // of the region that was asked for
	Stop     stopCard
	Profile  *Pack // nil: there is none
	Week     []weekDay
	Words    string // the week in a sentence
	Often    []Rule // caps and pauses of the profile
	Others   []Rule // the other rules of the profile
	InForce  []Pack
	Idle     []Pack
	Closed   []daySaid
	Holidays bool // a rule of the profile keeps them
	Known    bool // the region's holidays are known
}

// stopCard is the kill switch as it stands.
type stopCard struct {
	reminder.Stop
	When frame.Time
}

// daySaid is a day on which reminders rest, in words.
type daySaid struct {
	dayOff
	When string
}

// showRules shows the rules in force, or how a contact stands under them.
func (p *pages) showRules(v *frame.Visit) error {
	if id := v.Form("contact"); id != "" {
		return p.showContact(v, id)
	}
	stop, err := p.stop(v)
	if err != nil {
		return err
	}
	page := rulesPage{Rules: p.Rules(), Stop: stop}
	page.Region, page.Fault = chosen(v, page.Rules.Region)
	page.fill(v.Day())
	return v.Show("works_rules.html", frame.Page{Title: "Contact rules", Nav: "rules", Data: page})
}

func (p *pages) stop(v *frame.Visit) (stopCard, error) {
	stop, err := p.Switch.FindStop(v.Ctx())
	return stopCard{stop, v.Time(stop.Since, "")}, err
}

// chosen is the region that was asked for, else the creditor's own.
func chosen(v *frame.Visit, otherwise string) (region, fault string) {
	asked := strings.TrimSpace(v.Form("region"))
	if !v.Request.URL.Query().Has("region") {
		return otherwise, ""
	}
	if asked == "" {
		return "", ""
	}
	region, err := account.ParseRegion(asked)
	if err != nil {
		return otherwise, sentenceOf("", err.Error())
	}
	return region, ""
}

func (page *rulesPage) fill(today time.Time) {
	rules := page.Rules
	for i, pack := range rules.Packs {
		switch {
		case pack.Reach == Profile:
			page.Profile = &rules.Packs[i]
		case !pack.InForce():
			page.Idle = append(page.Idle, pack)
		case page.Region == "" || pack.Covers(page.Region):
			page.InForce = append(page.InForce, pack)
		}
	}
	page.Regions = regionsOf(rules.Packs)
	page.fillProfile()
	if windows := rules.windowsFor(page.Region); len(windows) > 0 {
		page.Week = weekOf(windows)
		page.Words = weekWords(page.Week)
	}
	_, page.Known = holidays.Of(page.Region)
	for _, day := range rules.daysOff(today, page.Region) {
		page.Closed = append(page.Closed, daySaid{day, day.Date.Format("Mon 2 Jan 2006")})
	}
}

// fillProfile parts the rules of the profile into how often and the rest.
func (page *rulesPage) fillProfile() {
	if page.Profile == nil {
		return
	}
	for _, rule := range page.Profile.Rules {
		switch {
		case !rule.covers(page.Region) && page.Region != "":
		case rule.often:
			page.Often = append(page.Often, rule)
		default:
			page.Others = append(page.Others, rule)
		}
		page.Holidays = page.Holidays || rule.On && rule.ID == policy.Courteous+".holidays"
	}
}

// regionsOf lists what can be chosen: whatever has holidays or packs of its own.
func regionsOf(list []Pack) []string {
	regions := holidays.Regions()
	for _, p := range list {
		regions = append(regions, p.Regions...)
	}
	slices.Sort(regions)
	return slices.Compact(regions)
}

// Duty says that the row is kept by whoever writes the texts.
func (r Rule) Known() string {
	switch r.Evidence {
	case packs.Read:
		return "read at its source"
	case packs.Secondary:
		return "read in a text about it"
	case packs.Recalled:
		return "recalled, to be checked"
	}
	return "our own courtesy"
}
