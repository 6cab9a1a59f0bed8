package admin_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/goodterms/goodterms/admin"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/operator"
)

const (
	rightPassword = "four calm blue herons"
	adminEmail    = "admin@meadow-finch.example"
)

// hashed is the right password's hash, made cheaply: what is stored says how it was made.
func hashed() secret.String {
	salt := []byte("0123456789abcdef")
	key := argon2.IDKey([]byte(rightPassword), salt, 1, 8, 1, 32)
	encode := base64.RawStdEncoding.EncodeToString
	return secret.New(fmt.Sprintf("$argon2id$v=%d$m=8,t=1,p=1$%s$%s", argon2.Version, encode(salt), encode(key)))
}

// book keeps operators, links and the codes that were sent.
type book struct {
	mu    sync.Mutex
	byID  map[string]operator.Operator
	links map[string]operator.Link
	codes []sent
	down  error // what sending a code answers
}

type sent struct {
	channel  channels.Kind
	to, code string
}

func (b *book) find(is func(operator.Operator) bool) (operator.Operator, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, o := range b.byID {
		if is(o) {
			return o, nil
		}
	}
	return operator.Operator{}, operator.ErrNotFound
}

func (b *book) FindOperator(_ context.Context, id string) (operator.Operator, error) {
	return b.find(func(o operator.Operator) bool { return o.ID == id })
}

func (b *book) FindOperatorByEmail(_ context.Context, email string) (operator.Operator, error) {
	return b.find(func(o operator.Operator) bool { return o.Email == email })
}

func (b *book) FindOperatorBySubject(_ context.Context, subject string) (operator.Operator, error) {
	return b.find(func(o operator.Operator) bool { return o.Subject == subject && subject != "" })
}

func (b *book) ChangeOperator(_ context.Context, _ time.Time, id string, change func(*operator.Operator) error) (operator.Operator, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	o, ok := b.byID[id]
	if !ok {
		return o, operator.ErrNotFound
	}
	if err := change(&o); err != nil {
		return operator.Operator{}, err
	}
	b.byID[id] = o
	return o, nil
}

// change changes an operator behind the pages' back.
func (b *book) change(id string, change func(*operator.Operator)) {
	_, _ = b.ChangeOperator(context.Background(), time.Time{}, id, func(o *operator.Operator) error { change(o); return nil })
}

func (b *book) FindLink(ctx context.Context, now time.Time, hash string) (operator.Operator, error) {
	b.mu.Lock()
	link, ok := b.links[hash]
	b.mu.Unlock()
	if !ok || !now.Before(link.ExpiresAt) {
		return operator.Operator{}, operator.ErrNoLink
	}
	return b.FindOperator(ctx, link.OperatorID)
}

func (b *book) UseLink(ctx context.Context, now time.Time, hash string) (operator.Operator, error) {
	o, err := b.FindLink(ctx, now, hash)
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.links, hash)
	return o, err
}

func (b *book) SendCode(_ context.Context, _ time.Time, _ operator.Operator, channel channels.Kind, to, code string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.down == nil {
		b.codes = append(b.codes, sent{channel, to, code})
	}
	return b.down
}

// house is a gateway's admin pages with their operators.
type house struct {
	*frametest.Office
	book *book
}

func open(t *testing.T, set ...func(*admin.Config)) house {
	t.Helper()
	b := &book{byID: map[string]operator.Operator{}, links: map[string]operator.Link{}}
	for _, role := range operator.Roles() {
		o := frametest.Person(role, role == operator.Admin, role == operator.Admin)
		o.Password = hashed()
		b.byID[o.ID] = o
	}
	first := frame.Section{Routes: []frame.Route{{Method: "GET", Path: "/{$}", Right: operator.See, Handle: func(v *frame.Visit) error {
		return v.Show("message.html", frame.Page{Title: "Today", Nav: "today", Data: "All is well."})
	}}}}
	office := frametest.OpenWith(t, func(cfg frame.Config, enter frame.Section) *frame.Frame {
		c := admin.Config{Now: cfg.Now, Log: cfg.Log, NewID: cfg.NewID, Creditor: cfg.Creditor, Version: cfg.Version, ParsePhone: parsePhone, PublicURL: "http://127.0.0.1"}
		for _, change := range set {
			change(&c)
		}
		return admin.New(c, admin.Ports{Sessions: cfg.Sessions, Operators: b, Links: b, Audit: cfg.Audit, Codes: b}, first, enter)
	})
	return house{office, b}
}

// parsePhone reads numbers that are written in full.
func parsePhone(text string) (string, bool) {
	text = strings.ReplaceAll(text, " ", "")
	return text, strings.HasPrefix(text, "+") && len(text) > 8
}

// try signs in by password in a browser of its own.
func (h house) try(email, password string) (*frametest.Client, frametest.Answer) {
	c := h.As("")
	return c, c.Post("/admin/sign-in", url.Values{"email": {email}, "password": {password}})
}

// actions are the audit log in a few words.
func (h house) actions() (list []string) {
	for _, e := range h.Audit.Entries() {
		list = append(list, strings.TrimSpace(e.Action+" "+e.OperatorID+" about "+e.Subject)+" "+string(e.Outcome))
	}
	return list
}

var errAway = errors.New("the mail server is away")
