package api_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
)

func TestAnExportHoldsWhatIsInForceWithWholeAddresses(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	for _, body := range []string{`{"address":"+442079460042","channel":"sms","proof":"a, \"b\""}`, `{"account":"C-1001"}`, `{"contact":"` + robin + `"}`} {
		h.do(t, "POST", "/v1/opt-outs", liveKey, body)
	}
	h.do(t, "POST", "/v1/opt-ins", liveKey, `{"contact":"`+robin+`","source":"call","proof":"x"}`)
	w := h.do(t, "GET", "/v1/opt-outs/export", liveKey, "")
	want := "scope,channel,address,contact,account,account_id,source,proof,at\r\n" +
		"address,sms,'+442079460042,,,,api,\"a, \"\"b\"\"\",2027-04-12T09:00:00Z\r\n" +
		"account,,,,," + blueBottle + ",api,,2027-04-12T09:00:00Z\r\n"
	if diff := cmp.Diff(want, w.Body.String()); diff != "" {
		t.Error(diff)
	}
	for header, want := range map[string]string{
		"Content-Type": "text/csv; charset=utf-8; header=present", "Content-Disposition": `attachment; filename="opt-outs.csv"`,
	} {
		if got := w.Header().Get(header); got != want {
			t.Errorf("%s %q, want %q", header, got, want)
		}
	}
}

func TestAnExportComesInTheTypeThatIsAskedFor(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, c := range []struct{ query, accept, want string }{
		{"", "", "text/csv"}, {"", "*/*", "text/csv"}, {"", "text/html, text/csv;q=0.5", "text/csv"}, {"", "application/x-ndjson", "application/x-ndjson"},
		{"", "text/csv;q=0.1, application/x-ndjson;q=0.9", "application/x-ndjson"}, {"", "application/*", "application/x-ndjson"},
		{"?format=ndjson", "text/csv", "application/x-ndjson"}, {"?format=csv", "application/json", "text/csv"},
	} {
		w := h.do(t, "GET", "/v1/consents/export"+c.query, liveKey, "", "Accept", c.accept)
		if got, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";"); got != c.want || w.Code != 200 {
			t.Errorf("%s %q: %d %s, want %s", c.query, c.accept, w.Code, got, c.want)
		}
	}
	for _, accept := range []string{"application/json", "text/csv;q=0", "nonsense//"} {
		wantProblem(t, h.do(t, "GET", "/v1/consents/export", liveKey, "", "Accept", accept), http.StatusNotAcceptable)
	}
}

// proofs are texts that spreadsheets, tables and lines of JSON might spoil.
func proofs() *rapid.Generator[string] {
	return rapid.StringMatching(`[=+@'"\-,;| a-z＝＠é<&]{0,6}`).Filter(func(s string) bool { return s == "" || strings.TrimSpace(s) != "" })
}

func TestAnExportCanBeImportedAgainAsItWas(t *testing.T) {
	t.Parallel()
	from, to := newHouse(t), newHouse(t)
	for i := range 12 {
		id := someone(i)
		to.standings[id] = &reminder.Standing{Account: account.Account{ID: blueBottle}, Contact: account.Contact{ID: id}}
	}
	rapid.Check(t, func(r *rapid.T) {
		from.outs, to.outs = nil, nil
		for i := range rapid.IntRange(0, 12).Draw(r, "lines") {
			from.outs = append(from.outs, drawOptOut(r, i))
		}
		format := rapid.SampledFrom([]string{"csv", "ndjson"}).Draw(r, "format")
		list := from.do(nilTB{}, "GET", "/v1/opt-outs/export?format="+format, liveKey, "").Body.String()
		if list == "" {
			return // no lines of JSON
		}
		kind := map[string]string{"csv": csvType, "ndjson": ndjsonType}[format]
		w := to.send(nilTB{}, "opt-outs", kind, list)
		for i := range min(len(to.outs), len(from.outs)) {
			to.outs[i].ID = from.outs[i].ID
		}
		if diff := cmp.Diff(from.outs, to.outs); diff != "" {
			r.Fatalf("%d %s: %s\n%s", w.Code, w.Body, diff, list)
		}
	})
}

// someone is a contact or an account.
func someone(i int) string { return account.StableID("con", strconv.Itoa(i)) }

func drawOptOut(r *rapid.T, i int) account.OptOut {
	o := account.OptOut{
		ID: fmt.Sprintf("opt_%026d", i), Source: "web form", Proof: proofs().Draw(r, "proof"), Channel: channels.SMS,
		At: time.Date(2027, 1, 2, 3, 4, 5, 1000*rapid.IntRange(0, 999_999).Draw(r, "micros"), time.UTC),
	}
	switch rapid.IntRange(0, 2).Draw(r, "scope") {
	case 0:
		o.Scope, o.Address = account.ScopeAddress, fmt.Sprintf("+4477009001%02d", i)
	case 1:
		o.Scope, o.ContactID, o.AccountID, o.Channel = account.ScopeContact, someone(i), blueBottle, ""
	default:
		o.Scope, o.AccountID = account.ScopeAccount, account.StableID("acc", strconv.Itoa(i))
	}
	return o
}

func TestConsentsCanBeImportedAgainAsTheyWere(t *testing.T) {
	t.Parallel()
	for format, kind := range map[string]string{"csv": csvType, "ndjson": ndjsonType} {
		from, to := newHouse(t), newHouse(t)
		from.meet()
		to.meet()
		for _, body := range []string{
			`"channel":"voice","source":"contract","proof":"=cmd|' /C calc'!A0","at":"2027-01-02T15:00:00.000001Z"`,
			`"channel":"email","source":"- web form","address":"robin@example.com"`,
		} {
			from.do(t, "POST", "/v1/consents", liveKey, `{"contact":"`+robin+`",`+body+`}`)
		}
		list := from.do(t, "GET", "/v1/consents/export?format="+format, liveKey, "").Body.String()
		if w := to.send(t, "consents", kind, list); w.Body.String() != tally(2, 2, 0) {
			t.Fatalf("%s: %d %s", format, w.Code, w.Body)
		}
		for i := range to.consents {
			to.consents[i].ID = from.consents[i].ID
		}
		if diff := cmp.Diff(from.consents, to.consents); diff != "" {
			t.Error(diff)
		}
	}
}

func TestNoCellOfAnExportBeginsAFormula(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i, proof := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "'=1", "＝1", "fine"} {
		h.outs = append(h.outs, account.OptOut{ID: fmt.Sprintf("opt_%026d", i), Address: fmt.Sprintf("+4477009001%02d", i), Source: "x", Proof: proof})
	}
	for _, row := range strings.Split(h.do(t, "GET", "/v1/opt-outs/export", liveKey, "").Body.String(), "\r\n") {
		for _, cell := range strings.Split(row, ",") {
			if cell != "" && strings.ContainsRune("=+-@\t＝", []rune(strings.Trim(cell, `"`))[0]) {
				t.Errorf("a spreadsheet would run %s", cell)
			}
		}
	}
}

func TestAnExportIsReadPageByPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range 1_000 {
		h.outs = append(h.outs, account.OptOut{ID: fmt.Sprintf("opt_%026d", i), Address: fmt.Sprintf("+4477009%05d", i), Source: "x"})
	}
	w := h.do(t, "GET", "/v1/opt-outs/export?format=ndjson", liveKey, "")
	if got := strings.Count(w.Body.String(), "\n"); got != 1_000 || len(h.filters) != 3 {
		t.Errorf("%d lines from %d pages", got, len(h.filters))
	}
	for i, f := range h.filters {
		if f.Limit != 500 || f.Ended || i > 0 && f.After != h.outs[500*i-1].ID {
			t.Errorf("page %d was asked for as %+v", i, f)
		}
	}
}

func TestAnExportThatBreaksOffIsNotTakenForWhole(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for i := range 600 {
		h.outs = append(h.outs, account.OptOut{ID: fmt.Sprintf("opt_%026d", i), Address: fmt.Sprintf("+4477009%05d", i), Source: "x"})
	}
	h.brokenAt = 2
	defer func() {
		if recover() != http.ErrAbortHandler || !strings.Contains(h.logged(), "the store is away") {
			t.Errorf("the connection was not broken: %s", h.logged())
		}
	}()
	h.do(t, "GET", "/v1/opt-outs/export", liveKey, "")
}

func TestAnExportThatCannotBeginIsAProblem(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.brokenAt = 1
	wantProblem(t, h.do(t, "GET", "/v1/opt-outs/export", liveKey, ""), http.StatusInternalServerError)
	wantProblem(t, h.do(t, "GET", "/v1/consents/export", liveKey, ""), http.StatusInternalServerError)
}
