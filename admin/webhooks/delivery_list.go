package webhooks

import (
	"slices"
	"strconv"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/events"
)

// pageSize is how many rows a list shows at once.
const pageSize = 50

// delivery is an event that was not taken at once, as a sentence.
type delivery struct {
	Number      int64
	Shown       string
	Kind        string
	State, Word string
	Sentence    string
	At          frame.Time
	Again       bool // it can be sent again
}

// undelivered fills the list.
type undelivered struct {
	ID, Name string
	Path     string
	Tabs     []tab
	State    string
	Rows     []delivery
	Numbers  []int64 // those that were given up, of this page
	More     string
	Last     string
	After    string
	Empty    map[string]any
	Faults   map[string]string
	Alert    string
}

// tab is a part of the list.
type tab struct {
	Name, Path string
	Current    bool
}

func (p *pages) deliveries(v *frame.Visit, e events.Endpoint) error {
	page, err := p.undelivered(v, e)
	if err != nil {
		return err
	}
	return v.Show("webhooks_events.html", frame.Page{Title: page.Name, Nav: "webhooks", Data: page})
}

// showEvents shows the list once more, because what was asked for was not done.
func (p *pages) showEvents(v *frame.Visit, e events.Endpoint, alert string, faults map[string]string) error {
	page, err := p.undelivered(v, e)
	if err != nil {
		return err
	}
	page.Alert, page.Faults, page.After = alert, faults, v.Form("after")
	return v.ShowFaults("webhooks_events.html", frame.Page{Title: page.Name, Nav: "webhooks", Data: page})
}

func (p *pages) undelivered(v *frame.Visit, e events.Endpoint) (page undelivered, err error) {
	state := events.State(v.Form("state"))
	if !slices.Contains([]events.State{events.Waiting, events.GivenUp, events.Taken}, state) {
		state = ""
	}
	path := frame.Path("webhooks", e.ID, "events")
	page = undelivered{ID: e.ID, Name: nameOf(e), Path: path, State: string(state)}
	for _, t := range []struct {
		state events.State
		name  string
	}{{"", "All"}, {events.Waiting, "Waiting"}, {events.GivenUp, "Given up"}, {events.Taken, "Taken later"}} {
		address := path
		if t.state != "" {
			address += "?state=" + string(t.state)
		}
		page.Tabs = append(page.Tabs, tab{t.name, address, t.state == state})
	}
	page.Empty = map[string]any{"title": "There is none.", "text": "An event that the webhook did not take at once appears here until it is taken, and afterwards. Events that were taken at once are not listed."}
	last, err := p.Deliveries.LastNumber(v.Ctx())
	if err != nil {
		return page, err
	}
	page.Last = number(last)
	before, _ := strconv.ParseInt(v.Form("before"), 10, 64) // what is no number is the beginning
	list, err := p.Deliveries.ListDeliveries(v.Ctx(), events.DeliveryFilter{EndpointID: e.ID, State: state, Before: max(0, before), Limit: pageSize + 1})
	if len(list) > pageSize {
		list = list[:pageSize]
		page.More = path + "?state=" + string(state) + "&before=" + strconv.FormatInt(list[pageSize-1].Number, 10)
	}
	for _, d := range list {
		page.Rows = append(page.Rows, deliveryOf(v, d))
		if d.State == events.GivenUp {
			page.Numbers = append(page.Numbers, d.Number)
		}
	}
	return page, err
}

func deliveryOf(v *frame.Visit, d events.Delivery) delivery {
	row := delivery{Number: d.Number, Shown: number(d.Number), Kind: d.Kind, At: v.Time(d.CreatedAt, ""), Again: d.State != events.Waiting}
	tries := "tried once"
	if d.Attempts != 1 {
		tries = "tried " + strconv.Itoa(d.Attempts) + " times"
	}
	switch d.State {
	case events.Taken:
		row.State, row.Word, row.Sentence = "kind", "Taken", "Taken at last, "+tries+"."
	case events.GivenUp:
		row.State, row.Word, row.Sentence = "stop", "Given up", "Given up, "+tries+": the last time it "+wentWrong(d.Status, d.Fault)+"."
	default:
		row.State, row.Word = "wait", "Waiting"
		row.Sentence = waiting(v, d, tries)
	}
	return row
}

func waiting(v *frame.Visit, d events.Delivery, tries string) string {
	switch {
	case d.Attempts == 0 && d.NextAt.IsZero():
		return "It waits behind an earlier event of the same account."
	case d.Attempts == 0:
		return "It is sent again at " + v.Time(d.NextAt, "").Text() + "."
	case d.NextAt.IsZero():
		return "It was " + tries + "; the last time it " + wentWrong(d.Status, d.Fault) + "."
	}
	return "It was " + tries + "; the last time it " + wentWrong(d.Status, d.Fault) + "; it is tried again at " + v.Time(d.NextAt, "").Text() + "."
}
