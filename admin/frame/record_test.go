package frame_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/operator"
)

// after is an office whose one change ends as told.
func after(t *testing.T, end func(v *frame.Visit) error) *frametest.Office {
	return frametest.Open(t, frame.Section{
		Views:  views("broken.html", `{{define "content"}}<p>the first half</p>{{index .Data 9}}{{end}}`),
		Routes: []frame.Route{{Method: "POST", Path: "/change", Right: operator.See, Action: "key.create", Handle: end}},
	})
}

func change(o *frametest.Office) (frametest.Answer, operator.Outcome) {
	a := o.As(operator.Viewer).Post("/admin/change", nil)
	list := o.Audit.Entries()
	return a, list[len(list)-1].Outcome
}

func TestAPageThatPanicsIsAFaultWithAPageAndHasFailed(t *testing.T) {
	o := after(t, func(v *frame.Visit) error { panic("the customer is Ada Meadow") })
	a, outcome := change(o)
	if a.Status != http.StatusInternalServerError || !strings.Contains(a.Body, "Something went wrong") || outcome != operator.Failed {
		t.Errorf("status %d, outcome %q", a.Status, outcome)
	}
	if text := o.Log.String(); strings.Contains(text, "Ada") || !strings.Contains(text, "record_test.go") {
		t.Errorf("the log does not say where, or says who: %s", text)
	}
}

func TestAFaultOfTheRuntimeIsNamedInTheLog(t *testing.T) {
	o := after(t, func(v *frame.Visit) error { return []error{}[len(v.Form("x"))] })
	if change(o); !strings.Contains(o.Log.String(), "index out of range") {
		t.Error(o.Log)
	}
}

func TestAViewThatBreaksShowsNoHalfPage(t *testing.T) {
	a, outcome := change(after(t, func(v *frame.Visit) error {
		return v.Show("broken.html", frame.Page{Title: "x", Data: []string{}})
	}))
	if a.Status != http.StatusInternalServerError || strings.Contains(a.Body, "first half") || outcome != operator.Failed {
		t.Errorf("status %d, outcome %q: %s", a.Status, outcome, a.Body)
	}
}

func TestAPageThatAnswersNothingIsAFault(t *testing.T) {
	if a, _ := change(after(t, nothing)); a.Status != http.StatusInternalServerError {
		t.Errorf("status %d", a.Status)
	}
}

func TestWhatIsNotThereIsRefusedRatherThanFailed(t *testing.T) {
	a, outcome := change(after(t, func(*frame.Visit) error { return frame.ErrNotFound }))
	if a.Status != http.StatusNotFound || outcome != operator.Refused {
		t.Errorf("status %d, outcome %q", a.Status, outcome)
	}
}

func TestAFormThatIsNotRightIsRefusedInTheAuditLog(t *testing.T) {
	a, outcome := change(after(t, func(v *frame.Visit) error {
		return v.ShowFaults("message.html", frame.Page{Title: "x", Data: "y"})
	}))
	if a.Status != http.StatusUnprocessableEntity || outcome != operator.Refused {
		t.Errorf("status %d, outcome %q", a.Status, outcome)
	}
}

func TestAnEntrySaysWhoFromWhereAboutWhatAndWhatWasChosen(t *testing.T) {
	o := after(t, func(v *frame.Visit) error {
		v.Subject("billing")
		v.Detail("scope", "read")
		return v.Go("/admin/")
	})
	change(o)
	got := o.Audit.Entries()[0]
	got.ID = ""
	want := operator.Entry{At: frametest.Noon, OperatorID: "opr_viewer", Operator: "Dana Viewer", Source: "127.0.0.1", Action: "key.create",
		Subject: "billing", Detail: map[string]string{"scope": "read"}, Outcome: operator.Done}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutTheAuditLogNothingIsChanged(t *testing.T) {
	made := false
	o := after(t, func(v *frame.Visit) error { made = true; return v.Go("/admin/") })
	o.Audit.Fail(errors.New("the disk is full"))
	if a := o.As(operator.Viewer).Post("/admin/change", nil); a.Status != http.StatusInternalServerError || made {
		t.Errorf("status %d, made %v", a.Status, made)
	}
}

func TestAScriptOfThePageIsToldOfAFaultInASentence(t *testing.T) {
	o := after(t, func(*frame.Visit) error { return errors.New("away") })
	r, _ := http.NewRequest("POST", o.URL+"/admin/change", nil)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("HX-Request", "true")
	a := o.As(operator.Viewer).Do(r)
	if a.Body != "" || !strings.Contains(a.Header.Get("HX-Trigger"), `"fault":true,"text":"Something went wrong here`) {
		t.Errorf("status %d, %v: %s", a.Status, a.Header, a.Body)
	}
}

func TestAPartBringsWhatWasSaidInAnyLanguage(t *testing.T) {
	o := after(t, func(v *frame.Visit) error {
		v.Say("Zoë’s promise was kept 🎉.")
		return v.Part("message.html", "content", frame.Page{Title: "x", Data: "y"})
	})
	a, _ := change(o)
	if got, want := a.Header.Get("HX-Trigger"), `{"said":{"fault":false,"text":"Zo\u00eb\u2019s promise was kept \ud83c\udf89."}}`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
