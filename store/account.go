package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
)

// facts are accounts, contacts and invoices to write where they differ from what
// is stored. Of two with the same id the later one counts.
type facts struct {
	now      time.Time
	accounts []*account.Account
	contacts []*account.Contact
	invoices []*account.Invoice
}

func (f *facts) add(now time.Time, a *account.Account, c *account.Contact) {
	f.now = now
	f.accounts = append(f.accounts, a)
	f.contacts = append(f.contacts, c)
}

// Those that are as they were are left out before the conflict, because
// PostgreSQL locks every row that conflicts, changed or not, and hand-offs of
// the account would wait for that.
const (
	upsertAccount = `INSERT INTO account (id, creditor_id, reference, name, kind, time_zone, locale, region, terms, updated_at)
SELECT * FROM (VALUES {rows}) AS v WHERE NOT EXISTS (SELECT 1 FROM account a WHERE a.id = v.column1
AND a.name = v.column4 AND a.kind = v.column5 AND a.time_zone = v.column6 AND a.locale = v.column7 AND a.region = v.column8
AND a.terms = v.column9)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind,
time_zone = excluded.time_zone, locale = excluded.locale, region = excluded.region, terms = excluded.terms,
version = account.version + 1, updated_at = excluded.updated_at,
unread = CASE WHEN account.name <> excluded.name THEN 1 ELSE account.unread END
WHERE account.name <> excluded.name OR account.kind <> excluded.kind OR account.time_zone <> excluded.time_zone
OR account.locale <> excluded.locale OR account.region <> excluded.region
OR account.terms <> excluded.terms RETURNING id`
	upsertContact = `INSERT INTO contact (account_id, id, reference, name, time_zone, email, phone, updated_at)
SELECT * FROM (VALUES {rows}) AS v WHERE NOT EXISTS (SELECT 1 FROM contact c WHERE c.account_id = v.column1 AND c.id = v.column2
AND c.name = v.column4 AND c.time_zone = v.column5 AND c.email = v.column6 AND c.phone = v.column7)
ON CONFLICT (account_id, id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone,
email = excluded.email, phone = excluded.phone, updated_at = excluded.updated_at
WHERE contact.name <> excluded.name OR contact.time_zone <> excluded.time_zone
OR contact.email <> excluded.email OR contact.phone <> excluded.phone RETURNING account_id, email, phone`
	upsertInvoice = `INSERT INTO invoice (account_id, id, number, amount, balance, currency, issued_on, due_on, terms, updated_at)
VALUES {rows} ON CONFLICT (account_id, id) DO UPDATE SET amount = excluded.amount, balance = excluded.balance,
currency = excluded.currency, issued_on = excluded.issued_on, due_on = excluded.due_on, terms = excluded.terms,
revision = invoice.revision + 1, updated_at = excluded.updated_at
WHERE invoice.amount <> excluded.amount OR invoice.balance <> excluded.balance
OR invoice.currency <> excluded.currency OR invoice.issued_on <> excluded.issued_on
OR invoice.due_on <> excluded.due_on OR invoice.terms <> excluded.terms RETURNING account_id, revision`
	insertAddress = `INSERT INTO address (value, account_id) VALUES {rows} ON CONFLICT (value, account_id) DO NOTHING`
	accountRow    = `(?,?,?,?,?,?,?,?,?,CAST(? AS BIGINT))`
	contactRow    = `(?,?,?,?,?,?,?,CAST(? AS BIGINT))`
	invoiceRow    = `(?,?,?,?,?,?,?,?,?,?)`
)

// upsert writes the facts that differ, accounts first and in the order of their
// ids so that two transactions never wait for each other, and raises the version
// of every account of which anything but a new invoice has changed.
func (t *txn) upsert(creditor string, f *facts) error {
	written, named, touched := map[string]bool{}, map[string]bool{}, map[string]bool{}
	if _, err := t.bulk(upsertAccount, accountRow, nil, f.accountValues(creditor), marks(written)); err != nil {
		return err
	}
	if err := t.upsertContacts(f, named); err != nil {
		return err
	}
	if err := t.unhold(f.now, written, named); err != nil {
		return err
	}
	if err := t.upsertInvoices(f, touched); err != nil {
		return err
	}
	return t.raiseTouched(written, named, touched)
}

const (
	raiseTouched = `UPDATE account SET version = version + 1, unread = CASE WHEN v.column2 = 1 THEN 1 ELSE unread END
FROM (VALUES {rows}) AS v WHERE account.id = v.column1`
	touchedRow = `(?,CAST(? AS BIGINT))`
)

// raiseTouched raises the accounts that were not written but had contacts (named) or
// invoices change; of the former the names are to be read anew. A new account comes
// into the table unread.
func (t *txn) raiseTouched(written, named, touched map[string]bool) error {
	maps.Copy(touched, named)
	var values []any
	for _, id := range keys(touched) {
		if !written[id] {
			values = append(values, id, flag(named[id]))
		}
	}
	_, err := t.bulk(raiseTouched, touchedRow, nil, values, nil)
	return err
}

// upsertInvoices writes invoices. One that is new stops no reminder that was
// decided upon without it, so that only a change of one touches the account.
func (t *txn) upsertInvoices(f *facts, touched map[string]bool) error {
	_, err := t.bulk(upsertInvoice, invoiceRow, nil, f.invoiceValues(), func(rows *sql.Rows) error {
		var id string
		var revision int64
		err := rows.Scan(&id, &revision)
		if revision > 1 {
			touched[id] = true
		}
		return err
	})
	return err
}

const unholdReminders = `UPDATE reminder SET status = 'scheduled', queued = 1, reason = '', explanation = '', updated_at = $1
WHERE status = 'held' AND account_id IN ({ids})`

// unhold lets reminders that wait for a fact about their customer be decided
// upon again once something about the account or its contacts has changed.
func (t *txn) unhold(now time.Time, changed ...map[string]bool) error {
	var ids []string
	for _, set := range changed {
		for id := range set {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return t.list(unholdReminders, []any{micros(now)}, slices.Compact(ids), nil)
}

// upsertContacts writes contacts and where their addresses belong.
func (t *txn) upsertContacts(f *facts, touched map[string]bool) error {
	var addresses []any
	_, err := t.bulk(upsertContact, contactRow, nil, f.contactValues(), func(rows *sql.Rows) error {
		var id, email, phone string
		err := rows.Scan(&id, &email, &phone)
		touched[id] = true
		for _, value := range [...]string{email, phone} {
			if value != "" {
				addresses = append(addresses, value, id)
			}
		}
		return err
	})
	if err == nil {
		_, err = t.bulk(insertAddress, row(2), nil, addresses, nil)
	}
	return err
}

// marks collects the ids that a statement returns.
func marks(set map[string]bool) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		set[id] = true
		return err
	}
}

const raiseVersion = `UPDATE account SET version = version + 1 WHERE id IN ({ids})`

// raise lets every attempt that was decided upon the accounts as they were go
// stale.
func (t *txn) raise(accountIDs []string) error {
	slices.Sort(accountIDs)
	return t.list(raiseVersion, nil, slices.Compact(accountIDs), nil)
}

func (f *facts) accountValues(creditor string) []any {
	accounts := latest(f.accounts, func(a *account.Account) string { return a.ID })
	values := make([]any, 0, 10*len(accounts))
	for _, a := range accounts {
		values = append(values, a.ID, creditor, a.Reference, a.Name, string(a.Kind), a.TimeZone, a.Locale, a.Region, a.Terms.String(), micros(f.now))
	}
	return values
}

func (f *facts) contactValues() []any {
	contacts := latest(f.contacts, func(c *account.Contact) string { return c.ID })
	values := make([]any, 0, 8*len(contacts))
	for _, c := range contacts {
		values = append(values, c.AccountID, c.ID, c.Reference, c.Name, c.TimeZone, c.Email, c.Phone, micros(f.now))
	}
	return values
}

func (f *facts) invoiceValues() []any {
	invoices := latest(f.invoices, func(i *account.Invoice) string { return i.ID })
	values := make([]any, 0, 10*len(invoices))
	for _, i := range invoices {
		values = append(values, i.AccountID, i.ID, i.Number, i.Amount.Minor, i.Balance.Minor, i.Amount.Currency,
			i.IssuedOn.String(), i.DueOn.String(), i.Terms, micros(f.now))
	}
	return values
}

// latest sorts by id and keeps the last of those with the same one.
func latest[T any](list []*T, id func(*T) string) []*T {
	slices.SortStableFunc(list, func(a, b *T) int { return cmp.Compare(id(a), id(b)) })
	kept := list[:0]
	for i, v := range list {
		if i+1 == len(list) || id(list[i+1]) != id(v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// PutAccount writes an account and contacts of it, and says whether the account
// is new. Contacts that are not named stay as they are.
func (s *Store) PutAccount(ctx context.Context, now time.Time, a account.Account, contacts []account.Contact, idem *reminder.Idempotency) (account.Account, bool, error) {
	created := false
	err := s.write(ctx, "put account", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		creditor, err := t.creditor()
		if err != nil {
			return err
		}
		_, found, err := t.accountByReference(a.Reference)
		if err != nil {
			return err
		}
		created = !found
		f := &facts{now: now, accounts: []*account.Account{&a}}
		for i := range contacts {
			f.contacts = append(f.contacts, &contacts[i])
		}
		if err := t.upsert(creditor, f); err != nil {
			return err
		}
		return t.remember(idem, now, a)
	})
	return a, created, err
}

const (
	accountColumns = `a.id, a.reference, a.name, a.kind, a.time_zone, a.locale, a.region, a.terms, a.version, a.hold, a.send_window`
	contactColumns = `c.account_id, c.id, c.reference, c.name, c.time_zone, c.email, c.phone`
	invoiceColumns = `i.account_id, i.id, i.number, i.amount, i.balance, i.currency, i.issued_on, i.due_on, i.terms`
)

// stored is an account with what only the store keeps of it.
type stored struct {
	account.Account
	version int64
	hold    string
	window  string
}

func (a *stored) dest() []any {
	return []any{&a.ID, &a.Reference, &a.Name, &a.Kind, &a.TimeZone, &a.Locale, &a.Region, (*terms)(&a.Terms), &a.version, &a.hold, &a.window}
}

// terms is where an account's column of that name is scanned to.
type terms account.Terms

// Scan reads the consequences.
func (t *terms) Scan(src any) error {
	text, ok := src.(string)
	if !ok {
		return errors.New("the column terms holds no text")
	}
	*t = terms(account.ReadTerms(text))
	return nil
}

func contactDest(c *account.Contact) []any {
	return []any{&c.AccountID, &c.ID, &c.Reference, &c.Name, &c.TimeZone, &c.Email, &c.Phone}
}

func scanInvoice(rows *sql.Rows) (i account.Invoice, err error) {
	var issued, due string
	err = rows.Scan(&i.AccountID, &i.ID, &i.Number, &i.Amount.Minor, &i.Balance.Minor, &i.Amount.Currency, &issued, &due, &i.Terms)
	i.Balance.Currency = i.Amount.Currency
	i.IssuedOn, i.DueOn = date(issued), date(due)
	return i, err
}

// date reads a stored date; an empty one is zero.
func date(text string) account.Date {
	var d account.Date
	if len(text) == len(time.DateOnly) {
		d.Year = digits(text[:4])
		d.Month = time.Month(digits(text[5:7]))
		d.Day = digits(text[8:])
	}
	return d
}

func digits(text string) int {
	n := 0
	for i := range len(text) {
		n = 10*n + int(text[i]-'0')
	}
	return n
}

const selectAccount = `SELECT ` + accountColumns + ` FROM account a WHERE a.creditor_id = $1 AND a.reference = $2`

func (t *txn) accountByReference(reference string) (a stored, found bool, err error) {
	creditor, err := t.creditor()
	if err != nil {
		return a, false, err
	}
	found, err = t.one(selectAccount, []any{creditor, reference}, a.dest()...)
	return a, found, err
}

// theAccount is accountByReference for writes that cannot do without: it locks
// the account and refuses when there is none.
func (t *txn) theAccount(reference string) (stored, error) {
	creditor, err := t.creditor()
	if err != nil {
		return stored{}, err
	}
	var a stored
	found, err := t.one(selectAccount+t.store.engine.only(forUpdate), []any{creditor, reference}, a.dest()...)
	if err == nil && !found {
		err = refuse(account.ErrNotFound)
	}
	return a, err
}

// FindAccount returns the account of the reference with its contacts, invoices
// and opt-outs; account.ErrNotFound when there is none.
func (s *Store) FindAccount(ctx context.Context, reference string) (reminder.AccountView, error) {
	t := s.read(ctx)
	a, found, err := t.accountByReference(reference)
	if err == nil && !found {
		err = account.ErrNotFound
	}
	if err != nil {
		return reminder.AccountView{}, wrap("find account", err)
	}
	view := reminder.AccountView{Account: a.Account}
	return view, wrap("find account", t.fillAccount(&view))
}

const (
	selectContacts = `SELECT ` + contactColumns + ` FROM contact c WHERE c.account_id = $1 ORDER BY c.reference`
	selectInvoices = `SELECT ` + invoiceColumns + ` FROM invoice i WHERE i.account_id = $1 ORDER BY i.due_on, i.number`
	countOpen      = `SELECT COUNT(*) FROM reminder WHERE id IN ` + remindersOfAccount + ` AND status IN ('scheduled', 'sending', 'held')`
)

func (t *txn) fillAccount(view *reminder.AccountView) error {
	id := []any{view.Account.ID}
	err := t.each(selectContacts, id, func(rows *sql.Rows) error {
		var c account.Contact
		err := rows.Scan(contactDest(&c)...)
		view.Contacts = append(view.Contacts, c)
		return err
	})
	if err != nil {
		return err
	}
	err = t.each(selectInvoices, id, func(rows *sql.Rows) error {
		i, err := scanInvoice(rows)
		view.Invoices = append(view.Invoices, i)
		return err
	})
	if err != nil {
		return err
	}
	if _, err := t.one(countOpen, id, &view.Open); err != nil {
		return err
	}
	return t.optOutsOf(view)
}

// optOutsOf finds the opt-outs in force of the account, its contacts and their
// addresses.
func (t *txn) optOutsOf(view *reminder.AccountView) error {
	subjects := []string{view.Account.ID}
	for _, c := range view.Contacts {
		for _, subject := range [...]string{c.ID, c.Email, c.Phone} {
			if subject != "" {
				subjects = append(subjects, subject)
			}
		}
	}
	err := t.list(selectOptOutsInForce, nil, unique(subjects), func(rows *sql.Rows) error {
		o, _, err := scanOptOut(rows)
		view.OptOuts = append(view.OptOuts, o)
		return err
	})
	slices.SortFunc(view.OptOuts, byID)
	return err
}
