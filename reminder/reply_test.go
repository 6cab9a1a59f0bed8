package reminder

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
)

// letterbox is a store of opt-outs with one reminder in it.
type letterbox struct {
	view  View
	heard []account.OptOut
}

func (l *letterbox) FindReminder(_ context.Context, id string) (View, error) {
	if id != l.view.Reminder.ID {
		return View{}, ErrNotFound
	}
	return l.view, nil
}

func (l *letterbox) Heed(_ context.Context, _ time.Time, o account.OptOut) error {
	l.heard = append(l.heard, o)
	return nil
}

func TestUnsubscribingStopsMailToTheAddressThatWasMailedWithProof(t *testing.T) {
	t.Parallel()
	at, ids, tokens := instantOf(t, now), account.NewIDs(), NewTokens("secret")
	id := ids.New("rem", at)
	box := &letterbox{view: View{Reminder: Reminder{ID: id, ContactID: "con_1"}, Attempts: []Attempt{
		{ID: "att_1", Channel: channels.Email, Address: "old@example.com", AccountID: "acc_1"},
		{ID: "att_2", Channel: channels.Email, Address: "new@example.com", AccountID: "acc_1"},
		{ID: "att_3", Channel: channels.SMS, Address: "+12125550123", AccountID: "acc_1"},
	}}}
	s := &Story{Parts: Parts{OptOuts: box, Tokens: tokens, Now: func() time.Time { return at }}}
	if err := s.Unsubscribe(t.Context(), tokens.Make(id)); err != nil {
		t.Fatal(err)
	}
	want := account.OptOut{Scope: account.ScopeAddress, Channel: channels.Email, Address: "new@example.com",
		ContactID: "con_1", AccountID: "acc_1", Source: "unsubscribe link", Proof: "att_2", At: at}
	if diff := cmp.Diff([]account.OptOut{want}, box.heard); diff != "" {
		t.Error(diff)
	}
}

func TestATokenWithoutAMailIsNotFound(t *testing.T) {
	t.Parallel()
	at, ids, tokens := instantOf(t, now), account.NewIDs(), NewTokens("secret")
	known, other := ids.New("rem", at), ids.New("rem", at)
	box := &letterbox{view: View{Reminder: Reminder{ID: known}, Attempts: []Attempt{{ID: "att_1", Channel: channels.SMS}}}}
	s := &Story{Parts: Parts{OptOuts: box, Tokens: tokens, Now: func() time.Time { return at }}}
	for name, token := range map[string]string{"no token": "abc", "another reminder's": tokens.Make(other), "never mailed": tokens.Make(known)} {
		if err := s.Unsubscribe(t.Context(), token); !errors.Is(err, ErrNotFound) || len(box.heard) != 0 {
			t.Errorf("%s: %v, %d opt-outs", name, err, len(box.heard))
		}
	}
}

func TestAnOptOutThatTheProviderKnowsOfHasItsProof(t *testing.T) {
	t.Parallel()
	at := instantOf(t, now)
	s := &Story{Parts: Parts{Now: func() time.Time { return at }}}
	c := s.refused(work("sms"), Attempt{ID: "att_1", Channel: channels.SMS, Address: "+12125550123"}, &channels.Error{Reason: channels.OptedOut})
	want := &account.OptOut{Scope: account.ScopeAddress, Channel: channels.SMS, Address: "+12125550123",
		ContactID: "con_1", AccountID: "acc_1", Source: "provider", Proof: "att_1", At: at}
	if diff := cmp.Diff(want, c.OptOut); diff != "" {
		t.Error(diff)
	}
}
