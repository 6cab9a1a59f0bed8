package writing_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/admin/writing"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/templates"
)

func TestWhatIsSavedIsTheOneTextAndTheRestStays(t *testing.T) {
	s := withDraft(t)
	before := len(s.versions["gentle"][0].Sources)
	a := s.open(t, writing.Config{}).As(operator.Editor).Post(draft+"/edit"+enGB, url.Values{"revision": {"1"}, "text": {"New\r\nwords {{ creditor.name }}"}, "why": {"Shorter"}})
	status(t, a, http.StatusSeeOther)
	v := s.versions["gentle"][0]
	if s.sms() != "New\nwords {{ creditor.name }}" || v.Why != "Shorter" || v.EditedBy != "editor@meadow-finch.example" || len(v.Sources) != before {
		t.Errorf("saved %q, why %q, by %s, %d texts", s.sms(), v.Why, v.EditedBy, len(v.Sources))
	}
}

func TestAnEditThatCameBetweenKeepsWhatWasTypedAndNamesWhoMadeIt(t *testing.T) {
	s := withDraft(t)
	c := s.open(t, writing.Config{}).As(operator.Editor)
	theirs := s.sms()
	a := c.Post(draft+"/edit"+enGB, url.Values{"revision": {"0"}, "text": {"My own words, typed for an hour"}, "opened": {"what was there before"}})
	status(t, a, http.StatusUnprocessableEntity)
	holds(t, a, "Not saved: kim@meadow-finch.example changed this draft", "My own words, typed for an hour</textarea>", `name="revision" value="1"`)
	if s.sms() != theirs {
		t.Error("their text was overwritten")
	}
	again := c.Post(draft+"/edit"+enGB, url.Values{"revision": {"1"}, "text": {"My own words, typed for an hour"}})
	status(t, again, http.StatusSeeOther)
}

func TestAnEditOfAnotherTextIsNoReasonToCompare(t *testing.T) {
	s := withDraft(t)
	a := s.open(t, writing.Config{}).As(operator.Editor).Post(draft+"/edit"+enGB, url.Values{"revision": {"0"}, "text": {"Mine"}, "opened": {s.sms()}})
	holds(t, a, "They changed other texts, not this one")
}

func TestAViewerReadsAndPreviewsButCannotChangeAnything(t *testing.T) {
	s := withDraft(t)
	o := s.open(t, writing.Config{})
	c := o.As(operator.Viewer)
	a := c.Get(draft + enGB)
	status(t, a, http.StatusOK)
	lacks(t, a, ">Save<", ">Edit<", "Send me a test")
	holds(t, a, " readonly>")
	for _, path := range []string{"/edit", "/add", "/remove", "/trial", "/submit", "/return", "/discard", "/publish"} {
		status(t, c.Post(draft+path+enGB, url.Values{"revision": {"1"}, "text": {"x"}}), http.StatusForbidden)
	}
	for _, path := range []string{"/admin/new-template", "/admin/templates/gentle/begin", "/admin/templates/gentle/new-experiment"} {
		status(t, c.Post(path, url.Values{"base": {"0"}, "key": {"x"}}), http.StatusForbidden)
	}
	status(t, c.Post(draft+"/preview"+enGB, url.Values{"text": {"Hello"}}), http.StatusOK)
	if v := s.versions["gentle"][0]; v.Revision != 1 || len(s.trials) != 0 {
		t.Errorf("revision %d, %d trials", v.Revision, len(s.trials))
	}
	for _, e := range o.Audit.Entries() {
		if e.Outcome != operator.Refused {
			t.Errorf("%s was recorded as %s", e.Action, e.Outcome)
		}
	}
}

func TestEveryChangeIsRecordedByItsVersionWithoutAWordOfTheText(t *testing.T) {
	o := withDraft(t).open(t, writing.Config{})
	o.As(operator.Editor).Post(draft+"/edit"+enGB, url.Values{"revision": {"1"}, "text": {"Secret words"}})
	e := o.Audit.Entries()[0]
	if e.Action != "version.save" || e.Subject != "gentle@1" || e.Detail["text"] != "sms en-GB" || strings.Contains(e.Subject+e.Detail["text"], "Secret") {
		t.Errorf("entry %+v", e)
	}
}

func TestADraftBeginsAsACopyAndAnotherCannotBeginBesideIt(t *testing.T) {
	s := newShelf(t)
	c := s.open(t, writing.Config{}).As(operator.Editor)
	a := c.Post("/admin/templates/gentle/begin", url.Values{"base": {"0"}})
	if a.Location != draft+"/edit" || len(s.versions["gentle"][0].Sources) != len(s.words.Shipped("gentle")) {
		t.Fatalf("to %s", a.Location)
	}
	again := c.Post("/admin/templates/gentle/begin", url.Values{"base": {"0"}})
	status(t, again, http.StatusUnprocessableEntity)
	holds(t, again, "Somebody has begun a draft already")
}

func TestATextIsAddedAndRemovedWithAQuestionBefore(t *testing.T) {
	s := withDraft(t)
	c := s.open(t, writing.Config{}).As(operator.Editor)
	n := len(s.versions["gentle"][0].Sources)
	if a := c.Post(draft+"/add", url.Values{"revision": {"1"}, "add_channel": {"sms"}, "add_locale": {"de_ch"}}); a.Location != draft+"/edit?channel=sms&locale=de-CH" {
		t.Fatalf("status %d to %s", a.Status, a.Location)
	}
	holds(t, c.Get(draft+"/remove?channel=sms&locale=de-CH"), "Remove SMS in German (Switzerland)?")
	c.Post(draft+"/remove?channel=sms&locale=de-CH", url.Values{"revision": {"2"}})
	if got := len(s.versions["gentle"][0].Sources); got != n {
		t.Errorf("%d texts, want %d", got, n)
	}
	status(t, c.Post(draft+"/add", url.Values{"revision": {"3"}, "add_channel": {"sms"}, "add_locale": {"nonsense!"}}), http.StatusUnprocessableEntity)
}

func TestATemplateOfOnesOwnBeginsWithTheTextsOfItsStage(t *testing.T) {
	s := newShelf(t)
	c := s.open(t, writing.Config{}).As(operator.Editor)
	a := c.Post("/admin/new-template", url.Values{"key": {"gentle_hotels"}, "stage": {"gentle"}, "channels": {"sms", "email"}, "locale": {"en-GB"}})
	status(t, a, http.StatusSeeOther)
	if list := s.versions["gentle_hotels"][0].Sources; len(list) != 2 || list[0].Key != "gentle_hotels" || list[0].Stage != templates.Gentle {
		t.Errorf("texts %+v", list)
	}
	for _, key := range []string{"Gentle Hotels", "gentle", "gentle_hotels", ""} {
		status(t, c.Post("/admin/new-template", url.Values{"key": {key}, "stage": {"gentle"}, "channels": {"sms"}, "locale": {"en-GB"}}), http.StatusUnprocessableEntity)
	}
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	c := withDraft(t).open(t, writing.Config{}).As(operator.Admin)
	for _, path := range []string{"/admin/templates/none", "/admin/templates/gentle/versions/9", "/admin/templates/gentle/versions/-1", "/admin/templates/gentle/versions/01", draft + "?channel=fax&locale=en-GB",
		draft + "/mail?channel=email&locale=xx", "/admin/experiments/exp_none", "/admin/templates/gentle/diff?from=0&to=7"} {
		status(t, c.Get(path), http.StatusNotFound)
	}
}
