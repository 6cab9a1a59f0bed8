package lint_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/gsm"
	"github.com/goodterms/goodterms/templates/lint"
)

func TestAnSMSIsCountedAsGiven(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]lint.SMS{
		"":                        {Encoding: gsm.GSM7, Units: 0, Segments: 1},
		"a\n":                     {Encoding: gsm.GSM7, Units: 2, Segments: 1},
		"€":                       {Encoding: gsm.GSM7, Units: 2, Segments: 1},
		"it’s":                    {Encoding: gsm.UCS2, Units: 4, Segments: 1},
		strings.Repeat("a", 161):  {Encoding: gsm.GSM7, Units: 161, Segments: 2},
		"{{ creditor.name }}: hi": {Encoding: gsm.GSM7, Units: 27, Segments: 1},
	} {
		for _, only := range []bool{false, true} {
			r := lintOf(t, lint.Request{Channel: channels.SMS, Text: text, ToneOnly: only})
			if r.SMS == nil || *r.SMS != want {
				t.Errorf("%q: %+v", text, r.SMS)
			}
		}
	}
}

func TestADearCharacterIsShownOnceWithWhatToWrite(t *testing.T) {
	t.Parallel()
	text := strings.Join(plain(channels.SMS), "") + " It’s, it’s – 👍\u200b"
	var got []problem
	var instead []string
	for _, f := range lintOf(t, lint.Request{Channel: channels.SMS, Text: text}).Findings {
		if f.Rule == "sms_encoding" {
			got, instead = append(got, problem{f.Rule, f.Severity, f.Part, f.Line, f.Column, f.Text}), append(instead, f.Instead)
		}
	}
	want := []problem{
		{"sms_encoding", lint.Warning, "", 1, 137, "’"},
		{"sms_encoding", lint.Warning, "", 1, 146, "–"},
		{"sms_encoding", lint.Warning, "", 1, 148, "👍"},
	}
	if diff := cmp.Diff(want[:2], got[:2]); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(instead[:2], []string{"write '", "write -"}) || len(got) < 3 {
		t.Errorf("%v", instead)
	}
}

func TestALongSMSIsWarnedOfByWhatItBecomes(t *testing.T) {
	t.Parallel()
	for _, s := range shipped(t) {
		if s.Key != "gentle" || s.Locale != "en-GB" || s.Channel != channels.SMS {
			continue
		}
		r := asked(t, s)
		r.Text += strings.Repeat(" We are glad to help with this.", 6)
		report := lintOf(t, r)
		if !slices.Contains(report.Faults, "sms_segments") || !report.OK {
			t.Errorf("%v", severities(report))
		}
		r.Text += strings.Repeat(" We are glad to help with this.", 60)
		if lintOf(t, r).OK {
			t.Error("a text of more than ten segments goes through")
		}
	}
}

func TestACallIsTimed(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]int{
		"":                               0,
		strings.Repeat("abcd ", 30):      10,
		"Hello there.\n\nGood bye, Ana.": 3,
		"It is I N V, 1 0 4 2.":          3,
	} {
		r := lintOf(t, lint.Request{Channel: channels.Voice, Text: script})
		if r.Voice == nil || r.Voice.Seconds != want {
			t.Errorf("%q takes %+v, want %d", script, r.Voice, want)
		}
	}
}

func TestALongCallIsWarnedOfAndAVeryLongOneRefused(t *testing.T) {
	t.Parallel()
	for words, want := range map[int]lint.Severity{100: "", 130: lint.Warning, 300: lint.Error} {
		var got lint.Severity
		for _, f := range lintOf(t, lint.Request{Channel: channels.Voice, Text: strings.Repeat("good ", words)}).Findings {
			if f.Rule == "voice_length" {
				got = f.Severity
			}
		}
		if got != want {
			t.Errorf("%d words: %q, want %q", words, got, want)
		}
	}
	r := lintOf(t, lint.Request{Channel: channels.Voice, Text: "Hello.", Limited: strings.Repeat("good ", 70)})
	if !slices.ContainsFunc(r.Findings, func(f lint.Finding) bool { return f.Rule == "voice_length" && f.Part == "limited" }) {
		t.Errorf("%v", severities(r))
	}
}

// fee names a late fee in words that the English rules know.
const fee = "A late fee of £40.00 will be added on 1 April, as our terms provide."

func TestAConsequenceHasItsPlaceWithinTheTermsThatGrantIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		stage templates.Stage
		line  string
		want  lint.Severity
	}{
		{"bare at gentle", templates.Gentle, fee, lint.Error},
		{"bare at final", templates.Final, fee, lint.Warning},
		{"bare at firm", templates.Firm, fee, lint.Warning},
		{"bare in thanks", templates.Thanks, fee, lint.Error},
		{"granted", templates.Final, "{% if terms.fee %}" + fee + "{% endif %}", ""},
		{"granted with more", templates.Final, "{% if terms.fee and count == 1 %}" + fee + "{% endif %}", ""},
		{"in the other arm", templates.Final, "{% if terms.fee %}x{% else %}" + fee + "{% endif %}", lint.Warning},
		{"in a later arm", templates.Final, "{% if count > 1 %}x{% elsif terms.fee %}" + fee + "{% endif %}", ""},
		{"within more", templates.Final, "{% if terms.fee %}{% if count > 1 %}x{% else %}" + fee + "{% endif %}{% endif %}", ""},
		{"granted or not", templates.Final, "{% if terms.fee or count == 1 %}" + fee + "{% endif %}", lint.Warning},
		{"unless granted", templates.Final, "{% unless terms.fee %}" + fee + "{% endunless %}", lint.Warning},
		{"granted otherwise", templates.Final, "{% if terms.interest %}" + fee + "{% endif %}", lint.Warning},
		{"after the end", templates.Final, "{% if terms.fee %}x{% endif %} " + fee, lint.Warning},
	} {
		r := mailWith(t, c.line)
		r.Stage = c.stage
		var got lint.Severity
		for _, f := range lintOf(t, r).Findings {
			if f.Rule == "consequence_fee" {
				got = f.Severity
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
