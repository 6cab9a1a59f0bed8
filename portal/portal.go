// Package portal is in charge of the pages that customers see: at first the one
// that stops email reminders. It is a trust boundary of its own: it knows a
// token and nothing about the person, sets no cookie, and refuses to change
// anything on a GET, because mail scanners follow every link.
package portal

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/goodterms/goodterms/reminder"
)

// Unsubscriber records that an address wants no more email. It is the same to
// do it twice; reminder.ErrNotFound for a token that is not ours.
type Unsubscriber interface {
	Unsubscribe(ctx context.Context, token string) error
}

// Config is what the pages need.
type Config struct {
	Creditor     string // who writes, as the page shows it
	Unsubscriber Unsubscriber
	Log          *slog.Logger
}

//go:embed unsubscribe.html portal.css
var files embed.FS

// maxBody is more than a one-click body or our own form ever has.
const maxBody = 4 << 10

// door serves the pages.
type door struct {
	Config
	views *template.Template
	style template.CSS
	csp   string
}

// New returns the handler of everything under /u. It panics when an embedded
// file is broken, which a test would show.
func New(cfg Config) http.Handler {
	style, err := files.ReadFile("portal.css")
	if err != nil {
		panic("portal: " + err.Error())
	}
	hash := sha256.Sum256(style)
	d := &door{
		Config: cfg, views: template.Must(template.ParseFS(files, "*.html")), style: template.CSS(style),
		csp: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) +
			"'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /u/{token}", d.ask)
	mux.HandleFunc("POST /u/{token}", d.stop)
	mux.HandleFunc("GET /u/", func(w http.ResponseWriter, _ *http.Request) { d.show(w, http.StatusNotFound, "missing") })
	return mux
}

// ask shows what would be stopped, with a button. It changes nothing.
func (d *door) ask(w http.ResponseWriter, r *http.Request) {
	if !looksLikeToken(r.PathValue("token")) {
		d.show(w, http.StatusNotFound, "missing")
		return
	}
	d.show(w, http.StatusOK, "ask")
}

// stop records the opt-out: for the button of our page, and for mail programs
// that send List-Unsubscribe=One-Click (RFC 8058) without cookies or login. The
// token alone says who it is, so what the body says does not matter.
func (d *door) stop(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, http.MaxBytesReader(w, r.Body, maxBody))
	token := r.PathValue("token")
	if !looksLikeToken(token) {
		d.show(w, http.StatusNotFound, "missing")
		return
	}
	err := d.Unsubscriber.Unsubscribe(r.Context(), token)
	switch {
	case errors.Is(err, reminder.ErrNotFound):
		d.show(w, http.StatusNotFound, "missing")
	case err != nil:
		d.Log.Error("opt-out could not be recorded", "error", err)
		w.Header().Set("Retry-After", "60")
		d.show(w, http.StatusServiceUnavailable, "trouble")
	default:
		d.show(w, http.StatusOK, "done")
	}
}

// show writes a page. It sends nothing elsewhere and is kept nowhere.
func (d *door) show(w http.ResponseWriter, status int, page string) {
	var b bytes.Buffer
	err := d.views.ExecuteTemplate(&b, "unsubscribe.html", map[string]any{"Page": page, "Creditor": d.Creditor, "Style": d.style})
	if err != nil {
		d.Log.Error("page could not be written", "page", page, "error", err)
		http.Error(w, "This page cannot be shown right now.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", d.csp)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

// looksLikeToken says whether the text can be a token: lower-case base32.
func looksLikeToken(text string) bool {
	if len(text) < 16 || len(text) > 64 {
		return false
	}
	for i := range len(text) {
		if c := text[i]; (c < 'a' || c > 'z') && (c < '2' || c > '7') {
			return false
		}
	}
	return true
}
