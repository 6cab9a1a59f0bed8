package experiment_test

import (
	"math/rand/v2"
	"testing"

	"github.com/goodterms/goodterms/templates/experiment"
)

// arm is a version that was sent to so many accounts.
func arm(version, sent, optedOut, complained int) experiment.Result {
	return experiment.Result{Version: version, Accounts: sent, Sent: experiment.NewShare(sent, sent),
		OptedOut: experiment.NewShare(optedOut, sent), Complained: experiment.NewShare(complained, sent)}
}

func TestAVersionIsStoppedWhenItHarmsMoreThanChanceExplains(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		arms []experiment.Result
		harm string
		of   int
	}{
		"nothing yet":        {nil, "", 0},
		"nobody complains":   {[]experiment.Result{arm(1, 500, 0, 0), arm(2, 500, 0, 0)}, "", 0},
		"as many with each":  {[]experiment.Result{arm(1, 500, 5, 1), arm(2, 500, 6, 1)}, "", 0},
		"a few more":         {[]experiment.Result{arm(1, 500, 2, 0), arm(2, 500, 6, 0)}, "", 0},
		"many more opt out":  {[]experiment.Result{arm(1, 2000, 8, 0), arm(2, 2000, 30, 0)}, experiment.OptedOut, 2},
		"many more complain": {[]experiment.Result{arm(1, 2000, 8, 0), arm(2, 2000, 8, 9)}, experiment.Complained, 2},
		"the control does":   {[]experiment.Result{arm(0, 2000, 30, 0), arm(2, 2000, 8, 0)}, experiment.OptedOut, 0},
		"one of three, against the others together": {[]experiment.Result{arm(1, 900, 3, 0), arm(2, 900, 2, 0), arm(3, 900, 13, 0)}, experiment.OptedOut, 3},
		"29 accounts say nothing":                   {[]experiment.Result{arm(1, 29, 0, 0), arm(2, 29, 9, 0)}, "", 0},
		"30 do, beyond 2 %":                         {[]experiment.Result{arm(1, 30, 4, 0), arm(2, 30, 4, 0)}, experiment.OptedOut, 1},
		"30 do not, when chance explains them":      {[]experiment.Result{arm(1, 30, 3, 0), arm(2, 30, 3, 0)}, "", 0},
		"2 % is no fault":                           {[]experiment.Result{arm(1, 1000, 20, 20), arm(2, 1000, 20, 20)}, "", 0},
		"4 % with each is":                          {[]experiment.Result{arm(1, 1000, 40, 0), arm(2, 1000, 42, 0)}, experiment.OptedOut, 2},
		"the worst is named":                        {[]experiment.Result{arm(1, 1000, 40, 0), arm(2, 1000, 90, 60)}, experiment.OptedOut, 2},
		"the others have no accounts yet":           {[]experiment.Result{arm(1, 0, 0, 0), arm(2, 100, 3, 0)}, "", 0},
		"nor does that hide what is beyond 2 %":     {[]experiment.Result{arm(1, 0, 0, 0), arm(2, 100, 8, 0)}, experiment.OptedOut, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			harm, found := experiment.Harmful(c.arms)
			if found != (c.harm != "") || harm.What != c.harm || harm.Version != c.of {
				t.Errorf("found %v: %+v", found, harm)
			}
		})
	}
}

func TestTheReasonOfAStopSaysTheNumbers(t *testing.T) {
	t.Parallel()
	for want, arms := range map[string][]experiment.Result{
		"With version 2, 30 of 2000 accounts opted out: against 8 of 2000 with the other versions": {arm(1, 2000, 8, 0), arm(2, 2000, 30, 0)},
		"With version 1, 9 of 100 accounts complained: more than the 2 % that no version may pass": {arm(1, 100, 0, 9), arm(2, 100, 0, 3)},
	} {
		if harm, _ := experiment.Harmful(arms); harm.Why != want {
			t.Errorf("got %q", harm.Why)
		}
	}
}

// alarms is how often experiments of two versions, each of which loses customers
// at its own rate, are stopped in so many looks, 50 accounts apart.
func alarms(experiments, looks int, first, second float64) (stopped int) {
	rng := rand.New(rand.NewPCG(7, 9))
	for range experiments {
		one, two := 0, 0
		for look := 1; look <= looks; look++ {
			one, two = one+some(rng, 25, first), two+some(rng, 25, second)
			if _, found := experiment.Harmful([]experiment.Result{arm(1, 25*look, one, 0), arm(2, 25*look, two, 0)}); found {
				stopped++
				break
			}
		}
	}
	return stopped
}

func TestFalseAlarmsAreRare(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rate       float64
		looks, top int // alarms in 1000 experiments at most
	}{
		"half a per cent opts out, seen to the end": {0.005, 40, 40},
		"one per cent":                      {0.01, 40, 50},
		"one per cent, and many more looks": {0.01, 100, 100},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if n := alarms(1000, c.looks, c.rate, c.rate); n > c.top {
				t.Errorf("%d of 1000 experiments without a difference were stopped", n)
			} else {
				t.Logf("%d of 1000", n)
			}
		})
	}
}

func TestHarmIsSeen(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		first, second float64
		looks, least  int // in 200 experiments
	}{
		"one in ten opts out, of 100 each":               {0.01, 0.10, 4, 180},
		"four per cent against one, of 1000 each":        {0.01, 0.04, 40, 195},
		"three per cent against half a one, of 500 each": {0.005, 0.03, 20, 150},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if n := alarms(200, c.looks, c.first, c.second); n < c.least {
				t.Errorf("%d of 200 were stopped", n)
			}
		})
	}
}
