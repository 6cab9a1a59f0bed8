package webhooks_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/events"
	"github.com/goodterms/goodterms/operator"
)

func TestTheListSaysHowEachWebhookDoes(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*house, *events.Endpoint)
		want   []string
	}{
		"works":       {func(*house, *events.Endpoint) {}, []string{"Works", "It took its last event 2 minutes ago."}},
		"works now":   {func(_ *house, e *events.Endpoint) { e.Health.SuccessAt = noon.Add(-time.Second) }, []string{"just now"}},
		"an hour ago": {func(_ *house, e *events.Endpoint) { e.Health.SuccessAt = noon.Add(-time.Hour) }, []string{"1 hour ago"}},
		"days ago":    {func(_ *house, e *events.Endpoint) { e.Health.SuccessAt = noon.Add(-50 * time.Hour) }, []string{"on Sat 12:00"}},
		"off":         {func(h *house, e *events.Endpoint) { e.Enabled, h.last = false, 1201 }, []string{"Off", "Nothing is sent to it; 1 event waits."}},
		"gone":        {func(_ *house, e *events.Endpoint) { e.Enabled, e.Health.Status = false, 410 }, []string{"it was switched off."}},
		"new":         {func(_ *house, e *events.Endpoint) { e.Health = events.Health{} }, []string{"New", "Nothing has been sent to it yet."}},
		"behind":      {func(h *house, _ *events.Endpoint) { h.last = 1300 }, []string{"Catching up", "100 events wait."}},
		"some kinds":  {func(h *house, e *events.Endpoint) { h.last, e.Kinds = 1300, []string{"reply.received"} }, []string{"up to 100 events wait.", "told of reply.received."}},
		"failing": {func(h *house, e *events.Endpoint) {
			h.last, e.Health.FailingSince, e.Health.Fault, e.Health.Status = 2404, noon.Add(-26*time.Hour), "timeout", 0
			e.Health.NextAt = noon.Add(30 * time.Minute)
		}, []string{"Failing", "It has taken nothing since Sun 12:00: it did not answer in time; 1,204 events wait; it is tried again at Mon 14:30."}},
		"refuses": {func(h *house, _ *events.Endpoint) {
			h.deliveries = []events.Delivery{{EndpointID: id(1), Number: 5, State: events.Waiting}, {EndpointID: id(1), Number: 4, State: events.GivenUp}}
		}, []string{"Refuses some", "1 event waits", "1 event was given up"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse()
			c.change(h, &h.endpoints[0])
			frametest.Has(t, h.open(t).As(operator.Admin).Get("/admin/webhooks"), append(c.want, "The books", "data-row")...)
		})
	}
}

func TestAnEmptyListSaysWhatAWebhookIs(t *testing.T) {
	frametest.Has(t, (&house{}).open(t).As(operator.Admin).Get("/admin/webhooks"), "No other system is told yet.", `href="/admin/webhooks/new"`)
}

// refused is a house with events that were refused.
func refused() *house {
	h := newHouse()
	h.deliveries = []events.Delivery{
		{EndpointID: id(1), Number: 1204, Kind: "reply.received", State: events.GivenUp, Attempts: 9, Status: 400, Fault: "refused", CreatedAt: noon},
		{EndpointID: id(1), Number: 1100, Kind: "reminder.sent", State: events.Waiting, Attempts: 2, NextAt: noon.Add(time.Hour), Status: 422, Fault: "refused", CreatedAt: noon},
		{EndpointID: id(1), Number: 1101, Kind: "reminder.sent", State: events.Waiting, CreatedAt: noon},
		{EndpointID: id(1), Number: 1102, Kind: "reminder.sent", State: events.Taken, Attempts: 1, CreatedAt: noon},
	}
	return h
}

func TestWhatWasNotTakenIsToldInSentences(t *testing.T) {
	c := refused().open(t).As(operator.Admin)
	frametest.Has(t, c.Get(book+"/events"), "Event 1,204", "Given up, tried 9 times: the last time it answered 400 and refused it.",
		"It was tried 2 times; the last time it answered 422 and refused it; it is tried again at Mon 15:00.", "It waits behind an earlier event of the same account.",
		"Taken at last, tried once.")
	frametest.Lacks(t, c.Get(book+"/events?state=given_up"), "1,100", "1,102")
}

func TestOneEventOrAllThatWereGivenUpAreSentAgain(t *testing.T) {
	h := refused()
	o := h.open(t)
	c := o.As(operator.Admin)
	frametest.Has(t, c.Get(book+"/events?state=given_up"), "Send this one again", `name="number" value="1204"`)
	frametest.Status(t, c.Post(book+"/replay", url.Values{"number": {"1204", "1102"}}), http.StatusSeeOther)
	if diff := cmp.Diff([]int64{1204, 1102}, h.replayed); diff != "" {
		t.Error(diff)
	}
	frametest.Has(t, c.Get(book), "2 events are sent again.")
	if e := o.Audit.Entries()[0]; e.Action != "webhook.replay" || e.Detail["events"] != "2" {
		t.Errorf("audit log %+v", e)
	}
}

func TestWhatCannotBeSentAgainIsSaid(t *testing.T) {
	h := refused()
	c := h.open(t).As(operator.Admin)
	for _, form := range []url.Values{{}, {"number": {"x"}}, {"number": {"-1"}}, {"number": strings.Split(strings.Repeat("1 ", 51), " ")[:51]}} {
		frametest.Status(t, c.Post(book+"/replay", form), http.StatusUnprocessableEntity)
	}
	for err, words := range map[error]string{events.ErrNoDelivery: "Such an event never was", events.ErrGone: "not kept any more"} {
		h.refuse = fmt.Errorf("replay: %w", err)
		frametest.Has(t, c.Post(book+"/replay", url.Values{"number": {"1204"}}), words)
		frametest.Has(t, c.Post(book+"/since", url.Values{"after": {"3"}}), words)
	}
	if len(h.replayed)+len(h.since) > 0 {
		t.Error("something was sent again")
	}
}

func TestEverythingSinceAnEventIsSentAgainAfterAQuestion(t *testing.T) {
	h := newHouse()
	c := h.open(t).As(operator.Admin)
	frametest.Has(t, c.Get(book+"/since?after=1,100"), "from number 1,101 to 1,200", "Send 100 events again")
	if len(h.since) > 0 {
		t.Error("looking has sent them")
	}
	frametest.Status(t, c.Post(book+"/since", url.Values{"after": {"1100"}}), http.StatusSeeOther)
	if diff := cmp.Diff([]int64{1100}, h.since); diff != "" {
		t.Error(diff)
	}
}

func TestNothingIsLeftOutBySendingAgainFromTooLate(t *testing.T) {
	h := newHouse()
	h.last = 2000
	c := h.open(t).As(operator.Admin)
	for _, after := range []string{"1200", "1999", "-1", "many", ""} {
		a := c.Post(book+"/since", url.Values{"after": {after}})
		frametest.Status(t, a, http.StatusUnprocessableEntity)
		frametest.Status(t, c.Get(book+"/since?after="+after), http.StatusUnprocessableEntity)
	}
	if len(h.since) > 0 {
		t.Error("events were left out")
	}
}

func TestTheListOfEventsIsPaged(t *testing.T) {
	h := newHouse()
	for n := range 70 {
		h.deliveries = append(h.deliveries, events.Delivery{EndpointID: id(1), Number: int64(n + 1), State: events.GivenUp})
	}
	c := h.open(t).As(operator.Admin)
	first := c.Get(book + "/events?state=given_up")
	frametest.Has(t, first, "Event 70<", "Event 21<", "before=21")
	frametest.Lacks(t, first, "Event 20<")
	frametest.Has(t, c.Get(book+"/events?state=given_up&before=21"), "Event 20<", "Event 1<")
}
