package accounts

import (
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
)

// lookData fills a message as it left.
type lookData struct {
	ID         string
	Channel    channels.Kind
	How        string
	To         string // address
	Account    string // reference
	Name       string
	Reminder   string // id
	At         frame.Time
	Version    string
	Language   string
	Segments   int
	Subject    string
	Preheader  string
	Text       string
	Limited    string // voice: what a machine heard
	Mail       string // where the mail as a page is; empty: it cannot be shown
	Exact      bool
	Deliveries []step
	Test       bool
}

// step is a word about a hand-off: ours first, then the provider's.
type step struct {
	state
	Code string // the provider's; may be empty
}

// showAttempt is a message exactly as it looked: as a page, or in its place on the
// timeline.
func (p *pages) showAttempt(v *frame.Visit) error {
	look, err := p.look(v)
	if err != nil {
		return err
	}
	about, err := p.Reminders.FindReminder(v.Ctx(), look.Attempt.ReminderID)
	if err != nil {
		return missing(err)
	}
	view, err := p.Accounts.FindAccount(v.Ctx(), about.AccountReference)
	if err != nil {
		return missing(err)
	}
	data := lookOf(v, look, zoneOf(view))
	data.Account, data.Name = view.Account.Reference, view.Account.Name
	if swapped(v) {
		return v.Part("account_message.html", "account-look", data)
	}
	return v.Show("account_message.html", frame.Page{Title: "A message as it left", Nav: "accounts", Data: data})
}

// showMail is the mail itself, for a frame that can run nothing.
func (p *pages) showMail(v *frame.Visit) error {
	look, err := p.look(v)
	if err != nil {
		return err
	}
	if look.Words.HTML == "" {
		return frame.ErrNotFound
	}
	return v.Mail(look.Words.HTML)
}

func (p *pages) look(v *frame.Visit) (reminder.Look, error) {
	look, err := p.Looks.Look(v.Ctx(), v.PathValue("id"))
	return look, missing(err)
}

func lookOf(v *frame.Visit, look reminder.Look, zone string) lookData {
	a := look.Attempt
	data := lookData{
		ID: a.ID, Channel: a.Channel, How: channelName(a.Channel), To: a.Address, Reminder: a.ReminderID, At: v.Time(a.StartedAt, zone),
		Version: a.Version, Language: a.Language, Segments: a.Segments, Subject: look.Words.Subject, Preheader: look.Words.Preheader,
		Text: look.Words.Text, Limited: look.Words.Limited, Exact: look.Exact, Deliveries: deliveries(a), Test: a.Test,
	}
	if look.Words.HTML != "" {
		data.Mail = frame.Path("attempts", a.ID, "mail")
	}
	return data
}

// handovers say what is known of a hand-off, and deliveries what the provider has said
// since.
var (
	handovers = map[reminder.AttemptState]state{
		reminder.Open: {"wait", "being handed over"}, reminder.Accepted: {"kind", "taken by the provider"},
		reminder.Rejected: {"stop", "refused by the provider"}, reminder.Unknown: {"wait", "no clear answer yet; the provider is asked"},
		reminder.Lost: {"stop", "the provider has no trace of it"},
	}
	delivered = map[channels.Status]state{
		channels.Sent: {"plain", "passed on"}, channels.Ringing: {"plain", "the phone rings"}, channels.Answered: {"kind", "answered"},
		channels.Delivered: {"kind", "delivered"}, channels.Undelivered: {"stop", "could not be delivered"}, channels.Failed: {"stop", "failed at the provider"},
		channels.Voicemail: {"wait", "an answering machine took it"}, channels.NoAnswer: {"wait", "nobody answered"},
		channels.BusyLine: {"wait", "the line was busy"}, channels.Canceled: {"plain", "taken back before it went out"}, channels.Read: {"kind", "read"},
	}
)

// deliveries are what became of the hand-off, in order.
func deliveries(a reminder.Attempt) []step {
	list := []step{{state: handovers[a.State]}}
	if word, known := delivered[a.Status]; known {
		list = append(list, step{state: word})
	}
	list[len(list)-1].Code = a.Code
	return list
}

// swapped says that the answer takes its place within a page: a script asks for it, for a
// place that is kept for such answers.
func swapped(v *frame.Visit) bool {
	return strings.HasPrefix(v.Request.Header.Get("HX-Target"), "in-")
}
