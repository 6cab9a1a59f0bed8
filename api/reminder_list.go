package api

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/reminder"
)

// reminderPage is a part of the list of reminders.
type reminderPage struct {
	Reminders []ReminderSummary `json:"reminders" nullable:"false" doc:"Ordered by id, which is by when they were enqueued."`
	Next      string            `json:"next,omitempty" doc:"Send as after to get what follows; absent at the end."`
}

func listReminders(s *server, c *call) (answer, error) {
	filter, err := filterOf(c.Request)
	if err != nil {
		return answer{}, err
	}
	limit := filter.Limit
	filter.Limit++ // one more shows whether there is a next page
	found, err := s.Reminders.ListReminders(c.ctx(), filter)
	if err != nil {
		return answer{}, err
	}
	page := reminderPage{Reminders: []ReminderSummary{}}
	if len(found) > limit {
		found = found[:limit]
		page.Next = found[limit-1].ID
	}
	for _, r := range found {
		page.Reminders = append(page.Reminders, summaryOf(r))
	}
	return answerOf(http.StatusOK, page), nil
}

func filterOf(r *http.Request) (reminder.Filter, error) {
	query := r.URL.Query()
	filter := reminder.Filter{Account: query.Get("account"), Status: reminder.Status(query.Get("status")), After: query.Get("after")}
	var err error
	if filter.Limit, err = limitOf(query.Get("limit"), 50, 200); err != nil {
		return filter, err
	}
	if filter.Status != "" && !slices.Contains(reminder.Statuses(), filter.Status) {
		return filter, badQuery("status", "is not a status; use scheduled, sending, held, sent, skipped, expired, canceled or failed")
	}
	if filter.After != "" && !looksLikeID(filter.After, "rem_") {
		return filter, badQuery("after", "is not a cursor; send what next of the page before says")
	}
	if utf := textFault(filter.Account, &shape{max: 128}); utf != "" {
		return filter, badQuery("account", utf)
	}
	return filter, nil
}

func badQuery(name, message string) *problem {
	return malformed("The query has a fault; correct it and ask again.").at("query."+name, message)
}

func limitOf(text string, usual, most int) (int, error) {
	return numberOf("limit", text, 1, usual, most)
}

// numberOf reads a number of the query; usual when there is none.
func numberOf(name, text string, least, usual, most int) (int, error) {
	if text == "" {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, badQuery(name, "must be a number from "+strconv.Itoa(least)+" to "+strconv.Itoa(most))
	}
	return n, nil
}

// looksLikeID says whether the text is a prefix and a ULID in lower case.
func looksLikeID(text, prefix string) bool {
	rest, ok := strings.CutPrefix(text, prefix)
	return ok && len(rest) == 26 && strings.Trim(rest, "0123456789abcdefghjkmnpqrstvwxyz") == ""
}

// parameter is one that a route takes in its query.
type parameter struct{ name, doc, kind string }

// checkQuery refuses parameters that the route does not know, because a
// mistyped filter that is ignored shows the wrong things.
func checkQuery(c *call) error {
	if c.URL.RawQuery == "" {
		return nil
	}
	names := make([]string, len(c.route.query))
	for i, p := range c.route.query {
		names[i] = p.name
	}
	for name, values := range c.URL.Query() {
		if !slices.Contains(names, name) {
			return badParameter(names)
		}
		if len(values) > 1 {
			return badQuery(name, "is given twice; give it once")
		}
	}
	return nil
}

func badParameter(known []string) *problem {
	if len(known) == 0 {
		return malformed("This request takes no query parameters; leave them out.").at("query", "takes no parameters")
	}
	return malformed("The query has a parameter that does not exist here.").at("query", "takes "+strings.Join(known, ", ")+" alone")
}
