package api

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/goodterms/goodterms/timeline"
)

// eventPage is a part of an account's timeline.
type eventPage struct {
	Events []eventView `json:"events" nullable:"false" doc:"Oldest first."`
	Next   string      `json:"next,omitempty" doc:"Send as after to get what follows; absent at the end."`
}

// eventView is an event as it is shown.
type eventView struct {
	ID       string          `json:"id"`
	Seq      int64           `json:"seq" doc:"Its number in the account's timeline, from 1 without gaps; serves as a cursor."`
	At       time.Time       `json:"at"`
	Kind     string          `json:"kind" example:"reminder.sent"`
	Actor    string          `json:"actor" enum:"system,api,customer,provider,operator"`
	Summary  string          `json:"summary" doc:"What happened, as a sentence. Times are UTC."`
	Reminder string          `json:"reminder,omitempty" doc:"The reminder that it is about."`
	Data     json.RawMessage `json:"data" doc:"Details of this kind; null when they were erased."`
}

func getTimeline(s *server, c *call) (answer, error) {
	query := c.URL.Query()
	limit, err := limitOf(query.Get("limit"), 100, 500)
	if err != nil {
		return answer{}, err
	}
	after, err := cursorOf(query.Get("after"))
	if err != nil {
		return answer{}, err
	}
	events, err := s.Accounts.Timeline(c.ctx(), c.PathValue("reference"), after, limit+1)
	if err != nil {
		return answer{}, err
	}
	page := eventPage{Events: []eventView{}}
	if len(events) > limit {
		events = events[:limit]
		page.Next = strconv.FormatInt(events[limit-1].Seq, 10)
	}
	for _, e := range events {
		page.Events = append(page.Events, s.eventOf(e))
	}
	return answerOf(http.StatusOK, page), nil
}

func cursorOf(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, badQuery("after", "is not a cursor; send what next of the page before says")
	}
	return n, nil
}

func (s *server) eventOf(e timeline.Event) eventView {
	data := e.Data
	if len(data) == 0 {
		data = json.RawMessage("null")
	}
	return eventView{
		ID: e.ID, Seq: e.Seq, At: stamp(e.At), Kind: string(e.Kind), Actor: string(e.Actor),
		Summary: s.Summary(e, time.UTC), Reminder: e.ReminderID, Data: data,
	}
}

// postNote adds a note to an account's timeline.
func postNote(s *server, c *call) (answer, error) {
	var in newNote
	found, err := c.read(&in)
	if err != nil {
		return answer{}, err
	}
	if err := faultless(found); err != nil {
		return answer{}, err
	}
	m := reply{make: func(effect any) answer { return answerOf(http.StatusCreated, s.eventOf(effect.(timeline.Event))) }}
	event, err := s.Accounts.AddNote(c.ctx(), c.now, c.PathValue("reference"), timeline.Note{Text: in.Text, By: in.By}, m.remember(c))
	if err != nil {
		return answer{}, err
	}
	return m.to(event), nil
}
