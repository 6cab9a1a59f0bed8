package sms_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/sms"
)

func TestEachStatusHasItsMeaning(t *testing.T) {
	t.Parallel()
	meanings := map[string]channels.Status{
		"scheduled": channels.Accepted, "accepted": channels.Accepted, "queued": channels.Accepted, "sending": channels.Accepted,
		"sent": channels.Sent, "partially_delivered": channels.Sent, "delivered": channels.Delivered, "undelivered": channels.Undelivered,
		"failed": channels.Failed, "canceled": channels.Canceled, "read": channels.Read,
		"receiving": "", "received": "", "brand new": "", "": "",
	}
	for status, want := range meanings {
		receipt := sms.ParseStatus(url.Values{"MessageSid": {"SM1"}, "MessageStatus": {status}}, "att_1")
		if receipt.Status != want {
			t.Errorf("%q: %q, want %q", status, receipt.Status, want)
		}
	}
}

func TestAStatusCallbackIsReadWhole(t *testing.T) {
	t.Parallel()
	form, err := url.ParseQuery("ErrorCode=30003&SmsSid=SM9&SmsStatus=undelivered&MessageStatus=undelivered&To=%2B447700900123" +
		"&MessagingServiceSid=MG1&MessageSid=SM9&AccountSid=AC1&From=%2B15005550006&ApiVersion=2010-04-01&BrandNew=1")
	if err != nil {
		t.Fatal(err)
	}
	want := channels.Receipt{
		Channel: channels.SMS, Attempt: "att_1", ProviderID: "SM9", Status: channels.Undelivered, Code: "30003", Key: "SM9/undelivered", Raw: form.Encode(),
	}
	got := sms.ParseStatus(form, "att_1")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(got.Raw, "BrandNew=1") {
		t.Error("what we do not know is dropped")
	}
}

func TestRepeatsOfACallbackShareAKeyAndOthersDoNot(t *testing.T) {
	t.Parallel()
	key := func(sid, status string) string {
		return sms.ParseStatus(url.Values{"MessageSid": {sid}, "MessageStatus": {status}}, "att_1").Key
	}
	if again := key("SM1", "sent"); key("SM1", "sent") != again || key("SM1", "sent") == key("SM1", "delivered") || key("SM1", "sent") == key("SM2", "sent") {
		t.Error("keys do not tell callbacks apart")
	}
	if key("", "sent") != "" || key("SM1", "") != "" {
		t.Error("a callback without a name or status has a key that others may share")
	}
}

func TestOlderNamesOfFieldsAreRead(t *testing.T) {
	t.Parallel()
	receipt := sms.ParseStatus(url.Values{"SmsSid": {"SM1"}, "SmsStatus": {"sent"}, "ErrorCode": {"0"}}, "")
	if receipt.ProviderID != "SM1" || receipt.Status != channels.Sent || receipt.Code != "" {
		t.Errorf("%+v", receipt)
	}
	if reply := sms.ParseReply(url.Values{"SmsMessageSid": {"SM2"}}); reply.ProviderID != "SM2" {
		t.Errorf("%+v", reply)
	}
}

func TestAReplyIsReadWhole(t *testing.T) {
	t.Parallel()
	form := url.Values{
		"MessageSid": {"SM7"}, "SmsSid": {"SM7"}, "From": {"+447700900123"}, "To": {"+15005550006"}, "Body": {"I have paid\nyesterday"},
		"NumMedia": {"1"}, "MediaUrl0": {"https://api.twilio.com/media"}, "MediaContentType0": {"image/jpeg"}, "MessagingServiceSid": {service},
	}
	want := channels.Reply{
		Channel: channels.SMS, From: "+447700900123", To: "+15005550006", ProviderID: "SM7", Text: "I have paid\nyesterday",
		Media: []channels.Media{{Type: "image/jpeg", URL: "https://api.twilio.com/media"}}, Raw: form.Encode(),
	}
	if diff := cmp.Diff(want, sms.ParseReply(form)); diff != "" {
		t.Error(diff)
	}
}

func TestMediaAreListedAsFarAsTheyAreThere(t *testing.T) {
	t.Parallel()
	full := url.Values{}
	for i := range 12 {
		full.Set("MediaUrl"+strconv.Itoa(i), "https://api.twilio.com/media")
	}
	for count, want := range map[string]int{"": 0, "0": 0, "-1": 0, "two": 0, "2": 2, "10": 10, "12": 10, "999999999": 10} {
		full.Set("NumMedia", count)
		if got := sms.ParseReply(full).Media; len(got) != want {
			t.Errorf("%q: %d media, want %d", count, len(got), want)
		}
	}
	half := url.Values{"NumMedia": {"3"}, "MediaUrl1": {"https://api.twilio.com/media"}}
	if got := sms.ParseReply(half).Media; len(got) != 1 || got[0].URL == "" {
		t.Errorf("of what was told in part there is %v", got)
	}
}

func TestWhatTwilioHasAnsweredAlreadyIsMarked(t *testing.T) {
	t.Parallel()
	kinds := map[string]channels.Reply{"STOP": {OptOut: true}, "stop": {OptOut: true}, "START": {OptIn: true}, "HELP": {Help: true}, "": {}}
	for kind, want := range kinds {
		got := sms.ParseReply(url.Values{"OptOutType": {kind}, "Body": {"STOP"}})
		if got.OptOut != want.OptOut || got.OptIn != want.OptIn || got.Help != want.Help {
			t.Errorf("%q: out %v, in %v, help %v", kind, got.OptOut, got.OptIn, got.Help)
		}
	}
}
