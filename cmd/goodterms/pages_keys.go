package main

import (
	"context"
	"errors"
	"time"

	"github.com/goodterms/goodterms/admin/office"
	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/store"
)

// scopeWords say what a scope lets a key do.
var scopeWords = map[api.Scope]string{
	api.RemindersWrite: "enqueue, change and cancel reminders", api.RemindersRead: "read reminders with their texts",
	api.AccountsWrite: "put accounts, add notes", api.AccountsRead: "read accounts and timelines",
	api.PaymentsWrite: "report payments",
	api.RepliesRead:   "read replies with their texts, and follow-ups", api.RepliesWrite: "work on follow-ups: answer, correct, close",
	api.TemplatesRead: "read templates, check and preview texts", api.TemplatesWrite: "write drafts",
	api.TemplatesPublish: "publish texts, start and stop experiments",
	api.EventsRead:       "read what happened, in one order", api.WebhooksWrite: "say which other systems are told",
	api.Admin: "everything, administration too",
}

// scopes are what keys may be allowed.
func scopes() (list []office.Scope) {
	for _, scope := range api.Scopes() {
		one := office.Scope{Name: string(scope), Words: scopeWords[scope]}
		for _, usual := range api.DefaultScopes() {
			one.Default = one.Default || usual == scope
		}
		list = append(list, one)
	}
	return list
}

// keyDrawer shows the store's API keys to the pages.
type keyDrawer struct{ store *store.Store }

// ListKeys lists every key.
func (k keyDrawer) ListKeys(ctx context.Context) (list []office.Key, err error) {
	found, err := k.store.ListKeys(ctx)
	for _, key := range found {
		list = append(list, office.Key{ID: key.ID, Name: key.Name, Kind: key.Kind, Scopes: key.Scopes, CreatedAt: key.CreatedAt,
			LastUsedAt: key.LastUsedAt, ExpiresAt: key.ExpiresAt, RevokedAt: key.RevokedAt})
	}
	return list, err
}

// CreateKey makes a key.
func (k keyDrawer) CreateKey(ctx context.Context, now time.Time, n office.NewKey) (string, error) {
	return makeKey(ctx, k.store, now, store.Key{Name: n.Name, Kind: n.Kind, Scopes: n.Scopes, ExpiresAt: n.ExpiresAt})
}

// RevokeKey ends a key.
func (k keyDrawer) RevokeKey(ctx context.Context, now time.Time, id string) error {
	err := k.store.RevokeKey(ctx, id, now)
	if errors.Is(err, store.ErrKeyNotFound) {
		return office.ErrNoKey
	}
	return err
}
