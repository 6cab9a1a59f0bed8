package lint_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

// FuzzLint holds that no text brings the linter down, and that what it says of it is
// sound: places are in the text, and a text is good unless a finding is an error.
func FuzzLint(f *testing.F) {
	for _, text := range []string{
		"", "---\nsubject: x\n---\n", "---\nsubject: {{ creditor.name }}\npreheader: y\n---\n[a](b) ![](c) {% if terms.fee %}x",
		"{% else %}{% endif %}{{", "STOP \xff\xfe ’ {{ 'a b' | default: \"c d\" }}", "http://[::1]/ https://%zz [x]: y", "---\r\nsubject: a\r\n---\r\nb",
	} {
		f.Add(text, uint8(0))
		f.Add(text, uint8(1))
	}
	l := linter(f)
	kinds := []channels.Kind{"", channels.Email, channels.SMS, channels.Voice}
	f.Fuzz(func(t *testing.T, text string, kind uint8) {
		r := lint.Request{Stage: templates.Stages()[int(kind/4)%len(templates.Stages())], Channel: kinds[kind%4], Text: text, Limited: text[:len(text)/2]}
		report := l.Lint(r)
		ok := true
		for _, found := range report.Findings {
			ok = ok && found.Severity != lint.Error
			if found.Line < 0 || found.Line > 1+strings.Count(text, "\n") || found.Column < 0 || found.Column > 1+len(text) || found.Rule == "" || found.Instead == "" || !utf8.ValidString(found.Text) {
				t.Errorf("%+v", found)
			}
		}
		if report.OK != ok || report.Faults == nil || report.Findings == nil {
			t.Errorf("%+v", report)
		}
	})
}
