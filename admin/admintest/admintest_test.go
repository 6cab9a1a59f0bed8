package admintest_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/admin/admintest"
)

const page = `<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>
<form method="get" action="/sent"><label>Your name <input name="name"></label> <button>Send it</button></form>
<script>document.title = "changed"</script></main>`

func TestADeskFillsClicksTabsAndHearsComplaints(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'")
		w.Header().Set("Content-Type", "text/html")
		if r.URL.Path == "/sent" {
			w.Write([]byte("<p>Thank you, " + r.FormValue("name") + "</p>"))
			return
		}
		w.Write([]byte(page))
	}))
	t.Cleanup(server.Close)
	d := admintest.Open(t, server.URL)
	d.Visit("/")
	d.Sees("A page")
	d.Fill("Your name", "Dana")
	d.Click("Send it")
	d.Sees("Thank you, Dana")
	d.Visit("/")
	d.Tab("Your name")
	d.Type("Kim")
	d.Tab("Send it")
	d.Type("\r")
	d.Sees("Thank you, Kim")
	if got := d.Complaints(); len(got) == 0 || !strings.Contains(got[0], "Content Security Policy") {
		t.Errorf("complaints %q", got)
	}
}
