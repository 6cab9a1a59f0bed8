package replies

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

func textFrom(number, body string) channels.Reply {
	return channels.Reply{Channel: channels.SMS, From: number, To: "+447700900999", ProviderID: "SM1", Text: body}
}

func TestAReplyIsReadActedUponAndRecorded(t *testing.T) {
	t.Parallel()
	o := newOffice(t, bySMS())
	o.script.by["pay friday"] = []intents.Found{promised("2026-12-04")}
	o.receive(t, textFrom("+44 7700 900123", "pay friday"))
	got, did := o.last(t)
	if got.From != adasPhone || got.AccountID != "acc_1" || got.AttemptID != "att_1" || got.Match != ByThread || got.Rules != "test" || got.Kind != mail.Reply {
		t.Errorf("got %+v", got)
	}
	want := []string{"promise inv_2  by 2026-12-04 until 2026-12-07T00:00", "hold inv_2 for promise 2026-12-07T00:00", "answer promise_noted by sms to " + adasPhone + " about inv_2"}
	if diff := cmp.Diff(want, did); diff != "" {
		t.Error(diff)
	}
}

func TestEverythingThatIsKeptHasAName(t *testing.T) {
	t.Parallel()
	o := newOffice(t, bySMS())
	o.script.by["x"] = []intents.Found{found(intents.Dispute), promised("2026-12-04")}
	o.receive(t, textFrom(adasPhone, "x"))
	e := o.shelf.effects[0]
	for prefix, id := range map[string]string{"rep_": o.shelf.heard[0].ID, "hld_": e.Holds[0].ID, "prm_": e.Promises[0].ID, "dsp_": e.Disputes[0].ID, "fup_": e.FollowUps[0].ID} {
		if !strings.HasPrefix(id, prefix) {
			t.Errorf("want an id that begins with %s: got %q", prefix, id)
		}
	}
	if e.Promises[0].ReplyID != o.shelf.heard[0].ID || e.Holds[0].Proof != o.shelf.heard[0].ID {
		t.Error("what is kept does not name its reply")
	}
}

func TestARepeatIsNotHeardAgain(t *testing.T) {
	t.Parallel()
	o := newOffice(t, bySMS())
	for range 5 {
		o.receive(t, textFrom(adasPhone, "hello"))
	}
	if len(o.shelf.heard) != 1 || len(o.bell.heard) != 1 || len(o.script.asked) != 1 {
		t.Errorf("heard %d times, counted %d, read %d", len(o.shelf.heard), len(o.bell.heard), len(o.script.asked))
	}
}

func TestAMailWithoutAProvidersNameIsToldByItsContent(t *testing.T) {
	t.Parallel()
	o := newOffice(t, byMail())
	for range 3 {
		o.receive(t, channels.Reply{Channel: channels.Email, From: adasMail, Raw: "Subject: Re: Invoice\r\n\r\nhello\r\n"})
	}
	if len(o.shelf.heard) != 1 || !strings.HasPrefix(o.shelf.heard[0].ProviderID, "mail:") {
		t.Errorf("heard %d times", len(o.shelf.heard))
	}
}

func TestTheAnswerIsWoken(t *testing.T) {
	t.Parallel()
	o := newOffice(t, bySMS())
	o.shelf.answerID = "rem_7"
	o.receive(t, textFrom(adasPhone, "hello"))
	want := []reminder.Due{{ID: "rem_7", Channel: channels.SMS, SendAt: o.Now()}}
	if diff := cmp.Diff(want, o.bell.woken); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsHeardIsCounted(t *testing.T) {
	t.Parallel()
	o := newOffice(t, bySMS())
	o.script.by["stop, I paid"] = []intents.Found{found(intents.OptOut), maybe(intents.AlreadyPaid)}
	o.receive(t, textFrom(adasPhone, "stop, I paid"))
	if diff := cmp.Diff([]string{"sms reply thread opt_out+already_paid"}, o.bell.heard); diff != "" {
		t.Error(diff)
	}
}

func TestALogLineShowsNobody(t *testing.T) {
	t.Parallel()
	o := newOffice(t, bySMS())
	o.receive(t, textFrom(adasPhone, "Ada owes nothing"))
	for _, secret := range []string{"7700", "Ada", "owes"} {
		if strings.Contains(o.logs.String(), secret) {
			t.Errorf("the log shows %q", secret)
		}
	}
}

func TestAStoreThatIsAwayIsAnError(t *testing.T) {
	t.Parallel()
	o := newOffice(t, bySMS())
	o.shelf.err = errors.New("away")
	if err := o.Receive(t.Context(), textFrom(adasPhone, "x"), false); !errors.Is(err, o.shelf.err) || len(o.bell.heard) > 0 {
		t.Errorf("got %v", err)
	}
}

func TestTheProvidersWordIsTakenWhateverTheText(t *testing.T) {
	t.Parallel()
	for want, r := range map[intents.Intent]channels.Reply{
		intents.OptOut: {OptOut: true}, intents.OptIn: {OptIn: true}, intents.Ask: {Help: true},
	} {
		o := newOffice(t, bySMS())
		r.Channel, r.From, r.Text, r.ProviderID = channels.SMS, adasPhone, "x", "SM1"
		o.receive(t, r)
		got, _ := o.last(t)
		if len(got.Intents) != 1 || got.Intents[0].Intent != want || got.Intents[0].Rule != ruleProvider || len(o.script.asked) > 0 {
			t.Errorf("%s: got %+v", want, got.Intents)
		}
	}
}

func TestTextsThatNoDatabaseTakesAreMadeClean(t *testing.T) {
	t.Parallel()
	o := newOffice(t, bySMS())
	o.receive(t, textFrom(adasPhone, "a\x00b\xffc e\u0301"))
	if got, _ := o.last(t); got.Body != "ab\uFFFDc é" {
		t.Errorf("got %q", got.Body)
	}
}

func TestAMailThatBreaksTheParserIsKeptForAPerson(t *testing.T) {
	t.Parallel()
	m := guarded(func([]byte) mail.Mail { panic("broken") }, "x")
	if m.Kind != mail.Unknown {
		t.Fatalf("got %v", m.Kind)
	}
	s := byMail().but(kind(m.Kind))
	if did := changes(effects(s.t, m, s.s, s.set, at(t, thursday, "Europe/London"))); !cmp.Equal(did, []string{"follow unreadable read"}) {
		t.Errorf("got %v", did)
	}
}

func TestWordsAreReadWhereAndWhenTheyWereWritten(t *testing.T) {
	t.Parallel()
	now := at(t, thursday, "UTC")
	s := byMail()
	s.s.Standing.Contact.TimeZone, s.s.Standing.Preferences.Language = "Asia/Tokyo", "ja"
	for date, want := range map[string]string{
		"2026-11-26T14:00:00Z": "2026-11-26T23:00:00+09:00",
		"2026-11-24T14:00:00Z": "2026-11-24T23:00:00+09:00",
		"2026-11-20T14:00:00Z": "2026-11-27T00:00:00+09:00", // too old to be true
		"2026-11-27T14:00:00Z": "2026-11-27T00:00:00+09:00", // not yet
		"0001-01-01T00:00:00Z": "2026-11-27T00:00:00+09:00", // none
	} {
		q := question(Text{At: now, Channel: channels.Email}, mail.Mail{Date: at(t, date, "UTC")}, s.s, testSettings)
		if got := q.Now.Format(time.RFC3339); got != want || q.Locale != "ja" || q.Currency != "GBP" {
			t.Errorf("%s: got %s %s %s", date, got, q.Locale, q.Currency)
		}
	}
}

func TestALocaleIsThePersonsElseTheAccountsElseOurs(t *testing.T) {
	t.Parallel()
	var s Situation
	got := []string{locale(s, testSettings)}
	s.Standing.Account.Locale = "de-AT"
	got = append(got, locale(s, testSettings))
	s.Standing.Preferences.Language = "fr"
	got = append(got, locale(s, testSettings))
	if diff := cmp.Diff([]string{"en-GB", "de-AT", "fr"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAPromiseIsDoubtedWithoutADaySoon(t *testing.T) {
	t.Parallel()
	arrived := Text{Channel: channels.SMS, At: at(t, thursday, "UTC")}
	for _, tt := range []struct {
		f       intents.Found
		certain bool
	}{
		{promised("2026-12-04"), true}, {promised("2026-11-26"), true}, {promised("2027-02-24"), true},
		{found(intents.Promise), false}, {promised("2026-11-25"), false}, {promised("2027-02-25"), false},
		{promised("2026-12-04", "2027-02-25"), false}, {found(intents.Dispute), true},
	} {
		if got := doubted(tt.f, arrived, mail.Mail{}, time.UTC); got.Certain != tt.certain {
			t.Errorf("%s %v: certain %v", tt.f.Intent, tt.f.Parts, got.Certain)
		}
	}
}

func TestWhatAForgedMailSaysIsNotCertainButForAnOptOut(t *testing.T) {
	t.Parallel()
	for _, i := range intents.Intents() {
		f := promised("2026-12-04")
		f.Intent = i
		got := doubted(f, Text{Channel: channels.Email, At: at(t, thursday, "UTC")}, mail.Mail{Forged: true}, time.UTC)
		if want := i == intents.OptOut || i == intents.WrongPerson; got.Certain != want {
			t.Errorf("%s: certain %v", i, got.Certain)
		}
	}
}

func TestTheModelIsAskedOnlyWhereTheRulesAreUnsure(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		r     channels.Reply
		found []intents.Found
		asked int
	}{
		{"nothing found", textFrom(adasPhone, "x"), nil, 1},
		{"nothing certain", textFrom(adasPhone, "x"), []intents.Found{maybe(intents.Dispute)}, 1},
		{"something certain", textFrom(adasPhone, "x"), []intents.Found{found(intents.Dispute), maybe(intents.Ask)}, 0},
		{"a key", channels.Reply{Channel: channels.Voice, Attempt: "att_1", Digits: "2"}, nil, 0},
		{"the provider knows", channels.Reply{Channel: channels.SMS, From: adasPhone, Text: "x", Help: true}, nil, 0},
		{"no words", textFrom(adasPhone, " "), nil, 0},
	} {
		o := newOffice(t, bySMS())
		model := &guesser{}
		o.Model = model
		if tt.found != nil {
			o.script.by["x"] = tt.found
		}
		o.receive(t, tt.r)
		if model.asked != tt.asked {
			t.Errorf("%s: asked %d times", tt.name, model.asked)
		}
	}
}

func TestTheModelIsNeverCertainAndNeverOptsIn(t *testing.T) {
	t.Parallel()
	o := newOffice(t, bySMS())
	o.Model = &guesser{found: []intents.Found{found(intents.OptIn), promised("2026-12-04"), found(intents.OptOut), found("pay_now"), found(intents.Other)}}
	o.receive(t, textFrom(adasPhone, "x"))
	got, did := o.last(t)
	var words []string
	for _, f := range got.Intents {
		words = append(words, string(f.Intent))
		if f.Certain || f.Rule != ruleModel {
			t.Errorf("%s: certain %v by %s", f.Intent, f.Certain, f.Rule)
		}
	}
	if diff := cmp.Diff([]string{"opt_out", "promise_to_pay"}, words); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{waits, "follow opt_out confirm_intent"}, did); diff != "" {
		t.Error(diff)
	}
}

func TestWhoIsMatchedByTheSenderAloneIsShownAndNoMore(t *testing.T) {
	t.Parallel()
	s := byMail().but(match(BySender))
	o := newOffice(t, s)
	o.script.by["x"] = []intents.Found{found(intents.Dispute)}
	o.receive(t, textFrom(adasPhone, "x"))
	got, did := o.last(t)
	if got.AccountID != "acc_1" || got.Match != BySender || !cmp.Equal(did, []string{"follow unmatched match_account"}) {
		t.Errorf("%q %q: %v", got.AccountID, got.Match, did)
	}
}

func TestTimeIsLetPassInRoundsUntilNothingIsLeft(t *testing.T) {
	t.Parallel()
	o := newOffice(t, bySMS())
	o.shelf.lapses = []int{200, 200, 17, 0, 5}
	if err := o.Lapse(t.Context()); err != nil || len(o.shelf.lapses) != 1 {
		t.Errorf("%v: %d rounds left", err, len(o.shelf.lapses))
	}
}

func TestMailOfOursThatIsRefusedRaisesTheAlarm(t *testing.T) {
	t.Parallel()
	o := newOffice(t, byMail())
	e := Effects{FollowUps: []FollowUp{{Cause: CauseBlocked}}}
	o.told(Text{Channel: channels.Email}, e, Heard{ReplyID: "rep_1"}, o.Now())
	o.told(Text{Channel: channels.Email}, e, Heard{ReplyID: "rep_1", Repeat: true}, o.Now())
	if o.bell.blocked != 1 || !strings.Contains(o.logs.String(), "level=WARN") {
		t.Errorf("alarms: %d, log %q", o.bell.blocked, o.logs)
	}
}

func TestNumbersThatAreNoneAreKeptAsTheyCame(t *testing.T) {
	t.Parallel()
	for from, want := range map[string]string{" +44 7700 900123 ": adasPhone, "ACME": "ACME", "60777": "60777", "": ""} {
		if got, _ := open(textFrom(from, "x"), time.Time{}, false); got.From != want {
			t.Errorf("%q: got %q", from, got.From)
		}
	}
}
