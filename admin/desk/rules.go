package desk

import "strings"

// ruleWords is what the rules look for, by their names without the language: it
// stands behind "it".
var ruleWords = map[string]string{
	"away.office":             "says that somebody is away",
	"dispute.appears":         "says that something about it seems wrong",
	"dispute.cancelled":       "says that it was cancelled",
	"dispute.credit":          "says that a credit is due",
	"dispute.dispute":         "says outright that it is disputed",
	"dispute.faulty":          "says that something was faulty",
	"dispute.hold":            "asks for the invoice to wait",
	"dispute.never-ordered":   "says that it was never ordered",
	"dispute.not-owed":        "says that nothing is owed",
	"dispute.not-received":    "says that something did not arrive",
	"dispute.refuse":          "says that it will not be paid",
	"dispute.refuse-because":  "says that it will not be paid, and why",
	"dispute.returned":        "says that the goods went back",
	"dispute.until-put-right": "says that it will be paid once something is put right",
	"dispute.wrong-amount":    "says that the amount is wrong",
	"hardship.afford":         "says that it cannot be afforded",
	"hardship.cannot":         "says that it cannot be paid",
	"hardship.cannot-pay":     "says that it cannot be paid",
	"hardship.life":           "tells of trouble such as illness or a lost job",
	"hardship.means":          "says that there is no money",
	"legal.deceased":          "tells of a death",
	"legal.insolvent":         "tells of an insolvency",
	"legal.lawyer":            "names a lawyer or a court",
	"opt-in.again":            "asks for reminders again",
	"opt-in.mistake":          "says that stopping was a mistake",
	"opt-out.do-not-contact":  "asks not to be contacted",
	"opt-out.how":             "asks how to stop the reminders",
	"opt-out.maybe":           "may be asking for an end of the reminders",
	"opt-out.no-more":         "asks for no more messages",
	"opt-out.no-wish":         "says that messages are not wanted",
	"opt-out.remove-me":       "asks to be taken off the list",
	"opt-out.stop-contacting": "asks to stop writing or calling",
	"opt-out.unsubscribe":     "asks to be unsubscribed",
	"paid.have-paid":          "says that it has been paid",
	"paid.maybe":              "may be saying that it is paid",
	"paid.paid":               "says that it is paid",
	"paid.payment-made":       "says that a payment was made",
	"paid.proof":              "speaks of a proof of payment",
	"paid.sent-it":            "says that the money was sent",
	"plan.ask-later":          "asks to pay later",
	"plan.instalments":        "asks to pay in instalments",
	"plan.more-time":          "asks for more time",
	"plan.wait":               "asks us to wait",
	"promise.and-pay":         "says that it will be paid",
	"promise.day":             "names a day of payment",
	"promise.get-done":        "says that it will be seen to",
	"promise.maybe":           "may be a promise to pay",
	"promise.parts":           "names the parts in which it will be paid",
	"promise.passive":         "says that it is going to be paid",
	"promise.present":         "says that it is being paid",
	"promise.scheduled":       "says that a payment is scheduled",
	"promise.will-be-paid":    "says that it will be paid",
	"promise.will-pay":        "says that it will be paid",
	"question.arrived":        "asks whether something has arrived",
	"question.ask":            "asks for something",
	"question.mark":           "ends with a question mark",
	"question.word":           "begins like a question",
	"wrong.left":              "says that somebody has left",
	"wrong.maybe":             "may be saying that it reached the wrong person",
	"wrong.nobody":            "says that nobody of that name is there",
	"wrong.not-me":            "says that it is not them",
	"wrong.number":            "says that the number is wrong",
}

// ownRules are those that stand for no phrase.
var ownRules = map[string]string{
	"keyword":       "is a keyword and nothing else",
	"keyword.first": "begins with a keyword and goes on",
	"provider":      "was understood by the phone provider, who has answered",
	"model":         "was taken so by the model; the rules were certain of nothing",
	"operator":      "was read so by a person",
	"keypad.2":      "was the key for having paid or wishing to explain",
	"keypad.3":      "was the key for a call back",
	"keypad.9":      "was the key for no more calls",
}

// ruleOf says why a rule found something, behind "because it"; empty when no words
// are known.
func ruleOf(id string) string {
	if words, ok := ownRules[id]; ok {
		return words
	}
	code, name, ok := strings.Cut(id, ".")
	words := ruleWords[name]
	if !ok || words == "" {
		return ""
	}
	if language, known := languages[code]; known && code != "en" {
		words += ", in " + language
	}
	return words
}
