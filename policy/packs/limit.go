package packs

import (
	"errors"

	"github.com/goodterms/goodterms/channels"
)

// mostContacts is above every cap of any law.
const mostContacts = 1000

var (
	errCounts = errors.New("is not one of attempts, contacts, conversations")
	errScope  = errors.New("is not one of contact, account, invoice, address")
)

// cap reads { at_most = 7, within = "7 calendar days", counts = "attempts",
// per = "invoice" }. Whose entries count is said by of; without it those of the
// channels that the row bounds.
func (t *table) cap(bounded []channels.Kind) *Cap {
	group := t.inner("cap")
	if group == nil {
		return nil
	}
	c := &Cap{
		N: group.number("at_most", 1, mostContacts), Period: group.period("within"),
		Counts: one(group, "counts", counts), Scope: one(group, "per", scope),
		Channels: group.of(bounded), SkipConsent: group.flag("unless_asked_for", false),
	}
	if !group.has("at_most") {
		group.wrong("at_most", sayMissing)
	}
	group.done()
	return c
}

// pause reads { after_conversation = "7 calendar days", per = "invoice" }.
func (t *table) pause(bounded []channels.Kind) *Pause {
	group := t.inner("pause")
	if group == nil {
		return nil
	}
	p := &Pause{
		Period: group.period("after_conversation"), Scope: one(group, "per", scope),
		Channels: group.of(bounded), SkipConsent: group.flag("unless_asked_for", false),
	}
	group.done()
	return p
}

// of reads the channels whose entries count.
func (t *table) of(bounded []channels.Kind) []channels.Kind {
	if !t.has("of") {
		t.known = append(t.known, "of")
		return bounded
	}
	kinds := words(t, "of", channel)
	if len(kinds) == len(channels.Kinds()) {
		return nil
	}
	return kinds
}

func (t *table) period(key string) Period {
	text := t.needed(key)
	if text == "" {
		return Period{}
	}
	p, err := ParsePeriod(text)
	if err != nil {
		t.wrong(key, err.Error())
	}
	return p
}

// one reads a text that must be there and that parse knows.
func one[T ~string](t *table, key string, parse func(string) (T, error)) T {
	text := t.needed(key)
	if text == "" {
		return ""
	}
	return word(t, key, text, parse)
}

func counts(text string) (Counts, error) {
	switch c := Counts(text); c {
	case Attempts, Contacts, Conversations:
		return c, nil
	}
	return "", errCounts
}

func scope(text string) (Scope, error) {
	switch s := Scope(text); s {
	case PerContact, PerAccount, PerInvoice, PerAddress:
		return s, nil
	}
	return "", errScope
}
