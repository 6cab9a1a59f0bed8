package works_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
)

func TestBeforeEverythingIsStoppedThePageSaysWhatItTouches(t *testing.T) {
	t.Parallel()
	g := busy()
	admin := g.open(t).As(operator.Admin)
	shows(t, admin.Get("/admin/rules/stop"), "Stop everything?", "It touches 1,744 reminders that are planned", "no answer to a reply", "no test message")
	g.today.Scheduled = overview.Count{N: overview.MostCounted, More: true}
	shows(t, admin.Get("/admin/rules/stop"), "It touches more than 10,214 reminders")
}

func TestEverythingIsStoppedForAReasonAndGoesOn(t *testing.T) {
	t.Parallel()
	g := busy()
	office := g.open(t)
	admin := office.As(operator.Admin)
	if a := admin.Post("/admin/rules/stop", url.Values{"on": {"yes"}, "reason": {"  a wrong price list "}}); a.Status != http.StatusSeeOther || a.Location != "/admin/rules" {
		t.Fatalf("status %d to %s: %s", a.Status, a.Location, a.Body)
	}
	if diff := cmp.Diff(reminder.Stop{On: true, Reason: "a wrong price list", Since: frametest.Noon}, g.stop); diff != "" {
		t.Error(diff)
	}
	shows(t, admin.Get("/admin/rules"), "Everything is stopped. Nothing leaves until", "a wrong price list", "Let messages leave again")
	shows(t, office.As(operator.Viewer).Get("/admin/queue"), "Everything is stopped: nothing leaves")
	shows(t, admin.Get("/admin/rules/stop"), "37 reminders are held", `value="a wrong price list"`, "Change the reason")
	if a := admin.Post("/admin/rules/stop", url.Values{"on": {"no"}}); a.Status != http.StatusSeeOther || g.stop.On {
		t.Errorf("status %d, on %v", a.Status, g.stop.On)
	}
	var said []string
	for _, e := range office.Audit.Entries() {
		said = append(said, e.Action+" "+e.Subject+" "+string(e.Outcome))
		for _, value := range e.Detail {
			if strings.Contains(value, "price") {
				t.Error("the audit log holds the reason")
			}
		}
	}
	if diff := cmp.Diff([]string{"stop.set on done", "stop.set off done"}, said); diff != "" {
		t.Error(diff)
	}
}

func TestAStopThatIsNotRightChangesNothingAndSaysWhy(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		form url.Values
		says string
	}{
		"no reason":      {url.Values{"on": {"yes"}, "reason": {"  "}}, `id="reason-fault">Say why nothing may leave`},
		"a long reason":  {url.Values{"on": {"yes"}, "reason": {strings.Repeat("ä", 201)}}, `id="reason-fault">Say it in at most 200`},
		"neither on nor": {url.Values{"on": {"maybe"}, "reason": {"x"}}, "Choose whether"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := &gateway{}
			office := g.open(t)
			a := office.As(operator.Admin).Post("/admin/rules/stop", tt.form)
			if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, tt.says) || g.stop.On {
				t.Errorf("status %d, on %v: %s", a.Status, g.stop.On, a.Body)
			}
			if !strings.Contains(a.Body, `value="`+strings.TrimSpace(tt.form.Get("reason"))+`"`) {
				t.Error("the form does not hold what was sent")
			}
			if list := office.Audit.Entries(); len(list) != 1 || list[0].Outcome != operator.Refused {
				t.Errorf("audit log %+v", list)
			}
		})
	}
}

func TestAReasonOf200CharactersIsTaken(t *testing.T) {
	t.Parallel()
	g := &gateway{}
	a := g.open(t).As(operator.Admin).Post("/admin/rules/stop", url.Values{"on": {"yes"}, "reason": {strings.Repeat("ä", 200)}})
	if a.Status != http.StatusSeeOther || !g.stop.On {
		t.Errorf("status %d, on %v", a.Status, g.stop.On)
	}
}

func TestSinceWhenEverythingIsStoppedIsShownInTheOperatorsZone(t *testing.T) {
	t.Parallel()
	g := &gateway{stop: reminder.Stop{On: true, Reason: "x", Since: ago(time.Hour)}}
	shows(t, g.open(t).As(operator.Viewer).Get("/admin/rules"), `datetime="2027-04-12T11:00:00Z"`, "Mon 13:00")
}
