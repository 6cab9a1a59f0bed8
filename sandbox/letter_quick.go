package sandbox

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
)

// quickWords reads an ordinary mail, in UTF-8 with at most one level of
// alternatives, at a tenth of the cost of the full parser. It declines what is
// not ordinary.
func quickWords(raw []byte) (words said, ok bool) {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return said{}, false
	}
	words = said{
		from: firstAddress(m.Header.Get("From")), attempt: m.Header.Get(headerAttempt), messageID: m.Header.Get("Message-ID"),
		replyTo: firstAddress(m.Header.Get("Reply-To")), references: m.Header.Get("References"), unsubscribe: m.Header.Get("List-Unsubscribe"),
	}
	if words.subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		return said{}, false
	}
	kind, params, err := mime.ParseMediaType(orElse(m.Header.Get("Content-Type"), "text/plain; charset=us-ascii"))
	switch {
	case err != nil:
		return said{}, false
	case kind == "multipart/alternative":
		words.text, words.hasHTML, ok = quickParts(m.Body, params["boundary"])
	case kind == "text/plain" && m.Header.Get("Content-Disposition") == "":
		words.text, ok = quickText(m.Body, m.Header.Get("Content-Transfer-Encoding"), params["charset"])
	}
	return words, ok
}

// quickParts finds the plain text among alternatives.
func quickParts(body io.Reader, boundary string) (text string, hasHTML, ok bool) {
	parts := multipart.NewReader(body, boundary)
	for {
		part, err := parts.NextRawPart()
		if err == io.EOF {
			return text, hasHTML, ok
		}
		if err != nil {
			return "", false, false
		}
		kind, params, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		switch {
		case err != nil || part.Header.Get("Content-Disposition") != "":
			return "", false, false
		case kind == "text/plain" && !ok:
			if text, ok = quickText(part, part.Header.Get("Content-Transfer-Encoding"), params["charset"]); !ok {
				return "", false, false
			}
		case kind == "text/html" && !hasHTML:
			hasHTML = true
		default:
			return "", false, false
		}
	}
}

// quickText decodes a text in UTF-8 or ASCII.
func quickText(body io.Reader, encoding, charset string) (string, bool) {
	if charset = strings.ToLower(charset); charset != "utf-8" && charset != "us-ascii" {
		return "", false
	}
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "", "7bit", "8bit":
	default:
		return "", false
	}
	decoded, err := io.ReadAll(body)
	if err != nil {
		return "", false
	}
	return plainText(string(decoded)), true
}

// plainText has plain line ends and none after the last line.
func plainText(text string) string {
	return strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
}
