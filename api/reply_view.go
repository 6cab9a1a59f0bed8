package api

import (
	"net/http"
	"slices"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

// replyView is a reply as it is shown.
type replyView struct {
	ID        string       `json:"id" example:"rep_01kafz3v9m5x8q2t4w6y7z0bcd"`
	At        time.Time    `json:"at"`
	Channel   string       `json:"channel" enum:"email,sms,voice"`
	Kind      string       `json:"kind" enum:"reply,bounce,complaint,auto_reply,delivery_notice,unknown"`
	Match     string       `json:"match,omitempty" enum:"call,token,message_id,returned,body_token,thread,sender,operator" doc:"By what it was matched; absent: nobody known wrote it. A match by sender is shown and never acted upon."`
	AccountID string       `json:"account_id,omitempty"`
	Contact   string       `json:"contact,omitempty" doc:"Id of the contact."`
	Attempt   string       `json:"attempt,omitempty" doc:"The message of ours that it answers."`
	From      string       `json:"from,omitempty" doc:"Masked in lists."`
	Subject   string       `json:"subject,omitempty"`
	Text      string       `json:"text" doc:"The person's own words, without what they quote."`
	Digits    string       `json:"digits,omitempty" doc:"A key pressed during a call."`
	Language  string       `json:"language,omitempty" example:"en"`
	Rules     string       `json:"rules,omitempty" doc:"Version of the rules that read it."`
	Intents   []intentView `json:"intents" nullable:"false"`
	Media     []mediaView  `json:"media,omitempty" doc:"What came with it; left where it is."`
	Test      bool         `json:"test,omitempty"`
}

// intentView is one intent.
type intentView struct {
	Intent   string     `json:"intent" enum:"opt_out,opt_in,promise_to_pay,dispute,already_paid,hardship,plan_request,wrong_person,out_of_office,question,other"`
	Certain  bool       `json:"certain" doc:"true: it was acted upon without a person."`
	Date     string     `json:"date,omitempty" format:"date"`
	Amount   string     `json:"amount,omitempty" example:"120.00"`
	Currency string     `json:"currency,omitempty"`
	Parts    []partView `json:"parts,omitempty" doc:"Of a promise in two parts."`
	Evidence string     `json:"evidence,omitempty" doc:"The words that show it."`
	Rule     string     `json:"rule,omitempty"`
}

type partView struct {
	Date   string `json:"date" format:"date"`
	Amount string `json:"amount,omitempty" doc:"Absent: all that is open then."`
}

type mediaView struct {
	Type string `json:"type,omitempty"`
	URL  string `json:"url,omitempty"`
	Name string `json:"name,omitempty"`
	Size int    `json:"size,omitempty"`
}

// replyPage is a part of the list of replies.
type replyPage struct {
	Replies []replyView `json:"replies" nullable:"false"`
	Next    string      `json:"next,omitempty" doc:"Send as after to get what follows; absent at the end."`
}

func replyOf(t replies.Text) replyView {
	out := replyView{
		ID: t.ID, At: stamp(t.At), Channel: string(t.Channel), Kind: string(t.Kind), Match: string(t.Match),
		AccountID: t.AccountID, Contact: t.ContactID, Attempt: t.AttemptID, Subject: t.Subject, Text: t.Body,
		Digits: t.Digits, Language: t.Language, Rules: t.Rules, Intents: make([]intentView, len(t.Intents)), Test: t.Test,
	}
	if t.From != "" {
		out.From = masked(t.From)
	}
	for i, found := range t.Intents {
		out.Intents[i] = intentOf(found)
	}
	for _, m := range t.Media {
		out.Media = append(out.Media, mediaOf(m))
	}
	return out
}

func intentOf(f intents.Found) intentView {
	out := intentView{Intent: string(f.Intent), Certain: f.Certain, Date: f.Date.String(), Evidence: f.Evidence, Rule: f.Rule}
	if f.Amount.Minor > 0 {
		out.Amount, out.Currency = f.Amount.Decimal(), f.Amount.Currency
	}
	if len(f.Parts) < 2 {
		return out
	}
	for _, p := range f.Parts {
		part := partView{Date: p.On.String()}
		if p.Amount.Minor > 0 {
			part.Amount = p.Amount.Decimal()
		}
		out.Parts = append(out.Parts, part)
	}
	return out
}

func mediaOf(m channels.Media) mediaView { return mediaView(m) }

func getReply(s *server, c *call) (answer, error) {
	t, err := s.foundReply(c)
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, wholeReply(t)), nil
}

// wholeReply is a reply for whoever works on it, who has to know who wrote.
func wholeReply(t replies.Text) replyView {
	out := replyOf(t)
	out.From = t.From
	return out
}

func (s *server) foundReply(c *call) (replies.Text, error) {
	id := c.PathValue("id")
	if !looksLikeID(id, "rep_") {
		return replies.Text{}, replies.ErrNoReply
	}
	return s.Replies.FindReply(c.ctx(), id)
}

func listReplies(s *server, c *call) (answer, error) {
	filter, err := replyFilter(c.Request)
	if err != nil {
		return answer{}, err
	}
	limit := filter.Limit
	filter.Limit++
	list, err := s.Replies.ListReplies(c.ctx(), filter)
	if err != nil {
		return answer{}, err
	}
	page := replyPage{Replies: []replyView{}}
	if len(list) > limit {
		list = list[:limit]
		page.Next = list[limit-1].ID
	}
	for _, t := range list {
		page.Replies = append(page.Replies, replyOf(t))
	}
	return answerOf(http.StatusOK, page), nil
}

func replyFilter(r *http.Request) (f replies.ReplyFilter, err error) {
	query := r.URL.Query()
	f = replies.ReplyFilter{Account: query.Get("account"), Kind: query.Get("kind"), After: query.Get("after")}
	if f.Limit, err = limitOf(query.Get("limit"), 50, 200); err != nil {
		return f, err
	}
	if f.Unmatched, err = flagOf(query.Get("unmatched"), "unmatched"); err != nil {
		return f, err
	}
	kinds := []mail.Kind{"", mail.Reply, mail.Bounce, mail.Complaint, mail.AutoReply, mail.DeliveryNotice, mail.Unknown}
	if !slices.Contains(kinds, mail.Kind(f.Kind)) {
		return f, badQuery("kind", "is not a kind; use reply, bounce, complaint, auto_reply, delivery_notice or unknown")
	}
	return f, errorOf(cursorFault(f.After, "rep_"), referenceFault(f.Account))
}

// flagOf reads true or false of the query.
func flagOf(text, name string) (bool, error) {
	switch text {
	case "true":
		return true, nil
	case "", "false":
		return false, nil
	}
	return false, badQuery(name, "must be true or false")
}

// cursorFault is what is wrong with a cursor that is an id.
func cursorFault(after, prefix string) *problem {
	if after == "" || looksLikeID(after, prefix) {
		return nil
	}
	return badQuery("after", "is not a cursor; send what next of the page before says")
}

func referenceFault(reference string) *problem {
	if fault := textFault(reference, &shape{max: 128}); fault != "" {
		return badQuery("account", fault)
	}
	return nil
}

// errorOf is the first problem; nil when there is none.
func errorOf(list ...*problem) error {
	for _, p := range list {
		if p != nil {
			return p
		}
	}
	return nil
}
