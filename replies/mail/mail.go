// Package mail is in charge of reading one mail that came in: who wrote it, to
// which of our addresses, what the person wrote, and whether it was a person at
// all. It refuses to fail: a mail that cannot be read is one of kind Unknown.
package mail

import (
	"slices"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/bounce"
)

// Kind says what a mail is.
type Kind string

// The kinds.
const (
	Bounce         Kind = "bounce"          // something could not be delivered
	Complaint      Kind = "complaint"       // somebody marked our mail as spam (RFC 5965)
	AutoReply      Kind = "auto_reply"      // a machine answered for a person
	DeliveryNotice Kind = "delivery_notice" // a delay, a delivery, a relay: nothing failed; a read receipt
	Reply          Kind = "reply"           // a person wrote
	Unknown        Kind = "unknown"         // cannot be read, or from a machine that says nothing about our mail
)

// Mail is what was read.
type Mail struct {
	Kind       Kind
	Digest     string   // names the mail by its headers and content, whatever way it came and whichever servers stamped it
	From       string   // address of the author, canonical; empty when there is none
	Recipients []string // addresses it came to, most trustworthy first: Delivered-To, X-Original-To, Envelope-To, To, Cc; lower case
	Subject    string   // decoded
	Date       time.Time
	MessageID  string   // without brackets, as all message ids here
	Answers    []string // In-Reply-To, then References from last to first
	Text       string   // the person's own words: decoded and trimmed; of an auto-reply its text
	Whole      string   // the text before it was trimmed, quotes and all
	Media      []channels.Media
	Report     bounce.Report // of a bounce or delivery notice
	Abuse      Abuse         // of a complaint
	Robot      string        // the sign by which a machine was told, such as "auto-submitted"; empty for a person
	Loop       bool          // our own mail came back, or it has gone round
	Forged     bool          // a trusted Authentication-Results or the mail's own DKIM signature says that From is not who wrote it
	Signed     bool          // DKIM verified for the domain of From
	Faults     []string      // what was odd about its form, in words without its content
}

// Abuse is what an abuse report says (RFC 5965).
type Abuse struct {
	Feedback   string   // abuse, fraud, virus, not-spam, opt-out, auth-failure, other
	Recipients []string // Original-Rcpt-To, or To of the returned mail; may be empty: they are often redacted
	MessageIDs []string // of the mail complained about
	ReturnPath string   // Original-Mail-From
}

// Read reads a mail of any form. It never fails and takes time and memory in
// proportion to the mail.
//
// Signed and Forged are read from the topmost Authentication-Results header alone:
// the caller must know that its own mail server writes it, because anybody may.
func Read(raw []byte) (m Mail) {
	head, body := split(raw)
	m = Mail{Kind: Unknown, Digest: digest(head, body)}
	defer func() {
		if recover() != nil { // the last resort: a person looks at the raw mail
			m.Kind = Unknown
			m.fault("could not be read")
		}
	}()
	m.envelope(head)
	envelope, faults := parse(head, body)
	m.Faults = append(m.Faults, faults...)
	m.content(envelope)
	m.classify(head, envelope)
	return m
}

// fault notes what is odd about a mail, once.
func (m *Mail) fault(words string) {
	if !slices.Contains(m.Faults, words) {
		m.Faults = append(m.Faults, words)
	}
}

// mostHops is the number of servers from which on a mail goes round.
const mostHops = 25

// envelope reads who wrote when to whom about what.
func (m *Mail) envelope(head header) {
	m.From = author(head)
	m.Recipients = recipients(head)
	m.Subject = subject(head)
	m.Date = date(head)
	m.MessageID = firstID(head.first("message-id"))
	m.Answers = answers(head)
	m.Signed, m.Forged = verified(head, m.From)
	m.Loop = head.count("received") > mostHops || head.has("x-goodterms-")
	if len(head) == 0 {
		m.fault("no header")
	}
	if m.From == "" {
		m.fault("no author")
	}
}
