package frame_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/operator"
)

// listening is an office that hears what a form holds.
func listening(t *testing.T, heard *url.Values) *frametest.Office {
	hear := func(v *frame.Visit) error {
		*heard = v.Request.Form
		return v.Go("/admin/")
	}
	return frametest.Open(t, frame.Section{Routes: []frame.Route{
		{Method: "POST", Path: "/note", Right: operator.See, Action: "note.write", Handle: hear},
		{Method: "GET", Path: "/note", Right: operator.See, Handle: hear},
		{Method: "POST", Path: "/door", Open: true, Handle: hear},
	}})
}

func TestAFormOverTheLimitIsRefusedWithAPageAndChangesNothing(t *testing.T) {
	var heard url.Values
	o := listening(t, &heard)
	a := o.As(operator.Viewer).Post("/admin/note", url.Values{"text": {strings.Repeat("x", 4<<20)}})
	if a.Status != http.StatusRequestEntityTooLarge || !strings.Contains(a.Body, "Too much at once") {
		t.Errorf("status %d: %.200s", a.Status, a.Body)
	}
	if heard != nil || len(o.Audit.Entries()) != 0 {
		t.Error("it was carried out")
	}
}

func TestALargeDraftPasses(t *testing.T) {
	var heard url.Values
	a := listening(t, &heard).As(operator.Viewer).Post("/admin/note", url.Values{"text": {strings.Repeat("x", 3<<20)}})
	if a.Status != http.StatusSeeOther || len(heard.Get("text")) != 3<<20 {
		t.Errorf("status %d, %d bytes", a.Status, len(heard.Get("text")))
	}
}

func TestWhoeverIsNotSignedInHasLittleToSay(t *testing.T) {
	var heard url.Values
	a := listening(t, &heard).As("").Post("/admin/door", url.Values{"text": {strings.Repeat("x", 65<<10)}})
	if a.Status != http.StatusRequestEntityTooLarge || heard != nil {
		t.Errorf("status %d", a.Status)
	}
}

func TestAFormThatCannotBeReadIsNotTakenForAnEmptyOne(t *testing.T) {
	var heard url.Values
	o := listening(t, &heard)
	for kind, body := range map[string]string{"application/x-www-form-urlencoded": "text=%zz", "multipart/form-data; boundary=x": "--y\r\n"} {
		r, _ := http.NewRequest("POST", o.URL+"/admin/note", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		if a := o.As(operator.Viewer).Do(r); a.Status != http.StatusBadRequest || heard != nil {
			t.Errorf("%s: status %d", kind, a.Status)
		}
	}
}

func TestValuesAreWhatADatabaseAndAMessageCanHold(t *testing.T) {
	var heard url.Values
	c := listening(t, &heard).As(operator.Viewer)
	c.Post("/admin/note", url.Values{"text": {"one\r\ntwo\rthree\x00 \xff"}})
	if got, want := heard.Get("text"), "one\ntwo\nthree \uFFFD"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	c.Get("/admin/note?text=a%00%ff&%zz=1")
	if got, want := heard.Get("text"), "a\uFFFD"; got != want {
		t.Errorf("of a query: %q, want %q", got, want)
	}
}
