package mail

import (
	"bytes"
	"net/textproto"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jhillyerd/enmime/v2"
	"github.com/jhillyerd/enmime/v2/mediatype"
)

// Limits of what a mail is made of. Every mail that a person writes keeps far below
// them; they keep the time in proportion to the mail.
const (
	mostParts       = 500
	deepest         = 20      // multiparts in each other
	longestType     = 2000    // bytes of a Content-Type that are read
	mostText        = 2 << 20 // bytes of text in all parts
	longestBoundary = 200
)

// Faults of form.
const (
	faultParts     = "too many parts"
	faultNested    = "nested too deep"
	faultCoding    = "broken transfer encoding"
	faultLong      = "text too long"
	faultBoundary  = "multipart without a boundary"
	faultMalformed = "malformed parts"
)

// parse reads the parts of a mail, decoded and in UTF-8. The envelope is never nil.
//
// The parts are found here and not by enmime: its readers within readers take a time
// that doubles with every multipart that is never closed. It makes the envelope.
func parse(head header, body []byte) (*enmime.Envelope, []string) {
	var r partReader
	root := r.part(head, body, "text/plain", 0)
	envelope, err := enmime.NewParser(enmime.DisableTextConversion(true), enmime.MultipartWOBoundaryAsSinglePart(true)).EnvelopeFromPart(root)
	if err != nil {
		r.note(faultMalformed)
		envelope = &enmime.Envelope{Root: root}
	}
	return envelope, r.faults
}

// partReader reads parts, and counts what was read.
type partReader struct {
	parts  int
	text   int
	faults []string
}

func (r *partReader) note(fault string) {
	if !slices.Contains(r.faults, fault) {
		r.faults = append(r.faults, fault)
	}
}

// part reads a part and those within it.
func (r *partReader) part(head header, body []byte, kind string, depth int) *enmime.Part {
	p := newPart(head, kind)
	switch {
	case !strings.HasPrefix(p.ContentType, "multipart/"):
		r.decode(p, body)
	case depth >= deepest:
		r.note(faultNested)
		p.ContentType, p.Content = "application/octet-stream", body
	case !r.children(p, body, depth):
		r.note(faultBoundary)
		r.decode(p, body)
	}
	return p
}

// newPart reads what the header of a part says.
func newPart(head header, kind string) *enmime.Part {
	p := enmime.NewPart(kind)
	for _, f := range head {
		textproto.MIMEHeader(p.Header).Add(f.name, f.value)
	}
	if text := head.first("content-type"); text != "" {
		p.ContentType, p.ContentTypeParams = contentType(text)
	}
	disposition, params := contentType(head.first("content-disposition"))
	p.Disposition = disposition
	p.FileName = decode(params["filename"])
	if p.FileName == "" {
		p.FileName = decode(p.ContentTypeParams["name"])
	}
	p.Charset = p.ContentTypeParams["charset"]
	p.Boundary = p.ContentTypeParams["boundary"]
	p.ContentID = firstID(head.first("content-id"))
	return p
}

// contentType reads a Content-Type or Content-Disposition. Nobody's words are lost
// because their label is broken.
func contentType(text string) (string, map[string]string) {
	kind, params, _, err := mediatype.Parse(clip(text, longestType))
	if err == nil {
		return strings.ToLower(kind), params
	}
	switch text = strings.ToLower(text); {
	case strings.HasPrefix(text, "text/html"):
		return "text/html", nil
	case strings.HasPrefix(text, "text") || !strings.Contains(text, "/"):
		return "text/plain", nil
	}
	return "application/octet-stream", nil
}

// children reads the parts between the boundaries of a part; false when there are
// none.
func (r *partReader) children(p *enmime.Part, body []byte, depth int) bool {
	kind := "text/plain"
	if p.ContentType == "multipart/digest" {
		kind = "message/rfc822"
	}
	if p.Boundary == "" || len(p.Boundary) > longestBoundary {
		return false
	}
	delimiter := []byte("--" + p.Boundary)
	for from, rest := -1, body; ; {
		at := len(body) - len(rest)
		var line []byte
		line, rest = cutLine(rest)
		found, last := delimits(line, delimiter)
		over := len(rest) == 0
		if (found || over) && from >= 0 {
			end := at
			if !found {
				end = len(body)
			}
			head, content := splitFields(withoutBreak(body[from:max(from, end)]))
			p.AddChild(r.part(head, content, kind, depth+1))
		}
		if found {
			from = len(body) - len(rest)
			r.parts++
		}
		if r.parts > mostParts {
			r.note(faultParts)
			return true
		}
		if over || last {
			return p.FirstChild != nil
		}
	}
}

// delimits says that a line parts two parts, and whether it ends the last.
func delimits(line, delimiter []byte) (found, last bool) {
	rest, ok := bytes.CutPrefix(line, delimiter)
	if !ok {
		return false, false
	}
	if bytes.HasPrefix(rest, []byte("--")) {
		return true, true
	}
	return len(bytes.TrimSpace(rest)) == 0, false
}

// withoutBreak is a content without the line break that belongs to the delimiter
// below it.
func withoutBreak(content []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(content, []byte{'\n'}), []byte{'\r'})
}

// decode decodes the content of a part without parts.
func (r *partReader) decode(p *enmime.Part, body []byte) {
	encoding, _, _ := strings.Cut(strings.ToLower(uncommented(p.Header.Get("Content-Transfer-Encoding"))), ";")
	ok := true
	switch strings.TrimSpace(encoding) {
	case "base64":
		p.Content, ok = fromBase64(body)
	case "quoted-printable":
		p.Content = fromQuotedPrintable(body)
	default:
		p.Content = body
	}
	if !ok {
		r.note(faultCoding)
	}
	if strings.HasPrefix(p.ContentType, "text") || strings.HasPrefix(p.ContentType, "multipart/") {
		r.decodeText(p)
	}
}

// decodeText makes UTF-8 of a text, as long as there is room for more text.
func (r *partReader) decodeText(p *enmime.Part) {
	if room := mostText - r.text; len(p.Content) > room {
		r.note(faultLong)
		for room > 0 && !utf8.RuneStart(p.Content[room]) {
			room--
		}
		p.Content = p.Content[:room]
	}
	r.text += len(p.Content)
	label := p.Charset
	if label == "" && p.ContentType == "text/html" {
		label = labelInPage(p.Content)
	}
	p.Content = []byte(strings.ReplaceAll(toUTF8(label, p.Content), "\x00", ""))
	if p.ContentType == "text/html" {
		p.Header.Set("Content-Type", "text/html; charset=utf-8") // or enmime would decode a page of its own again
	}
}
