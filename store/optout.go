package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

const selectOptOuts = `SELECT channel, address, source FROM opt_out WHERE address IN ({ids}) ORDER BY address, channel`

// addOptOuts notes which of the contacts' addresses have opted out.
func (t *txn) addOptOuts(works []reminder.Work) error {
	values := make([]string, 0, 2*len(works))
	for i := range works {
		for _, value := range [...]string{works[i].Contact.Email, works[i].Contact.Phone} {
			if value != "" {
				values = append(values, value)
			}
		}
	}
	slices.Sort(values)
	out := map[account.Address]bool{}
	err := t.list(selectOptOuts, nil, slices.Compact(values), func(rows *sql.Rows) error {
		var a account.Address
		var source string
		err := rows.Scan((*string)(&a.Channel), &a.Value, &source)
		out[a] = true
		return err
	})
	for i := range works {
		works[i].OptOuts = optedOut(out, works[i].Contact)
	}
	return err
}

func optedOut(out map[account.Address]bool, c account.Contact) (list []account.OptOut) {
	if len(out) == 0 {
		return nil
	}
	for _, channel := range channels.Kinds() {
		if a, ok := c.Address(channel); ok && out[a] {
			list = append(list, account.OptOut{Channel: channel, Address: a.Value})
		}
	}
	return list
}

// Heed records that an address must not be used any more, with its event on the
// account where it was heard. Once recorded it changes nothing.
func (s *Store) Heed(ctx context.Context, now time.Time, o account.OptOut) error {
	return s.write(ctx, "record opt-out", func(t *txn) error {
		events, err := t.optOut(now, o.AccountID, "", o)
		if err != nil {
			return err
		}
		return t.append(events)
	})
}

const (
	insertOptOut = `INSERT INTO opt_out (channel, address, source, account_id, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (channel, address) DO NOTHING`
	selectAccountsWith = `SELECT account_id FROM address WHERE value = $1`
)

// optOut records an opt-out and raises the version of every account that the
// address has ever belonged to. It returns the event, none when it was known.
func (t *txn) optOut(now time.Time, accountID, reminderID string, o account.OptOut) ([]timeline.Event, error) {
	n, err := t.do(insertOptOut, string(o.Channel), o.Address, o.Source, accountID, micros(now))
	if err != nil || n == 0 {
		return nil, err
	}
	concerned, err := t.accountsWith(o.Address)
	if err != nil {
		return nil, err
	}
	if err := t.raise(append(concerned, accountID)); err != nil {
		return nil, err
	}
	if accountID == "" {
		return nil, nil
	}
	data := timeline.Encode(timeline.OptOut{Channel: string(o.Channel), Source: o.Source})
	return []timeline.Event{{AccountID: accountID, ReminderID: reminderID, At: now, Kind: timeline.OptOutRecorded, Actor: actor(o.Source), Data: data}}, nil
}

func (t *txn) accountsWith(address string) (ids []string, err error) {
	err = t.each(selectAccountsWith, []any{address}, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}

// actor is who opted out, by the source of the opt-out.
func actor(source string) timeline.Actor {
	switch source {
	case "operator":
		return timeline.Operator
	case "provider":
		return timeline.Provider
	}
	return timeline.Customer
}
