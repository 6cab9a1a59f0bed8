package policy_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/goodterms/goodterms/policy"
)

// The common case must stay under 3 µs: a zone that was told, inside its window.
func BenchmarkDecide(b *testing.B) {
	for _, bb := range []struct {
		name string
		q    policy.Question
		at   string
	}{
		{"told zone, inside", policy.Question{Zone: "America/New_York"}, inside},
		{"told zone, outside", policy.Question{Zone: "America/New_York"}, outside},
		{"area code, inside", policy.Question{Phone: "+12125550123"}, inside},
		{"mobile and state, inside", policy.Question{Phone: "+61491570156", Region: "AU-WA"}, "2027-01-05T03:00:00Z"},
		{"no common hour", policy.Question{Phone: "+79161234567"}, inside},
	} {
		b.Run(bb.name, func(b *testing.B) {
			p := policy.New(policy.Default())
			bb.q.At, bb.q.HasWay = instant(b, bb.at), true
			b.ReportAllocs()
			for b.Loop() {
				p.Decide(bb.q)
			}
		})
	}
}

// What is not remembered has to be found.
func BenchmarkNextOpening(b *testing.B) {
	p := policy.New(policy.Default())
	zones := []string{"America/New_York"}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p.NextOpening(date(2027).Add(time.Duration(i*37%500_000)*time.Minute), zones)
	}
}

func BenchmarkDecideAllOfABatch(b *testing.B) {
	p := policy.New(policy.Default())
	qs := make([]policy.Question, 64)
	for i := range qs {
		qs[i] = policy.Question{At: instant(b, inside), Phone: fmt.Sprintf("+1%d5550123", 201+i), HasWay: true}
	}
	b.ReportAllocs()
	for b.Loop() {
		p.DecideAll(qs)
	}
}
