package main

import (
	"context"
	"fmt"
	"os"

	"github.com/goodterms/goodterms/sandbox"
)

type sandboxCommand struct {
	Listen     string `help:"Where the phone network's API and the page are served." default:"127.0.0.1:8026"`
	SMTP       string `name:"smtp" help:"Where mail is taken." default:"127.0.0.1:1025"`
	Log        string `help:"Write one JSON line per hand-off to this file as it arrives." type:"path" placeholder:"FILE"`
	AuthToken  string `help:"Signs the callbacks, as Twilio's auth token does." default:"sandbox"`
	SMSWebhook string `name:"sms-webhook" help:"Where texts that people answer with are posted, such as http://127.0.0.1:8080/hooks/twilio/sms." placeholder:"URL"`
	MailIn     string `help:"SMTP address that takes answers to mail, such as 127.0.0.1:2525." placeholder:"HOST:PORT"`
}

// Run serves the sandbox until it is interrupted.
func (c sandboxCommand) Run(ctx context.Context, std streams) error {
	cfg := sandbox.Config{Listen: c.Listen, SMTP: c.SMTP, AuthToken: c.AuthToken, SMSWebhook: c.SMSWebhook, MailIn: c.MailIn}
	if c.Log != "" {
		file, err := os.OpenFile(c.Log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("opening the log file: %w", err)
		}
		defer file.Close()
		cfg.Log = file
	}
	box, err := sandbox.Start(cfg)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "Sandbox: %s (API and page), mail on %s\n", box.URL(), box.SMTPAddr())
	<-ctx.Done()
	return box.Close()
}
