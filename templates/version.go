package templates

import "time"

// State says how far a version of a template has come.
type State string

// The states. A published version never changes again; a discarded one is kept.
const (
	Draft     State = "draft"     // may be edited
	Review    State = "review"    // waits for a second look; may not be edited
	Published State = "published" // may be used, for good
	Discarded State = "discarded" // was given up before it was published
)

// Version is one version of a template: all its texts together.
type Version struct {
	Key       string
	Number    int // from 1 within the template; the shipped texts are version 0
	State     State
	Base      int      // number of the version that it began as a copy of
	Revision  int      // rises with each change of a draft; guards against overwriting another's edit
	Sources   []Source // its texts, by channel and locale; File is empty
	Why       string   // what changed and why, in its writer's words
	CreatedBy string   // who began it
	CreatedAt time.Time
	EditedBy  string // who changed it last
	EditedAt  time.Time
	ReviewBy  string // who asked for a look; empty before
	ReviewAt  time.Time
	ReturnBy  string // who sent it back from review last; empty: nobody
	ReturnWhy string // and why
	PublishBy string // who published it; empty before
	PublishAt time.Time
	Accepted  []Accepted // warnings that were accepted when it was published
}

// Accepted is a warning that somebody let pass, with the reason on record.
type Accepted struct {
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
	By     string `json:"by"`
}

// Pin is the version of a template that a reminder is to use. Version 0 is the
// shipped texts. Experiment is exp_… when the version was drawn in one.
type Pin struct {
	Version    int
	Experiment string
}
