package desk

import (
	"strings"
	"unicode/utf8"

	"github.com/goodterms/goodterms/admin/frame"
)

// mostOutcome is the most characters of an outcome, as the API has it.
const mostOutcome = 500

// done ends the follow-up; with release, reminders no longer wait because of it.
func (d *desk) done(v *frame.Visit, it *item) error {
	p := panel{Do: "done", Outcome: strings.TrimSpace(v.Form("outcome")), Release: v.Form("release") == "yes"}
	if utf8.RuneCountInString(p.Outcome) > mostOutcome {
		p.Faults = map[string]string{"outcome": "Say it in at most 500 characters."}
		return d.showFaults(v, it, p)
	}
	if err := d.close(v, it, p.Outcome, p.Release); err != nil {
		return err
	}
	words := "Done."
	if p.Release {
		words = "Done, and reminders go on."
	}
	v.Say(words)
	return d.onwards(v, it)
}

func (d *desk) close(v *frame.Visit, it *item, outcome string, release bool) error {
	if release {
		v.Detail("release", "yes")
	}
	_, err := d.FollowUps.Close(v.Ctx(), v.Now, it.ID, v.Operator.Name, outcome, release, nil)
	return err
}
