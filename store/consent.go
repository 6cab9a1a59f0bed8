package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

// RecordConsents records consents, all or none, and returns them with their ids
// in their order. The same one again is returned as it stands, revoked as it may
// be: only another consent makes up for that. It answers account.ErrNoContact.
func (s *Store) RecordConsents(ctx context.Context, now time.Time, list []account.Consent, idem *reminder.Idempotency) (stand []account.Consent, err error) {
	err = s.write(ctx, "record consents", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		given, err := t.prepareConsents(now, list)
		if err != nil {
			return err
		}
		var accounts []string
		for _, c := range given {
			accounts = append(accounts, c.AccountID)
		}
		if err := t.lock(accounts); err != nil {
			return err
		}
		fresh, err := t.insertConsents(given, false)
		if err != nil {
			return err
		}
		if stand, err = t.standing(given); err != nil {
			return err
		}
		if err := t.followConsents(now, timeline.ConsentRecorded, fresh); err != nil {
			return err
		}
		return t.remember(idem, now, stand)
	})
	return stand, err
}

// given is a consent on its way into the store.
type given struct {
	account.Consent
	reference string // of the contact
	untimed   bool   // nobody told when it was given: it is new only when it has never been known, ended or not
}

// key is what the same consent has again.
func (c *given) key() string {
	return strings.Join([]string{c.ContactID, string(c.Channel), c.Source, strconv.FormatInt(micros(c.At), 10), c.Address}, "\x00")
}

// prepareConsents finds the contacts who gave the consents.
func (t *txn) prepareConsents(now time.Time, list []account.Consent) ([]given, error) {
	out := make([]given, len(list))
	for i, c := range list {
		p, err := t.findContact(c.ContactID)
		if err != nil {
			return nil, err
		}
		out[i] = t.prepareConsent(now, c, p.Contact)
	}
	return out, nil
}

func (t *txn) prepareConsent(now time.Time, c account.Consent, of account.Contact) given {
	untimed := c.At.IsZero()
	if untimed {
		c.At = now
	}
	c.ID, c.At = t.store.ids.New("cns", now), instant(micros(c.At))
	c.ContactID, c.AccountID, c.EndedAt, c.EndedBy = of.ID, of.AccountID, time.Time{}, ""
	return given{c, of.Reference, untimed}
}

const (
	insertConsent = `INSERT INTO consent (id, contact_id, account_id, channel, address, source, proof, at)
SELECT v.column1, v.column2, v.column3, v.column4, v.column5, v.column6, v.column7, v.column8 FROM (VALUES {rows}) AS v
WHERE v.column9 = 0 OR NOT EXISTS (SELECT 1 FROM consent c WHERE c.contact_id = v.column2 AND c.channel = v.column4
AND c.address = v.column5 AND c.source = v.column6) ON CONFLICT DO NOTHING RETURNING id`
	consentRow = `(?,?,?,?,?,?,?,CAST(? AS BIGINT),CAST(? AS BIGINT))`
)

// insertConsents writes those that are new, in the order of their keys, and
// returns them. Once says that one without a time is new only the first time.
func (t *txn) insertConsents(list []given, once bool) (fresh []given, err error) {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b given) int { return strings.Compare(a.key(), b.key()) })
	values := make([]any, 0, 9*len(sorted))
	for _, c := range sorted {
		values = append(values, c.ID, c.ContactID, c.AccountID, string(c.Channel), c.Address, c.Source, c.Proof, micros(c.At), flag(c.untimed && once))
	}
	inserted := map[string]bool{}
	if _, err := t.bulk(insertConsent, consentRow, nil, values, marks(inserted)); err != nil {
		return nil, err
	}
	for _, c := range list {
		if inserted[c.ID] {
			fresh = append(fresh, c)
		}
	}
	return fresh, nil
}

// standing returns the consents as they are stored, in the order of the list.
func (t *txn) standing(list []given) ([]account.Consent, error) {
	contacts := make([]string, len(list))
	for i := range list {
		contacts[i] = list[i].ContactID
	}
	stored := map[string]account.Consent{}
	err := t.list(selectConsents, nil, unique(contacts), func(rows *sql.Rows) error {
		c, err := scanConsent(rows)
		stored[(&given{Consent: c}).key()] = c
		return err
	})
	stand := make([]account.Consent, len(list))
	for i := range list {
		stand[i] = stored[list[i].key()]
	}
	return stand, err
}

// followConsents has what waits for the accounts decided upon anew, and says so
// on their timelines.
func (t *txn) followConsents(now time.Time, kind timeline.Kind, list []given) error {
	if len(list) == 0 {
		return nil
	}
	accounts := make([]string, len(list))
	for i := range list {
		accounts[i] = list[i].AccountID
	}
	if err := t.lock(accounts); err != nil {
		return err
	}
	if err := t.decideAnew(now, accounts); err != nil {
		return err
	}
	return t.append(consentEvents(now, kind, list))
}

func consentEvents(now time.Time, kind timeline.Kind, list []given) []timeline.Event {
	events := make([]timeline.Event, len(list))
	for i, c := range list {
		data := timeline.Consent{Consent: c.ID, Contact: c.reference, Channel: string(c.Channel), Source: c.Source, Proof: c.Proof, At: c.At}
		events[i] = timeline.Event{AccountID: c.AccountID, At: now, Kind: kind, Actor: actor(c.Source), Data: timeline.Encode(data)}
	}
	return events
}

const (
	selectConsent = `SELECT ` + consentColumns + ` FROM consent n WHERE n.id = $1`
	endConsent    = `UPDATE consent SET ended_at = $1, ended_by = $2 WHERE id = $3 AND ended_at = 0`
)

// RevokeConsent ends a consent; once it has ended nothing changes any more. It
// answers account.ErrNoConsent when there is none.
func (s *Store) RevokeConsent(ctx context.Context, now time.Time, id, source, proof string, idem *reminder.Idempotency) (c account.Consent, err error) {
	err = s.write(ctx, "revoke consent", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		if c, err = t.findConsent(id); err != nil {
			return err
		}
		if c, err = t.revoke(now, c, source, proof); err != nil {
			return err
		}
		return t.remember(idem, now, c)
	})
	return c, err
}

func (t *txn) findConsent(id string) (c account.Consent, err error) {
	err = t.each(selectConsent, []any{id}, func(rows *sql.Rows) error {
		c, err = scanConsent(rows)
		return err
	})
	if err == nil && c.ID == "" {
		err = refuse(account.ErrNoConsent)
	}
	return c, err
}

// revoke ends the consent and tells with the proof of it where it was heard.
func (t *txn) revoke(now time.Time, c account.Consent, source, proof string) (account.Consent, error) {
	p, err := t.theContact(c.ContactID)
	if err != nil {
		return c, err
	}
	n, err := t.do(endConsent, micros(now), source, c.ID)
	if err != nil || n == 0 {
		return c, err
	}
	c.EndedAt, c.EndedBy = instant(micros(now)), source
	told := given{c, p.Reference, false}
	told.Source, told.Proof = source, proof
	return c, t.followConsents(now, timeline.ConsentRevoked, []given{told})
}

// ListConsents lists the consents that the filter chooses, ordered by id.
func (s *Store) ListConsents(ctx context.Context, f reminder.OptOutFilter) (list []account.Consent, err error) {
	query, args := chosen(`SELECT `+consentColumns+` FROM consent n`, "n", f, consentsOfAccount, consentsOfContact)
	err = s.read(ctx).each(query, args, func(rows *sql.Rows) error {
		c, err := scanConsent(rows)
		list = append(list, c)
		return err
	})
	return list, wrap("list consents", err)
}
