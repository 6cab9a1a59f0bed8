package model

import (
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/replies/intents"
)

// mostFound is how many intents an answer may name.
const mostFound = 12

// finding is one intent as the model writes it.
type finding struct {
	Intent   string `json:"intent"`
	Evidence string `json:"evidence"`
	Date     string `json:"date"`
}

// parse reads an answer strictly: another form, another intent or another key is a
// fault. An intent whose evidence does not stand in what was sent is left out.
func parse(content string, q intents.Question, text string) ([]intents.Found, error) {
	var answer struct {
		Intents []finding `json:"intents"`
	}
	dec := json.NewDecoder(strings.NewReader(content))
	dec.DisallowUnknownFields()
	if dec.Decode(&answer) != nil || answer.Intents == nil || len(answer.Intents) > mostFound {
		return nil, errGarbage
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errGarbage
	}
	var found []intents.Found
	for _, f := range answer.Intents {
		if !slices.Contains(suggestible(), f.Intent) {
			return nil, errGarbage
		}
		if one, ok := f.found(q, text); ok && !slices.ContainsFunc(found, same(one.Intent)) {
			found = append(found, one)
		}
	}
	return found, nil
}

func same(i intents.Intent) func(intents.Found) bool {
	return func(f intents.Found) bool { return f.Intent == i }
}

// longestAhead is how many days ahead a date of a suggestion may be.
const longestAhead = 366

// found is the finding as a suggestion; false when nothing shows it.
func (f finding) found(q intents.Question, text string) (intents.Found, bool) {
	evidence := strings.TrimSpace(f.Evidence)
	if evidence == "" || !strings.Contains(unmarked(text), evidence) {
		return intents.Found{}, false
	}
	out := intents.Found{Intent: intents.Intent(f.Intent), Evidence: evidence, Rule: "model"}
	if out.Intent != intents.Promise && out.Intent != intents.OutOfOffice {
		return out, true
	}
	day, err := account.ParseDate(f.Date)
	if ahead := day.Sub(account.DateOf(q.Now)); err == nil && ahead >= 0 && ahead <= longestAhead {
		out.Date = day
		if out.Intent == intents.Promise {
			out.Parts = []intents.Part{{On: day}}
		}
	}
	return out, true
}
