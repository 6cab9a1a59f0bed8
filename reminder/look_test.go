package reminder

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// drawer is an Inbox that knows one attempt.
type drawer struct{ Stored }

func (d drawer) Receive(context.Context, time.Time, channels.Receipt, bool, func(Attempt) Settled) error {
	return nil
}
func (d drawer) FindAttempt(context.Context, string) (Stored, error) { return d.Stored, nil }

func TestAMailIsShownExactlyAsItWasSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := due(1, "email")
		desk := newDesk(w)
		h := start(t, rule(sends), desk, func(*Settings) {})
		h.process(t, time.Second)
		sent, attempt := h.posts[channels.Email].taken[0], desk.attempts[0]
		w.Invoices[0].Balance = account.Money{Minor: 1, Currency: "EUR"} // what is owed has changed since
		h.Inbox = drawer{Stored{Attempt: attempt, Work: *w}}
		look, err := h.Look(t.Context(), attempt.ID)
		if err != nil || !look.Exact || look.Words.HTML != sent.HTML || sent.HTML == "" {
			t.Errorf("exact %t, the page as sent %t, error %v", look.Exact, look.Words.HTML == sent.HTML, err)
		}
		attempt.ContentHash = "another"
		h.Inbox = drawer{Stored{Attempt: attempt, Work: *w}}
		if look, _ = h.Look(t.Context(), attempt.ID); look.Exact || look.Words.HTML != "" || look.Words.Text != sent.Text {
			t.Errorf("what cannot be proven is shown as exact %t, page %q", look.Exact, look.Words.HTML)
		}
	})
}

func TestATestMessageGoesWithItsOwnWordsToTheOperator(t *testing.T) {
	t.Parallel()
	words := templates.Words{Text: "TEST Invoice INV-7 of a sample is overdue.", Locale: "en-GB"}
	w := reply("sms", AnswerWritten, Answering{By: "opr_1", To: "+447700900123", Trial: &Trial{Template: "gentle", Version: 3, Channel: channels.SMS, Words: words}})
	synctest.Test(t, func(t *testing.T) {
		sent := send(t, w)
		if len(sent) != 1 || sent[0].Text != words.Text || sent[0].To != "+447700900123" {
			t.Errorf("sent %+v", sent)
		}
	})
}
