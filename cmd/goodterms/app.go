package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/admin/works"
	"github.com/goodterms/goodterms/admin/writing"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email"
	"github.com/goodterms/goodterms/channels/email/mailbox"

	"github.com/goodterms/goodterms/config"
	"github.com/goodterms/goodterms/events"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
	"github.com/goodterms/goodterms/queue"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
)

const (
	silence      = 3 * time.Second  // an instance that has not shown itself for so long counts as dead
	stopTime     = 60 * time.Second // what hand-offs under way are given to end
	voiceSenders = 8
)

// app is the wired gateway.
type app struct {
	config     config.Config
	log        *slog.Logger
	now        func() time.Time
	ids        *account.IDs
	creditor   string // id
	store      *store.Store
	queue      *queue.Queue
	story      *reminder.Story
	tokens     *reminder.Tokens
	desk       *replies.Desk
	lapse      chan struct{} // makes the desk look at once for what time has brought about
	shipped    *templates.Set
	words      *templates.Catalogue
	linter     *lint.Linter
	rules      *policy.Policy
	library    *packs.Library
	metrics    *metrics
	live       outlets
	test       outlets
	listener   net.Listener
	server     *http.Server
	pages      *frame.Frame // nil: this process serves none
	events     *events.Dispatcher
	health     *works.Rounds
	linted     *writing.Memory
	backRoom   net.Listener // of the pages alone; nil when they are at the public one
	backServer *http.Server
	mailbox    net.Listener // nil when no mail is taken in
	mailIn     *email.Listener
	imap       *mailbox.Watcher // nil when no mailbox is read
}

// wire opens and connects everything; nothing runs yet. On an error nothing
// stays open.
func wire(ctx context.Context, cfg config.Config, log *slog.Logger, now func() time.Time) (_ *app, err error) {
	a := &app{config: cfg, log: log, now: now, ids: account.NewIDs(), metrics: newMetrics(), lapse: make(chan struct{}, 1)}
	defer func() {
		if err != nil {
			a.close(context.WithoutCancel(ctx))
		}
	}()
	owner := a.ids.New("ins", now())
	for _, step := range []func(context.Context, string) error{
		a.openStore, a.openQueue, a.openChannels, a.openStory, a.openDesk, a.openEvents, a.openPages, a.openDoors, a.openMailIn, a.openMailbox,
	} {
		if err := step(ctx, owner); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (a *app) openStore(ctx context.Context, _ string) (err error) {
	if err := bringUp(ctx, a.config); err != nil {
		return err
	}
	a.store, err = store.Open(ctx, a.config.Database.Reveal(), store.Options{IDs: a.ids, Log: a.log})
	if err != nil {
		return err
	}
	a.creditor, err = a.store.Creditor(ctx, a.config.Creditor.Name)
	return err
}

// bringUp migrates the database, or refuses one that is behind.
func bringUp(ctx context.Context, cfg config.Config) error {
	if cfg.Migrate {
		return store.Migrate(ctx, cfg.Database.Reveal())
	}
	pending, err := store.Pending(ctx, cfg.Database.Reveal())
	if err == nil && pending > 0 {
		err = fmt.Errorf("the database is %d migrations behind: run goodterms migrate, or start with migrate = true", pending)
	}
	return err
}

func (a *app) openQueue(ctx context.Context, owner string) (err error) {
	a.queue, err = queue.Open(ctx, queue.Config{
		URL: a.config.Redis.Reveal(), Owner: owner, Clock: a.now, Log: a.log, Silence: silence, Metrics: a.metrics.queue(),
	})
	return err
}

func (a *app) openStory(ctx context.Context, owner string) (err error) {
	if err := a.openWords(); err != nil {
		return err
	}
	rules, err := a.config.PolicyConfig()
	if err != nil {
		return err
	}
	a.rules, a.library = policy.New(rules), rules.Library
	secret, err := a.secret(ctx)
	if err != nil {
		return err
	}
	a.tokens = reminder.NewTokens(secret)
	a.story = reminder.New(reminder.Parts{
		Claims: a.store, Settlements: a.store, Inbox: a.store, OptOuts: a.store, Pacer: a.store,
		Waker: a.queue, Policy: a.rules, Words: a.words, Lint: a.linter,
		Channels: a.live.channels, Sandbox: a.test.channels,
		Tokens: a.tokens, IDs: a.ids, Observer: a.metrics, Log: a.log, Now: a.now, Alive: a.queue.Alive,
	}, a.settings(owner))
	return nil
}

func (a *app) settings(owner string) reminder.Settings {
	return reminder.Settings{
		Owner: owner, Creditor: a.creditorWords(), Locale: a.config.Locale,
		MailDomain: mailDomain(a.config), UnsubscribeBase: a.config.PublicURL + "/u/",
		SettleAfter: a.config.ReconcileAfter, Silence: silence,
		PreferredWait: a.config.ContactRules.PreferredWait, Spread: a.config.ContactRules.Spread,
		Senders: map[channels.Kind]int{
			// More would wait for a connection with their attempt committed.
			channels.Email: max(1, a.config.SMTP.Connections),
			channels.SMS:   max(1, a.config.Twilio.Connections),
			channels.Voice: voiceSenders,
		},
		Interval: map[channels.Kind]time.Duration{
			channels.SMS:   interval(a.config.Twilio.SegmentsPerSecond),
			channels.Voice: interval(a.config.Twilio.CallsPerSecond),
		},
	}
}

func (a *app) creditorWords() templates.Creditor {
	c := a.config.Creditor
	return templates.Creditor{Name: c.Name, Phone: c.Phone, Email: c.Email, PayURL: c.PayURL, PayText: c.PayText}
}

// interval is the time between two of so many a second; 0 for no limit.
func interval(perSecond float64) time.Duration {
	if perSecond <= 0 {
		return 0
	}
	return time.Duration(float64(time.Second) / perSecond)
}

// secret signs tokens: the configured one, or one made once for this database.
func (a *app) secret(ctx context.Context) (string, error) {
	if own := a.config.Secret.Reveal(); own != "" {
		return own, nil
	}
	return a.store.Secret(ctx, "tokens", rand.Text)
}

// run serves until the context ends, then stops in an order in which nothing is
// lost: no new requests, no new claims, hand-offs under way recorded, the rest
// made due again.
func (a *app) run(ctx context.Context) error {
	running, stop := context.WithCancel(ctx)
	defer stop()
	failed := make(chan error, 6)
	waiting := 2
	if a.mailIn != nil {
		waiting++
		go func() { failed <- a.mailIn.Serve(a.mailbox) }()
	}
	go func() { failed <- a.server.Serve(a.listener) }()
	if a.backServer != nil {
		waiting++
		go func() { failed <- a.backServer.Serve(a.backRoom) }()
	}
	go func() {
		failed <- a.queue.Run(running, queue.Roles{API: a.config.Has("api") || a.config.Has("admin"), Worker: a.config.Has("worker")}, a.store, a.store, a.story)
	}()
	go a.tidy(running)
	if a.config.Has("api") {
		go a.keepDesk(running)
		go a.guardExperiments(running)
	}
	if a.config.Has("api") || a.config.Has("worker") {
		waiting++
		go func() { failed <- a.events.Run(running) }()
	}
	if a.config.Has("admin") {
		go a.readWords(running)
		go a.lookAtTexts(running)
		go a.keepLooking(running)
	}
	if a.imap != nil {
		waiting++
		go func() { a.imap.Run(running); failed <- nil }()
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
		waiting--
	}
	bounded, done := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer done()
	err = errors.Join(err, a.server.Shutdown(bounded), a.stopPages(bounded), a.stopMailIn(bounded))
	stop()
	for range waiting {
		if end := <-failed; !errors.Is(end, http.ErrServerClosed) && !errors.Is(end, smtp.ErrServerClosed) && !errors.Is(end, context.Canceled) {
			err = errors.Join(err, end)
		}
	}
	return errors.Join(err, a.story.Close(bounded), a.close(bounded))
}

// tidyEvery is how often what has outlived its use is removed from the store.
const tidyEvery = time.Hour

// tidy removes old idempotency answers and instances that are long gone.
func (a *app) tidy(ctx context.Context) {
	tick := time.NewTicker(tidyEvery)
	defer tick.Stop()
	for {
		if err := a.store.Prune(ctx, a.now()); err != nil && ctx.Err() == nil {
			a.log.Warn("old records could not be removed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// close closes what is open.
func (a *app) close(ctx context.Context) error {
	var problems []error
	problems = append(problems, a.live.close(), a.test.close())
	if a.listener != nil {
		a.listener.Close()
	}
	if a.backRoom != nil {
		a.backRoom.Close()
	}
	if a.mailbox != nil {
		a.mailbox.Close()
	}
	if a.queue != nil {
		problems = append(problems, a.queue.Close(ctx))
	}
	if a.store != nil {
		problems = append(problems, a.store.Close())
	}
	return errors.Join(problems...)
}
