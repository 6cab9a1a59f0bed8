package voice_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/voice"
)

func TestEachCallStatusHasItsMeaning(t *testing.T) {
	t.Parallel()
	cases := []struct {
		call, answeredBy string
		want             channels.Status
	}{
		{"queued", "", channels.Accepted},
		{"initiated", "", channels.Accepted},
		{"ringing", "", channels.Ringing},
		{"in-progress", "", channels.Answered},
		{"in-progress", "human", channels.Answered},
		{"in-progress", "unknown", channels.Answered},
		{"in-progress", "machine_start", channels.Voicemail},
		{"completed", "", channels.Delivered},
		{"completed", "human", channels.Delivered},
		{"completed", "unknown", channels.Delivered},
		{"completed", "machine_start", channels.Voicemail},
		{"completed", "machine_end_beep", channels.Voicemail},
		{"completed", "machine_end_silence", channels.Voicemail},
		{"completed", "machine_end_other", channels.Voicemail},
		{"completed", "fax", channels.Voicemail},
		{"busy", "", channels.BusyLine},
		{"no-answer", "", channels.NoAnswer},
		{"failed", "", channels.Failed},
		{"canceled", "", channels.Canceled},
		{"brand new", "", ""},
		{"", "machine_start", ""},
	}
	for _, c := range cases {
		form := url.Values{"CallSid": {"CA1"}, "CallStatus": {c.call}, "AnsweredBy": {c.answeredBy}}
		if got := voice.ParseStatus(form, "att_1").Status; got != c.want {
			t.Errorf("%s by %q: %q, want %q", c.call, c.answeredBy, got, c.want)
		}
	}
}

func TestACallbackIsReadWhole(t *testing.T) {
	t.Parallel()
	form, err := url.ParseQuery("CallSid=CA9&CallStatus=busy&SipResponseCode=486&From=%2B15005550006&To=%2B447700900123&Direction=outbound-api&SequenceNumber=3&BrandNew=1")
	if err != nil {
		t.Fatal(err)
	}
	want := channels.Receipt{
		Channel: channels.Voice, Attempt: "att_1", ProviderID: "CA9", Status: channels.BusyLine, Code: "sip 486", Key: "CA9/busy", Raw: form.Encode(),
	}
	if diff := cmp.Diff(want, voice.ParseStatus(form, "att_1")); diff != "" {
		t.Error(diff)
	}
}

func TestTwiliosCodeGoesBeforeTheNetworks(t *testing.T) {
	t.Parallel()
	codes := map[string]url.Values{
		"13224":   {"ErrorCode": {"13224"}, "SipResponseCode": {"404"}},
		"sip 404": {"ErrorCode": {"0"}, "SipResponseCode": {"404"}},
		"":        {"SipResponseCode": {"200"}},
	}
	for want, form := range codes {
		if got := voice.ParseStatus(form, "").Code; got != want {
			t.Errorf("%v: %q, want %q", form, got, want)
		}
	}
}

func TestAnAnswerTellsWhoPickedUp(t *testing.T) {
	t.Parallel()
	for by, want := range map[string]channels.Status{
		"human": channels.Answered, "unknown": channels.Answered, "": channels.Answered, "machine_start": channels.Voicemail, "fax": channels.Voicemail,
	} {
		answeredBy, receipt := voice.ParseAnswer(url.Values{"CallSid": {"CA1"}, "CallStatus": {"in-progress"}, "AnsweredBy": {by}}, "att_1")
		if answeredBy != by || receipt.Status != want || receipt.Attempt != "att_1" || receipt.Key != "CA1/picked-up" {
			t.Errorf("%q: %q, %+v", by, answeredBy, receipt)
		}
	}
}

func TestCallbacksAreToldApartByTheirKeys(t *testing.T) {
	t.Parallel()
	form := url.Values{"CallSid": {"CA1"}, "CallStatus": {"in-progress"}}
	_, answer := voice.ParseAnswer(form, "att_1")
	status := voice.ParseStatus(form, "att_1")
	if answer.Key == status.Key || status.Key != voice.ParseStatus(form, "att_1").Key {
		t.Errorf("%q and %q", answer.Key, status.Key)
	}
	if key := voice.ParseStatus(url.Values{"CallStatus": {"busy"}}, "att_1").Key; key != "" {
		t.Errorf("a call without a name has the key %q", key)
	}
}

func TestAKeyIsAReplyOfTheOneWhoWasCalled(t *testing.T) {
	t.Parallel()
	form := url.Values{"CallSid": {"CA1"}, "Digits": {"2"}, "From": {sender}, "To": {"+447700900123"}, "Direction": {"outbound-api"}}
	want := channels.Reply{
		Channel: channels.Voice, Attempt: "att_1", From: "+447700900123", To: sender, ProviderID: "CA1/1", Digits: "2", Raw: form.Encode(),
	}
	if diff := cmp.Diff(want, voice.ParseKeypad(form, "att_1", 1)); diff != "" {
		t.Error(diff)
	}
	form.Set("Direction", "inbound")
	if reply := voice.ParseKeypad(form, "att_1", 1); reply.From != sender {
		t.Errorf("a caller's key comes from %s", reply.From)
	}
}

func TestTheSameKeyInAnotherRoundIsAnotherReply(t *testing.T) {
	t.Parallel()
	form := url.Values{"CallSid": {"CA1"}, "Digits": {"1"}}
	first, again, second := voice.ParseKeypad(form, "a", 1), voice.ParseKeypad(form, "a", 1), voice.ParseKeypad(form, "a", 2)
	if first.ProviderID != again.ProviderID || first.ProviderID == second.ProviderID {
		t.Errorf("%s, %s, %s", first.ProviderID, again.ProviderID, second.ProviderID)
	}
}
