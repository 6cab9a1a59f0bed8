package bounce

import (
	"bytes"
	"slices"
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

const (
	maxText   = 256 << 10 // of a text that is read; reports that are longer repeat themselves
	maxFields = 512 << 10 // of status fields: a thousand recipients have room
	maxHeader = 64 << 10  // of a returned header
	maxDepth  = 12        // of parts within parts
)

// letter is a mail laid out for reading: what its parts are, not how they are packed.
type letter struct {
	mail        *enmime.Envelope
	from        string // address of the author, lower case
	name        string // display name of the author, lower case
	to          []string
	subject     string // folded: lower case, single spaces
	typed       bool   // it calls itself a delivery report
	otherReport bool   // a complaint or a read receipt
	status      [][]field
	texts       []string
	html        []string
	wrapped     [][]byte // reports that were returned inside the mail
	back        returned
	lines       []string // what the system says, without what it returns
	head        string   // the beginning of it, folded: where a report says what it is
}

// open lays a mail out.
func open(mail *enmime.Envelope) *letter {
	l := &letter{mail: mail, subject: fold(mail.GetHeader("Subject"))}
	from := mail.GetHeader("From")
	if found := addressesIn(from, 1); len(found) > 0 {
		l.from = found[0]
	} else {
		l.from = bareSender(from)
	}
	l.name = fold(strings.Trim(strings.SplitN(from, "<", 2)[0], ` "'`))
	for _, to := range mail.GetHeaderValues("To") {
		l.to = append(l.to, addressesIn(to, 20)...)
	}
	l.take(mail.Root, 0)
	if len(l.status) == 0 {
		l.statusInText()
	}
	l.lay()
	return l
}

// bareSender reads a From that has no address in the usual form, such as
// "MAILER-DAEMON" or "<postmaster>".
func bareSender(from string) string {
	return strings.ToLower(strings.Trim(from, "<> \"'\t"))
}

// take sorts one part, and the parts within it, by what they are.
func (l *letter) take(p *enmime.Part, depth int) {
	if depth > maxDepth {
		return
	}
	kind := strings.ToLower(p.ContentType)
	if kind == "" {
		kind = "text/plain"
	}
	for child := p.FirstChild; child != nil; child = child.NextSibling {
		l.take(child, depth+1)
	}
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		l.takeMultipart(p, kind)
	case strings.Contains(kind, "delivery-status"):
		l.takeStatus(p.Content)
	case kind == "message/feedback-report", strings.HasSuffix(kind, "disposition-notification"):
		l.otherReport = len(l.status) == 0
	case isReturned(kind, p.FileName):
		l.takeReturned(p.Content)
	case kind == "text/html":
		l.html = append(l.html, clip(string(p.Content), maxText))
	case strings.HasPrefix(kind, "text/"), kind == "message/notification":
		l.takeText(p)
	default:
		l.takeUnknown(p)
	}
}

// takeMultipart notes what a report says that it is (RFC 6522).
func (l *letter) takeMultipart(p *enmime.Part, kind string) {
	switch strings.ToLower(p.ContentTypeParams["report-type"]) {
	case "feedback-report", "disposition-notification":
		l.otherReport = len(l.status) == 0
	case "":
		l.typed = l.typed || kind == "multipart/report"
	default:
		l.typed = true
	}
	if p.FirstChild == nil && len(p.Content) > 0 { // its boundary is lost: all is one text
		l.texts = append(l.texts, clip(string(p.Content), maxText))
	}
}

// isReturned says that a part holds the mail the report is about (RFC 6522, RFC 6533).
func isReturned(kind, file string) bool {
	switch kind {
	case "message/rfc822", "message/global", "message/partial", "text/rfc822-headers", "text/rfc822-header",
		"text/rfc822", "message/rfc822-headers", "message/global-headers", "message/rfc822-header", "message/news":
		return true
	}
	return strings.HasSuffix(strings.ToLower(file), ".eml")
}

// takeStatus reads the fields of a status part.
func (l *letter) takeStatus(content []byte) {
	l.typed = true
	l.status = append(l.status, groupsOf(clip(string(content), maxFields))...)
}

// takeReturned reads the header of a returned mail, and keeps a report that was returned.
func (l *letter) takeReturned(content []byte) {
	content = bytes.TrimLeft(content, "\r\n \t")
	head := headOf(content)
	l.back.read(fieldsOf(head))
	if lower := strings.ToLower(head); strings.Contains(lower, "delivery-status") && strings.Contains(lower, "multipart/report") {
		l.wrapped = append(l.wrapped, content)
	}
}

// takeText keeps a text; a text that is a status part under another name is both.
func (l *letter) takeText(p *enmime.Part) {
	text := clip(string(p.Content), maxText)
	if p.Parent != nil && strings.HasPrefix(strings.ToLower(strings.TrimSpace(clip(text, 400))), "reporting-mta:") {
		l.takeStatus(p.Content)
		return
	}
	l.texts = append(l.texts, text)
}

// takeUnknown looks into a part of another type: gateways rename what they do not know.
func (l *letter) takeUnknown(p *enmime.Part) {
	head := strings.ToLower(clip(string(p.Content), 4<<10))
	switch {
	case strings.Contains(head, "final-recipient:"):
		l.takeStatus(p.Content)
	case strings.Contains(head, "received:") && strings.Contains(head, "from:"):
		l.takeReturned(p.Content)
	}
}

// statusInText finds status fields that stand in a text, for a mail whose parts
// were lost. Only a mail system is believed to have written them.
func (l *letter) statusInText() {
	if !l.typed && !l.byMachine() && !l.unanswerable() {
		return
	}
	for _, text := range slices.Concat(l.texts, l.html) {
		if !strings.Contains(strings.ToLower(text), "-recipient") {
			continue
		}
		for _, group := range groupsOf(text) {
			if address, _ := recipientOf(group); address != "" && (has(group, "action") || has(group, "status")) {
				l.status = append(l.status, group)
			}
		}
	}
}

// unwrap opens reports that were returned whole inside a mail of a mail system.
func (l *letter) unwrap() {
	for _, raw := range l.wrapped {
		if root, err := enmime.ReadParts(bytes.NewReader(raw)); err == nil && root != nil {
			l.back = returned{}
			l.take(root, maxDepth/2)
		}
	}
	l.wrapped = nil
}

// clip cuts a text to a length that is read.
func clip(s string, most int) string {
	if len(s) > most {
		return s[:most]
	}
	return s
}

// headOf is the header of a mail, up to its empty line.
func headOf(content []byte) string {
	head := clip(string(content[:min(len(content), maxHeader)]), maxHeader)
	head = strings.ReplaceAll(head, "\r\n", "\n")
	if end := strings.Index(head, "\n\n"); end >= 0 {
		return head[:end]
	}
	return head
}
