package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/sandbox"
)

// text posts a signed webhook of an SMS, as Twilio does when nobody has set up
// keywords there: without an OptOutType. It returns the status of our answer.
func (h *house) text(sid, from, body string) int {
	h.t.Helper()
	form := url.Values{"MessageSid": {sid}, "From": {from}, "To": {"+442079460018"}, "Body": {body}, "NumMedia": {"0"}}
	address := h.app.config.PublicURL + "/hooks/twilio/sms"
	mac := hmac.New(sha1.New, []byte("sandbox"))
	mac.Write([]byte(address))
	for _, key := range slices.Sorted(mapsKeys(form)) {
		mac.Write([]byte(key + form.Get(key)))
	}
	r, err := http.NewRequest("POST", address, strings.NewReader(form.Encode()))
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Twilio-Signature", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	response, err := provider.Do(r)
	if err != nil {
		h.t.Error(err)
		return 0
	}
	defer response.Body.Close()
	io.Copy(io.Discard, response.Body)
	return response.StatusCode
}

// provider keeps its connections, as Twilio does.
var provider = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}}

func mapsKeys(form url.Values) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range form {
			if !yield(key) {
				return
			}
		}
	}
}

// says lets a customer write by SMS and fails unless it was taken.
func (h *house) says(sid, from, body string) {
	h.t.Helper()
	if status := h.text(sid, from, body); status/100 != 2 {
		h.t.Fatalf("the webhook answered %d", status)
	}
}

// to are the messages that the sandbox has for an address, oldest first.
func (h *house) to(address string) []sandbox.Message {
	var list []sandbox.Message
	for _, m := range h.box.Messages() {
		if m.To == address {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b sandbox.Message) int { return a.At.Compare(b.At) })
	return list
}

// nth waits for the nth message to the address, from 1.
func (h *house) nth(address string, n int) sandbox.Message {
	h.t.Helper()
	h.until(fmt.Sprintf("message %d arrives", n), func() bool { return len(h.to(address)) >= n }, h.logs.String)
	return h.to(address)[n-1]
}

// events are those of a kind on the account's timeline.
func (h *house) events(reference, kind string) []map[string]any {
	h.t.Helper()
	var list []map[string]any
	for _, e := range h.timeline(reference) {
		if e["kind"] == kind {
			list = append(list, e)
		}
	}
	return list
}

// followUps are the open ones.
func (h *house) followUps() []map[string]any {
	h.t.Helper()
	var list []map[string]any
	for _, f := range h.call("GET", "/v1/follow-ups", "").Body["follow_ups"].([]any) {
		list = append(list, f.(map[string]any))
	}
	return list
}

// about makes the reminder one about other invoices of the account, with this
// balance each.
func about(numbers ...string) func(map[string]any) {
	return func(r map[string]any) {
		var list []any
		for _, number := range numbers {
			list = append(list, map[string]any{"number": number, "amount": "120.00", "balance": "80.00", "currency": "USD",
				"issued_on": "2027-02-01", "due_on": "2027-03-03"})
		}
		r["invoices"] = list
	}
}

func TestAPromiseBySMSIsConfirmedAndStopsTheNextReminder(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil) // a Wednesday
	h.becomes(h.enqueue(request(nil)), "sent")
	h.nth(phone, 1)

	h.says("SM1", phone, "Sorry for the delay, I will pay you on Friday")
	confirmed := h.nth(phone, 2)
	for _, fact := range []string{"March 12", "$80.00", "INV-7"} {
		if !strings.Contains(confirmed.Body, fact) {
			t.Errorf("the confirmation does not say %q: %s", fact, confirmed.Body)
		}
	}
	next := h.enqueue(request(nil))
	h.until("it waits for the promise", func() bool {
		r := h.call("GET", "/v1/reminders/"+next, "").Body
		return r["status"] == "scheduled" && r["reason"] == "promise"
	}, func() string { return fmt.Sprint(h.call("GET", "/v1/reminders/"+next, "").Body) })
	h.at("2027-03-14 23:00 America/New_York")
	h.at("2027-03-15 10:00 America/New_York")
	h.becomes(next, "sent")
	h.at("2027-03-15 10:05 America/New_York")
	h.until("the promise counts as broken", func() bool { return len(h.events("C-1", "promise.broken")) == 1 }, h.logs.String)
}

func TestStopIsConfirmedOnceAndNamesNothing(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.becomes(h.enqueue(request(nil)), "sent")
	h.nth(phone, 1)
	h.says("SM1", phone, "STOP")
	h.says("SM2", phone, "Stop!")
	confirmed := h.nth(phone, 2)
	for _, fact := range []string{"INV", "80", "$", "invoice"} {
		if strings.Contains(confirmed.Body, fact) {
			t.Errorf("the confirmation says %q: %s", fact, confirmed.Body)
		}
	}
	h.becomes(h.enqueue(request(nil)), "skipped")
	if n := len(h.to(phone)); n != 2 {
		t.Errorf("%d messages, want the reminder and one confirmation", n)
	}
	if n := len(h.events("C-1", "opt_out.recorded")); n != 1 {
		t.Errorf("opt_out.recorded %d times", n)
	}
}

func TestStopThatTwilioHasAnsweredIsNotAnsweredAgain(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.becomes(h.enqueue(request(nil)), "sent")
	h.nth(phone, 1)
	h.reply(`{"channel":"sms","from":"` + phone + `","body":"STOP"}`) // with OptOutType
	h.becomes(h.enqueue(request(nil)), "skipped")
	if n := len(h.to(phone)); n != 1 {
		t.Errorf("%d messages, want the reminder alone", n)
	}
	if n := len(h.events("C-1", "opt_out.recorded")); n != 1 {
		t.Errorf("opt_out.recorded %d times", n)
	}
}

func TestADisputeOfOneInvoiceLetsTheOthersGoOn(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.becomes(h.enqueue(request(about("INV-7", "INV-8"))), "sent")
	h.nth(phone, 1)
	h.says("SM1", phone, "We never received the goods for INV-7, I dispute that invoice.")
	acknowledged := h.nth(phone, 2)
	if !strings.Contains(acknowledged.Body, "INV-7") || strings.Contains(acknowledged.Body, "INV-8") {
		t.Errorf("the acknowledgement names other invoices than INV-7: %s", acknowledged.Body)
	}
	held := h.enqueue(request(about("INV-7")))
	if got := h.becomes(held, "held"); got["reason"] != "disputed" {
		t.Errorf("held because of %v", got["reason"])
	}
	h.becomes(h.enqueue(request(about("INV-8", "INV-7"))), "sent")
	if third := h.nth(phone, 3); !strings.Contains(third.Body, "INV-8") || strings.Contains(third.Body, "INV-7") {
		t.Errorf("the next reminder names the disputed invoice: %s", third.Body)
	}
	jobs := h.followUps()
	if len(jobs) != 1 || jobs[0]["cause"] != "dispute" {
		t.Fatalf("follow-ups: %v", jobs)
	}
	dispute := h.call("GET", "/v1/accounts/C-1/disputes", "").Body["disputes"].([]any)[0].(map[string]any)
	h.call("POST", "/v1/disputes/"+dispute["id"].(string)+"/resolve", `{"by":"Dana","why":"Replaced"}`)
	h.becomes(held, "sent")
}

func TestAWebhookThatComesFiveTimesActsOnce(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.becomes(h.enqueue(request(nil)), "sent")
	h.nth(phone, 1)
	for range 5 {
		h.says("SM1", phone, "I'll pay tomorrow")
	}
	h.nth(phone, 2)
	h.becomes(h.enqueue(request(func(r map[string]any) { // proves that a second confirmation would have left
		r["account"].(map[string]any)["reference"] = "C-2"
		r["contact"].(map[string]any)["phone"] = "+12125550199"
	})), "sent")
	for _, kind := range []string{"reply.received", "promise.made", "hold.placed"} {
		if n := len(h.events("C-1", kind)); n != 1 {
			t.Errorf("%s %d times", kind, n)
		}
	}
	if n := len(h.to(phone)); n != 2 {
		t.Errorf("%d messages", n)
	}
}

func TestWhatNobodyUnderstandsWaitsForAPersonWhoseAnswerArrives(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.becomes(h.enqueue(request(nil)), "sent")
	h.nth(phone, 1)
	h.says("SM1", phone, "My cousin in accounts knows about the blue folder")
	jobs := h.followUps()
	if len(jobs) != 1 || jobs[0]["cause"] != "other" {
		t.Fatalf("follow-ups: %v", jobs)
	}
	id := jobs[0]["id"].(string)
	answered := h.call("POST", "/v1/follow-ups/"+id+"/answer", `{"text":"Thank you. Which folder do you mean?","by":"Dana"}`)
	if answered.Status != http.StatusAccepted {
		t.Fatalf("answering: %d %v", answered.Status, answered.Body)
	}
	if got := h.nth(phone, 2); !strings.Contains(got.Body, "Which folder do you mean?") {
		t.Errorf("what arrived: %s", got.Body)
	}
	if done := h.call("POST", "/v1/follow-ups/"+id+"/close", `{"by":"Dana","release":true}`); done.Body["status"] != "done" {
		t.Errorf("closing: %v", done.Body)
	}
	h.becomes(h.enqueue(request(nil)), "sent")
}

func TestACorrectionTakesTheWrongReadingBack(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.becomes(h.enqueue(request(nil)), "sent")
	h.nth(phone, 1)
	h.says("SM1", phone, "I will pay you on Friday")
	h.nth(phone, 2)
	reply := h.events("C-1", "reply.received")[0]["data"].(map[string]any)["reply"].(string)
	body := `{"intents":[{"intent":"dispute"}],"by":"Dana"}`
	if got := h.call("POST", "/v1/replies/"+reply+"/intents", body); got.Status != http.StatusOK {
		t.Fatalf("%d %v", got.Status, got.Body)
	}
	if got := h.becomes(h.enqueue(request(nil)), "held"); got["reason"] != "disputed" {
		t.Errorf("held because of %v", got["reason"])
	}
	if promises := h.call("GET", "/v1/accounts/C-1/promises", "").Body["promises"].([]any); len(promises) != 0 {
		t.Errorf("open promises: %v", promises)
	}
	if n := len(h.events("C-1", "promise.canceled")); n != 1 {
		t.Errorf("promise.canceled %d times", n)
	}
}

func TestAnUnknownNumberIsMatchedByAPersonAndThenActs(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.becomes(h.enqueue(request(nil)), "sent")
	h.says("SM1", "+12125550177", "This is Alex on my new phone: I dispute INV-7, the goods never came")
	jobs := h.followUps()
	if len(jobs) != 1 || jobs[0]["cause"] != "unmatched" {
		t.Fatalf("follow-ups: %v", jobs)
	}
	account := h.call("GET", "/v1/accounts/C-1", "").Body
	contact := account["contacts"].([]any)[0].(map[string]any)["id"].(string)
	reply := jobs[0]["reply"].(string)
	if got := h.call("POST", "/v1/replies/"+reply+"/match", `{"contact":"`+contact+`","by":"Dana"}`); got.Status != http.StatusOK {
		t.Fatalf("%d %v", got.Status, got.Body)
	}
	h.becomes(h.enqueue(request(nil)), "held")
}

func TestAPaymentKeepsThePromise(t *testing.T) {
	t.Parallel()
	h := open(t, weekday, nil)
	h.becomes(h.enqueue(request(nil)), "sent")
	h.nth(phone, 1)
	h.says("SM1", phone, "I will pay on Friday")
	h.nth(phone, 2)
	h.call("POST", "/v1/payments", `{"account":"C-1","invoice":"INV-7","amount":"80.00","currency":"USD"}`)
	if n := len(h.events("C-1", "promise.kept")); n != 1 {
		t.Errorf("promise.kept %d times", n)
	}
}
