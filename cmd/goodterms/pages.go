package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin"
	"github.com/goodterms/goodterms/admin/accounts"
	"github.com/goodterms/goodterms/admin/desk"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/admin/office"
	"github.com/goodterms/goodterms/admin/webhooks"
	"github.com/goodterms/goodterms/admin/works"
	"github.com/goodterms/goodterms/admin/writing"
	"github.com/goodterms/goodterms/events"
	"github.com/goodterms/goodterms/policy/explain"
	"github.com/goodterms/goodterms/store"
)

// openPages makes the operators' pages, and binds their listener when they have one of
// their own.
func (a *app) openPages(ctx context.Context, _ string) (err error) {
	if !a.config.Has("admin") {
		return nil
	}
	a.health, a.linted = a.rounds(), writing.NewMemory()
	proxies, err := a.config.Proxies()
	if err != nil {
		return err
	}
	a.pages = admin.New(a.adminConfig(proxies), admin.Ports{
		Sessions:  a.store.Sessions(clockwork), // as scs does, whose times are the machine's
		Operators: a.store, Links: a.store, Audit: a.store, Codes: trials{a},
	}, a.sections()...)
	if a.config.Admin.Listen == "" {
		return nil
	}
	if a.backRoom, err = (&net.ListenConfig{}).Listen(ctx, "tcp", a.config.Admin.Listen); err != nil {
		return fmt.Errorf("listening for the admin pages: %w", err)
	}
	a.backServer = newServer(a.pages)
	return nil
}

func (a *app) adminConfig(proxies []netip.Prefix) admin.Config {
	c := admin.Config{
		Now: a.now, Log: a.log, NewID: a.ids.New, Creditor: a.config.Creditor.Name, Version: version,
		Proxies: proxies, Secure: strings.HasPrefix(a.config.AdminURL(), "https://"), PublicURL: a.config.AdminURL(), ParsePhone: a.parsePhone,
	}
	if o := a.config.Admin.OIDC; o.Issuer != "" {
		c.OIDC = &admin.OIDC{Issuer: o.Issuer, ClientID: o.ClientID, ClientSecret: o.ClientSecret, Name: o.Name}
	}
	return c
}

// parsePhone reads a number as operators type it.
func (a *app) parsePhone(text string) (string, bool) {
	number, err := account.ParsePhone(text, a.config.Region)
	return number, err == nil
}

// sections are the groups of pages.
func (a *app) sections() []frame.Section {
	return []frame.Section{
		accounts.Section(accounts.Config{Kinds: a.kinds(false), ParsePhone: a.parsePhone, Packs: a.library}, accounts.Ports{
			Overview: a.store, Search: a.store, Accounts: store.ByOperator{Store: a.store}, Reminders: store.ByOperator{Store: a.store}, Looks: a.story,
			Arrangements: a.store, Sender: byHand{a}, Templates: a.store, Wishes: a.store, Policy: a.rules,
		}),
		desk.Section(desk.Config{Log: a.log, Locale: a.config.Locale, Channels: a.kinds}, desk.Ports{
			FollowUps: store.ByOperator{Store: a.store}.FollowUps(), Replies: a.store, Desk: a.desk, Accounts: a.store, Search: a.store, Arrangements: a.store,
		}),
		writing.Section(writing.Config{Creditor: a.creditorWords(), Locale: a.config.Locale, OtherEyes: a.config.Templates.FourEyes, Memory: a.linted}, a.writingPorts()),
		works.Section(works.Config{PublicURL: a.config.PublicURL, Rules: a.rulesInForce(), Outlets: a.outlook, Hooks: a.signatures(), Explain: a.explainCase}, works.Ports{
			Switch: a.store, Counts: a.store, Standings: a.store, Policy: a.rules, Health: a.health, Traffic: a.store, Backlog: a.store, Inspector: a.queue,
		}),
		webhooks.Section(webhooks.Config{CheckURL: a.checkWebhook, Kinds: eventKinds(), NewSecret: events.NewSecret, Keep: events.Keep, Most: events.MaxEndpoints}, webhooks.Ports{
			Endpoints: a.store, Deliveries: a.store, Probe: a.events,
		}),
		office.Section(office.Config{NewID: a.ids.New, PublicURL: a.config.AdminURL(), Scopes: scopes()}, office.Ports{
			Operators: a.store, Keys: keyDrawer{a.store}, Audit: a.store,
		}),
	}
}

func (a *app) writingPorts() writing.Ports {
	return writing.Ports{
		Templates: a.store, Versions: a.store, Drafts: a.store, Publisher: a.store, Experiments: a.store,
		Words: wordsDoor{a.shipped, a.linter}, Accounts: a.store, Search: a.store, Trials: trials{a}, Reminders: a.store,
	}
}

// settled is how long after the start the texts are looked at: what is due goes first.
const settled = 5 * time.Second

// lookAtTexts has lint look at the texts before an operator asks.
func (a *app) lookAtTexts(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(settled):
		if err := a.linted.Warm(ctx, a.writingPorts()); err != nil && ctx.Err() == nil {
			a.log.Warn("the texts could not be looked at ahead", "error", err)
		}
	}
}

// stopPages lets requests under way end and takes no new ones.
func (a *app) stopPages(ctx context.Context) error {
	if a.backServer == nil {
		return nil
	}
	return a.backServer.Shutdown(ctx)
}

// rulesInForce tells the page of contact rules which they are. They are settings: they
// stay while the process runs.
func (a *app) rulesInForce() func() works.Rules {
	return sync.OnceValue(func() works.Rules {
		cfg, _ := a.config.PolicyConfig() // openStory has read it; RulesOf says what is wrong
		rules := works.RulesOf(cfg)
		rules.Region, rules.Earlier = a.config.Region, a.config.ContactRules.Earlier()
		return rules
	})
}

// explainCase has a what-if case of the page decided by the rules in force.
func (a *app) explainCase(body []byte, next int) (explain.Answer, []works.Fault) {
	cases, err := explain.Read(bytes.NewReader(body), a.library)
	if err == nil {
		return cases.Answer(a.rules, next).List[0], nil
	}
	var problems explain.Problems
	if !errors.As(err, &problems) {
		return explain.Answer{}, []works.Fault{{Message: "the case cannot be read"}}
	}
	faults := make([]works.Fault, len(problems))
	for i, p := range problems {
		faults[i] = works.Fault{Location: p.Location, Message: p.Message}
	}
	return explain.Answer{}, faults
}

// newServer is a server that a slow or idle client cannot hold.
func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTime, ReadTimeout: readTime,
		WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
	}
}

// wordsEvery is how often the words of new names are filled in, by which accounts are
// found, and how many at once.
const (
	wordsEvery = time.Second
	wordsMost  = 2_000
)

// readWords fills in the words of new names, until the context ends.
func (a *app) readWords(ctx context.Context) {
	tick := time.NewTicker(wordsEvery)
	defer tick.Stop()
	for {
		if _, err := a.store.ReadWords(ctx, a.now(), wordsMost); err != nil && ctx.Err() == nil {
			a.log.Warn("the words of new names could not be filled in", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
