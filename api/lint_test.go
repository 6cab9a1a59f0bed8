package api_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestATextIsLookedAt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	w := h.do(t, "POST", "/v1/templates/lint", liveKey, `{"stage":"gentle","channel":"sms","text":"Do not SHOUT"}`)
	got := decode[struct {
		OK       bool
		Faults   []string
		Findings []struct{ Rule, Severity string }
		SMS      *struct{ Segments int }
	}](t, w)
	if got.OK || got.Faults[0] != "shouting" || got.Findings[0].Severity != "error" || got.SMS.Segments != 1 {
		t.Errorf("%s", w.Body)
	}
	for at, body := range map[string]string{
		"body.stage":   `{"stage":"harsh","text":"a"}`,
		"body.channel": `{"channel":"fax","text":"a"}`,
		"body.locale":  `{"locale":"english","text":"a"}`,
		"body.only":    `{"only":"spelling","text":"a"}`,
		"body.text":    `{"stage":"gentle"}`,
	} {
		wantProblem(t, h.do(t, "POST", "/v1/templates/lint", liveKey, body), http.StatusUnprocessableEntity, at)
	}
}

func TestATextIsShownForASample(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	w := h.do(t, "POST", "/v1/templates/preview", liveKey, `{"template":"gentle","channel":"sms","locale":"de-AT"}`)
	got := decode[struct {
		Text, Locale, Why string
		SMS               *struct{ Segments int }
	}](t, w)
	if got.Locale != "de" || got.Why != "language" || !strings.Contains(got.Text, "Antwort STOP") || got.SMS == nil {
		t.Errorf("%s", w.Body)
	}
	w = h.do(t, "POST", "/v1/templates/preview", liveKey, `{"template":"gentle","texts":[{"channel":"sms","locale":"en-GB","text":"`+
		`{{ creditor.name }}: {{ invoice.number }} {{ invoice.balance }} {{ invoice.due_on }} {{ creditor.phone }} STOP"}],"channel":"sms","sample":"no phone"}`)
	missing := decode[struct{ Missing []string }](t, w).Missing
	if len(missing) != 1 || missing[0] != "creditor.phone" {
		t.Errorf("%s", w.Body)
	}
}

func TestAPreviewThatCannotBeShownSaysWhy(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for at, body := range map[string]string{
		"body.channel":       `{"template":"gentle","channel":"fax"}`,
		"body.sample":        `{"template":"gentle","channel":"sms","sample":"nobody"}`,
		"body.texts":         `{"channel":"sms"}`,
		"body.texts line 1":  `{"texts":[{"channel":"sms","locale":"en-GB","text":"{{ nothing }}"}],"channel":"sms"}`,
		"body.texts[0].text": `{"texts":[{"channel":"sms","locale":"en-GB","text":""}],"channel":"sms"}`,
	} {
		w := h.do(t, "POST", "/v1/templates/preview", liveKey, body)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `"location":"`+strings.TrimSuffix(at, " line 1")) {
			t.Errorf("%s: status %d: %s", at, w.Code, w.Body)
		}
	}
	wantProblem(t, h.do(t, "POST", "/v1/templates/preview", liveKey, `{"template":"harsh","channel":"sms"}`), http.StatusNotFound)
	wantProblem(t, h.do(t, "POST", "/v1/templates/preview", liveKey, `{"template":"gentle","channel":"sms","account":"C-none"}`), http.StatusNotFound)
}

func TestAnExperimentIsStartedReadAndStopped(t *testing.T) {
	t.Parallel()
	h := withPublisher(newHouse(t))
	const body = `{"template":"gentle","name":"Question first","arms":[{"version":0,"weight":50},{"version":1,"weight":50}],"by":"Dana"}`
	if w := h.do(t, "POST", "/v1/experiments", liveKey, body); w.Code != http.StatusForbidden {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	w := h.do(t, "POST", "/v1/experiments", publisherKey, body)
	at := w.Header().Get("Location")
	if w.Code != http.StatusCreated || at == "" {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	if w := h.do(t, "GET", at, liveKey, ""); !strings.Contains(w.Body.String(), `"sent":{"count":9,"of":10,"low":0.6,"high":0.98}`) {
		t.Errorf("%s", w.Body)
	}
	wantProblem(t, h.do(t, "POST", at+"/stop", publisherKey, `{"winner":7,"by":"Dana"}`), http.StatusUnprocessableEntity, "body.winner")
	if w := h.do(t, "POST", at+"/stop", publisherKey, `{"winner":0,"by":"Dana"}`); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"winner":0`) {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	wantProblem(t, h.do(t, "GET", "/v1/experiments/exp_nothing", liveKey, ""), http.StatusNotFound)
	wantProblem(t, h.do(t, "POST", "/v1/experiments", publisherKey, strings.Replace(body, "gentle", "firm", 1)), http.StatusUnprocessableEntity, "body.arms")
	wantProblem(t, h.do(t, "POST", "/v1/experiments", publisherKey, strings.Replace(body, `"weight":50`, `"weight":500`, 1)), http.StatusUnprocessableEntity, "body.arms[0].weight")
}

func TestTheReferenceTellsWhatATextCanSay(t *testing.T) {
	t.Parallel()
	got := decode[struct {
		Variables []struct{ Name string }
		Filters   []struct{ Name string }
		Stages    []struct{ Stage string }
		Samples   []struct {
			Stage   string
			Samples []struct{ Name string }
		}
	}](t, newHouse(t).do(t, "GET", "/v1/templates/reference", liveKey, ""))
	if len(got.Variables) < 30 || len(got.Filters) < 10 || len(got.Stages) != len(got.Samples) || got.Samples[0].Samples[0].Name != "usual" {
		t.Errorf("%d variables, %d filters, %d stages: %+v", len(got.Variables), len(got.Filters), len(got.Stages), got.Samples)
	}
}
