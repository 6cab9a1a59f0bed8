package works

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/explain"
)

// answer is a decision in words.
type answer struct {
	Verdict  policy.Verdict
	Look     string // class of the state
	Word     string
	Sentence string
	Zones    []string
	Zone     string // in which times are shown; empty: it is not known where the customer is
	Decided  *reason
	Also     []reason
	Passed   []reason
	Loosened []policy.Loosened
	Notes    []string
	Next     []opening
	Asked    bool // openings were asked for
	Version  string
}

// reason is a gate that failed or passed.
type reason struct {
	Rule     string
	Text     string
	Citation string
	Source   string
}

// opening is a stretch in which everything allows contact.
type opening struct {
	Opens frame.Time
	Words string // such as Mon 12 Apr 09:00 to 12:00
}

// looks are the shape and the word of each verdict.
var looks = map[policy.Verdict][2]string{
	policy.Send: {"kind", "Sends"}, policy.Defer: {"wait", "Waits"}, policy.Hold: {"wait", "Held"},
	policy.Skip: {"stop", "Skips"}, policy.Expire: {"stop", "Expires"},
}

// say puts a decision about a moment, such as now, into words. Times are shown in the
// zone.
func (p *pages) say(v *frame.Visit, a explain.Answer, zone, moment string) answer {
	index := p.Rules().index()
	out := answer{
		Verdict: a.Decision, Look: looks[a.Decision][0], Word: looks[a.Decision][1], Zones: a.Zones, Zone: zone,
		Sentence: verdictSentence(v, a, zone, moment), Loosened: a.Loosened, Asked: a.Next != nil, Version: a.Version,
	}
	for i, because := range a.Because {
		r := reason{Rule: because.Rule, Text: sentence(because.Text), Citation: because.Citation, Source: index[because.Rule].Source}
		if i == 0 {
			out.Decided = &r
			continue
		}
		out.Also = append(out.Also, r)
	}
	for _, rule := range a.Passed {
		out.Passed = append(out.Passed, passed(rule, index))
	}
	for _, note := range a.Notes {
		out.Notes = append(out.Notes, sentence(note))
	}
	for _, o := range a.Next {
		out.Next = append(out.Next, openingOf(v, o, zone))
	}
	return out
}

func verdictSentence(v *frame.Visit, a explain.Answer, zone, moment string) string {
	switch a.Decision {
	case policy.Send:
		if a.WindowEnd.IsZero() {
			return "It may leave " + moment + "."
		}
		return "It may leave " + moment + ", and until " + dayWords(v.Time(a.WindowEnd, zone)) + "."
	case policy.Defer:
		return "It waits until " + dayWords(v.Time(a.Until, zone)) + "."
	case policy.Hold:
		return "It is held until somebody has settled what stands in the way."
	case policy.Skip:
		return "It is not sent, " + moment + " or later."
	case policy.Expire:
		return "It is not sent: its time has passed."
	}
	return "It is not decided."
}

// dayWords says an instant with its date, because a question may be about any day.
func dayWords(t frame.Time) string { return t.Shown.Format("Mon 2 Jan 2006, 15:04") }

func openingOf(v *frame.Visit, o policy.Opening, zone string) opening {
	opens, closes := v.Time(o.Opens, zone), v.Time(o.Closes, zone)
	words := dayWords(closes)
	switch last := closes.Shown.Add(-time.Second); {
	case closes.Shown.Format(time.DateOnly) == opens.Shown.Format(time.DateOnly):
		words = closes.Shown.Format("15:04")
	case last.Format(time.DateOnly) == opens.Shown.Format(time.DateOnly):
		words = "24:00"
	}
	return opening{opens, dayWords(opens) + " to " + words}
}

// gates are the ones of the policy's own, in words for when they let pass.
var gates = map[string]string{
	"kill_switch": "Nothing is stopped.", "canceled": "The reminder was not taken back.", "paid": "Something is owed.",
	"expired": "Its time has not passed.", "held": "No hold keeps reminders to this account back.",
	"no_address": "There is an address for the channel.", "answering": "It answers what the customer has just written.",
	"opt_out": "The customer has not opted out.", "excluded": "The customer has not excluded the channel.",
	"purpose": "The customer takes such messages by this channel.", "pause": "The customer has not asked for a pause.",
	"zone": "It is known where the customer is.", "wishes": "The customer's own hours are open.",
	"account_window": "The account's own hours are open.", "send_window": "Your send window is open.",
	"closure": "It is no day on which nothing leaves.",
}

// passed is a gate that let the reminder pass.
func passed(rule string, index map[string]Rule) reason {
	if known, ok := index[rule]; ok {
		return reason{Rule: rule, Text: known.Text, Citation: known.Citation, Source: known.Source}
	}
	if text, ok := gates[rule]; ok {
		return reason{Rule: rule, Text: text}
	}
	return reason{Rule: rule, Text: sentence(strings.ReplaceAll(rule, "_", " "))}
}

// index finds rules by their names.
func (r Rules) index() map[string]Rule {
	found := map[string]Rule{}
	for _, p := range r.Packs {
		for _, rule := range p.Rules {
			found[rule.ID] = rule
		}
	}
	return found
}

// sentence begins with a capital and ends with a full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}
