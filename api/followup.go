package api

import (
	"net/http"
	"slices"
	"time"

	"github.com/goodterms/goodterms/replies"
)

// followUpView is a job for a person.
type followUpView struct {
	ID          string           `json:"id" example:"fup_01kafz3v9m5x8q2t4w6y7z0bcd"`
	Status      string           `json:"status" enum:"open,assigned,done"`
	Cause       string           `json:"cause" example:"dispute" doc:"Why a person is needed."`
	Action      string           `json:"action" example:"resolve_dispute" doc:"What is suggested."`
	Note        string           `json:"note,omitempty" doc:"The same in plain words."`
	Reply       string           `json:"reply,omitempty" doc:"Id of the reply."`
	Account     string           `json:"account,omitempty" doc:"Reference of the account."`
	AccountID   string           `json:"account_id,omitempty"`
	Contact     string           `json:"contact,omitempty"`
	Suggestions []suggestionView `json:"suggestions,omitempty" doc:"Accounts that the reply may belong to."`
	Assignee    string           `json:"assignee,omitempty"`
	DueAt       time.Time        `json:"due_at"`
	CreatedAt   time.Time        `json:"created_at"`
	EscalatedAt time.Time        `json:"escalated_at,omitzero" doc:"When it was found overdue."`
	DoneAt      time.Time        `json:"done_at,omitzero"`
	Outcome     string           `json:"outcome,omitempty"`
	Test        bool             `json:"test,omitempty"`
}

type suggestionView struct {
	Account string `json:"account" doc:"Reference."`
	Contact string `json:"contact,omitempty" doc:"Id of the contact."`
	Why     string `json:"why" enum:"sender_address,recent_thread,invoice_number"`
}

// followUpPage is a part of the list of follow-ups.
type followUpPage struct {
	FollowUps []followUpView `json:"follow_ups" nullable:"false"`
	Next      string         `json:"next,omitempty" doc:"Send as after to get what follows; absent at the end."`
}

// followUpDetails is a follow-up with all that whoever does it needs.
type followUpDetails struct {
	FollowUp followUpView  `json:"follow_up"`
	Reply    *replyView    `json:"reply" doc:"null when there is none."`
	Messages []messageView `json:"messages" nullable:"false" doc:"The account's last messages both ways, newest first."`
}

type messageView struct {
	ID        string    `json:"id"`
	At        time.Time `json:"at"`
	Channel   string    `json:"channel"`
	Direction string    `json:"direction" enum:"in,out"`
	Template  string    `json:"template,omitempty"`
	Subject   string    `json:"subject,omitempty"`
	Text      string    `json:"text"`
	Status    string    `json:"status,omitempty"`
}

// assignment is the body of POST /v1/follow-ups/{id}/assign.
type assignment struct {
	Assignee change[string] `json:"assignee" minLength:"1" maxLength:"100" example:"dana" doc:"null: nobody yet."`
	DueAt    string         `json:"due_at,omitempty" maxLength:"40" format:"date-time" example:"2027-04-13T15:00:00Z" doc:"Absent: as it is."`
}

// newAnswer is the body of POST /v1/follow-ups/{id}/answer.
type newAnswer struct {
	Text string `json:"text" minLength:"1" maxLength:"2000" lines:"true" doc:"At most 600 characters by SMS."`
	By   string `json:"by" minLength:"1" maxLength:"100" example:"Dana, accounts receivable" doc:"Who writes; kept on the timeline."`
}

type answerView struct {
	Reminder string `json:"reminder" doc:"Id of the reminder that carries the words; GET /v1/reminders/{id} tells what became of it."`
}

// closing is the body of POST /v1/follow-ups/{id}/close.
type closing struct {
	Outcome string `json:"outcome,omitempty" maxLength:"500" doc:"Kept on the timeline."`
	By      string `json:"by,omitempty" maxLength:"100"`
	Release bool   `json:"release,omitempty" doc:"true: reminders no longer wait because of its reply."`
}

const recentMessages = 20

func followUpOf(f replies.FollowUp) followUpView {
	out := followUpView{
		ID: f.ID, Status: string(f.Status), Cause: string(f.Cause), Action: string(f.Action), Note: f.Note, Reply: f.ReplyID,
		Account: f.Account, AccountID: f.AccountID, Contact: f.ContactID, Assignee: f.Assignee, DueAt: stamp(f.DueAt), CreatedAt: stamp(f.CreatedAt),
		EscalatedAt: stamp(f.EscalatedAt), DoneAt: stamp(f.DoneAt), Outcome: f.Outcome, Test: f.Test,
	}
	for _, s := range f.Suggestions {
		out.Suggestions = append(out.Suggestions, suggestionView{Account: s.Reference, Contact: s.ContactID, Why: s.Why})
	}
	return out
}

func listFollowUps(s *server, c *call) (answer, error) {
	filter, err := followUpFilter(c)
	if err != nil {
		return answer{}, err
	}
	limit := filter.Limit
	filter.Limit++
	list, err := s.FollowUps.ListFollowUps(c.ctx(), filter)
	if err != nil {
		return answer{}, err
	}
	page := followUpPage{FollowUps: []followUpView{}}
	if len(list) > limit {
		list = list[:limit]
		page.Next = list[limit-1].ID
	}
	for _, f := range list {
		page.FollowUps = append(page.FollowUps, followUpOf(f))
	}
	return answerOf(http.StatusOK, page), nil
}

func followUpFilter(c *call) (f replies.FollowUpFilter, err error) {
	query := c.URL.Query()
	f = replies.FollowUpFilter{Account: query.Get("account"), Status: replies.Status(query.Get("status")),
		Assignee: query.Get("assignee"), Cause: replies.Cause(query.Get("cause")), After: query.Get("after")}
	if f.Limit, err = limitOf(query.Get("limit"), 50, 200); err != nil {
		return f, err
	}
	overdue, err := flagOf(query.Get("overdue"), "overdue")
	if err != nil {
		return f, err
	}
	if overdue {
		f.Overdue = c.now
	}
	if !slices.Contains([]replies.Status{"", replies.Open, replies.Assigned, replies.Done}, f.Status) {
		return f, badQuery("status", "is not a status; use open, assigned or done")
	}
	return f, errorOf(cursorFault(f.After, "fup_"), referenceFault(f.Account))
}

// followUpID is the id of the path; what cannot be one is nobody's.
func followUpID(c *call) (string, error) {
	id := c.PathValue("id")
	if !looksLikeID(id, "fup_") {
		return "", replies.ErrNoFollowUp
	}
	return id, nil
}

func getFollowUp(s *server, c *call) (answer, error) {
	id, err := followUpID(c)
	if err != nil {
		return answer{}, err
	}
	f, err := s.FollowUps.FindFollowUp(c.ctx(), id)
	if err != nil {
		return answer{}, err
	}
	out := followUpDetails{FollowUp: followUpOf(f), Messages: []messageView{}}
	if f.ReplyID != "" {
		t, err := s.Replies.FindReply(c.ctx(), f.ReplyID)
		if err != nil {
			return answer{}, err
		}
		out.Reply = new(wholeReply(t))
	}
	if f.AccountID == "" {
		return answerOf(http.StatusOK, out), nil
	}
	messages, err := s.Replies.ListRecentMessages(c.ctx(), f.AccountID, recentMessages)
	for _, m := range messages {
		out.Messages = append(out.Messages, messageOf(m))
	}
	return answerOf(http.StatusOK, out), err
}

func messageOf(m replies.Message) messageView {
	out := messageView{ID: m.ID, At: stamp(m.At), Channel: m.Channel, Direction: "out", Template: m.Template,
		Subject: m.Subject, Text: m.Text, Status: m.Status}
	if m.Incoming {
		out.Direction = "in"
	}
	return out
}

func assignFollowUp(s *server, c *call) (answer, error) {
	var in assignment
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	check := checker{rules: &rules{now: c.now}, item: noItem}
	due := check.instant("due_at", in.DueAt)
	if err := faultless(check.found); err != nil {
		return answer{}, err
	}
	id, err := followUpID(c)
	if err != nil {
		return answer{}, err
	}
	m := followUpReply()
	f, err := s.FollowUps.Assign(c.ctx(), c.now, id, in.Assignee.Value, due, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(f), nil
}

func followUpReply() reply {
	return reply{make: func(effect any) answer { return answerOf(http.StatusOK, followUpOf(effect.(replies.FollowUp))) }}
}

func answerFollowUp(s *server, c *call) (answer, error) {
	var in newAnswer
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	id, err := followUpID(c)
	if err != nil {
		return answer{}, err
	}
	m := reply{make: func(effect any) answer { return answerOf(http.StatusAccepted, answerView{effect.(string)}) }}
	reminder, err := s.Desk.Answer(c.ctx(), id, in.Text, in.By, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(reminder), nil
}

func closeFollowUp(s *server, c *call) (answer, error) {
	var in closing
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	id, err := followUpID(c)
	if err != nil {
		return answer{}, err
	}
	m := followUpReply()
	f, err := s.FollowUps.Close(c.ctx(), c.now, id, in.By, in.Outcome, in.Release, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(f), nil
}
