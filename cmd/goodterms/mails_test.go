package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"
	"github.com/emersion/go-smtp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email"
	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/templatestest"
)

// letterbox is a mail server that keeps what it is given.
type letterbox struct {
	mu    sync.Mutex
	mails [][]byte
}

func (l *letterbox) NewSession(*smtp.Conn) (smtp.Session, error) { return l, nil }
func (l *letterbox) Mail(string, *smtp.MailOptions) error        { return nil }
func (l *letterbox) Rcpt(string, *smtp.RcptOptions) error        { return nil }
func (l *letterbox) Reset()                                      {}
func (l *letterbox) Logout() error                               { return nil }

// Data keeps a mail.
func (l *letterbox) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.mails = append(l.mails, raw)
	return err
}

// shippedMail is one rendered mail of the shipped set.
type shippedMail struct {
	name  string // locale and template
	words templates.Words
}

// locales are those that Goodterms brings texts in.
var locales = []string{"en-GB", "en-US", "de", "fr", "es", "nl", "pt", "it"}

// shippedMails renders every shipped mail in every locale for one sample; texts that
// the sample does not suit are left out.
func shippedMails(t *testing.T, sample string) (list []shippedMail) {
	t.Helper()
	set, err := templates.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, locale := range locales {
		for _, key := range set.Keys() {
			for _, s := range templates.SamplesOf(templates.Stage(key)) {
				if s.Name != sample {
					continue
				}
				words, err := set.Render(key, channels.Email, locale, s.Facts)
				if err != nil {
					t.Fatalf("%s %s: %v", locale, key, err)
				}
				list = append(list, shippedMail{locale + "-" + key, words})
			}
		}
	}
	return list
}

// posted sends every mail by real SMTP, signed, and returns them as they arrived.
func posted(t *testing.T, list []shippedMail) (raw [][]byte, record string) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	box, now := &letterbox{}, time.Date(2027, 3, 14, 10, 0, 0, 0, time.UTC)
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(box)
	server.Domain = "mx.globex.example"
	t.Cleanup(func() { server.Close() })
	go func() { _ = server.Serve(socket) }()
	channel, err := email.New(email.Config{
		Host: "127.0.0.1", Port: socket.Addr().(*net.TCPAddr).Port, From: "Acme Accounts <accounts@acme.example>",
		ReplyDomain: "reply.acme.example", UnsubscribeURL: "https://pay.acme.example/u/", Hello: "out.acme.example", Connections: 1,
		DKIM: &email.DKIM{Domain: "acme.example", Selector: "s1", PrivateKey: secret.New(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))},
	}, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { channel.Close() })
	for i, m := range list {
		token := fmt.Sprintf("abcdefghijklmnop%04d", i)
		if _, err := channel.Send(t.Context(), channels.Message{
			To: "ana.flores@globex.example", ToName: "Ana Flores", Subject: m.words.Subject, Text: m.words.Text, HTML: m.words.HTML,
			Language: m.words.Locale, MessageID: token + "@reply.acme.example", Token: token, Attempt: "att_" + token, ValidUntil: now.Add(time.Hour),
		}); err != nil {
			t.Fatalf("%s: %v", m.name, err)
		}
	}
	return box.mails, "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)
}

func TestEveryShippedMailIsSignedSoThatItVerifies(t *testing.T) {
	t.Parallel()
	list := shippedMails(t, "usual")
	mails, record := posted(t, list)
	for i, raw := range mails {
		found, err := dkim.VerifyWithOptions(bytes.NewReader(raw), &dkim.VerifyOptions{
			LookupTXT: func(string) ([]string, error) { return []string{record}, nil },
		})
		if err != nil || len(found) != 1 || found[0].Err != nil {
			t.Errorf("%s: %v %+v", list[i].name, err, found)
		}
	}
}

// mostSpam is the score that no mail of ours may reach; mail is usually refused at 5.
const mostSpam = 2.0

func TestNoShippedMailLooksLikeSpam(t *testing.T) {
	t.Parallel()
	list := shippedMails(t, "usual")
	mails, _ := posted(t, list)
	worst := templatestest.Spam{Score: -100}
	for i, spam := range templatestest.Assassin(t, mails) {
		if spam.Score >= mostSpam {
			t.Errorf("%s scores %.1f: %s", list[i].name, spam.Score, spam.Tests)
		}
		if spam.Score > worst.Score {
			worst = spam
		}
	}
	t.Logf("of %d mails the worst scores %.1f: %s", len(mails), worst.Score, worst.Tests)
}

// Pictures of every mail are kept in the folder that GOODTERMS_TEST_PICTURES names.
func TestEveryShippedMailIsLegibleOnEveryScreen(t *testing.T) {
	t.Parallel()
	browser := templatestest.StartBrowser(t)
	for _, sample := range []string{"usual", "twelve"} {
		mails := shippedMails(t, sample)
		for _, screen := range templatestest.Screens() {
			if sample != "usual" && screen.Width > 400 {
				continue // more rows are no wider
			}
			browser.On(screen)
			for _, m := range mails {
				if sample != "usual" && !strings.HasPrefix(m.name, "de-") {
					continue // German words are the longest
				}
				browser.Show(m.words.HTML)
				if faults := browser.Faults(); len(faults) > 0 {
					t.Errorf("%s, %s, %s: %s", m.name, sample, screen.Name, strings.Join(faults, "; "))
				}
				keepPicture(t, m.name+"-"+sample+"-"+screen.Name, browser)
			}
		}
	}
}

func keepPicture(t *testing.T, name string, browser *templatestest.Browser) {
	t.Helper()
	folder := os.Getenv("GOODTERMS_TEST_PICTURES")
	if folder == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), browser.Picture(), 0o644); err != nil {
		t.Fatal(err)
	}
}
