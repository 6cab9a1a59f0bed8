package timeline

import (
	"strconv"
	"strings"
	"time"
)

// promiseSentence tells a promise to pay and what became of it.
func promiseSentence(e Event, d Promise, zone *time.Location) string {
	what := "all that is open on " + invoices(d.Invoices)
	if d.Amount != "" {
		what = line(strings.TrimSpace(d.Amount+" "+d.Currency)) + " for " + invoices(d.Invoices)
	}
	return promised[e.Kind] + what + " by " + dayText(d.PayBy, e.At, zone) + who(d.By, d.Why) + "."
}

// promised starts a sentence about a promise.
var promised = map[Kind]string{
	PromiseMade:     "The customer promised to pay ",
	PromiseKept:     "A promise was kept: ",
	PromiseBroken:   "A promise was not kept: ",
	PromiseCanceled: "A promise no longer stands: ",
}

func disputeSentence(e Event, d Dispute) string {
	about := "what is asked for"
	if len(d.Invoices) > 0 {
		about = invoices(d.Invoices)
	}
	if e.Kind == DisputeResolved {
		return "The dispute about " + about + " was settled" + who(d.By, d.Outcome) + "."
	}
	return "The customer disputes " + about + who(d.By, d.Outcome) + "."
}

// stoppedSentence tells of an address that is not used any more although its
// holder did not ask for that.
func stoppedSentence(d OptOut) string {
	start := "No more reminders" + byChannel(d.Channel) + " to this address"
	switch d.Source {
	case "bounce":
		return start + ": it does not exist any more."
	case "wrong person", "wrong_person":
		return start + ": it belongs to somebody else."
	}
	return start + source(d.Source) + "."
}

// mostInvoices are named in one sentence.
const mostInvoices = 5

// invoices names invoices by their numbers: "invoice INV-1", "invoices INV-1 and
// INV-2"; all of them when there are none.
func invoices(numbers []string) string {
	switch len(numbers) {
	case 0:
		return "every invoice"
	case 1:
		return "invoice " + line(numbers[0])
	}
	shown, last := numbers[:len(numbers)-1], line(numbers[len(numbers)-1])
	if more := len(numbers) - mostInvoices; more > 0 {
		shown, last = numbers[:mostInvoices], strconv.Itoa(more)+" more"
	}
	list := make([]string, len(shown))
	for i, number := range shown {
		list[i] = line(number)
	}
	return "invoices " + strings.Join(list, ", ") + " and " + last
}
