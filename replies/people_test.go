package replies

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

// kept puts a reply of the story on the shelf.
func kept(t *testing.T, s story) office {
	t.Helper()
	o := newOffice(t, s)
	s.t.At = o.Now()
	o.shelf.heard = []Text{s.t}
	o.shelf.follow = FollowUp{ID: "fup_1", ReplyID: s.t.ID, AccountID: s.t.AccountID, Status: Open}
	return o
}

func TestAReplyThatAPersonMatchesIsActedUpon(t *testing.T) {
	t.Parallel()
	s := bySMS()
	stranger := s.but(match(ByNothing), text("pay friday"))
	o := kept(t, story{t: stranger.t, s: s.s, set: s.set})
	o.script.by["pay friday"] = []intents.Found{promised("2026-12-04")}
	heard, err := o.Match(t.Context(), "rep_1", "con_1", "carla", nil)
	got, did := o.last(t)
	if err != nil || heard.ReplyID != "rep_1" || got.Match != ByPerson || got.AccountID != "acc_1" || got.ContactID != "con_1" {
		t.Fatalf("%v: %+v", err, got)
	}
	want := []string{"promise inv_2+inv_3  by 2026-12-04 until 2026-12-07T00:00", "hold inv_2 for promise 2026-12-07T00:00",
		"hold inv_3 for promise 2026-12-07T00:00", "answer promise_noted by sms to  about inv_2+inv_3"}
	if diff := cmp.Diff(want, did); diff != "" {
		t.Error(diff)
	}
}

func TestAMatchKeepsWhatTheReplyAnswered(t *testing.T) {
	t.Parallel()
	s := bySMS()
	s.t.Match, s.t.Body = BySender, "pay friday" // several accounts have the number
	o := kept(t, s)
	o.script.by["pay friday"] = []intents.Found{promised("2026-12-04")}
	if _, err := o.Match(t.Context(), "rep_1", "con_1", "carla", nil); err != nil {
		t.Fatal(err)
	}
	got, did := o.last(t)
	if got.AttemptID != "att_1" || did[0] != "promise inv_2  by 2026-12-04 until 2026-12-07T00:00" {
		t.Errorf("%q: %v", got.AttemptID, did)
	}
}

func TestAKeyStaysWhatItIsWhenItIsMatched(t *testing.T) {
	t.Parallel()
	s := byCall("3").but(match(ByNothing))
	o := kept(t, story{t: s.t, s: byCall("3").s, set: s.set})
	if _, err := o.Match(t.Context(), "rep_1", "con_1", "carla", nil); err != nil {
		t.Fatal(err)
	}
	if _, did := o.last(t); !cmp.Equal(did, []string{"hold con_1 for reply 2026-11-28T00:00", "follow call_back call_back"}) {
		t.Errorf("got %v", did)
	}
}

func TestMatchingWhatIsNotThereIsRefused(t *testing.T) {
	t.Parallel()
	o := kept(t, bySMS())
	if _, err := o.Match(t.Context(), "rep_2", "con_1", "carla", nil); !errors.Is(err, ErrNoReply) {
		t.Errorf("got %v", err)
	}
	if _, err := o.Match(t.Context(), "rep_1", "con_2", "carla", nil); !errors.Is(err, account.ErrNoContact) {
		t.Errorf("got %v", err)
	}
}

func TestACorrectionTakesPlaceAndIsKeptAsAnExample(t *testing.T) {
	t.Parallel()
	s := bySMS(maybe(intents.AlreadyPaid)).but(text("its sorted on the 4th"))
	o := kept(t, s)
	_, err := o.Correct(t.Context(), "rep_1", []intents.Found{{Intent: intents.Promise, Date: day("2026-12-04"), Amount: pounds(5000)}}, "carla", nil)
	if err != nil {
		t.Fatal(err)
	}
	got, did := o.last(t)
	want := []string{"promise inv_2 50.00 by 2026-12-04 until 2026-12-07T00:00", "hold inv_2 for promise 2026-12-07T00:00", "answer promise_noted by sms to " + adasPhone + " about inv_2"}
	if diff := cmp.Diff(want, did); diff != "" {
		t.Error(diff)
	}
	if f := got.Intents[0]; !f.Certain || f.Rule != ruleOperator {
		t.Errorf("got %+v", f)
	}
	label := o.shelf.labels[0]
	wantLabel := &Label{ID: label.ID, ReplyID: "rep_1", At: o.Now(), By: "carla", Channel: "sms", Locale: "en-GB", Zone: "Europe/London", Now: o.Now(),
		Text: "its sorted on the 4th", Intents: []LabelIntent{{Intent: "promise_to_pay", Date: "2026-12-04", Amount: "50.00"}}, Before: []LabelIntent{{Intent: "already_paid"}}}
	if diff := cmp.Diff(wantLabel, label); diff != "" {
		t.Error(diff)
	}
}

func TestACorrectionToNothingLeavesNothing(t *testing.T) {
	t.Parallel()
	o := kept(t, bySMS(maybe(intents.AlreadyPaid)))
	if _, err := o.Correct(t.Context(), "rep_1", nil, "carla", nil); err != nil {
		t.Fatal(err)
	}
	if got, did := o.last(t); len(did) > 0 || got.Intents[0].Intent != intents.Other || !got.Intents[0].Certain {
		t.Errorf("%v: %+v", did, got.Intents)
	}
}

func TestACorrectionOfAnUnknownReplyIsRefused(t *testing.T) {
	t.Parallel()
	o := kept(t, bySMS())
	if _, err := o.Correct(t.Context(), "rep_2", nil, "carla", nil); !errors.Is(err, ErrNoReply) || len(o.shelf.labels) > 0 {
		t.Errorf("got %v", err)
	}
}

func TestACorrectionDoesNotMakeAMatchCertain(t *testing.T) {
	t.Parallel()
	s := byMail().but(match(BySender))
	o := kept(t, s)
	if _, err := o.Correct(t.Context(), "rep_1", []intents.Found{found(intents.Dispute)}, "carla", nil); err != nil {
		t.Fatal(err)
	}
	if _, did := o.last(t); !cmp.Equal(did, []string{"follow unmatched match_account"}) {
		t.Errorf("got %v", did)
	}
}

func TestAPersonsAnswerGoesBackTheSameWay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		story
		channel channels.Kind
		to      string
	}{
		{"a mail by mail", byMail(), channels.Email, adasMail},
		{"to the address that we had written to, when it answers", byMail().but(wroteTo(accounts), from(accounts)), channels.Email, accounts},
		{"never to whoever else answers", byMail().but(from("bob@elsewhere.example")), channels.Email, ""},
		{"a text by text", bySMS(), channels.SMS, adasPhone},
		{"a call by text", byCall("3"), channels.SMS, ""},
		{"a call by mail where texts are off", byCall("3").but(only(channels.Email)), channels.Email, ""},
	} {
		o := kept(t, tt.story)
		id, err := o.Answer(t.Context(), "fup_1", " We call you at noon. ", "carla", nil)
		if err != nil || id != "rem_9" {
			t.Errorf("%s: %q, %v", tt.name, id, err)
			continue
		}
		a := o.shelf.answers[0]
		if a.Channel != tt.channel || a.Answering.To != tt.to || a.Answering.Text != "We call you at noon." || a.Answering.By != "carla" || a.Template != reminder.AnswerWritten {
			t.Errorf("%s: got %+v", tt.name, a)
		}
		if diff := cmp.Diff([]reminder.Due{{ID: "rem_9", Channel: tt.channel, SendAt: o.Now()}}, o.bell.woken); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestAPersonsAnswerToAMailStaysInItsThread(t *testing.T) {
	t.Parallel()
	o := kept(t, byMail())
	if _, err := o.Answer(t.Context(), "fup_1", "Yes.", "carla", nil); err != nil {
		t.Fatal(err)
	}
	a := o.shelf.answers[0]
	want := reminder.Answering{Reply: "rep_1", To: adasMail, By: "carla", Text: "Yes.", Subject: "Re: Invoice", InReplyTo: "m2@customer.example", References: []string{"m1@acme.example"}}
	if diff := cmp.Diff(want, a.Answering); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"inv_2"}, a.InvoiceIDs); diff != "" {
		t.Error(diff)
	}
}

func TestAnAnswerThatCannotGoIsRefused(t *testing.T) {
	t.Parallel()
	noPhone := func(s *story) { s.s.Standing.Contact.Phone, s.s.Standing.Contact.Email = "", "" }
	done := func(o office) { o.shelf.follow.Status = Done }
	nothing := func(office) {}
	for _, tt := range []struct {
		name string
		story
		before func(office)
		id     string
		words  string
		want   error
	}{
		{"no such follow-up", bySMS(), nothing, "fup_2", "Yes.", ErrNoFollowUp},
		{"done", bySMS(), done, "fup_1", "Yes.", ErrDone},
		{"nobody known", bySMS().but(match(ByNothing)), nothing, "fup_1", "Yes.", ErrNobody},
		{"not surely known", bySMS().but(match(BySender)), nothing, "fup_1", "Yes.", ErrNobody},
		{"no address", byCall("3").but(noPhone), nothing, "fup_1", "Yes.", ErrNobody},
		{"the channel is off", bySMS().but(only(channels.Email)), nothing, "fup_1", "Yes.", ErrNobody},
		{"no words", bySMS(), nothing, "fup_1", " \n", ErrWords},
		{"too many for a text", bySMS(), nothing, "fup_1", strings.Repeat("é", 601), ErrWords},
		{"too many for a mail", byMail(), nothing, "fup_1", strings.Repeat("é", 2001), ErrWords},
	} {
		o := kept(t, tt.story)
		tt.before(o)
		if _, err := o.Answer(t.Context(), tt.id, tt.words, "carla", nil); !errors.Is(err, tt.want) || len(o.shelf.answers) > 0 {
			t.Errorf("%s: got %v", tt.name, err)
		}
	}
}

func TestAnAnswerMayBeAsLongAsItsChannelAllows(t *testing.T) {
	t.Parallel()
	for words, s := range map[string]story{strings.Repeat("é", 600): bySMS(), strings.Repeat("é", 2000): byMail()} {
		o := kept(t, s)
		if _, err := o.Answer(t.Context(), "fup_1", words, "carla", nil); err != nil {
			t.Errorf("%d letters: %v", len(words)/2, err)
		}
	}
}

func TestAReportThatIsCorrectedIsAPersonsReply(t *testing.T) {
	t.Parallel()
	o := kept(t, byMail().but(kind(mail.AutoReply)))
	if _, err := o.Correct(t.Context(), "rep_1", []intents.Found{{Intent: intents.WrongPerson}}, "carla", nil); err != nil {
		t.Fatal(err)
	}
	if got, did := o.last(t); got.Kind != mail.Reply || !cmp.Equal(did, []string{"stop email " + adasMail + " (wrong person)", "follow wrong_person find_person"}) {
		t.Errorf("got %v", did)
	}
}
