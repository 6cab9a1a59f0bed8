package explain

import (
	"encoding/json"
	"io"
	"time"

	"github.com/goodterms/goodterms/policy"
)

// Horizon is how far ahead openings are looked for.
const Horizon = 400 * 24 * time.Hour

// Decider answers questions.
type Decider interface {
	Decide(q policy.Question) policy.Decision
	// Openings lists the next stretches, from q.At on and before until, in which
	// everything allows contact.
	Openings(q policy.Question, until time.Time, most int) []policy.Opening
}

// Answer is a decision as it is shown: what failed and what passed are always
// there, even when they are empty.
type Answer struct {
	Decision  policy.Verdict    `json:"decision"`
	Until     time.Time         `json:"until,omitzero"`
	WindowEnd time.Time         `json:"window_end,omitzero"`
	Zones     []string          `json:"zones"`
	Because   []policy.Because  `json:"because"`
	Passed    []string          `json:"passed"`
	Loosened  []policy.Loosened `json:"loosened,omitempty"`
	Notes     []string          `json:"notes,omitempty"`
	Next      []policy.Opening  `json:"next,omitzero"` // nil: nobody asked
	Inputs    *policy.Inputs    `json:"inputs,omitempty"`
	Version   string            `json:"policy_version"`
}

// Show turns a decision into an answer. Instants are in UTC.
func Show(d policy.Decision) Answer {
	a := Answer{
		Decision: d.Verdict, Until: d.Until.UTC(), WindowEnd: d.WindowEnd.UTC(), Zones: orNone(d.Zones),
		Because: orNone(d.Because), Passed: orNone(d.Passed), Loosened: d.Loosened, Notes: d.Notes, Version: d.Version,
	}
	if d.Inputs != nil {
		inputs := *d.Inputs
		inputs.At = inputs.At.UTC()
		a.Inputs = &inputs
	}
	return a
}

func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// Answers are those to Cases, in order.
type Answers struct {
	List    []Answer
	Several bool
}

// Answer decides every case. With next above 0 each answer has so many of the next
// openings, as far as there are.
func (c Cases) Answer(by Decider, next int) Answers {
	out := Answers{List: make([]Answer, len(c.List)), Several: c.Several}
	for i, asked := range c.List {
		out.List[i] = Show(by.Decide(asked.question))
		if next > 0 {
			out.List[i].Next = openings(by, asked.question, next)
		}
	}
	return out
}

func openings(by Decider, q policy.Question, most int) []policy.Opening {
	found := orNone(by.Openings(q, q.At.Add(Horizon), most))
	for i, o := range found {
		found[i] = policy.Opening{Opens: o.Opens.UTC(), Closes: o.Closes.UTC()}
	}
	return found
}

// MarshalJSON writes an object for one case and an array for a list.
func (a Answers) MarshalJSON() ([]byte, error) {
	return json.Marshal(a.shape())
}

func (a Answers) shape() any {
	if a.Several || len(a.List) != 1 {
		return orNone(a.List)
	}
	return a.List[0]
}

// Write writes the answers for people to read, as JSON all the same.
func (a Answers) Write(w io.Writer) error {
	to := json.NewEncoder(w)
	to.SetEscapeHTML(false)
	to.SetIndent("", "  ")
	return to.Encode(a.shape())
}
