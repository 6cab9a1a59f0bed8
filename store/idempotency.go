package store

import (
	"context"
	"fmt"
	"time"

	"github.com/goodterms/goodterms/reminder"
)

// answerLife is for how long a request is answered as it was the first time.
const answerLife = 24 * time.Hour

// answerID joins the API key's id, which holds no slash, and the Idempotency-Key.
func answerID(keyID, key string) string { return keyID + "/" + key }

const selectAnswer = `SELECT request, status, headers, body FROM idempotency WHERE id = $1 AND created_at > $2`

// FindAnswer returns the answer that a request with the key was given less than
// 24 hours ago; false when there is none.
func (s *Store) FindAnswer(ctx context.Context, keyID, key string, now time.Time) (reminder.Answer, bool, error) {
	a := reminder.Answer{KeyID: keyID, Key: key}
	args := []any{answerID(keyID, key), micros(now.Add(-answerLife))}
	found, err := s.read(ctx).one(selectAnswer, args, &a.Request, &a.Status, &a.Headers, &a.Body)
	if err != nil {
		return reminder.Answer{}, false, wrap("find answer", err)
	}
	return a, found, nil
}

const selectAnswered = `SELECT 1 FROM idempotency WHERE id = $1 AND created_at > $2`

func (t *txn) isAnswered(id string, now time.Time) (bool, error) {
	var one int64
	return t.one(selectAnswered, []any{id, micros(now.Add(-answerLife))}, &one)
}

// unanswered refuses a single write whose idempotency key has been used.
func (t *txn) unanswered(idem *reminder.Idempotency, now time.Time) error {
	if idem == nil {
		return nil
	}
	answered, err := t.isAnswered(answerID(idem.KeyID, idem.Key), now)
	if err == nil && answered {
		return refuse(reminder.ErrAnswered)
	}
	return err
}

const upsertAnswer = `INSERT INTO idempotency (id, request, status, headers, body, created_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO UPDATE SET request = excluded.request, status = excluded.status,
headers = excluded.headers, body = excluded.body, created_at = excluded.created_at
WHERE idempotency.created_at <= $7`

// remember makes the answer to an idempotent request, now that its effect is
// known, and keeps it in the effect's own transaction.
func (t *txn) remember(idem *reminder.Idempotency, now time.Time, effect any) error {
	if idem == nil {
		return nil
	}
	status, headers, body := idem.Make(effect)
	n, err := t.do(upsertAnswer, answerID(idem.KeyID, idem.Key), idem.Request, int64(status), headers,
		string(body), micros(now), micros(now.Add(-answerLife)))
	if err == nil && n == 0 {
		return errRace // somebody else has just answered: look again
	}
	return err
}

// Instances that have been silent for so long hold nothing any more.
const instanceLife = 24 * time.Hour

// Prune forgets answers older than 24 hours, instances long gone, and what operators do
// not sign in with any more.
func (s *Store) Prune(ctx context.Context, now time.Time) error {
	return s.write(ctx, "prune", func(t *txn) error {
		if _, err := t.do(`DELETE FROM idempotency WHERE created_at <= $1`, micros(now.Add(-answerLife))); err != nil {
			return err
		}
		if _, err := t.do(`DELETE FROM instance WHERE beat_at <= $1`, micros(now.Add(-instanceLife))); err != nil {
			return err
		}
		if err := t.pruneSessions(now); err != nil {
			return err
		}
		return t.pruneLinks(now)
	})
}

// wrap says what was being done, unless there was no error.
func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, clean(err))
}
