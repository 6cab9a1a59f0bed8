package mail_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies/mail"
)

// expected is what a mail in testdata must be read as. What is left out is not
// looked at, but for Robot, Loop, Signed, Forged and Media.
type expected struct {
	Kind           mail.Kind        `json:"kind"`
	Robot          string           `json:"robot"`
	Loop           bool             `json:"loop"`
	Signed         bool             `json:"signed"`
	Forged         bool             `json:"forged"`
	Media          []channels.Media `json:"media"`
	From           *string          `json:"from"`
	Subject        *string          `json:"subject"`
	Text           *string          `json:"text"`
	Answers        *[]string        `json:"answers"`
	Recipients     *[]string        `json:"recipients"`
	RecipientsHold []string         `json:"recipients_hold"`
	RecipientCount *int             `json:"recipient_count"`
	Abuse          *mail.Abuse      `json:"abuse"`
	ReportIDs      []string         `json:"report_ids"`
	Faults         []string         `json:"faults"`
}

func load(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestMailsAreReadAsTheyAreMeant(t *testing.T) {
	t.Parallel()
	var all map[string]expected
	if err := json.Unmarshal(load(t, "expected.json"), &all); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/*.eml")
	if err != nil || len(files) != len(all) || len(all) < 45 {
		t.Fatalf("%d mails, %d labels: %v", len(files), len(all), err)
	}
	for name, want := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compare(t, want, mail.Read(load(t, name+".eml")))
		})
	}
}

func compare(t *testing.T, want expected, got mail.Mail) {
	t.Helper()
	same(t, "kind", want.Kind, got.Kind)
	same(t, "robot", want.Robot, got.Robot)
	same(t, "loop", want.Loop, got.Loop)
	same(t, "signed", want.Signed, got.Signed)
	same(t, "forged", want.Forged, got.Forged)
	same(t, "media", want.Media, got.Media)
	same(t, "report", want.ReportIDs, got.Report.MessageIDs)
	known(t, "from", want.From, got.From)
	known(t, "subject", want.Subject, got.Subject)
	known(t, "text", want.Text, got.Text)
	known(t, "answers", want.Answers, got.Answers)
	known(t, "recipients", want.Recipients, got.Recipients)
	known(t, "abuse", want.Abuse, got.Abuse)
	count := len(got.Recipients)
	known(t, "number of recipients", want.RecipientCount, count)
	holds(t, "recipient", want.RecipientsHold, got.Recipients)
	holds(t, "fault", want.Faults, got.Faults)
	if want.Faults == nil && len(got.Faults) > 0 {
		t.Errorf("faults %q", got.Faults)
	}
}

func same[T any](t *testing.T, what string, want, got T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", what, diff)
	}
}

func known[T any](t *testing.T, what string, want *T, got T) {
	t.Helper()
	if want != nil {
		same(t, what, *want, got)
	}
}

func holds(t *testing.T, what string, want, got []string) {
	t.Helper()
	for _, one := range want {
		if !strings.Contains("\n"+strings.Join(got, "\n")+"\n", "\n"+one+"\n") {
			t.Errorf("no %s %q in %q", what, one, got)
		}
	}
}

func TestTheSameMailByTwoWaysHasOneDigest(t *testing.T) {
	t.Parallel()
	raw := load(t, "gmail_en_top.eml")
	other := "Return-Path: <ada@moss.example>\r\nReceived: from elsewhere.example\r\nDKIM-Signature: v=1; b=abc\r\n" +
		"Authentication-Results: x; dkim=pass\r\nDelivered-To: somebody@in.acme.example\r\n" + strings.ReplaceAll(string(raw), "\n", "\r\n") + "\r\n\r\n"
	folded := strings.Replace(other, "Subject: Re: Invoice", "Subject: Re:\r\n Invoice", 1)
	want := mail.Read(raw).Digest
	same(t, "by another way", want, mail.Read([]byte(other)).Digest)
	same(t, "folded elsewhere", want, mail.Read([]byte(folded)).Digest)
	same(t, "from a mailbox file", want, mail.Read(append([]byte("From ada Thu Dec 3\n"), raw...)).Digest)
}

func TestAnotherMailHasAnotherDigest(t *testing.T) {
	t.Parallel()
	raw := string(load(t, "gmail_en_top.eml"))
	seen := map[string]string{mail.Read([]byte(raw)).Digest: "itself"}
	for _, change := range [][2]string{{"pay 120", "pay 121"}, {"ada@moss", "bea@moss"}, {"11:02", "11:03"}, {"r1@", "r2@"}, {"Re: Invoice", "Re: invoice"}, {"To: Acme", "To: Acne"}} {
		changed := strings.Replace(raw, change[0], change[1], 1)
		digest := mail.Read([]byte(changed)).Digest
		if before, ok := seen[digest]; ok || changed == raw {
			t.Errorf("%q has the digest of %q", change, before)
		}
		seen[digest] = change[1]
	}
}

func TestALongTextIsCutBetweenTwoCharacters(t *testing.T) {
	t.Parallel()
	got := mail.Read([]byte("From: ada@moss.example\nSubject: " + strings.Repeat("ü", 1000) + "\nContent-Type: text/plain; charset=utf-8\n\nx" + strings.Repeat("ü", 64<<10)))
	same(t, "length of the text", 64<<10-1, len(got.Text))
	same(t, "length of the subject", 998, len(got.Subject))
	holds(t, "fault", []string{"text too long"}, got.Faults)
}

func TestWholeKeepsTheQuoteAndItsLinks(t *testing.T) {
	t.Parallel()
	got := mail.Read([]byte("From: ada@moss.example\nContent-Type: text/html\n\n<p>No.</p><blockquote type=cite>Pay <a href='https://pay.acme.example/p/k7dh3tqz'>here</a></blockquote>"))
	same(t, "text", "No.", got.Text)
	if !strings.Contains(got.Whole, "https://pay.acme.example/p/k7dh3tqz") {
		t.Errorf("whole is %q", got.Whole)
	}
}

func TestFaultsNeverRepeatTheMail(t *testing.T) {
	t.Parallel()
	known := map[string]bool{"encrypted": true, "signed and enclosed (S/MIME)": true, "only a TNEF part (winmail.dat)": true, "too many media": true, "too many parts": true,
		"nested too deep": true, "broken transfer encoding": true, "text too long": true, "multipart without a boundary": true, "malformed parts": true,
		"no header": true, "no author": true, "could not be read": true}
	files, _ := filepath.Glob("testdata/*.eml")
	for _, file := range files {
		for _, fault := range mail.Read(load(t, filepath.Base(file))).Faults {
			if !known[fault] {
				t.Errorf("%s: %q", file, fault)
			}
		}
	}
}
