package packs

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy/hours"
)

// region reads a region in the one way of writing it.
func region(text string) (string, error) {
	code, err := account.ParseRegion(text)
	if err != nil || code != text {
		return "", fmt.Errorf("%w, in capital letters", account.ErrRegion)
	}
	return code, nil
}

var errChannel = errors.New("is not one of email, sms, voice")

func channel(text string) (channels.Kind, error) {
	if kind := channels.Kind(text); kind.Valid() {
		return kind, nil
	}
	return "", errChannel
}

func (t *table) evidence() Evidence {
	switch e := Evidence(t.needed("evidence")); e {
	case Read, Secondary, Recalled, Own, "":
		return e
	}
	t.wrong("evidence", sayEvidence)
	return ""
}

// sentence reads one that people will see.
func (t *table) sentence(key string, needed bool) string {
	text := t.text(key)
	switch {
	case needed && !t.has(key):
		t.wrong(key, sayMissing)
	case text != "" && !whole(text):
		t.wrong(key, saySentence)
	}
	return text
}

// whole says that the text looks like a sentence.
func whole(text string) bool {
	return sentenceShape.MatchString(text) && strings.Contains(text, " ")
}

var sentenceShape = regexp.MustCompile(`^[\p{Lu}\p{N}“"][^\p{Cc}]*[.]$`)

// hoursAround is how the days of closed are read: all others are open.
const hoursAround = "24/7; "

// closed reads days such as Su,PH.
func (t *table) closed() *hours.Windows {
	text := t.text("closed")
	if text == "" {
		return nil
	}
	w, err := hours.Parse(hoursAround + text + " off")
	switch {
	case err != nil || !daysShape.MatchString(text):
		t.wrong("closed", "must be days such as Su or Sa-Su,PH, without hours")
	case w.Never():
		t.wrong("closed", "leaves no day open: leave one out")
	}
	return &w
}

var daysShape = regexp.MustCompile(`^[A-Z][A-Za-z]([-,] ?[A-Z][A-Za-z])*$`)

func (t *table) window() *hours.Windows {
	text := t.text("window")
	if text == "" {
		return nil
	}
	w, err := hours.Parse(text)
	switch {
	case err != nil:
		t.wrong("window", err.Error())
	case w.Never():
		t.wrong("window", "never opens: name at least one day with hours")
	}
	return &w
}

func (t *table) zone() string {
	zone := t.text("zone")
	switch {
	case zone == "":
	case !t.has("window"):
		t.wrong("zone", "is of use only beside window: leave it out")
	case account.ParseZone(zone) != nil:
		t.wrong("zone", "is not a time zone such as America/New_York")
	}
	return zone
}

func (t *table) duty() string {
	word := t.text("duty")
	if word != "" && !dutyShape.MatchString(word) {
		t.wrong("duty", "must be lower-case words with underscores such as opt_out_line")
	}
	return word
}

var dutyShape = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)
