package reminder

import (
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// Lint looks at a rendered text once more before it leaves, because only now is it
// known what it says to whom.
type Lint interface {
	// Check returns why the text must wait: a reason of one word, which is HeldTerms
	// or HeldFacts, and the same in plain words without any value. An empty reason
	// lets it go. The terms of the account are in the facts.
	Check(words templates.Words, channel channels.Kind, stage templates.Stage, facts templates.Facts) (held, text string)
}

// Reasons for which a reminder waits because of its text. It is looked at again
// when something about its account changes, when it is moved to another version,
// and when it is rescheduled.
const (
	HeldTerms = "terms" // the text names a consequence that the account's terms do not grant
	HeldFacts = "facts" // the text does not state what it must
)
