package accounts

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// mostInvoices is how many invoices one reminder may be about, as for other systems.
const mostInvoices = 50

// sendData fills the form that sends a reminder.
type sendData struct {
	Account   account.Account
	Contacts  []choice
	Contact   account.Contact
	Templates []choice
	Ways      []way    // channels of the contact, in the order that is proposed
	Order     []string // what is chosen as first, second, third; empty: none
	Invoices  []invoiceChoice
	When      string // now or later
	Day, Hour string
	Clock     string
	Once      string // makes the form safe to send twice
	Faults    map[string]string
	OptOuts   []optOutRow
	Held      []arrangement // what the reminder would wait for
}

// choice is something that can be chosen.
type choice struct {
	Value, Name, Note, Path string
	Chosen                  bool
}

// way is a channel of the contact, and what would become of a reminder by it now.
type way struct {
	choice
	Look outlook
}

// invoiceChoice is an invoice that the reminder may be about.
type invoiceChoice struct {
	invoiceRow
	Chosen bool
}

// writeReminder is the form, filled with what is most likely meant.
func (p *pages) writeReminder(v *frame.Visit) error {
	data, _, err := p.sending(v)
	if err != nil {
		return err
	}
	data.Once = newOnce()
	for i := range data.Invoices {
		data.Invoices[i].Chosen = !data.Invoices[i].Paid() && i < mostInvoices
	}
	for i := range data.Ways {
		data.Order[i] = data.Ways[i].Value
	}
	likely := templates.PreDue
	if slices.ContainsFunc(data.Invoices, func(i invoiceChoice) bool { return i.Chosen && i.Late > 0 }) {
		likely = templates.Gentle
	}
	for i := range data.Templates {
		data.Templates[i].Chosen = data.Templates[i].Value == string(likely)
	}
	return v.Show("account_remind.html", sendPage(data))
}

func sendPage(data sendData) frame.Page {
	return frame.Page{Title: "Send a reminder", Nav: "accounts", Data: data}
}

// sending reads what the form is about: the account, its contacts, what can be sent.
func (p *pages) sending(v *frame.Visit) (data sendData, list []reminder.TemplateView, err error) {
	view, err := p.Accounts.FindAccount(v.Ctx(), v.PathValue("reference"))
	if err != nil {
		return data, nil, missing(err)
	}
	data = sendData{Account: view.Account, When: "now", Order: make([]string, len(channels.Kinds())), Faults: map[string]string{}}
	if err := p.chooseContact(v, &data, view); err != nil {
		return data, nil, err
	}
	data.Clock = clockName(v, data.Contact.Zone(view.Account))
	loc, _ := clockOf(v, data.Contact.Zone(view.Account))
	data.Day, data.Hour = v.Now.In(loc).AddDate(0, 0, 1).Format("2006-01-02"), "09:30"
	var shown accountData
	p.debts(v, &shown, view)
	for _, row := range append(shown.Open, shown.Paid[:min(len(shown.Paid), invoicesAtOnce)]...) {
		data.Invoices = append(data.Invoices, invoiceChoice{invoiceRow: row})
	}
	rules, err := p.Accounts.FindRules(v.Ctx(), view.Account.Reference)
	if err != nil {
		return data, nil, missing(err)
	}
	if data.Held, err = p.arrangements(v, view, rules); err != nil {
		return data, nil, err
	}
	if list, err = p.sendable(v); err != nil {
		return data, nil, err
	}
	for _, t := range list {
		data.Templates = append(data.Templates, choice{Value: t.Key, Name: templateName(t)})
	}
	return data, list, nil
}

// chooseContact finds whom the form is for: the one that is asked for, else the first
// that can be reached; and by what.
func (p *pages) chooseContact(v *frame.Visit, data *sendData, view reminder.AccountView) error {
	at := slices.IndexFunc(view.Contacts, func(c account.Contact) bool { return c.ID == v.Form("contact") })
	if at < 0 && v.Form("contact") != "" {
		return frame.ErrNotFound
	}
	if at < 0 {
		at = max(0, slices.IndexFunc(view.Contacts, func(c account.Contact) bool { return len(p.ways(c)) > 0 }))
	}
	if len(view.Contacts) == 0 {
		return nil
	}
	data.Contact = view.Contacts[at]
	data.OptOuts = optOutRows(v, view.OptOuts, data.Contact, zoneOf(view))
	for i, c := range view.Contacts {
		path := frame.Path("accounts", view.Account.Reference, "remind") + "?contact=" + c.ID
		data.Contacts = append(data.Contacts, choice{Value: c.ID, Name: or(c.Name, c.Reference), Path: path, Chosen: i == at})
	}
	standing, err := p.Wishes.FindStanding(v.Ctx(), data.Contact.ID, v.Now)
	if err != nil {
		return missing(err)
	}
	for _, kind := range preferred(p.ways(data.Contact), standing.Preferences) {
		to, _ := data.Contact.Address(kind)
		data.Ways = append(data.Ways, way{choice{Value: string(kind), Name: upperFirst(channelName(kind)), Note: to.Value},
			outlookOf(v, p.Policy.Decide(standing.Question(v.Now, kind)), standing.Contact.Zone(standing.Account))})
	}
	return nil
}

// ways are the channels that are on by which the contact has an address.
func (p *pages) ways(c account.Contact) (list []channels.Kind) {
	for _, kind := range p.Kinds {
		if _, ok := c.Address(kind); ok {
			list = append(list, kind)
		}
	}
	return list
}

// preferred puts what the contact likes first and leaves out what they do not wish,
// unless nothing else is left.
func preferred(ways []channels.Kind, p account.Preferences) (list []channels.Kind) {
	for _, kind := range append(slices.Clone(p.Channels), ways...) {
		if slices.Contains(ways, kind) && !slices.Contains(list, kind) && !slices.Contains(p.Excluded, kind) {
			list = append(list, kind)
		}
	}
	if len(list) == 0 {
		return ways
	}
	return list
}

// sendable lists the templates that a person may send by hand, in the order of stages:
// those with a text. Answers belong to replies; texts of a payment plan need its
// instalments, which this form does not know.
func (p *pages) sendable(v *frame.Visit) (list []reminder.TemplateView, err error) {
	all, err := p.Templates.ListTemplates(v.Ctx())
	for _, t := range all {
		plan := t.Stage == templates.PlanConfirmed || t.Stage == templates.InstalmentDue
		if reminder.Enqueueable(t.Stage) && !plan && (t.Shipped || t.Current > 0) {
			list = append(list, t)
		}
	}
	order := templates.Stages()
	slices.SortStableFunc(list, func(a, b reminder.TemplateView) int {
		if by := slices.Index(order, a.Stage) - slices.Index(order, b.Stage); by != 0 {
			return by
		}
		return strings.Compare(a.Key, b.Key)
	})
	return list, err
}

func templateName(t reminder.TemplateView) string {
	if t.Key == string(t.Stage) {
		return stageName(t.Stage)
	}
	return stageName(t.Stage) + ": " + words(t.Key)
}

// onceShape is what newOnce makes.
var onceShape = regexp.MustCompile(`^[a-z2-7]{26}$`)

// sendReminder plans the reminder of the form.
func (p *pages) sendReminder(v *frame.Visit) error {
	v.Subject(v.PathValue("reference"))
	data, list, err := p.sending(v)
	if err != nil {
		return err
	}
	in := p.intake(v, &data, list)
	if len(data.Faults) > 0 {
		return v.ShowFaults("account_remind.html", sendPage(data))
	}
	accepted, err := p.Sender.Remind(v.Ctx(), v.Now, in)
	if err != nil {
		return missing(err)
	}
	v.Detail("template", in.Template)
	if accepted.Conflict {
		data.Faults["form"] = "This form was sent before with something else in it. Open it anew from the account."
		return v.ShowFaults("account_remind.html", sendPage(data))
	}
	v.Subject(v.PathValue("reference") + " " + accepted.ID)
	v.Say(p.promised(v, data, in, accepted))
	return v.Go(frame.Path("accounts", data.Account.Reference))
}

// promised says what will happen.
func (p *pages) promised(v *frame.Visit, data sendData, in reminder.Intake, a reminder.Acceptance) string {
	text := stageName(in.Stage) + " to " + or(data.Contact.Name, data.Contact.Reference) + " by " + channelName(a.Channel)
	switch {
	case a.Duplicate:
		text += " had been accepted already; it is not sent twice"
	case !a.SendAt.After(v.Now):
		text += " is due now: it leaves as soon as opt-outs, holds and the hours where they are allow"
	default:
		loc, theirs := clockOf(v, data.Contact.Zone(data.Account))
		text += " is planned for " + spoken(a.SendAt.In(loc), theirs) + ", and is decided once more then"
	}
	return text + "."
}

// intake reads the form. What is wrong with it is noted in its faults.
func (p *pages) intake(v *frame.Visit, data *sendData, list []reminder.TemplateView) reminder.Intake {
	in := reminder.Intake{Account: data.Account, Contact: data.Contact}
	in.Template, in.Stage = data.template(v.Form("template"), list)
	in.Channels = data.channels(v)
	in.Invoices = data.invoices(v, in.Stage)
	in.SendAt = data.time(v)
	if data.Once = v.Form("once"); !onceShape.MatchString(data.Once) {
		data.Once = newOnce()
		data.Faults["form"] = "Something was missing from the form. Look at it once more and send it again."
	}
	in.Reference = "page-" + data.Once
	if data.Contact.ID == "" {
		data.Faults["form"] = errNobody.Error()
	}
	return in
}

var errNobody = errors.New("the account has no contact; another system must send one first")

func (d *sendData) template(key string, list []reminder.TemplateView) (string, templates.Stage) {
	for i, t := range list {
		if t.Key == key {
			d.Templates[i].Chosen = true
			return key, t.Stage
		}
	}
	d.Faults["template"] = "Choose one of these texts."
	return "", ""
}

// channels reads the order of channels. Each is one of the contact's; where
// one stands twice, its first place counts.
func (d *sendData) channels(v *frame.Visit) (list []channels.Kind) {
	d.Order = make([]string, len(channels.Kinds()))
	for i, field := range [...]string{"first", "second", "third"} {
		value := v.Form(field)
		d.Order[i] = value
		if value == "" {
			continue
		}
		kind := channels.Kind(value)
		switch {
		case !slices.ContainsFunc(d.Ways, func(w way) bool { return w.Value == value }):
			d.Faults["channels"] = "Choose channels by which the contact can be reached."
		case slices.Contains(list, kind): // whoever brings one forward leaves it behind, too
		default:
			list = append(list, kind)
		}
	}
	if len(list) == 0 && d.Faults["channels"] == "" {
		d.Faults["channels"] = "Choose at least one channel."
	}
	return list
}

// invoices reads what the reminder is about.
func (d *sendData) invoices(v *frame.Visit, stage templates.Stage) (list []account.Invoice) {
	wanted := v.Request.Form["invoice"]
	open := false
	for i := range d.Invoices {
		one := &d.Invoices[i]
		if one.Chosen = slices.Contains(wanted, one.Number); one.Chosen {
			list = append(list, one.Invoice)
			open = open || !one.Paid()
		}
	}
	switch {
	case len(list) == 0:
		d.Faults["invoices"] = "Choose at least one invoice."
	case len(list) > mostInvoices:
		d.Faults["invoices"] = "Choose at most 50 invoices for one message."
	case !open && stage != templates.Thanks && stage != "":
		d.Faults["invoices"] = "All of these are paid: choose one that is open."
	}
	return list
}

// time reads when the reminder is to leave; zero means now.
func (d *sendData) time(v *frame.Visit) time.Time {
	switch d.When = v.Form("when"); d.When {
	case "now":
		return time.Time{}
	case "later":
		d.Day, d.Hour = v.Form("day"), v.Form("hour")
		loc, _ := clockOf(v, d.Contact.Zone(d.Account))
		at, fault := instantOf(d.Day, d.Hour, loc, v.Now)
		if fault != nil {
			d.Faults["day"] = upperFirst(fault.Error()) + "."
		}
		return at
	}
	d.When = "now"
	d.Faults["when"] = "Say whether it leaves now or at a time of your choice."
	return time.Time{}
}
