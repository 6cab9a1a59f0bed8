package sms

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	"github.com/goodterms/goodterms/channels"
)

// ParseStatus reads a status callback about an attempt. It makes do with what
// is there: a callback about a message that we do not know is still kept.
func ParseStatus(form url.Values, attempt string) channels.Receipt {
	id := cmp.Or(form.Get("MessageSid"), form.Get("SmsSid"))
	status := cmp.Or(form.Get("MessageStatus"), form.Get("SmsStatus"))
	receipt := channels.Receipt{
		Channel:    channels.SMS,
		Attempt:    attempt,
		ProviderID: id,
		Status:     statuses[status],
		Code:       code(form.Get("ErrorCode")),
		Raw:        form.Encode(),
	}
	if id != "" && status != "" {
		receipt.Key = id + "/" + status
	}
	return receipt
}

// code drops the zero that some callbacks carry for no error.
func code(text string) string {
	if text == "0" {
		return ""
	}
	return text
}

// ParseReply reads an inbound message. What came with it is listed and left at
// Twilio.
func ParseReply(form url.Values) channels.Reply {
	kind := strings.ToUpper(form.Get("OptOutType"))
	return channels.Reply{
		Channel:    channels.SMS,
		From:       form.Get("From"),
		To:         form.Get("To"),
		ProviderID: cmp.Or(form.Get("MessageSid"), form.Get("SmsMessageSid"), form.Get("SmsSid")),
		Text:       form.Get("Body"),
		OptOut:     kind == "STOP",
		OptIn:      kind == "START",
		Help:       kind == "HELP",
		Media:      media(form),
		Raw:        form.Encode(),
	}
}

// mostMedia is how much one message can hold
// (https://www.twilio.com/docs/messaging/guides/webhook-request#media-related-parameters).
const mostMedia = 10

func media(form url.Values) []channels.Media {
	count, err := strconv.Atoi(form.Get("NumMedia"))
	if err != nil {
		return nil
	}
	var found []channels.Media
	for i := range min(count, mostMedia) {
		n := strconv.Itoa(i)
		m := channels.Media{Type: form.Get("MediaContentType" + n), URL: form.Get("MediaUrl" + n)}
		if m != (channels.Media{}) {
			found = append(found, m)
		}
	}
	return found
}
