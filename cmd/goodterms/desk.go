package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email"
	"github.com/goodterms/goodterms/config"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/model"
)

// openDesk makes where everything that comes in is read.
func (a *app) openDesk(context.Context, string) error {
	reader, err := intents.Embedded()
	if err != nil {
		return err
	}
	a.desk = replies.New(replies.Parts{
		Store: a.store, FollowUps: a.store.FollowUps(), Calendar: a.store, Reader: reader, Model: a.model(),
		Tokens: a.tokens, IDs: a.ids, Waker: a.queue, Observer: a.metrics, Log: a.log, Now: a.now,
	}, a.repliesSettings())
	return nil
}

// model is the one that may be asked; nil when there is none.
func (a *app) model() replies.Model {
	m := a.config.Replies.Model
	if m.BaseURL == "" {
		return nil
	}
	return model.New(model.Config{BaseURL: m.BaseURL, Model: m.Model, APIKey: m.APIKey, Shows: m.Shows, Timeout: m.Timeout}, &http.Client{}, a.now, a.log)
}

func (a *app) repliesSettings() replies.Settings {
	s := repliesSettings(a.config)
	s.OwnDomains = ownDomains(a.config)
	s.Channels = a.kinds
	return s
}

// repliesSettings are the plain values of the settings.
func repliesSettings(cfg config.Config) replies.Settings {
	r := cfg.Replies
	return replies.Settings{Locale: cfg.Locale, Grace: r.Grace, PaidDays: r.PaidDays, WaitDays: r.WaitDays, FollowUpAfter: r.FollowUpAfter}
}

// defaultReplies are the settings of a gateway where nothing was set.
func defaultReplies() replies.Settings {
	cfg, err := config.Load("", nil, nil)
	if err != nil { // the embedded example always loads
		return replies.Settings{}
	}
	return repliesSettings(cfg)
}

// ownDomains are those of mail that nobody but us sends: the addresses for replies
// and bounces. Colleagues write from the domain of the sender.
func ownDomains(cfg config.Config) []string {
	var list []string
	for _, domain := range []string{cfg.Mail.ReplyDomain, cfg.Mail.BounceDomain} {
		if domain != "" {
			list = append(list, strings.ToLower(domain))
		}
	}
	return list
}

// mailHook reads mail that a provider posts.
func (a *app) mailHook() api.MailHook {
	h := a.config.Mail.Hooks
	hook := email.NewHook(email.HookConfig{Mailgun: h.MailgunKey, Postmark: h.PostmarkPassword, SendGrid: h.SendgridPassword, Generic: h.GenericPassword})
	return func(r *http.Request, body []byte, now time.Time) ([]channels.Reply, error) {
		list, err := hook.Read(r, body, now)
		switch {
		case errors.Is(err, email.ErrHookAuth):
			err = fmt.Errorf("%w: %w", api.ErrHookSender, err)
		case err != nil:
			err = fmt.Errorf("%w: %w", api.ErrHookForm, err)
		}
		return list, err
	}
}

// lapseEvery is how often promises and follow-ups whose time has passed are looked
// for. Every instance that takes requests does so; each is marked once.
const lapseEvery = 30 * time.Second

// keepDesk does what time brings about, until the context ends.
func (a *app) keepDesk(ctx context.Context) {
	tick := time.NewTicker(lapseEvery)
	defer tick.Stop()
	for {
		if err := a.desk.Lapse(ctx); err != nil && ctx.Err() == nil {
			a.log.Warn("promises and follow-ups could not be looked through", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-a.lapse:
		}
	}
}
