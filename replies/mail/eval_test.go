package mail_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/replies/mail"
)

// TestEval prints how well our own labelled mails are told apart.
func TestEval(t *testing.T) {
	var all map[string]expected
	if err := json.Unmarshal(load(t, "expected.json"), &all); err != nil {
		t.Fatal(err)
	}
	right, said, known := map[mail.Kind]int{}, map[mail.Kind]int{}, map[mail.Kind]int{}
	for name, want := range all {
		got := mail.Read(load(t, name+".eml")).Kind
		said[got]++
		known[want.Kind]++
		if got == want.Kind {
			right[got]++
		}
	}
	var table strings.Builder
	fmt.Fprintf(&table, "%-16s %5s %9s %6s\n", "kind", "mails", "precision", "recall")
	for _, kind := range slices.Sorted(maps.Keys(known)) {
		precision, recall := share(right[kind], said[kind]), share(right[kind], known[kind])
		fmt.Fprintf(&table, "%-16s %5d %9.3f %6.3f\n", kind, known[kind], precision, recall)
		if precision < 0.95 || recall < 0.95 {
			t.Errorf("%s: precision %.3f, recall %.3f", kind, precision, recall)
		}
	}
	t.Log("\n" + table.String())
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
