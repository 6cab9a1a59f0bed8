package sandbox

// Outcome is one row of the table by which an address decides what happens.
type Outcome struct {
	Name    string `json:"name"`    // for POST /faults
	Channel string `json:"channel"` // email, sms or voice
	Pattern string `json:"pattern"` // the last six digits of a number, or the local part with its @: every time
	Once    string `json:"once"`    // the same, but only for the first hand-off to that address; empty where it makes no sense
	What    string `json:"what"`    // what happens, as a sentence
}

// answer is how a hand-off that was taken is answered.
type answer int

const (
	answerWhole     answer = iota // as Twilio does
	answerTruncated               // the first half of it, then the connection ends
	answerEmpty                   // 201 with {}
	answerProxy                   // a proxy's 502 page
	answerNone                    // the connection closes without a word
)

// pace is how long an answer takes.
type pace int

const (
	pacePrompt pace = iota // at once
	paceSlow               // Config.Slow
	paceStall              // Config.Stall, longer than clients wait
)

// receipts is how status callbacks come.
type receipts int

const (
	receiptsUsual     receipts = iota // in order, once
	receiptsLate                      // the last one after Config.Slow
	receiptsTripled                   // each three times
	receiptsReordered                 // the last one first
	receiptsEarly                     // before the API has answered
	receiptsNone                      // never
)

// refusal is an error answer in Twilio's words.
type refusal struct {
	status  int // HTTP status
	code    int // Twilio's error code
	message string
}

// act is an outcome of the phone network as data.
type act struct {
	name    string
	digits  string // the last three digits of a special number
	what    string
	refuse  refusal // status not 0: not taken
	proxy   bool    // the refusal is a proxy's HTML page instead
	drop    bool    // not taken: the connection closes without a word
	answer  answer
	pace    pace
	final   string // last status; empty for the usual one
	failure int    // Twilio's code that comes with final
	receipt receipts

	sip        int    // SIP code of a call that fails
	answeredBy string // what machine detection says; empty for human
	keys       string // keys the customer presses at the first Gather
	leaves     bool   // the customer hangs up during the script
}

// refuses tells whether a hand-off is not taken at all.
func (a act) refuses() bool { return a.refuse.status != 0 || a.proxy || a.drop }

// wireActs are the outcomes that SMS and calls share: trouble on the wire.
func wireActs() []act {
	return []act{
		{name: "429", digits: "429", what: "Refused: 429 with error 20429 (too many requests) and Retry-After; not taken.", refuse: refusal{429, 20429, "Too Many Requests"}},
		{name: "500", digits: "500", what: "Refused: 500 with Twilio's error 20500; not taken.", refuse: refusal{500, 20500, "An internal server error has occurred"}},
		{name: "503-html", digits: "503", what: "A proxy's 503 page in HTML; not taken.", proxy: true},
		{name: "drop", digits: "445", what: "The connection closes without an answer; not taken.", drop: true},
		{name: "drop-taken", digits: "444", what: "Taken, but the connection closes without an answer.", answer: answerNone},
		{name: "502-taken", digits: "502", what: "Taken, but a proxy answers 502 in HTML.", answer: answerProxy},
		{name: "truncated", digits: "201", what: "Taken, but the 201 breaks off half way.", answer: answerTruncated},
		{name: "empty", digits: "200", what: "Taken, but the 201 holds only {}.", answer: answerEmpty},
		{name: "slow", digits: "003", what: "Taken, answered after 3 seconds.", pace: paceSlow},
		{name: "stall", digits: "030", what: "Taken, answered after 30 seconds: longer than clients wait.", pace: paceStall},
		{name: "late", digits: "702", what: "Delivered, but the last callback comes 3 seconds late.", receipt: receiptsLate},
		{name: "tripled", digits: "703", what: "Delivered; every callback comes three times.", receipt: receiptsTripled},
		{name: "reordered", digits: "704", what: "Delivered; the callbacks come in the wrong order.", receipt: receiptsReordered},
		{name: "early", digits: "705", what: "Delivered; the first callback comes before the API's answer.", receipt: receiptsEarly},
		{name: "silent", digits: "706", what: "Delivered, but no callback ever comes: only a fetch tells.", receipt: receiptsNone},
	}
}

// smsActs are the outcomes of SMS alone.
func smsActs() []act {
	return []act{
		{name: "21610", digits: "610", what: "Refused: 21610, the recipient has opted out.", refuse: refusal{400, 21610, "Attempt to send to unsubscribed recipient"}},
		{name: "21211", digits: "211", what: "Refused: 21211, not a phone number.", refuse: refusal{400, 21211, "Invalid 'To' Phone Number"}},
		{name: "21614", digits: "614", what: "Refused: 21614, not a mobile number.", refuse: refusal{400, 21614, "'To' number is not a valid mobile number"}},
		{name: "21408", digits: "408", what: "Refused: 21408, the country is not enabled.", refuse: refusal{400, 21408, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number"}},
		{name: "21612", digits: "612", what: "Refused: 21612, no route from this sender.", refuse: refusal{400, 21612, "Message cannot be sent with the current combination of 'To' and/or 'From' parameters"}},
		{name: "21611", digits: "611", what: "Refused: 21611, this sender's queue is full.", refuse: refusal{400, 21611, "This 'From' number has exceeded the maximum number of queued messages"}},
		{name: "sent", digits: "701", what: "Sent is the last word: the carrier never confirms.", final: "sent"},
		{name: "30003", digits: "903", what: "Undelivered: 30003, the handset is unreachable.", final: "undelivered", failure: 30003},
		{name: "30004", digits: "904", what: "Undelivered: 30004, blocked.", final: "undelivered", failure: 30004},
		{name: "30005", digits: "905", what: "Undelivered: 30005, unknown handset.", final: "undelivered", failure: 30005},
		{name: "30006", digits: "906", what: "Undelivered: 30006, a landline or unreachable carrier.", final: "undelivered", failure: 30006},
		{name: "30007", digits: "907", what: "Undelivered: 30007, filtered by the carrier.", final: "undelivered", failure: 30007},
		{name: "30008", digits: "908", what: "Undelivered: 30008, unknown error.", final: "undelivered", failure: 30008},
		{name: "30034", digits: "934", what: "Undelivered: 30034, the sender is not registered (A2P 10DLC).", final: "undelivered", failure: 30034},
		{name: "30410", digits: "910", what: "Undelivered: 30410, the provider timed out.", final: "undelivered", failure: 30410},
	}
}

// voiceActs are the outcomes of calls alone.
func voiceActs() []act {
	return []act{
		{name: "busy", digits: "486", what: "Busy.", final: "busy", sip: 486},
		{name: "no-answer", digits: "480", what: "Rings, nobody answers.", final: "no-answer", sip: 480},
		{name: "failed", digits: "404", what: "Failed: the number is not in service.", final: "failed", sip: 404},
		{name: "canceled", digits: "487", what: "Canceled while it rings.", final: "canceled", sip: 487},
		{name: "machine", digits: "601", what: "A machine answers: machine_start, or machine_end_beep with DetectMessageEnd.", answeredBy: "machine"},
		{name: "machine-beep", digits: "602", what: "A machine answers: machine_end_beep.", answeredBy: "machine_end_beep"},
		{name: "fax", digits: "603", what: "A fax answers.", answeredBy: "fax"},
		{name: "unknown", digits: "604", what: "Machine detection cannot tell: unknown.", answeredBy: "unknown"},
		{name: "hangs-up", digits: "606", what: "Answers, and hangs up at the first question.", leaves: true},
		{name: "presses-1", digits: "801", what: "Answers, and presses 1 at the first question.", keys: "1"},
		{name: "presses-2", digits: "802", what: "Answers, and presses 2 at the first question.", keys: "2"},
		{name: "presses-3", digits: "803", what: "Answers, and presses 3 at the first question.", keys: "3"},
		{name: "presses-9", digits: "809", what: "Answers, and presses 9 at the first question.", keys: "9"},
		{name: "21210", digits: "210", what: "Refused: 21210, the caller's number is not verified.", refuse: refusal{400, 21210, "The source phone number provided is not yet verified for your account"}},
		{name: "21217", digits: "217", what: "Refused: 21217, not a phone number.", refuse: refusal{400, 21217, "Phone number does not appear to be valid"}},
		{name: "21214", digits: "214", what: "Refused: 21214, the number cannot be reached.", refuse: refusal{400, 21214, "'To' phone number cannot be reached"}},
		{name: "21215", digits: "215", what: "Refused: 21215, the country is not enabled.", refuse: refusal{400, 21215, "Account not authorized to call this number"}},
		{name: "21216", digits: "216", what: "Refused: 21216, the number is on a blocklist.", refuse: refusal{400, 21216, "Account not allowed to call this number"}},
		{name: "10004", digits: "004", what: "Refused: 10004, too many calls at the same time.", refuse: refusal{429, 10004, "Call concurrency limit exceeded"}},
	}
}

// The digits before an act's own three: every time, or only the first time.
const (
	everyTime = "990"
	onlyOnce  = "991"
)

// Outcomes is the table of special addresses; any other address is delivered.
func Outcomes() []Outcome {
	var table []Outcome
	for _, a := range append(smsActs(), wireActs()...) {
		table = append(table, Outcome{a.name, channelSMS, everyTime + a.digits, onlyOnce + a.digits, a.what})
	}
	for _, a := range append(voiceActs(), wireActs()...) {
		table = append(table, Outcome{a.name, channelVoice, everyTime + a.digits, onlyOnce + a.digits, a.what})
	}
	return append(table, mailOutcomes()...)
}

// mailOutcomes are the usual cases of the rule that mail addresses follow.
func mailOutcomes() []Outcome {
	row := func(name, once, what string) Outcome {
		return Outcome{name, channelEmail, name + "@", once, what}
	}
	return []Outcome{
		row("550-5.1.1", "550-5.1.1-once@", "Refused at RCPT TO: no such mailbox."),
		row("550-5.7.1", "550-5.7.1-once@", "Refused at RCPT TO: we are not welcome (policy)."),
		row("552-5.2.2", "552-5.2.2-once@", "Refused at RCPT TO: mailbox full, told as permanent."),
		row("452-4.2.2", "452-4.2.2-once@", "Refused for now at RCPT TO: mailbox full."),
		row("451", "451-once@", "Refused for now at RCPT TO: try again later."),
		row("450-4.2.0", "450-4.2.0-once@", "Greylisted: refused for now at RCPT TO."),
		row("421", "421-once@", "Answered 421 at RCPT TO, and the connection closes."),
		row("451-data", "451-data-once@", "Refused for now at the end of the data; not taken."),
		row("550-data", "550-data-once@", "Refused at the end of the data; not taken."),
		row("554-5.7.1-data", "554-5.7.1-data-once@", "Refused as spam at the end of the data; not taken."),
		row("550-5.7.1-mail", "550-5.7.1-mail-once@", "As an envelope sender: refused at MAIL FROM."),
		row("drop-before-data", "drop-before-data-once@", "The connection closes at RCPT TO; not taken."),
		row("drop-in-data", "drop-in-data-once@", "The connection closes during the data; not taken."),
		row("drop-after-data", "drop-after-data-once@", "Taken, but the connection closes before the 250."),
		row("451-taken", "451-taken-once@", "Taken, yet answered with a 451 at the end of the data."),
		row("slow", "slow-once@", "Taken, answered after 3 seconds."),
		row("stall", "stall-once@", "Taken, answered after 30 seconds: longer than clients wait."),
	}
}
