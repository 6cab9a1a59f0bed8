package store

import (
	"database/sql"
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/timeline"
)

// heed records opt-outs and lets every decision about whom they concern go stale.
// It returns them as they stand, in their order, and the events of those that are
// new. Whoever opts a phone number out is not reached at another one instead: the
// contacts who have the number now are opted out of the channel themselves.
func (t *txn) heed(now time.Time, reminderID string, list []account.OptOut) ([]account.OptOut, []timeline.Event, error) {
	main := t.prepareOptOuts(now, list)
	concerned, err := t.concerned(main)
	if err != nil {
		return nil, nil, err
	}
	if err := t.lock(concerned); err != nil {
		return nil, nil, err
	}
	holders, err := t.holders(main)
	if err != nil {
		return nil, nil, err
	}
	if err := t.insertOptOuts(main); err != nil {
		return nil, nil, err
	}
	derived := t.ofPeople(now, main, holders)
	if err := t.insertOptOuts(derived); err != nil {
		return nil, nil, err
	}
	stand := make([]account.OptOut, len(main))
	for i, o := range main {
		stand[i] = o.OptOut
	}
	all := append(main, derived...)
	if !slices.ContainsFunc(all, func(o *optOut) bool { return o.new }) {
		return stand, nil, nil
	}
	return stand, optOutEvents(now, reminderID, all, holders), t.raise(concerned)
}

// prepareOptOuts gives opt-outs what they need to be stored.
func (t *txn) prepareOptOuts(now time.Time, list []account.OptOut) []*optOut {
	out := make([]*optOut, len(list))
	for i, o := range list {
		if o.Scope == "" {
			o.Scope = account.ScopeAddress
		}
		if o.At.IsZero() {
			o.At = now
		}
		o.ID, o.At, o.EndedAt, o.EndedBy, o.EndProof = t.store.ids.New("opt", now), instant(micros(o.At)), time.Time{}, "", ""
		out[i] = &optOut{OptOut: o}
	}
	return out
}

// concerned are the accounts that the opt-outs are about: those that have ever
// had the address, and the one where it was heard.
func (t *txn) concerned(list []*optOut) ([]string, error) {
	var addresses, ids []string
	for _, o := range list {
		if o.Scope == account.ScopeAddress {
			addresses = append(addresses, o.Address)
		}
		if o.AccountID != "" {
			ids = append(ids, o.AccountID)
		}
	}
	found, err := t.accountsWith(addresses)
	return append(ids, found...), err
}

const selectHolders = `SELECT a.value, c.account_id, c.id FROM address a JOIN contact c ON c.account_id = a.account_id
AND (c.email = a.value OR c.phone = a.value) WHERE a.value IN ({ids})`

// holders are the contacts who have the addresses now, by address.
func (t *txn) holders(list []*optOut) (map[string][]account.Contact, error) {
	var values []string
	for _, o := range list {
		if o.Scope == account.ScopeAddress {
			values = append(values, o.Address)
		}
	}
	found := map[string][]account.Contact{}
	err := t.list(selectHolders, nil, unique(values), func(rows *sql.Rows) error {
		var value string
		var c account.Contact
		err := rows.Scan(&value, &c.AccountID, &c.ID)
		found[value] = append(found[value], c)
		return err
	})
	return found, err
}

// ofPeople are the opt-outs of the contacts who have an opted-out phone number.
func (t *txn) ofPeople(now time.Time, main []*optOut, holders map[string][]account.Contact) (derived []*optOut) {
	for _, o := range main {
		if o.Scope != account.ScopeAddress || strings.Contains(o.Address, "@") || o.Channel == channels.Email || o.Stopped() {
			continue // one that does not work or is somebody else's says nothing about the person
		}
		by := []channels.Kind{o.Channel}
		if o.Channel == "" {
			by = []channels.Kind{channels.SMS, channels.Voice} // their mail is another matter
		}
		for _, c := range holders[o.Address] {
			for _, channel := range by {
				derived = append(derived, &optOut{via: o.ID, OptOut: account.OptOut{ID: t.store.ids.New("opt", now),
					Scope: account.ScopeContact, Channel: channel, ContactID: c.ID, AccountID: c.AccountID,
					Source: o.Source, Proof: o.Proof, At: o.At}})
			}
		}
	}
	return derived
}

// optOutEvents tells every account concerned once per channel: the one where it
// was heard, and those whose contacts have the address now.
func optOutEvents(now time.Time, reminderID string, list []*optOut, holders map[string][]account.Contact) (events []timeline.Event) {
	told := map[string]bool{}
	tell := func(accountID string, o *optOut) {
		kind := timeline.OptOutRecorded
		if o.Stopped() {
			kind = timeline.AddressStopped
		}
		key := accountID + " " + string(o.Channel) + " " + string(kind)
		if accountID == "" || told[key] {
			return
		}
		told[key] = true
		data := timeline.OptOut{OptOut: o.ID, Scope: string(o.Scope), Channel: string(o.Channel), Source: o.Source, Proof: o.Proof}
		e := timeline.Event{AccountID: accountID, At: now, Kind: kind, Actor: actor(o.Source), Data: timeline.Encode(data)}
		if accountID == list[0].AccountID {
			e.ReminderID = reminderID
		}
		events = append(events, e)
	}
	for _, o := range list {
		if !o.new {
			continue
		}
		tell(o.AccountID, o)
		if o.Scope == account.ScopeAddress {
			for _, c := range holders[o.Address] {
				tell(c.AccountID, o)
			}
		}
	}
	return events
}

// actor is who did it, by what is told as its source.
func actor(source string) timeline.Actor {
	switch source {
	case "operator", "call":
		return timeline.Operator
	case "provider", account.SourceBounce:
		return timeline.Provider
	case "api", "import", "contract", "":
		return timeline.API
	}
	return timeline.Customer
}
