package accounts

import (
	"slices"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
)

// nextWaiting is how many of those that wait Today tells, and chartDays how far back its
// chart goes.
const (
	nextWaiting = 20
	chartDays   = 14
)

// figure is a count with its name and the list behind it.
type figure struct {
	Name  string
	Count string
	Path  string
	Note  string // beneath; may be empty
	Kind  string // wait, stop or empty: how it is marked when it is not zero
	Zero  bool
}

// todayData fills the page Today.
type todayData struct {
	Figures []figure
	Left    []figure // today, by channel
	Waiting []sentence
	More    bool // more wait than are told
	Reasons []figure
	Stop    *stopData // nil: the kill switch is off
	Days    []day
	Kinds   []string
	Quiet   bool // nothing has left in all these days
}

// stopData is the kill switch while it is on.
type stopData struct {
	Since  frame.Time
	Reason string
}

// day is a row of the chart.
type day struct {
	Start  time.Time
	Counts []int
}

// showToday is the first page: how things stand since midnight.
func (p *pages) showToday(v *frame.Visit) error {
	stands, err := p.Overview.Today(v.Ctx(), v.Now, v.Day())
	if err != nil {
		return err
	}
	waiting, err := p.Overview.List(v.Ctx(), v.Now, overview.Query{List: overview.Waiting, Limit: nextWaiting + 1})
	if err != nil {
		return err
	}
	midnight := v.Day()
	days, err := p.Overview.Days(v.Ctx(), midnight.AddDate(0, 0, 1-chartDays), midnight.AddDate(0, 0, 1), midnight.Location())
	if err != nil {
		return err
	}
	data := todayData{Figures: figures(stands), Left: p.left(stands.Sent), Reasons: reasons(stands.Reasons)}
	data.More = len(waiting) > nextWaiting
	data.Waiting = sentences(v, waiting[:min(len(waiting), nextWaiting)])
	if stands.Stop.On {
		data.Stop = &stopData{Reason: stands.Stop.Reason, Since: v.Time(stands.Stop.Since, "")}
	}
	p.chart(&data, days)
	return v.Show("today.html", frame.Page{Title: "Today", Nav: "today", Data: data})
}

// left counts what has left today by every channel that is on or was used.
func (p *pages) left(sent map[channels.Kind]overview.Count) (list []figure) {
	for _, kind := range p.shown(func(kind channels.Kind) bool { return sent[kind].N > 0 }) {
		list = append(list, figure{Name: channelTitle(kind), Count: counted(sent[kind]), Path: listPath(overview.Sent), Zero: sent[kind].N == 0})
	}
	return list
}

// shown are the channels that are on, and those that were used all the same.
func (p *pages) shown(used func(channels.Kind) bool) (list []channels.Kind) {
	for _, kind := range channels.Kinds() {
		if used(kind) || slices.Contains(p.Kinds, kind) {
			list = append(list, kind)
		}
	}
	return list
}

func channelTitle(kind channels.Kind) string {
	return map[channels.Kind]string{channels.Email: "Email", channels.SMS: "SMS", channels.Voice: "Calls"}[kind]
}

func figures(t overview.Today) []figure {
	list := []figure{
		{Name: "Waiting for a better time", Count: counted(t.Waiting), Path: listPath(overview.Waiting), Note: "kept back by a window, a cap or a retry", Zero: t.Waiting.N == 0},
		{Name: "Planned", Count: counted(t.Scheduled), Path: "/admin/calendar", Note: "for the time that was asked for", Zero: t.Scheduled.N == 0},
		{Name: "Held", Count: counted(t.Held), Path: listPath(overview.Held), Kind: "wait", Note: "until a cause has cleared", Zero: t.Held.N == 0},
		{Name: "Failed today", Count: counted(t.Failed), Path: listPath(overview.Failed), Kind: "stop", Note: "or expired before they could leave", Zero: t.Failed.N == 0},
	}
	replies := figure{Name: "Replies to read", Count: counted(t.FollowUps), Path: "/admin/follow-ups", Note: "none is overdue", Zero: t.FollowUps.N == 0}
	if t.Overdue.N > 0 {
		replies.Kind, replies.Note = "wait", counted(t.Overdue)+" of them overdue"
	}
	return append(list, replies)
}

func reasons(list []overview.Reason) (out []figure) {
	for _, r := range list {
		out = append(out, figure{Name: upperFirst(reasonText(r.Reason)), Count: counted(r.Count), Path: heldPath(r.Reason)})
	}
	return out
}

// chart fills the table of the last days.
func (p *pages) chart(data *todayData, days []overview.Day) {
	used := func(kind channels.Kind) bool {
		for _, d := range days {
			if d.Sent[kind] > 0 {
				return true
			}
		}
		return false
	}
	data.Quiet = true
	kinds := p.shown(used)
	for _, kind := range kinds {
		data.Kinds = append(data.Kinds, channelTitle(kind))
		data.Quiet = data.Quiet && !used(kind)
	}
	for _, d := range days {
		row := day{Start: d.Start, Counts: make([]int, len(kinds))}
		for i, kind := range kinds {
			row.Counts[i] = d.Sent[kind]
		}
		data.Days = append(data.Days, row)
	}
}
