package works

import (
	"slices"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/overview"
)

// When the queue is not well.
const (
	lateTime   = 10 * time.Second // what is due and claimed by nobody for so long is late
	stuckTime  = time.Minute      // and for so long, something is wrong
	silentTime = 10 * time.Second // an instance that has not shown itself for so long is dead
)

// queuePage is how sending goes.
type queuePage struct {
	At        frame.Time
	Stop      stopCard
	State     State
	Word      string // the state in a word
	Sentence  string
	More      []string // further sentences
	Lag       overview.Lag
	Oldest    frame.Time
	Late      string // for how long the oldest has waited; empty: it is not late
	Seen      overview.Inspection
	Redis     string
	Lanes     []laneSaid
	Instances []instanceSaid
}

// laneSaid is a lane in words.
type laneSaid struct {
	overview.Lane
	Name  string
	Waits string // for how long the oldest batch has waited; empty: none waits
}

// instanceSaid is a process in words.
type instanceSaid struct {
	ID    string
	Beat  frame.Time
	Alive bool
	This  bool
	Does  string // the roles that this one is known to have
}

// showQueue shows how sending goes.
func (p *pages) showQueue(v *frame.Visit) error {
	page, err := p.queue(v)
	if err != nil {
		return err
	}
	return v.Show("works_queue.html", frame.Page{Title: "Queue", Nav: "queue", Data: page})
}

// showQueueLive shows what changes.
func (p *pages) showQueueLive(v *frame.Visit) error {
	page, err := p.queue(v)
	if err != nil {
		return err
	}
	return v.Part("works_queue.html", "works-queue", page)
}

// redisNames are the sorts of Redis in words.
var redisNames = map[string]string{
	"embedded": "the one inside this process", "server": "a server", "sentinel": "servers watched by Sentinel", "cluster": "a cluster",
}

func (p *pages) queue(v *frame.Visit) (page queuePage, err error) {
	if page.Lag, err = p.Backlog.Lag(v.Ctx(), v.Now); err != nil {
		return page, err
	}
	if page.Seen, err = p.Inspector.Inspect(v.Ctx()); err != nil {
		return page, err
	}
	if page.Stop, err = p.stop(v); err != nil {
		return page, err
	}
	page.At, page.Oldest, page.Redis = v.Time(v.Now, ""), v.Time(page.Lag.Oldest, ""), redisNames[page.Seen.Redis]
	for _, l := range page.Seen.Lanes {
		said := laneSaid{Lane: l, Name: names[l.Channel]}
		if l.Pending > 0 {
			said.Waits = lasted(l.Latency)
		}
		page.Lanes = append(page.Lanes, said)
	}
	for _, i := range page.Lag.Instances {
		page.Instances = append(page.Instances, page.instance(v, i))
	}
	page.judge(v.Now)
	return page, nil
}

func (page *queuePage) instance(v *frame.Visit, i overview.Instance) instanceSaid {
	said := instanceSaid{ID: i.ID, Beat: v.Time(i.BeatAt, ""), Alive: v.Now.Sub(i.BeatAt) < silentTime, This: i.ID == page.Seen.Owner}
	switch {
	case !said.This:
	case page.Seen.Promotes && page.Seen.Settles:
		said.Does = "reads the schedule ahead, sweeps and settles"
	case page.Seen.Promotes:
		said.Does = "reads the schedule ahead and sweeps"
	case page.Seen.Settles:
		said.Does = "settles"
	}
	return said
}

// judge says whether all is well: the gravest first.
func (page *queuePage) judge(now time.Time) {
	late := time.Duration(0)
	if !page.Lag.Oldest.IsZero() {
		late = now.Sub(page.Lag.Oldest)
	}
	if late >= lateTime {
		page.Late = lasted(late)
	}
	alive := slices.ContainsFunc(page.Instances, func(i instanceSaid) bool { return i.Alive })
	say := func(state State, word, sentence string) { page.State, page.Word, page.Sentence = state, word, sentence }
	switch {
	case page.Stop.On:
		say(Stop, "Stopped", "Everything is stopped: nothing leaves until it is let go on.")
	case !alive:
		say(Stop, "Broken", "No process has shown itself lately, so that nothing is sent. Start one with the role worker.")
	case page.Seen.Away != "":
		say(Stop, "Broken", "Redis does not answer ("+page.Seen.Away+"). Nothing is lost: what is due is taken from the schedule again once it does.")
	case late >= stuckTime:
		say(Stop, "Behind", "Sending is behind: the oldest reminder that is due has waited for "+page.Late+".")
	case page.Late != "":
		say(Wait, "Late", "Sending is a little behind: the oldest reminder that is due has waited for "+page.Late+".")
	default:
		say(OK, "Well", "All is well: nothing that is due waits.")
	}
	page.tell()
}

// tell adds what is going on besides.
func (page *queuePage) tell() {
	if n := page.Lag.Unknown; n.N > 0 {
		page.More = append(page.More, sentence(counted(n, "hand-off has", "hand-offs have")+" no clear answer yet; the provider is asked what became of it, and nothing is sent twice meanwhile."))
	}
	if n := page.Lag.Retrying; n.N > 0 {
		page.More = append(page.More, sentence(counted(n, "reminder is", "reminders are")+" tried again later, after a hand-off that did not succeed."))
	}
	kept := 0
	for _, l := range page.Lanes {
		kept += l.Kept
	}
	if kept > 0 {
		page.More = append(page.More, sentence(counted(overview.Count{N: kept}, "reminder waits", "reminders wait")+" in this process to be put into Redis."))
	}
}
