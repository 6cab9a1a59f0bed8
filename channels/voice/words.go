package voice

import "strings"

// words is what a call says besides the reminder itself, in one language.
type words struct {
	language string // BCP 47, as Twilio takes it
	voice    string // one that speaks the language; https://www.twilio.com/docs/voice/twiml/say/text-speech
	hello    string // who calls; %s is the creditor
	menu     string // the keys, when someone may be put through
	menuBack string // the keys, when we call back
	again    string // before the keys are said once more
	wrong    string // after a key that means nothing
	explain  string // after 2
	connect  string // after 3, before dialling
	missed   string // after the dialled call has ended
	callBack string // after 3, when nobody can be dialled
	stop     string // after 9
	goodbye  string // at the end, and when no key is pressed
}

const creditor = "%s" // stands for the creditor's name

// script holds every language that calls are made in; the first one stands in
// for a language that is not there.
var script = []words{
	{
		language: "en-GB", voice: "Polly.Amy",
		hello:    "Hello. This is an automated call from %s.",
		menu:     "To hear this again, press 1. If you have paid, or wish to explain, press 2. To speak to someone, press 3. If you want no more calls from us, press 9.",
		menuBack: "To hear this again, press 1. If you have paid, or wish to explain, press 2. To be called back by one of us, press 3. If you want no more calls from us, press 9.",
		again:    "We did not hear a key.",
		wrong:    "Sorry, that key has no meaning here.",
		explain:  "Thank you. We have made a note of it, and one of us will look at it. Goodbye.",
		connect:  "Thank you. We are putting you through now.",
		missed:   "If we could not put you through, one of us will call you back. Thank you, and goodbye.",
		callBack: "Thank you. One of us will call you back. Goodbye.",
		stop:     "Thank you. You will get no more automated calls from us at this number. Goodbye.",
		goodbye:  "Thank you for your time. Goodbye.",
	},
	{
		language: "en-US", voice: "Polly.Joanna",
		hello:    "Hello. This is an automated call from %s.",
		menu:     "To hear this again, press 1. If you have paid, or would like to explain, press 2. To speak with someone, press 3. If you want no more calls from us, press 9.",
		menuBack: "To hear this again, press 1. If you have paid, or would like to explain, press 2. To get a call back from one of us, press 3. If you want no more calls from us, press 9.",
		again:    "We did not hear a key.",
		wrong:    "Sorry, that key has no meaning here.",
		explain:  "Thank you. We have made a note of it, and one of us will look into it. Goodbye.",
		connect:  "Thank you. We are connecting you now.",
		missed:   "If we could not connect you, one of us will call you back. Thank you, and goodbye.",
		callBack: "Thank you. One of us will call you back. Goodbye.",
		stop:     "Thank you. You will get no more automated calls from us at this number. Goodbye.",
		goodbye:  "Thank you for your time. Goodbye.",
	},
	{
		language: "de-DE", voice: "Polly.Vicki",
		hello:    "Guten Tag. Dies ist ein automatischer Anruf von %s.",
		menu:     "Um dies noch einmal zu hören, drücken Sie die 1. Wenn Sie bezahlt haben oder etwas dazu sagen möchten, drücken Sie die 2. Um mit jemandem zu sprechen, drücken Sie die 3. Wenn Sie keine Anrufe mehr von uns möchten, drücken Sie die 9.",
		menuBack: "Um dies noch einmal zu hören, drücken Sie die 1. Wenn Sie bezahlt haben oder etwas dazu sagen möchten, drücken Sie die 2. Für einen Rückruf drücken Sie die 3. Wenn Sie keine Anrufe mehr von uns möchten, drücken Sie die 9.",
		again:    "Wir haben keine Taste gehört.",
		wrong:    "Diese Taste ist leider nicht belegt.",
		explain:  "Vielen Dank. Wir haben es notiert und sehen es uns an. Auf Wiederhören.",
		connect:  "Vielen Dank. Wir verbinden Sie jetzt.",
		missed:   "Falls wir Sie nicht verbinden konnten, rufen wir Sie zurück. Vielen Dank und auf Wiederhören.",
		callBack: "Vielen Dank. Wir rufen Sie zurück. Auf Wiederhören.",
		stop:     "Vielen Dank. Sie bekommen unter dieser Nummer keine automatischen Anrufe mehr von uns. Auf Wiederhören.",
		goodbye:  "Vielen Dank für Ihre Zeit. Auf Wiederhören.",
	},
}

// wordsFor returns the words of a language: those of the region, else of the
// language, else the first.
func wordsFor(language string) words {
	tag := strings.ReplaceAll(language, "_", "-")
	for _, w := range script {
		if strings.EqualFold(w.language, tag) {
			return w
		}
	}
	base, _, _ := strings.Cut(tag, "-")
	for _, w := range script {
		if strings.EqualFold(w.language[:2], base) {
			return w
		}
	}
	return script[0]
}

// greeting says who calls.
func (w words) greeting(name string) string { return strings.Replace(w.hello, creditor, name, 1) }
