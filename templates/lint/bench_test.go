package lint_test

import (
	"testing"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

func BenchmarkLint(b *testing.B) {
	l := linter(b)
	for _, kind := range []channels.Kind{channels.Email, channels.SMS, channels.Voice} {
		b.Run(string(kind), func(b *testing.B) {
			s := english(b, "final", kind)
			r := lint.Request{Stage: templates.Final, Channel: s.Channel, Locale: s.Locale, Text: s.Text, Limited: s.Limited}
			for b.Loop() {
				l.Lint(r)
			}
		})
	}
}

func BenchmarkRendered(b *testing.B) {
	l := linter(b)
	facts := templates.SamplesOf(templates.Final)[0].Facts
	for _, kind := range []channels.Kind{channels.Email, channels.SMS, channels.Voice} {
		b.Run(string(kind), func(b *testing.B) {
			words := written(b, english(b, "final", kind), facts)
			for b.Loop() {
				l.Rendered(words, kind, templates.Final, facts)
			}
		})
	}
}
