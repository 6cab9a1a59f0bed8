package voice

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/channels"
)

// statuses is what Twilio's call statuses mean
// (https://www.twilio.com/docs/voice/api/call-resource#call-status-values).
var statuses = map[string]channels.Status{
	"queued":      channels.Accepted,
	"initiated":   channels.Accepted,
	"ringing":     channels.Ringing,
	"in-progress": channels.Answered,
	"completed":   channels.Delivered,
	"busy":        channels.BusyLine,
	"no-answer":   channels.NoAnswer,
	"failed":      channels.Failed,
	"canceled":    channels.Canceled,
}

// status is where a call is: one that a machine took is a voicemail.
func status(call, answeredBy string) channels.Status {
	if (call == "in-progress" || call == "completed") && machine(answeredBy) {
		return channels.Voicemail
	}
	return statuses[call]
}

// ParseStatus reads a status callback about an attempt.
func ParseStatus(form url.Values, attempt string) channels.Receipt {
	return receipt(form, attempt, form.Get("CallStatus"))
}

// ParseAnswer reads Twilio's question what to say, which it asks when the phone
// was picked up. It tells who answered, before any status callback does.
func ParseAnswer(form url.Values, attempt string) (answeredBy string, picked channels.Receipt) {
	picked = receipt(form, attempt, "in-progress")
	if picked.Key != "" {
		picked.Key = form.Get("CallSid") + "/picked-up"
	}
	return form.Get("AnsweredBy"), picked
}

func receipt(form url.Values, attempt, call string) channels.Receipt {
	id := form.Get("CallSid")
	r := channels.Receipt{
		Channel:    channels.Voice,
		Attempt:    attempt,
		ProviderID: id,
		Status:     status(call, form.Get("AnsweredBy")),
		Code:       code(form),
		Raw:        form.Encode(),
	}
	if id != "" && call != "" {
		r.Key = id + "/" + call
	}
	return r
}

// code is Twilio's, else that of the phone network when it was not a success
// (RFC 3261, 21).
func code(form url.Values) string {
	if text := form.Get("ErrorCode"); text != "" && text != "0" {
		return text
	}
	if sip, err := strconv.Atoi(form.Get("SipResponseCode")); err == nil && sip >= 400 {
		return "sip " + strconv.Itoa(sip)
	}
	return ""
}

// ParseKeypad reads the key that a customer pressed in a round of the menu. The
// way in proves which attempt it answers; a call to us answers none.
func ParseKeypad(form url.Values, attempt string, round int) channels.Reply {
	from, to := form.Get("From"), form.Get("To")
	if strings.HasPrefix(form.Get("Direction"), "outbound") {
		from, to = to, from // the customer was called
	}
	return channels.Reply{
		Channel:    channels.Voice,
		Attempt:    attempt,
		From:       from,
		To:         to,
		ProviderID: form.Get("CallSid") + "/" + strconv.Itoa(round),
		Digits:     form.Get("Digits"),
		Raw:        form.Encode(),
	}
}
