package works

import (
	"regexp"
	"strconv"
	"strings"
)

// caseFields are the fields of the form by where they stand in a case.
var caseFields = map[string]string{
	"at": "time", "channel": "channel", "purpose": "purpose", "content": "content",
	"account.kind": "kind", "account.collector_role": "role", "account.region": "region", "account.stage": "stage",
	"account.days_overdue": "days", "account.send_window": "window", "account.hold": "hold",
	"contact.zones": "zones", "contact.language": "language", "contact.wishes": "wishes",
	"contact.excluded": "excluded", "contact.opt_outs": "opt-outs", "contact.consents": "consents",
}

// pastFields are those of a line of history.
var pastFields = map[string]string{"at": "date", "channel": "channel", "direction": "way", "outcome": "outcome"}

var (
	pastPath = regexp.MustCompile(`^history\[(\d+)\]\.(\w+)$`)
	placeIn  = regexp.MustCompile(`\[(\d+)\].*$`)
)

// place puts the faults of a case beside the fields of the form.
func (q question) place(list []Fault, found faults) {
	for _, f := range list {
		field, which := q.field(f.Location)
		found.add(field, sentenceOf(which, f.Message))
	}
}

// field is where a fault belongs, and which of several values of the field it is about.
func (q question) field(location string) (field, which string) {
	if m := pastPath.FindStringSubmatch(location); m != nil {
		if name, known := pastFields[m[2]]; known {
			i, _ := strconv.Atoi(m[1])
			return pastField(q.filled(i), name), ""
		}
	}
	if m := placeIn.FindStringSubmatch(location); m != nil {
		i, _ := strconv.Atoi(m[1])
		location, which = strings.TrimSuffix(location, m[0]), ordinal(i)
	}
	if field, known := caseFields[location]; known {
		return field, which
	}
	return wholeForm, ""
}

// filled is which line of the form the i-th of those that are not empty is.
func (q question) filled(i int) int {
	for line := range q.Past {
		if !q.Past[line].empty() {
			if i == 0 {
				return line
			}
			i--
		}
	}
	return 0
}

func ordinal(i int) string {
	if words := []string{"first", "second", "third", "fourth"}; i < len(words) {
		return words[i]
	}
	return "number " + strconv.Itoa(i+1)
}

// sentenceOf makes a sentence of what begins with is, has or holds.
func sentenceOf(which, message string) string {
	subject := "This "
	if which == "first" || which == "second" || which == "third" || which == "fourth" {
		subject = "The " + which + " "
	}
	return subject + strings.TrimSuffix(message, ".") + "."
}
