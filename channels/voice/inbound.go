package voice

import "github.com/goodterms/goodterms/channels/twilio"

// InboundScript is what someone hears who calls us. It holds nothing of any
// account: who calls is not known, and anyone may pick up a phone.
type InboundScript struct {
	Language     string // BCP 47
	CreditorName string
	SpeakTo      string // E.164 of a colleague; may be empty
	CanDial      bool   // a colleague may be dialled now
	Caller       string // the calling number as Twilio gives it, which is no number when it is withheld
}

// Inbound is what to say to someone who calls us: first who is called, then the
// keys. Keys are posted to the action address followed by a slash and the round.
func Inbound(s InboundScript, actionURL string) []byte {
	w := wordsFor(s.Language)
	return response(offer(w, s.keys(w), 1, actionURL, w.reception(s.CreditorName))...)
}

// InboundKeypad is what to say after a caller pressed a key, and what the key
// means. Keys mean what they mean in our own calls, though not all are offered.
func InboundKeypad(s InboundScript, digits string, round int, actionURL string) ([]byte, Choice) {
	w := wordsFor(s.Language)
	choice := ChoiceOf(digits)
	reachable := twilio.ValidNumber(s.Caller)
	switch {
	case choice == ChoseSpeak && s.dials() && reachable:
		return response(putThrough(s.SpeakTo, w, w.missed)...), choice
	case choice == ChoseSpeak && s.dials(): // nobody can call back
		return response(putThrough(s.SpeakTo, w, w.goodbye)...), choice
	case (choice == ChoseSpeak || choice == ChoseStop) && !reachable:
		return response(ending(w, w.hidden)...), choice
	case choice == ChoseSpeak:
		return response(ending(w, w.callBack)...), choice
	case choice == ChoseStop:
		return response(ending(w, w.stop)...), choice
	case choice == ChoseExplain:
		return response(ending(w, w.explain)...), choice
	case round >= mostRounds:
		return response(ending(w, w.goodbye)...), choice
	}
	said := w.wrong
	if choice == ChoseRepeat {
		said = w.reception(s.CreditorName)
	}
	return response(offer(w, s.keys(w), round+1, actionURL, said)...), choice
}

// keys says what the keys are for.
func (s InboundScript) keys(w words) string {
	if s.dials() {
		return w.line
	}
	return w.lineBack
}

func (s InboundScript) dials() bool { return Script{SpeakTo: s.SpeakTo, CanDial: s.CanDial}.dials() }
