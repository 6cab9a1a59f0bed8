package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

// RecordEncounter adds a line to the history of contacts and lets every decision
// that was made without it go stale; account.ErrNoContact when there is no such
// contact.
func (s *Store) RecordEncounter(ctx context.Context, now time.Time, contactID string, e reminder.Encounter, idem *reminder.Idempotency) (entry account.Entry, err error) {
	err = s.write(ctx, "record encounter", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		p, err := t.findContact(contactID)
		if err != nil {
			return err
		}
		entry = encountered(now, p, e.Entry)
		if err := t.makeStale(p, entry); err != nil {
			return err
		}
		if err := t.insertEncounter(now, p, entry, e); err != nil {
			return err
		}
		return t.remember(idem, now, entry)
	})
	return entry, err
}

func encountered(now time.Time, p person, entry account.Entry) account.Entry {
	if entry.At.IsZero() {
		entry.At = now
	}
	entry.At, entry.ContactID, entry.Elsewhere = instant(micros(entry.At)), p.ID, false
	return entry
}

// makeStale raises the versions of the accounts whose history the entry belongs to.
func (t *txn) makeStale(p person, entry account.Entry) error {
	concerned := []string{p.AccountID}
	if entry.Address != "" {
		others, err := t.accountsWith([]string{entry.Address})
		if err != nil {
			return err
		}
		concerned = append(concerned, others...)
	}
	if err := t.lock(concerned); err != nil {
		return err
	}
	return t.raise(concerned)
}

const insertEncounter = `INSERT INTO encounter (id, account_id, contact_id, at, channel, inbound, outcome, debts, address,
consent_call, recorded_by, note, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`

func (t *txn) insertEncounter(now time.Time, p person, entry account.Entry, e reminder.Encounter) error {
	debts := ""
	if len(entry.Debts) > 0 {
		text, err := json.Marshal(entry.Debts)
		if err != nil {
			return err
		}
		debts = string(text)
	}
	_, err := t.do(insertEncounter, t.store.ids.New("enc", now), p.AccountID, p.ID, micros(entry.At), string(entry.Channel),
		flag(entry.Inbound), string(entry.Outcome), debts, entry.Address, flag(entry.ConsentCall), e.By, e.Text, micros(now))
	if err != nil {
		return err
	}
	return t.append([]timeline.Event{{AccountID: p.AccountID, At: now, Kind: timeline.ContactRecorded, Actor: actorNamed(e.By),
		Data: timeline.Encode(encounterData(p, entry, e))}})
}

func encounterData(p person, entry account.Entry, e reminder.Encounter) timeline.Contact {
	direction := "out"
	if entry.Inbound {
		direction = "in"
	}
	return timeline.Contact{Contact: p.Reference, Channel: string(entry.Channel), Direction: direction,
		Outcome: string(entry.Outcome), Invoices: entry.Debts, At: entry.At, By: e.By, Text: e.Text}
}
