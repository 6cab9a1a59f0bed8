package store

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/timeline"
)

// preferences are account.Preferences as they are stored, by the names that the
// API gives them.
type preferences struct {
	Channels   []channels.Kind                     `json:"channels,omitempty"`
	Excluded   []channels.Kind                     `json:"excluded,omitempty"`
	Language   string                              `json:"language,omitempty"`
	Wishes     string                              `json:"wishes,omitempty"`
	PauseUntil string                              `json:"pause_until,omitempty"`
	Purposes   map[account.Purpose][]channels.Kind `json:"purposes,omitempty"` // an empty list is kept: not at all
}

func readPreferences(text string) (account.Preferences, error) {
	var p preferences
	if text == "" {
		return account.Preferences{}, nil
	}
	err := json.Unmarshal([]byte(text), &p)
	return account.Preferences{Channels: p.Channels, Excluded: p.Excluded, Language: p.Language, Wishes: p.Wishes,
		PauseUntil: date(p.PauseUntil), Purposes: p.Purposes}, err
}

// writePreferences returns nothing for preferences that wish nothing.
func writePreferences(p account.Preferences) (string, error) {
	if p.Empty() {
		return "", nil
	}
	purposes := make(map[account.Purpose][]channels.Kind, len(p.Purposes))
	for purpose, list := range p.Purposes {
		purposes[purpose] = append([]channels.Kind{}, list...)
	}
	text, err := json.Marshal(preferences{Channels: p.Channels, Excluded: p.Excluded, Language: p.Language, Wishes: p.Wishes,
		PauseUntil: p.PauseUntil.String(), Purposes: purposes})
	return string(text), err
}

// wished are the preferences after the wish.
func wished(p account.Preferences, w reminder.Wish) account.Preferences {
	set(&p.Channels, w.Channels)
	set(&p.Excluded, w.Excluded)
	set(&p.Language, w.Language)
	set(&p.Wishes, w.Wishes)
	set(&p.PauseUntil, w.PauseUntil)
	set(&p.Purposes, w.Purposes)
	return p
}

// set puts a value in place when there is one.
func set[T any](place *T, value *T) {
	if value != nil {
		*place = *value
	}
}

// changes are the fields in which two stored texts differ: as they are now, in the
// words of the request where it has them, and as they were. A field that is not
// there any more is null.
func changes(before, after string, words map[string]json.RawMessage) (now, was map[string]json.RawMessage, err error) {
	var old, fresh map[string]json.RawMessage
	for text, fields := range map[string]*map[string]json.RawMessage{before: &old, after: &fresh} {
		if text == "" {
			continue
		}
		if err := json.Unmarshal([]byte(text), fields); err != nil {
			return nil, nil, err
		}
	}
	now, was = map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for _, field := range [...]string{"channels", "excluded", "language", "wishes", "pause_until", "purposes"} {
		if bytes.Equal(old[field], fresh[field]) {
			continue
		}
		now[field], was[field] = orNull(fresh[field]), orNull(old[field])
		if word, ok := words[field]; ok {
			now[field] = word
		}
	}
	return now, was, nil
}

func orNull(value json.RawMessage) json.RawMessage {
	if value == nil {
		return json.RawMessage("null")
	}
	return value
}

const setPreferences = `UPDATE contact SET preferences = $1, updated_at = $2 WHERE account_id = $3 AND id = $4`

// ChangePreferences changes what a contact wishes, says so on the timeline when
// anything did change, and has what waits for the account decided upon anew;
// account.ErrNoContact when there is no such contact.
func (s *Store) ChangePreferences(ctx context.Context, now time.Time, contactID string, w reminder.Wish, idem *reminder.Idempotency) (p account.Preferences, err error) {
	err = s.write(ctx, "change preferences", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		c, err := t.theContact(contactID)
		if err != nil {
			return err
		}
		if p, err = t.changePreferences(now, c, w); err != nil {
			return err
		}
		return t.remember(idem, now, p)
	})
	return p, err
}

func (t *txn) changePreferences(now time.Time, c person, w reminder.Wish) (account.Preferences, error) {
	p, err := readPreferences(c.preferences)
	if err != nil {
		return p, err
	}
	p = wished(p, w)
	text, err := writePreferences(p)
	if err != nil || text == c.preferences {
		return p, err
	}
	changed, before, err := changes(c.preferences, text, w.Changed)
	if err != nil {
		return p, err
	}
	if _, err := t.do(setPreferences, text, micros(now), c.AccountID, c.ID); err != nil {
		return p, err
	}
	if err := t.decideAnew(now, []string{c.AccountID}); err != nil {
		return p, err
	}
	data := timeline.Preferences{Contact: c.Reference, Changed: changed, Before: before, By: w.By, Why: w.Why}
	return p, t.append([]timeline.Event{{AccountID: c.AccountID, At: now, Kind: timeline.PreferencesChanged,
		Actor: actor(w.Source), Data: timeline.Encode(data)}})
}
