package desk

import (
	"html/template"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/replies"
)

// panel is what is open on the page of a follow-up, with a form as it was sent.
type panel struct {
	Do      string // correct, answer, match or done; empty: none
	Alert   string // what went wrong, above everything
	Faults  map[string]string
	Text    string // of an answer
	After   string // of an answer: open, when the follow-up stays
	Outcome string
	Release bool
	Chosen  choice
	Find    string
}

// can is what may be done, and where something may not, why.
type can struct {
	Accept, Correct, Answer, Match, Take, GiveBack, Done bool
	NoAccept, NoAnswer                                   string
	Primary                                              string // the one that is suggested
}

// followUp fills the page of one.
type followUp struct {
	Item        *item
	Queue       queue
	Seen        string
	Who, Did    string
	Way         string
	Suggested   string
	Matched     string
	At, Due     frame.Time
	Done        frame.Time
	Overdue     bool
	Read        read
	Attached    []attached
	Brought     []effect
	Holding     []effect
	Owes        owing
	Messages    []message
	Can         can
	Panel       panel
	Out         outgoing
	Meanings    []meaning
	Currencies  []string
	Candidates  []candidate
	Found       []candidate
	Searched    bool
	Next, Back  string
	List, Stay  string
	AccountPath string
	RawPath     string
}

// Key is what makes an element answer to a key. While a panel is open nothing else
// does: whoever means to write must not accept something by it.
func (f followUp) Key(key string) template.HTMLAttr {
	if f.Panel.Do != "" {
		return ""
	}
	return template.HTMLAttr(`data-key="` + key + `" aria-keyshortcuts="` + key + `"`) // views name the keys
}

// Opening is the address at which a panel is open.
func (f followUp) Opening(panel string) string {
	return f.Queue.path(frame.Path("follow-ups", f.Item.ID), "do", panel)
}

// message is one of the account's last messages.
type message struct {
	replies.Message
	At    frame.Time
	Way   string
	First string
	This  bool // it is the reply itself
}

func (d *desk) showFollowUp(v *frame.Visit) error {
	it, err := d.load(v)
	if err != nil {
		return err
	}
	p := panel{Do: v.Form("do"), Find: strings.TrimSpace(v.Form("find"))}
	page, err := d.followUp(v, it, p)
	if err != nil {
		return err
	}
	return v.Show("desk_follow_up.html", frame.Page{Title: page.Who + " " + page.Did, Nav: "follow-ups", Wide: true, Data: page})
}

// showFaults shows the page once more, because what was asked for was not done.
func (d *desk) showFaults(v *frame.Visit, it *item, p panel) error {
	page, err := d.followUp(v, it, p)
	if err != nil {
		return err
	}
	return v.ShowFaults("desk_follow_up.html", frame.Page{Title: page.Who + " " + page.Did, Nav: "follow-ups", Wide: true, Data: page})
}

func (d *desk) followUp(v *frame.Visit, it *item, p panel) (followUp, error) {
	q := queueOf(v)
	own := frame.Path("follow-ups", it.ID)
	at := it.CreatedAt
	if !it.Reply.At.IsZero() {
		at = it.Reply.At
	}
	page := followUp{
		Item: it, Queue: q, Seen: it.seen(), Who: whoOf(it.View, it.Reply), Did: causeOf(it.Cause).Did, Way: byWay[it.Reply.Channel],
		Suggested: suggested[it.Action], Matched: matched[it.Reply.Match], At: v.Time(at, it.zone()), Due: v.Time(it.DueAt, ""), Done: v.Time(it.DoneAt, ""),
		Overdue: q.overdue(it.FollowUp), Read: readingsOf(it.Reply.Subject, it.Reply.Body, it.Reply.Intents), Attached: attachedTo(it.Reply),
		Owes: owes(v, it.View), Messages: messagesOf(v, it), Panel: p, Out: d.outgoing(it), Meanings: meanings, Currencies: currencies(it),
		List: q.path(frame.Path("follow-ups")), Stay: q.path(own),
	}
	page.Can = d.can(v, it, page.Out)
	if page.Panel.Do = page.Can.open(p.Do); page.Panel.Do != "" {
		page.Can.Primary = "" // the panel has its own
	}
	if page.Panel.Do == "correct" && p.Faults == nil {
		page.Panel.Chosen = choiceOf(it.Reply.Intents)
	}
	if it.Account != "" {
		page.AccountPath = frame.Path("accounts", it.Account)
	}
	if it.Reply.Raw != "" {
		page.RawPath = frame.Path("replies", it.Reply.ID, "raw")
	}
	return page, d.around(v, it, &page)
}

// around adds what has to be looked for besides.
func (d *desk) around(v *frame.Visit, it *item, page *followUp) (err error) {
	if page.Brought, page.Holding, err = d.broughtAbout(v, it); err != nil {
		return err
	}
	if page.Panel.Do == "match" {
		if err := d.candidates(v, it, page); err != nil {
			return err
		}
	}
	id, err := d.next(v.Ctx(), page.Queue, it.FollowUp)
	if err == nil && id != "" {
		page.Next = page.Queue.path(frame.Path("follow-ups", id), "from", it.ID)
	}
	if from := v.Form("from"); strings.HasPrefix(from, "fup_") {
		page.Back = page.Queue.path(frame.Path("follow-ups", from))
	}
	return err
}

// can says what the operator may do with it, and what is worth doing first.
func (d *desk) can(v *frame.Visit, it *item, out outgoing) (c can) {
	work := v.Operator.May(operator.Work)
	open := work && !it.finished()
	c.Correct = work && it.matched()
	c.Match = open && it.Reply.ID != "" && !it.matched()
	c.Done, c.Take, c.GiveBack = open, open && it.Assignee != v.Operator.Name, open && it.Assignee == v.Operator.Name
	c.Answer = !it.finished() && v.Operator.May(operator.Send) && out.WhyNot == ""
	c.NoAnswer = out.WhyNot
	if !v.Operator.May(operator.Send) {
		c.NoAnswer = "You may not send messages. An admin can change that under Operators."
	}
	if open && it.matched() && unsure(it.Reply.Intents) {
		if c.Accept = !undated(it.Reply.Intents); !c.Accept {
			c.NoAccept = "It cannot be accepted as it stands: a promise needs a day. Ask for it, or correct the reading."
		}
	}
	c.Primary = c.primary(it.Action)
	return c
}

// primary is the one action that stands out.
func (c can) primary(a replies.Action) string {
	switch {
	case c.Match:
		return "match"
	case c.Accept && a == replies.ActConfirm:
		return "accept"
	case c.Answer && slices.Contains([]replies.Action{replies.ActAnswer, replies.ActAskDay, replies.ActOfferPlan, replies.ActResolve}, a):
		return "answer"
	}
	return "done"
}

// open is the panel, where it may be opened.
func (c can) open(panel string) string {
	may := map[string]bool{"correct": c.Correct, "answer": c.Answer, "match": c.Match, "done": c.Done}
	if may[panel] {
		return panel
	}
	return ""
}

// messagesOf are the account's last messages, newest first.
func messagesOf(v *frame.Visit, it *item) (list []message) {
	for _, m := range it.Messages {
		list = append(list, message{
			Message: m, At: v.Time(m.At, it.zone()), Way: byWay[channels.Kind(m.Channel)], This: m.ID == it.ReplyID,
			First: firstWords(replies.Text{Body: m.Text, Subject: m.Subject}),
		})
	}
	return list
}

// attached is something that came with a reply and was left where it is.
type attached struct {
	Name string
	Type string
	Size string
}

func attachedTo(t replies.Text) (list []attached) {
	for _, m := range t.Media {
		list = append(list, attached{m.Name, m.Type, size(m.Size)})
	}
	return list
}

// currencies are those in which something is open, each once.
func currencies(it *item) (list []string) {
	for _, i := range it.View.Invoices {
		if !i.Paid() && !slices.Contains(list, i.Balance.Currency) {
			list = append(list, i.Balance.Currency)
		}
	}
	return list
}
