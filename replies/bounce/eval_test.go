package bounce

import (
	"fmt"
	"strings"
	"testing"
)

// TestEval prints how well our own labelled reports are read: recipients with what
// happened to them, and those whose address is dead.
func TestEval(t *testing.T) {
	var whole, dead tally
	mails := expected(t)
	for name, want := range mails {
		got := told(Read(parsed(t, fixture(t, name))))
		whole.add(lines(want, ""), lines(got, ""))
		dead.add(lines(want, " dead"), lines(got, " dead"))
	}
	t.Logf("\n%-32s %5s %9s %6s\n%s%s", fmt.Sprintf("%d reports", len(mails)), "count", "precision", "recall",
		whole.row("recipients, action and status"), dead.row("addresses to stop using"))
	if dead.wrong > 0 || dead.missed > 0 {
		t.Errorf("%d addresses are stopped that live, %d dead ones are not", dead.wrong, dead.missed)
	}
}

// lines are the recipients of a report that end so.
func lines(report, end string) map[string]bool {
	set := map[string]bool{}
	for _, line := range strings.Split(report, "\n")[1:] {
		if line != "" && strings.HasSuffix(line, end) {
			set[line] = true
		}
	}
	return set
}

type tally struct{ right, wrong, missed int }

func (c *tally) add(want, got map[string]bool) {
	for line := range got {
		if want[line] {
			c.right++
		} else {
			c.wrong++
		}
	}
	for line := range want {
		if !got[line] {
			c.missed++
		}
	}
}

func (c *tally) row(name string) string {
	part := func(of int) float64 { return float64(c.right) / float64(max(1, c.right+of)) }
	return fmt.Sprintf("%-32s %5d %9.3f %6.3f\n", name, c.right+c.missed, part(c.wrong), part(c.missed))
}
