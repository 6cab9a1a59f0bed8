// Package when is in charge of reading dates and amounts of money in what people
// write. It refuses to guess a day that was not said: what is vague is marked so,
// and a person asks.
//
// The words are tables, one file per language in data; the code knows no word. A
// phrase means a rule of rules.go, and the longest phrase that stands at a word wins.
// What a "next Friday" is differs by language and stands at the head of each table.
package when

import (
	"time"

	"github.com/goodterms/goodterms/account"
)

// Reference is what a text is read against.
type Reference struct {
	Now       time.Time // of the message, in the customer's zone: its Location counts days
	Locale    string    // BCP 47 of the customer: decides 5/12 and 1.200; may be empty
	Languages []string  // in which the text may be, most likely first: en, de, fr, es, nl, pt, it
	Currency  string    // of what is owed, for amounts without one; may be empty
}

// Date is a day, or a stretch of time that is none, which a text names.
type Date struct {
	On         account.Date // the last day that keeps the word: "by Friday", "before the 5th"; zero when Vague
	Start, End int          // bytes of the text
	Vague      bool         // "soon", "next month", "when I get paid": a person asks
	Uncertain  bool         // a day, but not surely: past as written, more than 90 days ahead, 5/12 without a locale that decides, a day that does not exist
}

// Amount is a sum, or a share of what is owed, which a text names.
type Amount struct {
	Money      account.Money // Currency empty when neither the text nor the reference tells it, then with two digits
	Share      Share         // instead of Money
	Start, End int
}

// Share is an amount told as a part of what is owed.
type Share string

// The shares.
const (
	All  Share = "all"  // "the full amount"
	Half Share = "half" // "half of it now"
	Rest Share = "rest" // "the rest next month"
)
