// Package bounce is in charge of reading what mail systems say about mail that
// they could not, or not yet, or did deliver. It refuses to decide what is done
// about an address: it says what the report says.
package bounce

import (
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

// Action is what a mail system says it did, in the words of RFC 3464 2.3.3.
type Action string

// The actions.
const (
	Failed    Action = "failed"
	Delayed   Action = "delayed"
	Delivered Action = "delivered"
	Relayed   Action = "relayed"
	Expanded  Action = "expanded"
)

// Cause is why, as far as it matters to us.
type Cause string

// The causes.
const (
	Dead      Cause = "dead"      // there is no such address, mailbox or domain
	Mailbox   Cause = "mailbox"   // full, inactive for now, or over its limits
	Blocked   Cause = "blocked"   // we are refused: policy, reputation, authentication, greylisting that never ended
	Content   Cause = "content"   // this mail is refused: too big, spam, virus, form
	Temporary Cause = "temporary" // their server or the way there is in trouble
	None      Cause = ""          // it arrived, or nothing is said
)

// Recipient is what a report says about one address.
type Recipient struct {
	Address   string // lower case; the one that was written to, where the report tells both
	Action    Action
	Status    string // x.y.z of RFC 3463, read from the text where no field has it; empty when unknown
	Permanent bool   // stop using this address: true for Dead alone
	Cause     Cause
}

// Report is a whole report.
type Report struct {
	Failed     bool // at least one recipient failed: a bounce; else a notice of delay or delivery
	Recipients []Recipient
	MessageIDs []string // of the mail that it is about, as far as it was returned; without brackets
	ReturnPath string   // envelope sender that the returned mail shows; empty when it does not
}

// most is how many recipients one report may name: a list that is longer was made
// to be long.
const most = 1000

// Read reads a report; false when the mail is none. A report that names nobody,
// not even in the mail it returns, has no recipients and may still be a failure.
func Read(mail *enmime.Envelope) (Report, bool) {
	if mail == nil || mail.Root == nil {
		return Report{}, false
	}
	l := open(mail)
	if l.otherReport {
		return Report{}, false
	}
	entries := l.fromFields()
	if len(entries) == 0 {
		if !l.isReport() {
			return Report{}, false
		}
		l.unwrap()
		if entries = l.fromFields(); len(entries) == 0 {
			entries = l.fromText()
		}
	}
	return l.report(entries), true
}

// entry is what was found about one recipient, before it is judged.
type entry struct {
	address string
	action  Action // empty when only the text can tell
	status  string // of the Status field
	said    string // what was said about this recipient alone
}

// report judges what was found and joins what is said twice.
func (l *letter) report(entries []entry) Report {
	r := Report{MessageIDs: l.back.ids, ReturnPath: l.back.returnPath}
	seen := map[string]int{}
	for _, e := range entries {
		found := l.judge(e, len(entries) == 1)
		r.Failed = r.Failed || found.Action == Failed
		if found.Address == "" {
			continue
		}
		if at, twice := seen[found.Address]; twice {
			r.Recipients[at] = worse(r.Recipients[at], found)
		} else if len(r.Recipients) < most {
			seen[found.Address] = len(r.Recipients)
			r.Recipients = append(r.Recipients, found)
		}
	}
	return r
}

// worse joins two words about one address: a failure outweighs the rest, and what
// has a cause outweighs what has none.
func worse(a, b Recipient) Recipient {
	if (a.Action == Failed) != (b.Action == Failed) {
		if a.Action == Failed {
			return a
		}
		return b
	}
	if a.Cause == None && b.Cause != None || a.Status == "" {
		return b
	}
	return a
}

// judge says what an entry means. The text of the whole report speaks for a
// recipient only where it is about nobody else.
func (l *letter) judge(e entry, alone bool) Recipient {
	said := []string{e.said}
	if alone {
		said = append(said, l.human())
	}
	r := Recipient{Address: l.complete(e.address), Action: e.action}
	if r.Action == "" {
		r.Action = l.action(e)
	}
	if r.Action != Failed && r.Action != Delayed {
		r.Status = wellFormed(e.status)
		return r
	}
	r.Status, r.Cause = weigh(e.status, said...)
	if r.Action == Delayed {
		r.Status, r.Cause = forNow(e.status, r.Status, r.Cause)
	}
	r.Permanent = r.Cause == Dead && r.Action == Failed
	return r
}

// forNow is what a status and a cause come to while they still try: who tries again
// does not know the address to be dead, and a status of the words is a passing one.
func forNow(field, status string, cause Cause) (string, Cause) {
	if cause == Dead {
		cause = Temporary
	}
	if field == "" && strings.HasPrefix(status, "5") {
		status = "4" + status[1:]
	}
	return status, cause
}

// complete gives a bare local part the domain it lacks: that of the address in the
// returned mail with the same local part, or else of the server that reports.
func (l *letter) complete(address string) string {
	address = strings.ToLower(address)
	if address == "" || strings.Contains(address, "@") {
		return address
	}
	for _, to := range l.back.to {
		if local, _, _ := strings.Cut(to, "@"); local == address {
			return to
		}
	}
	if _, domain, ok := strings.Cut(l.from, "@"); ok && domain != "" && len(l.back.to) != 1 {
		return address + "@" + domain
	}
	if len(l.back.to) == 1 {
		return l.back.to[0]
	}
	return ""
}
