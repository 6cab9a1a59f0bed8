package accounts

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/timeline"
)

// sentence is a reminder as a row says it: "Gentle reminder by email to Blue Bottle Ltd
// waits until Mon 09:00, their time: why".
type sentence struct {
	overview.Row
	What    string // Gentle reminder
	How     string // by email
	Verb    string // waits until
	When    frame.Time
	Why     string // begins small, without a full stop; may be empty
	Waits   bool   // it can still be moved and taken back
	Account bool   // the account is named
	Self    bool   // the page is about the reminder
}

// sentences are the rows of a list that names accounts: those of customers, because
// operators' test messages to themselves are nobody else's matter.
func sentences(v *frame.Visit, rows []overview.Row) (list []sentence) {
	for _, row := range rows {
		if ours(row.Account) {
			continue
		}
		said := tell(v, row)
		said.Account = true
		list = append(list, said)
	}
	return list
}

// ours says that the account stands for an operator and for no customer.
func ours(reference string) bool { return strings.HasPrefix(reference, overview.OperatorAccounts) }

func tell(v *frame.Visit, row overview.Row) sentence {
	s := sentence{Row: row, What: subject(row), How: "by " + channelName(row.Channel), Why: joined(row.Text)}
	s.Waits = row.Status == reminder.Scheduled || row.Status == reminder.Held
	verb, at := verb(row, v.Now)
	s.Verb = verb
	if !at.IsZero() {
		s.When = v.Time(at, row.Zone)
	}
	return s
}

// verb says what becomes of the reminder, and the instant that completes it.
func verb(row overview.Row, now time.Time) (string, time.Time) {
	switch row.Status {
	case reminder.Scheduled:
		switch {
		case !row.SendAt.After(now):
			return "is due now", time.Time{}
		case row.Reason != "":
			return "waits until", row.SendAt
		}
		return "is planned for", row.SendAt
	case reminder.Sending:
		return "is being handed over", time.Time{}
	case reminder.Held:
		return "is held since", row.At
	case reminder.Sent:
		return "left", row.At
	case reminder.Skipped:
		return "was skipped", row.At
	case reminder.Expired:
		return "expired", row.At
	case reminder.Canceled:
		return "was taken back", row.At
	}
	return "could not be sent", row.At
}

// subject begins the sentence.
func subject(row overview.Row) string {
	switch {
	case row.Trial:
		return "Test message"
	case row.Answer:
		return "Answer"
	case row.Stage != "" && row.Template != "" && row.Template != string(row.Stage):
		return stageName(row.Stage) + " (" + words(row.Template) + ")"
	case row.Stage != "":
		return stageName(row.Stage)
	}
	return "Reminder (" + words(row.Template) + ")"
}

var stageNames = map[templates.Stage]string{
	templates.PreDue: "Reminder before the due date", templates.ReceiptCheck: "Receipt check",
	templates.Gentle: "Gentle reminder", templates.Firm: "Firm reminder", templates.Final: "Final reminder",
	templates.Handoff: "Hand-over notice", templates.Thanks: "Thanks for a payment",
	templates.PromiseBroken: "Reminder of a promise", templates.PlanConfirmed: "Payment plan",
	templates.InstalmentDue: "Reminder of an instalment", templates.CallbackOffered: "Offer to call",
}

// stageName is what a message of the stage is called at the beginning of a sentence.
func stageName(stage templates.Stage) string {
	if name, known := stageNames[stage]; known {
		return name
	}
	return upperFirst(words(string(stage)))
}

// channelName is what a channel is called in a sentence, as timelines call it.
func channelName(kind channels.Kind) string { return timeline.ChannelName(string(kind)) }

// state is the mark of a status: a shape, a colour and a word.
type state struct{ Kind, Text string }

// State is the mark of the row's status.
func (s sentence) State() state { return statusState(s.Status) }

func statusState(status reminder.Status) state {
	switch status {
	case reminder.Sent:
		return state{"kind", "sent"}
	case reminder.Scheduled, reminder.Held:
		return state{"wait", string(status)}
	case reminder.Failed, reminder.Expired:
		return state{"stop", string(status)}
	}
	return state{"plain", string(status)}
}

func words(text string) string { return strings.ReplaceAll(text, "_", " ") }

func upperFirst(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// joined makes a sentence fit behind a colon: it begins small, save for "SMS", and has
// no full stop.
func joined(text string) string {
	text = strings.TrimRight(strings.TrimSpace(text), ". ")
	first, size := utf8.DecodeRuneInString(text)
	if second, _ := utf8.DecodeRuneInString(text[size:]); !unicode.IsLower(second) {
		return text
	}
	return string(unicode.ToLower(first)) + text[size:]
}

// counted writes a count that may have been cut off: "10,000+".
func counted(c overview.Count) string {
	text := strconv.Itoa(c.N)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	if c.More {
		text += "+"
	}
	return text
}
