package accounts

import (
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/reminder"
)

// wishesData fills the page of a contact's wishes and opt-outs.
type wishesData struct {
	Account  account.Account
	Contact  account.Contact
	Kinds    []choice // every channel, with the address
	Order    []string // preferred ones: first, second, third
	Excluded map[string]bool
	Language string
	Hours    string
	Pause    string
	Why      string
	Purposes []string // what is wished for single purposes, in words
	OptOuts  []optOutRow
	Ended    []optOutRow
	Consents []string
	Choices  []choice // what can be opted out of
	Proof    string
	Faults   map[string]string
	Says     string // the zone in which hours are read
}

// showWishes is what a contact wishes and does not want.
func (p *pages) showWishes(v *frame.Visit) error {
	data, _, err := p.wishes(v)
	if err != nil {
		return err
	}
	return v.Show("account_wishes.html", wishesPage(data))
}

func wishesPage(data wishesData) frame.Page {
	return frame.Page{Title: "What " + or(data.Contact.Name, data.Contact.Reference) + " wishes", Nav: "accounts", Data: data}
}

func (p *pages) wishes(v *frame.Visit) (wishesData, reminder.Standing, error) {
	s, err := p.Wishes.FindStanding(v.Ctx(), v.PathValue("id"), v.Now)
	if err != nil {
		return wishesData{}, s, missing(err)
	}
	zone := s.Contact.Zone(s.Account)
	data := wishesData{
		Account: s.Account, Contact: s.Contact, Order: make([]string, len(channels.Kinds())), Excluded: map[string]bool{},
		Language: s.Preferences.Language, Hours: s.Preferences.Wishes, Pause: s.Preferences.PauseUntil.String(),
		Purposes: purposeTexts(s.Preferences), Faults: map[string]string{}, Says: zone,
	}
	for i, kind := range s.Preferences.Channels {
		if i < len(data.Order) {
			data.Order[i] = string(kind)
		}
	}
	for _, kind := range s.Preferences.Excluded {
		data.Excluded[string(kind)] = true
	}
	for _, kind := range channels.Kinds() {
		to, _ := s.Contact.Address(kind)
		data.Kinds = append(data.Kinds, choice{Value: string(kind), Name: upperFirst(channelName(kind)), Note: or(to.Value, "no address")})
	}
	data.Choices = optOutChoices(s.Contact)
	for _, o := range s.OptOuts {
		if row := optOutOf(v, o, zone); o.InForce(v.Now) {
			data.OptOuts = append(data.OptOuts, row)
		} else {
			data.Ended = append(data.Ended, row)
		}
	}
	for _, c := range s.Consents {
		if c.InForce(v.Now) {
			data.Consents = append(data.Consents, "agreed to reminders by "+channelName(c.Channel)+" on "+v.Time(c.At, zone).Shown.Format("2 Jan 2006")+" ("+words(c.Source)+")")
		}
	}
	return data, s, nil
}

// changeWishes changes what a contact wishes.
func (p *pages) changeWishes(v *frame.Visit) error {
	v.Subject(v.PathValue("id"))
	data, s, err := p.wishes(v)
	if err != nil {
		return err
	}
	wish := data.read(v)
	if len(data.Faults) > 0 {
		return v.ShowFaults("account_wishes.html", wishesPage(data))
	}
	if _, err := p.Wishes.ChangePreferences(v.Ctx(), v.Now, s.Contact.ID, wish, nil); err != nil {
		return missing(err)
	}
	v.Say("The wishes were noted. What waits is decided anew.")
	return v.Go(frame.Path("accounts", s.Account.Reference))
}

// read reads the form into a wish and back into the page. What is wrong is noted.
func (d *wishesData) read(v *frame.Visit) reminder.Wish {
	d.Language, d.Hours, d.Pause, d.Why = clean(v, "language"), clean(v, "hours"), clean(v, "pause"), clean(v, "why")
	liked, excluded := d.order(v), d.excluded(v)
	for _, kind := range excluded {
		if slices.Contains(liked, kind) {
			d.Faults["excluded"] = "A channel cannot be both preferred and never used."
		}
	}
	wish := reminder.Wish{Channels: &liked, Excluded: &excluded, Language: &d.Language, Wishes: &d.Hours, Source: "operator", By: v.Operator.Name, Why: d.Why}
	if d.Language != "" {
		locale, err := account.ParseLocale(d.Language)
		d.fault("language", err)
		wish.Language = &locale
	}
	if d.Hours != "" {
		wish.Wishes = d.hours()
	}
	pause := d.pauseUntil(v.Now)
	wish.PauseUntil = &pause
	if fault := longFault(d.Why, longestWhy); fault != "" {
		d.Faults["why"] = fault
	}
	return wish
}

func clean(v *frame.Visit, field string) string { return strings.TrimSpace(v.Form(field)) }

// fault notes what a reader of ours says is wrong, as a sentence.
func (d *wishesData) fault(field string, err error) {
	if err != nil {
		d.Faults[field] = "This " + err.Error() + "."
	}
}

func (d *wishesData) order(v *frame.Visit) []channels.Kind {
	list := []channels.Kind{}
	for i, field := range [...]string{"first", "second", "third"} {
		d.Order[i] = v.Form(field)
		kind := channels.Kind(d.Order[i])
		switch {
		case kind == "":
		case !kind.Valid():
			d.Faults["channels"] = "Choose email, SMS or phone."
		case slices.Contains(list, kind):
			d.Faults["channels"] = "Name each channel once."
		default:
			list = append(list, kind)
		}
	}
	return list
}

func (d *wishesData) excluded(v *frame.Visit) []channels.Kind {
	list := []channels.Kind{}
	clear(d.Excluded)
	for _, kind := range channels.Kinds() {
		if v.Form("excluded_"+string(kind)) != "" {
			d.Excluded[string(kind)] = true
			list = append(list, kind)
		}
	}
	return list
}

// hours reads hours and days. Those that never open would look like a wish and act like
// an opt-out.
func (d *wishesData) hours() *string {
	windows, err := hours.Parse(d.Hours)
	if err != nil {
		d.fault("hours", err)
		return &d.Hours
	}
	if windows.Never() {
		d.Faults["hours"] = "These hours never open: name at least one day with hours, or record an opt-out."
		return &d.Hours
	}
	text := windows.String()
	return &text
}

// pauseUntil reads the day on which a pause ends.
func (d *wishesData) pauseUntil(now time.Time) account.Date {
	if d.Pause == "" {
		return account.Date{}
	}
	day, err := account.ParseDate(d.Pause)
	switch {
	case err != nil:
		d.Faults["pause"] = "Give a day such as 2027-05-03."
	case day.Sub(account.DateOf(now.UTC().Add(-12*time.Hour))) < 0: // it is still yesterday, far enough west
		d.Faults["pause"] = "This day has passed: give one to come, or clear it to end the pause."
	}
	return day
}

// wishTexts say what a contact wishes, each in a few words.
func wishTexts(p account.Preferences) (list []string) {
	if len(p.Channels) > 0 {
		list = append(list, "prefers "+kindList(p.Channels, ", then "))
	}
	if len(p.Excluded) > 0 {
		list = append(list, "never by "+kindList(p.Excluded, " or "))
	}
	if p.Language != "" {
		list = append(list, "in "+p.Language)
	}
	if p.Wishes != "" {
		list = append(list, "only "+p.Wishes)
	}
	if p.PauseUntil != (account.Date{}) {
		list = append(list, "nothing before "+dateText(p.PauseUntil))
	}
	return append(list, purposeTexts(p)...)
}

func purposeTexts(p account.Preferences) (list []string) {
	for _, purpose := range []account.Purpose{account.PurposeReminder, account.PurposeReceipt, account.PurposeStatement} {
		switch kinds, chosen := p.Purposes[purpose]; {
		case chosen && len(kinds) == 0:
			list = append(list, "no "+string(purpose)+"s at all")
		case chosen:
			list = append(list, string(purpose)+"s only by "+kindList(kinds, " or "))
		}
	}
	return list
}

func kindList(kinds []channels.Kind, between string) string {
	names := make([]string, len(kinds))
	for i, kind := range kinds {
		names[i] = channelName(kind)
	}
	return strings.Join(names, between)
}
