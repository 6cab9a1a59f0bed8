package email

import (
	"bytes"
	"mime"
	"net/mail"
	"strings"
	"time"
)

// The mail is written here and not by go-mail, which takes 28 µs and 147
// allocations for one of 4 kB: a quarter of all the work that there is for one
// hand-off.

const (
	lineLength   = 76  // RFC 5322 §2.1.1 and RFC 2045 §6.7 ask for no more
	longestWord  = 900 // no header line may pass 998 (RFC 5322 §2.1.1)
	hexDigits    = "0123456789ABCDEF"
	partHeader   = "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
	typeText     = "Content-Type: text/plain; charset=UTF-8\r\n"
	typeHTML     = "Content-Type: text/html; charset=UTF-8\r\n"
	typeBoth     = "Content-Type: multipart/alternative;\r\n boundary=\""
	boundaryMark = "=_" // cannot occur in quoted-printable, so neither can the boundary
)

// writeHeader writes one field, folded at spaces.
func writeHeader(to *bytes.Buffer, name, value string) {
	to.WriteString(name)
	to.WriteByte(':')
	length := len(name) + 1
	for value != "" {
		word, rest, _ := strings.Cut(value, " ")
		if len(word) > longestWord {
			word, rest = value[:longestWord], value[longestWord:]
		}
		if length+1+len(word) > lineLength && length > 1 {
			to.WriteString("\r\n")
			length = 0
		}
		to.WriteByte(' ')
		to.WriteString(word)
		length += 1 + len(word)
		value = rest
	}
	to.WriteString("\r\n")
}

// writeText writes a field with words of a person: encoded where it must be
// (RFC 2047) and without anything that could begin another field.
func writeText(to *bytes.Buffer, name, text string) {
	writeHeader(to, name, mime.QEncoding.Encode("UTF-8", oneLine(text)))
}

// formatName is a name as it stands before an address: in quotes or, when it is
// not ASCII, encoded.
func formatName(name string) string {
	if name = oneLine(name); name == "" {
		return ""
	}
	return strings.TrimSuffix((&mail.Address{Name: name, Address: "a@b"}).String(), "<a@b>")
}

func formatDate(at time.Time) string { return at.Format("Mon, 02 Jan 2006 15:04:05 -0700") }

// writeBody writes the text and, after it, the HTML: the last alternative is the
// best one (RFC 2046 §5.1.4).
func writeBody(to *bytes.Buffer, text, html, boundary string) {
	to.WriteString("MIME-Version: 1.0\r\n")
	switch {
	case html == "":
		writePart(to, typeText, text)
	case text == "":
		writePart(to, typeHTML, html)
	default:
		boundary = boundaryMark + boundary
		to.WriteString(typeBoth + boundary + "\"\r\n")
		to.WriteString("\r\n--" + boundary + "\r\n")
		writePart(to, typeText, text)
		to.WriteString("--" + boundary + "\r\n")
		writePart(to, typeHTML, html)
		to.WriteString("--" + boundary + "--\r\n")
	}
}

func writePart(to *bytes.Buffer, contentType, content string) {
	to.WriteString(contentType)
	to.WriteString(partHeader)
	writeQuoted(to, content)
	to.WriteString("\r\n")
}

// writeQuoted writes text as quoted-printable (RFC 2045 §6.7) with CRLF line
// ends, whichever it came with.
func writeQuoted(to *bytes.Buffer, text string) {
	to.Grow(len(text) + len(text)/4)
	out := to.AvailableBuffer()
	for text != "" {
		end := strings.IndexAny(text, "\r\n")
		if end < 0 {
			out = appendQuotedLine(out, text)
			break
		}
		out = append(appendQuotedLine(out, text[:end]), "\r\n"...)
		if strings.HasPrefix(text[end:], "\r\n") {
			end++
		}
		text = text[end+1:]
	}
	to.Write(out)
}

// appendQuotedLine encodes what is not plain ASCII, white space at the end, and
// a dot at the beginning, which some relays lose. Every line but the last ends
// in a soft break.
func appendQuotedLine(out []byte, line string) []byte {
	length := 0
	for i := range len(line) {
		c := line[i]
		last := i == len(line)-1
		width := 1
		if !plain(c) || c == '.' && length == 0 || (c == ' ' || c == '\t') && last {
			width = 3
		}
		if length+width > lineLength-1 && (!last || length+width > lineLength) {
			out = append(out, "=\r\n"...)
			length = 0
			if c == '.' {
				width = 3
			}
		}
		if width == 1 {
			out = append(out, c)
		} else {
			out = append(out, '=', hexDigits[c>>4], hexDigits[c&15])
		}
		length += width
	}
	return out
}

func plain(c byte) bool { return c >= ' ' && c <= '~' && c != '=' || c == '\t' }
