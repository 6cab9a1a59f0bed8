package templatestest

import (
	"bytes"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"sync"
	"testing"
)

// Spam is what SpamAssassin thinks of a mail.
type Spam struct {
	Score float64
	Tests string // names of the tests that counted
}

var (
	statusField = regexp.MustCompile(`(?m)^X-Spam-Status: .*(?:\r?\n[ \t].*)*`)
	scored      = regexp.MustCompile(`score=(-?[0-9.]+)`)
	tested      = regexp.MustCompile(`(?s)tests=(.*?)\s+(?:autolearn|version)=`)
)

// Assassin asks SpamAssassin, without the network, for its scores of raw mails. It
// takes GOODTERMS_TEST_SPAMASSASSIN, or spamassassin on PATH; without one the test
// is skipped, or fails when GOODTERMS_TEST_REQUIRE asks for spamassassin or all.
func Assassin(t testing.TB, mails [][]byte) []Spam {
	t.Helper()
	program := find(t, "GOODTERMS_TEST_SPAMASSASSIN", "spamassassin")
	var parts [2][]byte // what it says of one half and of the other
	var group sync.WaitGroup
	for i, half := range [2][][]byte{mails[:len(mails)/2], mails[len(mails)/2:]} {
		group.Go(func() {
			command := exec.Command(program, "--local", "--mbox")
			command.Stdin = mailbox(half)
			out, err := command.Output()
			if err != nil {
				t.Errorf("asking SpamAssassin: %v", err)
			}
			parts[i] = out
		})
	}
	group.Wait()
	return scores(t, bytes.Join(parts[:], nil), len(mails))
}

// mailbox is the mails in the form mbox.
func mailbox(mails [][]byte) *bytes.Buffer {
	box := &bytes.Buffer{}
	for i, mail := range mails {
		fmt.Fprintf(box, "From sender@example.com Sun Mar 14 10:00:%02d 2027\n", i%60)
		for line := range bytes.Lines(mail) {
			if bytes.HasPrefix(line, []byte("From ")) {
				box.WriteByte('>')
			}
			box.Write(line)
		}
		box.WriteString("\n")
	}
	return box
}

func scores(t testing.TB, out []byte, want int) []Spam {
	t.Helper()
	fields := statusField.FindAll(out, -1)
	if len(fields) != want {
		t.Fatalf("SpamAssassin scored %d of %d mails", len(fields), want)
	}
	list := make([]Spam, want)
	for i, field := range fields {
		score := scored.FindSubmatch(field)
		if score == nil {
			t.Fatalf("SpamAssassin gave no score: %s", field)
		}
		list[i].Score, _ = strconv.ParseFloat(string(score[1]), 64)
		if names := tested.FindSubmatch(field); names != nil {
			list[i].Tests = string(bytes.Join(bytes.Fields(names[1]), nil))
		}
	}
	return list
}
