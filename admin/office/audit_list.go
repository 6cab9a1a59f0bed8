package office

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/operator"
)

// entriesAtOnce is how many entries a page shows.
const entriesAtOnce = 50

// underway is how long a change may take until one without an outcome counts as cut off.
const underway = time.Minute

// auditPage is a part of the record.
type auditPage struct {
	Operators []operator.Operator // to choose from
	Nouns     []nounChoice
	Chosen    operator.EntryFilter
	Entries   []entryRow
	Older     string // where the next part is; empty: this is the end
	Newest    string // where the first part is; empty: this is it
}

// nounChoice are the actions about one thing.
type nounChoice struct {
	Noun    string
	Actions []string
}

// entryRow is an entry as a sentence: who asked to do what, and what became of it.
type entryRow struct {
	operator.Entry
	When    frame.Time
	What    string // "publish template"
	About   string // the subject, or the name of the operator that it is
	Path    string // of that operator's page; empty: it is none
	State   string // kind, wait or stop
	Ended   string
	Details []detail
}

type detail struct{ Name, Value string }

func (o office) listEntries(v *frame.Visit) error {
	people, err := o.Operators.ListOperators(v.Ctx())
	if err != nil {
		return err
	}
	actions, err := o.Audit.ListActions(v.Ctx())
	if err != nil {
		return err
	}
	f := operator.EntryFilter{OperatorID: v.Form("operator"), Action: v.Form("action"), Before: v.Form("after"), Limit: entriesAtOnce + 1}
	list, err := o.Audit.ListEntries(v.Ctx(), f)
	if err != nil {
		return err
	}
	slices.SortStableFunc(people, func(a, b operator.Operator) int {
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	page := auditPage{Operators: people, Nouns: nouns(actions), Chosen: f}
	if len(list) > entriesAtOnce {
		list = list[:entriesAtOnce]
		page.Older = auditPath(f, list[entriesAtOnce-1].ID)
	}
	if f.Before != "" {
		page.Newest = auditPath(f, "")
	}
	for _, e := range list {
		page.Entries = append(page.Entries, entryShown(v, e, people))
	}
	return v.Show("office_audit.html", frame.Page{Title: "Audit", Nav: "audit", Data: page})
}

// auditPath is the address of the part of the list behind an entry.
func auditPath(f operator.EntryFilter, after string) string {
	query := url.Values{}
	for name, value := range map[string]string{"operator": f.OperatorID, "action": f.Action, "after": after} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if len(query) == 0 {
		return "/admin/audit"
	}
	return "/admin/audit?" + query.Encode()
}

// nouns groups actions, which are in the order of the alphabet.
func nouns(actions []string) (list []nounChoice) {
	for _, action := range actions {
		noun, _, _ := strings.Cut(action, ".")
		if len(list) == 0 || list[len(list)-1].Noun != noun {
			list = append(list, nounChoice{Noun: noun})
		}
		last := &list[len(list)-1]
		last.Actions = append(last.Actions, action)
	}
	return list
}

func entryShown(v *frame.Visit, e operator.Entry, people []operator.Operator) entryRow {
	row := entryRow{Entry: e, When: v.Time(e.At, ""), What: sentence(e.Action), About: e.Subject}
	row.State, row.Ended = ended(e, v.Now)
	for _, o := range people {
		if o.ID == e.Subject {
			row.About, row.Path = o.Name, frame.Path("operators", o.ID)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.Detail)) {
		if e.Detail[name] != "" {
			row.Details = append(row.Details, detail{strings.ReplaceAll(name, "_", " "), e.Detail[name]})
		}
	}
	return row
}

// sentence turns noun.verb round: "template.publish" is "publish template".
func sentence(action string) string {
	noun, verb, _ := strings.Cut(action, ".")
	return strings.TrimSpace(strings.ReplaceAll(verb+" "+noun, "_", " "))
}

// ended says what became of a change, as a state and in words.
func ended(e operator.Entry, now time.Time) (state, words string) {
	switch {
	case e.Outcome == operator.Done:
		return "kind", "done"
	case e.Outcome == operator.Refused:
		return "wait", "refused"
	case e.Outcome == operator.Failed:
		return "stop", "failed"
	case now.Sub(e.At) < underway:
		return "plain", "under way"
	}
	return "stop", "cut off"
}
