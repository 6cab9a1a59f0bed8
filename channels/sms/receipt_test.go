package sms_test

import (
	"net/url"
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
		"NumMedia": {"1"}, "MediaUrl0": {"https://api.twilio.com/media"}, "MessagingServiceSid": {service},
	}
	want := channels.Reply{
		Channel: channels.SMS, From: "+447700900123", To: "+15005550006", ProviderID: "SM7", Text: "I have paid\nyesterday", Raw: form.Encode(),
	}
	got := sms.ParseReply(form)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(got.Raw, "NumMedia=1") || !strings.Contains(got.Raw, "MediaUrl0=") {
		t.Error("media are lost")
	}
}

func TestWhatTwilioHasAnsweredAlreadyIsMarked(t *testing.T) {
	t.Parallel()
	kinds := map[string]channels.Reply{"STOP": {OptOut: true}, "stop": {OptOut: true}, "START": {OptIn: true}, "HELP": {}, "": {}}
	for kind, want := range kinds {
		got := sms.ParseReply(url.Values{"OptOutType": {kind}, "Body": {"STOP"}})
		if got.OptOut != want.OptOut || got.OptIn != want.OptIn {
			t.Errorf("%q: out %v, in %v", kind, got.OptOut, got.OptIn)
		}
	}
}
