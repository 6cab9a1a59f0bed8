package twilio

import (
	"time"

	"github.com/goodterms/goodterms/channels"
)

// Meaning is what an error code of Twilio's means for us.
type Meaning struct {
	Code   string
	Reason channels.Reason
	After  time.Duration // how long to wait before trying again; 0: no matter
	Note   string        // for the timeline
	Source string        // where Twilio describes the code
}

// source is followed by the code. What to do about a code is our judgement:
// Twilio says that codes may change, so that an unlisted one is treated with care.
const source = "https://www.twilio.com/docs/api/errors/"

// unlisted is what a code means that is not in the table: it is not tried
// again, and an operator looks at it.
var unlisted = Meaning{Reason: channels.Refused, Note: "refused for a reason that is not in our table"}

// forbidden is what an unlisted 401 or 403 means.
var forbidden = Meaning{Reason: channels.Misset, Note: "our credentials are not accepted"}

// MeaningOf returns what a code means, in an answer or in a receipt. A code that
// is not listed is Refused.
func MeaningOf(code string) Meaning {
	meaning, listed := meanings[code]
	if !listed {
		meaning = unlisted
		meaning.Code = code
	}
	return meaning
}

// Meanings returns the whole table.
func Meanings() []Meaning {
	table := make([]Meaning, 0, len(rows))
	for _, row := range rows {
		for _, code := range row.codes {
			table = append(table, row.meaning(code))
		}
	}
	return table
}

// row is one class of codes with one meaning.
type row struct {
	reason channels.Reason
	after  time.Duration
	note   string
	codes  []string
}

func (r row) meaning(code string) Meaning {
	return Meaning{Code: code, Reason: r.reason, After: r.after, Note: r.note, Source: source + code}
}

var meanings = byCode()

func byCode() map[string]Meaning {
	index := make(map[string]Meaning)
	for _, meaning := range Meanings() {
		index[meaning.Code] = meaning
	}
	return index
}

// Times to wait where Twilio names one, or where sooner cannot help.
const (
	soon      = time.Minute
	halfHour  = 30 * time.Minute
	hour      = time.Hour
	someHours = 4 * time.Hour
)
