package experiment

import (
	"fmt"
	"math"
)

// The stop rule.
const (
	MinJudged = 30   // accounts that a version must have been sent to before it is judged
	Ceiling   = 0.02 // share of opt-outs, or of complaints, that no version may pass
	doubt     = 0.01 // one-sided: how often chance alone may look like that, at most
)

// What a version may do too much of.
const (
	OptedOut   = "opted_out"
	Complained = "complained"
)

// Harmful returns the version that does harm, the one that chance explains least
// when there are several; false when there is none.
//
// A version does harm when, of 30 or more accounts that were sent a message, so many
// opted out or complained that chance alone would bring as many about less than once
// in a hundred times: either if its rate were that of the other versions together
// (Fisher's exact test), or if it were the ceiling of 2 % (binomial). The control is
// judged like every other. Looked at again and again, an experiment without any
// difference is stopped more often than once in a hundred: of those in which 1 % opt
// out, 3 in a hundred within 40 looks at up to 2,000 accounts, 8 within 100 looks at
// up to 5,000. That costs a comparison and no customer.
func Harmful(arms []Result) (Harm, bool) {
	var worst Harm
	least := doubt
	for i, arm := range arms {
		if arm.OptedOut.Of < MinJudged {
			continue
		}
		for _, what := range []string{OptedOut, Complained} {
			own, others := arm.share(what), rest(arms, i, what)
			if p := beyondCeiling(own); p < least {
				least, worst = p, Harm{arm.Version, what, own.sentence(arm.Version, what, "more than the 2 % that no version may pass")}
			}
			if p := beyondOthers(own, others); p < least {
				least, worst = p, Harm{arm.Version, what, own.sentence(arm.Version, what,
					fmt.Sprintf("against %d of %d with the other versions", others.Count, others.Of))}
			}
		}
	}
	return worst, worst.What != ""
}

func (r Result) share(what string) Share {
	if what == Complained {
		return r.Complained
	}
	return r.OptedOut
}

// rest is the other versions together.
func rest(arms []Result, but int, what string) (sum Share) {
	for i, arm := range arms {
		if i != but {
			s := arm.share(what)
			sum.Count, sum.Of = sum.Count+s.Count, sum.Of+s.Of
		}
	}
	return sum
}

func (s Share) sentence(version int, what, compared string) string {
	did := "opted out"
	if what == Complained {
		did = "complained"
	}
	return fmt.Sprintf("With version %d, %d of %d accounts %s: %s", version, s.Count, s.Of, did, compared)
}

// beyondCeiling is how likely so many or more would be if the rate were the ceiling.
func beyondCeiling(s Share) float64 {
	if s.Count == 0 {
		return 1
	}
	p := 0.0
	for k := s.Count; k <= s.Of; k++ {
		term := math.Exp(choose(s.Of, k) + float64(k)*math.Log(Ceiling) + float64(s.Of-k)*math.Log1p(-Ceiling))
		if p += term; term < p*1e-12 && float64(k) > Ceiling*float64(s.Of) {
			break // what is left does not count
		}
	}
	return p
}

// beyondOthers is how likely so many or more of all the cases would be among these
// accounts if it made no difference to whom they fell.
func beyondOthers(s, others Share) float64 {
	if others.Of == 0 {
		return 1
	}
	cases, all := s.Count+others.Count, s.Of+others.Of
	p := 0.0
	for k := s.Count; k <= min(cases, s.Of); k++ {
		if cases-k <= others.Of {
			p += math.Exp(choose(s.Of, k) + choose(others.Of, cases-k) - choose(all, cases))
		}
	}
	return p
}

// choose is the logarithm of the number of ways to choose k of n.
func choose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}
