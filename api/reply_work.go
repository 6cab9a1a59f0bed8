package api

import (
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
)

// octetType is the type of bytes as they came.
const octetType = "application/octet-stream"

const labelSample = `{"id":"lab_01kafz3v9m5x8q2t4w6y7z0bcd","channel":"sms","locale":"en-GB","zone":"Europe/London","now":"2027-04-12T08:30:00Z","text":"will sort it friday","intents":[{"intent":"promise_to_pay","date":"2027-04-16"}]}` + "\n"

// newMatch is the body of POST /v1/replies/{id}/match.
type newMatch struct {
	Contact string `json:"contact" minLength:"1" maxLength:"30" example:"con_01kafz3v9m5x8q2t4w6y7z0bcd" doc:"Id of the contact who wrote it."`
	By      string `json:"by,omitempty" maxLength:"100" doc:"Who says so; kept on the timeline."`
}

// newCorrection is the body of POST /v1/replies/{id}/intents.
type newCorrection struct {
	Intents []newIntent `json:"intents" minItems:"1" maxItems:"8" doc:"All that the reply means."`
	By      string      `json:"by,omitempty" maxLength:"100" doc:"Who says so; kept on the timeline."`
}

// newIntent is one intent that a person has read.
type newIntent struct {
	Intent string `json:"intent" minLength:"1" maxLength:"20" enum:"opt_out,opt_in,promise_to_pay,dispute,already_paid,hardship,plan_request,wrong_person,out_of_office,question,other"`
	Date   string `json:"date,omitempty" maxLength:"10" format:"date" example:"2027-04-16" doc:"Of a promise: the day. Of out_of_office: the day of return."`
	Amount string `json:"amount,omitempty" maxLength:"20" example:"120.00" doc:"Of a promise, with currency; absent: all that is open."`
	Money  string `json:"currency,omitempty" maxLength:"3" example:"GBP" doc:"ISO 4217; needed with an amount."`
}

// rereadView is what became of a reply that a person has read.
type rereadView struct {
	ID        string `json:"id"`
	AccountID string `json:"account_id,omitempty"`
	Answer    string `json:"answer,omitempty" doc:"The reminder that confirms it to the customer; absent when none does."`
}

func rereadOf(h replies.Heard) rereadView {
	return rereadView{ID: h.ReplyID, AccountID: h.AccountID, Answer: h.AnswerID}
}

// getRawReply gives a reply as it came. It is a download and never a page: what
// strangers send must not run in a browser.
func getRawReply(s *server, c *call) (answer, error) {
	t, err := s.foundReply(c)
	if err != nil {
		return answer{}, err
	}
	write := func(w io.Writer) error {
		_, err := io.WriteString(w, t.Raw)
		return err
	}
	return answer{status: http.StatusOK, stream: &stream{mediaType: octetType, fileName: t.ID + ".eml", parts: write}}, nil
}

func postMatch(s *server, c *call) (answer, error) {
	var in newMatch
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	id := c.PathValue("id")
	if !looksLikeID(id, "rep_") {
		return answer{}, replies.ErrNoReply
	}
	if !looksLikeID(in.Contact, "con_") {
		return answer{}, nobody(account.ErrNoContact)
	}
	m := reply{make: func(effect any) answer { return answerOf(http.StatusOK, rereadOf(effect.(replies.Heard))) }}
	heard, err := s.Desk.Match(c.ctx(), id, in.Contact, in.By, m.remember(c))
	if err != nil {
		return answer{}, nobody(err)
	}
	return m.to(heard), nil
}

// sound reads the body into the struct; the error lists all faults of form.
func (c *call) sound(into any) error {
	if c.body == "" {
		return nil // optional, and left out
	}
	found, err := c.read(into)
	if err != nil {
		return err
	}
	return faultless(found)
}

func postCorrection(s *server, c *call) (answer, error) {
	var in newCorrection
	if err := c.sound(&in); err != nil {
		return answer{}, err
	}
	check := checker{rules: &rules{now: c.now}, item: noItem}
	found := check.intents(in.Intents)
	if err := faultless(check.found); err != nil {
		return answer{}, err
	}
	id := c.PathValue("id")
	if !looksLikeID(id, "rep_") {
		return answer{}, replies.ErrNoReply
	}
	m := reply{make: func(effect any) answer { return answerOf(http.StatusOK, rereadOf(effect.(replies.Heard))) }}
	heard, err := s.Desk.Correct(c.ctx(), id, found, in.By, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(heard), nil
}

// intents reads what a person says that a reply means.
func (c *checker) intents(list []newIntent) []intents.Found {
	var out []intents.Found
	for i, in := range list {
		f := intents.Found{Intent: intents.Intent(in.Intent), Certain: true, Rule: "operator"}
		at := func(field string) string { return "intents[" + strconv.Itoa(i) + "]." + field }
		if in.Intent != "" && !slices.Contains(intents.Intents(), f.Intent) {
			c.bad(at("intent"), "is not an intent; the document lists them")
		}
		if slices.ContainsFunc(out, func(o intents.Found) bool { return o.Intent == f.Intent }) {
			c.bad(at("intent"), "is given twice; give each intent once")
		}
		f.Date = c.intentDate(at("date"), in)
		f.Amount = c.intentAmount(at, in)
		if f.Intent == intents.Promise {
			f.Parts = []intents.Part{{On: f.Date, Amount: f.Amount}}
		}
		out = append(out, f)
	}
	return out
}

// farthestPromise is how many days ahead a promise may lie.
const farthestPromise = 366

func (c *checker) intentDate(field string, in newIntent) account.Date {
	needed := in.Intent == string(intents.Promise)
	if in.Date == "" {
		if needed {
			c.bad(field, "is required for a promise; say the day by which it will be paid")
		}
		return account.Date{}
	}
	day, err := account.ParseDate(in.Date)
	today := account.DateOf(c.now.AddDate(0, 0, -1)) // somewhere it is still yesterday
	switch {
	case err != nil:
		c.bad(field, err.Error())
	case needed && (day.Sub(today) < 0 || day.Sub(today) > farthestPromise):
		c.bad(field, "must be a day from today on, within a year")
	}
	return day
}

func (c *checker) intentAmount(at func(string) string, in newIntent) account.Money {
	if in.Amount == "" {
		return account.Money{}
	}
	amount, err := account.ParseMoney(in.Amount, in.Money)
	switch {
	case in.Money == "":
		c.bad(at("currency"), "is required with an amount")
	case err == account.ErrCurrency:
		c.bad(at("currency"), err.Error())
	case err != nil:
		c.bad(at("amount"), err.Error())
	}
	return amount
}

// exportLabels writes what people said that replies mean.
func exportLabels(s *server, c *call) (answer, error) {
	next := func(after string) ([]replies.Label, error) { return s.Replies.ListLabels(c.ctx(), after, exportPage) }
	list, err := next("")
	if err != nil {
		return answer{}, err
	}
	parts := func(w io.Writer) error {
		for {
			if err := replies.WriteLabels(w, list); err != nil || len(list) < exportPage {
				return err
			}
			if list, err = next(list[len(list)-1].ID); err != nil {
				return err
			}
		}
	}
	return answer{status: http.StatusOK, stream: &stream{mediaType: ndjsonType, fileName: "reply-labels.ndjson", parts: parts}}, nil
}
