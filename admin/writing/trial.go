package writing

import (
	"cmp"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// trialShown is how a test message fares.
type trialShown struct {
	Kind, Text string
	Path       string // where to ask again; empty: it has ended
	At         frame.Time
}

// sendTo is where a test message to the operator goes; empty when nothing is proven.
func sendTo(o operator.Operator, channel channels.Kind) string {
	switch {
	case channel == channels.Email && !o.EmailProven.IsZero():
		return o.Email
	case channel != channels.Email && !o.PhoneProven.IsZero():
		return o.Phone
	}
	return ""
}

// sendTrial sends the text as it stands in the form to the operator alone. The text that
// was typed stays where it is, saved or not.
func (p *pages) sendTrial(v *frame.Visit) error {
	e, err := p.visited(v)
	if err != nil {
		return err
	}
	l, err := p.lookAt(v, e)
	if err != nil {
		return err
	}
	v.Subject(e.Key + "@" + strconv.Itoa(e.Number))
	v.Detail("text", string(l.Source.Channel)+" "+l.Source.Locale)
	shown, err := p.trial(v, l)
	if err != nil {
		return err
	}
	if v.Form("part") != "" {
		return v.Part("writing_desk.html", "trial", shown)
	}
	d, err := p.desk(v, e, e.State == templates.Draft && e.Number != 0)
	if err != nil {
		return err
	}
	d.Trial = shown
	return v.Show("writing_desk.html", d.page())
}

func (p *pages) trial(v *frame.Visit, l look) (*trialShown, error) {
	if l.Why != "" {
		v.Refuse()
		return &trialShown{Kind: "stop", Text: "Nothing was sent. " + l.Why}, nil
	}
	if sendTo(v.Operator, l.Source.Channel) == "" {
		v.Refuse()
		return notProven(l.Source.Channel), nil
	}
	version := l.Number
	if saved := text(l.Sources, l.Source.Channel, l.Source.Locale); saved.Text != l.Source.Text || saved.Limited != l.Source.Limited {
		version = 0
	}
	id, err := p.Trials.SendTrial(v.Ctx(), v.Now, v.Operator, reminder.Trial{
		Template: l.Key, Version: version, Channel: l.Source.Channel, Words: Marked(l.Shown.Words, l.Source.Channel),
	})
	if errors.Is(err, ErrNotProven) {
		v.Refuse()
		return notProven(l.Source.Channel), nil
	}
	if err != nil {
		return nil, err
	}
	v.Detail("reminder", id)
	return p.fares(v, id)
}

func notProven(channel channels.Kind) *trialShown {
	what := "phone number"
	if channel == channels.Email {
		what = "email address"
	}
	return &trialShown{Kind: "stop", Text: "Nothing was sent: you have no " + what + " that is proven to be yours. Prove one on your own page."}
}

// showTrial tells how a test message fares, for a page that asks again.
func (p *pages) showTrial(v *frame.Visit) error {
	shown, err := p.fares(v, v.PathValue("id"))
	if err != nil {
		return err
	}
	return v.Part("writing_desk.html", "trial", shown)
}

// fares says what became of a test message so far.
func (p *pages) fares(v *frame.Visit, id string) (*trialShown, error) {
	found, err := p.Reminders.FindReminder(v.Ctx(), id)
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(found.AccountReference, overview.OperatorAccounts) {
		return nil, frame.ErrNotFound
	}
	r := found.Reminder
	t := &trialShown{Kind: "wait", Path: frame.Path("writing", "trials", id)}
	switch {
	case r.Status == reminder.Sent:
		t.Kind, t.Text, t.Path = "kind", "The test message has left.", ""
	case r.Status.Ended():
		t.Kind, t.Text, t.Path = "stop", "The test message was not sent: "+cmp.Or(r.Text, string(r.Reason), string(r.Status))+".", ""
	case r.Status == reminder.Held:
		t.Text = "The test message is held: " + cmp.Or(r.Text, string(r.Reason)) + "."
	case r.SendAt.After(v.Now.Add(time.Minute)):
		t.Text, t.At = "The test message waits for a decent hour where you are. It leaves", v.Time(r.SendAt, "")
	default:
		t.Text = "The test message leaves within moments, by the same way and rules as every reminder."
	}
	return t, nil
}

// What a test message begins with, so that nobody takes it for a reminder.
const (
	testWord   = "TEST "
	testLine   = "TEST: an operator sent this text to themselves. It is no reminder, and nothing is owed."
	testSpoken = "This is a test."
)

var bodyOpen = regexp.MustCompile(`<body[^>]*>`)

// Marked is a text marked as a test: nobody who reads or hears its beginning can take it
// for a reminder.
func Marked(w templates.Words, channel channels.Kind) templates.Words {
	switch channel {
	case channels.Email:
		w.Subject, w.Preheader = testWord+w.Subject, testLine
		w.Text = testLine + "\n\n" + w.Text
		const style = `margin:0;padding:12px 16px;background-color:#8a5a0b;color:#ffffff;font:600 15px/1.4 sans-serif`
		if at := bodyOpen.FindStringIndex(w.HTML); at != nil {
			w.HTML = w.HTML[:at[1]] + `<p style="` + style + `">` + testLine + "</p>" + w.HTML[at[1]:]
		}
	case channels.SMS:
		w.Text = testWord + w.Text
	case channels.Voice:
		w.Text, w.Limited = testSpoken+"\n\n"+w.Text, testSpoken+"\n\n"+w.Limited
	}
	return w
}
