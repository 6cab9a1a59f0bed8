package office_test

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/operator"
)

// wrote is an entry of so many minutes ago.
func wrote(minutes int, action string, outcome operator.Outcome) operator.Entry {
	return operator.Entry{ID: fmt.Sprintf("aud_%05d", 10000-minutes), At: frametest.Noon.Add(-time.Duration(minutes) * time.Minute),
		OperatorID: "opr_editor", Operator: "Dana Editor", Source: "203.0.113.9", Action: action, Subject: "gentle", Outcome: outcome}
}

func TestTheRecordSaysWhoAskedForWhatAndWhatCameOfIt(t *testing.T) {
	t.Parallel()
	p := open(t)
	client := p.As(operator.Admin)
	wants(t, client.Get("/admin/audit"), http.StatusOK, "Nothing was changed yet")
	by := wrote(5, "operator.create", operator.Done)
	by.OperatorID, by.Operator, by.Source, by.Subject, by.Detail = "", "command line", "", "opr_clerk", map[string]string{"may_send": "yes"}
	p.record.before = []operator.Entry{wrote(1, "template.publish", operator.Done), wrote(2, "follow_up.close", operator.Refused), wrote(3, "key.create", operator.Failed), by}
	a := client.Get("/admin/audit")
	wants(t, a, http.StatusOK, "<b>Dana Editor</b> asked to publish template <span class=\"about\">gentle</span>", "asked to close follow up",
		"<b>command line</b> asked to create operator <span class=\"about\">Dana Clerk</span>", "/admin/operators/opr_clerk", "this machine", "<dt>may send</dt><dd>yes</dd>", "203.0.113.9")
	for _, word := range []string{"done", "refused", "failed"} {
		wants(t, a, http.StatusOK, ">"+word+"</span>")
	}
}

func TestAnEntryWithoutAnOutcomeIsCutOff(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.record.before = []operator.Entry{wrote(1, "template.publish", "")}
	wants(t, p.As(operator.Admin).Get("/admin/audit"), http.StatusOK, ">cut off</span>", "look whether it was done")
	p.record.before = []operator.Entry{wrote(0, "template.publish", "")}
	a := p.As(operator.Admin).Get("/admin/audit")
	wants(t, a, http.StatusOK, ">under way</span>")
	without(t, a, "cut off")
}

var older = regexp.MustCompile(`href="([^"]+)" rel="next"`)

func TestTheRecordIsPagedByTheLastEntryAndKeepsWhatWasChosen(t *testing.T) {
	t.Parallel()
	p := open(t)
	for n := range 120 {
		p.record.before = append(p.record.before, wrote(2*n, "template.publish", operator.Done), wrote(2*n+1, "key.create", operator.Done))
	}
	client, path, seen := p.As(operator.Admin), "/admin/audit?operator=opr_editor&action=template", 0
	for pages := 1; ; pages++ {
		a := client.Get(path)
		wants(t, a, http.StatusOK)
		seen += strings.Count(a.Body, "<li data-row>")
		without(t, a, "asked to create key")
		next := older.FindStringSubmatch(a.Body)
		if next == nil {
			if pages != 3 || seen != 120 {
				t.Errorf("%d entries on %d pages", seen, pages)
			}
			break
		}
		path = html.UnescapeString(next[1])
	}
	if p.record.asked.OperatorID != "opr_editor" || p.record.asked.Action != "template" || p.record.asked.Before == "" || p.record.asked.Limit > 100 {
		t.Errorf("asked for %+v", p.record.asked)
	}
}

func TestWhatWasChosenStaysChosen(t *testing.T) {
	t.Parallel()
	p := open(t)
	p.record.before = []operator.Entry{wrote(1, "template.publish", operator.Done), wrote(2, "key.create", operator.Done)}
	a := p.As(operator.Admin).Get("/admin/audit?operator=opr_editor&action=template.publish")
	wants(t, a, http.StatusOK, `<option value="opr_editor" selected>`, `<option value="template.publish" selected>`, `<optgroup label="key">`)
	wants(t, p.As(operator.Admin).Get("/admin/audit?action=webhook"), http.StatusOK, "Nothing like this")
}

func TestReadingTheRecordWritesNothingInIt(t *testing.T) {
	t.Parallel()
	p := open(t)
	client := p.As(operator.Admin)
	for _, path := range []string{"/admin/audit", "/admin/keys", "/admin/operators", "/admin/operators/opr_clerk", "/admin/operators/opr_clerk/disable"} {
		wants(t, client.Get(path), http.StatusOK)
	}
	if list := p.Audit.Entries(); len(list) != 0 {
		t.Errorf("%d entries", len(list))
	}
}
