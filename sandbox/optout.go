package sandbox

import (
	"strings"
	"sync"
)

// optOuts remembers who sent STOP to which sender, as Twilio does: what is sent
// after it is refused with 21610 until START comes.
type optOuts struct {
	mu   sync.Mutex
	from map[[2]string]bool
}

func newOptOuts() *optOuts { return &optOuts{from: make(map[[2]string]bool)} }

func (o *optOuts) has(customer, sender string) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.from[[2]string{customer, sender}]
}

// hear acts on a keyword from a customer.
func (o *optOuts) hear(keyword, customer, sender string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch keyword {
	case "STOP":
		o.from[[2]string{customer, sender}] = true
	case "START":
		delete(o.from, [2]string{customer, sender})
	}
}

// optOutType is the keyword that Twilio itself acts on: the whole message, one
// word, in any case (https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out).
func optOutType(body string) string {
	switch strings.ToUpper(strings.TrimSpace(body)) {
	case "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT":
		return "STOP"
	case "START", "YES", "UNSTOP":
		return "START"
	case "HELP", "INFO":
		return "HELP"
	}
	return ""
}
