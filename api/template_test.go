package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// publisherKey may publish as well.
const publisherKey = "gt_live_publisher"

func withPublisher(h *house) *house {
	h.keys[api.HashKey(publisherKey)] = api.Key{ID: "key_publisher", Kind: api.Live, Scopes: append(api.DefaultScopes(), api.TemplatesPublish)}
	return h
}

// versionAnswer is what the tests read of a version.
type versionAnswer struct {
	Template, State string
	Number          int
	Revision        int
	Base            int
	Texts           []struct{ Channel, Locale, Text string }
}

// drafted begins a draft of the gentle texts.
func drafted(t *testing.T, h *house) versionAnswer {
	t.Helper()
	w := h.do(t, "POST", "/v1/templates/gentle/versions", liveKey, `{"by":"Dana"}`)
	if w.Code != http.StatusCreated {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return decode[versionAnswer](t, w)
}

const quietText = `{"channel":"sms","locale":"en-GB","text":"A new text"}`

func TestATemplateIsShownWithItsTexts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	w := h.do(t, "GET", "/v1/templates/gentle", liveKey, "")
	got := decode[struct {
		Key, Stage, Purpose string
		Shipped             bool
		Texts               []struct{ Locale string }
	}](t, w)
	if got.Stage != "gentle" || got.Purpose != "reminder" || !got.Shipped || len(got.Texts) != 2 || got.Texts[0].Locale != "de" {
		t.Errorf("%s", w.Body)
	}
	if p := wantProblem(t, h.do(t, "GET", "/v1/templates/harsh", liveKey, ""), http.StatusNotFound); !strings.HasPrefix(p.Detail, "There is no such template;") {
		t.Error(p.Detail)
	}
	list := decode[struct{ Templates []struct{ Key string } }](t, h.do(t, "GET", "/v1/templates", liveKey, ""))
	if len(list.Templates) != 4 || list.Templates[0].Key != "firm" {
		t.Errorf("%+v", list)
	}
}

func TestADraftIsACopyInWhichSomeTextsAreChanged(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	w := h.do(t, "POST", "/v1/templates/gentle/versions", liveKey, `{"texts":[`+quietText+`],"why":"Shorter","by":"Dana"}`)
	got := decode[versionAnswer](t, w)
	if w.Code != http.StatusCreated || w.Header().Get("Location") != "/v1/templates/gentle/versions/1" {
		t.Errorf("status %d, %q: %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	if len(got.Texts) != 2 || got.Texts[1].Text != "A new text" || !strings.Contains(got.Texts[0].Text, "Antwort STOP") {
		t.Errorf("%s", w.Body)
	}
	wantProblem(t, h.do(t, "POST", "/v1/templates/gentle/versions", liveKey, `{"by":"Dana"}`), http.StatusConflict)
	wantProblem(t, h.do(t, "POST", "/v1/templates/firm/versions", liveKey, `{"base":7,"by":"Dana"}`), http.StatusUnprocessableEntity, "body.base")
}

func TestAnEditThatAnotherCameBeforeIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	drafted(t, h)
	body := `{"revision":1,"texts":[` + quietText + `],"by":"Kim"}`
	if w := h.do(t, "PUT", "/v1/templates/gentle/versions/1", liveKey, body); w.Code != http.StatusOK || decode[versionAnswer](t, w).Revision != 2 {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	wantProblem(t, h.do(t, "PUT", "/v1/templates/gentle/versions/1", liveKey, body), http.StatusConflict)
	wantProblem(t, h.do(t, "PUT", "/v1/templates/gentle/versions/9", liveKey, body), http.StatusNotFound)
	wantProblem(t, h.do(t, "PUT", "/v1/templates/gentle/versions/x", liveKey, body), http.StatusNotFound)
}

func TestADraftGoesToReviewAndBackOrAway(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	drafted(t, h)
	for _, c := range []struct{ step, state string }{{"submit", "review"}, {"return", "draft"}, {"discard", "discarded"}} {
		w := h.do(t, "POST", "/v1/templates/gentle/versions/1/"+c.step, liveKey, `{"by":"Dana","why":"So"}`)
		if w.Code != http.StatusOK || decode[versionAnswer](t, w).State != c.state {
			t.Errorf("%s: status %d: %s", c.step, w.Code, w.Body)
		}
	}
}

func TestPublishingNeedsAScopeOfItsOwn(t *testing.T) {
	t.Parallel()
	h := withPublisher(newHouse(t))
	drafted(t, h)
	const path, body = "/v1/templates/gentle/versions/1/publish", `{"revision":1,"by":"Kim"}`
	if p := wantProblem(t, h.do(t, "POST", path, liveKey, body), http.StatusForbidden); !strings.Contains(p.Detail, "templates:publish") {
		t.Error(p.Detail)
	}
	w := h.do(t, "POST", path, publisherKey, body)
	got := decode[struct{ Version versionAnswer }](t, w)
	if w.Code != http.StatusOK || got.Version.State != "published" {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	wantProblem(t, h.do(t, "PUT", "/v1/templates/gentle/versions/1", liveKey, `{"revision":2,"texts":[`+quietText+`],"by":"Kim"}`), http.StatusConflict)
}

func TestErrorsStopPublishingAndWarningsWantAReason(t *testing.T) {
	t.Parallel()
	h := withPublisher(newHouse(t))
	drafted(t, h)
	save := func(text string) {
		t.Helper()
		v := h.shelf.versions["gentle"][0]
		v.Sources = []templates.Source{{Key: "gentle", Channel: "sms", Locale: "en-GB", Text: text}}
		h.shelf.versions["gentle"][0] = v
	}
	const path = "/v1/templates/gentle/versions/1/publish"
	save("SHOUT and dear")
	p := wantProblem(t, h.do(t, "POST", path, publisherKey, `{"revision":1,"by":"Kim","accept":[{"rule":"shouting","reason":"no"}]}`),
		http.StatusUnprocessableEntity, "texts[sms en-GB] line 1 column 3", "texts[sms en-GB]")
	if !strings.Contains(p.Errors[0].Message, "small letters") || !strings.Contains(p.Errors[1].Message, "accept sms_segments with a reason") {
		t.Errorf("%+v", p.Errors)
	}
	save("dear")
	w := h.do(t, "POST", path, publisherKey, `{"revision":1,"by":"Kim","accept":[{"rule":"sms_segments","reason":"It is worth it"}]}`)
	if w.Code != http.StatusOK || len(h.shelf.published) != 1 {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	if a := h.shelf.published[0].Accepted; len(a) != 1 || a[0].By != "Kim" || a[0].Reason != "It is worth it" {
		t.Errorf("%+v", a)
	}
}

func TestPublishingAsksWhatBecomesOfRemindersThatWait(t *testing.T) {
	t.Parallel()
	h := withPublisher(newHouse(t))
	drafted(t, h)
	h.shelf.waiting = 12
	const path = "/v1/templates/gentle/versions/1/publish"
	if p := wantProblem(t, h.do(t, "POST", path, publisherKey, `{"revision":1,"by":"Kim"}`), http.StatusConflict, "body.scheduled"); !strings.HasPrefix(p.Detail, "12 reminders") {
		t.Error(p.Detail)
	}
	wantProblem(t, h.do(t, "POST", path, publisherKey, `{"revision":1,"by":"Kim","scheduled":"later"}`), http.StatusUnprocessableEntity, "body.scheduled")
	w := h.do(t, "POST", path, publisherKey, `{"revision":1,"by":"Kim","scheduled":"move"}`)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"moved":12`) || h.shelf.published[0].Scheduled != reminder.Move {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

func TestAVersionThatWasEditedMeanwhileIsNotPublished(t *testing.T) {
	t.Parallel()
	h := withPublisher(newHouse(t))
	drafted(t, h)
	wantProblem(t, h.do(t, "POST", "/v1/templates/gentle/versions/1/publish", publisherKey, `{"revision":4,"by":"Kim"}`), http.StatusConflict)
}

func TestWithFourEyesSomebodyElsePublishes(t *testing.T) {
	t.Parallel()
	h := withPublisher(newHouse(t, func(c *api.Config, _ *api.Ports) { c.OtherEyes = true }))
	drafted(t, h)
	const path = "/v1/templates/gentle/versions/1/publish"
	wantProblem(t, h.do(t, "POST", path, publisherKey, `{"revision":1,"by":"Dana"}`), http.StatusConflict)
	if w := h.do(t, "POST", path, publisherKey, `{"revision":1,"by":"Kim"}`); w.Code != http.StatusOK {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

func TestVersionsAreComparedTextByText(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.do(t, "POST", "/v1/templates/gentle/versions", liveKey, `{"texts":[`+quietText+`,{"channel":"email","locale":"fr","text":"Bonjour"}],"by":"Dana"}`)
	w := h.do(t, "GET", "/v1/templates/gentle/diff?from=0&to=1", liveKey, "")
	got := decode[struct {
		Texts []struct{ Channel, Locale, Change, Diff string }
	}](t, w)
	if len(got.Texts) != 2 || got.Texts[0].Change != "added" || got.Texts[1].Change != "changed" || !strings.Contains(got.Texts[1].Diff, "+A new text") {
		t.Errorf("%s", w.Body)
	}
	wantProblem(t, h.do(t, "GET", "/v1/templates/gentle/diff?from=0", liveKey, ""), http.StatusBadRequest, "query.to")
}

func TestATemplateOfOnesOwnHasItsFirstDraft(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	w := h.do(t, "POST", "/v1/templates", liveKey, `{"key":"public_sector","stage":"gentle","texts":[`+quietText+`],"by":"Dana"}`)
	if w.Code != http.StatusCreated || w.Header().Get("Location") != "/v1/templates/public_sector/versions/1" {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	for at, body := range map[string]string{
		"body.key":              `{"key":"gentle","stage":"gentle","texts":[` + quietText + `],"by":"D"}`,
		"body.stage":            `{"key":"x","stage":"harsh","texts":[` + quietText + `],"by":"D"}`,
		"body.texts[0].locale":  `{"key":"x","stage":"gentle","texts":[{"channel":"sms","locale":"english","text":"a"}],"by":"D"}`,
		"body.texts[0].channel": `{"key":"x","stage":"gentle","texts":[{"channel":"fax","locale":"de","text":"a"}],"by":"D"}`,
		"body.texts[1].locale":  `{"key":"x","stage":"gentle","texts":[` + quietText + `,` + quietText + `],"by":"D"}`,
		"body.texts[0].limited": `{"key":"x","stage":"gentle","texts":[{"channel":"sms","locale":"de","text":"a","limited":"b"}],"by":"D"}`,
		"body.texts":            `{"key":"x","stage":"gentle","texts":[],"by":"D"}`,
		"body.by":               `{"key":"x","stage":"gentle","texts":[` + quietText + `]}`,
	} {
		wantProblem(t, h.do(t, "POST", "/v1/templates", liveKey, body), http.StatusUnprocessableEntity, at)
	}
}

func TestNumbersAreWholeAndWithinTheirBounds(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, number := range []string{`"1"`, `1.5`, `-1`, `1e3`, `99999999999999999999`, `true`} {
		body := `{"base":` + number + `,"by":"Dana"}`
		wantProblem(t, h.do(t, "POST", "/v1/templates/gentle/versions", liveKey, body), http.StatusUnprocessableEntity, "body.base")
	}
}

func TestAnswersToRepliesCannotBeEnqueued(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	wantProblem(t, h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(`"gentle"`, `"promise_noted"`)), http.StatusUnprocessableEntity, "body.template")
}

func TestAPlanIsReadInTheOrderOfItsDays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const first, second = `{"due_on":"2027-05-01","amount":"40.00","currency":"GBP","paid":true}`, `{"due_on":"2027-06-01","amount":"60.00","currency":"GBP"}`
	plan := func(list string) string {
		return goodReminder(`"template":"gentle"`, `"template":"plan_confirmed","plan":[`+list+`]`)
	}
	if w := h.do(t, "POST", "/v1/reminders", liveKey, plan(first+","+second)); w.Code != http.StatusAccepted {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	wantProblem(t, h.do(t, "POST", "/v1/reminders", liveKey, plan(second+","+first)), http.StatusUnprocessableEntity, "body.plan[1].due_on")
	wantProblem(t, h.do(t, "POST", "/v1/reminders", liveKey, plan(strings.Replace(first, "GBP", "GBX", 1))), http.StatusUnprocessableEntity, "body.plan[0].currency")
}

func TestTermsAreKnownConsequences(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	terms := func(list string) string {
		return goodReminder(`"kind":"business"`, `"kind":"business","terms":[`+list+`]`)
	}
	if w := h.do(t, "POST", "/v1/reminders", liveKey, terms(`"interest","fee"`)); w.Code != http.StatusAccepted {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	wantProblem(t, h.do(t, "POST", "/v1/reminders", liveKey, terms(`"prison"`)), http.StatusUnprocessableEntity, "body.account.terms")
}
