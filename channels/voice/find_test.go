package voice_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/voice"
)

// record is one call in Twilio's list.
type record map[string]any

// ours is the record of a call to message()'s number a second after noon.
func ours(sid string, changes ...record) record {
	r := record{
		"sid": sid, "to": message().To, "from": sender, "direction": "outbound-api", "status": "queued",
		"date_created": noon.Add(time.Second).Format(time.RFC1123Z), "start_time": nil,
	}
	for _, change := range changes {
		for key, value := range change {
			r[key] = value
		}
	}
	return r
}

func lists(t *testing.T, next any, records ...record) http.HandlerFunc {
	t.Helper()
	body, err := json.Marshal(map[string]any{"calls": records, "next_page_uri": next, "page_size": 50})
	if err != nil {
		t.Fatal(err)
	}
	return says(200, string(body), "Content-Type", "application/json")
}

func find(t *testing.T, channel *voice.Voice) []string {
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

func TestALostCallIsFoundEvenWhileItWaits(t *testing.T) {
	t.Parallel()
	stub := newStub(t, lists(t, nil, ours("CA1"), ours("CA2", record{"status": "no-answer"})))
	found, err := stub.channel(t).Find(t.Context(), message(), noon)
	want := []channels.Handoff{{ProviderID: "CA1", Status: channels.Accepted}, {ProviderID: "CA2", Status: channels.NoAnswer}}
	if diff := cmp.Diff(want, found); err != nil || diff != "" {
		t.Error(err, diff)
	}
	form := <-stub.forms
	if form.Get("To") != message().To || form.Get("PageSize") != "50" || len(form) != 2 {
		t.Errorf("asked for %v", form.Encode())
	}
}

func TestOthersCallsAreNotFound(t *testing.T) {
	t.Parallel()
	before := noon.Add(-61 * time.Second).Format(time.RFC1123Z)
	others := map[string]record{
		"a call to us":    {"direction": "inbound"},
		"a dialled leg":   {"direction": "outbound-dial"},
		"another number":  {"to": "+447700900999"},
		"another caller":  {"from": "+15005550009"},
		"created before":  {"date_created": before, "start_time": nil},
		"started before":  {"date_created": nil, "start_time": before},
		"without a name":  {"sid": ""},
		"without a field": {"to": nil},
	}
	for name, change := range others {
		if found := find(t, newStub(t, lists(t, nil, ours("CA1", change))).channel(t)); len(found) != 0 {
			t.Errorf("%s: found %v", name, found)
		}
	}
}

func TestWithoutADateOfCreationTheStartCounts(t *testing.T) {
	t.Parallel()
	change := record{"date_created": nil, "start_time": noon.Add(time.Minute).Format(time.RFC1123Z)}
	if found := find(t, newStub(t, lists(t, nil, ours("CA1", change))).channel(t)); len(found) != 1 {
		t.Errorf("found %v", found)
	}
}

func TestAListThatLinksToItselfEnds(t *testing.T) {
	t.Parallel()
	stub := newStub(t, lists(t, "/2010-04-01/Accounts/AC1/Calls.json?Page=1&PageToken=PA1", ours("CA1")))
	if found := find(t, stub.channel(t)); fmt.Sprint(found) != "[CA1]" || stub.calls.Load() != 2 {
		t.Errorf("found %v by %d requests", found, stub.calls.Load())
	}
}

func TestASearchThatFailsSaysSo(t *testing.T) {
	t.Parallel()
	_, err := newStub(t, says(503, "")).channel(t).Find(t.Context(), message(), noon)
	var fault *channels.Error
	if !errors.As(err, &fault) || fault.Reason != channels.Unknown {
		t.Error(err)
	}
}
