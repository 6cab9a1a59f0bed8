package sandbox

import (
	"bytes"
	"net/mail"
	"strings"
	"sync"

	"github.com/jhillyerd/enmime/v2"
)

// headerAttempt is the header by which a mail names its attempt.
const headerAttempt = "X-Goodterms-Attempt"

// letter is a mail's bytes, decoded only when someone looks.
type letter struct {
	mu      sync.Mutex
	raw     []byte
	length  int
	decoded bool
	words   said
}

// said is what a mail tells its reader.
type said struct {
	from, subject, text, attempt   string
	messageID, replyTo, references string
	unsubscribe                    string
	hasHTML, trimmed               bool
}

func newLetter(raw []byte) *letter { return &letter{raw: raw, length: len(raw)} }

func (l *letter) size() int { return l.length }

func (l *letter) bytes() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.raw
}

// said decodes the mail on first use; what cannot be decoded is shown as it is.
func (l *letter) said() said {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.decoded || l.raw == nil {
		return l.words
	}
	l.decoded = true
	if words, ok := quickWords(l.raw); ok {
		l.words = words
		return l.words
	}
	l.words = said{text: string(l.raw)}
	if env, err := parse(l.raw); err == nil {
		l.words = wordsOf(env)
	}
	return l.words
}

// parse decodes by the declared charsets. Guessing them costs twenty times as
// much, and what the sandbox receives declares its own.
func parse(raw []byte) (*enmime.Envelope, error) {
	return enmime.NewParser(enmime.DisableCharacterDetection(true)).ReadEnvelope(bytes.NewReader(raw))
}

func wordsOf(env *enmime.Envelope) said {
	return said{
		from:        firstAddress(env.GetHeader("From")),
		subject:     env.GetHeader("Subject"),
		text:        plainText(env.Text),
		attempt:     env.GetHeader(headerAttempt),
		messageID:   env.GetHeader("Message-ID"),
		replyTo:     firstAddress(env.GetHeader("Reply-To")),
		references:  env.GetHeader("References"),
		unsubscribe: env.GetHeader("List-Unsubscribe"),
		hasHTML:     env.HTML != "",
	}
}

// letGo forgets the bytes but keeps the header's words, to save memory.
func (l *letter) letGo() {
	l.said()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.raw = nil
	l.words.text, l.words.trimmed = "", true
}

func (l *letter) envelope() *enmime.Envelope {
	env, err := parse(l.bytes())
	if err != nil {
		return nil
	}
	return env
}

func (l *letter) html() string {
	if env := l.envelope(); env != nil {
		return env.HTML
	}
	return ""
}

func (l *letter) header(name string) string {
	if env := l.envelope(); env != nil {
		return env.GetHeader(name)
	}
	return ""
}

// firstAddress returns the bare address of a header such as `"Acme" <a@b.example>`.
func firstAddress(field string) string {
	list, err := mail.ParseAddressList(field)
	if err != nil || len(list) == 0 {
		return strings.TrimSpace(field)
	}
	return list[0].Address
}
