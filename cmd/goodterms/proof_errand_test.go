package main

import (
	"encoding/json"
	"fmt"
	"time"
)

// fate is what must become of a reminder, whatever crashes.
type fate string

const (
	once    fate = "arrives once"               // and ends as sent
	repeats fate = "arrives once or twice"      // mail whose connection drops after the data: twice with one Message-ID
	refused fate = "never arrives"              // and ends as failed
	early   fate = "arrives once, now or later" // the connection broke before anything was taken: again at once if it had been idle
	later   fate = "waits"                      // scheduled again minutes later
	waiting fate = "is not due"                 // scheduled for another day
	dropped fate = "is canceled before its day" // and never arrives
	paidOff fate = "is paid before its day"     // and never arrives
	stale   fate = "expires"                    // before it may be tried again
	unsure  fate = "is held"                    // nobody knows the customer's time zone
)

// errand is one reminder of the proof.
type errand struct {
	n         int
	channel   string // by which it is to arrive; empty when it is not
	to        string
	ordinary  bool // the address is: its hand-off succeeds at once
	invoice   string
	reference string // empty for those that another system gives none
	fate      fate
	reason    string // the status's reason in the end; empty: any
	message   map[string]any
	id        string    // once it was accepted
	accepted  time.Time // when the answer was read
}

// area codes of the United States, where number plans are uniform.
var areas = [...]string{"212", "213", "312", "415", "617", "202", "206", "303", "305", "404", "503", "512", "602", "619", "702", "713", "718", "773", "801", "919"}

// phoneOf is a valid number that ends in the six digits; k tells apart those that
// end alike.
func phoneOf(k int, digits string) string {
	return fmt.Sprintf("+1%s%d%s", areas[k%len(areas)], 2+k/len(areas)%8, digits)
}

// manner is how an errand is special: by which channel, to which address, and
// what must become of it.
type manner struct {
	channel string
	special string // last six digits, or a local part; empty for an ordinary address
	fate    fate
	reason  string
}

// The sandbox's outcomes that a reminder must survive, or not (sandbox.Outcomes).
// Those with 991 or once strike the first hand-off only.
var manners = []manner{
	{"sms", "991429", once, ""}, {"sms", "991500", once, ""}, {"sms", "991503", once, ""}, {"sms", "991445", once, ""},
	{"sms", "991444", once, ""}, {"sms", "991502", once, ""}, {"sms", "991201", once, ""}, {"sms", "991200", once, ""},
	{"sms", "991003", once, ""}, {"sms", "990702", once, ""}, {"sms", "990703", once, ""}, {"sms", "990704", once, ""},
	{"sms", "990705", once, ""}, {"sms", "990706", once, ""}, {"sms", "990907", once, ""},
	{"sms", "990610", refused, "opted_out"}, {"sms", "990614", refused, "bad_address"},
	{"voice", "991429", once, ""}, {"voice", "991500", once, ""}, {"voice", "991503", once, ""}, {"voice", "991445", once, ""},
	{"voice", "991444", once, ""}, {"voice", "991502", once, ""}, {"voice", "991201", once, ""}, {"voice", "991200", once, ""},
	{"voice", "990486", once, ""}, {"voice", "990601", once, ""}, {"voice", "990703", once, ""}, {"voice", "990704", once, ""},
	{"voice", "990706", once, ""}, {"voice", "990216", refused, "blocked"},
	{"email", "drop-in-data-once", once, ""}, {"email", "slow-once", once, ""}, {"email", "550-5.1.1", refused, "bad_address"},
	{"email", "drop-after-data-once", repeats, ""}, {"email", "drop-before-data-once", early, "temporary"},
	{"email", "451-once", later, "temporary"}, {"email", "421-once", early, "temporary"}, {"email", "450-4.2.0-once", stale, "temporary"},
}

// plain are the manners of ordinary addresses, in the mix of an ordinary day.
var plain = []manner{
	{"email", "", once, ""}, {"sms", "", once, ""}, {"email", "", once, ""}, {"sms", "", once, ""}, {"email", "", once, ""},
	{"voice", "", once, ""}, {"email", "", once, ""}, {"sms", "", once, ""}, {"email", "", once, ""}, {"sms", "", once, ""},
	{"email", "", once, ""}, {"sms", "", once, ""}, {"email", "", once, ""}, {"sms", "", once, ""}, {"email", "", once, ""},
	{"email", "", once, ""}, {"email", "", once, ""}, {"sms", "", once, ""}, {"email", "", once, ""}, {"email", "", once, ""},
}

// unsent are the manners of reminders that end, or wait, without a hand-off.
var unsent = []manner{{"sms", "", waiting, ""}, {"sms", "", dropped, ""}, {"sms", "", paidOff, "paid"}, {"email", "", unsure, "zone"}}

// specialEvery is how many errands there are for each to a special address.
const specialEvery = 8

// errands makes n of them: one in eight goes to a special address, one in
// fortyone is not to be sent.
func errands(from, n int) []*errand {
	all := make([]*errand, n)
	for i := range all {
		k := from + i
		how, nth := plain[k%len(plain)], k
		switch {
		case k%specialEvery == 3:
			nth = k / specialEvery / len(manners)
			how = manners[(k/specialEvery)%len(manners)]
		case k%41 == 7:
			how = unsent[(k/41)%len(unsent)]
		}
		all[i] = newErrand(k, nth, how)
	}
	return all
}

// ordinary makes n errands to ordinary addresses.
func ordinary(from, n int) []*errand {
	all := make([]*errand, n)
	for i := range all {
		all[i] = newErrand(from+i, from+i, plain[(from+i)%len(plain)])
	}
	return all
}

// newErrand makes the errand n, the nth of its manner: no two go to one address.
func newErrand(n, nth int, how manner) *errand {
	e := &errand{n: n, channel: how.channel, invoice: fmt.Sprintf("PF-%06d", n), fate: how.fate, reason: how.reason, ordinary: how.special == ""}
	if n%3 != 0 || n/100%5 == 4 {
		e.reference = fmt.Sprintf("reminder-%06d", n)
	}
	contact := map[string]any{"reference": fmt.Sprintf("person-%d", n), "name": "Robin Weaver"}
	switch {
	case how.channel == "email" && how.special != "":
		e.to = fmt.Sprintf("%s+%d@customer.example", how.special, n)
	case how.channel == "email":
		e.to = fmt.Sprintf("robin.%d@customer.example", n)
	case how.special != "":
		e.to = phoneOf(nth, how.special)
	default:
		e.to = phoneOf(n, fmt.Sprint(200_000+n))
	}
	if how.channel == "email" {
		contact["email"] = e.to
	} else {
		contact["phone"] = e.to
	}
	e.message = e.request(contact)
	return e
}

// request is the JSON of the errand. Four neighbours share an account, so that
// what happens to one account happens at once.
func (e *errand) request(contact map[string]any) map[string]any {
	account := map[string]any{"reference": e.account(), "name": "Corner Bakery", "kind": "business", "locale": "en-US"}
	r := map[string]any{
		"account": account, "contact": contact, "template": "gentle", "channels": []any{e.channel},
		"invoices": []any{map[string]any{"number": e.invoice, "amount": "120.00", "balance": "80.00", "currency": "USD",
			"issued_on": "2026-01-02", "due_on": "2026-02-01", "terms": "30 days net"}},
	}
	if e.reference != "" {
		r["reference"] = e.reference
	}
	day := time.Now().Add(48 * time.Hour).UTC().Format(time.RFC3339)
	switch e.fate {
	case waiting, dropped, paidOff:
		r["send_at"] = day
	case stale:
		r["expires_at"] = time.Now().Add(4 * time.Minute).UTC().Format(time.RFC3339) // mail is tried again after five
	}
	if e.fate != unsure {
		account["region"] = "US-NY"
		contact["time_zone"] = "America/New_York"
		contact["consents"] = []any{map[string]any{"channel": "voice", "source": "contract", "at": "2026-01-02T15:00:00Z"}}
	}
	return r
}

// account is the reference of the errand's account. Those of whom nobody knows
// the zone have one of their own, as do those that are paid.
func (e *errand) account() string {
	if e.fate == unsure || e.fate == paidOff {
		return fmt.Sprintf("own-%d", e.n)
	}
	return fmt.Sprintf("customer-%d", e.n/4)
}

// batchOf is the body of a batch.
func batchOf(errands []*errand) []byte {
	list := make([]any, len(errands))
	for i, e := range errands {
		list[i] = e.message
	}
	body, err := json.Marshal(map[string]any{"reminders": list})
	if err != nil {
		panic(err) // maps of texts can always be written
	}
	return body
}
