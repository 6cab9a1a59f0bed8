package accounts

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

// events are a part of an account's history, newest first.
type events struct {
	Items     []item
	Next      string // where the earlier ones are; empty: these were the first
	Reference string
	Started   bool // not the latest part
	Swapped   bool // it takes its place in a page: reading goes on at its first item
}

// item is an event on the page.
type item struct {
	Seq      int64
	Mark     string // kind, wait, stop, or empty
	Icon     icon
	Sentence string
	At       frame.Time
	Attempt  string // a message that can be looked at
	Reminder string // of which can be asked why
	Reply    *replyShown
	FollowUp string // that a person has to do, or did
}

// icon is a picture with its words.
type icon struct{ Name, Text string }

// replyShown is what the customer wrote and what was read in it.
type replyShown struct {
	Text    string
	Intents []intentShown
	Media   int
}

// intentShown is one thing that a reply was read as.
type intentShown struct {
	Name, Evidence, Date string
	Certain              bool
}

// showEvents answers with the next part of the history, for the end of the column.
func (p *pages) showEvents(v *frame.Visit, reference string, before int64) error {
	view, err := p.Accounts.FindAccount(v.Ctx(), reference)
	if err != nil {
		return missing(err)
	}
	part, err := p.events(v, view, before)
	if err != nil {
		return err
	}
	part.Swapped = true
	return v.Part("account.html", "account-events", part)
}

func (p *pages) events(v *frame.Visit, view reminder.AccountView, before int64) (events, error) {
	reference := view.Account.Reference
	list, err := p.Search.History(v.Ctx(), overview.History{Account: reference, Before: before, Limit: eventsAtOnce})
	if err != nil {
		return events{}, missing(err)
	}
	part := events{Reference: reference, Started: before > 0}
	zone := zoneOf(view)
	for _, e := range list {
		part.Items = append(part.Items, itemOf(v, e, zone))
	}
	// Events are numbered from 1 without gaps.
	if n := len(list); n > 0 && list[n-1].Seq > 1 {
		part.Next = frame.Path("accounts", reference) + "?before=" + strconv.FormatInt(list[n-1].Seq, 10)
	}
	return part, nil
}

// told is what an item shows of an event's data, whatever its kind.
type told struct {
	Channel  string                 `json:"channel"`
	Attempt  string                 `json:"attempt"`
	Status   string                 `json:"status"`
	FollowUp string                 `json:"follow_up"`
	Text     string                 `json:"text"`
	Digits   string                 `json:"digits"`
	Media    int                    `json:"media"`
	Intents  []timeline.ReplyIntent `json:"intents"`
}

func itemOf(v *frame.Visit, e timeline.Event, zone string) item {
	loc, _ := clockOf(v, zone)
	var data told
	if json.Unmarshal(e.Data, &data) != nil { // erased, or of a kind that has other fields
		data = told{}
	}
	out := item{
		Seq: e.Seq, Mark: mark(e.Kind, data.Status), Icon: iconOf(e.Kind, channels.Kind(data.Channel)), Sentence: timeline.Summary(e, loc),
		At: v.Time(e.At, zone),
	}
	if strings.HasPrefix(string(e.Kind), "reminder.") || strings.HasPrefix(string(e.Kind), "attempt.") {
		out.Reminder = e.ReminderID
	}
	switch e.Kind {
	case timeline.ReminderSent, timeline.AttemptUnknown, timeline.AttemptLost:
		out.Attempt = data.Attempt
	case timeline.ReplyReceived:
		out.Reply = replyOf(data)
	case timeline.FollowUpOpened, timeline.FollowUpOverdue, timeline.FollowUpDone:
		out.FollowUp = data.FollowUp
	}
	return out
}

func replyOf(data told) *replyShown {
	shown := &replyShown{Text: or(data.Text, data.Digits), Media: data.Media}
	if shown.Text == "" && shown.Media == 0 && len(data.Intents) == 0 {
		return nil
	}
	for _, i := range data.Intents {
		shown.Intents = append(shown.Intents, intentShown{Name: words(i.Intent), Evidence: i.Evidence, Date: dayOf(i.Date), Certain: i.Certain})
	}
	return shown
}

// dayOf writes a calendar date for people; what is none is left out.
func dayOf(text string) string {
	d, err := account.ParseDate(text)
	if err != nil {
		return ""
	}
	return dateText(d)
}

// marks are the kinds of event whose point has a colour of its own.
var marks = map[timeline.Kind]string{
	timeline.ReminderSent: "kind", timeline.PaymentRecorded: "kind", timeline.PromiseKept: "kind", timeline.DisputeResolved: "kind", timeline.FollowUpDone: "kind",
	timeline.ReminderDeferred: "wait", timeline.ReminderHeld: "wait", timeline.HoldPlaced: "wait", timeline.PromiseMade: "wait",
	timeline.DisputeOpened: "wait", timeline.FollowUpOpened: "wait", timeline.FollowUpOverdue: "wait", timeline.AttemptUnknown: "wait",
	timeline.ReminderFailed: "stop", timeline.ReminderExpired: "stop", timeline.AttemptLost: "stop", timeline.PromiseBroken: "stop",
	timeline.OptOutRecorded: "stop", timeline.AddressStopped: "stop",
}

func mark(kind timeline.Kind, status string) string {
	if kind == timeline.DeliveryUpdated {
		return delivered[channels.Status(status)].Kind
	}
	return marks[kind]
}

// iconOf is the channel's picture, else one for what it is about.
func iconOf(kind timeline.Kind, channel channels.Kind) icon {
	if channel.Valid() {
		return icon{string(channel), upperFirst(channelName(channel))}
	}
	noun, _, _ := strings.Cut(string(kind), ".")
	switch noun {
	case "note":
		return icon{"note", "Note"}
	case "payment":
		return icon{"money", "Payment"}
	case "hold", "promise", "dispute":
		return icon{"hold", "Arrangement"}
	case "opt_out", "opt_in", "consent", "preferences", "contact", "follow_up":
		return icon{"person", "Person"}
	}
	return icon{"clock", "Event"}
}
