package works

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
)

// channelsPage is how the channels stand.
type channelsPage struct {
	LookedAt frame.Time
	Cards    []channelCard
	Records  []Check
	Hooks    []hook
	Public   bool // it is known where the outside world reaches us
	Sentence string
}

// channelCard is one channel.
type channelCard struct {
	Outlet
	Name    string
	State   State
	Checks  []Check
	Used    bool // something is known of its traffic
	Sent    frame.Time
	Receipt frame.Time
	Reply   frame.Time
	Failed  overview.Count
}

// names are what people call the channels.
var names = map[channels.Kind]string{channels.Email: "Email", channels.SMS: "SMS", channels.Voice: "Calls"}

// showChannels shows what is known; it asks nobody outside.
func (p *pages) showChannels(v *frame.Visit) error {
	page, err := p.channels(v, p.Health.Last())
	if err != nil {
		return err
	}
	return v.Show("works_channels.html", frame.Page{Title: "Channels", Nav: "channels", Data: page})
}

// lookTime bounds how long somebody waits for a look.
const lookTime = 3 * time.Second

// checkChannels looks now.
func (p *pages) checkChannels(v *frame.Visit) error {
	ctx, cancel := context.WithTimeout(v.Ctx(), lookTime)
	defer cancel()
	report := p.Health.Check(ctx)
	if v.Request.Header.Get("HX-Request") == "" {
		v.Say("The channels were looked at.")
		return v.Go(frame.Path("channels"))
	}
	page, err := p.channels(v, report)
	if err != nil {
		return err
	}
	return v.Part("works_channels.html", "works-health", page)
}

func (p *pages) channels(v *frame.Visit, report Report) (channelsPage, error) {
	traffic, err := p.Traffic.LastTraffic(v.Ctx())
	if err != nil {
		return channelsPage{}, err
	}
	page := channelsPage{LookedAt: v.Time(report.At, ""), Hooks: p.hooks(), Public: p.PublicURL != ""}
	for _, outlet := range p.Outlets() {
		checks, records := report.of(outlet.Kind)
		t := traffic[outlet.Kind]
		page.Records = append(page.Records, records...)
		page.Cards = append(page.Cards, channelCard{
			Outlet: outlet, Name: names[outlet.Kind], State: worst(outlet.On, checks, t.Failed.N), Checks: checks,
			Used: !t.HandedOver.IsZero() || !t.Receipt.IsZero() || !t.Reply.IsZero() || t.Failed.N > 0,
			Sent: v.Time(t.HandedOver, ""), Receipt: v.Time(t.Receipt, ""), Reply: v.Time(t.Reply, ""), Failed: t.Failed,
		})
	}
	page.Sentence = page.sum()
	return page, nil
}

// worst is the state of a channel: that of the worst of its checks, and not well while
// hand-offs are refused. One that is on and was not looked at is not known.
func worst(on bool, checks []Check, refused int) State {
	rank := map[State]int{OK: 0, Off: 1, Wait: 2, Stop: 3}
	state := OK
	switch {
	case !on:
		return Off
	case refused > 0:
		state = Wait
	case len(checks) == 0:
		return Off
	}
	for _, c := range checks {
		if rank[c.State] > rank[state] {
			state = c.State
		}
	}
	return state
}

// sum says all in a sentence.
func (page channelsPage) sum() string {
	if page.LookedAt.IsZero() {
		return "Nobody has looked at the channels since the gateway was started."
	}
	broken, look := 0, 0
	count := func(state State) {
		switch state {
		case Stop:
			broken++
		case Wait:
			look++
		}
	}
	for _, card := range page.Cards {
		for _, c := range card.Checks {
			count(c.State)
		}
	}
	for _, c := range page.Records {
		count(c.State)
	}
	switch {
	case broken > 0:
		return "Something is broken; below it says what, and what to do."
	case look > 0:
		return "Everything works; something could be better."
	}
	return "All is well."
}
