package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/timeline"
)

// RecordPayment reduces what is owed on an invoice, never below nothing, and
// ends the open reminders of which every invoice is paid by it. It answers
// account.ErrNotFound, reminder.ErrInvoice, reminder.ErrCurrency, or
// reminder.ErrConflict when the reference exists with other content.
func (s *Store) RecordPayment(ctx context.Context, now time.Time, p reminder.Payment, idem *reminder.Idempotency) (paid reminder.Paid, err error) {
	err = s.write(ctx, "record payment", func(t *txn) error {
		if err := t.unanswered(idem, now); err != nil {
			return err
		}
		a, err := t.theAccount(p.AccountReference)
		if err != nil {
			return err
		}
		invoice, err := t.theInvoice(a.ID, p)
		if err != nil {
			return err
		}
		repeated := false
		if paid, repeated, err = t.paidBefore(a.ID, invoice.ID, p); err != nil {
			return err
		}
		if !repeated {
			if paid, err = t.pay(now, a.ID, invoice, p); err != nil {
				return err
			}
		}
		return t.remember(idem, now, paid)
	})
	return paid, err
}

const selectInvoice = `SELECT ` + invoiceColumns + ` FROM invoice i WHERE i.account_id = $1 AND i.number = $2`

func (t *txn) theInvoice(accountID string, p reminder.Payment) (invoice account.Invoice, err error) {
	err = t.each(selectInvoice+t.store.engine.only(forUpdate), []any{accountID, p.InvoiceNumber}, func(rows *sql.Rows) error {
		invoice, err = scanInvoice(rows)
		return err
	})
	switch {
	case err != nil:
		return invoice, err
	case invoice.ID == "":
		return invoice, refuse(reminder.ErrInvoice)
	case invoice.Amount.Currency != p.Amount.Currency:
		return invoice, refuse(reminder.ErrCurrency)
	}
	return invoice, nil
}

const selectPayment = `SELECT id, account_id, invoice_id, amount, currency, paid_on, balance, skipped FROM payment
WHERE creditor_id = $1 AND reference = $2 AND reference <> ''`

// paidBefore finds a payment of the same reference and refuses it when it was
// another one.
func (t *txn) paidBefore(accountID, invoiceID string, p reminder.Payment) (paid reminder.Paid, found bool, err error) {
	if p.Reference == "" {
		return paid, false, nil
	}
	creditor, err := t.creditor()
	if err != nil {
		return paid, false, err
	}
	var before struct {
		account, invoice, currency, paidOn, skipped string
		amount, balance                             int64
	}
	found, err = t.one(selectPayment, []any{creditor, p.Reference}, &paid.ID, &before.account, &before.invoice,
		&before.amount, &before.currency, &before.paidOn, &before.balance, &before.skipped)
	if err != nil || !found {
		return paid, false, err
	}
	if before.account != accountID || before.invoice != invoiceID || before.amount != p.Amount.Minor ||
		before.currency != p.Amount.Currency || before.paidOn != p.PaidOn.String() {
		return paid, false, refuse(reminder.ErrConflict)
	}
	paid.Balance = account.Money{Minor: before.balance, Currency: before.currency}
	paid.Skipped, paid.Duplicate = split[string](before.skipped), true
	return paid, true, nil
}

const (
	setBalance    = `UPDATE invoice SET balance = $1, updated_at = $2 WHERE account_id = $3 AND id = $4`
	insertPayment = `INSERT INTO payment (id, creditor_id, reference, account_id, invoice_id, amount, currency, paid_on, balance, skipped, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
)

func (t *txn) pay(now time.Time, accountID string, invoice account.Invoice, p reminder.Payment) (reminder.Paid, error) {
	if p.ID == "" {
		p.ID = t.store.ids.New("pay", now)
	}
	invoice.Balance.Minor = max(0, invoice.Balance.Minor-p.Amount.Minor)
	paid := reminder.Paid{ID: p.ID, Balance: invoice.Balance}
	if _, err := t.do(setBalance, invoice.Balance.Minor, micros(now), accountID, invoice.ID); err != nil {
		return paid, err
	}
	if err := t.raise([]string{accountID}); err != nil {
		return paid, err
	}
	events := []timeline.Event{{AccountID: accountID, At: now, Kind: timeline.PaymentRecorded, Actor: timeline.API,
		Data: timeline.Encode(paymentData(p, invoice))}}
	ended, err := t.endPaid(now, accountID, invoice)
	if err != nil {
		return paid, err
	}
	for _, r := range ended {
		paid.Skipped = append(paid.Skipped, r.ID)
		events = append(events, skipEvent(now, r))
	}
	if err := t.insertPayment(now, accountID, invoice, p, paid); err != nil {
		return paid, err
	}
	kept, released, err := t.keepPromises(now, accountID, invoice)
	if err != nil {
		return paid, err
	}
	if released {
		if err := t.decideAnew(now, []string{accountID}); err != nil {
			return paid, err
		}
	}
	return paid, t.append(append(events, kept...))
}

func (t *txn) insertPayment(now time.Time, accountID string, invoice account.Invoice, p reminder.Payment, paid reminder.Paid) error {
	creditor, err := t.creditor()
	if err != nil {
		return err
	}
	_, err = t.do(insertPayment, p.ID, creditor, p.Reference, accountID, invoice.ID, p.Amount.Minor, p.Amount.Currency,
		p.PaidOn.String(), paid.Balance.Minor, joined(paid.Skipped), micros(now))
	return err
}

func paymentData(p reminder.Payment, invoice account.Invoice) timeline.Payment {
	return timeline.Payment{Payment: p.ID, Invoice: invoice.Number, Amount: p.Amount.Decimal(),
		Currency: p.Amount.Currency, Balance: invoice.Balance.Decimal()}
}

// Words for a reminder that a payment has ended.
const (
	paidReason = "paid"
	paidText   = "Everything that it was about has been paid"
)

func skipEvent(now time.Time, r reminder.Reminder) timeline.Event {
	data := timeline.Ended{Channel: string(r.Channel), Reason: paidReason, Text: paidText}
	return timeline.Event{AccountID: r.AccountID, ReminderID: r.ID, At: now, Kind: timeline.ReminderSkipped,
		Actor: timeline.System, Data: timeline.Encode(data)}
}

const (
	selectOpen = selectRemindersHead + `WHERE r.id IN ` + remindersOfAccount + ` AND r.handing = 0
AND r.status IN ('scheduled', 'sending', 'held') ORDER BY r.id`
	selectUnpaid = `SELECT id FROM invoice WHERE account_id = $1 AND balance > 0`
)

const selectThanks = `SELECT key FROM template WHERE stage = 'thanks'`

// thanks are the templates that say thanks.
func (t *txn) thanks() (map[string]bool, error) {
	found := map[string]bool{string(templates.Thanks): true}
	return found, t.each(selectThanks, nil, marks(found))
}

// endPaid ends the account's open reminders that are about the invoice and
// nothing else that is still owed.
func (t *txn) endPaid(now time.Time, accountID string, invoice account.Invoice) (ended []reminder.Reminder, err error) {
	if !invoice.Paid() {
		return nil, nil
	}
	unpaid := map[string]bool{}
	if err := t.each(selectUnpaid, []any{accountID}, marks(unpaid)); err != nil {
		return nil, err
	}
	thanks, err := t.thanks()
	if err != nil {
		return nil, err
	}
	var w reminderRowed
	err = t.each(selectOpen+t.store.engine.only(forUpdate), []any{accountID}, func(rows *sql.Rows) error {
		err := rows.Scan(w.dest()...)
		r := w.reminder()
		if r.Answering != nil && r.Answering.By != "" {
			return err // a person's words go out all the same
		}
		if thanks[r.Template] {
			return err // the payment is what they are about
		}
		if slices.Contains(r.InvoiceIDs, invoice.ID) && !slices.ContainsFunc(r.InvoiceIDs, func(id string) bool { return unpaid[id] }) {
			r.Status, r.Reason, r.Text = reminder.Skipped, paidReason, paidText
			ended = append(ended, r)
		}
		return err
	})
	for i := 0; i < len(ended) && err == nil; i++ {
		err = t.endNow(now, ended[i])
	}
	return ended, err
}
