package main

import (
	"context"
	"log/slog"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email"
	"github.com/goodterms/goodterms/channels/sms"
	"github.com/goodterms/goodterms/channels/twilio"
	"github.com/goodterms/goodterms/channels/voice"
	"github.com/goodterms/goodterms/config"
)

// outlets are the channels of one kind of key, live or test.
type outlets struct {
	channels map[channels.Kind]channels.Channel
	verifier *twilio.Verifier // nil: no webhook is accepted
	voice    *voice.Voice
	mail     *email.Email
	phone    *twilio.Client
}

// kinds lists the channels that are on, in the usual order of preference.
func (o outlets) kinds() []channels.Kind {
	var on []channels.Kind
	for _, kind := range channels.Kinds() {
		if o.channels[kind] != nil {
			on = append(on, kind)
		}
	}
	return on
}

func (o outlets) close() error {
	if o.mail == nil {
		return nil
	}
	return o.mail.Close()
}

// openChannels builds the adapters that are set up. This list is the registry.
func (a *app) openChannels(context.Context, string) (err error) {
	var mailTo *email.Config
	var phoneTo *twilio.Config
	if a.config.EmailOn() {
		cfg, _ := a.config.EmailConfig()
		mailTo = &cfg
	}
	if a.config.TwilioOn() {
		cfg, _ := a.config.TwilioConfig()
		phoneTo = &cfg
	}
	if a.live, err = openOutlets(mailTo, phoneTo, a.now, a.log); err != nil {
		return err
	}
	stands, err := a.config.SandboxConfigs()
	if err != nil {
		return err
	}
	a.test, err = openOutlets(stands.Email, stands.Twilio, a.now, a.log)
	return err
}

func openOutlets(mailTo *email.Config, phoneTo *twilio.Config, now func() time.Time, log *slog.Logger) (o outlets, err error) {
	o.channels = map[channels.Kind]channels.Channel{}
	if mailTo != nil {
		if o.mail, err = email.New(*mailTo, now, log); err != nil {
			return o, err
		}
		o.channels[channels.Email] = o.mail
	}
	if phoneTo == nil {
		return o, nil
	}
	client, err := twilio.NewClient(*phoneTo)
	if err != nil {
		return o, err
	}
	o.phone = client
	if phoneTo.CanText() {
		o.channels[channels.SMS] = sms.New(client, now)
	}
	if phoneTo.CanCall() {
		o.voice = voice.New(client, voice.Config{}, now)
		o.channels[channels.Voice] = o.voice
	}
	if len(phoneTo.AuthTokens) > 0 {
		o.verifier, err = twilio.NewVerifier(*phoneTo)
	}
	return o, err
}

// mailDomain is what Message-IDs end in: the domain that mail comes from.
func mailDomain(cfg config.Config) string {
	if address, err := mail.ParseAddress(cfg.Mail.From); err == nil {
		return address.Address[strings.LastIndexByte(address.Address, '@')+1:]
	}
	if u, err := url.Parse(cfg.PublicURL); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "goodterms.invalid"
}
