package works_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/admin/works"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/explain"
	"github.com/goodterms/goodterms/policy/packs"
	"github.com/goodterms/goodterms/reminder"
)

// gateway is what the pages are about, in memory; the policy is the real one.
type gateway struct {
	settings  policy.Config
	stop      reminder.Stop
	today     overview.Today
	standing  reminder.Standing
	report    works.Report
	looks     int
	traffic   map[channels.Kind]overview.Traffic
	lag       overview.Lag
	seen      overview.Inspection
	outlets   []works.Outlet
	signed    works.Signatures
	publicURL string
	region    string
	fault     error // what every port answers
	decides   *policy.Policy
}

func (g *gateway) FindStop(context.Context) (reminder.Stop, error) { return g.stop, g.fault }

func (g *gateway) SetStop(_ context.Context, now time.Time, on bool, reason string) (reminder.Stop, error) {
	if g.stop = (reminder.Stop{}); on {
		g.stop = reminder.Stop{On: true, Reason: reason, Since: now}
	}
	return g.stop, g.fault
}

func (g *gateway) Today(context.Context, time.Time, time.Time) (overview.Today, error) {
	return g.today, g.fault
}

func (g *gateway) FindStanding(_ context.Context, id string, _ time.Time) (reminder.Standing, error) {
	if id != g.standing.Contact.ID {
		return reminder.Standing{}, account.ErrNoContact
	}
	return g.standing, g.fault
}

func (g *gateway) Last() works.Report { return g.report }

func (g *gateway) Check(context.Context) works.Report {
	g.looks++
	g.report.At = frametest.Noon
	return g.report
}

func (g *gateway) LastTraffic(context.Context) (map[channels.Kind]overview.Traffic, error) {
	return g.traffic, g.fault
}

func (g *gateway) Lag(context.Context, time.Time) (overview.Lag, error) { return g.lag, g.fault }

func (g *gateway) Inspect(context.Context) (overview.Inspection, error) { return g.seen, g.fault }

// explain decides as the wiring has it decided.
func (g *gateway) explain(body []byte, next int) (explain.Answer, []works.Fault) {
	library, _ := packs.Embedded()
	cases, err := explain.Read(bytes.NewReader(body), library)
	var problems explain.Problems
	switch {
	case errors.As(err, &problems):
		var list []works.Fault
		for _, p := range problems {
			list = append(list, works.Fault{Location: p.Location, Message: p.Message})
		}
		return explain.Answer{}, list
	case err != nil || len(cases.List) != 1:
		return explain.Answer{}, []works.Fault{{Message: "cannot be read"}}
	}
	return cases.Answer(g.decides, next).List[0], nil
}

// rules are worked out once, as the wiring does.
func (g *gateway) rules() func() works.Rules {
	rules := works.RulesOf(g.settings)
	rules.Region = g.region
	return func() works.Rules { return rules }
}

// open serves the pages about the gateway.
func (g *gateway) open(t *testing.T) *frametest.Office {
	t.Helper()
	g.decides = policy.New(g.settings)
	return frametest.Open(t, works.Section(works.Config{
		PublicURL: g.publicURL, Rules: g.rules(), Explain: g.explain, Hooks: g.signed,
		Outlets: func() []works.Outlet { return g.outlets },
	}, works.Ports{
		Switch: g, Counts: g, Standings: g, Policy: g.decides, Health: g, Traffic: g, Backlog: g, Inspector: g,
	}))
}

// shows checks that a page shows texts, each as it is written in HTML.
func shows(t *testing.T, a frametest.Answer, texts ...string) {
	t.Helper()
	if a.Status != http.StatusOK {
		t.Errorf("status %d: %s", a.Status, a.Body)
	}
	for _, text := range texts {
		if !strings.Contains(a.Body, text) {
			t.Errorf("the page does not show %q", text)
		}
	}
}

// hides checks that a page does not show texts.
func hides(t *testing.T, a frametest.Answer, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(a.Body, text) {
			t.Errorf("the page shows %q", text)
		}
	}
}

func TestEveryPageAnswersOnAGatewayThatHasDoneNothingYet(t *testing.T) {
	t.Parallel()
	viewer := (&gateway{}).open(t).As(operator.Viewer)
	for path, text := range map[string]string{
		"/admin/rules": "courteous", "/admin/rules/what-if": "What if?", "/admin/channels": "Nobody has looked", "/admin/queue": "No process has shown itself",
		"/admin/queue/live": "No process has shown itself",
	} {
		shows(t, viewer.Get(path), text)
	}
}

func TestAStoreThatIsAwayIsAFaultOfTheServer(t *testing.T) {
	t.Parallel()
	viewer := (&gateway{fault: errors.New("away")}).open(t).As(operator.Viewer)
	for _, path := range []string{"/admin/rules", "/admin/channels", "/admin/queue", "/admin/rules?contact="} {
		if a := viewer.Get(path); a.Status != http.StatusInternalServerError || strings.Contains(a.Body, "away") {
			t.Errorf("%s: status %d", path, a.Status)
		}
	}
}

func TestOnlyAnAdminTurnsTheKillSwitch(t *testing.T) {
	t.Parallel()
	g := &gateway{}
	office := g.open(t)
	for _, role := range []operator.Role{operator.Viewer, operator.Editor, operator.Clerk} {
		client := office.As(role)
		if a := client.Get("/admin/rules/stop"); a.Status != http.StatusForbidden {
			t.Errorf("%s sees the switch: %d", role, a.Status)
		}
		if a := client.Post("/admin/rules/stop", url.Values{"on": {"yes"}, "reason": {"x"}}); a.Status != http.StatusForbidden || g.stop.On {
			t.Errorf("%s turns the switch: %d", role, a.Status)
		}
		hides(t, client.Get("/admin/rules"), `href="/admin/rules/stop"`)
	}
	shows(t, office.As(operator.Admin).Get("/admin/rules"), `href="/admin/rules/stop"`)
}
