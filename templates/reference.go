package templates

import (
	"slices"
	"strings"

	"github.com/goodterms/goodterms/channels"
)

// Manual is everything that a text can use, for the editor, the API and the
// documentation.
type Manual struct {
	Variables []VariableReference `json:"variables"`
	Loops     []LoopReference     `json:"loops"`
	Filters   []FilterReference   `json:"filters"`
	Tags      []TagReference      `json:"tags"`
	Stages    []StageReference    `json:"stages"`
}

// Part is a part of a message that a text is written for.
type Part string

// The parts. The subject and the preheader are an email's, limited is a call's.
const (
	PartSubject   Part = "subject"
	PartPreheader Part = "preheader"
	PartEmail     Part = "email"
	PartSMS       Part = "sms"
	PartVoice     Part = "voice"
	PartLimited   Part = "limited"
)

// VariableReference explains a variable.
type VariableReference struct {
	Name    string `json:"name"`
	Kind    Kind   `json:"kind"`
	Meaning string `json:"meaning"`
	Sample  string `json:"sample"`
	Parts   []Part `json:"parts"` // that can say it
}

// LoopReference explains a list that a text can go through.
type LoopReference struct {
	List    string `json:"list"`
	Item    string `json:"item"` // the variable whose members each item has
	Meaning string `json:"meaning"`
	Example string `json:"example"`
}

// FilterReference explains a filter.
type FilterReference struct {
	Name    string   `json:"name"`
	Meaning string   `json:"meaning"`
	Example string   `json:"example"`
	Result  string   `json:"result"` // of the example
	Takes   []Kind   `json:"takes"`
	Gives   Kind     `json:"gives"`
	Forms   []string `json:"forms"` // what may follow in quotes, one of them
	Parts   []Part   `json:"parts"` // that can use it
}

// TagReference explains a tag.
type TagReference struct {
	Name    string `json:"name"`
	Meaning string `json:"meaning"`
	Example string `json:"example"`
}

// StageReference explains a stage and what its texts must state.
type StageReference struct {
	Stage   Stage    `json:"stage"`
	Purpose Purpose  `json:"purpose"`
	Meaning string   `json:"meaning"`
	Email   []string `json:"email"`
	SMS     []string `json:"sms"`
	Voice   []string `json:"voice"`
}

// Reference returns the manual.
func Reference() Manual {
	r := Manual{Loops: loopReference(), Tags: tagReference()}
	for _, v := range Variables() {
		if v.Kind != KindList {
			r.Variables = append(r.Variables, VariableReference{v.Name, v.Kind, v.Meaning, v.Sample, partsOf(v.Name)})
		}
	}
	for _, f := range AllFilters() {
		r.Filters = append(r.Filters, FilterReference{f.Name, f.Meaning, f.Example, f.Result, f.Takes, f.Gives, append([]string{}, f.Forms...), filterParts(f)})
	}
	slices.SortFunc(r.Filters, func(a, b FilterReference) int { return strings.Compare(a.Name, b.Name) })
	for _, s := range Stages() {
		r.Stages = append(r.Stages, StageReference{s, s.Purpose(), s.meaning(),
			MustState(s, channels.Email), MustState(s, channels.SMS), MustState(s, channels.Voice)})
	}
	return r
}

// partsOf lists the parts that can say the variable.
func partsOf(name string) []Part {
	var parts []Part
	if atGlance(name) {
		parts = append(parts, PartSubject, PartPreheader)
	}
	parts = append(parts, PartEmail, PartSMS, PartVoice)
	if forMachines(name) {
		parts = append(parts, PartLimited)
	}
	return parts
}

func filterParts(f Filter) []Part {
	switch {
	case f.Alone:
		return []Part{PartEmail}
	case slices.Contains(f.Takes, KindText):
		return []Part{PartSubject, PartPreheader, PartEmail, PartSMS, PartVoice, PartLimited}
	case f.Name == "short_list", slices.Contains(f.Takes, KindNumber):
		return []Part{PartSubject, PartPreheader, PartEmail, PartSMS, PartVoice}
	}
	return []Part{PartEmail, PartSMS, PartVoice}
}

// MustState says in plain words what a text of the stage must state by the channel.
func MustState(stage Stage, channel channels.Kind) []string {
	var list []string
	for _, m := range mustState(stage, channel) {
		list = append(list, m.what)
	}
	if stage.Purpose() == ForAnswer {
		return list
	}
	switch channel {
	case channels.Email:
		list = append(list, "how to stop emails: {{ unsubscribe_url }}")
	case channels.SMS:
		list = append(list, "that STOP ends such messages")
	}
	return list
}

func loopReference() []LoopReference {
	var list []LoopReference
	for _, v := range Variables() {
		if root := loopRoots[v.Name]; root != "" {
			meaning, _, _ := strings.Cut(v.Meaning, "; for {%")
			list = append(list, LoopReference{v.Name, root, meaning, "{% for " + root + " in " + v.Name + " %}…{% endfor %}"})
		}
	}
	return list
}

func tagReference() []TagReference {
	return []TagReference{
		{"if", "says what follows only when something is there or true; with elsif and else", "{% if contact.name %}Hello {{ contact.name }},{% else %}Hello,{% endif %}"},
		{"unless", "says what follows only when it is not", "{% unless creditor.pay_url %}The details are on the invoice.{% endunless %}"},
		{"case", "chooses by a value; with when and else", "{% case count %}{% when 1 %}one invoice{% else %}{{ count }} invoices{% endcase %}"},
		{"for", "says what follows for each item of a list; forloop.first, forloop.last, forloop.index and forloop.length tell where it is; two deep at most", "{% for invoice in invoices %}{{ invoice.number }}{% unless forloop.last %}, {% endunless %}{% endfor %}"},
	}
}

// meaning says when a text of the stage is read.
func (s Stage) meaning() string {
	return map[Stage]string{
		PreDue: "before the due date", ReceiptCheck: "soon after the invoice: has it arrived, is it right?",
		Gentle: "the first reminder", Firm: "a later reminder", Final: "the last automatic reminder",
		Handoff: "a person takes over", Thanks: "a payment has come", PromiseNoted: "what the customer promised, in writing",
		PromiseBroken: "its day has passed without the payment", PlanConfirmed: "a payment plan, in writing", InstalmentDue: "an instalment comes due",
		DisputeAcknowledged: "the customer says that something is not right", OptOutConfirmed: "the customer wants no more messages",
		CallbackOffered: "a person offers to call", PaymentClaimNoted: "the customer says they have paid",
		DifficultyNoted: "the customer is in difficulty or asks for a plan", AnswerWritten: "a person's own words",
	}[s]
}
