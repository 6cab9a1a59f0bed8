package webhooks

import (
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/events"
)

// replay sends the chosen events again.
func (p *pages) replay(v *frame.Visit, e events.Endpoint) error {
	_ = v.Form("number") // reads the form
	var numbers []int64
	for _, text := range v.Request.PostForm["number"] {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 1 {
			return p.showEvents(v, e, refusal(events.ErrNoDelivery), nil)
		}
		numbers = append(numbers, n)
	}
	if len(numbers) == 0 || len(numbers) > pageSize {
		return p.showEvents(v, e, "Choose the events that are to be sent again.", nil)
	}
	n, err := p.Deliveries.Replay(v.Ctx(), v.Now, e.ID, numbers...)
	if words := refusal(err); words != "" {
		return p.showEvents(v, e, words, nil)
	}
	if err != nil {
		return err
	}
	v.Detail("events", strconv.Itoa(n))
	v.Say(counted(int64(n)) + " sent again.")
	return v.Go(frame.Path("webhooks", e.ID, "events"))
}

// counted is how many events something happens to.
func counted(n int64) string {
	if n == 1 {
		return "1 event is"
	}
	return number(n) + " events are"
}

// replaying fills the page that asks before much is sent again.
type replaying struct {
	ID, Name    string
	After       int64
	First, Last string
	Count       int64
	Said        string // the count with its noun
}

// askSince says what would be sent again before it is.
func (p *pages) askSince(v *frame.Visit, e events.Endpoint) error {
	after, fault := since(v, e)
	if fault != "" {
		return p.showEvents(v, e, "", map[string]string{"after": fault})
	}
	page := replaying{ID: e.ID, Name: nameOf(e), After: after, First: number(after + 1), Last: number(e.Reached), Count: e.Reached - after}
	if page.Said = number(page.Count) + " events"; page.Count == 1 {
		page.Said = "1 event"
	}
	return v.Show("webhooks_since.html", frame.Page{Title: "Send events again", Nav: "webhooks", Data: page})
}

// since reads after which event all are to be sent again. What has not been sent yet is
// refused: it would be left out.
func since(v *frame.Visit, e events.Endpoint) (after int64, fault string) {
	after, err := strconv.ParseInt(strings.ReplaceAll(strings.TrimSpace(v.Form("after")), ",", ""), 10, 64)
	switch {
	case err != nil || after < 0:
		return 0, "Write the number of an event, such as " + strconv.FormatInt(max(0, e.Reached-100), 10) + "; 0 is before the first."
	case after >= e.Reached:
		return 0, "It has not been sent anything after that yet; that comes anyway. Write a number below " + number(e.Reached) + "."
	}
	return after, ""
}

func (p *pages) since(v *frame.Visit, e events.Endpoint) error {
	after, fault := since(v, e)
	if fault != "" {
		return p.showEvents(v, e, "", map[string]string{"after": fault})
	}
	v.Detail("after", strconv.FormatInt(after, 10))
	err := p.Deliveries.ReplaySince(v.Ctx(), v.Now, e.ID, after)
	if words := refusal(err); words != "" {
		return p.showEvents(v, e, words, nil)
	}
	if err != nil {
		return err
	}
	v.Say("Every event after number " + number(after) + " is sent again, in order.")
	return v.Go(frame.Path("webhooks", e.ID))
}
