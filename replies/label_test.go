package replies

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/replies/intents"
)

func example(t *testing.T, text string, list ...LabelIntent) Label {
	return Label{ID: "lab_1", ReplyID: "rep_1", At: at(t, thursday, "UTC"), By: "carla", Channel: "sms", Locale: "en-GB", Zone: "Europe/London",
		Now: at(t, thursday, "UTC"), Text: text, Intents: list, Before: []LabelIntent{{Intent: "other"}}}
}

func TestLabelsAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	want := []Label{
		example(t, "pay <friday>\nor so", LabelIntent{Intent: "promise_to_pay", Date: "2026-12-04", Amount: "50.00"}),
		example(t, "stop"),
	}
	var b strings.Builder
	if err := WriteLabels(&b, want); err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(b.String(), "\n"); lines != 2 || !strings.Contains(b.String(), "<friday>") {
		t.Errorf("%d lines: %s", lines, b.String())
	}
	got, err := ReadLabels(strings.NewReader("\n" + b.String()))
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v: %s", err, diff)
	}
}

func TestALineThatIsNoLabelIsNamedAndNotRepeated(t *testing.T) {
	t.Parallel()
	for _, line := range []string{
		"secret", `{"channel":"fax","now":"2026-11-26T15:00:00Z","text":"secret"}`, `{"channel":"sms","text":"secret"}`,
		`{"channel":"sms","now":"2026-11-26T15:00:00Z","text":"secret","intents":[{"intent":"secret"}]}`,
		`{"channel":"sms","now":"2026-11-26T15:00:00Z","text":"x","intents":[{"intent":"dispute","date":"secret"}]}`,
	} {
		_, err := ReadLabels(strings.NewReader("\n" + line))
		if !errors.Is(err, ErrLabels) || !strings.Contains(err.Error(), "line 2") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got %v", line, err)
		}
	}
}

func TestReplayCountsWhatIsRightWrongAndMissed(t *testing.T) {
	t.Parallel()
	reader := &script{by: map[string][]intents.Found{
		"right":     {promised("2026-12-04 50.00")},
		"other day": {promised("2026-12-05 50.00")},
		"unsure":    {maybe(intents.Dispute)},
		"too much":  {found(intents.OptOut), found(intents.Dispute)},
	}}
	promise := LabelIntent{Intent: "promise_to_pay", Date: "2026-12-04", Amount: "50.00"}
	s := Replay([]Label{
		example(t, "right", promise), example(t, "other day", promise), example(t, "unsure", LabelIntent{Intent: "dispute"}),
		example(t, "too much", LabelIntent{Intent: "opt_out"}), example(t, "missed", LabelIntent{Intent: "hardship"}),
	}, reader)
	want := Score{Labels: 5, Whole: 2, Dates: Tally{Right: 1, Wrong: 1, Missed: 1}, Amounts: Tally{Right: 2},
		Found: map[intents.Intent]Tally{
			intents.Promise: {Right: 2}, intents.Dispute: {Right: 1, Wrong: 1}, intents.OptOut: {Right: 1}, intents.Hardship: {Missed: 1}, intents.Other: {Wrong: 1}},
		Certain: map[intents.Intent]Tally{
			intents.Promise: {Right: 2}, intents.Dispute: {Wrong: 1, Missed: 1}, intents.OptOut: {Right: 1}, intents.Hardship: {Missed: 1}},
	}
	for _, of := range []map[intents.Intent]Tally{s.Found, s.Certain} {
		for i, tally := range of {
			if tally == (Tally{}) {
				delete(of, i)
			}
		}
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
	if p := s.Found[intents.Dispute].Precision(); p != 0.5 {
		t.Errorf("precision %v", p)
	}
}

func TestALabelIsReadWhereAndWhenItsReplyWasWritten(t *testing.T) {
	t.Parallel()
	reader := &script{}
	l := example(t, "x")
	l.Zone = "Asia/Tokyo"
	Replay([]Label{l}, reader)
	if got := reader.asked[0].Now; got.Hour() != 0 || got.Day() != 27 || reader.asked[0].Locale != "en-GB" {
		t.Errorf("got %v", got)
	}
}

func TestAScoreIsATable(t *testing.T) {
	t.Parallel()
	reader := &script{by: map[string][]intents.Found{"stop": {found(intents.OptOut)}}}
	got := Replay([]Label{example(t, "stop", LabelIntent{Intent: "opt_out"})}, reader).String()
	if !strings.Contains(got, "1 labels, 1 read wholly right") || !strings.Contains(got, "opt_out               1      1.000   1.000") || strings.Contains(got, "dispute") {
		t.Errorf("got\n%s", got)
	}
}
