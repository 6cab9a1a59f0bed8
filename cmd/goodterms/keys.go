package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/config"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/store"
)

type keysCommand struct {
	Create keysCreateCommand `cmd:"" help:"Make a key and print it, once, alone on a line."`
	List   keysListCommand   `cmd:"" help:"List the keys, without their secrets."`
	Revoke keysRevokeCommand `cmd:"" help:"Stop a key from working."`
}

type keysCreateCommand struct {
	settings
	Name    string        `help:"What the key is for, such as billing." required:""`
	Kind    string        `help:"live reaches customers, test reaches the sandbox only." enum:"live,test" default:"live"`
	Scopes  []string      `help:"What the key may do; every scope but templates:publish and admin when left out." placeholder:"LIST"`
	Expires time.Duration `help:"How long the key works, such as 720h; for ever when left out." placeholder:"TIME"`
}

// Run makes the key. Only its hash is stored.
func (c keysCreateCommand) Run(ctx context.Context, std streams) error {
	known := words(api.Scopes())
	for _, scope := range c.Scopes {
		if !slices.Contains(known, scope) {
			return fmt.Errorf("--scopes: may hold %s", strings.Join(known, ", "))
		}
	}
	if len(c.Scopes) == 0 {
		c.Scopes = words(api.DefaultScopes())
	}
	return c.withStore(ctx, std, func(cfg config.Config, s *store.Store) error {
		var key string
		err := recorded(ctx, s, time.Now(), "key.create", func(e *operator.Entry) (err error) {
			e.Subject, e.Detail = c.Name, map[string]string{"kind": c.Kind, "scopes": strings.Join(c.Scopes, " ")}
			key, err = createKey(ctx, s, cfg.Creditor.Name, store.Key{Name: c.Name, Kind: c.Kind, Scopes: c.Scopes}, c.Expires)
			return err
		})
		if err == nil {
			_, err = fmt.Fprintln(std.out, key)
		}
		return err
	})
}

// words are the scopes as people write them.
func words(scopes []api.Scope) []string {
	list := make([]string, len(scopes))
	for i, scope := range scopes {
		list[i] = string(scope)
	}
	return list
}

// createKey stores the hash of a new key and returns the key.
func createKey(ctx context.Context, s *store.Store, creditor string, key store.Key, expires time.Duration) (string, error) {
	now := time.Now()
	id, err := s.Creditor(ctx, creditor)
	if err != nil {
		return "", err
	}
	key.CreditorID = id
	if expires > 0 {
		key.ExpiresAt = now.Add(expires)
	}
	return makeKey(ctx, s, now, key)
}

// makeKey stores the hash of a new key of the one creditor there is, unless it names
// another, and returns the key.
func makeKey(ctx context.Context, s *store.Store, now time.Time, key store.Key) (string, error) {
	text := "gt_" + key.Kind + "_" + rand.Text() + rand.Text()
	key.ID, key.CreatedAt = account.NewIDs().New("key", now), now
	if len(key.Scopes) == 0 {
		key.Scopes = words(api.DefaultScopes())
	}
	sum := sha256.Sum256([]byte(text))
	return text, s.CreateKey(ctx, key, hex.EncodeToString(sum[:]))
}

type keysListCommand struct {
	settings
}

// Run lists the keys as a table.
func (c keysListCommand) Run(ctx context.Context, std streams) error {
	return c.withStore(ctx, std, func(_ config.Config, s *store.Store) error {
		keys, err := s.ListKeys(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ID\tNAME\tKIND\tSCOPES\tCREATED\tUSED\tSTATE")
		for _, k := range keys {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Name, k.Kind,
				strings.Join(k.Scopes, ","), day(k.CreatedAt), day(k.LastUsedAt), keyState(k, time.Now()))
		}
		return table.Flush()
	})
}

// day shows an instant's date; never used is a dash.
func day(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(time.DateOnly)
}

func keyState(k store.Key, now time.Time) string {
	switch {
	case !k.RevokedAt.IsZero():
		return "revoked"
	case !k.ExpiresAt.IsZero() && !now.Before(k.ExpiresAt):
		return "expired"
	}
	return "works"
}

type keysRevokeCommand struct {
	settings
	ID string `arg:"" help:"The key's id, as keys list shows it."`
}

// Run revokes the key. A running server notices within a second.
func (c keysRevokeCommand) Run(ctx context.Context, std streams) error {
	return c.withStore(ctx, std, func(_ config.Config, s *store.Store) error {
		err := recorded(ctx, s, time.Now(), "key.revoke", func(e *operator.Entry) error {
			e.Subject = c.ID
			return s.RevokeKey(ctx, c.ID, time.Now())
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(std.out, "The key no longer works.")
		return err
	})
}
