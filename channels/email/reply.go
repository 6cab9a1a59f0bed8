package email

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode/utf8"

	"github.com/jhillyerd/enmime/v2"

	"github.com/goodterms/goodterms/channels"
)

// ParseReply reads who wrote a mail and its plain text, quotes and all. A mail
// that cannot be read is a reply without a text: it is kept and a person looks.
// Its id is the hash of the mail, so that a repeat is known as one.
func ParseReply(in Inbound) channels.Reply {
	sum := sha256.Sum256(in.Raw)
	reply := channels.Reply{
		Channel: channels.Email, From: in.From, To: in.To,
		ProviderID: hex.EncodeToString(sum[:]), Raw: printable(in.Raw),
	}
	if envelope, err := enmime.ReadEnvelope(bytes.NewReader(in.Raw)); err == nil {
		reply.Text = strings.ToValidUTF8(strings.ReplaceAll(envelope.Text, "\x00", ""), "\uFFFD")
	}
	return reply
}

// ParseBounce is a mail to the bounce address as a receipt that is kept; what it
// says about the address is for a reader of bounces to find out.
func ParseBounce(in Inbound) channels.Receipt {
	sum := sha256.Sum256(in.Raw)
	return channels.Receipt{Channel: channels.Email, Key: hex.EncodeToString(sum[:]), Raw: printable(in.Raw)}
}

// printable is the mail as text that every database can hold: as it came, or
// in base64 after a word that says so.
func printable(raw []byte) string {
	if utf8.Valid(raw) && bytes.IndexByte(raw, 0) < 0 {
		return string(raw)
	}
	return "base64:" + base64.StdEncoding.EncodeToString(raw)
}
