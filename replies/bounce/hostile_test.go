package bounce

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jhillyerd/enmime/v2"
)

// hostile are mails of a megabyte that were made to take long.
func hostile() map[string]string {
	const head = "From: MAILER-DAEMON@mx.example\nSubject: failure notice\n"
	mega := func(s string) string { return strings.Repeat(s, 1<<20/len(s)) }
	return map[string]string{
		"quotes":        head + "\n" + mega(">"),
		"quote lines":   head + "\n" + mega(">\n"),
		"ats":           head + "\n" + mega("@"),
		"addresses":     head + "\n" + mega("a@b.example "),
		"address lines": head + "\nThe following addresses failed:\n" + mega("<a@b.example>:\n"),
		"codes":         head + "\n" + mega("550 5.1.1 "),
		"one word":      head + "\n" + mega("user unknown "),
		"lead-ins":      head + "\n" + mega("following recipients:\n"),
		"tags":          head + "Content-Type: text/html\n\n" + mega("<"),
		"open styles":   head + "Content-Type: text/html\n\n" + mega("<style>"),
		"groups":        head + "Content-Type: message/delivery-status\n\n" + mega("Final-Recipient: rfc822; a@b.example\n\n"),
		"escapes":       head + "Content-Type: message/delivery-status\n\nFinal-Recipient: utf-8; " + mega(`\x{41}`),
		"folds":         head + "Content-Type: message/delivery-status\n\nDiagnostic-Code: smtp;\n" + mega(" 550 no\n"),
		"colons":        head + "\n" + mega("a:\n"),
		"headers":       head + "Content-Type: message/rfc822\n\n" + mega("Message-ID: <a@b.example>\n"),
	}
}

func TestAHostileMegabyteTakesNoTime(t *testing.T) {
	for name, raw := range hostile() {
		mail := parsed(t, []byte(raw))
		start := time.Now()
		r, _ := Read(mail)
		if took := time.Since(start); took > 5*time.Second { // a fraction of a second on an idle machine; minutes where it grows faster than the mail
			t.Errorf("%s: %v", name, took)
		}
		holds(t, r)
	}
}

func BenchmarkAHostileMegabyte(b *testing.B) {
	for name, raw := range hostile() {
		mail := parsed(b, []byte(raw))
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Read(mail)
			}
		})
	}
}

// holds checks what is true of every report.
func holds(t testing.TB, r Report) {
	t.Helper()
	seen := map[string]bool{}
	failed := len(r.Recipients) == 0 && r.Failed
	for _, x := range r.Recipients {
		switch {
		case !strings.Contains(x.Address, "@"), x.Address != strings.ToLower(x.Address), seen[x.Address]:
			t.Errorf("an address is %q", x.Address)
		case x.Permanent != (x.Cause == Dead && x.Action == Failed):
			t.Errorf("%s for %q is permanent: %v", x.Action, x.Cause, x.Permanent)
		case x.Status != wellFormed(x.Status):
			t.Errorf("a status is %q", x.Status)
		case x.Action == "":
			t.Error("an address has no action")
		}
		seen[x.Address] = true
		failed = failed || x.Action == Failed
	}
	if failed != r.Failed || len(r.Recipients) > most || len(r.MessageIDs) > 20 {
		t.Errorf("failed is %v, with %d recipients and %d ids", r.Failed, len(r.Recipients), len(r.MessageIDs))
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.eml")
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		mail, err := enmime.ReadEnvelope(bytes.NewReader(raw))
		if err != nil {
			return
		}
		r, _ := Read(mail)
		holds(t, r)
	})
}
