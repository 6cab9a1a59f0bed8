package reminder

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/timeline"
)

// reply is work that answers a reply by the channel, due now, at night.
func reply(wanted, template string, a Answering) *Work {
	w := due(1, wanted)
	w.Contact.TimeZone = "Europe/Berlin"
	a.Reply = "rep_1"
	w.Reminder.Template, w.Reminder.Answering = template, &a
	return w
}

// promised is a promise to pay 60 euros by a day.
func promised() Answering {
	return Answering{Parts: []AnswerPart{{On: account.Date{Year: 2000, Month: 1, Day: 7}, Amount: account.Money{Minor: 6000, Currency: "EUR"}}}}
}

// send carries the work on under the courteous rules and returns what left.
func send(t *testing.T, w *Work) []channels.Message {
	t.Helper()
	h := start(t, policy.New(policy.Config{}), newDesk(w), func(s *Settings) { s.UnsubscribeBase = "https://pay.example/u/" })
	if len(w.History) > 0 {
		h.desk.history[w.Account.ID] = w.History
	}
	h.process(t, time.Second)
	return h.posts[w.Reminder.Channel].taken
}

func TestAnAnswerIsAskedAboutAsOne(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answering          Answering
		written, confirmed bool
	}{
		"automatic":                      {promised(), false, false},
		"written by a person":            {Answering{By: "Dana", Text: "Yes."}, true, false},
		"the confirmation of an opt-out": {Answering{OptOut: true}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := reply("sms", AnswerPromise, c.answering)
			w.Invoices = []account.Invoice{bill(t, "A-1", "2027-02-10", 0)}
			w.Holds = holds(t, "disputed A-1, promise * 2027-03-19T00:00:00Z")
			w.Reminder.ExpiresAt = instantOf(t, "2027-03-16T00:00:00Z")
			q := w.question(instantOf(t, now))
			want := w.Question(instantOf(t, now), channels.SMS)
			want.Answering, want.ConsentCall, want.OptOutConfirmation = true, c.written, c.confirmed
			want.Purpose, want.Content, want.Stage, want.ExpiresAt = account.PurposeReceipt, account.ContentReminder, account.Overdue, w.Reminder.ExpiresAt
			if diff := cmp.Diff(want, q); diff != "" || q.Hold != "promise" || q.Paid || len(q.Debts) > 0 {
				t.Error(diff)
			}
		})
	}
}

func TestAnAnswerGoesByItsOwnChannelOrNotAtAll(t *testing.T) {
	t.Parallel()
	w := reply("sms email", AnswerWritten, Answering{By: "Dana", Text: "Yes."})
	w.Preferences.Channels = ways("email")
	w.Preferences.Purposes = map[account.Purpose][]channels.Kind{account.PurposeReminder: ways("voice"), account.PurposeReceipt: {}}
	d := &script{says: says(t, "sms: skip opt_out, email: send")}
	if got := Decide(d, w, time.Hour, instantOf(t, now)); got.Channel != channels.SMS || got.Verdict != policy.Skip || len(d.asked) != 1 {
		t.Errorf("%s by %s after %d questions", got.Verdict, got.Channel, len(d.asked))
	}
	if next, ok := w.after(channels.SMS, instantOf(t, now)); ok {
		t.Errorf("%s takes over", next)
	}
}

func TestAMailAnswersInTheThreadOfTheCustomersOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a := promised()
		a.Subject, a.InReplyTo, a.References = "AW: Re: Invoice A-1\r\nBcc: x", "c@customer.example", []string{"a@bluebottle.example", "b@customer.example"}
		w := reply("email", AnswerPromise, a)
		mails := send(t, w)
		if len(mails) != 1 {
			t.Fatalf("%d mails: %s because of %s", len(mails), w.Reminder.Status, w.Reminder.Reason)
		}
		m := mails[0]
		if m.Subject != "Re: Invoice A-1 Bcc: x" || m.To != w.Contact.Email || !m.Automatic {
			t.Errorf("subject %q, automatic %v", m.Subject, m.Automatic)
		}
		if diff := cmp.Diff([]string{"a@bluebottle.example", "b@customer.example", "c@customer.example"}, m.References); diff != "" {
			t.Error(diff)
		}
		if strings.Contains(m.Text+m.HTML, "pay.example/u/") || !strings.Contains(m.Text, "7 January 2000") || !strings.Contains(m.Text, "€60.00") {
			t.Errorf("says %s", m.Text)
		}
		if !strings.HasSuffix(m.MessageID, "@bluebottle.example") || slices.Contains(m.References, m.MessageID) {
			t.Errorf("message id %q", m.MessageID)
		}
	})
}

func TestAnAttemptKeepsTheSubjectThatWasSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := reply("email", AnswerWritten, Answering{By: "Dana", Text: "Yes, it left on Monday.", Subject: "Where is it?"})
		h := start(t, rule(sends), newDesk(w), nil)
		h.process(t, time.Second)
		mail := h.posts[channels.Email].taken[0]
		if kept := h.desk.attempts[0]; kept.Subject != "Re: Where is it?" || mail.Subject != kept.Subject || mail.Automatic {
			t.Errorf("sent %q, kept %q, automatic %v", mail.Subject, kept.Subject, mail.Automatic)
		}
		if !strings.Contains(mail.Text, "Yes, it left on Monday.") {
			t.Errorf("says %s", mail.Text)
		}
	})
}

func TestAnAnswerGoesToWhereTheReplyCameFrom(t *testing.T) {
	t.Parallel()
	for to, named := range map[string]bool{"office@customer.example": false, "": true, "a@example.com": true} {
		synctest.Test(t, func(t *testing.T) {
			a := promised()
			a.To = to
			w := reply("email", AnswerPromise, a)
			w.Contact.Name = "Ana Flores"
			want := to
			if to == "" {
				want = w.Contact.Email
			}
			if m := send(t, w); len(m) != 1 || m[0].To != want || (m[0].ToName != "") != named {
				t.Errorf("%d mails, to the contact by name: %v", len(m), named)
			}
		})
	}
}

func TestAnAnswerWithoutAnAddressIsSkipped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := reply("sms", AnswerPromise, promised())
		w.Contact.Phone = ""
		if m := send(t, w); len(m) != 0 || w.Reminder.Status != Skipped || w.Reminder.Reason != "no_address" {
			t.Errorf("%d left, %s because of %s", len(m), w.Reminder.Status, w.Reminder.Reason)
		}
	})
}

func TestAPromiseIsConfirmedInTheNightAlthoughItHoldsReminders(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := reply("sms", AnswerPromise, promised())
		w.Holds = []account.Hold{{InvoiceID: "inv_1", Cause: account.HoldPromise, Until: time.Now().Add(72 * time.Hour)}}
		m := send(t, w)
		if len(m) != 1 || !strings.Contains(m[0].Text, "A-1") || !strings.Contains(m[0].Text, "€60.00 by 7 January 2000") {
			t.Fatalf("%d left, %s because of %s", len(m), w.Reminder.Status, w.Reminder.Reason)
		}
	})
}

func TestAnOptOutIsConfirmedOnceWhateverWentBeforeAndNamesNoInvoice(t *testing.T) {
	t.Parallel()
	for _, kind := range []channels.Kind{channels.SMS, channels.Email} {
		synctest.Test(t, func(t *testing.T) {
			w := reply(string(kind), AnswerOptOut, Answering{OptOut: true, Subject: "Re: Invoice A-1 of 60 euros"})
			address, _ := w.Contact.Address(kind)
			w.OptOuts = []account.OptOut{{Channel: kind, Address: address.Value, Source: "reply"}}
			w.History = []account.Entry{{At: time.Now().Add(-time.Minute), Channel: kind, Inbound: true}, {At: time.Now().Add(-time.Second), Channel: kind}}
			m := send(t, w)
			if len(m) != 1 {
				t.Fatalf("%s: %d left, %s because of %s", kind, len(m), w.Reminder.Status, w.Reminder.Reason)
			}
			if all := m[0].Subject + m[0].Text; strings.Contains(all, "A-1") || strings.ContainsAny(m[0].Text, "0123456789€") || !strings.Contains(all, "Blue Bottle Ltd") {
				t.Errorf("says %s", all)
			}
		})
	}
}

func TestNoAnswerGoesToADeadAddress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := reply("email", AnswerPromise, promised())
		w.OptOuts = []account.OptOut{{Channel: channels.Email, Address: w.Contact.Email, Source: account.SourceBounce}}
		if m := send(t, w); len(m) != 0 || w.Reminder.Status != Skipped || w.Reminder.Reason != "opt_out" {
			t.Errorf("%d left, %s because of %s", len(m), w.Reminder.Status, w.Reminder.Reason)
		}
	})
}

func TestTheTimelineKnowsAnAnswerWhateverBecomesOfIt(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]*channels.Error{"sent": nil, "failed": {Reason: channels.Refused}, "tried again": {Reason: channels.Temporary}} {
		synctest.Test(t, func(t *testing.T) {
			w := reply("sms", AnswerPromise, promised())
			h := start(t, rule(sends), newDesk(w), nil)
			if fault != nil {
				h.posts[channels.SMS].refuses = fault
			}
			h.process(t, time.Second)
			for _, c := range h.desk.changes {
				for _, e := range c.Events {
					if got := timeline.Summary(e, nil); !strings.HasPrefix(got, "Answer by SMS ") {
						t.Errorf("%s: %s", name, got)
					}
				}
			}
			if len(h.desk.changes) != 1 {
				t.Errorf("%s: %d changes", name, len(h.desk.changes))
			}
		})
	}
}

func TestAnswersHaveTheirTemplatesAndNobodyElseUsesThem(t *testing.T) {
	t.Parallel()
	words, err := texts()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(AnswerTemplates(), templates.Answers()); diff != "" {
		t.Error(diff)
	}
	for _, name := range words.Keys() {
		if EnqueueableTemplate(name) == slices.Contains(AnswerTemplates(), name) {
			t.Errorf("%s may be enqueued: %v", name, EnqueueableTemplate(name))
		}
	}
	for _, name := range AnswerTemplates() {
		e := timeline.Event{Kind: timeline.ReminderSent, Data: timeline.Encode(timeline.Sent{Channel: "sms", Template: name})}
		if got := timeline.Summary(e, nil); !words.Has(name) || !strings.HasPrefix(got, "Answer by SMS") {
			t.Errorf("%s is told as %s", name, got)
		}
	}
}

func TestASubjectIsAnsweredWithOneReAndNothingHidden(t *testing.T) {
	t.Parallel()
	for subject, want := range map[string]string{
		"Invoice A-1": "Invoice A-1", "Re: Invoice A-1": "Invoice A-1", "RE: AW: Re[2]: a": "a", "Antw: Réf : a": "a", "R: RIF: a": "a",
		"Fwd: a": "Fwd: a", "Regarding: a": "Regarding: a", " a \t b ": "a b", "a\r\nBcc: b@c.example": "a Bcc: b@c.example",
		"": "", "Re:": "", "a\u202eb\u200bc": "abc", "Re: \xff\xfea": "a",
	} {
		if got := plainSubject(subject); got != want {
			t.Errorf("%q: got %q, want %q", subject, got, want)
		}
	}
}

func TestASubjectIsOneShortLineAndCleaningItTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.OneOf(rapid.SampledFrom([]string{"Re: ", "AW:", "\r\n", " ", "a", "\u2028"}), rapid.String())).Draw(t, "pieces"), "")
		got := plainSubject(text)
		if len([]rune(got)) > maxSubject || strings.ContainsFunc(got, unicode.IsControl) || got != strings.TrimSpace(got) {
			t.Fatalf("%q becomes %q", text, got)
		}
		if again := plainSubject(got); again != got {
			t.Fatalf("%q becomes %q, then %q", text, got, again)
		}
	})
}

func TestALongThreadKeepsItsFirstMailAndTheLatest(t *testing.T) {
	t.Parallel()
	a := Answering{InReplyTo: "last"}
	for range 50 {
		a.References = append(a.References, "middle")
	}
	a.References[0] = "first"
	got := a.thread()
	if len(got) != maxReferences || got[0] != "first" || got[len(got)-1] != "last" {
		t.Errorf("%d mails, from %s to %s", len(got), got[0], got[len(got)-1])
	}
	if a = (Answering{InReplyTo: "one", References: []string{"one"}}); len(a.thread()) != 1 {
		t.Error("the mail that is answered is named twice")
	}
}
