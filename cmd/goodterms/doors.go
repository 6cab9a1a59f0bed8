package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/sms"
	"github.com/goodterms/goodterms/channels/voice"
	"github.com/goodterms/goodterms/config"
	"github.com/goodterms/goodterms/policy/explain"
	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/portal"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/timeline"
)

// Bounds of the public listener: a slow or idle client must not hold it.
const (
	headerTime = 10 * time.Second
	readTime   = 60 * time.Second
	writeTime  = 90 * time.Second
	idleTime   = 120 * time.Second
	maxHeader  = 32 << 10
)

// openDoors binds the public listener and puts the doors behind it. A process
// without the api role serves its health and metrics alone.
func (a *app) openDoors(ctx context.Context, _ string) (err error) {
	rate, err := a.config.Rate()
	if err != nil {
		return err
	}
	a.metrics.registry.MustRegister(&counts{now: a.now, count: a.store.Counts})
	if a.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", a.config.Listen); err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	door := api.New(api.Config{
		Now: a.now, Log: a.log, IDs: a.ids, CreditorID: a.creditor, DefaultRegion: a.config.Region, PublicURL: a.config.PublicURL,
		PrivateWebhooks: a.config.Events.AllowPrivate, RateLimit: rate, Burst: int(2 * rate), Version: version,
		OtherEyes: a.config.Templates.FourEyes, Creditor: a.creditorWords(), Locale: a.config.Locale,
		Channels: a.kinds, Metrics: a.metrics.handler(), Ready: a.ready,
	}, api.Ports{
		Reminders: a.store, Accounts: a.store, Answers: a.store, Keys: keys{a.store},
		Contacts: a.store, Permissions: a.store, Policy: a.rules, Explain: a.explain,
		Planner: a.planner(),
		Desk:    a.desk, Replies: a.store, FollowUps: a.store.FollowUps(), Arrangements: a.store, Mail: a.mailHook(),
		Templates: a.store, Versions: a.store, Experiments: a.store, Words: wordsDoor{a.shipped, a.linter}, Waker: a.queue, Story: a.story, Summary: timeline.Summary,
		Events: a.store, Webhooks: a.store, Replays: a.store, Pinger: a.events,
		Live: a.hooks(a.live), Sandbox: a.hooks(a.test),
	})
	a.server = newServer(a.route(door))
	return nil
}

// planner plans reminders, those for a closed day before it where the operator
// wants that.
func (a *app) planner() *reminder.Planner {
	p := &reminder.Planner{IDs: a.ids, CreditorID: a.creditor}
	if a.config.ContactRules.Earlier() {
		p.Earlier = a.rules.Earlier
	}
	return p
}

// explain has a what-if case decided by the rules in force.
func (a *app) explain(body []byte, next int) (any, []api.Fault) {
	cases, err := explain.Read(bytes.NewReader(body), a.library)
	if err == nil {
		return cases.Answer(a.rules, next), nil
	}
	var problems explain.Problems
	if !errors.As(err, &problems) {
		return nil, []api.Fault{{Message: "the case cannot be read"}}
	}
	faults := make([]api.Fault, len(problems))
	for i, p := range problems {
		faults[i] = api.Fault{Location: p.Location, Message: p.Message}
	}
	return nil, faults
}

// route sends customers to the portal and everything else to the API.
func (a *app) route(door http.Handler) http.Handler {
	mux := http.NewServeMux()
	for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
		mux.Handle(path, door)
	}
	if a.config.Has("api") {
		mux.Handle("/u/", portal.New(portal.Config{Creditor: a.config.Creditor.Name, Unsubscriber: a.story, Log: a.log}))
		mux.Handle("/", door)
	}
	if a.pages != nil && a.backRoom == nil {
		mux.Handle("/admin", a.pages)
		mux.Handle("/admin/", a.pages)
	}
	return mux
}

func (a *app) kinds(test bool) []channels.Kind {
	if test {
		return a.test.kinds()
	}
	return a.live.kinds()
}

// ready lists what cannot be reached.
func (a *app) ready(ctx context.Context) []error {
	var problems []error
	if err := a.store.Ping(ctx); err != nil {
		problems = append(problems, errors.New("the store cannot be reached"))
	}
	if err := a.queue.Ping(ctx); err != nil {
		problems = append(problems, errors.New("redis cannot be reached"))
	}
	return problems
}

// keys shows the store's API keys to the API.
type keys struct{ store *store.Store }

// usedEvery is how finely the last use of a key is kept.
const usedEvery = time.Hour

// FindKey translates a stored key and notes that it is used.
func (k keys) FindKey(ctx context.Context, hash string, now time.Time) (api.Key, error) {
	found, err := k.store.FindKey(ctx, hash)
	if errors.Is(err, store.ErrKeyNotFound) {
		return api.Key{}, api.ErrNoKey
	}
	if err == nil && now.Sub(found.LastUsedAt) > usedEvery {
		err = k.store.TouchKey(ctx, found.ID, now)
	}
	scopes := make([]api.Scope, len(found.Scopes))
	for i, scope := range found.Scopes {
		scopes[i] = api.Scope(scope)
	}
	return api.Key{ID: found.ID, Kind: api.Kind(found.Kind), Scopes: scopes,
		ExpiresAt: found.ExpiresAt, RevokedAt: found.RevokedAt}, err
}

// hooks tells the API what the adapters know about Twilio's webhooks; nil when
// none can be verified.
func (a *app) hooks(o outlets) *api.TwilioHooks {
	if o.verifier == nil {
		return nil
	}
	hooks := &api.TwilioHooks{
		Verify: o.verifier.Verify, Status: sms.ParseStatus, SMSReply: sms.ParseReply, CallStatus: voice.ParseStatus,
		Picked: func(form url.Values, attempt string) channels.Receipt {
			_, picked := voice.ParseAnswer(form, attempt)
			return picked
		},
	}
	hooks.Answer = func(stored reminder.Stored, form url.Values) []byte {
		answeredBy, _ := voice.ParseAnswer(form, stored.Attempt.ID)
		return voice.Answer(a.script(stored), answeredBy, o.keypadURL(stored.Attempt.ID))
	}
	hooks.Keypad = func(stored reminder.Stored, form url.Values, round int) ([]byte, channels.Reply) {
		reply := voice.ParseKeypad(form, stored.Attempt.ID, round)
		twiml, _ := voice.Keypad(a.script(stored), reply.Digits, round, o.keypadURL(stored.Attempt.ID))
		return twiml, reply
	}
	if o.voice != nil {
		a.takeCalls(hooks)
	}
	return hooks
}

// takeCalls answers the phone to customers who ring us.
func (a *app) takeCalls(hooks *api.TwilioHooks) {
	const keys = "/hooks/twilio/voice/incoming"
	hooks.Incoming = func(form url.Values) []byte {
		return voice.Inbound(a.reception(form), a.config.PublicURL+keys)
	}
	hooks.IncomingKeypad = func(form url.Values, round int) ([]byte, channels.Reply) {
		reply := voice.ParseKeypad(form, "", round)
		twiml, _ := voice.InboundKeypad(a.reception(form), reply.Digits, round, a.config.PublicURL+keys)
		return twiml, reply
	}
}

// reception is what somebody hears who calls us.
func (a *app) reception(form url.Values) voice.InboundScript {
	c := a.config.Creditor
	return voice.InboundScript{
		Language: a.config.Locale, CreditorName: c.Name, SpeakTo: c.SpeakTo, Caller: form.Get("From"),
		CanDial: c.SpeakTo != "" && answering(c, a.now()),
	}
}

// answering says that somebody is there to speak to.
func answering(c config.Creditor, now time.Time) bool {
	zone, err := account.LoadZone(c.TimeZone)
	window, fault := hours.Parse(c.SpeakHours)
	if c.TimeZone == "" || err != nil || fault != nil {
		return false
	}
	clock := hours.NewClock(zone)
	local, _ := clock.Local(now.Unix())
	open, _ := window.At(local, nil)
	return open
}

// keypadURL is where keys of the call are posted to; empty when voice is off, so
// that the call ends instead of offering a menu.
func (o outlets) keypadURL(attempt string) string {
	if o.voice == nil {
		return ""
	}
	address, _ := o.voice.KeypadURL(attempt)
	return address
}

// script is what the call says. A colleague is dialled only while the send
// window is open, which is when the call was allowed to be made.
func (a *app) script(stored reminder.Stored) voice.Script {
	t := stored.Attempt
	return voice.Script{
		Attempt: t.ID, Text: t.Body, Limited: t.Limited, Language: t.Language,
		CreditorName: a.config.Creditor.Name, SpeakTo: a.config.Creditor.SpeakTo,
		CanDial: a.config.Creditor.SpeakTo != "" && a.now().Before(t.ValidUntil),
	}
}
