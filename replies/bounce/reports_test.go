package bounce

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jhillyerd/enmime/v2"
)

// parsed is a mail as the mail package would hand it over.
func parsed(t testing.TB, raw []byte) *enmime.Envelope {
	t.Helper()
	mail, err := enmime.ReadEnvelope(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("the mail is not one: %v", err)
	}
	return mail
}

// fixture reads a mail of testdata.
func fixture(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name+".eml"))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// told writes a report as expected.txt does.
func told(r Report, ok bool) string {
	kind := "bounce"
	if !ok {
		kind = "none"
	} else if !r.Failed {
		kind = "notice"
	}
	var b strings.Builder
	b.WriteString(kind)
	if len(r.MessageIDs) > 0 {
		b.WriteString(" about=" + strings.Join(r.MessageIDs, ","))
	}
	if r.ReturnPath != "" {
		b.WriteString(" from=" + r.ReturnPath)
	}
	b.WriteByte('\n')
	for _, x := range r.Recipients {
		fate := "alive"
		if x.Permanent {
			fate = "dead"
		}
		fmt.Fprintf(&b, "%s %s %s %s %s\n", x.Address, x.Action, dash(x.Status), dash(string(x.Cause)), fate)
	}
	return b.String()
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// expected reads expected.txt: what each mail says, by the name of its file.
func expected(t testing.TB) map[string]string {
	t.Helper()
	file, err := os.Open("testdata/expected.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	all, name := map[string]string{}, ""
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, "["):
			var rest string
			name, rest, _ = strings.Cut(line[1:], "] ")
			all[name] = rest + "\n"
		case line != "" && line[0] != '#':
			all[name] += line + "\n"
		}
	}
	return all
}

func TestEveryReportSaysWhatItIsKnownToSay(t *testing.T) {
	want := expected(t)
	files, _ := filepath.Glob("testdata/*.eml")
	if len(files) < 60 || len(files) != len(want) {
		t.Fatalf("%d mails and %d expectations", len(files), len(want))
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".eml")
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want[name], told(Read(parsed(t, fixture(t, name))))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLineEndsOfTheWireChangeNothing(t *testing.T) {
	for name, want := range expected(t) {
		raw := bytes.ReplaceAll(fixture(t, name), []byte("\n"), []byte("\r\n"))
		if diff := cmp.Diff(want, told(Read(parsed(t, raw)))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestNothingIsNoReport(t *testing.T) {
	for _, mail := range []*enmime.Envelope{nil, {}} {
		if _, ok := Read(mail); ok {
			t.Error("a mail without a root is read as a report")
		}
	}
}

func TestAFailureThatNamesNobodyIsStillAFailure(t *testing.T) {
	r, ok := Read(parsed(t, []byte("From: MAILER-DAEMON@mx.example\nSubject: Returned mail\n\nYour mail could not be delivered.\n")))
	if !ok || !r.Failed || len(r.Recipients) != 0 {
		t.Errorf("got %+v, %v", r, ok)
	}
}

func TestAReportNamesAThousandAtMost(t *testing.T) {
	var b strings.Builder
	b.WriteString("From: MAILER-DAEMON@mx.example\nContent-Type: message/delivery-status\n\n")
	for i := range 3000 {
		fmt.Fprintf(&b, "Final-Recipient: rfc822; a%d@b.example\nAction: failed\nStatus: 5.1.1\n\n", i)
	}
	r, ok := Read(parsed(t, []byte(b.String())))
	if !ok || len(r.Recipients) != 1000 {
		t.Errorf("%d recipients, %v", len(r.Recipients), ok)
	}
}

func TestAFailureOutweighsAnotherWordAboutTheSameAddress(t *testing.T) {
	raw := "From: MAILER-DAEMON@mx.example\nContent-Type: message/delivery-status\n\n" +
		"Final-Recipient: rfc822; a@b.example\nAction: delayed\nStatus: 4.4.1\n\n" +
		"Final-Recipient: rfc822; A@B.example\nAction: failed\nStatus: 5.1.1\n"
	if diff := cmp.Diff("bounce\na@b.example failed 5.1.1 dead dead\n", told(Read(parsed(t, []byte(raw))))); diff != "" {
		t.Error(diff)
	}
}
