package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/goodterms/goodterms/config"
	"github.com/goodterms/goodterms/store"
)

// errNoDatabase is what commands that need one say without it.
var errNoDatabase = errors.New("database (GOODTERMS_DATABASE): is missing: say sqlite:///path/file.db or postgres://…")

type migrateCommand struct {
	settings
}

// Run migrates the database.
func (c migrateCommand) Run(ctx context.Context, std streams) error {
	cfg, err := c.load(std, nil)
	if err != nil {
		return err
	}
	if cfg.Database.Reveal() == "" {
		return errNoDatabase
	}
	if err := store.Migrate(ctx, cfg.Database.Reveal()); err != nil {
		return err
	}
	_, err = fmt.Fprintln(std.out, "The database is up to date.")
	return err
}

// withStore opens the configured database, brought up to date, for a command
// that needs nothing else. A server may run on it meanwhile.
func (s settings) withStore(ctx context.Context, std streams, do func(config.Config, *store.Store) error) error {
	cfg, err := s.load(std, nil)
	if err != nil {
		return err
	}
	if cfg.Database.Reveal() == "" {
		return errNoDatabase
	}
	if err := bringUp(ctx, cfg); err != nil {
		return err
	}
	opened, err := store.Open(ctx, cfg.Database.Reveal(), store.Options{})
	if err != nil {
		return err
	}
	return errors.Join(do(cfg, opened), opened.Close())
}
