package frame_test

import (
	"net/http/httptest"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/operator"
)

const longList = `{{define "content"}}<h1>{{.Title}}</h1><table class="cards"><thead><tr><th>Account<th>Owed<th>State<th>Next</thead><tbody>
{{range .Data}}<tr data-row><td data-label="Account"><a href="{{path "accounts" .Name}}">{{.Name}}</a></td><td class="num" data-label="Owed">{{money .Owed}}</td>
<td data-label="State">{{template "state" dict "kind" "wait" "text" "waits"}}</td><td data-label="Next">{{template "time" .At}}</td></tr>{{end}}</tbody></table>{{end}}`

type longRow struct {
	Name string
	Owed account.Money
	At   frame.Time
}

// BenchmarkPageOfAHundredRows is what the frame takes of a page's 50 ms.
func BenchmarkPageOfAHundredRows(b *testing.B) {
	section := frame.Section{Views: views("long.html", longList), Routes: []frame.Route{{Method: "GET", Path: "/{$}", Right: operator.See, Handle: func(v *frame.Visit) error {
		rows := make([]longRow, 100)
		for i := range rows {
			rows[i] = longRow{"Blue Bottle & Daughters Ltd", account.Money{Minor: 1234567, Currency: "EUR"}, v.Time(v.Now, "America/New_York")}
		}
		return v.Show("long.html", frame.Page{Title: "Accounts", Nav: "accounts", Data: rows})
	}}}}
	o := frametest.Open(b, section)
	r := httptest.NewRequest("GET", "/admin/", nil)
	r.AddCookie(o.As(operator.Viewer).Cookie())
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		if o.Frame.ServeHTTP(w, r); w.Code != 200 || w.Body.Len() < 30_000 {
			b.Fatal(w.Code, w.Body.Len())
		}
	}
}
