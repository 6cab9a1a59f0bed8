package api_test

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/reminder"
)

// files is what the house keeps of contacts.
type files struct {
	standings map[string]*reminder.Standing // by contact
	rules     map[string]reminder.AccountRules
	outs      []account.OptOut
	consents  []account.Consent
	agreed    []account.Consent // that came with reminders
	wishes    []reminder.Wish
	rulings   []reminder.RuleChange
	met       []reminder.Encounter
	stop      reminder.Stop
	filters   []reminder.OptOutFilter
	asked     []policy.Question
	sought    int   // how often contacts were looked up
	brokenAt  int   // from this page on, lists cannot be read; 0: all can
	filesErr  error // of everything here
	policy    *policy.Policy
}

func newFiles() files {
	return files{
		standings: map[string]*reminder.Standing{}, rules: map[string]reminder.AccountRules{}, policy: policy.New(policy.Default()),
	}
}

// robin is a contact at C-1001.
var robin = account.StableID("con", blueBottle, "P-7")

var blueBottle = account.StableID("acc", creditor, "C-1001")

// meet makes Robin known, and the account.
func (h *house) meet() *reminder.Standing {
	a := account.Account{ID: blueBottle, Reference: "C-1001", Name: "Blue Bottle Ltd", Kind: account.Business, TimeZone: "Europe/London", Region: "GB"}
	h.accounts[a.Reference], h.rules[a.Reference] = a, reminder.AccountRules{}
	standing := &reminder.Standing{Account: a, Contact: account.Contact{
		ID: robin, AccountID: a.ID, Reference: "P-7", Name: "Robin Weaver", Email: "robin@example.com", Phone: "+442079460042",
	}}
	h.standings[robin] = standing
	return standing
}

func (h *house) FindStanding(_ context.Context, id string, _ time.Time) (reminder.Standing, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sought++
	if h.filesErr != nil {
		return reminder.Standing{}, h.filesErr
	}
	if standing, ok := h.standings[id]; ok {
		return *standing, nil
	}
	return reminder.Standing{}, account.ErrNoContact
}

func (h *house) ChangePreferences(_ context.Context, _ time.Time, id string, w reminder.Wish, idem *reminder.Idempotency) (account.Preferences, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.wishes = append(h.wishes, w)
	p := &h.standings[id].Preferences
	set(&p.Channels, w.Channels)
	set(&p.Excluded, w.Excluded)
	set(&p.Language, w.Language)
	set(&p.Wishes, w.Wishes)
	set(&p.PauseUntil, w.PauseUntil)
	set(&p.Purposes, w.Purposes)
	h.effect(idem, *p)
	return *p, nil
}

func set[T any](to *T, value *T) {
	if value != nil {
		*to = *value
	}
}

func (h *house) RecordEncounter(_ context.Context, _ time.Time, id string, e reminder.Encounter, idem *reminder.Idempotency) (account.Entry, error) {
	standing, known := h.standings[id]
	if !known {
		return account.Entry{}, account.ErrNoContact
	}
	h.met = append(h.met, e)
	standing.History = append(standing.History, e.Entry)
	h.effect(idem, e.Entry)
	return e.Entry, nil
}

func (h *house) FindRules(_ context.Context, reference string) (reminder.AccountRules, error) {
	r, known := h.rules[reference]
	if !known {
		return r, account.ErrNotFound
	}
	return r, h.filesErr
}

func (h *house) ChangeRules(_ context.Context, _ time.Time, reference string, c reminder.RuleChange, idem *reminder.Idempotency) (reminder.AccountRules, error) {
	r, known := h.rules[reference]
	if !known {
		return r, account.ErrNotFound
	}
	h.rulings = append(h.rulings, c)
	set(&r.Window, c.Window)
	set(&r.Hold, c.Hold)
	h.rules[reference] = r
	h.effect(idem, r)
	return r, nil
}

func (h *house) FindStop(context.Context) (reminder.Stop, error) { return h.stop, h.filesErr }

func (h *house) SetStop(_ context.Context, now time.Time, on bool, reason string) (reminder.Stop, error) {
	h.stop = reminder.Stop{On: on, Reason: reason, Since: now}
	return h.stop, nil
}

func (h *house) RecordOptOuts(_ context.Context, now time.Time, list []account.OptOut, idem *reminder.Idempotency) ([]account.OptOut, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.filesErr != nil {
		return nil, h.filesErr
	}
	out := make([]account.OptOut, len(list))
	for i, o := range list {
		at := slices.IndexFunc(h.outs, func(p account.OptOut) bool { return p.EndedAt.IsZero() && sameOptOut(p, o) })
		if at < 0 {
			at, o.ID = len(h.outs), h.ids.New("opt", now)
			h.outs = append(h.outs, o)
		}
		out[i] = h.outs[at]
	}
	h.effect(idem, out)
	return out, nil
}

func sameOptOut(a, b account.OptOut) bool {
	return a.Scope == b.Scope && a.Channel == b.Channel && a.Address == b.Address && a.ContactID == b.ContactID && a.AccountID == b.AccountID
}

func (h *house) RecordOptIn(_ context.Context, _ time.Time, o account.OptOut, idem *reminder.Idempotency) ([]account.OptOut, error) {
	var out []account.OptOut
	for i, p := range h.outs {
		if p.EndedAt.IsZero() && sameOptOut(p, o) {
			h.outs[i].EndedAt, h.outs[i].EndedBy, h.outs[i].EndProof = o.At, o.Source, o.Proof
			out = append(out, h.outs[i])
		}
	}
	h.effect(idem, out)
	return out, nil
}

// chosen is the part of the list that the filter chooses.
func chosen[T any](h *house, f reminder.OptOutFilter, all []T, facts func(T) (id, contact, account string, ended bool)) ([]T, error) {
	if h.filters = append(h.filters, f); h.brokenAt > 0 && len(h.filters) >= h.brokenAt {
		return nil, errStore
	}
	var out []T
	for _, one := range all {
		id, contact, account, ended := facts(one)
		if id > f.After && (f.Ended || !ended) && (f.ContactID == "" || f.ContactID == contact) &&
			(f.AccountID == "" || f.AccountID == account) && len(out) < f.Limit {
			out = append(out, one)
		}
	}
	return out, nil
}

func (h *house) ListOptOuts(_ context.Context, f reminder.OptOutFilter) ([]account.OptOut, error) {
	return chosen(h, f, h.outs, func(o account.OptOut) (string, string, string, bool) {
		return o.ID, o.ContactID, o.AccountID, !o.EndedAt.IsZero()
	})
}

func (h *house) RecordConsents(_ context.Context, now time.Time, list []account.Consent, idem *reminder.Idempotency) ([]account.Consent, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	out := make([]account.Consent, len(list))
	for i, one := range list {
		at := slices.IndexFunc(h.consents, func(c account.Consent) bool {
			return c.EndedAt.IsZero() && c.ContactID == one.ContactID && c.Channel == one.Channel && c.Address == one.Address
		})
		if at < 0 {
			at, one.ID = len(h.consents), h.ids.New("cns", now)
			h.consents = append(h.consents, one)
		}
		out[i] = h.consents[at]
	}
	h.effect(idem, out)
	return out, nil
}

func (h *house) RevokeConsent(_ context.Context, now time.Time, id, source, _ string, idem *reminder.Idempotency) (account.Consent, error) {
	for i := range h.consents {
		if h.consents[i].ID == id {
			h.consents[i].EndedAt, h.consents[i].EndedBy = now, source
			h.effect(idem, h.consents[i])
			return h.consents[i], nil
		}
	}
	return account.Consent{}, account.ErrNoConsent
}

func (h *house) ListConsents(_ context.Context, f reminder.OptOutFilter) ([]account.Consent, error) {
	return chosen(h, f, h.consents, func(c account.Consent) (string, string, string, bool) {
		return c.ID, c.ContactID, c.AccountID, !c.EndedAt.IsZero()
	})
}

func (h *house) Decide(q policy.Question) policy.Decision {
	h.asked = append(h.asked, q)
	return h.policy.Decide(q)
}

func (h *house) Openings(q policy.Question, until time.Time, most int) []policy.Opening {
	return h.policy.Openings(q, until, most)
}

// explain stands for package policy/explain: it says what it was asked.
func explain(body []byte, next int) (any, []api.Fault) {
	switch text := string(body); {
	case strings.Contains(text, "nowhere"):
		return nil, []api.Fault{{Location: "contact.zones[0]", Message: "is no time zone; use one of the IANA database"}}
	case strings.HasPrefix(text, "[") && strings.Contains(text, "wrong"):
		return nil, []api.Fault{{Location: "[1].channel", Message: "is not a channel"}, {Message: "is too long"}}
	case strings.HasPrefix(text, "["):
		return []map[string]any{{"decision": "send"}, {"decision": "skip"}}, nil
	}
	return map[string]any{"decision": "send", "next": next}, nil
}
