package sandbox

import (
	"bytes"
	"strings"
	"testing"

	"github.com/wneessen/go-mail"
)

// built is a mail as a real library writes it.
func built(t *testing.T, encoding mail.Encoding, fill func(m *mail.Msg)) []byte {
	t.Helper()
	m := mail.NewMsg(mail.WithEncoding(encoding))
	m.SetGenHeader(headerAttempt, "att_1")
	m.Subject("Überfällig: “Rechnung” 7 über einen recht langen Betreff hinaus, der gefaltet werden muss")
	if err := m.FromFormat("Müller & Söhne", "hello@acme.example"); err != nil {
		t.Fatal(err)
	}
	if err := m.ReplyTo("in+tok@acme.example"); err != nil {
		t.Fatal(err)
	}
	m.SetMessageIDWithValue("tok@acme.example")
	fill(m)
	var raw bytes.Buffer
	if _, err := m.WriteTo(&raw); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

func TestQuickReadingSaysWhatTheFullParserSays(t *testing.T) {
	t.Parallel()
	text := "Guten Tag,\n\nbitte 100 €. Eine Zeile, die länger als sechsundsiebzig Zeichen ist und darum umgebrochen wird = so.\n.\nGruß"
	fills := map[string]func(m *mail.Msg){
		"plain": func(m *mail.Msg) { m.SetBodyString(mail.TypeTextPlain, text) },
		"with HTML": func(m *mail.Msg) {
			m.SetBodyString(mail.TypeTextPlain, text)
			m.AddAlternativeString(mail.TypeTextHTML, "<p>Guten Tag</p>")
		},
	}
	for name, fill := range fills {
		for _, encoding := range []mail.Encoding{mail.EncodingQP, mail.EncodingB64, mail.NoEncoding} {
			raw := built(t, encoding, fill)
			quick, ok := quickWords(raw)
			env, err := parse(raw)
			if !ok || err != nil {
				t.Fatalf("%s, %s: quick %v, full %v", name, encoding, ok, err)
			}
			if full := wordsOf(env); quick != full {
				t.Errorf("%s, %s:\nquick %+v\nfull  %+v", name, encoding, quick, full)
			}
			if quick.text != text {
				t.Errorf("%s, %s: text %q", name, encoding, quick.text)
			}
		}
	}
}

func TestUnusualMailIsLeftToTheFullParser(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ raw, text string }{
		"Latin-1":    {"Subject: x\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\xfc\xdfe\r\n", "Grüße"},
		"HTML alone": {"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Hello</p>\r\n", "Hello"},
		"no header":  {"just text", "just text"},
		"attachment": {"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello\r\n--b\r\nContent-Type: application/pdf\r\n\r\nx\r\n--b--\r\n", "Hello"},
	}
	for name, c := range cases {
		if _, ok := quickWords([]byte(c.raw)); ok {
			t.Errorf("%s: read quickly", name)
		}
		if got := newLetter([]byte(c.raw)).said().text; !strings.Contains(got, c.text) {
			t.Errorf("%s: text %q", name, got)
		}
	}
}
