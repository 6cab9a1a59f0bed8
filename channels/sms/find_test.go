package sms_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/sms"
)

// record is one message in Twilio's list.
type record map[string]any

// ours is the record of message() as Twilio keeps it a second after noon.
func ours(sid string, changes ...record) record {
	r := record{
		"sid": sid, "to": message().To, "from": nil, "messaging_service_sid": service, "body": message().Text,
		"direction": "outbound-api", "status": "delivered", "num_segments": "1", "date_sent": nil,
		"date_created": noon.Add(time.Second).Format(time.RFC1123Z),
	}
	for _, change := range changes {
		for key, value := range change {
			r[key] = value
		}
	}
	return r
}

// lists answers with a page of records and the address of the next one.
func lists(t *testing.T, next any, records ...record) http.HandlerFunc {
	t.Helper()
	body, err := json.Marshal(map[string]any{"messages": records, "next_page_uri": next, "page_size": 50})
	if err != nil {
		t.Fatal(err)
	}
	return says(200, string(body), "Content-Type", "application/json")
}

func find(t *testing.T, channel *sms.SMS) []string {
	t.Helper()
	found, err := channel.Find(t.Context(), message(), noon)
	if err != nil {
		t.Fatal(err)
	}
	sids := []string{}
	for _, handoff := range found {
		sids = append(sids, handoff.ProviderID)
	}
	return sids
}

func TestALostMessageIsFoundByWhatIsKnownOfIt(t *testing.T) {
	t.Parallel()
	stub := newStub(t, lists(t, nil, ours("SM1")))
	found, err := stub.channel(t).Find(t.Context(), message(), noon)
	want := []channels.Handoff{{ProviderID: "SM1", Segments: 1, Status: channels.Delivered}}
	if diff := cmp.Diff(want, found); err != nil || diff != "" {
		t.Error(err, diff)
	}
	form := <-stub.forms
	if form.Get("To") != message().To || form.Get("PageSize") != "50" || len(form) != 2 {
		t.Errorf("asked for %v", form.Encode())
	}
}

func TestOthersMessagesAreNotFound(t *testing.T) {
	t.Parallel()
	others := map[string]record{
		"a reply":         {"direction": "inbound"},
		"an answer":       {"direction": "outbound-reply"},
		"another number":  {"to": "+447700900999"},
		"another service": {"messaging_service_sid": "MGother"},
		"other words":     {"body": "Zebra Ltd: invoice R-78 of EUR 120.00 is due on 1 December."},
		"long before":     {"date_created": noon.Add(-61 * time.Second).Format(time.RFC1123Z)},
		"without a name":  {"sid": nil},
	}
	for name, change := range others {
		if found := find(t, newStub(t, lists(t, nil, ours("SM1", change))).channel(t)); len(found) != 0 {
			t.Errorf("%s: found %v", name, found)
		}
	}
}

func TestWhatMayBeTheMessageIsFound(t *testing.T) {
	t.Parallel()
	changes := map[string]record{
		"by a slower clock":     {"date_created": noon.Add(-time.Minute).Format(time.RFC1123Z)},
		"without a date":        {"date_created": nil},
		"still waiting":         {"status": "accepted", "num_segments": "0"},
		"failed":                {"status": "failed", "error_code": 30003},
		"with other characters": {"body": strings.ReplaceAll(message().Text, " ", "\u00a0") + "…"},
	}
	for name, change := range changes {
		if found := find(t, newStub(t, lists(t, nil, ours("SM1", change))).channel(t)); len(found) != 1 {
			t.Errorf("%s: found %v", name, found)
		}
	}
}

func TestByNumberTheSenderMustBeOurs(t *testing.T) {
	t.Parallel()
	stub := newStub(t, lists(t, nil, ours("SM1", record{"from": sender}), ours("SM2", record{"from": "+15005550009"})))
	if found := find(t, stub.channel(t, byNumber)); fmt.Sprint(found) != "[SM1]" {
		t.Errorf("found %v", found)
	}
}

func TestEveryCandidateIsFoundOnce(t *testing.T) {
	t.Parallel()
	// The page links to itself, as a stand-in made from Twilio's examples does.
	stub := newStub(t, lists(t, "/2010-04-01/Accounts/AC1/Messages.json?Page=1&PageToken=PA1", ours("SM1"), ours("SM2")))
	if found := find(t, stub.channel(t)); fmt.Sprint(found) != "[SM1 SM2]" || stub.calls.Load() != 2 {
		t.Errorf("found %v by %d requests", found, stub.calls.Load())
	}
}

func TestThePageAfterIsAskedOfTheConfiguredHost(t *testing.T) {
	t.Parallel()
	elsewhere := newStub(t, accepts)
	first := lists(t, elsewhere.URL+"/Messages.json?Page=1&PageToken=PA1", ours("SM1"))
	second := lists(t, nil, ours("SM2"))
	stub := newStub(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("PageToken") == "PA1" {
			second(w, r)
			return
		}
		first(w, r)
	})
	if found := find(t, stub.channel(t)); fmt.Sprint(found) != "[SM1 SM2]" || elsewhere.calls.Load() != 0 {
		t.Errorf("found %v, and called elsewhere %d times", found, elsewhere.calls.Load())
	}
}

func TestASearchThatFailsFindsNothingAndSaysSo(t *testing.T) {
	t.Parallel()
	answers := map[channels.Reason]http.HandlerFunc{
		channels.Unknown: says(502, "<html>"),
		channels.Busy:    refuses(429, 20429),
		channels.Misset:  refuses(401, 20003),
	}
	for want, answer := range answers {
		found, err := newStub(t, answer).channel(t).Find(t.Context(), message(), noon)
		var fault *channels.Error
		if !errors.As(err, &fault) || fault.Reason != want || found != nil {
			t.Errorf("%v, %v, want %s", found, err, want)
		}
	}
}
