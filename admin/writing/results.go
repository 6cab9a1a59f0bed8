package writing

import (
	"fmt"
	"strconv"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates/experiment"
)

// counted are the things that an experiment counts, in the order in which they matter.
var counted = []struct {
	name, about string
	of          func(experiment.Result) experiment.Share
}{
	{"Paid within 14 days", "of those whose 14 days are over", func(r experiment.Result) experiment.Share { return r.PaidIn14 }},
	{"Paid within 7 days", "of those whose 7 days are over", func(r experiment.Result) experiment.Share { return r.PaidIn7 }},
	{"Promised", "a day by which they will pay", func(r experiment.Result) experiment.Share { return r.Promised }},
	{"Answered", "in any way", func(r experiment.Result) experiment.Share { return r.Answered }},
	{"Disputed", "said that something is not right", func(r experiment.Result) experiment.Share { return r.Disputed }},
	{"Opted out", "want no more of such messages", func(r experiment.Result) experiment.Share { return r.OptedOut }},
	{"Complained", "to their mail or phone provider", func(r experiment.Result) experiment.Share { return r.Complained }},
	{"Delivered", "as providers say", func(r experiment.Result) experiment.Share { return r.Delivered }},
	{"Sent", "of the accounts that drew the version", func(r experiment.Result) experiment.Share { return r.Sent }},
}

func measures(view reminder.TemplateView, arms []experiment.Result) (list []measure) {
	for _, c := range counted {
		m := measure{Name: c.name, About: c.about}
		for _, arm := range arms {
			m.Cells = append(m.Cells, cellOf(armName(view, arm.Version), c.of(arm)))
		}
		list = append(list, m)
	}
	return list
}

func cellOf(arm string, s experiment.Share) cell {
	c := cell{Arm: arm, None: s.Of == 0, Text: fmt.Sprintf("%d of %d", s.Count, s.Of), Between: percent(s.Low) + " to " + percent(s.High),
		Left: tenth(s.Low), Width: tenth(max(s.High-s.Low, 0.005)), Dot: tenth(s.Rate())}
	if !c.None {
		c.Text = percent(s.Rate()) + ", " + c.Text
	}
	return c
}

// percent writes a rate; small ones with a decimal.
func percent(rate float64) string {
	if rate > 0 && rate < 0.1 {
		return strconv.FormatFloat(rate*100, 'f', 1, 64) + " %"
	}
	return strconv.FormatFloat(rate*100, 'f', 0, 64) + " %"
}

// tenth is a rate as a coordinate of a picture that is 100 wide.
func tenth(rate float64) string { return strconv.FormatFloat(rate*100, 'f', 1, 64) }

// learnt says in a sentence what the numbers show so far: only what their intervals,
// which do not overlap, leave no doubt about.
func learnt(view reminder.TemplateView, arms []experiment.Result) string {
	if len(arms) < 2 {
		return ""
	}
	if harm, found := experiment.Harmful(arms); found {
		return harm.Why + "."
	}
	control := arms[0]
	for _, arm := range arms[1:] {
		a, b := arm.PaidIn14, control.PaidIn14
		if a.Of == 0 || b.Of == 0 || a.Low <= b.High && b.Low <= a.High {
			continue
		}
		more := "more"
		if a.Rate() < b.Rate() {
			more = "fewer"
		}
		return fmt.Sprintf("With %s, %s accounts paid within 14 days than with %s: %s against %s, and the intervals do not overlap.",
			lowerFirst(armName(view, arm.Version)), more, lowerFirst(armName(view, control.Version)), percent(a.Rate()), percent(b.Rate()))
	}
	judged := 0
	for _, arm := range arms {
		judged += arm.PaidIn14.Of
	}
	if judged == 0 {
		return "Nothing can be said yet: of no account the 14 days are over."
	}
	return "Nothing has been shown yet: the intervals of payments within 14 days overlap. Let it run, or stop it and keep what you have."
}

func lowerFirst(name string) string {
	if name == "Shipped" {
		return "the shipped texts"
	}
	return "v" + name[1:]
}
