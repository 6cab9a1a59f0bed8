package sandbox

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// passSMS posts a signed inbound webhook, as Twilio does for a number of ours.
func (s *Sandbox) passSMS(in *Inbound, answered *record, asked replyRequest) error {
	if asked.Webhook != "" {
		s.SetSMSWebhook(asked.Webhook)
	}
	hook := s.smsWebhook()
	switch {
	case in.From == "" || in.To == "":
		return troubled(http.StatusUnprocessableEntity, "an SMS needs from (the customer's number) and to (yours), or the message it answers")
	case hook == "":
		return troubled(http.StatusConflict, "no webhook for inbound SMS is set: start the sandbox with one, or give \"webhook\" in this request")
	}
	in.ID = newSID("SM")
	account, service := "AC"+strings.Repeat("0", 32), ""
	if answered != nil && answered.Channel == channelSMS {
		account, service = answered.sid, answered.Service
	}
	keyword, err := keywordOf(asked)
	if err != nil {
		return err
	}
	s.optOuts.hear(keyword, in.From, orElse(service, in.To))
	form := inboundForm(*in, account, service, keyword)
	for i, m := range asked.Media {
		form.Set("NumMedia", strconv.Itoa(i+1))
		form.Set("MediaUrl"+strconv.Itoa(i), m.URL)
		form.Set("MediaContentType"+strconv.Itoa(i), m.Type)
	}
	got, err := s.postRepeatedly(newCallback(hook, form), asked.times())
	in.Answer = got.status
	if err != nil {
		return err
	}
	s.answerBack(*in, account, service, got.body)
	return nil
}

// keywordOf is the keyword that Twilio has acted on, or is said to have.
func keywordOf(asked replyRequest) (string, error) {
	switch {
	case len(asked.Media) > 10:
		return "", troubled(http.StatusUnprocessableEntity, "an SMS holds ten media at most")
	case asked.OptOut == "":
		return optOutType(asked.Body), nil
	case asked.OptOut == "none":
		return "", nil
	case asked.OptOut == "STOP" || asked.OptOut == "START" || asked.OptOut == "HELP":
		return asked.OptOut, nil
	}
	return "", troubled(http.StatusUnprocessableEntity, "opt_out must be STOP, START, HELP or none")
}

// postRepeatedly posts a webhook as often as asked, as a retry does: with the
// same token. It returns the first answer, or the first trouble.
func (s *Sandbox) postRepeatedly(cb callback, times int) (first reply, err error) {
	for i := range times {
		got, err := s.courier.call(cb)
		if i == 0 {
			first = got
		}
		if err != nil {
			return first, troubled(http.StatusBadGateway, "the webhook for inbound SMS could not be reached")
		}
		if got.status >= http.StatusMultipleChoices {
			return first, troubled(http.StatusBadGateway, "the webhook for inbound SMS answered %d", got.status)
		}
	}
	return first, nil
}

// inboundForm is an inbound message's parameters
// (https://www.twilio.com/docs/messaging/guides/webhook-request).
func inboundForm(in Inbound, account, service, keyword string) url.Values {
	form := url.Values{
		"MessageSid": {in.ID}, "SmsSid": {in.ID}, "SmsMessageSid": {in.ID}, "SmsStatus": {"received"},
		"AccountSid": {account}, "ApiVersion": {apiVersion}, "From": {in.From}, "To": {in.To}, "Body": {in.Body},
		"NumMedia": {"0"}, "NumSegments": {strconv.Itoa(segments(in.Body))},
	}
	if service != "" {
		form.Set("MessagingServiceSid", service)
	}
	if keyword != "" {
		form.Set("OptOutType", keyword)
	}
	return form
}

// answerBack sends the SMS that the application's answer asks for, if any.
func (s *Sandbox) answerBack(in Inbound, account, service string, document []byte) {
	var response struct {
		XMLName  xml.Name `xml:"Response"`
		Messages []struct {
			Text string `xml:",chardata"`
			Body string `xml:"Body"`
		} `xml:"Message"`
	}
	if xml.Unmarshal(document, &response) != nil {
		return // an empty answer or plain text: nothing to send
	}
	for _, m := range response.Messages {
		form := url.Values{"To": {in.From}, "From": {in.To}, "Body": {strings.TrimSpace(m.Text + m.Body)}}
		if service != "" {
			form.Set("MessagingServiceSid", service)
		}
		rec := newSMS(account, form)
		rec.Direction = "outbound-reply"
		if s.take(rec) {
			s.progress(rec, act{})
		}
	}
}
