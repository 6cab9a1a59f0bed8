package portal_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/portal"
	"github.com/goodterms/goodterms/reminder"
)

const token = "abcdefghijklmnopqrstuvwxyz234"

// books records opt-outs.
type books struct {
	tokens []string
	err    error
}

func (b *books) Unsubscribe(_ context.Context, t string) error {
	if t != token {
		return fmt.Errorf("unsubscribe: %w", reminder.ErrNotFound)
	}
	b.tokens = append(b.tokens, t)
	return b.err
}

func visit(b *books, method, path, contentType, body string) (*httptest.ResponseRecorder, string) {
	var log strings.Builder
	door := portal.New(portal.Config{Creditor: "Bright & Daughters", Unsubscriber: b, Log: slog.New(slog.NewTextHandler(&log, nil))})
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	w := httptest.NewRecorder()
	door.ServeHTTP(w, r)
	return w, log.String()
}

func TestLookingAtTheLinkChangesNothing(t *testing.T) {
	t.Parallel()
	b := &books{}
	for _, method := range []string{"GET", "HEAD"} {
		w, _ := visit(b, method, "/u/"+token+"?List-Unsubscribe=One-Click", "", "")
		if w.Code != 200 || len(b.tokens) > 0 {
			t.Errorf("%s: status %d, %d opt-outs", method, w.Code, len(b.tokens))
		}
	}
	w, _ := visit(b, "GET", "/u/"+token, "", "")
	for _, want := range []string{`<form method="post">`, "Bright &amp; Daughters", "nothing has changed"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("%q is not on the page", want)
		}
	}
}

func TestOneClickAndTheButtonRecordTheOptOut(t *testing.T) {
	t.Parallel()
	const multipart = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n"
	for contentType, body := range map[string]string{
		"application/x-www-form-urlencoded": "List-Unsubscribe=One-Click", "multipart/form-data; boundary=x": multipart, "": "", "text/plain": strings.Repeat("x", 100_000),
	} {
		b := &books{}
		w, _ := visit(b, "POST", "/u/"+token, contentType, body)
		if w.Code != 200 || len(b.tokens) != 1 || !strings.Contains(w.Body.String(), "Email reminders are stopped") {
			t.Errorf("%q: status %d, %d opt-outs", contentType, w.Code, len(b.tokens))
		}
		if w.Header().Get("Set-Cookie") != "" || w.Header().Get("Location") != "" {
			t.Errorf("%q: a cookie or a redirect", contentType)
		}
	}
}

func TestABadTokenIsAPageWithoutDetail(t *testing.T) {
	t.Parallel()
	b := &books{}
	pages := map[string]bool{}
	for _, c := range []string{"POST /u/" + strings.Repeat("z", 29), "POST /u/short", "GET /u/<script>alert(1)", "GET /u/", "POST /u/" + strings.ToUpper(token)} {
		method, path, _ := strings.Cut(c, " ")
		w, _ := visit(b, method, path, "", "")
		if w.Code != 404 || len(b.tokens) > 0 {
			t.Errorf("%s: status %d", c, w.Code)
		}
		pages[w.Body.String()] = true
	}
	if len(pages) != 1 {
		t.Errorf("%d different pages: they tell why the link is bad", len(pages))
	}
}

func TestWhenTheOptOutCannotBeSavedItIsAskedAgain(t *testing.T) {
	t.Parallel()
	w, log := visit(&books{err: errors.New("the store is away")}, "POST", "/u/"+token, "", "")
	if w.Code != 503 || w.Header().Get("Retry-After") == "" || strings.Contains(w.Body.String(), "store") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	if !strings.Contains(log, "the store is away") || strings.Contains(log, token) {
		t.Errorf("log %s", log)
	}
}

func TestThePageSendsNothingElsewhere(t *testing.T) {
	t.Parallel()
	w, _ := visit(&books{}, "GET", "/u/"+token, "", "")
	for name, want := range map[string]string{"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s %q, want %q", name, got, want)
		}
	}
	body := w.Body.String()
	if found := regexp.MustCompile(`(?i)https?://|src=|url\(|<script|<link|` + token).FindString(body); found != "" {
		t.Errorf("the page holds %q", found)
	}
	style := regexp.MustCompile(`(?s)<style>(.*)</style>`).FindStringSubmatch(body)
	sum := sha256.Sum256([]byte(style[1]))
	if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, base64.StdEncoding.EncodeToString(sum[:])) || !strings.Contains(csp, "default-src 'none'") {
		t.Errorf("the policy %q does not allow the page's own style", csp)
	}
}
