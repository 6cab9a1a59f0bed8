// Package experiment is in charge of comparing versions of a text: which account
// reads which, what came of each with how much certainty, and when one does harm.
// It knows no store, no clock and no customer: numbers go in, numbers come out.
package experiment

import "time"

// Status says whether an experiment still draws versions.
type Status string

// The statuses.
const (
	Running Status = "running"
	Stopped Status = "stopped" // for good; what it has drawn stays drawn
)

// Arm is one version with its share of the accounts.
type Arm struct {
	Version int `json:"version"`
	Weight  int `json:"weight"` // 1 to 100
}

// Bounds of experiments.
const (
	MinArms   = 2
	MaxArms   = 10
	MinWeight = 1
	MaxWeight = 100
)

// Experiment lets published versions of one template share its reminders.
type Experiment struct {
	ID        string // exp_…
	Key       string // of the template
	Name      string // in its maker's words
	Arms      []Arm  // the first is the control, to which the others are compared
	Status    Status
	StartedAt time.Time
	StartedBy string
	Why       string // what it is to find out
	StoppedAt time.Time
	StoppedBy string // empty: the stop rule
	StopWhy   string
	Winner    *int // version that was made current when it was stopped; nil: none was
}

// Stop ends an experiment.
type Stop struct {
	By     string
	Why    string
	Winner *int // version to make current; nil: the current one stays
}

// Results are what came of an experiment, by version in the order of its arms.
type Results struct {
	Experiment Experiment
	At         time.Time
	Arms       []Result
}

// Result is what came of one version, counted in accounts. Sent is of the accounts
// that were drawn; what follows, of those that were sent a message, within fourteen
// days of the first. The two of payments are of those whose days are over, so that
// accounts that were written to yesterday do not count as unpaid.
type Result struct {
	Version    int
	Control    bool
	Accounts   int
	Sent       Share
	Delivered  Share
	Answered   Share
	Promised   Share
	Disputed   Share
	PaidIn7    Share
	PaidIn14   Share
	OptedOut   Share
	Complained Share
}

// Share is a part of a number, with the 95 % interval of the rate behind it.
type Share struct {
	Count, Of int
	Low, High float64 // from 0 to 1; 0 and 1 when Of is 0
}

// Harm is the finding that a version costs more customers than it may.
type Harm struct {
	Version int
	What    string // opted_out or complained
	Why     string // in plain words, with the numbers
}
