package sandbox_test

import (
	"fmt"
	"io"
	"net/http"
	"net/textproto"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/goodterms/goodterms/sandbox"
)

// quietSandbox is a sandbox as benchmarks use it: a sink.
func quietSandbox(b *testing.B) *sandbox.Sandbox {
	b.Helper()
	s, err := sandbox.Start(sandbox.Config{Listen: "127.0.0.1:0", SMTP: "127.0.0.1:0", Quiet: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

func BenchmarkCreateMessage(b *testing.B) {
	s := quietSandbox(b)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	var number atomic.Int64
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			form := fmt.Sprintf("To=%%2B1202%07d&From=%%2B12025550199&Body=Your+invoice+is+due&StatusCallback=http%%3A%%2F%%2F127.0.0.1%%2Fatt_1", number.Add(1))
			request, _ := http.NewRequest(http.MethodPost, s.URL()+"/2010-04-01/Accounts/AC1/Messages.json", strings.NewReader(form))
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			request.SetBasicAuth("SK1", "secret")
			response, err := client.Do(request)
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
		}
	})
}

func BenchmarkMail(b *testing.B) {
	s := quietSandbox(b)
	text := "From: a@acme.example\r\nTo: b@customer.example\r\nSubject: Invoice\r\n\r\n" + strings.Repeat("A line of an ordinary reminder, as long as most lines are.\r\n", 50) + ".\r\n"
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		conn, err := textproto.Dial("tcp", s.SMTPAddr())
		if err != nil {
			b.Error(err)
			return
		}
		defer conn.Close()
		step := func(line string, code int) {
			if line != "" {
				_, _ = io.WriteString(conn.W, line)
				_ = conn.W.Flush()
			}
			if _, _, err := conn.ReadResponse(code); err != nil {
				b.Error(err)
			}
		}
		step("", 220)
		step("EHLO bench.example\r\n", 250)
		for pb.Next() {
			step("MAIL FROM:<a@acme.example>\r\n", 250)
			step("RCPT TO:<b@customer.example>\r\n", 250)
			step("DATA\r\n", 354)
			step(text, 250)
		}
	})
}
