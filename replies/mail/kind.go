package mail

import (
	"strings"

	"github.com/jhillyerd/enmime/v2"

	"github.com/goodterms/goodterms/replies/bounce"
)

// classify says what a mail is. What its own form names comes first, then what only
// its words show.
func (m *Mail) classify(head header, envelope *enmime.Envelope) {
	switch form := formOf(envelope.Root); {
	case m.Loop && head.has("x-goodterms-"):
		m.robot(Unknown, "own-mail")
	case form == complaintForm:
		m.complaint(head, envelope)
	case form == receiptForm:
		m.receipt(envelope)
	case m.report(envelope):
	case complains(head, envelope.Root):
		m.complaint(head, envelope)
	default:
		m.written(head)
	}
}

// robot notes that a machine wrote, and by which sign that was told. A report has no
// words of a person, and its parts are no media.
func (m *Mail) robot(kind Kind, sign string) {
	m.Kind, m.Robot = kind, sign
	if kind != AutoReply && kind != Unknown {
		m.Text, m.Media = "", nil
	}
}

// report reads what mail systems say about mail of ours.
func (m *Mail) report(envelope *enmime.Envelope) bool {
	report, ok := bounce.Read(envelope)
	if !ok {
		return false
	}
	m.Report = report
	if report.Failed {
		m.robot(Bounce, "bounce")
	} else {
		m.robot(DeliveryNotice, "delivery-notice")
	}
	return true
}

// receipt reads that a mail was displayed or deleted (RFC 8098): it was delivered.
func (m *Mail) receipt(envelope *enmime.Envelope) {
	if part := find(envelope.Root, "message/disposition-notification"); part != nil {
		fields, _ := split(part.Content)
		m.Report.MessageIDs = messageIDs(fields.first("original-message-id"))
	}
	m.robot(DeliveryNotice, "read-receipt")
}

// written tells people from machines.
func (m *Mail) written(head header) {
	if kind, sign := machine(head, m); sign != "" {
		m.robot(kind, sign)
		return
	}
	switch {
	case len(head) == 0, m.Text == "" && m.Whole == "" && m.Subject == "" && len(m.Media) == 0 && len(m.Faults) == 0:
		m.Kind = Unknown
	default:
		m.Kind = Reply
	}
}

// form is what a report calls itself.
type form int

const (
	otherForm form = iota
	bounceForm
	complaintForm
	receiptForm
)

// formOf reads the type of a report.
func formOf(root *enmime.Part) form {
	if root.ContentType != "multipart/report" {
		if root.ContentType == "message/disposition-notification" {
			return receiptForm
		}
		return otherForm
	}
	kind := strings.ToLower(root.Header.Get("Content-Type"))
	switch {
	case strings.Contains(kind, "feedback-report"):
		return complaintForm
	case strings.Contains(kind, "disposition-notification"):
		return receiptForm
	case strings.Contains(kind, "delivery-status"):
		return bounceForm
	}
	return otherForm
}

// find is the first part of a type; nil when there is none.
func find(part *enmime.Part, kinds ...string) *enmime.Part {
	return part.DepthMatchFirst(func(p *enmime.Part) bool {
		for _, kind := range kinds {
			if p.ContentType == kind {
				return true
			}
		}
		return false
	})
}
