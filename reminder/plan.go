package reminder

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"slices"
	"strconv"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/timeline"
)

// Planner turns what another system asked for into a planned reminder.
type Planner struct {
	IDs        *account.IDs
	CreditorID string
	// Earlier answers with the opening before the question's time, not before the
	// given instant, when that time falls on a closed day where the contact may be;
	// false when it does not, or when nothing opens in between. Nil: a reminder that
	// falls on a closed day is deferred to the opening after it.
	Earlier func(q policy.Question, notBefore time.Time) (time.Time, bool)
}

// movedText says on the timeline why a reminder leaves before its time.
const movedText = "moved before a public holiday or closed day"

// Plan gives the intake its ids, its first channel, its time and its first
// event. A send time that has passed means now.
func (p *Planner) Plan(now time.Time, in Intake) Planned {
	in.Account.ID = account.StableID("acc", p.CreditorID, in.Account.Reference)
	in.Contact.AccountID = in.Account.ID
	in.Contact.ID = account.StableID("con", in.Account.ID, in.Contact.Reference)
	planned := Planned{Digest: digest(in), Stage: in.Stage, Account: in.Account, Contact: in.Contact, Invoices: in.Invoices}
	planned.Consents = p.consents(now, in)
	planned.Reminder = p.reminder(now, in)
	for i := range planned.Invoices {
		invoice := &planned.Invoices[i]
		invoice.AccountID = in.Account.ID
		invoice.ID = account.StableID("inv", in.Account.ID, invoice.Number)
		planned.Reminder.InvoiceIDs = append(planned.Reminder.InvoiceIDs, invoice.ID)
	}
	moved := p.bringForward(now, &planned)
	planned.Event = timeline.Event{
		ID: p.IDs.New("evt", now), AccountID: in.Account.ID, At: now,
		Kind: timeline.ReminderScheduled, Actor: timeline.API, ReminderID: planned.Reminder.ID,
		Data: timeline.Encode(timeline.Scheduled{
			Channel: string(planned.Reminder.Channel), Template: in.Template,
			Reference: in.Reference, SendAt: planned.Reminder.SendAt, Moved: moved,
		}),
	}
	return planned
}

// consents are those of the intake with their ids and owners. One of which no time
// was told keeps none: it counts once, whenever another reminder brings it again.
func (p *Planner) consents(now time.Time, in Intake) []account.Consent {
	list := slices.Clone(in.Consents)
	for i := range list {
		c := &list[i]
		c.ID, c.ContactID, c.AccountID = p.IDs.New("cns", now), in.Contact.ID, in.Account.ID
	}
	return list
}

// bringForward plans a reminder whose time falls on a closed day for the opening
// before it, and says so.
func (p *Planner) bringForward(now time.Time, planned *Planned) string {
	if p.Earlier == nil {
		return ""
	}
	w := Work{Reminder: planned.Reminder, Stage: planned.Stage, Invoices: planned.Invoices,
		Standing: Standing{Account: planned.Account, Contact: planned.Contact, Consents: planned.Consents}}
	at, ok := p.Earlier(w.question(planned.Reminder.SendAt), now)
	if !ok || at.Before(now) || !at.Before(planned.Reminder.SendAt) {
		return ""
	}
	planned.Reminder.SendAt = at
	return movedText
}

func (p *Planner) reminder(now time.Time, in Intake) Reminder {
	sendAt := in.SendAt
	if sendAt.Before(now) {
		sendAt = now
	}
	return Reminder{
		ID: p.IDs.New("rem", now), Reference: in.Reference,
		AccountID: in.Account.ID, ContactID: in.Contact.ID,
		InvoiceIDs: make([]string, 0, len(in.Invoices)),
		Template:   in.Template, Channels: in.Channels, Channel: firstWay(in.Contact, in.Channels),
		Status: Scheduled, SendAt: sendAt, ExpiresAt: in.ExpiresAt, Test: in.Test, Plan: in.Plan,
		CreatedAt: now, UpdatedAt: now,
	}
}

// firstWay is the first of the channels by which the contact has an address.
func firstWay(c account.Contact, wanted []channels.Kind) channels.Kind {
	for _, kind := range wanted {
		if _, ok := c.Address(kind); ok {
			return kind
		}
	}
	return wanted[0]
}

// digest tells a repeat of a reference from a conflict; without a reference
// there is nothing to tell apart. Consents are left out: they are facts that come
// along, and the same reminder asked for with more of them is still the same. The
// time is the one that was asked for, wherever closed days move it.
func digest(in Intake) string {
	if in.Reference == "" {
		return ""
	}
	sum := sha256.New()
	a, c := in.Account, in.Contact
	write(sum, a.Reference, a.Name, string(a.Kind), a.TimeZone, a.Locale, a.Region,
		c.Reference, c.Name, c.TimeZone, c.Email, c.Phone, in.Template)
	for _, kind := range in.Channels {
		write(sum, string(kind))
	}
	for _, i := range in.Invoices {
		write(sum, i.Number, i.Amount.Decimal(), i.Balance.Decimal(), i.Amount.Currency,
			i.IssuedOn.String(), i.DueOn.String(), i.Terms)
	}
	write(sum, instant(in.SendAt), instant(in.ExpiresAt))
	if len(a.Terms) > 0 { // without any it is what it was before there were terms
		write(sum, "terms", a.Terms.String())
	}
	for _, part := range in.Plan {
		write(sum, "instalment", part.DueOn.String(), part.Amount.Decimal(), part.Amount.Currency, strconv.FormatBool(part.Paid))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// write hashes the parts with their lengths, so that no two lists hash alike.
func write(sum hash.Hash, parts ...string) {
	var length [4]byte
	for _, part := range parts {
		binary.BigEndian.PutUint32(length[:], uint32(len(part)))
		sum.Write(length[:])
		sum.Write([]byte(part))
	}
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
