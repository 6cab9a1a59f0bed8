package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/overview"
)

// Tests are told apart among the latest alone, and receipts are looked for among the
// latest of all channels and among those for the latest hand-offs of each: an index
// of them would cost every receipt a write.
const (
	lastSent = `SELECT n.started_at FROM (SELECT started_at, test FROM attempt WHERE state = 'accepted' AND channel = $1
ORDER BY started_at DESC LIMIT 200) AS n WHERE n.test = 0 ORDER BY n.started_at DESC LIMIT 1`
	lastReply = `SELECT n.at FROM (SELECT at, test FROM reply WHERE channel = $1
ORDER BY at DESC LIMIT 200) AS n WHERE n.test = 0 ORDER BY n.at DESC LIMIT 1`
	lastReceiptOf = `SELECT COALESCE(MAX(r.at), 0) FROM (SELECT id FROM attempt WHERE state = 'accepted' AND channel = $1
ORDER BY started_at DESC LIMIT 200) AS n JOIN receipt r ON r.attempt_id = n.id WHERE r.test = 0`
	lastReceipts = `SELECT n.channel, MAX(n.at) FROM (SELECT channel, at, test FROM receipt ORDER BY id DESC LIMIT 1000) AS n
WHERE n.test = 0 GROUP BY n.channel`
	refusedSince = `FROM attempt WHERE state = 'rejected' AND test = 0 AND channel = $1 AND started_at > $2`
)

// LastTraffic says when each channel was last used by live reminders, as far as the
// latest hand-offs, receipts and replies tell.
func (s *Store) LastTraffic(ctx context.Context) (map[channels.Kind]overview.Traffic, error) {
	t := s.page(ctx)
	receipts, err := t.lastReceipts()
	if err != nil {
		return nil, wrap("find the last receipts", err)
	}
	all := map[channels.Kind]overview.Traffic{}
	for _, kind := range channels.Kinds() {
		if all[kind], err = t.lastTraffic(kind, receipts[kind]); err != nil {
			return nil, wrap("find the last messages", err)
		}
	}
	return all, nil
}

func (t *txn) lastTraffic(kind channels.Kind, receipt time.Time) (traffic overview.Traffic, err error) {
	var of time.Time
	for query, at := range map[string]*time.Time{lastSent: &traffic.HandedOver, lastReply: &traffic.Reply, lastReceiptOf: &of} {
		var stored int64
		if _, err := t.one(query, []any{string(kind)}, &stored); err != nil {
			return traffic, err
		}
		*at = instant(stored)
	}
	traffic.Receipt = receipt
	if of.After(receipt) {
		traffic.Receipt = of
	}
	return traffic, t.tally(&traffic.Failed, refusedSince, string(kind), micros(traffic.HandedOver))
}

func (t *txn) lastReceipts() (map[channels.Kind]time.Time, error) {
	last := map[channels.Kind]time.Time{}
	err := t.each(lastReceipts, nil, func(rows *sql.Rows) error {
		var kind string
		var at int64
		err := rows.Scan(&kind, &at)
		last[channels.Kind(kind)] = instant(at)
		return err
	})
	return last, err
}
