package explain_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/explain"
)

// verdicts answers with what the test has prepared, by the instant of the question.
type verdicts struct{ until time.Time }

func (v verdicts) Decide(q policy.Question) policy.Decision {
	d := policy.Decision{Verdict: policy.Send, Version: "v1", Inputs: &policy.Inputs{At: q.At.In(time.FixedZone("", 3600))}}
	if q.At.Before(v.until) {
		d.Verdict, d.Until = policy.Defer, v.until
		d.Because = []policy.Because{{Rule: "wishes", Text: "hours <& days"}}
	}
	return d
}

func (v verdicts) Openings(q policy.Question, until time.Time, most int) (list []policy.Opening) {
	for opens := v.until; opens.Before(until) && len(list) < most; opens = opens.AddDate(0, 0, 100) {
		list = append(list, policy.Opening{Opens: opens, Closes: opens.Add(time.Hour)})
	}
	return list
}

// answers decides the cases with a window that opens at noon in Berlin.
func answers(t *testing.T, text string, next int) string {
	t.Helper()
	cases, err := explain.Read(strings.NewReader(text), library)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	noon := time.Date(2027, 3, 14, 12, 0, 0, 0, time.FixedZone("CET", 3600))
	if err := cases.Answer(verdicts{noon}, next).Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestAnObjectIsAnsweredByAnObject(t *testing.T) {
	t.Parallel()
	got := answers(t, `{"at":"2027-03-14T10:30:00Z","channel":"sms"}`, 0)
	const want = `{
  "decision": "defer",
  "until": "2027-03-14T11:00:00Z",
  "zones": [],
  "because": [
    {
      "rule": "wishes",
      "text": "hours <& days"
    }
  ],
  "passed": [],
  "inputs": {
    "at": "2027-03-14T10:30:00Z",
    "channel": "",
    "profile": "",
    "kind": "",
    "collector_role": "",
    "stage": "",
    "content": ""
  },
  "policy_version": "v1"
}
`
	if got != want {
		t.Errorf("got %s", got)
	}
}

func TestAnArrayIsAnsweredByAnArrayInOrder(t *testing.T) {
	t.Parallel()
	var got []struct{ Decision string }
	text := answers(t, `[{"at":"2027-03-14T11:00:00Z","channel":"sms"},{"at":"2027-03-14T10:59:59Z","channel":"sms"},{"at":"2027-03-14T11:00:01Z","channel":"sms"}]`, 0)
	if err := json.Unmarshal([]byte(text), &got); err != nil || len(got) != 3 {
		t.Fatalf("%v: %s", err, text)
	}
	if got[0].Decision != "send" || got[1].Decision != "defer" || got[2].Decision != "send" {
		t.Errorf("got %v", got)
	}
	if got := answers(t, `[{"at":"2027-03-14T11:00:00Z","channel":"sms"}]`, 0); !strings.HasPrefix(got, "[") {
		t.Errorf("an array of one is answered by %s", got)
	}
	if got := answers(t, `[]`, 0); got != "[]\n" {
		t.Errorf("an empty array is answered by %q", got)
	}
}

func TestTheNextOpeningsEndWithTheHorizon(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ next, want int }{{0, 0}, {2, 2}, {20, 4}} {
		var got struct{ Next []policy.Opening }
		text := answers(t, `{"at":"2027-03-14T10:30:00Z","channel":"sms"}`, tt.next)
		if err := json.Unmarshal([]byte(text), &got); err != nil || len(got.Next) != tt.want {
			t.Errorf("next %d: %d openings, %v", tt.next, len(got.Next), err)
		}
		if strings.Contains(text, "+01:00") || strings.Contains(text, `"next"`) != (tt.next > 0) {
			t.Errorf("next %d: %s", tt.next, text)
		}
	}
}

func TestAnAnswerShowsEveryFieldOfADecision(t *testing.T) {
	t.Parallel()
	shown := map[string]bool{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[explain.Answer]()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		shown[name] = true
	}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[policy.Decision]()) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "-" && !shown[name] {
			t.Errorf("%s is not shown", name)
		}
	}
}
