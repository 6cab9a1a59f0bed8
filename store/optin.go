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

// RecordOptIn ends the opt-outs in force that agree in scope, channel and whom
// they are about, and returns them; an opt-in to every channel ends those of each.
// What an opt-out of a phone number had brought about for people ends with it. It
// answers account.ErrNoOptOut when there is none.
func (s *Store) RecordOptIn(ctx context.Context, now time.Time, o account.OptOut, idem *reminder.Idempotency) (ended []account.OptOut, err error) {
	err = s.write(ctx, "record opt-in", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		if ended, err = t.optIn(now, o); err != nil {
			return err
		}
		return t.remember(idem, now, ended)
	})
	return ended, err
}

func (t *txn) optIn(now time.Time, in account.OptOut) ([]account.OptOut, error) {
	ending, err := t.like(in)
	if err != nil {
		return nil, err
	}
	if len(ending) == 0 {
		return nil, refuse(account.ErrNoOptOut)
	}
	ended, events, err := t.endLike(now, in, ending)
	if err == nil && len(ended) == 0 { // somebody else has just ended them
		err = refuse(account.ErrNoOptOut)
	}
	if err != nil {
		return nil, err
	}
	return ended, t.append(events)
}

// endLike ends the opt-outs and lets what waits for whom they concern be decided
// upon anew. It returns those that it has ended, and the events of that.
func (t *txn) endLike(now time.Time, in account.OptOut, ending []*optOut) ([]account.OptOut, []timeline.Event, error) {
	concerned, err := t.concerned(ending)
	if err != nil {
		return nil, nil, err
	}
	if in.AccountID != "" {
		concerned = append(concerned, in.AccountID)
	}
	if err := t.lock(concerned); err != nil {
		return nil, nil, err
	}
	ended, err := t.endOptOuts(now, in, ending)
	if err != nil || len(ended) == 0 {
		return nil, nil, err
	}
	return ended, optInEvents(now, in, ended), t.decideAnew(now, concerned)
}

// like are the opt-outs in force that an opt-in ends.
func (t *txn) like(in account.OptOut) (list []*optOut, err error) {
	if in.Scope == "" {
		in.Scope = account.ScopeAddress
	}
	about := optOut{OptOut: in}
	err = t.list(selectOptOutsInForce, nil, []string{about.subject()}, func(rows *sql.Rows) error {
		o, _, err := scanOptOut(rows)
		if o.Scope == in.Scope && (in.Channel == "" || in.Channel == o.Channel) {
			list = append(list, &optOut{OptOut: o})
		}
		return err
	})
	return list, err
}

const (
	endOptOuts = `UPDATE opt_out SET ended_at = $1, ended_by = $2, end_proof = $3
WHERE ended_at = 0 AND id IN ({ids}) RETURNING id`
	endBroughtAbout = `UPDATE opt_out SET ended_at = $1, ended_by = $2, end_proof = $3
WHERE ended_at = 0 AND via <> '' AND via IN ({ids}) RETURNING id`
)

// endOptOuts ends the opt-outs and what they had brought about.
func (t *txn) endOptOuts(now time.Time, in account.OptOut, ending []*optOut) ([]account.OptOut, error) {
	ids := make([]string, len(ending))
	for i, o := range ending {
		ids[i] = o.ID
	}
	how := []any{micros(now), in.Source, in.Proof}
	done := map[string]bool{}
	for _, query := range [...]string{endOptOuts, endBroughtAbout} {
		if err := t.list(query, how, unique(ids), marks(done)); err != nil {
			return nil, err
		}
	}
	return t.optOutsByID(done)
}

const selectOptOutsByID = `SELECT ` + optOutColumns + ` FROM opt_out o WHERE o.id IN ({ids})`

func (t *txn) optOutsByID(ids map[string]bool) (list []account.OptOut, err error) {
	err = t.list(selectOptOutsByID, nil, keys(ids), func(rows *sql.Rows) error {
		o, _, err := scanOptOut(rows)
		list = append(list, o)
		return err
	})
	slices.SortFunc(list, byID)
	return list, err
}

// optInEvents tells every account concerned once per channel.
func optInEvents(now time.Time, in account.OptOut, ended []account.OptOut) (events []timeline.Event) {
	type where struct {
		accountID string
		channel   channels.Kind
	}
	told := map[where]bool{}
	for _, o := range ended {
		for _, accountID := range unique([]string{o.AccountID, in.AccountID}) {
			at := where{accountID, o.Channel}
			if accountID == "" || told[at] {
				continue
			}
			told[at] = true
			data := timeline.OptOut{OptOut: o.ID, Scope: string(o.Scope), Channel: string(o.Channel), Source: in.Source, Proof: in.Proof}
			events = append(events, timeline.Event{AccountID: accountID, At: now, Kind: timeline.OptInRecorded,
				Actor: actor(in.Source), Data: timeline.Encode(data)})
		}
	}
	return events
}

// ListOptOuts lists the opt-outs that the filter chooses, ordered by id: of an
// account those that were heard there or are about it, its contacts or their
// addresses; of a contact those about them and their addresses.
func (s *Store) ListOptOuts(ctx context.Context, f reminder.OptOutFilter) (list []account.OptOut, err error) {
	query, args := chosen(`SELECT `+optOutColumns+` FROM opt_out o`, "o", f, optOutsOfAccount, optOutsOfContact)
	err = s.read(ctx).each(query, args, func(rows *sql.Rows) error {
		o, _, err := scanOptOut(rows)
		list = append(list, o)
		return err
	})
	return list, wrap("list opt-outs", err)
}
