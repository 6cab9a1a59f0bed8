package email_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// sink is an SMTP server that takes everything and keeps nothing.
type sink struct{ mails atomic.Int64 }

func (s *sink) NewSession(*smtp.Conn) (smtp.Session, error) { return s, nil }

func (s *sink) Mail(string, *smtp.MailOptions) error { return nil }
func (s *sink) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (s *sink) Reset()                               {}
func (s *sink) Logout() error                        { return nil }

func (s *sink) Data(r io.Reader) error {
	s.mails.Add(1)
	_, err := io.Copy(io.Discard, r)
	return err
}

// BenchmarkSend hands mails over 16 connections to a go-smtp server in the same
// process, so the figure holds both ends.
func BenchmarkSend(b *testing.B) {
	s := &sink{}
	server := smtp.NewServer(s)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	b.Cleanup(func() { _ = server.Close() })
	deliverAll(b, listener.Addr().String(), s.mails.Load)
}

// BenchmarkSendLean does the same to a server of a few lines, which shows the
// adapter's own share.
func BenchmarkSendLean(b *testing.B) {
	var mails atomic.Int64
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go swallow(conn, &mails)
		}
	}()
	deliverAll(b, listener.Addr().String(), mails.Load)
}

func deliverAll(b *testing.B, addr string, arrived func() int64) {
	r := &relay{addr: addr}
	cfg := r.config()
	cfg.Connections, cfg.ReplyDomain, cfg.UnsubscribeURL = 16, "in.bluebottle.example", "https://pay.example.com/u/"
	e := newEmail(b, cfg)
	m := message()
	m.Text = strings.Repeat("Invoice BB-1042 over £1,250.00 was due on Friday, 13 November.\n", 12)
	m.HTML = "<html><body>" + strings.Repeat("<p style=\"color:#333\">Invoice BB-1042 over £1,250.00 was due.</p>\n", 24) + "</body></html>"
	b.ReportAllocs()
	b.SetParallelism(8) // 16 senders on two cores
	before := cpu(b)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := e.Send(b.Context(), m); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
	b.ReportMetric(float64((cpu(b)-before).Microseconds())/float64(b.N), "cpu-µs/mail")
	if arrived() != int64(b.N) {
		b.Errorf("%d of %d mails arrived", arrived(), b.N)
	}
}

// cpu is the time that this process has spent on its cores; unlike the rate it
// does not depend on who else is busy.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// swallow answers just enough SMTP.
func swallow(conn net.Conn, mails *atomic.Int64) {
	defer conn.Close()
	in, out := bufio.NewReaderSize(conn, 16<<10), bufio.NewWriter(conn)
	fmt.Fprint(out, "220 sink\r\n")
	content := false
	for {
		if in.Buffered() == 0 && out.Flush() != nil {
			return
		}
		line, err := in.ReadSlice('\n')
		switch {
		case err != nil:
			return
		case content:
			if bytes.Equal(line, []byte(".\r\n")) {
				content = false
				mails.Add(1)
				_, _ = out.WriteString("250 2.0.0 queued\r\n")
			}
		case bytes.HasPrefix(line, []byte("DATA")):
			content = true
			_, _ = out.WriteString("354 go on\r\n")
		case bytes.HasPrefix(line, []byte("EHLO")):
			_, _ = out.WriteString("250-sink\r\n250 PIPELINING\r\n")
		default:
			_, _ = out.WriteString("250 OK\r\n")
		}
	}
}
