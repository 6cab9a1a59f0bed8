package replies

import (
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/intents"
)

// BenchmarkExplain measures reading and deciding, without any store.
func BenchmarkExplain(b *testing.B) {
	reader, err := intents.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	now := at(b, thursday, "Europe/London")
	for b.Loop() {
		Explain(Case{Raw: []byte("Sorry for the delay, I will pay INV-1042 on Friday"), Channel: channels.SMS, Locale: "en-GB", Now: now}, reader, testSettings)
	}
}

func TestAHugeTextTakesNoLongerThanItMust(t *testing.T) {
	t.Parallel()
	s := bySMS(saidIn("is wrong", found(intents.Dispute)), saidIn("will pay", promised("2026-12-04")), saidIn("paid", found(intents.AlreadyPaid)))
	s = s.but(text(strings.Repeat("no end, ", 1<<17) + "INV-1043 is wrong. I will pay, I paid. " + strings.Repeat("no end. ", 1<<17)))
	began := time.Now()
	effects(s.t, s.m, s.s, s.set, at(t, thursday, "Europe/London"))
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
}
