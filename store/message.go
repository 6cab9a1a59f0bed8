package store

import (
	"context"
	"database/sql"
	"slices"

	"github.com/goodterms/goodterms/replies"
)

const (
	selectLastSent = `SELECT t.started_at, t.channel, t.id, r.template, t.subject, t.body, t.status FROM attempt t
JOIN reminder r ON r.id = t.reminder_id WHERE t.account_id = $1 ORDER BY t.started_at DESC LIMIT $2`
	selectLastHeard = `SELECT r.at, r.channel, r.id, '', r.subject, CASE WHEN r.body = '' THEN r.digits ELSE r.body END, ''
FROM reply r WHERE r.account_id = $1 ORDER BY r.at DESC LIMIT $2`
)

// ListRecentMessages returns an account's latest messages both ways, newest first.
func (s *Store) ListRecentMessages(ctx context.Context, accountID string, limit int) (list []replies.Message, err error) {
	t := s.read(ctx)
	for query, incoming := range map[string]bool{selectLastSent: false, selectLastHeard: true} {
		err := t.each(query, []any{accountID, int64(limit)}, func(rows *sql.Rows) error {
			var at int64
			m := replies.Message{Incoming: incoming}
			err := rows.Scan(&at, &m.Channel, &m.ID, &m.Template, &m.Subject, &m.Text, &m.Status)
			m.At = instant(at)
			list = append(list, m)
			return err
		})
		if err != nil {
			return nil, wrap("list messages", err)
		}
	}
	slices.SortFunc(list, func(a, b replies.Message) int { return b.At.Compare(a.At) })
	return list[:min(limit, len(list))], nil
}
