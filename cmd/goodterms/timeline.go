package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/config"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/timeline"
)

type timelineCommand struct {
	Export timelineExportCommand `cmd:"" help:"Print an account's whole timeline as JSON, with its hashes and whether they hold."`
}

type timelineExportCommand struct {
	settings
	Account string `arg:"" help:"The account's reference."`
}

// exported is the JSON of an export. Verified is empty when the chain holds.
type exported struct {
	Account  string          `json:"account"`
	Verified bool            `json:"verified"`
	Problem  string          `json:"problem,omitempty"`
	Events   []exportedEvent `json:"events"`
}

type exportedEvent struct {
	ID       string          `json:"id"`
	Seq      int64           `json:"seq"`
	At       time.Time       `json:"at"`
	Kind     timeline.Kind   `json:"kind"`
	Actor    timeline.Actor  `json:"actor"`
	Reminder string          `json:"reminder,omitempty"`
	Summary  string          `json:"summary"`
	Data     json.RawMessage `json:"data,omitempty"`
	Salt     string          `json:"salt,omitempty"`
	Digest   string          `json:"digest"`
	Hash     string          `json:"hash"`
}

// exportPage is how many events are read at once.
const exportPage = 1000

// Run prints the timeline.
func (c timelineExportCommand) Run(ctx context.Context, std streams) error {
	return c.withStore(ctx, std, func(_ config.Config, s *store.Store) error {
		events, zone, err := wholeTimeline(ctx, s, c.Account)
		if err != nil {
			return err
		}
		out := exported{Account: c.Account, Verified: true, Events: make([]exportedEvent, 0, len(events))}
		if err := timeline.Verify(events); err != nil {
			out.Verified, out.Problem = false, err.Error()
		}
		for _, e := range events {
			out.Events = append(out.Events, exportedEvent{e.ID, e.Seq, e.At.UTC(), e.Kind, e.Actor, e.ReminderID,
				timeline.Summary(e, zone), e.Data, e.Salt, e.Digest, e.Hash})
		}
		encoder := json.NewEncoder(std.out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(out)
	})
}

// wholeTimeline reads all events of an account and the zone to tell them in.
func wholeTimeline(ctx context.Context, s *store.Store, reference string) ([]timeline.Event, *time.Location, error) {
	view, err := s.FindAccount(ctx, reference)
	if err != nil {
		return nil, nil, fmt.Errorf("finding the account: %w", err)
	}
	zone, err := account.LoadZone(view.Account.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	var events []timeline.Event
	for {
		var after int64
		if len(events) > 0 {
			after = events[len(events)-1].Seq
		}
		page, err := s.Timeline(ctx, reference, after, exportPage)
		events = append(events, page...)
		if err != nil || len(page) < exportPage {
			return events, zone, err
		}
	}
}
