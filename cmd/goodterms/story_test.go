package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
)

// request is the JSON of a reminder about one invoice; change alters it first.
func request(change func(r map[string]any)) string {
	r := map[string]any{
		"account": map[string]any{"reference": "C-1", "name": "Corner Bakery", "kind": "business", "time_zone": "America/New_York", "locale": "en-US", "region": "US"},
		"contact": map[string]any{"reference": "owner", "name": "Alex Baker", "email": "alex@corner-bakery.example", "phone": "+12125550123",
			"consents": []any{map[string]any{"channel": "voice", "source": "contract"}}},
		"invoices": []any{map[string]any{"number": "INV-7", "amount": "120.00", "balance": "80.00", "currency": "USD", "issued_on": "2027-02-01", "due_on": "2027-03-03"}},
		"template": "gentle", "channels": []any{"sms"},
	}
	if change != nil {
		change(r)
	}
	text, _ := json.Marshal(r)
	return string(text)
}

func by(kinds ...any) func(map[string]any) {
	return func(r map[string]any) { r["channels"] = kinds }
}

const phone, mailAddress = "+12125550123", "alex@corner-bakery.example"

func TestAtNightNothingIsSentAndAfterStopNothingEverIs(t *testing.T) {
	t.Parallel()
	h := open(t, "2027-03-12 21:30 America/New_York", nil)

	id := h.enqueue(request(nil))
	h.until("it waits for its window", func() bool { return slices.Contains(h.kinds("C-1"), "reminder.deferred") }, h.logs.String)
	if got := h.call("GET", "/v1/reminders/"+id, "").Body["send_at"]; got != "2027-03-13T15:00:00Z" {
		t.Errorf("it waits until %v, not Saturday 10:00 in New York", got)
	}
	if sent := h.box.Messages(); len(sent) != 0 {
		t.Fatalf("%d messages went out at night", len(sent))
	}

	h.at("2027-03-13 10:00 America/New_York")
	text := h.arrives(phone)
	for _, fact := range []string{"Meadow & Finch Supplies", "INV-7", "$80.00", "March 3, 2027", "STOP"} {
		if !strings.Contains(text.Body, fact) {
			t.Errorf("the text does not say %q: %s", fact, text.Body)
		}
	}
	h.becomes(id, "sent")

	h.reply(`{"channel":"sms","from":"` + phone + `","body":"STOP"}`)
	h.until("the opt-out is recorded", func() bool { return slices.Contains(h.kinds("C-1"), "opt_out.recorded") }, h.logs.String)
	again := h.enqueue(request(nil))
	if got := h.becomes(again, "skipped"); got["reason"] != "opt_out" {
		t.Errorf("skipped because %v, not because of the opt-out", got["reason"])
	}
	if sent := h.box.Messages(); len(sent) != 1 {
		t.Errorf("%d messages went out, want 1", len(sent))
	}
}

// reply lets the customer answer in the sandbox.
func (h *house) reply(body string) {
	h.t.Helper()
	response, err := http.Post(h.box.URL()+"/replies", "application/json", strings.NewReader(body))
	if err != nil {
		h.t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode >= 300 {
		h.t.Fatalf("the sandbox answered %d to the reply", response.StatusCode)
	}
}

const weekday = "2027-03-10 11:00 America/New_York"

func TestAMailStatesTheFactsAndItsLinkStopsMailOnly(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	id := h.enqueue(request(by("email", "sms")))
	mail := h.arrives(mailAddress)
	for _, fact := range []string{"Meadow & Finch Supplies", "INV-7", "$80.00", "March 3, 2027", "https://meadow-finch.example/pay"} {
		if !strings.Contains(mail.Body, fact) {
			t.Errorf("the mail does not say %q:\n%s", fact, mail.Body)
		}
	}
	h.becomes(id, "sent")

	_, rest, _ := strings.Cut(mail.Body, h.app.config.PublicURL+"/u/")
	token := strings.FieldsFunc(rest, func(r rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz234567", r) })[0]
	if got := h.visit("GET", "/u/"+token); got != http.StatusOK {
		t.Fatalf("the page answered %d", got)
	}
	if slices.Contains(h.kinds("C-1"), "opt_out.recorded") {
		t.Fatal("looking at the page opted out")
	}
	if got := h.visit("POST", "/u/"+token); got != http.StatusOK {
		t.Fatalf("unsubscribing answered %d", got)
	}
	next := h.becomes(h.enqueue(request(by("email", "sms"))), "sent")
	if next["channel"] != "sms" {
		t.Errorf("after the mail opt-out it went by %v", next["channel"])
	}
}

// visit opens a page as a person or a mail program does.
func (h *house) visit(method, path string) int {
	h.t.Helper()
	body := strings.NewReader("List-Unsubscribe=One-Click")
	r, _ := http.NewRequest(method, h.app.config.PublicURL+path, body)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

func TestACallSaysItsScriptAndKey9EndsCalls(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, map[string]any{"twilio.calls_per_second": 50.0})
	id := h.enqueue(request(by("voice")))
	h.becomes(id, "sent")
	ringing := h.arrives(phone)
	h.until("the call waits for a key", func() bool {
		return h.try(`{"channel":"voice","from":"` + phone + `","message":"` + ringing.ID + `","digits":"9"}`)
	}, h.logs.String)
	h.until("the opt-out is recorded", func() bool { return slices.Contains(h.kinds("C-1"), "opt_out.recorded") }, h.logs.String)
	if got := h.becomes(h.enqueue(request(by("voice"))), "skipped"); got["reason"] != "opt_out" {
		t.Errorf("skipped because %v", got["reason"])
	}
	h.becomes(h.enqueue(request(by("sms"))), "sent") // calls are ended, texts are not
}

// try lets the customer answer if the sandbox can take it now.
func (h *house) try(body string) bool {
	response, err := http.Post(h.box.URL()+"/replies", "application/json", strings.NewReader(body))
	if err != nil {
		return false
	}
	response.Body.Close()
	return response.StatusCode < 300
}

func TestARefusedAddressGivesWayToTheNextChannel(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	id := h.enqueue(request(func(r map[string]any) {
		r["channels"] = []any{"email", "sms"}
		r["contact"].(map[string]any)["email"] = "550-5.1.1@corner-bakery.example"
	}))
	if got := h.becomes(id, "sent"); got["channel"] != "sms" {
		t.Errorf("it went by %v", got["channel"])
	}
	h.arrives(phone)
}

func TestAPaymentStopsTheReminder(t *testing.T) {
	t.Parallel()
	h := open(t, "2027-03-14 12:00 America/New_York", nil) // a Sunday
	id := h.enqueue(request(nil))
	h.until("it waits", func() bool { return slices.Contains(h.kinds("C-1"), "reminder.deferred") }, h.logs.String)
	paid := h.call("POST", "/v1/payments", `{"reference":"P-1","account":"C-1","invoice":"INV-7","amount":"80.00","currency":"USD"}`)
	if paid.Status/100 != 2 {
		t.Fatalf("the payment answered %d: %v", paid.Status, paid.Body)
	}
	if got := h.becomes(id, "skipped"); got["reason"] != "paid" {
		t.Errorf("skipped because %v", got["reason"])
	}
	h.at("2027-03-15 10:00 America/New_York")
	other := h.enqueue(request(func(r map[string]any) { // proves that Monday's opening has passed
		r["account"].(map[string]any)["reference"] = "C-2"
		r["contact"].(map[string]any)["phone"] = "+12125550199"
	}))
	h.becomes(other, "sent")
	if sent := h.box.Messages(); len(sent) != 1 {
		t.Errorf("%d messages went out, want the other customer's alone", len(sent))
	}
}

func TestWhatIsNotKnownIsHeldAndWhatIsLateExpires(t *testing.T) {
	t.Parallel()
	h := open(t, "2027-03-14 12:00 America/New_York", nil)
	held := h.enqueue(request(func(r map[string]any) {
		account := r["account"].(map[string]any)
		delete(account, "time_zone")
		delete(account, "region")
		contact := r["contact"].(map[string]any)
		delete(contact, "phone")
		r["channels"] = []any{"email"}
	}))
	if got := h.becomes(held, "held"); got["reason"] != "zone" {
		t.Errorf("held because of %v", got["reason"])
	}
	expired := h.enqueue(request(func(r map[string]any) { r["expires_at"] = "2027-03-15T01:00:00Z" }))
	h.becomes(expired, "expired")
	if sent := h.box.Messages(); len(sent) != 0 {
		t.Errorf("%d messages went out", len(sent))
	}
}

func TestNoLogLineOrMetricCarriesAnythingPersonal(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.becomes(h.enqueue(request(nil)), "sent")
	h.becomes(h.enqueue(request(by("email"))), "sent")
	h.becomes(h.enqueue(request(func(r map[string]any) { r["contact"].(map[string]any)["phone"] = "+12125990614" })), "failed")
	h.call("POST", "/v1/reminders", request(func(r map[string]any) { r["template"] = "Alex Baker owes 80.00" }))
	metrics, err := http.Get(h.app.config.PublicURL + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer metrics.Body.Close()
	shown, err := io.ReadAll(metrics.Body)
	if err != nil || !strings.Contains(string(shown), "goodterms_handoffs_total") {
		t.Fatalf("the metrics cannot be read: %v", err)
	}
	for _, personal := range []string{phone, "2125550123", mailAddress, "Alex", "Baker", "80.00", "INV-7"} {
		if strings.Contains(h.logs.String(), personal) {
			t.Errorf("the log carries %q:\n%s", personal, h.logs)
		}
		if strings.Contains(string(shown), personal) {
			t.Errorf("the metrics carry %q", personal)
		}
	}
}

func TestEveryCallbackMovesDeliveryForwardOnly(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	id := h.enqueue(request(nil))
	h.becomes(id, "sent")
	h.until("it is delivered", func() bool {
		return h.deliveryOf(id) == string(channels.Delivered)
	}, func() string { return h.deliveryOf(id) })
}

// deliveryOf is the provider's latest word on the last attempt.
func (h *house) deliveryOf(id string) string {
	attempts, _ := h.call("GET", "/v1/reminders/"+id, "").Body["attempts"].([]any)
	if len(attempts) == 0 {
		return ""
	}
	status, _ := attempts[len(attempts)-1].(map[string]any)["status"].(string)
	return status
}

func TestAnAnswerToAMailStandsOnTheTimeline(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.becomes(h.enqueue(request(by("email"))), "sent")
	mail := h.arrives(mailAddress)
	h.reply(`{"channel":"email","message":"` + mail.ID + `","body":"We pay on Friday."}`)
	h.until("the answer is heard", func() bool { return slices.Contains(h.kinds("C-1"), "reply.received") }, h.logs.String)
	for _, e := range h.timeline("C-1") {
		if data, _ := e["data"].(map[string]any); e["kind"] == "reply.received" && !strings.Contains(data["text"].(string), "We pay on Friday.") {
			t.Errorf("the answer reads %v", data["text"])
		}
	}
}

func TestAHeldReminderGoesOnceItsCauseHasCleared(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	nowhere := func(r map[string]any) {
		r["account"] = map[string]any{"reference": "C-1", "name": "Corner Bakery"}
		r["contact"] = map[string]any{"reference": "owner", "name": "Alex Baker", "email": mailAddress}
		r["channels"] = []any{"email"}
	}
	id := h.enqueue(request(nowhere))
	h.becomes(id, "held")
	put := h.call("PUT", "/v1/accounts/C-1", `{"name":"Corner Bakery","time_zone":"America/New_York"}`)
	if put.Status/100 != 2 {
		t.Fatalf("putting the account answered %d: %v", put.Status, put.Body)
	}
	h.becomes(id, "sent")
}

func TestStoppingFinishesHandOffsAndReleasesTheRest(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, map[string]any{"twilio.calls_per_second": 0.01})
	const slow = "+12125990003" // answered after three seconds
	sent := h.enqueue(request(func(r map[string]any) {
		r["account"].(map[string]any)["reference"] = "C-2"
		r["contact"].(map[string]any)["phone"] = slow
	}))
	h.becomes(h.enqueue(request(by("voice"))), "sent")
	var waiting []string
	for range 5 {
		waiting = append(waiting, h.enqueue(request(by("voice"))))
	}
	for _, id := range waiting {
		h.becomes(id, "sending") // claimed, and waits for its slot
	}
	h.arrives(slow)
	h.stop()

	kept, err := store.Open(t.Context(), h.app.config.Database.Reveal(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	if view, err := kept.FindReminder(t.Context(), sent); err != nil || view.Reminder.Status != reminder.Sent {
		t.Errorf("what was being handed over is %v, %v", view.Reminder.Status, err)
	}
	for _, id := range waiting {
		if view, err := kept.FindReminder(t.Context(), id); err != nil || view.Reminder.Status != reminder.Scheduled {
			t.Errorf("what waited is %v, %v", view.Reminder.Status, err)
		}
	}
}

func TestATestKeyReachesTheSandboxAlone(t *testing.T) {
	t.Parallel()
	var live atomic.Int64
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet { // it is asked now and then whether it is well
			live.Add(1)
		}
	}))
	defer elsewhere.Close()
	h := open(t, weekday, map[string]any{"twilio.base_url": elsewhere.URL})
	key, err := createKey(t.Context(), h.app.store, h.app.config.Creditor.Name, store.Key{Name: "try", Kind: "test"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	h.key = key
	id := h.enqueue(request(nil))
	h.arrives(phone)
	h.until("its delivery is told by the sandbox's own webhook", func() bool {
		return h.deliveryOf(id) == string(channels.Delivered)
	}, func() string { return h.deliveryOf(id) })
	if n := live.Load(); n != 0 {
		t.Errorf("%d messages went to the live provider", n)
	}
}
