package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// command runs the program as a shell would, in this process.
func command(t *testing.T, environ []string, args ...string) (code int, out, problems string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(context.Background(), args, streams{nil, &stdout, &stderr, environ})
	return code, stdout.String(), stderr.String()
}

func TestAKeyIsPrintedAloneOnALine(t *testing.T) {
	t.Parallel()
	environ := []string{"GOODTERMS_DATABASE=sqlite://" + filepath.Join(t.TempDir(), "keys.db")}
	form := regexp.MustCompile(`^gt_(live|test)_[A-Z0-9]{40,}\n$`)
	for _, kind := range []string{"live", "test"} {
		code, out, problems := command(t, environ, "keys", "create", "--name", "billing", "--kind", kind)
		if code != 0 || !form.MatchString(out) || !strings.HasPrefix(out, "gt_"+kind+"_") {
			t.Errorf("%s: exit %d, stdout of %d characters, stderr %q", kind, code, len(out), problems)
		}
	}
	_, list, _ := command(t, environ, "keys", "list")
	id := regexp.MustCompile(`key_[0-9a-z]{26}`).FindString(list)
	if strings.Contains(list, "gt_live_") || strings.Contains(list, "admin") || id == "" {
		t.Errorf("the list shows a secret, too many scopes or no id:\n%s", list)
	}
	if code, _, problems := command(t, environ, "keys", "revoke", id); code != 0 {
		t.Errorf("revoking: exit %d, %s", code, problems)
	}
	if _, list, _ := command(t, environ, "keys", "list"); !strings.Contains(list, "revoked") {
		t.Errorf("the list does not show that it is revoked:\n%s", list)
	}
	if code, _, problems := command(t, environ, "keys", "create", "--name", "x", "--scopes", "everything"); code == 0 || !strings.Contains(problems, "reminders:write") {
		t.Errorf("a scope that is none: exit %d, %s", code, problems)
	}
}

func TestServeNamesEveryProblemBeforeItStarts(t *testing.T) {
	t.Parallel()
	code, _, problems := command(t, nil, "serve")
	if code == 0 {
		t.Fatal("it started with nothing")
	}
	for _, name := range []string{"GOODTERMS_DATABASE", "GOODTERMS_REDIS", "GOODTERMS_PUBLIC_URL", "GOODTERMS_CREDITOR_NAME", "GOODTERMS_SMTP_URL"} {
		if !strings.Contains(problems, name) {
			t.Errorf("%s is not named:\n%s", name, problems)
		}
	}
}

func TestServeRefusesADatabaseThatIsBehindWhenItMayNotMigrate(t *testing.T) {
	t.Parallel()
	environ := []string{"GOODTERMS_DATABASE=sqlite://" + filepath.Join(t.TempDir(), "old.db"), "GOODTERMS_REDIS=embedded",
		"GOODTERMS_PUBLIC_URL=http://127.0.0.1:1", "GOODTERMS_CREDITOR_NAME=Blue Bottle", "GOODTERMS_LISTEN=127.0.0.1:0",
		"GOODTERMS_SMTP_URL=smtp://127.0.0.1:1", "GOODTERMS_MAIL_FROM=a@example.com"}
	code, _, problems := command(t, environ, "serve", "--migrate=false")
	if code == 0 || !strings.Contains(problems, "goodterms migrate") {
		t.Errorf("exit %d: %s", code, problems)
	}
}

func TestTheExampleIsAConfigurationThatLoads(t *testing.T) {
	t.Parallel()
	_, example, _ := command(t, nil, "config", "example")
	path := filepath.Join(t.TempDir(), "example.toml")
	if err := os.WriteFile(path, []byte(example), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, problems := command(t, nil, "config", "check", "--config", path)
	if code == 0 || strings.Contains(problems, "no such setting") {
		t.Errorf("exit %d: %s", code, problems)
	}
}

func TestTheExportedTimelineIsWholeAndVerified(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.becomes(h.enqueue(request(nil)), "sent")
	code, out, problems := command(t, []string{"GOODTERMS_DATABASE=" + h.app.config.Database.Reveal()}, "timeline", "export", "C-1")
	var export exported
	if code != 0 || json.Unmarshal([]byte(out), &export) != nil {
		t.Fatalf("exit %d: %s", code, problems)
	}
	if !export.Verified || len(export.Events) < 2 || export.Events[0].Kind != "reminder.scheduled" {
		t.Errorf("verified %v, %d events", export.Verified, len(export.Events))
	}
	if code, _, _ := command(t, []string{"GOODTERMS_DATABASE=" + h.app.config.Database.Reveal()}, "timeline", "export", "C-404"); code == 0 {
		t.Error("an account that does not exist was exported")
	}
}

func TestEveryCommandExplainsItself(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"demo", "serve", "sandbox", "migrate", "config", "keys", "timeline", "policy", "version"} {
		if code, out, _ := command(t, nil, name, "--help"); code != 0 || len(out) < 100 {
			t.Errorf("%s --help: exit %d with %d characters", name, code, len(out))
		}
	}
	if code, out, _ := command(t, nil, "version"); code != 0 || !strings.Contains(out, "time zones") {
		t.Errorf("version: exit %d, %q", code, out)
	}
}
