package main

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/sandbox"
	"github.com/goodterms/goodterms/store/storetest"
)

// largePages are pages of a gateway with 100,000 accounts and a million events, each where
// it has most to do.
var largePages = []string{
	"/", "/lists/sent?since=month", "/lists/waiting", "/lists/held", "/lists/failed?since=month", "/calendar",
	"/accounts", "/accounts?q=ltd", "/accounts?q=mei", "/accounts?q=R-2027-2", "/accounts?q=buchhaltung5", "/accounts/C-000000", "/accounts/C-000000?before=2500",
	"/accounts/C-000000/reminders", "/follow-ups", "/follow-ups?show=overdue", "/replies", "/templates", "/templates/gentle", "/templates/gentle/versions/0", "/templates/gentle/versions/0?channel=email&locale=de", "/rules", "/rules/what-if",
	"/channels", "/queue", "/webhooks", "/keys", "/operators", "/audit", "/you",
}

// BenchmarkPages visits pages over HTTP, with a session, on SQLite. What counts is the
// slowest; none may take 50 ms.
func BenchmarkPages(b *testing.B) {
	visit := largeHouse(b)
	slowest, name := time.Duration(0), ""
	for _, path := range largePages {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				visit(b, path)
			}
			if each := b.Elapsed() / time.Duration(b.N); each > slowest {
				slowest, name = each, path
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1e3/float64(b.N), "ms/op")
		})
	}
	b.Logf("slowest: %s, %v", name, slowest.Round(100*time.Microsecond))
}

// largeHouse serves the pages on the large database and signs in. Nothing is sent: the
// gateway does not run.
func largeHouse(b *testing.B) func(*testing.B, string) {
	b.Helper()
	box, err := sandbox.Start(sandbox.Config{Listen: "127.0.0.1:0", SMTP: "127.0.0.1:0", AuthToken: "sandbox"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { box.Close() })
	cfg, err := demoConfig("127.0.0.1:0", b.TempDir(), box)
	if err != nil {
		b.Fatal(err)
	}
	cfg.Database, cfg.Creditor.Name = secret.New(storetest.Large(b)), "Muster GmbH"
	a, err := wire(b.Context(), cfg, slog.New(slog.DiscardHandler), func() time.Time { return storetest.LargeNoon })
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(a.pages)
	b.Cleanup(func() { server.Close(); _ = a.close(b.Context()) })
	link, err := demoOperator(b.Context(), a)
	if err != nil {
		b.Fatal(err)
	}
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar}
	entered, err := client.PostForm(server.URL+strings.TrimPrefix(link, cfg.AdminURL()), url.Values{})
	if err != nil || entered.StatusCode != http.StatusOK {
		b.Fatalf("signing in: %v, %v", entered, err)
	}
	return func(b *testing.B, path string) {
		answer, err := client.Get(server.URL + "/admin" + path)
		if err != nil || answer.StatusCode != http.StatusOK {
			b.Fatalf("%s: %v, %v", path, answer, err)
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
	}
}
