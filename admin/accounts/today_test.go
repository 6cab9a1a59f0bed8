package accounts_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

func TestTodayCountsFromTheOperatorsMidnightAndMarksWhatWasCutOff(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.today = overview.Today{Sent: map[channels.Kind]overview.Count{channels.Email: {N: overview.MostCounted, More: true}, channels.SMS: {N: 1318}},
		Held: overview.Count{N: 5}, FollowUps: overview.Count{N: 7}, Overdue: overview.Count{N: 2}}
	a := open(t, s).As(operator.Viewer).Get("/admin/")
	has(t, a, ">10,000+<", ">1,318<", "2 of them overdue", `href="/admin/follow-ups"`)
	if want := "2027-04-12T00:00:00+02:00"; s.since.Format("2006-01-02T15:04:05Z07:00") != want {
		t.Errorf("counted since %s, want %s", s.since, want)
	}
}

func TestWhatWaitsReadsAsASentenceInTheCustomersTime(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.rows = []overview.Row{waits("rem_1", frametest.Noon.Add(20*time.Hour))}
	a := open(t, s).As(operator.Viewer).Get("/admin/")
	if got := text(a.Body, "<li data-row><a"); got != "Gentle reminder by SMS to Blue Bottle Ltd waits until Tue 09:00, their time: it is too early there." {
		t.Errorf("the row reads %q", got)
	}
}

// text is the first line of the page that holds the mark, without its tags.
func text(body, mark string) string {
	_, rest, _ := strings.Cut(body, mark)
	rest, _, _ = strings.Cut(mark+rest, "</li>")
	var out strings.Builder
	in := false
	for _, r := range rest {
		switch {
		case r == '<':
			in = true
		case r == '>':
			in = false
		case !in:
			out.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

func TestEveryStatusHasItsOwnSentence(t *testing.T) {
	t.Parallel()
	s := newShop()
	c := open(t, s).As(operator.Viewer)
	for _, tt := range []struct {
		change func(*overview.Row)
		want   string
	}{
		{func(r *overview.Row) { r.Reason, r.Text = "", "" }, "Gentle reminder by SMS to Blue Bottle Ltd is planned for Tue 09:00, their time."},
		{func(r *overview.Row) { r.SendAt = frametest.Noon }, "Gentle reminder by SMS to Blue Bottle Ltd is due now: it is too early there."},
		{func(r *overview.Row) { r.Status = reminder.Held }, "Gentle reminder by SMS to Blue Bottle Ltd is held since Mon 10:00, their time: it is too early there."},
		{func(r *overview.Row) { r.Status, r.Text, r.Zone = reminder.Sent, "", "" }, "Gentle reminder by SMS to Blue Bottle Ltd left Mon 11:00."},
		{func(r *overview.Row) { r.Status, r.Text = reminder.Sending, "" }, "Gentle reminder by SMS to Blue Bottle Ltd is being handed over."},
		{func(r *overview.Row) { r.Status, r.Text = reminder.Failed, "SMS is off" }, "Gentle reminder by SMS to Blue Bottle Ltd could not be sent Mon 10:00, their time: SMS is off."},
		{func(r *overview.Row) { r.Answer, r.Status, r.Text = true, reminder.Skipped, "" }, "Answer by SMS to Blue Bottle Ltd was skipped Mon 10:00, their time."},
		{func(r *overview.Row) { r.Trial, r.Status, r.Text = true, reminder.Expired, "" }, "Test message by SMS to Blue Bottle Ltd expired Mon 10:00, their time."},
		{func(r *overview.Row) { r.Template, r.Status, r.Text = "gentle_bakeries", reminder.Canceled, "" }, "Gentle reminder (gentle bakeries) by SMS to Blue Bottle Ltd was taken back Mon 10:00, their time."},
		{func(r *overview.Row) { r.Stage, r.Channel, r.Text = templates.Thanks, "fax", "" }, "Thanks for a payment (gentle) by a channel that is not known to Blue Bottle Ltd waits until Tue 09:00, their time."},
	} {
		row := waits("rem_1", frametest.Noon.Add(20*time.Hour))
		row.At = frametest.Noon.Add(-3 * time.Hour)
		tt.change(&row)
		s.rows = []overview.Row{row}
		if got := text(c.Get("/admin/").Body, "<li data-row><a"); got != tt.want {
			t.Errorf("the row reads %q, want %q", got, tt.want)
		}
	}
}

func TestTheKillSwitchIsInPlainSightWhileItIsOn(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.today.Stop = reminder.Stop{On: true, Since: frametest.Noon.Add(-3 * time.Hour), Reason: "wrong <b>bank</b> details"}
	has(t, open(t, s).As(operator.Viewer).Get("/admin/"), "All contact is stopped", "wrong &lt;b&gt;bank&lt;/b&gt; details", "Mon 11:00")
	s.today.Stop.On = false
	lacks(t, open(t, s).As(operator.Viewer).Get("/admin/"), "All contact is stopped")
}

func TestEachReasonOfAHoldLeadsToTheListBehindIt(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.today.Reasons = []overview.Reason{{Reason: "promise", Count: overview.Count{N: 31}}, {Reason: "bank & details", Count: overview.Count{N: 2}}}
	o := open(t, s)
	has(t, o.As(operator.Viewer).Get("/admin/"), "A promise to pay is open", "/admin/lists/held?reason=bank+%26+details")
	a := o.As(operator.Viewer).Get("/admin/lists/held?reason=bank+%26+details")
	has(t, a, "bank &amp; details")
	if got := s.queries[len(s.queries)-1]; got.List != overview.Held || got.Reason != "bank & details" {
		t.Errorf("asked for %+v", got)
	}
}

func TestTheListBehindAReasonGoesOnWithThatReason(t *testing.T) {
	t.Parallel()
	s := newShop()
	for i := range 80 {
		s.rows = append(s.rows, waits(fmt.Sprintf("rem_%04d", i), frametest.Noon))
	}
	a := open(t, s).As(operator.Viewer).Get("/admin/lists/held?reason=terms")
	has(t, a, `href="/admin/lists/held?after=c-rem_0049&amp;reason=terms" rel="next"`)
}

func TestACursorOfAnotherListIsNotFound(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.cursor = overview.ErrCursor
	c := open(t, s).As(operator.Viewer)
	for _, path := range []string{"/admin/lists/held?after=x", "/admin/lists/held?reason=terms&after=x", "/admin/calendar?after=x", "/admin/accounts?after=x", "/admin/accounts/C-1001/reminders?after=x"} {
		if a := c.Get(path); a.Status != 404 {
			t.Errorf("%s answers %d", path, a.Status)
		}
	}
}

func TestEmptyPagesSayWhatWillAppear(t *testing.T) {
	t.Parallel()
	c := open(t, newShop()).As(operator.Viewer)
	has(t, c.Get("/admin/"), "Nothing waits for a better time", "Nothing is held", "Nothing has left in the last 14 days")
	has(t, c.Get("/admin/lists/failed"), "Nothing has failed in this time.")
	has(t, c.Get("/admin/calendar"), "Nothing is planned")
	has(t, c.Get("/admin/accounts"), "There are no accounts yet")
	has(t, c.Get("/admin/accounts?q=zzz"), "No account found")
}

func TestAListIsPagedByCursorAndKeepsHowFarItLooksBack(t *testing.T) {
	t.Parallel()
	s := newShop()
	for i := range 51 {
		s.rows = append(s.rows, waits(fmt.Sprintf("rem_%02d", i), frametest.Noon.Add(time.Hour)))
	}
	c := open(t, s).As(operator.Viewer)
	a := c.Get("/admin/lists/sent?since=week")
	has(t, a, `href="/admin/lists/sent?after=c-rem_49&amp;since=week" rel="next"`)
	lacks(t, a, "rem_50")
	if got := s.queries[0].Since.Format(time.RFC3339); got != "2027-04-06T00:00:00+02:00" {
		t.Errorf("looked back to %s", got)
	}
	b := c.Get("/admin/lists/sent?after=c-rem_49&since=week")
	has(t, b, "rem_50")
	lacks(t, b, `rel="next"`, "rem_49")
}

func TestAListThatDoesNotExistIsNotFound(t *testing.T) {
	t.Parallel()
	if a := open(t, newShop()).As(operator.Viewer).Get("/admin/lists/everything"); a.Status != 404 {
		t.Errorf("status %d", a.Status)
	}
}

func TestTheCalendarGroupsWhatComesByTheCustomersDays(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.rows = []overview.Row{waits("rem_1", frametest.Noon.Add(-time.Hour)), waits("rem_2", frametest.Noon.Add(10*time.Hour)), waits("rem_3", frametest.Noon.Add(11*time.Hour)), waits("rem_4", frametest.Noon.Add(72*time.Hour))}
	a := open(t, s).As(operator.Viewer).Get("/admin/calendar")
	has(t, a, "Today, Monday 12 April <span class=\"soft small\">2 reminders", "Tomorrow, Tuesday 13 April <span class=\"soft small\">1 reminder<", "Thursday 15 April")
	q := s.queries[0]
	if q.List != overview.Coming || q.Until.Format(time.RFC3339) != "2027-04-26T00:00:00+02:00" {
		t.Errorf("asked for %+v", q)
	}
}

func TestTheChartIsATableOfChannelsThatAreOnOrWereUsed(t *testing.T) {
	t.Parallel()
	s := newShop()
	s.days = []overview.Day{{Start: time.Date(2027, 4, 11, 0, 0, 0, 0, time.UTC), Sent: map[channels.Kind]int{channels.Email: 1200}}}
	a := open(t, s).As(operator.Viewer).Get("/admin/")
	has(t, a, `<table data-chart="bars"`, `<th scope="row"><time datetime="2027-04-11">Sun 11 Apr</time></th><td class="num">1200</td><td class="num">0</td><td class="num">0</td>`, "chart.js")
}
