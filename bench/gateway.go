package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/queue"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/timeline"
)

const (
	creditorName = "Blue Bottle Ltd"
	apiKey       = "gt_live_benchbenchbenchbenchbench"
	silence      = 3 * time.Second
	settleAfter  = time.Minute
)

// gateway is the whole of it in this process, wired as the command does it.
type gateway struct {
	store  *store.Store
	queue  *queue.Queue
	story  *reminder.Story
	words  *templates.Set
	rules  *policy.Policy
	tally  *tally
	server *http.Server
	poster *poster
	outlet outlet
	ended  chan error
	stop   []func() // last first
}

// plan says which gateway to open.
type plan struct {
	outlet   func(*ground) (outlet, error)
	database func(context.Context, *ground) (string, func(), error)
	redis    func(context.Context, *ground) (string, error)
	roles    queue.Roles
}

var both = queue.Roles{API: true, Worker: true}

// open starts a gateway on a new database and an empty Redis.
func (g *ground) open(ctx context.Context, p plan) (_ *gateway, err error) {
	w := &gateway{tally: newTally(), ended: make(chan error, 1)}
	defer func() {
		if err != nil {
			w.close()
		}
	}()
	database, drop, err := p.database(ctx, g)
	if err != nil {
		return nil, err
	}
	w.stop = append(w.stop, drop)
	redis, err := p.redis(ctx, g)
	if err != nil {
		return nil, err
	}
	log, err := os.OpenFile(g.file("gateway.log"), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	w.stop = append(w.stop, func() { log.Close() })
	if w.outlet, err = p.outlet(g); err != nil {
		return nil, err
	}
	w.stop = append(w.stop, w.outlet.close)
	return w, w.wire(ctx, database, redis, p.roles, slog.New(slog.NewTextHandler(log, nil)))
}

func (w *gateway) wire(ctx context.Context, database, redis string, roles queue.Roles, log *slog.Logger) (err error) {
	ids := account.NewIDs()
	owner := ids.New("ins", time.Now())
	if err := store.Migrate(ctx, database); err != nil {
		return err
	}
	if w.store, err = store.Open(ctx, database, store.Options{IDs: ids, Log: log}); err != nil {
		return err
	}
	w.stop = append(w.stop, func() { w.store.Close() })
	creditor, err := w.store.Creditor(ctx, creditorName)
	if err != nil {
		return err
	}
	w.queue, err = queue.Open(ctx, queue.Config{URL: redis, Owner: owner, Log: log, Silence: silence})
	if err != nil {
		return err
	}
	w.stop = append(w.stop, func() { w.queue.Close(context.WithoutCancel(ctx)) })
	if err := w.openStory(owner, ids, log); err != nil {
		return err
	}
	if err := w.openDoor(ctx, creditor, ids, log); err != nil {
		return err
	}
	running, halt := context.WithCancel(ctx)
	go func() { w.ended <- w.queue.Run(running, roles, w.store, w.store, w.story) }()
	w.stop = append(w.stop, func() {
		halt()
		<-w.ended
		w.story.Close(context.WithoutCancel(ctx))
	})
	return nil
}

func (w *gateway) openStory(owner string, ids *account.IDs, log *slog.Logger) (err error) {
	if w.words, err = templates.Embedded(); err != nil {
		return err
	}
	// Each account gets many reminders within a second: no cap may bound them.
	w.rules = policy.New(policy.Config{Profile: policy.None, SendWindow: "Mo-Su 00:00-24:00"})
	w.story = reminder.New(reminder.Parts{
		Claims: w.store, Settlements: w.store, Inbox: w.store, OptOuts: w.store, Pacer: w.store,
		Waker: w.queue, Policy: w.rules, Words: templates.NewCatalogue(w.words, nil),
		Channels: map[channels.Kind]channels.Channel{w.outlet.channel.Kind(): w.outlet.channel},
		Tokens:   reminder.NewTokens("a secret of the benchmark"), IDs: ids, Observer: w.tally, Log: log,
		Now: time.Now, Alive: w.queue.Alive,
	}, reminder.Settings{
		Owner: owner, Creditor: creditorWords(), Locale: "en-GB", MailDomain: "bluebottle.example",
		UnsubscribeBase: "https://pay.bluebottle.example/u/", SettleAfter: settleAfter, Silence: silence,
		Senders: map[channels.Kind]int{w.outlet.channel.Kind(): w.outlet.senders},
	})
	return nil
}

// unused are the ports behind which the benchmark asks for nothing.
type unused struct {
	api.Desk
	api.Replies
	replies.FollowUps
	replies.Arrangements
	api.Words
	api.Pinger
}

func creditorWords() templates.Creditor {
	return templates.Creditor{Name: creditorName, Phone: "+44 20 7946 0042", Email: "accounts@bluebottle.example", PayURL: "https://pay.bluebottle.example"}
}

func (w *gateway) openDoor(ctx context.Context, creditor string, ids *account.IDs, log *slog.Logger) error {
	scopes := make([]string, 0, len(api.DefaultScopes()))
	for _, scope := range api.DefaultScopes() {
		scopes = append(scopes, string(scope))
	}
	key := store.Key{ID: ids.New("key", time.Now()), CreditorID: creditor, Name: "bench", Kind: string(api.Live), Scopes: scopes, CreatedAt: time.Now()}
	if err := w.store.CreateKey(ctx, key, api.HashKey(apiKey)); err != nil {
		return err
	}
	door := api.New(api.Config{
		Now: time.Now, Log: log, IDs: ids, CreditorID: creditor, Version: "bench",
		Channels: func(bool) []channels.Kind { return []channels.Kind{w.outlet.channel.Kind()} },
	}, api.Ports{
		Reminders: w.store, Accounts: w.store, Answers: w.store, Keys: keys{w.store},
		Contacts: w.store, Permissions: w.store, Policy: w.rules,
		Explain:   func([]byte, int) (any, []api.Fault) { return nil, nil },
		Planner:   &reminder.Planner{IDs: ids, CreditorID: creditor},
		Templates: w.store, Versions: w.store, Experiments: w.store, Words: unused{},
		Desk: unused{}, Replies: unused{}, FollowUps: unused{}, Arrangements: unused{},
		Events: w.store, Webhooks: w.store, Replays: w.store, Pinger: unused{},
		Waker: w.queue, Story: w.story, Summary: timeline.Summary,
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	w.server = &http.Server{Handler: door, ReadTimeout: time.Minute, WriteTimeout: time.Minute}
	go w.server.Serve(listener) // it ends when the gateway closes
	w.poster = newPoster("http://"+listener.Addr().String(), apiKey, 64)
	w.stop = append(w.stop, func() {
		w.poster.close()
		w.server.Close()
	})
	return nil
}

// close ends everything in the order in which nothing is lost.
func (w *gateway) close() {
	for i := len(w.stop) - 1; i >= 0; i-- {
		w.stop[i]()
	}
	w.stop = nil
}

// verify compares the store's own count with what was sent.
func (w *gateway) verify(ctx context.Context, n int) error {
	counts, err := w.store.Counts(ctx)
	if err == nil && counts[reminder.Sent] != int64(n) {
		err = fmt.Errorf("LOST REMINDERS: the store counts %d as sent, %d were", counts[reminder.Sent], n)
	}
	return err
}

// keys shows the store's API keys to the API.
type keys struct{ store *store.Store }

// FindKey translates a stored key.
func (k keys) FindKey(ctx context.Context, hash string, _ time.Time) (api.Key, error) {
	found, err := k.store.FindKey(ctx, hash)
	if errors.Is(err, store.ErrKeyNotFound) {
		return api.Key{}, api.ErrNoKey
	}
	scopes := make([]api.Scope, len(found.Scopes))
	for i, scope := range found.Scopes {
		scopes[i] = api.Scope(scope)
	}
	return api.Key{ID: found.ID, Kind: api.Kind(found.Kind), Scopes: scopes}, err
}

// onSQLite makes a new SQLite database.
func onSQLite(ctx context.Context, g *ground) (string, func(), error) {
	folder := g.file(fmt.Sprintf("sqlite-%d", g.turns))
	err := os.MkdirAll(folder, 0o700)
	u := url.URL{Scheme: "sqlite", Path: folder + "/goodterms.db"}
	return u.String(), func() { os.RemoveAll(folder) }, err
}

// onPostgres makes a new PostgreSQL database.
func onPostgres(ctx context.Context, g *ground) (string, func(), error) {
	return g.postgres.database(ctx)
}

// onRedis empties the Redis server.
func onRedis(ctx context.Context, g *ground) (string, error) { return g.redis.url, g.redis.flush(ctx) }

// onEmbedded is the Redis inside the gateway.
func onEmbedded(context.Context, *ground) (string, error) { return queue.Embedded, nil }
