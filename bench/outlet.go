package main

import (
	"context"
	"log/slog"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/goodterms/goodterms/channels"
	mail "github.com/goodterms/goodterms/channels/email"
	text "github.com/goodterms/goodterms/channels/sms"
	"github.com/goodterms/goodterms/channels/twilio"
	"github.com/goodterms/goodterms/config/secret"
)

// Connections to the providers, as the settings' defaults have them.
const (
	smsConnections   = 64
	emailConnections = 16
	nullConnections  = 256 // the null provider takes any number at once
)

// outlet is a channel and how to close it.
type outlet struct {
	channel channels.Channel
	senders int // hand-offs at once
	close   func()
}

// nothing is a provider that accepts at once.
type nothing struct{ last atomic.Int64 }

// Kind returns channels.SMS.
func (*nothing) Kind() channels.Kind { return channels.SMS }

// Send accepts.
func (n *nothing) Send(context.Context, channels.Message) (channels.Handoff, error) {
	return channels.Handoff{ProviderID: "null-" + strconv.FormatInt(n.last.Add(1), 36), Segments: 1, Status: channels.Accepted}, nil
}

func null(*ground) (outlet, error) { return outlet{&nothing{}, nullConnections, func() {}}, nil }

// sms is the SMS adapter with twilio-go, and the stand-in.
func sms(g *ground) (outlet, error) {
	client, err := twilio.NewClient(twilio.Config{
		AccountSID: "ACbench", APIKey: "SKbench", APISecret: secret.New("bench"), From: "+15005550006",
		BaseURL: "http://" + g.sinks.sms, HookURL: "https://pay.bluebottle.example/hooks/twilio", Connections: smsConnections,
	})
	if err != nil {
		return outlet{}, err
	}
	return outlet{text.New(client, time.Now), smsConnections, client.Close}, nil
}

// email is the mail adapter with go-mail, and the sink.
func email(g *ground) (outlet, error) {
	cfg, err := mail.ParseURL("smtp://" + g.sinks.smtp)
	if err != nil {
		return outlet{}, err
	}
	cfg.From, cfg.ReplyDomain = "Blue Bottle Accounts <billing@bluebottle.example>", "in.bluebottle.example"
	cfg.UnsubscribeURL, cfg.Connections = "https://pay.bluebottle.example/u/", emailConnections
	adapter, err := mail.New(cfg, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		return outlet{}, err
	}
	return outlet{adapter, emailConnections, func() { adapter.Close() }}, nil
}
