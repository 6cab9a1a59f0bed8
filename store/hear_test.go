package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
	"github.com/goodterms/goodterms/timeline"
)

// unmatched is a text message of a contact's number that nobody knows.
func unmatched(p reminder.Planned, body string) replies.Text {
	return replies.Text{At: noon, Channel: channels.SMS, From: p.Contact.Phone, To: "+4930900", Body: body, Raw: "Body=" + body,
		ProviderID: ids.New("SM", noon)}
}

// textFrom is a text message of a contact.
func textFrom(p reminder.Planned, body string) replies.Text {
	r := unmatched(p, body)
	r.Match, r.AccountID, r.ContactID = replies.ByThread, p.Account.ID, p.Contact.ID
	return r
}

// stopping opts the contact's number out of messages and calls.
func stopping(p reminder.Planned) (e replies.Effects) {
	for _, channel := range []channels.Kind{channels.Voice, channels.SMS} {
		e.OptOuts = append(e.OptOuts, account.OptOut{Scope: account.ScopeAddress, Channel: channel, Address: p.Contact.Phone, Source: "reply"})
	}
	return e
}

// answering is an automatic answer by text message.
func answering(p reminder.Planned, template string) *reminder.PlannedAnswer {
	return &reminder.PlannedAnswer{AccountID: p.Account.ID, ContactID: p.Contact.ID, Template: template, Channel: channels.SMS,
		SendAt: noon, ExpiresAt: noon.Add(72 * time.Hour), Answering: reminder.Answering{Reply: "rep_1"}}
}

func hear(t testing.TB, s *store.Store, r replies.Text, e replies.Effects) replies.Heard {
	t.Helper()
	return hearAt(t, s, noon, r, e)
}

func hearAt(t testing.TB, s *store.Store, now time.Time, r replies.Text, e replies.Effects) replies.Heard {
	t.Helper()
	heard, err := s.Hear(t.Context(), now, r, e)
	if err != nil {
		t.Fatal(err)
	}
	return heard
}

func replyOf(t testing.TB, s *store.Store, id string) replies.Text {
	t.Helper()
	r, err := s.FindReply(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// latest are the kinds of the account's events after the first so many.
func latest(t testing.TB, s *store.Store, reference string, after int) []timeline.Kind {
	t.Helper()
	return kinds(history(t, s, reference)[after:])
}

func TestAReplyTakesEffectOnce(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		p := plan(1)
		a := handedOver(t, s, p, "SM1")
		stale := attemptOn(claimed(t, s, planFor(2, 1), "one"), "one")
		r, e := textFrom(p, "STOP"), stopping(p)
		e.Answer = answering(p, reminder.AnswerOptOut)
		e.FollowUps = []replies.FollowUp{{Cause: replies.CauseQuestion, Action: replies.ActAnswer}}
		stores := []*store.Store{s, open()}
		var fresh atomic.Int32
		together(8, func(n int) {
			heard := hear(t, stores[n%2], r, e)
			if heard.AccountID != a.AccountID || heard.ReplyID == "" {
				t.Errorf("heard %+v", heard)
			}
			if !heard.Repeat {
				fresh.Add(1)
			}
		})
		equal(t, fresh.Load(), 1)
		equal(t, latest(t, s, "A-1", 3), []timeline.Kind{timeline.ReplyReceived, timeline.OptOutRecorded,
			timeline.ReminderScheduled, timeline.FollowUpOpened})
		equal(t, begin(t, s, stale), reminder.BegunStale)
	})
}

func TestAReplyIsFoundAsItCameAndAsItWasRead(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		for name, raw := range map[string]string{"text": "plain", "any bytes": "a\x00b\xff\xfe", "what looks encoded": "base64:YQ==", "nothing": ""} {
			r := textFrom(p, "I pay on Friday")
			r.Channel, r.Kind, r.Subject, r.Language, r.Rules = channels.Email, mail.Reply, "Re: R-1", "en", "7"
			r.Intents = []intents.Found{{Intent: intents.Promise, Certain: true, Date: account.Date{Year: 2027, Month: 3, Day: 19},
				Amount: account.Money{Minor: 12000, Currency: "EUR"}, Evidence: "pay on Friday", Rule: "en.promise.will-pay",
				Parts: []intents.Part{{On: account.Date{Year: 2027, Month: 3, Day: 19}, Amount: account.Money{Minor: 12000, Currency: "EUR"}}}}}
			r.Media = []channels.Media{{Type: "image/png", URL: "https://provider.example/1"}}
			r.MessageID, r.References, r.Raw = "m2@customer.example", []string{"m0@us.example", "m1@customer.example"}, raw
			r.ID = hear(t, s, r, replies.Effects{}).ReplyID
			equal(t, replyOf(t, s, r.ID), r)
			found, ok, err := s.FindHeard(t.Context(), string(r.Channel), r.ProviderID, false)
			if err != nil || !ok {
				t.Fatalf("%s: %v, %v", name, ok, err)
			}
			equal(t, found, r)
		}
		if _, err := s.FindReply(t.Context(), "rep_none"); !errors.Is(err, replies.ErrNoReply) {
			t.Errorf("got %v", err)
		}
		_, ok, err := s.FindHeard(t.Context(), "sms", "", false)
		equal(t, ok || err != nil, false)
	})
}

func TestATextThatNoDatabaseHoldsIsKeptWithoutWhatItCannotHold(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		r := textFrom(p, "pay\x00 \xffnow")
		r.Subject, r.From, r.ProviderID, r.MessageID = "\x00s", "a\xff", "id\x00", "\x00m"
		r.Intents = []intents.Found{{Intent: intents.Other, Evidence: "\x00now\xff"}}
		r.Media, r.References = []channels.Media{{Name: "\x00.pdf"}}, []string{"\xff"}
		e := replies.Effects{FollowUps: []replies.FollowUp{{Cause: replies.CauseOther, Note: "\x00"}}}
		heard := hear(t, s, r, e)
		equal(t, replyOf(t, s, heard.ReplyID).Body, "pay \uFFFDnow")
		equal(t, hear(t, s, r, e), replies.Heard{ReplyID: heard.ReplyID, AccountID: p.Account.ID, Repeat: true})
	})
}

func TestAReplyOfNobodyIsKeptAndItsOptOutCounts(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		r := unmatched(p, "STOP")
		first := hear(t, s, r, stopping(p))
		equal(t, first.AccountID, "")
		equal(t, hear(t, s, r, stopping(p)), replies.Heard{ReplyID: first.ReplyID, Repeat: true})
		equal(t, optedOut(claimed(t, s, p, "one").OptOuts), []string{"address sms", "address voice"})
	})
}

func TestAReplyWithoutAProvidersIDIsKnownAgainByItsOwn(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		r := unmatched(plan(1), "hello")
		r.ID, r.ProviderID = ids.New("rep", noon), ""
		equal(t, hear(t, s, r, replies.Effects{}), replies.Heard{ReplyID: r.ID})
		equal(t, hear(t, s, r, replies.Effects{}), replies.Heard{ReplyID: r.ID, Repeat: true})
	})
}

func TestRepliesWithoutAnIDAreNeverRepeats(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		r := unmatched(plan(1), "hello")
		r.ProviderID = ""
		for range 2 {
			equal(t, hear(t, s, r, replies.Effects{}).Repeat, false)
		}
	})
}

func TestTheSameIDOfATestAndOfALiveReplyAreTwo(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		r := unmatched(plan(1), "hello")
		hear(t, s, r, replies.Effects{})
		r.Test = true
		equal(t, hear(t, s, r, replies.Effects{}).Repeat, false)
	})
}

func TestTheTimelineShowsWhatAReplySaidAndWhoSaidIt(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		a := handedOver(t, s, p, "CA1")
		r := textFrom(p, "")
		r.Channel, r.Digits, r.AttemptID, r.Match = channels.Voice, "3", a.ID, replies.ByWay
		hear(t, s, r, replies.Effects{})
		bounced := textFrom(p, "")
		bounced.Kind = mail.Bounce
		hear(t, s, bounced, replies.Effects{})
		events := history(t, s, "A-1")[2:]
		equal(t, kinds(events), []timeline.Kind{timeline.ReplyReceived, timeline.ReplyReceived})
		equal(t, []timeline.Actor{events[0].Actor, events[1].Actor}, []timeline.Actor{timeline.Customer, timeline.Provider})
		equal(t, events[0].ReminderID, a.ReminderID)
		for _, want := range []string{`"meaning":"speak"`, `"digits":"3"`, `"match":"call"`, `"kind":"reply"`} {
			if !strings.Contains(string(events[0].Data), want) {
				t.Errorf("no %s in %s", want, events[0].Data)
			}
		}
	})
}

func TestAnAddressThatDoesNotExistIsStoppedAndItsPersonIsNot(t *testing.T) {
	t.Parallel()
	for _, source := range []string{account.SourceBounce, account.SourceWrongPerson} {
		t.Run(source, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
				p := plan(1)
				accept(t, s, p)
				stop := account.OptOut{Channel: channels.SMS, Address: p.Contact.Phone, Source: source}
				hear(t, s, textFrom(p, "wrong number"), replies.Effects{OptOuts: []account.OptOut{stop}})
				equal(t, latest(t, s, "A-1", 1), []timeline.Kind{timeline.ReplyReceived, timeline.AddressStopped})
				equal(t, optedOut(standingOf(t, s, p.Contact.ID).OptOuts), []string{"address sms"})
				hear(t, s, textFrom(p, "STOP"), stopping(p)) // the wish of its holder is another matter
				equal(t, latest(t, s, "A-1", 3), []timeline.Kind{timeline.ReplyReceived, timeline.OptOutRecorded})
			})
		})
	}
}

func TestAnOptOutIsProvedByItsReplyAndToldByTheReplysChannel(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		heard := hear(t, s, textFrom(p, "STOP"), stopping(p))
		events := history(t, s, "A-1")
		equal(t, strings.Contains(string(events[2].Data), `"channel":"sms"`), true)
		for _, o := range standingOf(t, s, p.Contact.ID).OptOuts {
			equal(t, []string{o.Proof, o.AccountID}, []string{heard.ReplyID, p.Account.ID})
		}
	})
}

func TestAnOptInByReplyEndsItsLikeAndOtherwiseChangesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		start := replies.Effects{OptIns: []account.OptOut{
			{Scope: account.ScopeAddress, Channel: channels.Email, Address: p.Contact.Email, Source: "reply"},
			{Scope: account.ScopeAddress, Channel: channels.SMS, Address: p.Contact.Phone, Source: "reply"}}}
		hear(t, s, textFrom(p, "START"), start)
		hear(t, s, textFrom(p, "STOP"), stopping(p))
		hear(t, s, textFrom(p, "START"), start)
		equal(t, latest(t, s, "A-1", 1), []timeline.Kind{timeline.ReplyReceived, timeline.ReplyReceived, timeline.OptOutRecorded,
			timeline.ReplyReceived, timeline.OptInRecorded})
		equal(t, optedOut(claim(t, s, "one", p.Reminder.ID)[0].OptOuts), []string{"address voice", "contact voice"})
	})
}

func TestABounceRaisesTheDeliveryStatusAndSettlesNothing(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		a := begun(t, s, plan(1), "one")
		r := textFrom(plan(1), "")
		r.Kind = mail.Bounce
		hear(t, s, r, replies.Effects{Receipts: []channels.Receipt{
			{Channel: channels.Email, Attempt: a.ID, Status: channels.Undelivered, Code: "5.1.1", Key: "k", Raw: "raw\x00\xff"}}})
		attempt := find(t, s, a.ReminderID).Attempts[0]
		equal(t, attempt.State, reminder.Open)
		equal(t, attempt.Status, channels.Undelivered)
		equal(t, latest(t, s, "A-1", 1), []timeline.Kind{timeline.ReplyReceived, timeline.DeliveryUpdated})
		kept, err := s.Receipts(t.Context(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, kept[0].Raw, "raw\x00\xff")
	})
}

func TestRepliesOfManyAtOnceTakeEffectOnceEach(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		const accounts, each = 20, 10
		stores := []*store.Store{s, open()}
		texts := make([]replies.Text, accounts*each)
		for n := range texts {
			p := planFor(n, n%accounts)
			if n < accounts {
				accept(t, s, p)
			}
			texts[n] = textFrom(p, fmt.Sprint("reply ", n))
		}
		var fresh atomic.Int32
		together(8, func(worker int) {
			for n := range texts {
				r := texts[(n+worker*25)%len(texts)]
				p := planFor(0, ((n+worker*25)%len(texts))%accounts)
				heard, err := stores[worker%2].Hear(t.Context(), noon, r, promising(p, noon))
				if err != nil {
					t.Error(err)
				}
				if !heard.Repeat {
					fresh.Add(1)
				}
			}
		})
		equal(t, fresh.Load(), accounts*each)
		for of := range accounts {
			reference := fmt.Sprint("A-", of)
			heard, open := 0, 0
			for _, e := range history(t, s, reference) {
				if e.Kind == timeline.ReplyReceived {
					heard++
				}
			}
			list, err := s.ListPromises(t.Context(), replies.ArrangementFilter{Account: reference, Ended: true})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range list {
				if p.Status == account.PromiseOpen {
					open++
				}
			}
			equal(t, []int{heard, len(list), open}, []int{each, each, 1})
		}
	})
}
