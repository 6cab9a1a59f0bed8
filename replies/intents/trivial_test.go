package intents

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/replies/when"
)

// trivial is a finder for tests of this package alone: weekdays, days of the month
// and sums in euros or pounds.
type trivial struct{}

var (
	trivialDay = regexp.MustCompile(`(?i)\b(monday|friday|soon)\b|\b(?:the )?(\d{1,2})(?:st|nd|rd|th|\. dezember| december)(?: of december)?`)
	trivialSum = regexp.MustCompile(`(?i)[€£](\d+)|(\d+) euros?|\bthe rest\b|\bhalf\b`)
)

func (trivial) dates(text string, ref when.Reference) []when.Date {
	var found []when.Date
	for _, at := range trivialDay.FindAllStringSubmatchIndex(text, -1) {
		found = append(found, trivialDate(text, at, ref.Now))
	}
	return found
}

func trivialDate(text string, at []int, now time.Time) when.Date {
	d := when.Date{Start: at[0], End: at[1]}
	if at[4] >= 0 {
		day, _ := strconv.Atoi(text[at[4]:at[5]])
		d.On = account.Date{Year: now.Year(), Month: time.December, Day: day}
		return d
	}
	switch strings.ToLower(text[at[2]:at[3]]) {
	case "soon":
		d.Vague = true
	case "monday":
		d.On = account.DateOf(now).AddDays(int(7+time.Monday-now.Weekday()) % 7)
	case "friday":
		d.On = account.DateOf(now).AddDays(int(7+time.Friday-now.Weekday()) % 7)
	}
	return d
}

func (trivial) amounts(text string, ref when.Reference) []when.Amount {
	var found []when.Amount
	for _, at := range trivialSum.FindAllStringIndex(text, -1) {
		a := when.Amount{Start: at[0], End: at[1]}
		switch word := strings.ToLower(text[at[0]:at[1]]); word {
		case "the rest":
			a.Share = when.Rest
		case "half":
			a.Share = when.Half
		default:
			sum, _ := strconv.ParseInt(strings.Trim(word, "€£ euros"), 10, 64)
			a.Money = account.Money{Minor: sum * 100, Currency: "EUR"}
		}
		found = append(found, a)
	}
	return found
}

func (trivial) returns(text string, ref when.Reference) (account.Date, bool) {
	dates := trivial{}.dates(text, ref)
	if len(dates) == 0 {
		return account.Date{}, false
	}
	return dates[0].On, true
}
