package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/events"
)

const (
	selectEndpoints = `SELECT id, url, description, kinds, secret, previous_secret, previous_until, enabled, revision, created_at, reached, health FROM webhook`
	selectEndpoint  = selectEndpoints + ` WHERE id = $1`
	insertEndpoint  = `INSERT INTO webhook (id, url, description, kinds, secret, enabled, created_at, reached)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	updateEndpoint = `UPDATE webhook SET url = $1, description = $2, kinds = $3, secret = $4, previous_secret = $5, previous_until = $6,
enabled = $7, health = $8, revision = revision + 1 WHERE id = $9`
	countEndpoints = `SELECT COUNT(*) FROM webhook`
)

func scanEndpoint(rows *sql.Rows) (e events.Endpoint, err error) {
	var url, kinds, current, previous, health string
	var until, enabled, created int64
	err = rows.Scan(&e.ID, &url, &e.Description, &kinds, &current, &previous, &until, &enabled, &e.Revision, &created, &e.Reached, &health)
	if err != nil {
		return e, err
	}
	e.URL, e.Secret, e.Previous = secret.New(url), secret.New(current), secret.New(previous)
	e.Kinds, e.Enabled = split[string](kinds), enabled != 0
	e.PreviousUntil, e.CreatedAt = instant(until), instant(created)
	if health != "" {
		err = json.Unmarshal([]byte(health), &e.Health)
	}
	return e, err
}

func (t *txn) endpoints(query string, args ...any) (list []events.Endpoint, err error) {
	err = t.each(query, args, func(rows *sql.Rows) error {
		e, err := scanEndpoint(rows)
		list = append(list, e)
		return err
	})
	return list, err
}

func (t *txn) endpoint(id, lock string) (events.Endpoint, error) {
	list, err := t.endpoints(selectEndpoint+lock, id)
	if err == nil && len(list) == 0 {
		err = refuse(events.ErrNoEndpoint)
	}
	if err != nil {
		return events.Endpoint{}, err
	}
	return list[0], nil
}

// lockEndpoint is the endpoint for writes; a refusal when there is none.
func (t *txn) lockEndpoint(id string) (events.Endpoint, error) {
	return t.endpoint(id, t.store.engine.only(forUpdate))
}

// ListEndpoints lists every webhook, oldest first.
func (s *Store) ListEndpoints(ctx context.Context) ([]events.Endpoint, error) {
	list, err := s.read(ctx).endpoints(selectEndpoints + ` ORDER BY id`)
	return list, wrap("list webhooks", err)
}

// FindEndpoint returns a webhook; events.ErrNoEndpoint.
func (s *Store) FindEndpoint(ctx context.Context, id string) (events.Endpoint, error) {
	list, err := s.read(ctx).endpoints(selectEndpoint, id)
	if err == nil && len(list) == 0 {
		err = events.ErrNoEndpoint
	}
	if err != nil {
		return events.Endpoint{}, wrap("find webhook", err)
	}
	return list[0], nil
}

// CreateEndpoint makes a webhook, which is told of what happens from now on. URL,
// Description, Kinds, Secret and Enabled are the caller's. events.ErrFull.
func (s *Store) CreateEndpoint(ctx context.Context, now time.Time, e events.Endpoint) (made events.Endpoint, err error) {
	if _, err := s.numberAll(ctx); err != nil {
		return made, err
	}
	err = s.write(ctx, "create webhook", func(t *txn) error {
		var count, latest int64
		if _, err := t.one(countEndpoints, nil, &count); err != nil {
			return err
		}
		if count >= events.MaxEndpoints {
			return refuse(events.ErrFull)
		}
		if _, err := t.one(lockFeedEnd, nil, &latest); err != nil {
			return err
		}
		id := t.store.ids.New("whk", now)
		_, err := t.do(insertEndpoint, id, e.URL.Reveal(), plain(e.Description), joined(e.Kinds), e.Secret.Reveal(),
			flag(e.Enabled), micros(now), latest)
		if err != nil {
			return err
		}
		made, err = t.endpoint(id, "")
		return err
	})
	return made, err
}

// numberAll gives every committed event a number.
func (s *Store) numberAll(ctx context.Context) (total int64, err error) {
	for {
		n, err := s.NumberEvents(ctx)
		if err != nil || n == 0 {
			return total, err
		}
		total += n
	}
}

// ChangeEndpoint changes what people say about a webhook: URL, Description, Kinds,
// Enabled and its secrets. With a revision it must be that one: events.ErrEdited;
// events.ErrNoEndpoint. One that is to be reached elsewhere or again is tried at once.
func (s *Store) ChangeEndpoint(ctx context.Context, now time.Time, id string, revision int, change func(*events.Endpoint) error) (e events.Endpoint, err error) {
	err = s.write(ctx, "change webhook", func(t *txn) error {
		before, err := t.lockEndpoint(id)
		if err != nil {
			return err
		}
		if revision != 0 && revision != before.Revision {
			return refuse(events.ErrEdited)
		}
		after := before
		if err := change(&after); err != nil {
			return refuse(err)
		}
		if !after.URL.Equal(before.URL) || after.Enabled && !before.Enabled {
			after.Health.Afresh()
		}
		if err := t.updateEndpoint(now, after); err != nil {
			return err
		}
		e, err = t.endpoint(id, "")
		return err
	})
	return e, err
}

// updateEndpoint forgets the secret from before a rotation when that has ended.
func (t *txn) updateEndpoint(now time.Time, e events.Endpoint) error {
	if !now.Before(e.PreviousUntil) {
		e.Previous, e.PreviousUntil = secret.String{}, time.Time{}
	}
	health, err := json.Marshal(e.Health)
	if err != nil {
		return err
	}
	_, err = t.do(updateEndpoint, e.URL.Reveal(), plain(e.Description), joined(e.Kinds), e.Secret.Reveal(), e.Previous.Reveal(),
		micros(e.PreviousUntil), flag(e.Enabled), string(health), e.ID)
	return err
}

// DeleteEndpoint forgets a webhook with its deliveries; events.ErrNoEndpoint.
func (s *Store) DeleteEndpoint(ctx context.Context, id string) error {
	return s.write(ctx, "delete webhook", func(t *txn) error {
		if _, err := t.lockEndpoint(id); err != nil {
			return err
		}
		if _, err := t.do(`DELETE FROM webhook_delivery WHERE webhook_id = $1`, id); err != nil {
			return err
		}
		_, err := t.do(`DELETE FROM webhook WHERE id = $1`, id)
		return err
	})
}
