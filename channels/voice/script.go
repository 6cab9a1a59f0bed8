package voice

import (
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/channels/twilio"
)

const (
	keySeconds      = 6  // to press a key after the last word
	dialSeconds     = 25 // to let a colleague's phone ring
	greetingSeconds = 5  // an answering machine speaks first
	betweenSeconds  = 2  // between the two times that it is told
	lineSeconds     = 1  // an empty line in a text
	mostRounds      = 6  // how often one call offers the menu
)

// Script is what one call has to say.
type Script struct {
	Attempt      string
	Text         string // the reminder in words to be spoken
	Limited      string // what an answering machine hears; empty: nothing
	Language     string // BCP 47
	CreditorName string
	SpeakTo      string // E.164 of a colleague; may be empty
	CanDial      bool   // a colleague may be dialled now
}

// Choice is what a customer chose by a key. The list is closed.
type Choice string

// The choices.
const (
	ChoseRepeat  Choice = "repeat"  // 1 or star: hear it again
	ChoseExplain Choice = "explain" // 2: has paid or wishes to explain
	ChoseSpeak   Choice = "speak"   // 3: wishes to speak to someone, now or by a call back
	ChoseStop    Choice = "stop"    // 9: no more calls
	ChoseNothing Choice = "nothing" // no key, or one without a meaning
)

var choices = map[string]Choice{
	"1": ChoseRepeat, "*": ChoseRepeat, "2": ChoseExplain, "3": ChoseSpeak, "9": ChoseStop,
}

// ChoiceOf returns what a key means.
func ChoiceOf(digits string) Choice {
	if choice, found := choices[digits]; found {
		return choice
	}
	return ChoseNothing
}

// Answer is what to say when the phone is picked up. A machine hears the
// limited message alone, for anyone may play it; everyone else first hears who
// calls. Keys are posted to the action address followed by a slash and the round.
func Answer(s Script, answeredBy, actionURL string) []byte {
	if machine(answeredBy) {
		return response(voicemail(s, answeredBy)...)
	}
	w := wordsFor(s.Language)
	return response(menu(s, w, 1, actionURL, w.greeting(s.CreditorName), s.Text)...)
}

// Keypad is what to say after a key was pressed, and what the key means. Round
// is the one that the menu was offered in, from 1.
func Keypad(s Script, digits string, round int, actionURL string) ([]byte, Choice) {
	w := wordsFor(s.Language)
	choice := ChoiceOf(digits)
	switch choice {
	case ChoseExplain:
		return response(ending(w, w.explain)...), choice
	case ChoseStop:
		return response(ending(w, w.stop)...), choice
	case ChoseSpeak:
		return response(speak(s, w)...), choice
	}
	if round >= mostRounds {
		return response(ending(w, w.goodbye)...), choice
	}
	said := w.wrong
	if choice == ChoseRepeat {
		said = s.Text
	}
	return response(menu(s, w, round+1, actionURL, said)...), choice
}

// menu says the texts and the keys of our own calls.
func menu(s Script, w words, round int, actionURL string, texts ...string) []verb {
	keys := w.menuBack
	if s.dials() {
		keys = w.menu
	}
	return offer(w, keys, round, actionURL, texts...)
}

// offer says the texts and the keys, and the keys once more when none is
// pressed. A key interrupts at any word.
func offer(w words, keys string, round int, actionURL string, texts ...string) []verb {
	action := strings.TrimSuffix(actionURL, "/") + "/" + strconv.Itoa(round)
	var first []verb
	for _, text := range append(texts, keys) {
		first = append(first, say(w, text)...)
	}
	second := append(say(w, w.again), say(w, keys)...)
	return append([]verb{gather(action, first), gather(action, second)}, ending(w, w.goodbye)...)
}

func (s Script) dials() bool { return s.CanDial && twilio.ValidNumber(s.SpeakTo) }

func speak(s Script, w words) []verb {
	if !s.dials() {
		return ending(w, w.callBack)
	}
	return putThrough(s.SpeakTo, w, w.missed)
}

// putThrough dials a colleague; afterwards is said when that call has ended.
func putThrough(number string, w words, afterwards string) []verb {
	return append(append(say(w, w.connect), dial(number)), ending(w, afterwards)...)
}

func ending(w words, text string) []verb { return append(say(w, text), hangup()) }

// voicemail says the limited message. A machine that has only begun is still
// playing its greeting, so that it is told twice.
func voicemail(s Script, answeredBy string) []verb {
	w := wordsFor(s.Language)
	message := say(w, s.Limited)
	if len(message) == 0 {
		return []verb{hangup()}
	}
	if answeredBy != "machine_start" {
		return append(message, hangup())
	}
	verbs := append([]verb{pause(greetingSeconds)}, message...)
	verbs = append(append(verbs, pause(betweenSeconds)), message...)
	return append(verbs, hangup())
}

// machine says whether Twilio found that no person answered
// (https://www.twilio.com/docs/voice/answering-machine-detection). It is not
// always right, so that unknown is taken for a person.
func machine(answeredBy string) bool {
	return strings.HasPrefix(answeredBy, "machine") || answeredBy == "fax"
}
