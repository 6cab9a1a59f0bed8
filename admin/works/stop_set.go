package works

import (
	"strings"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/overview"
)

// mostReason is how long the reason of a stop may be.
const mostReason = 200

// stopPage asks whether everything is to be stopped, or to go on.
type stopPage struct {
	Stop   stopCard
	Today  overview.Today
	Reason string
	Faults faults
}

// Planned is how many reminders are planned.
func (s stopPage) Planned() int { return s.Today.Waiting.N + s.Today.Scheduled.N }

// PlannedMore says that there are more than Planned.
func (s stopPage) PlannedMore() bool { return s.Today.Waiting.More || s.Today.Scheduled.More }

func (p *pages) stopPage(v *frame.Visit) (page stopPage, err error) {
	if page.Stop, err = p.stop(v); err != nil {
		return page, err
	}
	page.Today, err = p.Counts.Today(v.Ctx(), v.Now, v.Day())
	page.Reason = page.Stop.Reason
	return page, err
}

// showStop says what the kill switch touches before it is turned.
func (p *pages) showStop(v *frame.Visit) error {
	page, err := p.stopPage(v)
	if err != nil {
		return err
	}
	return v.Show("works_stop.html", frame.Page{Title: page.title(), Nav: "rules", Data: page})
}

func (s stopPage) title() string {
	if s.Stop.On {
		return "Everything is stopped"
	}
	return "Stop everything?"
}

// setStop turns the kill switch.
func (p *pages) setStop(v *frame.Visit) error {
	on, reason := v.Form("on") == "yes", strings.TrimSpace(v.Form("reason"))
	v.Subject("off")
	if on {
		v.Subject("on")
	}
	if fault := reasonFault(on, reason); fault != "" || v.Form("on") != "yes" && v.Form("on") != "no" {
		return p.refuseStop(v, reason, fault)
	}
	if _, err := p.Switch.SetStop(v.Ctx(), v.Now, on, reason); err != nil {
		return err
	}
	if on {
		v.Say("Everything is stopped. Nothing leaves until you let it go on.")
	} else {
		v.Say("Messages leave again. What was held is decided anew.")
	}
	return v.Go(frame.Path("rules"))
}

func (p *pages) refuseStop(v *frame.Visit, reason, fault string) error {
	page, err := p.stopPage(v)
	if err != nil {
		return err
	}
	page.Reason, page.Faults = reason, faults{"reason": fault}
	if fault == "" {
		page.Faults = faults{wholeForm: "Choose whether everything is to be stopped or to go on."}
	}
	return v.ShowFaults("works_stop.html", frame.Page{Title: page.title(), Nav: "rules", Data: page})
}

func reasonFault(on bool, reason string) string {
	switch {
	case on && reason == "":
		return "Say why nothing may leave: these pages show it until messages leave again."
	case len([]rune(reason)) > mostReason:
		return "Say it in at most 200 characters."
	}
	return ""
}
