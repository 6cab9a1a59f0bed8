package policy_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

// What can be special about a question.

func viaEmail(a *rowAsking) { a.Channel = channels.Email }
func viaSMS(a *rowAsking)   { a.Channel = channels.SMS }
func viaVoice(a *rowAsking) { a.Channel = channels.Voice }

func byAgency(a *rowAsking)    { a.Role = account.ThirdParty }
func byCreditor(a *rowAsking)  { a.Role = account.FirstParty }
func byOtherName(a *rowAsking) { a.Role = account.FirstPartyOtherName }

func toConsumer(a *rowAsking) { a.Kind = account.Consumer }
func toTrader(a *rowAsking)   { a.Kind = account.SoleTrader }
func toBusiness(a *rowAsking) { a.Kind = account.Business }
func toUnknown(a *rowAsking)  { a.Kind = "" }

func reminding(a *rowAsking) { a.Content = account.ContentReminder }
func demanding(a *rowAsking) { a.Content = account.ContentDemand }
func selling(a *rowAsking)   { a.Content = account.ContentMarketing }

func replying(a *rowAsking) { a.Answering = true }
func askedFor(a *rowAsking) { a.ConsentCall = true }

func atStage(stage account.Stage) rowWith { return func(a *rowAsking) { a.Stage = stage } }
func overdueBy(days int) rowWith          { return func(a *rowAsking) { a.DaysOverdue = days } }
func inRegion(region string) rowWith      { return func(a *rowAsking) { a.Region = region } }
func aboutDebts(debts ...string) rowWith  { return func(a *rowAsking) { a.Debts = debts } }
func wishing(hours string) rowWith        { return func(a *rowAsking) { a.Preferences.Wishes = hours } }
func withHold(cause string) rowWith       { return func(a *rowAsking) { a.Hold = cause } }
func keeping(profile string) rowWith      { return func(a *rowAsking) { a.Profile = profile } }
func onceAt(at string) rowWith            { return func(a *rowAsking) { a.At = rowTime(a.t, at, a.zone) } }

// inZone is where the contact is, by its own word; the case's times stay those of
// the table's zone.
func inZone(zone string) rowWith { return func(a *rowAsking) { a.Zones = []string{zone} } }

// toAddress is another address than the usual one of the channel.
func toAddress(address string) rowWith { return func(a *rowAsking) { a.Address = address } }

// knownBy is evidence in place of a zone that the contact has told.
func knownBy(addressZones []string, phones ...string) rowWith {
	return func(a *rowAsking) { a.Zones, a.AddressZones, a.Phones = nil, addressZones, phones }
}

// allOf makes one change of several.
func allOf(with ...rowWith) rowWith {
	return func(a *rowAsking) {
		for _, one := range with {
			one(a)
		}
	}
}

// consenting is a consent to a channel since a local instant.
func consenting(channel channels.Kind, since string) rowWith {
	return func(a *rowAsking) {
		a.Consents = append(a.Consents, account.Consent{Channel: channel, Source: "contract", At: rowTime(a.t, since, a.zone)})
	}
}

// consentEnded is a consent of last year that was taken back at a local instant.
func consentEnded(channel channels.Kind, end string) rowWith {
	return func(a *rowAsking) {
		ended := rowTime(a.t, end, a.zone)
		a.Consents = append(a.Consents, account.Consent{Channel: channel, Source: "contract", At: ended.AddDate(-1, 0, 0), EndedAt: ended, EndedBy: "reply"})
	}
}

// withoutConsent takes away every consent that the usual question has.
func withoutConsent(a *rowAsking) { a.Consents = nil }

// optedOut is an opt-out from a channel, of the whole contact or of one address.
func optedOut(channel channels.Kind, address string) rowWith {
	return func(a *rowAsking) {
		out := account.OptOut{Scope: account.ScopeContact, Channel: channel, ContactID: a.ContactID, Source: "reply", At: a.At.AddDate(0, -1, 0)}
		if address != "" {
			out.Scope, out.ContactID, out.Address = account.ScopeAddress, "", address
		}
		a.OptOuts = append(a.OptOuts, out)
	}
}

// rowHistory is how the times of the history are written.
const rowHistory = "2006-01-02 15:04"

// had is one line of history for each local time. What it was is words: the channel,
// "in" when they contacted us, "asked" when they had asked for it, an outcome,
// "another" for another contact of the account, "elsewhere" for another account of
// the same address, "other-number", and numbers of invoices; without any it was about
// all that is owed.
func had(what string, times ...string) rowWith {
	return func(a *rowAsking) {
		for _, text := range times {
			at, err := time.ParseInLocation(rowHistory, text, a.zone)
			if err != nil {
				a.t.Fatalf("%q is no time of a history", text)
			}
			a.History = append(a.History, entryOf(a, what, at))
		}
	}
}

// hadMany is so many lines of history, an hour apart, from a local time on.
func hadMany(n int, what, from string) rowWith {
	return func(a *rowAsking) {
		at, err := time.ParseInLocation(rowHistory, from, a.zone)
		if err != nil {
			a.t.Fatalf("%q is no time of a history", from)
		}
		for i := range n {
			a.History = append(a.History, entryOf(a, what, at.Add(time.Duration(i)*time.Hour)))
		}
	}
}

// filled is so many lines of history at one local time.
func filled(n int, what, at string) rowWith { return had(what, slices.Repeat([]string{at}, n)...) }

func entryOf(a *rowAsking, what string, at time.Time) account.Entry {
	e := account.Entry{At: at, ContactID: a.ContactID}
	for word := range strings.FieldsSeq(what) {
		switch {
		case word == "in":
			e.Inbound = true
		case word == "asked":
			e.ConsentCall = true
		case word == "another":
			e.ContactID = "con_2"
		case word == "elsewhere":
			e.Elsewhere, e.ContactID, e.Address = true, "", addressFor(a.Channel)
		case word == "other-number":
			e.Address = "+19175550188"
		case strings.HasPrefix(word, "INV-"):
			e.Debts = append(e.Debts, word)
		case channels.Kind(word).Valid():
			e.Channel = channels.Kind(word)
		default:
			e.Outcome = outcomeOf(a.t, word)
		}
	}
	if e.Channel == "" {
		a.t.Fatalf("the history names no channel: %s", strconv.Quote(what))
	}
	return e
}

func outcomeOf(t testing.TB, word string) account.Outcome {
	outcome, err := account.ParseOutcome(word)
	if err != nil {
		t.Fatalf("%q %v", word, err)
	}
	return outcome
}
