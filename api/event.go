package api

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/events"
)

// eventList is what happened after a cursor.
type eventList struct {
	Events []events.Message `json:"events" nullable:"false" doc:"In the order of their numbers."`
	Next   string           `json:"next" example:"1207" doc:"Always given: keep it, and send it as after the next time."`
}

// How many events are looked through for those that the filters choose.
const (
	maxScan  = 5000
	scanPage = 500
)

// eventFilter chooses events.
type eventFilter struct {
	kinds   []string // none: all
	account string   // empty: all
	limit   int
}

func (f eventFilter) chooses(e events.Event) bool {
	return (len(f.kinds) == 0 || slices.Contains(f.kinds, e.Kind)) && (f.account == "" || f.account == e.Account)
}

func getEvents(s *server, c *call) (answer, error) {
	f, err := eventFilterOf(c)
	if err != nil {
		return answer{}, err
	}
	oldest, latest, err := s.Events.EventNumbers(c.ctx())
	if err != nil {
		return answer{}, err
	}
	after := oldest
	switch text := c.URL.Query().Get("after"); text {
	case "":
	case "latest":
		after = latest
	default:
		if after, err = cursorOf(text); err != nil {
			return answer{}, err
		}
	}
	out, err := s.eventsAfter(c, after, f)
	if err != nil {
		return answer{}, err
	}
	return answerOf(http.StatusOK, out), nil
}

// eventsAfter collects events until there are enough, or none left, or many were
// looked at: a poller goes on from next in any case.
func (s *server) eventsAfter(c *call, after int64, f eventFilter) (eventList, error) {
	out := eventList{Events: []events.Message{}}
	for scanned, more := 0, true; more && scanned < maxScan && len(out.Events) < f.limit; {
		page, err := s.Events.ListEvents(c.ctx(), after, scanPage)
		if err != nil {
			return out, err
		}
		more = len(page) == scanPage
		for _, e := range page {
			if len(out.Events) == f.limit {
				break
			}
			after, scanned = e.Number, scanned+1
			if f.chooses(e) {
				out.Events = append(out.Events, e.Message())
			}
		}
	}
	out.Next = strconv.FormatInt(after, 10)
	return out, nil
}

func eventFilterOf(c *call) (f eventFilter, err error) {
	query := c.URL.Query()
	f.account = query.Get("account")
	if f.limit, err = limitOf(query.Get("limit"), 100, 500); err != nil {
		return f, err
	}
	if text := query.Get("kind"); text != "" {
		f.kinds = strings.Split(text, ",")
	}
	if !knownKinds(f.kinds) {
		return f, badQuery("kind", "is not a kind of event; "+kindRemedy)
	}
	return f, errorOf(referenceFault(f.account))
}

const kindRemedy = "the OpenAPI document lists them under webhooks, such as reminder.sent or promise.made"

func knownKinds(list []string) bool {
	known := map[string]bool{}
	for _, k := range events.Kinds() {
		known[k.Name] = true
	}
	return !slices.ContainsFunc(list, func(kind string) bool { return !known[kind] })
}
