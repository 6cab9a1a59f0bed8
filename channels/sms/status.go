package sms

import "github.com/goodterms/goodterms/channels"

// statuses is what Twilio's message statuses mean
// (https://www.twilio.com/docs/messaging/api/message-resource#message-status-values).
// Those of inbound messages and those that we do not know mean nothing here.
var statuses = map[string]channels.Status{
	"scheduled":           channels.Accepted,
	"accepted":            channels.Accepted,
	"queued":              channels.Accepted,
	"sending":             channels.Accepted,
	"sent":                channels.Sent,
	"partially_delivered": channels.Sent, // what became of the rest is open
	"delivered":           channels.Delivered,
	"undelivered":         channels.Undelivered,
	"failed":              channels.Failed,
	"canceled":            channels.Canceled,
	"read":                channels.Read,
}
