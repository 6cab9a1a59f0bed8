// Package intents is in charge of what a person means: the intents of a text, each
// with the words and the rule that show it. It refuses to act, and where it is
// not sure it says so: then a person looks.
package intents

import (
	"embed"
	"io/fs"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/when"
)

// Intent is what a person wants or says.
type Intent string

// The intents.
const (
	OptOut      Intent = "opt_out"
	OptIn       Intent = "opt_in"
	Promise     Intent = "promise_to_pay"
	Dispute     Intent = "dispute"
	AlreadyPaid Intent = "already_paid"
	Hardship    Intent = "hardship"
	PlanRequest Intent = "plan_request"
	WrongPerson Intent = "wrong_person"
	OutOfOffice Intent = "out_of_office"
	Ask         Intent = "question"
	Other       Intent = "other"
)

// Intents lists every intent in the order in which they are told: the ones that
// protect the customer first.
func Intents() []Intent {
	return []Intent{OptOut, WrongPerson, Dispute, Hardship, AlreadyPaid, PlanRequest, Promise, OptIn, OutOfOffice, Ask, Other}
}

// Question is a text with what is known about who wrote it.
type Question struct {
	Text     string        // the person's own words
	Subject  string        // of a mail; may hold an intent of its own ("Unsubscribe")
	Channel  channels.Kind // keywords count in an SMS alone
	Locale   string        // BCP 47 of the customer; may be empty
	Now      time.Time     // of the message, in the customer's zone
	Currency string        // of what is owed; may be empty
	Auto     bool          // a machine wrote it: out_of_office alone is looked for
}

// Part is a part of a promise: an amount by a day.
type Part struct {
	On     account.Date  `json:"date"`
	Amount account.Money `json:"amount"` // Minor 0: all that is (still) open
}

// Found is one intent that a text holds.
type Found struct {
	Intent   Intent
	Certain  bool          // it may be acted on without a person
	Date     account.Date  // promise_to_pay: the first part's day; out_of_office: the day of return; else zero
	Amount   account.Money // promise_to_pay, already_paid: the first part's amount; Minor 0: not said
	Parts    []Part        // promise_to_pay with a date: one or two parts, in their order
	Evidence string        // the words that matched, as they were written
	Rule     string        // id of the rule, such as en.promise.will-pay; "keyword" for whole-message keywords
}

// Reading is what a text means.
type Reading struct {
	Language string  // en, de, …; empty when it cannot be told
	Version  string  // of the rules
	Found    []Found // in the order of Intents, each intent once; never empty: Other when nothing else was found
}

//go:embed data/*.toml
var embedded embed.FS

// Reader reads texts by rules. It is safe for concurrent use.
type Reader struct {
	languages []*language
	keywords  map[string]keyword
	courtesy  *courtesy
	finder    finder
}

// finder finds what a text names; package when does.
type finder interface {
	dates(text string, ref when.Reference) []when.Date
	amounts(text string, ref when.Reference) []when.Amount
	returns(text string, ref when.Reference) (account.Date, bool)
}

// grammar is package when.
type grammar struct{}

func (grammar) dates(t string, r when.Reference) []when.Date     { return when.Dates(t, r) }
func (grammar) amounts(t string, r when.Reference) []when.Amount { return when.Amounts(t, r) }
func (grammar) returns(t string, r when.Reference) (account.Date, bool) {
	return when.Return(t, r)
}

// Embedded returns a reader with the rules that come with Goodterms.
func Embedded() (*Reader, error) {
	files, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	languages, keys, err := readFiles(files, false)
	if err != nil {
		return nil, err
	}
	return withRules(languages, keys, grammar{}), nil
}

// newReader reads rule files and makes all their rules, so that every fault is told.
func newReader(files fs.FS, f finder) (*Reader, error) {
	languages, keys, err := readFiles(files, true)
	if err != nil {
		return nil, err
	}
	return withRules(languages, keys, f), nil
}

func withRules(languages []*language, keys *keywordFile, f finder) *Reader {
	r := &Reader{languages: languages, keywords: map[string]keyword{}, finder: f}
	courtesies := [][]string{keys.Courtesy}
	for _, l := range languages {
		courtesies = append(courtesies, l.courtesy)
	}
	r.courtesy = newCourtesy(courtesies...)
	for _, set := range keys.Set {
		for _, word := range set.Words {
			bare := strings.Join(tokens(normalise(word), folded), " ")
			r.keywords[key(bare)] = keyword{Intent(set.Intent), set.Strong}
		}
	}
	return r
}
