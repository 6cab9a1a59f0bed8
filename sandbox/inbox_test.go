package sandbox

import (
	"fmt"
	"testing"
)

func TestOldMailLosesItsTextButStaysListed(t *testing.T) {
	t.Parallel()
	in := newInbox(100, 350)
	for i := range 5 {
		raw := fmt.Sprintf("Subject: mail %d\r\n%s: att_%d\r\n\r\n%060d\r\n", i, headerAttempt, i, i)
		in.add(&record{Message: Message{ID: fmt.Sprint(i), To: "a@customer.example", Channel: channelEmail, letter: newLetter([]byte(raw))}})
	}
	for i, m := range in.views("", func(*record) bool { return true }) {
		m = m.read()
		if m.Attempt != fmt.Sprintf("att_%d", i) || m.Subject != fmt.Sprintf("mail %d", i) {
			t.Errorf("mail %d lost its header: %q %q", i, m.Attempt, m.Subject)
		}
		if trimmed := i < 2; m.Trimmed != trimmed || (m.Body == "") != trimmed {
			t.Errorf("mail %d: trimmed %v, body %q", i, m.Trimmed, m.Body)
		}
	}
}

func TestIndexesForgetWhatIsDropped(t *testing.T) {
	t.Parallel()
	in := newInbox(2, 1000)
	for i := range 9 {
		letter := newLetter([]byte("Subject: x\r\n\r\ny\r\n"))
		in.add(&record{Message: Message{ID: fmt.Sprint(i), To: fmt.Sprintf("%d@customer.example", i%3), letter: letter}})
	}
	if len(in.byID) != 2 || len(in.byTo) != 2 || in.count() != 2 || len(in.list) > 6 {
		t.Errorf("kept %d ids, %d addresses, %d records in a list of %d", len(in.byID), len(in.byTo), in.count(), len(in.list))
	}
	if size := newLetter([]byte("Subject: x\r\n\r\ny\r\n")).size(); in.raw != 2*size {
		t.Errorf("%d bytes are counted for two mails of %d", in.raw, size)
	}
}

func TestSegmentsAreCountedAsTheNetworkDoes(t *testing.T) {
	t.Parallel()
	repeat := func(s string, n int) (all string) {
		for range n {
			all += s
		}
		return all
	}
	cases := map[string]struct {
		body string
		want int
	}{
		"160 plain": {repeat("x", 160), 1}, "161 plain": {repeat("x", 161), 2}, "307 plain": {repeat("x", 307), 3},
		"80 euros": {repeat("€", 80), 1}, "81 euros": {repeat("€", 81), 2},
		"70 typographic": {repeat("’", 70), 1}, "71 typographic": {repeat("’", 71), 2}, "36 thumbs": {repeat("👍", 36), 2},
	}
	for name, c := range cases {
		if got := segments(c.body); got != c.want {
			t.Errorf("%s: want %d, got %d", name, c.want, got)
		}
	}
}

func TestSignatureIsTwiliosOwnExample(t *testing.T) {
	t.Parallel()
	// https://www.twilio.com/docs/usage/security, token 12345
	form := map[string][]string{
		"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+14158675309"}, "Digits": {"1234"}, "From": {"+14158675309"}, "To": {"+18005551212"},
	}
	if got := signature("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", form); got != "RSOYDt4T1cUTdK1PDd93/VVr8B8=" {
		t.Errorf("got %s", got)
	}
}

func BenchmarkReadMail(b *testing.B) {
	raw := []byte("From: a@acme.example\r\nSubject: =?utf-8?q?Invoice?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n" +
		"--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + repeated(10) +
		"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>" + repeated(60) + "</p>\r\n--b--\r\n")
	for b.Loop() {
		newLetter(raw).said()
	}
}

func repeated(lines int) (text string) {
	for range lines {
		text += "Our invoice is overdue since Monday; perhaps it has slipped through=3F\r\n"
	}
	return text
}
