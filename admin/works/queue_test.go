package works_test

import (
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
)

// well is a gateway on which nothing waits.
func well() *gateway {
	g := busy()
	g.lag = overview.Lag{Instances: g.lag.Instances[:1]}
	return g
}

func TestTheQueueSaysWhetherAllIsWell(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(g *gateway){
		"All is well: nothing that is due waits.":                                      func(*gateway) {},
		"Sending is a little behind: the oldest":                                       func(g *gateway) { g.lag.Oldest = ago(10 * time.Second) },
		"Sending is behind: the oldest reminder that is due has waited for 3 minutes.": func(g *gateway) { g.lag.Oldest = ago(3 * time.Minute) },
		"Redis does not answer (timed out). Nothing is lost":                           func(g *gateway) { g.seen.Away, g.seen.Lanes = "timed out", nil },
		"No process has shown itself lately":                                           func(g *gateway) { g.lag.Instances[0].BeatAt = ago(10 * time.Second) },
		"Everything is stopped: nothing leaves":                                        func(g *gateway) { g.stop = reminder.Stop{On: true, Since: ago(0)} },
	} {
		g := well()
		g.lag.Instances = append([]overview.Instance{}, g.lag.Instances...)
		change(g)
		shows(t, g.open(t).As(operator.Viewer).Get("/admin/queue"), "<strong data-verdict>"+want)
	}
}

func TestWhatWaitsForAMomentIsNotLate(t *testing.T) {
	t.Parallel()
	g := well()
	g.lag.Due, g.lag.Oldest = overview.Count{N: 64}, ago(9*time.Second)
	shows(t, g.open(t).As(operator.Viewer).Get("/admin/queue"), "All is well")
}

func TestTheQueueTellsOfLanesRetriesAndProcesses(t *testing.T) {
	t.Parallel()
	page := busy().open(t).As(operator.Viewer).Get("/admin/queue")
	shows(t, page, "the one inside this process", "1,204", ">1,312<", ">10,000&#43;<", "waits for 24 seconds", "none waits", "2 hand-offs have no clear answer yet",
		"More than 10,000 reminders are tried again later", "12 reminders wait in this process", "ins_01kafz3v9m5x8q2t4w6y7z0bcd", "(this one)",
		"reads the schedule ahead, sweeps and settles", "Silent", "not known from here")
	one := busy()
	one.lag.Unknown = overview.Count{N: 1}
	shows(t, one.open(t).As(operator.Viewer).Get("/admin/queue"), "1 hand-off has no clear answer yet")
}

func TestWhatIsRefreshedIsThePartThatChangesAlone(t *testing.T) {
	t.Parallel()
	viewer := busy().open(t).As(operator.Viewer)
	whole, part := viewer.Get("/admin/queue"), viewer.Get("/admin/queue/live")
	shows(t, whole, `hx-get="/admin/queue/live"`, `hx-trigger="every 5s"`, `href="/admin/queue"`)
	shows(t, part, "Sending is a little behind", "Lanes")
	hides(t, part, "<html", "<h1", "<button", "<a ", "<input", "hx-")
	if !strings.Contains(whole.Body, part.Body) {
		t.Error("the part is another one than that in the page")
	}
}

func TestALaneThatCannotBeSeenIsToldAsSuch(t *testing.T) {
	t.Parallel()
	g := well()
	g.seen.Away, g.seen.Lanes = "connection refused", nil
	shows(t, g.open(t).As(operator.Viewer).Get("/admin/queue"), "The lanes cannot be seen")
}
