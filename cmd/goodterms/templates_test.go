package main

import (
	"bytes"
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// linted runs goodterms templates lint on a text.
func linted(text string, args ...string) (code int, out, problems string) {
	var stdout, stderr bytes.Buffer
	code = run(context.Background(), append([]string{"templates", "lint"}, args...), streams{in: strings.NewReader(text), out: &stdout, err: &stderr})
	return code, stdout.String(), stderr.String()
}

func TestLintPrintsWhatIsWrongAndEndsWithNought(t *testing.T) {
	t.Parallel()
	code, out, problems := linted("Acme Ltd: you have ignored our reminders about invoice INV-1042 (£10.00, due 3 March 2027). Pay: https://pay.acme.example/8 <now>. Reply STOP to stop texts.",
		"--stage", "gentle", "--channel", "sms", "--locale", "en-GB")
	if code != 0 || problems != "" {
		t.Fatalf("%d %s", code, problems)
	}
	for _, want := range []string{
		"{\n  \"ok\": false,\n  \"faults\": [\n    \"accusation\"\n  ],\n  \"findings\": [\n    {\n      \"rule\": \"accusation\",\n      \"severity\": \"error\",\n      \"line\": 1,\n      \"column\": ",
		`"text": "`, `"instead": "`, "\"sms\": {\n    \"encoding\": \"GSM-7\",\n    \"units\": 156,\n    \"segments\": 1\n  }\n}\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("without %s:\n%s", want, out)
		}
	}
}

func TestLintJudgesTheWordingAloneWhenAsked(t *testing.T) {
	t.Parallel()
	code, out, _ := linted("Thank you for <your> payment.", "--only", "tone")
	if code != 0 || out != "{\n  \"ok\": true,\n  \"faults\": [],\n  \"findings\": []\n}\n" {
		t.Errorf("%d %s", code, out)
	}
	_, out, _ = linted("Thank you.", "--only", "tone", "--channel", "sms")
	var report struct{ SMS map[string]any }
	if err := json.Unmarshal([]byte(out), &report); err != nil || report.SMS["units"] != 10.0 {
		t.Errorf("%v %s", err, out)
	}
}

func TestStrictLintEndsWithOneWhenTheTextHasErrors(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"Thank you.": 0, "You have ignored our reminders.": 1} {
		if code, out, _ := linted(text, "--only", "tone", "--strict"); code != want || !strings.HasPrefix(out, "{") {
			t.Errorf("%q: %d %s", text, code, out)
		}
	}
}

func TestLintReadsWhatAMachineMayHearFromAFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "limited.txt")
	write(t, path, "This is about {{ invoice.balance }}.")
	_, out, _ := linted("This is {{ creditor.name }}.", "--channel", "voice", "--limited", path)
	if !strings.Contains(out, `"rule": "limited"`) || !strings.Contains(out, `"part": "limited"`) {
		t.Error(out)
	}
}

func TestAWrongFlagOfLintIsNamed(t *testing.T) {
	t.Parallel()
	for flag, value := range map[string]string{"--stage": "shouty", "--channel": "fax", "--locale": "english", "--only": "facts", "--limited": "x.txt"} {
		code, out, problems := linted("Hello.", flag, value)
		if code != 2 || out != "" || !strings.Contains(problems, flag+": ") {
			t.Errorf("%s: %d %s%s", flag, code, out, problems)
		}
	}
	if code, _, problems := linted("Hello.", "--locale", "xx"); code != 2 || !strings.Contains(problems, "--locale: ") {
		t.Errorf("%d %s", code, problems)
	}
}
