package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/goodterms/goodterms/config"
	"github.com/goodterms/goodterms/queue"
)

type serveCommand struct {
	settings
	Roles   []string `help:"What this process does: api takes requests and webhooks, worker sends." placeholder:"api,worker"`
	Listen  string   `help:"Where HTTP is served, such as :8080." placeholder:"ADDR"`
	Migrate *bool    `help:"Bring the database up to date at the start; --migrate=false refuses one that is behind." negatable:""`
}

// Run serves until it is interrupted.
func (c serveCommand) Run(ctx context.Context, std streams) error {
	flags := map[string]any{"listen": c.Listen}
	if len(c.Roles) > 0 {
		flags["roles"] = c.Roles
	}
	if c.Migrate != nil {
		flags["migrate"] = *c.Migrate
	}
	cfg, err := c.load(std, flags)
	if err == nil {
		err = cfg.Check()
	}
	if err != nil {
		return fmt.Errorf("cannot start, because of the settings:\n%w", err)
	}
	log := logger(cfg, std.err)
	queue.LogRedis(log)
	a, err := wire(ctx, cfg, log, clockwork)
	if err != nil {
		return fmt.Errorf("cannot start: %w", err)
	}
	announce(a, log)
	return a.run(ctx)
}

// clockwork is the one clock of the program, as fine as the store keeps instants.
func clockwork() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// logger writes to the given stream in the configured form.
func logger(cfg config.Config, out io.Writer) *slog.Logger {
	var level slog.Level
	level.UnmarshalText([]byte(cfg.LogLevel))
	options := &slog.HandlerOptions{Level: level}
	if cfg.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(out, options))
	}
	return slog.New(slog.NewTextHandler(out, options))
}

// announce says what is on and what is off.
func announce(a *app, log *slog.Logger) {
	var on []string
	for _, kind := range a.live.kinds() {
		on = append(on, string(kind))
	}
	log.Info("goodterms is running", "version", version, "listen", a.listener.Addr().String(),
		"roles", strings.Join(a.config.Roles, ","), "channels", strings.Join(on, ","))
	if !a.config.EmailOn() {
		log.Info("email is off: smtp.url is not set")
	}
	switch {
	case !a.config.TwilioOn():
		log.Info("sms and voice are off: twilio.account_sid is not set")
	case a.live.voice == nil:
		log.Info("voice is off: twilio.from is not a phone number")
	}
	if a.config.TwilioOn() && a.live.verifier == nil {
		log.Warn("no webhook of twilio is accepted: twilio.auth_token is not set")
	}
	if len(a.test.kinds()) == 0 {
		log.Info("test keys cannot enqueue: sandbox.twilio_url and sandbox.smtp_url are not set")
	}
}
