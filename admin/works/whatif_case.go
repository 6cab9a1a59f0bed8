package works

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
)

// question is the what-if form as it was sent.
type question struct {
	Region, Kind, Role, Zones              string
	Channel, Purpose, Stage, Content, Days string
	Date, Time                             string
	Wishes, Window, Language, Hold         string
	Excluded, OptOuts, Consents            []string
	Answering                              bool
	Past                                   []pastLine
}

// pastLine is a line of the history of contacts.
type pastLine struct {
	Date, Time, Channel, Way, Outcome string
}

func (l pastLine) empty() bool { return l.Date == "" && l.Channel == "" && l.Outcome == "" }

// faults are what is wrong with a form, by field; what is wrong with the whole stands
// under the name of wholeForm.
type faults map[string]string

const wholeForm = "form"

// add keeps the first fault of a field.
func (f faults) add(field, message string) {
	if _, there := f[field]; !there {
		f[field] = message
	}
}

// caseOf writes the question as a case, its local times read on the clocks of the
// zone. What it cannot write stands in the faults.
func (q question) caseOf(zone *time.Location, found faults) []byte {
	c := object{"answering": q.Answering, "account": q.account(found), "contact": q.contact()}
	c.put("at", q.at("date", "time", q.Date, q.Time, zone, found))
	c.put("channel", q.Channel)
	c.put("purpose", q.Purpose)
	c.put("content", q.Content)
	var history []object
	for i, line := range q.Past {
		if !line.empty() {
			history = append(history, line.entry(i, q, zone, found))
		}
	}
	if history != nil {
		c["history"] = history
	}
	body, _ := json.Marshal(c) // texts, numbers and lists of them
	return body
}

func (q question) account(found faults) object {
	a := object{}
	a.put("kind", q.Kind)
	a.put("collector_role", q.Role)
	a.put("region", q.Region)
	a.put("stage", q.Stage)
	a.put("send_window", q.Window)
	a.put("hold", q.Hold)
	if q.Days != "" {
		days, err := strconv.Atoi(q.Days)
		if err != nil {
			found.add("days", "This is not a whole number, such as 12, or -3 for three days before the due date.")
		}
		a["days_overdue"] = days
	}
	return a
}

func (q question) contact() object {
	c := object{}
	if zones := q.zones(); len(zones) > 0 {
		c["zones"] = zones
	}
	c.put("wishes", q.Wishes)
	c.put("language", q.Language)
	c.list("excluded", q.Excluded)
	c.list("opt_outs", q.OptOuts)
	var consents []object
	for _, channel := range q.Consents {
		consents = append(consents, object{"channel": channel, "at": consentAt})
	}
	if consents != nil {
		c["consents"] = consents
	}
	return c
}

// consentAt is before every question: that there is a consent is all that counts.
const consentAt = "2000-01-01T00:00:00Z"

// zones are the names in the field, whatever stands between them.
func (q question) zones() []string {
	return strings.FieldsFunc(q.Zones, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '\n' || r == '\r' })
}

// entry is a line of history; i says which of the form it is.
func (l pastLine) entry(i int, q question, zone *time.Location, found faults) object {
	prefix := pastField(i, "")
	e := object{}
	clock := l.Time
	if clock == "" {
		clock = "12:00"
	}
	e.put("at", q.at(prefix+"date", prefix+"time", l.Date, clock, zone, found))
	e.put("channel", l.Channel)
	e.put("direction", l.Way)
	e.put("outcome", l.Outcome)
	return e
}

// pastField is the name of a field of a line of history.
func pastField(i int, name string) string { return "past-" + strconv.Itoa(i) + "-" + name }

// at reads a local date and time. One that the clocks leave out is a fault: nothing
// can happen then.
func (q question) at(dateField, timeField, date, clock string, zone *time.Location, found faults) string {
	at, err := localTime(date, clock, zone)
	switch {
	case errors.Is(err, errDay):
		found.add(dateField, "Give a day, such as 2027-04-12.")
	case errors.Is(err, errClock):
		found.add(timeField, "Give a time of day, such as 09:30.")
	case errors.Is(err, errGap):
		found.add(timeField, "The clocks there go forward over this time on that day; choose another.")
	default:
		return at.Format(time.RFC3339)
	}
	return ""
}

var (
	errDay   = errors.New("is no day")
	errClock = errors.New("is no time of day")
	errGap   = errors.New("is left out when the clocks change")
)

func localTime(date, clock string, zone *time.Location) (time.Time, error) {
	day, err := account.ParseDate(date)
	if err != nil {
		return time.Time{}, errDay
	}
	read, err := time.Parse("15:04", clock)
	if err != nil {
		return time.Time{}, errClock
	}
	at := time.Date(day.Year, day.Month, day.Day, read.Hour(), read.Minute(), 0, 0, zone)
	if at.Hour() != read.Hour() || at.Minute() != read.Minute() {
		return time.Time{}, errGap
	}
	return at, nil
}

// object is a part of a case.
type object map[string]any

// put adds a text that is not empty.
func (o object) put(name, text string) {
	if text = strings.TrimSpace(text); text != "" {
		o[name] = text
	}
}

func (o object) list(name string, words []string) {
	if len(words) > 0 {
		o[name] = words
	}
}
