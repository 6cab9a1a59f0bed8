package accounts

import (
	"net/url"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/overview"
)

// rowsAtOnce is how many reminders a list shows at once.
const rowsAtOnce = 50

// listData fills a list of reminders.
type listData struct {
	Lists   []tab
	Name    string
	Lead    string
	Spans   []tab // of sent and failed: how far back
	Reason  string
	Rows    []sentence
	Next    string
	Started bool // not its first part
	Empty   string
}

// tab is a link among others, one of which is current.
type tab struct {
	Name, Path string
	Current    bool
}

// listWords say what each list is.
var listWords = map[overview.List]struct{ name, lead, empty string }{
	overview.Sent:    {"Left", "Messages that were handed to a provider, the latest first.", "Nothing has left in this time. What leaves appears here at once."},
	overview.Waiting: {"Waiting", "Reminders that are kept back by a window, a cap or a retry, the next first. Each goes out by itself.", "Nothing waits for a better time. A reminder that falls into the night of its customer appears here."},
	overview.Coming:  {"Coming", "Everything that is to go out, the next first.", "Nothing is planned. Reminders appear here once another system enqueues them, or you send one from an account."},
	overview.Held:    {"Held", "Reminders that wait for a cause to clear, by account.", "Nothing is held. A reminder whose customer has promised to pay, disputes an invoice or has left a reply to read appears here."},
	overview.Failed:  {"Failed", "Reminders that could not be sent, or expired before they could, the latest first.", "Nothing has failed in this time."},
}

// lists are the lists in the order of their tabs.
var lists = []overview.List{overview.Sent, overview.Waiting, overview.Coming, overview.Held, overview.Failed}

// span is how far back a list looks, in days before today.
type span struct {
	word, name string
	days       int
}

// spans are how far back a list of what is done may look; the first unless one is asked for.
var spans = []span{{"", "Today", 0}, {"week", "7 days", 6}, {"month", "30 days", 29}}

func listPath(list overview.List) string { return frame.Path("lists", string(list)) }

func heldPath(reason string) string {
	return listPath(overview.Held) + "?reason=" + url.QueryEscape(reason)
}

// showList is one of the lists in full.
func (p *pages) showList(v *frame.Visit) error {
	list := overview.List(v.PathValue("list"))
	said, known := listWords[list]
	if !known {
		return frame.ErrNotFound
	}
	query := overview.Query{List: list, After: v.Form("after"), Limit: rowsAtOnce + 1}
	kept := url.Values{}
	data := listData{Name: said.name, Lead: said.lead, Empty: said.empty, Started: query.After != "", Lists: tabs(list)}
	switch list {
	case overview.Sent, overview.Failed:
		data.Spans = since(v, &query, kept)
	case overview.Held:
		if reason := v.Form("reason"); reason != "" {
			data.Reason, query.Reason = reasonText(reason), reason
			kept.Set("reason", reason)
		}
	}
	rows, err := p.Overview.List(v.Ctx(), v.Now, query)
	if err != nil {
		return missing(err)
	}
	rows, data.Next = cut(rows, listPath(list), kept)
	data.Rows = sentences(v, rows)
	return v.Show("today_list.html", frame.Page{Title: said.name, Nav: "today", Data: data})
}

func tabs(current overview.List) (list []tab) {
	for _, l := range lists {
		list = append(list, tab{listWords[l].name, listPath(l), l == current})
	}
	return list
}

// since chooses how far back the list looks.
func since(v *frame.Visit, query *overview.Query, kept url.Values) (list []tab) {
	word := v.Form("since")
	if !slices.ContainsFunc(spans, func(s span) bool { return s.word == word }) {
		word = ""
	}
	for _, s := range spans {
		path := listPath(query.List)
		if s.word != "" {
			path += "?since=" + s.word
		}
		list = append(list, tab{s.name, path, s.word == word})
		if s.word == word {
			query.Since = v.Day().AddDate(0, 0, -s.days)
		}
	}
	if word != "" {
		kept.Set("since", word)
	}
	return list
}

// cut leaves as many rows as are shown at once, and says where the next ones are; empty
// at the end.
func cut(rows []overview.Row, path string, kept url.Values) ([]overview.Row, string) {
	if len(rows) <= rowsAtOnce {
		return rows, ""
	}
	rows = rows[:rowsAtOnce]
	kept.Set("after", rows[rowsAtOnce-1].Cursor)
	return rows, path + "?" + kept.Encode()
}

// reasonTexts say in words why reminders are held.
var reasonTexts = map[string]string{
	account.HoldDisputed: "the customer objects", account.HoldPromise: "a promise to pay is open",
	account.HoldPlan: "a payment plan is kept", account.HoldLegal: "the matter is with the courts",
	account.HoldBankrupt: "the customer is insolvent", account.HoldDeceased: "the customer has died",
	account.HoldAttorney: "a lawyer stands for the customer", account.HoldCease: "the customer asked for an end of contact",
	account.HoldClaimsPaid: "the customer says it is paid", account.HoldHardship: "the customer cannot pay as things are",
	account.HoldPlanAsked: "the customer asks for a payment plan", account.HoldAway: "nobody is there",
	account.HoldReply: "a reply waits to be read", "held": "an open question", "kill_switch": "all contact is stopped",
	"terms": "the text names a consequence that the terms do not grant", "facts": "the text does not state what it must",
	paused: "somebody paused them; the history says why", "zone": "the time zone is not known", "policy": "the contact rules cannot be read",
}

// reasonText is the reason in words; a word that is not known stands for itself.
func reasonText(reason string) string {
	if text, known := reasonTexts[reason]; known {
		return text
	}
	return strings.ReplaceAll(words(reason), ".", ": ")
}
