package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/admin/admintest"
	"github.com/goodterms/goodterms/operator"
)

// openText begins a draft of the gentle template and opens its American SMS.
func openText(d *admintest.Desk) {
	d.Click("Templates")
	d.Click("Gentle")
	d.Click("Begin a draft")
	d.Follow("ul[aria-label=SMS] a", "en-US")
	d.Until("the editor is there", "document.readyState === 'complete' && document.querySelector('.cm-content[aria-label=\"SMS in English (United States)\"]')")
}

func TestAnAdminTunesTheGentleTextAndOnlyTheNextReminderSpeaksIt(t *testing.T) {
	t.Parallel()
	h := open(t, "2027-03-12 21:30 America/New_York", nil)
	inFlight := h.enqueue(request(nil))
	h.until("it waits for its window", func() bool { return slices.Contains(h.kinds("C-1"), "reminder.deferred") }, h.logs.String)
	h.enqueue(request(twelve))
	d := h.desk(operator.Admin, true, true)
	openText(d)

	before := d.Ask("document.getElementById('text').value")
	unkind := strings.Replace(before, "Already paid?", "You have ignored every one of our many reminders. Already paid?", 1)
	kind := strings.Replace(before, "Already paid?", "A quick look would help us. Already paid?", 1)
	d.Fill("SMS in English (United States)", unkind)
	d.Sees("This could hurt a customer")
	d.Until("the segments are counted", "among('dl.size dd', '2') || among('dl.size dd', '3')")
	d.Keep("editor-warns")
	d.Fill("SMS in English (United States)", kind)
	d.Sees("A quick look would help us")
	d.Sees("Nothing stands in the way of publishing")
	d.Click("Save")
	d.Sees("The text is saved.")

	d.Follow("ul[aria-label=SMS] a", "de")
	d.Fill("or to a real account", "Tischlerei")
	d.Click("Tischlerei Lindner & Töchter GmbH")
	d.Sees("14.280,00")
	d.Click("Check and publish")
	d.Sees("1 text differs")
	d.Click("Stay: ")
	d.Fill("What changes, and why", "a warmer sentence")
	d.Click("Publish version 1")
	d.Sees("Customers get version 1")

	h.at("2027-03-13 10:00 America/New_York")
	h.becomes(inFlight, "sent")
	d.Click("Accounts")
	d.Sees("Password") // a sign-in ends after two hours of rest
	h.enterAgain(d, operator.Admin)
	d.Click("Accounts")
	d.Click("Corner Bakery")
	d.Click("Send a reminder")
	d.Fill("Text", "Gentle")
	d.Fill("First by", "sms")
	d.Click("Send the reminder")
	d.Sees("Corner Bakery")
	h.until("both have left", func() bool { return len(h.box.Messages()) == 2 }, d.Text)
	sent := h.box.Messages()
	if len(sent) != 2 || strings.Contains(sent[0].Body, "A quick look") || !strings.Contains(sent[1].Body, "A quick look would help us") {
		t.Errorf("what was sent: %+v", sent)
	}
}

func TestAViewerReadsAndCannotPublish(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.call("POST", "/v1/templates/gentle/versions", `{"by":"Dana"}`)
	d := h.desk(operator.Viewer, true, true) // whose role does not include what was given besides
	d.Visit("/admin/templates/gentle/versions/1/publish")
	d.Sees("Gentle, version 1")
	if d.Ask("named('Publish version 1') === null") != "true" {
		t.Error("a viewer is offered to publish")
	}
	const post = `(() => { const x = new XMLHttpRequest(); x.open("POST", location.pathname, false); x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded"); x.send("revision=1&why=x"); return x.status })()`
	if status := d.Ask(post); status != "403" {
		t.Errorf("publishing answered %s", status)
	}
	if view, err := h.app.store.FindTemplate(t.Context(), "gentle"); err != nil || view.Current != 0 {
		t.Errorf("the current version is %d, error %v", view.Current, err)
	}
}

func TestAClerkAnswersByTheKeyboardAloneAndTheAnswerArrives(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.becomes(h.enqueue(request(nil)), "sent")
	h.reply(`{"channel":"sms","from":"` + phone + `","body":"Why is it so much? Please tell me."}`)
	h.until("a follow-up is opened", func() bool { return slices.Contains(h.kinds("C-1"), "follow_up.opened") }, h.logs.String)
	d := h.desk(operator.Clerk, false, true)

	d.Tab("Follow-ups")
	d.Type("\r")
	d.Sees("Why is it so much?")
	d.Type("j")
	d.Type("\r")
	d.Sees("What it may mean")
	d.Type("r")
	d.Until("the answer can be written", "document.activeElement.matches('textarea')")
	d.Type("Dear Alex, it is for two deliveries in February. Dana")
	d.Tab("Send the answer")
	d.Type("\r")
	h.until("the answer arrives", func() bool {
		sent := h.box.Messages()
		return len(sent) == 2 && strings.Contains(sent[1].Body, "two deliveries in February") && sent[1].To == phone
	}, d.Text)
	if complaints := d.Complaints(); len(complaints) > 0 {
		t.Errorf("the browser complains: %q", complaints)
	}
}
