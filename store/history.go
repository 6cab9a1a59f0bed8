package store

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
)

// HistoryDays is how far back the history of contacts is read: a calendar month
// and rolling weeks and months fit in it, with a month to spare.
const HistoryDays = 62

// source is what a line of history comes from.
type source int64

// The sources.
const (
	fromAttempt   source = 0
	fromReply     source = 1
	fromEncounter source = 2
)

// An attempt that the provider did not take, or has no trace of, is no contact.
// One that was given up as lost and was delivered after all is one. What machines
// send back is none either.
const selectHistory = `WITH near AS MATERIALIZED (SELECT a.id, CAST($1 AS BIGINT) AS since FROM account a WHERE a.id IN ({ids}))
SELECT 0, t.account_id, t.id, t.contact_id, t.started_at, t.channel, t.address, t.status, t.invoices, 0, 0, t.test
FROM near JOIN attempt t ON t.account_id = near.id AND t.started_at > near.since
WHERE t.state <> 'rejected' AND (t.state <> 'lost' OR t.status <> '')
UNION ALL SELECT 1, r.account_id, r.attempt_id, r.contact_id, r.at, r.channel, r.sender, r.digits, '', 1, 0, r.test
FROM near JOIN reply r ON r.account_id = near.id AND r.at > near.since AND r.kind = 'reply'
UNION ALL SELECT 2, e.account_id, '', e.contact_id, e.at, e.channel, e.address, e.outcome, e.debts, e.inbound, e.consent_call, 0
FROM near JOIN encounter e ON e.account_id = near.id AND e.at > near.since`

// line is a line of history as it is stored.
type line struct {
	source    source
	accountID string
	attempt   string
	test      bool
	word      string // delivery status, keypad digits or outcome
	debts     string // invoice ids joined by commas; of an encounter numbers as JSON
	entry     account.Entry
}

func scanLine(rows *sql.Rows) (l line, err error) {
	var at, inbound, asked, test int64
	err = rows.Scan((*int64)(&l.source), &l.accountID, &l.attempt, &l.entry.ContactID, &at, (*string)(&l.entry.Channel),
		&l.entry.Address, &l.word, &l.debts, &inbound, &asked, &test)
	l.entry.At, l.test = instant(at), test != 0
	l.entry.Inbound, l.entry.ConsentCall = inbound != 0, asked != 0
	return l, err
}

// addHistory adds the history of each contact's account, and what went to its
// addresses from other accounts. Works of one account share one list.
func (t *txn) addHistory(list []*reminder.Standing, test []bool, now time.Time) error {
	near, err := t.accountsNear(list)
	if err != nil {
		return err
	}
	h := &history{}
	since := micros(now.AddDate(0, 0, -HistoryDays))
	err = t.list(selectHistory, []any{since}, near, func(rows *sql.Rows) error {
		l, err := scanLine(rows)
		h.lines = append(h.lines, l)
		return err
	})
	if err != nil || len(h.lines) == 0 {
		return err
	}
	h.index()
	if err := t.understandHistory(h, list); err != nil {
		return err
	}
	for i, s := range list {
		s.History = h.of(s, test[i])
	}
	return nil
}

const selectAddresses = `SELECT account_id FROM address WHERE value IN ({ids})`

// accountsNear are the accounts and those that share an address with their contacts.
func (t *txn) accountsNear(list []*reminder.Standing) ([]string, error) {
	near := map[string]bool{}
	for _, s := range list {
		near[s.Account.ID] = true
	}
	err := t.list(selectAddresses, nil, addresses(list), marks(near))
	return keys(near), err
}

// history is what was read for a batch.
type history struct {
	lines     []line
	attempts  map[string]*line
	byAccount map[string][]*line
	byAddress map[string][]*line
	own       map[ownKey][]account.Entry
}

// ownKey chooses the history of an account, of tests or live.
type ownKey struct {
	accountID string
	test      bool
}

// index puts the lines into the order of time, attempts first, because replies
// change what became of them.
func (h *history) index() {
	slices.SortFunc(h.lines, func(a, b line) int {
		return cmp.Or(a.entry.At.Compare(b.entry.At), cmp.Compare(a.source, b.source), cmp.Compare(a.attempt, b.attempt))
	})
	h.attempts, h.own = map[string]*line{}, map[ownKey][]account.Entry{}
	h.byAccount, h.byAddress = map[string][]*line{}, map[string][]*line{}
	for i := range h.lines {
		l := &h.lines[i]
		if l.source == fromAttempt {
			h.attempts[l.attempt] = l
		}
		h.byAccount[l.accountID] = append(h.byAccount[l.accountID], l)
		if l.source != fromReply && l.entry.Address != "" {
			h.byAddress[l.entry.Address] = append(h.byAddress[l.entry.Address], l)
		}
	}
}

// understandHistory gives the lines their outcomes and debts.
func (t *txn) understandHistory(h *history, list []*reminder.Standing) error {
	numbers := newInvoices()
	for _, s := range list {
		for _, l := range h.byAccount[s.Account.ID] {
			if l.source == fromAttempt {
				numbers.want(l.accountID, split[string](l.debts))
			}
		}
	}
	if err := t.find(numbers); err != nil {
		return err
	}
	for _, l := range h.attempts {
		l.entry.Outcome, l.entry.Debts = outcome(channels.Status(l.word)), numbersOf(numbers, l.debts)
	}
	for i := range h.lines {
		switch l := &h.lines[i]; l.source {
		case fromReply:
			h.understandReply(l)
		case fromEncounter:
			if err := l.understandEncounter(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *line) understandEncounter() error {
	l.entry.Outcome = account.Outcome(l.word)
	if l.debts == "" {
		return nil
	}
	return json.Unmarshal([]byte(l.debts), &l.entry.Debts)
}

// understandReply lets a reply say what became of its attempt. A key pressed is
// part of our call; one that asks for a person, or explains, makes it a
// conversation.
func (h *history) understandReply(l *line) {
	if l.word == "" {
		l.entry.Outcome = account.Replied
	}
	a := h.attempts[l.attempt]
	if a == nil {
		return
	}
	l.entry.ContactID, l.entry.Debts = a.entry.ContactID, a.entry.Debts
	switch {
	case l.word == "2", l.word == "3":
		a.entry.Outcome = account.Conversation
	case l.word == "":
		a.entry.Outcome = account.Replied
	}
}

func numbersOf(l *invoices, ids string) []string {
	var numbers []string
	for _, id := range split[string](ids) {
		if number := l.found[id].Number; number != "" {
			numbers = append(numbers, number)
		}
	}
	return numbers
}

// outcome is what a delivery status says of a contact. What never arrived is told
// as not in service; that a call was completed does not say that anybody spoke.
func outcome(status channels.Status) account.Outcome {
	switch status {
	case channels.Answered, channels.Delivered, channels.Read:
		return account.Delivered
	case channels.Voicemail:
		return account.Voicemail
	case channels.NoAnswer:
		return account.NoAnswer
	case channels.BusyLine:
		return account.BusyLine
	case channels.Undelivered, channels.Failed, channels.Canceled:
		return account.NotInService
	}
	return ""
}

// of is the history of one contact.
func (h *history) of(s *reminder.Standing, test bool) []account.Entry {
	own := h.ofAccount(ownKey{s.Account.ID, test})
	elsewhere := h.elsewhere(s, test)
	if len(elsewhere) == 0 {
		return own
	}
	return slices.Concat(own, elsewhere)
}

func (h *history) ofAccount(key ownKey) []account.Entry {
	if list, ok := h.own[key]; ok {
		return list
	}
	var list []account.Entry
	for _, l := range h.byAccount[key.accountID] {
		if l.counts(key.test) && !l.pressed() {
			list = append(list, l.entry)
		}
	}
	h.own[key] = slices.Clip(list)
	return h.own[key]
}

// counts says that the line belongs to the history of tests or to the live one.
// What people did by hand belongs to both.
func (l *line) counts(test bool) bool { return l.source == fromEncounter || l.test == test }

// pressed says that the line is a key pressed in one of our calls.
func (l *line) pressed() bool { return l.source == fromReply && l.word != "" }

// elsewhere is what other accounts sent to the contact's addresses.
func (h *history) elsewhere(s *reminder.Standing, test bool) (list []account.Entry) {
	for _, address := range [...]string{s.Contact.Email, s.Contact.Phone} {
		for _, l := range h.byAddress[address] {
			if l.accountID != s.Account.ID && l.counts(test) {
				e := l.entry
				e.Elsewhere, e.Debts = true, nil
				list = append(list, e)
			}
		}
	}
	return list
}
