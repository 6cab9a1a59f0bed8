package mail_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/goodterms/goodterms/replies/mail"
)

// size is a megabyte; less where the race detector makes everything slow.
func size() int {
	if raced {
		return 1 << 15
	}
	return 1 << 20
}

// hostile are mails of about a megabyte that were made to take long.
func hostile() map[string]string {
	fill := func(part string) string { return strings.Repeat(part, size()/len(part)) }
	const person = "From: ada@moss.example\nSubject: x\n"
	nested := func(inner string) string {
		var deep strings.Builder
		for i := range size() / 60 {
			fmt.Fprintf(&deep, "--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n%s", i, i+1, inner)
		}
		return deep.String()
	}
	return map[string]string{
		"boundaries":           person + "Content-Type: multipart/mixed; boundary=b\n\n" + fill("--b\n"),
		"boundaries of others": person + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=c\n\n" + fill("--c\n\nx\n--b\nContent-Type: multipart/mixed; boundary=c\n\n"),
		"empty boundary":       person + "Content-Type: multipart/mixed; boundary=\"\"\n\n" + fill("--\n"),
		"nested":               person + "Content-Type: multipart/mixed; boundary=b0\n\n" + nested(""),
		"nested in one":        person + "Content-Type: multipart/mixed; boundary=b\n\n" + fill("--b\nContent-Type: multipart/mixed; boundary=b\n\n"),
		"text parts":           person + "Content-Type: multipart/mixed; boundary=b\n\n" + fill("--b\nContent-Type: text/plain\n\nx\n"),
		"header":               fill("X-A: b\n") + "\nx",
		"header lines":         person + "X-A: b\n" + fill(" c\n") + "\nx",
		"one header line":      person + "X-A: " + fill("a") + "\n\nx",
		"encoded words":        person + "X-B: y\nSubject: " + fill("=?utf-8?Q?a?= ") + "\n\nx",
		"half encoded words":   "Subject: " + fill("=?utf-8?Q?") + "\n" + person + "\nx",
		"addresses":            "To: " + fill("a@b.example, ") + "\n" + person + "\nx",
		"references":           "References: " + fill("<a@b.example> ") + "\n" + person + "\nx",
		"parameters":           "Content-Type: text/plain" + fill(";a") + "\n" + person + "\nx",
		"quotes in parameters": "Content-Type: text/plain; a=\"" + fill("\\\"") + "\n" + person + "\nx",
		"broken base64":        person + "Content-Transfer-Encoding: base64\n\n" + fill("!"),
		"quoted-printable":     person + "Content-Transfer-Encoding: quoted-printable\n\n" + fill("= "),
		"utf-7":                person + "Content-Type: text/plain; charset=utf-7\n\n" + fill("+"),
		"nul":                  person + "\n" + fill("\x00"),
		"not utf-8":            person + "\n" + fill("\xff\xfe\x80"),
		"arrows":               person + "\n" + fill(">\n"),
		"open divs":            person + "Content-Type: text/html\n\n" + fill("<div>"),
		"meta":                 person + "Content-Type: text/html\n\n" + fill("<meta charset"),
		"brackets":             "Authentication-Results: " + fill("(") + "\n" + person + "\nx",
		"flowed":               person + "Content-Type: text/plain; format=flowed; delsp=yes\n\n" + fill("a \n"),
		"nothing but lines":    fill("\n"),
		"carriage returns":     fill("\r"),
	}
}

// mostTime is several times what the slowest takes on an idle machine, which is
// under a second; what grows faster than the mail takes minutes.
const mostTime = 5 * time.Second

func TestAHostileMegabyteTakesNoLongerThanItsLength(t *testing.T) {
	for name, raw := range hostile() {
		t.Run(name, func(t *testing.T) {
			var took []time.Duration
			for range 3 { // a busy machine may be slow, but not every time
				start := spent()
				mail.Read([]byte(raw))
				took = append(took, spent()-start)
				if slices.Min(took) < mostTime {
					return
				}
			}
			t.Errorf("took %v of processor time", slices.Min(took))
		})
	}
}

func TestALargeMailTakesAFewTimesItsSize(t *testing.T) {
	line := strings.Repeat("QUJD", 18) + "\n"
	const head = "From: ada@moss.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nPaid.\n--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
	for name, raw := range map[string]string{
		"an attachment": head + strings.Repeat(line, 25*size()/len(line)) + "--b--\n",
		"broken base64": head + strings.Repeat("!", 25*size()) + "\n--b--\n",
		"a text":        "From: ada@moss.example\n\n" + strings.Repeat("I will pay on Friday, I promise it.\n", 25*size()/36),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		mail.Read([]byte(raw))
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > 6*25*uint64(size()) && !raced {
			t.Errorf("%s: %d MB were used in all", name, took>>20)
		}
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.eml")
	for _, file := range files {
		f.Add(load(f, filepath.Base(file)))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := string(raw)
		got := mail.Read(raw)
		if string(raw) != before {
			t.Error("the raw mail was changed")
		}
		if slices.Contains(got.Faults, "could not be read") {
			t.Error("the reader broke down")
		}
		for _, text := range append(append([]string{got.Text, got.Whole, got.Subject, got.From, got.MessageID, got.Robot, got.Abuse.ReturnPath}, got.Answers...), got.Recipients...) {
			if !utf8.ValidString(text) || strings.Contains(text, "\x00") || len(text) > 64<<10 {
				t.Errorf("%q is no text", text)
			}
		}
		if got.Digest != mail.Read(raw).Digest || got.Kind == "" {
			t.Error("read twice, it is another mail")
		}
	})
}
