package channels

// Status is the provider's word about where a message is. Statuses form a
// lattice: see Rank.
type Status string

// The delivery statuses.
const (
	Accepted    Status = "accepted"    // the provider took it
	Sent        Status = "sent"        // passed on to the carrier or relay
	Ringing     Status = "ringing"     // voice: the phone rings
	Answered    Status = "answered"    // voice: a person picked up
	Delivered   Status = "delivered"   // it arrived; voice: the call was completed
	Undelivered Status = "undelivered" // the carrier could not deliver it
	Failed      Status = "failed"      // the provider gave up
	Voicemail   Status = "voicemail"   // voice: a machine picked up
	NoAnswer    Status = "no_answer"   // voice: nobody picked up
	BusyLine    Status = "busy"        // voice: the line was engaged
	Canceled    Status = "canceled"    // taken back before it went out
	Read        Status = "read"        // opened, where a channel knows
)

var ranks = map[Status]int{
	Accepted: 1, Sent: 2, Ringing: 3, Answered: 4,
	Delivered: 6, Undelivered: 6, Failed: 6, NoAnswer: 6, BusyLine: 6, Canceled: 6, Voicemail: 7, Read: 8,
}

// Rank orders statuses: a status replaces another only when its rank is higher,
// so delivery never goes backwards and the first final word stands.
func (s Status) Rank() int { return ranks[s] }

// Final says that no further word is expected, save that it was read.
func (s Status) Final() bool { return s.Rank() >= 6 }

// Receipt is a provider's later word about a message, as one callback said it.
type Receipt struct {
	Channel    Kind
	Attempt    string // from the callback's path; empty when it had none
	ProviderID string
	Status     Status // empty when the callback says nothing that we rank
	Code       string // provider's error code
	Key        string // the same for repeats of one callback; empty when the provider sends none
	Raw        string // the callback as it came, for the record
}

// Reply is something that a customer, or a machine of theirs, sent back, before
// anyone has read meaning into it.
type Reply struct {
	Channel    Kind
	Attempt    string // what it answers, when the way in proves it; else empty
	From       string // as the provider gave it: phone number, or envelope sender of a mail (empty for a bounce)
	To         string // ours; of a mail the envelope recipient, empty when the way in does not tell it
	ProviderID string // unique per reply; repeats of one callback share it; may be empty for a mail
	Text       string // SMS body; empty for a keypad and for a mail, which is read from Raw
	Digits     string // keypad
	OptOut     bool   // the provider has taken it as an opt-out and has answered already
	OptIn      bool   // the provider has taken it as an opt-in and has answered already
	Help       bool   // the provider has taken it as a call for help and has answered already
	Media      []Media
	Raw        string // as it came, whole: the form of a webhook, the bytes of a mail
}

// Media is something that came with a reply. It is listed and left where it is.
type Media struct {
	Type string `json:"type"`           // MIME type as told; may be empty
	URL  string `json:"url,omitempty"`  // at the provider; empty for a part of a mail
	Name string `json:"name,omitempty"` // file name of a part of a mail
	Size int    `json:"size,omitempty"` // bytes, where known
}
