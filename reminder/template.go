package reminder

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/goodterms/goodterms/templates"
)

// Errors of looking after templates and their versions.
var (
	ErrNoTemplate     = errors.New("no such template")
	ErrNoVersion      = errors.New("no such version")
	ErrNoExperiment   = errors.New("no such experiment")
	ErrTemplateExists = errors.New("a template of that key exists")
	ErrTemplateKey    = errors.New("a key is 1 to 64 small letters, digits and _, begins with a letter and is no word of the API")
	ErrTemplateStage  = errors.New("answers to replies are made by Goodterms alone: choose another stage")
	ErrDraftOpen      = errors.New("the template has a version that is being written or looked at: finish or discard it first")
	ErrEdited         = errors.New("somebody else has changed the draft meanwhile: read it again")
	ErrState          = errors.New("the version is not in a state that allows this")
	ErrOtherEyes      = errors.New("somebody else than who wrote or submitted it must publish it")
	ErrArms           = errors.New("an experiment has two to ten published versions of one template, each once, with weights of 1 to 100")
	ErrRunning        = errors.New("an experiment about the template is running: stop it first")
	ErrWinner         = errors.New("the winner is not one of the experiment's versions")
)

// PinnedError says that reminders that wait are to use another version: whoever
// publishes must say what becomes of them. Its count is as of the refusal.
type PinnedError struct{ Count int }

func (e *PinnedError) Error() string {
	return fmt.Sprintf("%d scheduled reminders use another version: choose whether they stay with it or move", e.Count)
}

// Scheduling says what becomes of reminders that wait when a version is published.
type Scheduling string

// The choices. Empty is allowed while no reminder waits with another version.
const (
	Stay Scheduling = "stay" // they keep the version that they were accepted with
	Move Scheduling = "move" // they use the new one; those of a running experiment keep theirs
)

// TemplateView is a template as it stands.
type TemplateView struct {
	templates.Template
	Shipped   bool // Goodterms brings texts for it: they are version 0
	Current   int  // version that new reminders use; 0: the shipped texts, or none yet of one's own
	Open      int  // version that is being written or looked at; 0: none
	OpenState templates.State
	Latest    int       // highest number so far; 0: none
	Running   string    // experiment that chooses the version instead; empty: none
	CreatedAt time.Time // zero while it is as shipped
	ChangedAt time.Time // when the current version was published; zero: shipped
}

// NewDraft begins a version.
type NewDraft struct {
	Base    int // version that it is a copy of; 0: the shipped texts, or nothing
	Sources []templates.Source
	Why     string
	By      string
}

// DraftEdit changes a draft. It takes effect only while the draft is at Revision.
type DraftEdit struct {
	Key      string
	Number   int
	Revision int
	Sources  []templates.Source // all of them, in the place of those before
	Why      *string            // nil: as it was
	By       string
}

// VersionStep moves a version on: to review, back to draft, or away.
type VersionStep struct {
	Key      string
	Number   int
	Revision int    // as it was read
	Why      string // of a return, its reason; else what takes the place of the draft's own unless it is empty
	By       string
}

// Publishing makes a version the current one, for good.
type Publishing struct {
	Key       string
	Number    int
	Revision  int    // of the draft that was checked
	Why       string // empty: as the draft says
	By        string
	Accepted  []templates.Accepted
	Scheduled Scheduling
	OtherEyes bool // By must be neither who edited nor who submitted it last
}

// Published is what publishing did.
type Published struct {
	Version templates.Version
	Moved   int // reminders that were moved to it
	Stayed  int // reminders that wait with another version
}

// reserved are words that stand where a key does in the API.
var reserved = []string{"reference", "lint", "preview", "experiments", "diff", "variables"}

var templateKey = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

// CheckTemplate says whether a template of one's own may be made: its key is free
// of those that Goodterms ships and of the API's words, and other systems may
// enqueue its stage.
func CheckTemplate(t templates.Template) error {
	switch {
	case !templateKey.MatchString(t.Key), slices.Contains(reserved, t.Key):
		return ErrTemplateKey
	case Shipped(t.Key):
		return ErrTemplateExists
	case !slices.Contains(templates.Stages(), t.Stage):
		return templates.ErrStage
	case t.Stage.Purpose() == templates.ForAnswer:
		return ErrTemplateStage
	}
	return nil
}

// Shipped says that Goodterms brings texts for the key, which is then a stage.
func Shipped(key string) bool { return slices.Contains(templates.Stages(), templates.Stage(key)) }
