package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// explained is the answer of goodterms replies explain to a message.
func explained(t *testing.T, message string, args ...string) (answer map[string]any) {
	t.Helper()
	var out, problems bytes.Buffer
	args = append([]string{"replies", "explain", "--now", "2026-11-30T10:00:00Z"}, args...)
	if code := run(context.Background(), args, streams{strings.NewReader(message), &out, &problems, nil}); code != 0 {
		t.Fatalf("exit %d: %s", code, problems.String())
	}
	if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
		t.Fatalf("no JSON: %v\n%s", err, out.String())
	}
	return answer
}

func TestATextIsExplainedWithItsEffects(t *testing.T) {
	t.Parallel()
	got := explained(t, "I will pay you 120 for INV-1042 on Friday", "--channel", "sms", "--locale", "en-GB")
	intent := got["intents"].([]any)[0].(map[string]any)
	if got["kind"] != "reply" || got["language"] != "en" || intent["intent"] != "promise_to_pay" || intent["certain"] != true ||
		intent["date"] != "2026-12-04" || intent["amount"] != "120.00" {
		t.Errorf("%v", got)
	}
	would := got["would"].([]any)
	if would[0] != "record a promise for 2026-12-04" || would[1] != "hold INV-1042 until 2026-12-07" {
		t.Errorf("%v", would)
	}
}

func TestAReportIsExplainedWithItsRecipients(t *testing.T) {
	t.Parallel()
	report := strings.Join([]string{
		"From: MAILER-DAEMON@mx.example", "To: b+x@bounces.acme.example", "Subject: Undelivered Mail Returned to Sender", "MIME-Version: 1.0",
		"Content-Type: multipart/report; report-type=delivery-status; boundary=x", "", "--x", "Content-Type: text/plain", "", "Sorry.", "",
		"--x", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example", "",
		"Final-Recipient: rfc822; Gone@customer.example", "Action: failed", "Status: 5.1.1", "Diagnostic-Code: smtp; 550 5.1.1 user unknown", "",
		"Final-Recipient: rfc822; full@customer.example", "Action: failed", "Status: 4.2.2", "Diagnostic-Code: smtp; 452 4.2.2 mailbox full", "", "--x--", ""}, "\r\n")
	got := explained(t, report)
	recipients := got["recipients"].([]any)
	if got["kind"] != "bounce" || len(recipients) != 2 {
		t.Fatalf("%v", got)
	}
	gone, full := recipients[0].(map[string]any), recipients[1].(map[string]any)
	if gone["address"] != "gone@customer.example" || gone["permanent"] != true || full["permanent"] != false || full["status"] != "4.2.2" {
		t.Errorf("%v", recipients)
	}
}

func TestEveryMessageHoweverBrokenIsExplained(t *testing.T) {
	t.Parallel()
	for _, message := range []string{"", "\x00\xff\xfe", "From: ", "Content-Type: multipart/mixed; boundary=x\n\n--x\n--x\n", strings.Repeat(">", 1<<20), "\n\n\n", "STOP"} {
		for _, channel := range []string{"", "sms", "email"} {
			got := explained(t, message, "--channel", channel)
			for _, key := range []string{"recipients", "intents", "would"} {
				if _, isList := got[key].([]any); !isList {
					t.Errorf("%q by %q: %s is no list", message[:min(len(message), 10)], channel, key)
				}
			}
		}
	}
}

func TestBadOptionsOfExplainAreNamed(t *testing.T) {
	t.Parallel()
	for option, value := range map[string]string{"--now": "tomorrow", "--locale": "x", "--channel": "fax"} {
		var out, problems bytes.Buffer
		code := run(context.Background(), []string{"replies", "explain", option, value}, streams{strings.NewReader("hi"), &out, &problems, nil})
		if code == 0 || !strings.Contains(problems.String(), option) || out.Len() > 0 && strings.Contains(out.String(), "{") {
			t.Errorf("%s: exit %d, %s", option, code, problems.String())
		}
	}
}

func TestLabelsAreReplayed(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "labels.ndjson")
	line := `{"id":"lab_1","channel":"sms","locale":"en-GB","zone":"Europe/London","now":"2026-11-30T10:00:00Z","text":"I will pay on Friday","intents":[{"intent":"promise_to_pay","date":"2026-12-04"}]}` + "\n"
	if err := os.WriteFile(name, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, problems := command(t, nil, "replies", "eval", name)
	if code != 0 || !strings.Contains(out, "promise_to_pay") {
		t.Errorf("exit %d: %s%s", code, out, problems)
	}
	if err := os.WriteFile(name, []byte("{]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, problems := command(t, nil, "replies", "eval", name); code != 2 || !strings.Contains(problems, "line 1") {
		t.Errorf("a broken file: exit %d: %s", code, problems)
	}
}
