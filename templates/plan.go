package templates

import (
	"slices"

	"github.com/goodterms/goodterms/account"
)

// Plan is a payment plan, as texts show it.
type Plan struct {
	Instalments []Instalment
}

// Instalment is one payment of a plan.
type Instalment struct {
	On     account.Date
	Amount account.Money
	Paid   bool
}

// plan lays out the instalments, in the order of their days.
func (s *scope) plan() {
	if s.facts.Plan == nil {
		return
	}
	for i := range s.facts.Plan.Instalments {
		s.instalments = append(s.instalments, &record{scope: s, root: "instalment", instalment: &s.facts.Plan.Instalments[i]})
	}
	slices.SortStableFunc(s.instalments, func(a, b *record) int { return a.instalment.On.Sub(b.instalment.On) })
}

// planCount is the number of instalments; nil without a plan.
func (s *scope) planCount() any {
	if s.facts.Plan == nil {
		return nil
	}
	return len(s.instalments)
}

// planTotal is what the instalments come to, per currency.
func (s *scope) planTotal() any {
	var sums []account.Money
	for _, r := range s.instalments {
		sums = add(sums, r.instalment.Amount)
	}
	if len(sums) == 0 {
		return nil
	}
	return shown{&quantity{scope: s, sums: sums}}
}

// instalmentNumber is the instalment's place in the plan, from 1.
func (s *scope) instalmentNumber(i *Instalment) int {
	return 1 + slices.IndexFunc(s.instalments, func(r *record) bool { return r.instalment == i })
}
