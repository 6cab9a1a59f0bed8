package templates

import "strconv"

// words are the few words and names that values themselves are written with.
type words struct {
	and, more       string
	due             string    // before the due date of an invoice in a list
	columns         [3]string // heads of a table: number, due date, open amount
	together        string    // before a sum in a table
	today           string
	tomorrow        string
	yesterday       string
	inDays, daysAgo [2]string // what stands before and after a number of two or more
	months          [12]string
	weekdays        [7]string // from Sunday
	with            string    // between the units of an amount that is said, such as pounds and pence
	comma           string    // before the decimals of an amount whose currency has no name here
	currencies      map[string]units
}

// units are what a currency and its parts are called, for one and for more; a
// currency without parts has no names for them.
type units struct{ one, more, partOne, partMore string }

// relative writes how far a day is from today.
func (w *words) relative(days int) string {
	switch {
	case days == 0:
		return w.today
	case days == 1:
		return w.tomorrow
	case days == -1:
		return w.yesterday
	case days > 0:
		return w.inDays[0] + strconv.Itoa(days) + w.inDays[1]
	}
	return w.daysAgo[0] + strconv.Itoa(-days) + w.daysAgo[1]
}

func languages() map[string]*words {
	return map[string]*words{
		"en": english(), "de": german(), "fr": french(), "es": spanish(), "nl": dutch(), "pt": portuguese(), "it": italian(),
	}
}
