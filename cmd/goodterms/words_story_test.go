package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// ownSMS is a text of the admin's own, which says what it must.
const ownSMS = "{{ creditor.name }}: invoice {{ invoice.number }} ({{ invoice.balance }}, due {{ invoice.due_on }}) may have slipped by. " +
	"Pay: {{ creditor.pay_url }} Questions? Reply. Reply STOP to stop texts."

// draft begins a version of the template in which one text is changed.
func (h *house) draft(template, channel, locale, text string) (number, revision int) {
	h.t.Helper()
	body, _ := json.Marshal(map[string]any{"by": "Dana", "why": "a try", "texts": []any{map[string]any{"channel": channel, "locale": locale, "text": text}}})
	a := h.call("POST", "/v1/templates/"+template+"/versions", string(body))
	if a.Status != http.StatusCreated {
		h.t.Fatalf("beginning a draft answered %d: %v", a.Status, a.Body)
	}
	return int(a.Body["number"].(float64)), int(a.Body["revision"].(float64))
}

// publish publishes a version; more is what else the request says.
func (h *house) publish(template string, number, revision int, more string) answer {
	h.t.Helper()
	return h.call("POST", "/v1/templates/"+template+"/versions/"+strconv.Itoa(number)+"/publish", fmt.Sprintf(`{"revision":%d,"by":"Kim"%s}`, revision, more))
}

// said waits for so many messages to the phone and returns their bodies, oldest first.
func (h *house) said(count int) (bodies []string) {
	h.t.Helper()
	h.until(fmt.Sprintf("%d messages have arrived", count), func() bool {
		bodies = nil
		for _, m := range h.box.Messages() {
			if m.To == phone && m.Direction != "inbound" {
				bodies = append(bodies, m.Body)
			}
		}
		return len(bodies) >= count
	}, func() string { return fmt.Sprint(bodies) })
	return bodies
}

func sentAt(at string) func(map[string]any) {
	return func(r map[string]any) { r["send_at"] = at }
}

func TestAPublishedTextIsUsedByTheNextReminderAndNotByTheOneThatStays(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	before := h.enqueue(request(sentAt("2027-03-10T17:00:00Z")))
	number, revision := h.draft("gentle", "sms", "en-US", ownSMS)
	if a := h.publish("gentle", number, revision, ""); a.Status != http.StatusConflict {
		t.Fatalf("with a reminder that waits, publishing answered %d: %v", a.Status, a.Body)
	}
	if a := h.publish("gentle", number, revision, `,"scheduled":"stay"`); a.Status != http.StatusOK || a.Body["stayed"] != 1.0 {
		t.Fatalf("%d %v", a.Status, a.Body)
	}
	after := h.enqueue(request(sentAt("2027-03-10T17:00:01Z")))
	h.at("2027-03-10 12:01 America/New_York")
	if got := h.becomes(before, "sent"); got["template_version_number"] != 0.0 || strings.Contains(got["template_version"].(string), "@1/") {
		t.Errorf("the one that stays: %v %v", got["template_version_number"], got["template_version"])
	}
	if got := h.becomes(after, "sent"); got["template_version_number"] != 1.0 || !strings.HasPrefix(got["template_version"].(string), "gentle@1/sms/en-US@") {
		t.Errorf("the next one: %v %v", got["template_version_number"], got["template_version"])
	}
	own := 0
	for _, body := range h.said(2) {
		if strings.Contains(body, "may have slipped by") {
			own++
		}
	}
	if own != 1 {
		t.Errorf("%d of two have the new text", own)
	}
}

func TestRemindersThatWaitMoveToTheNewTextWhenThatIsAsked(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	id := h.enqueue(request(sentAt("2027-03-10T17:00:00Z")))
	number, revision := h.draft("gentle", "sms", "en-US", ownSMS)
	if a := h.publish("gentle", number, revision, `,"scheduled":"move"`); a.Status != http.StatusOK || a.Body["moved"] != 1.0 {
		t.Fatalf("%d %v", a.Status, a.Body)
	}
	h.at("2027-03-10 12:01 America/New_York")
	h.becomes(id, "sent")
	if body := h.said(1)[0]; !strings.Contains(body, "may have slipped by") {
		t.Errorf("it says %q", body)
	}
}

func TestAnUnkindTextCannotBePublished(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	number, revision := h.draft("gentle", "sms", "en-US", strings.Replace(ownSMS, "may have slipped by", "is open because you have ignored us", 1))
	a := h.publish("gentle", number, revision, `,"scheduled":"stay"`)
	if a.Status != http.StatusUnprocessableEntity || !strings.Contains(fmt.Sprint(a.Body["errors"]), "accusation") {
		t.Errorf("%d %v", a.Status, a.Body)
	}
}

func TestAConsequenceThatTheTermsDoNotGrantIsHeldUntilTheyDo(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	number, revision := h.draft("final", "sms", "en-US", strings.Replace(ownSMS, "Questions?", "Interest may be charged as agreed. Questions?", 1))
	if a := h.publish("final", number, revision, `,"accept":[{"rule":"consequence_interest","reason":"All terms grant it"},{"rule":"sms_segments","reason":"It says all"}]`); a.Status != http.StatusOK {
		t.Fatalf("%d %v", a.Status, a.Body)
	}
	id := h.enqueue(request(func(r map[string]any) { r["template"] = "final" }))
	if got := h.becomes(id, "held"); got["reason"] != "terms" {
		t.Errorf("held because of %v: %v", got["reason"], got["explanation"])
	}
	if a := h.call("PUT", "/v1/accounts/C-1", `{"name":"Corner Bakery","kind":"business","time_zone":"America/New_York","locale":"en-US","region":"US","terms":["interest"]}`); a.Status != http.StatusOK {
		t.Fatalf("%d %v", a.Status, a.Body)
	}
	h.becomes(id, "sent")
	if body := h.said(1)[0]; !strings.Contains(body, "Interest may be charged") {
		t.Errorf("it says %q", body)
	}
}

func TestATeamKeepsItsTextsInAFolder(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	dir := t.TempDir()
	run := func(args ...string) (int, string, string) {
		t.Helper()
		return command(t, nil, append(args, "--url", h.app.config.PublicURL, "--key", h.key)...)
	}
	if code, _, problems := run("templates", "pull", dir); code != 0 {
		t.Fatal(problems)
	}
	if code, out, problems := run("templates", "push", dir, "--by", "Dana"); code != 0 || out != "" {
		t.Fatalf("pushing what is the same: exit %d, %q, %s", code, out, problems)
	}
	if err := os.WriteFile(filepath.Join(dir, "en-US", "gentle", "sms.txt"), []byte(ownSMS), 0o644); err != nil {
		t.Fatal(err)
	}
	code, out, problems := run("templates", "push", dir, "--by", "Dana", "--publish", "--scheduled", "stay")
	if code != 0 || !strings.HasPrefix(out, "gentle: version 1 is published") {
		t.Fatalf("exit %d, %q, %s", code, out, problems)
	}
	h.becomes(h.enqueue(request(nil)), "sent")
	if body := h.said(1)[0]; !strings.Contains(body, "may have slipped by") {
		t.Errorf("it says %q", body)
	}
	other := t.TempDir()
	if code, _, problems := run("templates", "pull", other); code != 0 {
		t.Fatal(problems)
	}
	if text, err := os.ReadFile(filepath.Join(other, "en-US", "gentle", "sms.txt")); err != nil || string(text) != ownSMS {
		t.Errorf("pulled back: %q, %v", text, err)
	}
}

func TestAFolderThatIsBehindTheGatewayIsNotPushed(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	dir := t.TempDir()
	gateway := []string{"--url", h.app.config.PublicURL, "--key", h.key}
	if code, _, problems := command(t, nil, append([]string{"templates", "pull", dir}, gateway...)...); code != 0 {
		t.Fatal(problems)
	}
	number, revision := h.draft("gentle", "sms", "en-US", ownSMS)
	if a := h.publish("gentle", number, revision, ""); a.Status != http.StatusOK {
		t.Fatalf("%d %v", a.Status, a.Body)
	}
	if err := os.WriteFile(filepath.Join(dir, "en-US", "gentle", "sms.txt"), []byte(ownSMS+" Thank you."), 0o644); err != nil {
		t.Fatal(err)
	}
	code, _, problems := command(t, nil, append([]string{"templates", "push", dir, "--by", "Dana"}, gateway...)...)
	if code == 0 || !strings.Contains(problems, "version 1") {
		t.Errorf("exit %d: %s", code, problems)
	}
}

func TestAccountsDrawTheirVersionForGood(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	number, revision := h.draft("gentle", "sms", "en-US", ownSMS)
	if a := h.publish("gentle", number, revision, ""); a.Status != http.StatusOK {
		t.Fatalf("%d %v", a.Status, a.Body)
	}
	a := h.call("POST", "/v1/experiments", `{"template":"gentle","name":"Softer","arms":[{"version":0,"weight":50},{"version":1,"weight":50}],"by":"Dana"}`)
	if a.Status != http.StatusCreated {
		t.Fatalf("%d %v", a.Status, a.Body)
	}
	drawn := map[any]int{}
	for i := range 20 {
		var versions [2]any
		for again := range versions {
			id := h.enqueue(request(func(r map[string]any) {
				r["account"].(map[string]any)["reference"] = fmt.Sprint("C-", i)
				r["send_at"] = "2027-05-10T17:00:00Z"
			}))
			versions[again] = h.call("GET", "/v1/reminders/"+id, "").Body["template_version_number"]
		}
		if versions[0] != versions[1] {
			t.Errorf("account %d drew %v and then %v", i, versions[0], versions[1])
		}
		drawn[versions[0]]++
	}
	if drawn[0.0] == 0 || drawn[1.0] == 0 {
		t.Errorf("drawn: %v", drawn)
	}
	got := h.call("GET", "/v1/experiments/"+a.Body["id"].(string), "").Body
	if arms := got["results"].([]any); arms[0].(map[string]any)["accounts"].(float64)+arms[1].(map[string]any)["accounts"].(float64) != 20 {
		t.Errorf("%v", got)
	}
}
