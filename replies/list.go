package replies

import "time"

// ReplyFilter chooses replies of a list ordered by id. Empty fields choose all.
type ReplyFilter struct {
	Account   string // reference
	Unmatched bool   // only those of nobody known
	Kind      string
	After     string // id of the last one seen
	Latest    bool   // latest first
	Limit     int
}

// Message is one of an account's last messages, for whoever answers.
type Message struct {
	At       time.Time
	Channel  string
	Incoming bool
	ID       string // att_… or rep_…
	Template string // of ours
	Subject  string
	Text     string
	Status   string // of ours: the provider's latest word
}
