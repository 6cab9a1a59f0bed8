package accounts

import (
	"slices"
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/explain"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// decisionsAtOnce is how many decisions a page tells unless all are asked for.
const decisionsAtOnce = 20

// reminderData fills a reminder with all that explains it.
type reminderData struct {
	Row       sentence
	ID        string
	Reference string // another system's name for it; may be empty
	Invoices  []string
	Contact   string
	Channels  []string
	PlannedAt frame.Time // when it came to be
	Expires   frame.Time
	Text      int // version of the template; 0: shipped
	Attempts  []attemptRow
	Decisions []decision
	Earlier   int // decisions that are not told
	Waits     bool
}

// attemptRow is a hand-off in a list.
type attemptRow struct {
	ID, How  string
	At       frame.Time
	Number   int
	Became   []step
	Template string // the exact text
}

// decision is a stored decision as people read it.
type decision struct {
	explain.Answer
	At      frame.Time
	Verdict string // a sentence
	Until   frame.Time
	Ends    frame.Time // of the send window
	State   state
	Because []ruled
	Passed  []ruled
}

// ruled is a rule that had a say.
type ruled struct {
	ID       string
	Text     string // why it did not let the reminder pass; empty: it did
	Rule     string // what the rule asks, in words; may be empty
	Citation string
	Source   string // a web address; may be empty
}

// showReminder is why a reminder was sent, or was not.
func (p *pages) showReminder(v *frame.Visit) error {
	view, of, err := p.reminderOf(v)
	if err != nil {
		return err
	}
	data := p.reminderData(v, view, of)
	if swapped(v) {
		return v.Part("account_reminder.html", "account-why", data)
	}
	return v.Show("account_reminder.html", frame.Page{Title: data.Row.What, Nav: "accounts", Data: data})
}

// reminderOf finds the reminder of the address with its account.
func (p *pages) reminderOf(v *frame.Visit) (view reminder.View, of reminder.AccountView, err error) {
	if view, err = p.Reminders.FindReminder(v.Ctx(), v.PathValue("id")); err != nil {
		return view, of, missing(err)
	}
	of, err = p.Accounts.FindAccount(v.Ctx(), view.AccountReference)
	return view, of, missing(err)
}

func (p *pages) reminderData(v *frame.Visit, view reminder.View, of reminder.AccountView) reminderData {
	r, zone := view.Reminder, zoneOf(of)
	row := rowOf(view, of)
	data := reminderData{
		Row: tell(v, row), ID: r.ID, Reference: r.Reference, Invoices: view.InvoiceNumbers, Contact: row.Contact,
		PlannedAt: v.Time(r.CreatedAt, zone), Text: r.Pin.Version,
	}
	data.Row.Account, data.Row.Self, data.Waits = true, true, data.Row.Waits
	if !r.ExpiresAt.IsZero() {
		data.Expires = v.Time(r.ExpiresAt, zone)
	}
	for _, kind := range r.Channels {
		data.Channels = append(data.Channels, channelName(kind))
	}
	for _, a := range view.Attempts {
		data.Attempts = append(data.Attempts, attemptRow{ID: a.ID, How: channelName(a.Channel), At: v.Time(a.StartedAt, zone), Number: a.Number, Became: deliveries(a), Template: a.Version})
	}
	list := slices.Clone(view.Decisions)
	slices.Reverse(list)
	if v.Form("all") == "" && len(list) > decisionsAtOnce {
		data.Earlier, list = len(list)-decisionsAtOnce, list[:decisionsAtOnce]
	}
	for _, d := range list {
		data.Decisions = append(data.Decisions, p.decisionOf(v, d, zone))
	}
	return data
}

// rowOf is the reminder as lists know it.
func rowOf(view reminder.View, of reminder.AccountView) overview.Row {
	r := view.Reminder
	row := overview.Row{
		ReminderID: r.ID, AccountID: r.AccountID, Account: of.Account.Reference, AccountName: of.Account.Name, Invoices: view.InvoiceNumbers,
		Template: r.Template, Answer: r.Answering != nil, Channel: r.Channel, Status: r.Status, Reason: r.Reason, Text: r.Text,
		SendAt: r.SendAt, At: r.UpdatedAt, Zone: zoneOf(of), Test: r.Test,
	}
	if reminder.Shipped(r.Template) {
		row.Stage = templates.Stage(r.Template)
	}
	for _, c := range of.Contacts {
		if c.ID == r.ContactID {
			row.Contact, row.Zone = c.Name, or(c.Zone(of.Account), row.Zone)
		}
	}
	if n := len(view.Attempts); n > 0 && r.Status == reminder.Sent {
		row.At, row.AttemptID = view.Attempts[n-1].StartedAt, view.Attempts[n-1].ID
	}
	return row
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// verdicts say what was decided.
var verdicts = map[policy.Verdict]struct {
	text  string
	state state
}{
	policy.Send:   {"It could go: nothing stood in the way", state{"kind", "send"}},
	policy.Defer:  {"It had to wait", state{"wait", "wait"}},
	policy.Hold:   {"It had to wait until a cause clears", state{"wait", "hold"}},
	policy.Skip:   {"It was not to be sent, and is done with", state{"stop", "skip"}},
	policy.Expire: {"Its time had passed, and it is done with", state{"stop", "expire"}},
}

func (p *pages) decisionOf(v *frame.Visit, d reminder.Decided, zone string) decision {
	answer := explain.Show(d.Decision)
	if len(answer.Zones) > 0 {
		zone = answer.Zones[0]
	}
	said := verdicts[answer.Decision]
	out := decision{Answer: answer, At: v.Time(d.At, zone), Verdict: said.text, State: said.state}
	if !answer.Until.IsZero() {
		out.Until = v.Time(answer.Until, zone)
	}
	if !answer.WindowEnd.IsZero() {
		out.Ends = v.Time(answer.WindowEnd, zone)
	}
	for _, because := range answer.Because {
		rule := p.rule(because.Rule)
		rule.Text, rule.Citation = strings.TrimRight(because.Text, ". "), or(because.Citation, rule.Citation)
		out.Because = append(out.Because, rule)
	}
	for _, id := range answer.Passed {
		out.Passed = append(out.Passed, p.rule(id))
	}
	return out
}

// Channel is by what channel it was to go.
func (d decision) Channel() string {
	if d.Inputs == nil || d.Inputs.Channel == "" {
		return ""
	}
	return channelName(channels.Kind(d.Inputs.Channel))
}
