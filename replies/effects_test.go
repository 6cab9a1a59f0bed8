package replies

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

// scenario is a reply and all that it changes.
type scenario struct {
	name string
	story
	want []string
}

func prove(t *testing.T, list []scenario) {
	t.Helper()
	for _, tt := range list {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			now := at(t, thursday, "Europe/London")
			e := effects(tt.t, tt.m, tt.s, tt.set, now)
			if diff := cmp.Diff(append([]string{}, tt.want...), changes(e)); diff != "" {
				t.Errorf("want (-), got (+):\n%s", diff)
			}
			if len(changes(e)) > 0 && len(e.Would) == 0 {
				t.Error("nothing is said about what it changes")
			}
		})
	}
}

const (
	waits    = "hold inv_2 for reply 2026-11-28T00:00"
	stopSMS  = "stop sms " + adasPhone + " (reply)"
	stopCall = "stop voice " + adasPhone + " (reply)"
	stopMail = "stop email " + adasMail + " (reply)"
)

func TestAnOptOutStopsItsChannelAndIsConfirmedOnce(t *testing.T) {
	t.Parallel()
	confirmed := "answer opt_out_confirmed by sms to " + adasPhone + " about"
	mailed := "answer opt_out_confirmed by email to " + adasMail + " about"
	prove(t, []scenario{
		{"by SMS it stops texts and calls", bySMS(found(intents.OptOut)), []string{stopSMS, stopCall, confirmed}},
		{"the provider has answered", bySMS(by(ruleProvider, found(intents.OptOut))), []string{stopSMS, stopCall}},
		{"SMS is off by now", bySMS(found(intents.OptOut)).but(only(channels.Email)), []string{stopSMS, stopCall}},
		{"by mail it stops mail", byMail(found(intents.OptOut)), []string{stopMail, mailed}},
		{"a mail to another address that we had written to", byMail(found(intents.OptOut)).but(wroteTo(accounts)),
			[]string{"stop email " + accounts + " (reply)", stopMail, "answer opt_out_confirmed by email to " + accounts + " about"}},
		{"somebody else answers our mail", byMail(found(intents.OptOut)).but(from("bob@elsewhere.example")), []string{stopMail, mailed}},
		{"a forged sender may stop mail", byMail(found(intents.OptOut)).but(forged), []string{stopMail, mailed}},
		{"a list passes it on: no answer", byMail(found(intents.OptOut)).but(robot), []string{stopMail}},
		{"a person says whose it is", byMail(found(intents.OptOut)).but(match(ByPerson), noReminder), []string{stopMail, "answer opt_out_confirmed by email to  about"}},
		{"9 in a call stops calls", byCall("9"), []string{"stop voice " + adasPhone + " (keypad)"}},
		{"an operator says so", bySMS(by(ruleOperator, found(intents.OptOut))), []string{"stop sms " + adasPhone + " (operator)", "stop voice " + adasPhone + " (operator)", confirmed}},
		{"with a promise there is one answer", bySMS(found(intents.OptOut), promised("2026-12-04")),
			[]string{stopSMS, stopCall, "promise inv_2  by 2026-12-04 until 2026-12-07T00:00", "hold inv_2 for promise 2026-12-07T00:00", confirmed}},
		{"with a question a person looks too", bySMS(found(intents.OptOut), maybe(intents.Ask)), []string{stopSMS, stopCall, waits, "follow question answer", confirmed}},
		{"not surely one", bySMS(maybe(intents.OptOut)), []string{waits, "follow opt_out confirm_intent"}},
		{"not surely one, by mail", byMail(maybe(intents.OptOut)), []string{waits, "follow opt_out confirm_intent"}},
	})
}

func TestAnOptOutOfAStranger(t *testing.T) {
	t.Parallel()
	prove(t, []scenario{
		{"by SMS stops the number", bySMS(found(intents.OptOut)).but(match(ByNothing)), []string{stopSMS, stopCall}},
		{"by SMS of a number that one account has is confirmed", bySMS(found(intents.OptOut)).but(match(BySender)), []string{stopSMS, stopCall, "answer opt_out_confirmed by sms to  about"}},
		{"by SMS, where the provider has answered", bySMS(by(ruleProvider, found(intents.OptOut))).but(match(BySender)), []string{stopSMS, stopCall}},
		{"by SMS, with a promise that a person looks at", bySMS(found(intents.OptOut), promised("2026-12-04")).but(match(BySender)),
			[]string{stopSMS, stopCall, "follow unmatched match_account", "answer opt_out_confirmed by sms to  about"}},
		{"the provider has answered", bySMS(by(ruleProvider, found(intents.OptOut))).but(match(ByNothing)), []string{stopSMS, stopCall}},
		{"by key stops the number", byCall("9").but(match(ByNothing)), []string{"stop voice " + adasPhone + " (keypad)"}},
		{"by mail a person looks", byMail(found(intents.OptOut)).but(match(BySender)), []string{"follow unmatched match_account"}},
		{"by mail of nobody known", byMail(found(intents.OptOut)).but(match(ByNothing)), []string{"follow unmatched match_account"}},
		{"from no number", bySMS(found(intents.OptOut)).but(match(ByNothing), from("")), []string{"follow unmatched match_account"}},
		{"with more than that", bySMS(found(intents.OptOut), found(intents.Dispute)).but(match(ByNothing)), []string{stopSMS, stopCall, "follow unmatched match_account"}},
		{"wrong number", bySMS(found(intents.WrongPerson)).but(match(ByNothing)),
			[]string{"stop sms " + adasPhone + " (wrong person)", "stop voice " + adasPhone + " (wrong person)", "follow unmatched match_account"}},
	})
}

func TestTheConfirmationOfAnOptOutNamesNothingAndDoesNotWaitLong(t *testing.T) {
	t.Parallel()
	now := at(t, thursday, "Europe/London")
	for channel, s := range map[string]story{"5m0s": bySMS(found(intents.OptOut), found(intents.Dispute)), "24h0m0s": byMail(found(intents.OptOut))} {
		a := effects(s.t, s.m, s.s, s.set, now).Answer
		if a == nil || !a.Answering.OptOut || len(a.InvoiceIDs) > 0 || len(a.Answering.Parts) > 0 || a.ExpiresAt.Sub(a.SendAt).String() != channel {
			t.Errorf("want one for %s: got %+v", channel, a)
		}
	}
}

func TestAWrongPersonStopsTheAddressAndTheRightOneIsLookedFor(t *testing.T) {
	t.Parallel()
	prove(t, []scenario{
		{"by SMS", bySMS(found(intents.WrongPerson)), []string{"stop sms " + adasPhone + " (wrong person)", "stop voice " + adasPhone + " (wrong person)", "follow wrong_person find_person"}},
		{"by mail", byMail(found(intents.WrongPerson)), []string{"stop email " + adasMail + " (wrong person)", "follow wrong_person find_person"}},
		{"by mail of whoever has it now", byMail(found(intents.WrongPerson)).but(from("new@elsewhere.example")), []string{"stop email " + adasMail + " (wrong person)", "follow wrong_person find_person"}},
		{"forged", byMail(found(intents.WrongPerson)).but(forged), []string{"stop email " + adasMail + " (wrong person)", "follow wrong_person find_person"}},
		{"not surely", bySMS(maybe(intents.WrongPerson)), []string{waits, "follow wrong_person confirm_intent"}},
	})
}

func TestAPromiseIsRecordedHeldAndConfirmed(t *testing.T) {
	t.Parallel()
	noted := "answer promise_noted by sms to " + adasPhone + " about inv_2"
	hold := "hold inv_2 for promise 2026-12-07T00:00"
	all := "promise inv_2  by 2026-12-04 until 2026-12-07T00:00"
	prove(t, []scenario{
		{"all of it", bySMS(promised("2026-12-04")), []string{all, hold, noted}},
		{"an amount", bySMS(promised("2026-12-04 50.00")), []string{"promise inv_2 50.00 by 2026-12-04 until 2026-12-07T00:00", hold, noted}},
		{"an amount that is all", bySMS(promised("2026-12-04 120.00")), []string{all, hold, noted}},
		{"more than all", bySMS(promised("2026-12-04 130.00")), []string{all, hold, noted}},
		{"two parts", bySMS(promised("2026-12-04 60.00", "2026-12-18 60.00")),
			[]string{"promise inv_2 60.00 by 2026-12-04 until 2026-12-07T00:00", "promise inv_2 60.00 by 2026-12-18 until 2026-12-21T00:00", "hold inv_2 for promise 2026-12-21T00:00", noted}},
		{"a part and the rest", bySMS(promised("2026-12-04 60.00", "2026-12-18")),
			[]string{"promise inv_2 60.00 by 2026-12-04 until 2026-12-07T00:00", "promise inv_2  by 2026-12-18 until 2026-12-21T00:00", "hold inv_2 for promise 2026-12-21T00:00", noted}},
		{"the other invoice, by its number", bySMS(promised("2026-12-04")).but(text("will pay inv 1043 friday")),
			[]string{"promise inv_3  by 2026-12-04 until 2026-12-07T00:00", "hold inv_3 for promise 2026-12-07T00:00", "answer promise_noted by sms to " + adasPhone + " about inv_3"}},
		{"both, by their numbers", bySMS(promised("2026-12-04 150.00")).but(text("150 for INV-1042 and INV-1043")),
			[]string{"promise inv_2+inv_3 150.00 by 2026-12-04 until 2026-12-07T00:00", hold, "hold inv_3 for promise 2026-12-07T00:00", "answer promise_noted by sms to " + adasPhone + " about inv_2+inv_3"}},
		{"no reminder: everything open", bySMS(promised("2026-12-04")).but(noReminder),
			[]string{"promise inv_2+inv_3  by 2026-12-04 until 2026-12-07T00:00", hold, "hold inv_3 for promise 2026-12-07T00:00", "answer promise_noted by sms to  about inv_2+inv_3"}},
		{"today", bySMS(promised("2026-11-26")), []string{"promise inv_2  by 2026-11-26 until 2026-11-29T00:00", "hold inv_2 for promise 2026-11-29T00:00", noted}},
		{"by mail", byMail(promised("2026-12-04")), []string{all, hold, "answer promise_noted by email to " + adasMail + " about inv_2"}},
		{"a colleague's mail counts, and the answer goes to whom we wrote", byMail(promised("2026-12-04")).but(from("bob@elsewhere.example")),
			[]string{all, hold, "answer promise_noted by email to " + adasMail + " about inv_2"}},
		{"through a list: no answer", byMail(promised("2026-12-04")).but(robot), []string{all, hold}},
		{"mail is off: no answer", byMail(promised("2026-12-04")).but(only(channels.SMS)), []string{all, hold}},
	})
}

func TestAPromiseThatIsNotClearIsAskedAbout(t *testing.T) {
	t.Parallel()
	ask := []string{waits, "follow promise ask_for_day"}
	euros := promised("2026-12-04 50.00")
	euros.Parts[0].Amount.Currency = "EUR"
	mixed := func(s *story) { s.s.Reminder.InvoiceIDs = nil; s.s.Invoices[1].Balance.Currency = "EUR" }
	prove(t, []scenario{
		{"no day", bySMS(found(intents.Promise)), ask},
		{"not surely one", bySMS(maybe(intents.Promise)), ask},
		{"a day that has passed", bySMS(promised("2026-11-25")), ask},
		{"far ahead", bySMS(promised("2027-02-25")), ask},
		{"just near enough", bySMS(promised("2027-02-24")), []string{"promise inv_2  by 2027-02-24 until 2027-02-27T00:00", "hold inv_2 for promise 2027-02-27T00:00", "answer promise_noted by sms to " + adasPhone + " about inv_2"}},
		{"another currency", bySMS(euros), ask},
		{"a sum for invoices of two currencies", bySMS(promised("2026-12-04 50.00")).but(mixed), []string{"hold con_1 for reply 2026-11-28T00:00", "follow promise ask_for_day"}},
		{"nothing is open", bySMS(promised("2026-12-04")).but(nothingOpen), []string{"hold con_1 for reply 2026-11-28T00:00", "follow promise ask_for_day"}},
		{"by the sender alone", byMail(promised("2026-12-04")).but(match(BySender)), []string{"follow unmatched match_account"}},
		{"nobody known", bySMS(promised("2026-12-04")).but(match(ByNothing)), []string{"follow unmatched match_account"}},
		{"nothing waits where that is set", bySMS(maybe(intents.Promise)).but(noWait), []string{"follow promise ask_for_day"}},
	})
}

func TestADisputeHoldsWhatItIsAbout(t *testing.T) {
	t.Parallel()
	follow := "follow dispute resolve_dispute"
	prove(t, []scenario{
		{"the reminder's invoice", bySMS(found(intents.Dispute)), []string{"dispute inv_2", "hold inv_2 for disputed", follow, "answer dispute_acknowledged by sms to " + adasPhone + " about inv_2"}},
		{"the one that is named", byMail(found(intents.Dispute)).but(text("Rechnung Nr. 1043 stimmt nicht")),
			[]string{"dispute inv_3", "hold inv_3 for disputed", follow, "answer dispute_acknowledged by email to " + adasMail + " about inv_3"}},
		{"named in the subject", byMail(found(intents.Dispute)).but(subject("AW: INV-1043")),
			[]string{"dispute inv_3", "hold inv_3 for disputed", follow, "answer dispute_acknowledged by email to " + adasMail + " about inv_3"}},
		{"the one in its own sentence", bySMS(saidIn("is wrong", found(intents.Dispute))).but(text("I have seen INV-1042. INV-1043 is wrong!")),
			[]string{"dispute inv_3", "hold inv_3 for disputed", follow, "answer dispute_acknowledged by sms to " + adasPhone + " about inv_3"}},
		{"each in its own clause", bySMS(saidIn("is wrong", found(intents.Dispute)), saidIn("will pay", promised("2026-12-04"))).but(text("will pay INV-1042 friday but INV-1043 is wrong")),
			[]string{"promise inv_2  by 2026-12-04 until 2026-12-07T00:00", "dispute inv_3", "hold inv_3 for disputed", "hold inv_2 for promise 2026-12-07T00:00", follow, "answer dispute_acknowledged by sms to " + adasPhone + " about inv_3"}},
		{"in the sentence where the clause names none", bySMS(saidIn("never ordered", found(intents.Dispute))).but(text("INV-1043 is odd, I never ordered it. INV-1042 follows")),
			[]string{"dispute inv_3", "hold inv_3 for disputed", follow, "answer dispute_acknowledged by sms to " + adasPhone + " about inv_3"}},
		{"everything", bySMS(found(intents.Dispute)).but(noReminder), []string{"dispute", "hold  for disputed", follow, "answer dispute_acknowledged by sms to  about"}},
		{"with a promise it is answered first", bySMS(found(intents.Dispute), promised("2026-12-04")),
			[]string{"promise inv_2  by 2026-12-04 until 2026-12-07T00:00", "dispute inv_2", "hold inv_2 for disputed", "hold inv_2 for promise 2026-12-07T00:00", follow, "answer dispute_acknowledged by sms to " + adasPhone + " about inv_2"}},
		{"not surely one", bySMS(maybe(intents.Dispute)), []string{waits, "follow dispute confirm_intent"}},
		{"by the sender alone", byMail(found(intents.Dispute)).but(match(BySender)), []string{"follow unmatched match_account"}},
		{"a lawyer is named", byMail(by("en.legal.lawyer", found(intents.Dispute))), []string{"dispute inv_2", "hold inv_2 for disputed", "hold  for reply", follow}},
		{"a lawyer is named, and no more", byMail(by("en.legal.lawyer", maybe(intents.Other))), []string{"hold  for reply", waits, "follow other read"}},
	})
}

func TestWhoHasPaidOrCannotPayIsLeftInPeace(t *testing.T) {
	t.Parallel()
	help := "answer difficulty_noted by sms to " + adasPhone + " about inv_2"
	prove(t, []scenario{
		{"paid", bySMS(found(intents.AlreadyPaid)), []string{"hold inv_2 for already_paid 2026-12-01T00:00", "follow already_paid check_payment", "answer payment_claim_noted by sms to " + adasPhone + " about inv_2"}},
		{"paid, by mail", byMail(found(intents.AlreadyPaid)), []string{"hold inv_2 for already_paid 2026-12-01T00:00", "follow already_paid check_payment", "answer payment_claim_noted by email to " + adasMail + " about inv_2"}},
		{"paid, perhaps", bySMS(maybe(intents.AlreadyPaid)), []string{waits, "follow already_paid confirm_intent"}},
		{"hardship", bySMS(found(intents.Hardship)), []string{"hold inv_2 for hardship", "follow hardship offer_plan", help}},
		{"hardship, perhaps", bySMS(maybe(intents.Hardship)), []string{waits, "follow hardship confirm_intent"}},
		{"a plan", bySMS(found(intents.PlanRequest)), []string{"hold inv_2 for plan_request", "follow plan_request offer_plan", help}},
		{"a plan, perhaps", bySMS(maybe(intents.PlanRequest)), []string{waits, "follow plan_request confirm_intent"}},
		{"hardship and a plan are answered once", bySMS(found(intents.Hardship), found(intents.PlanRequest)),
			[]string{"hold inv_2 for hardship", "hold inv_2 for plan_request", "follow hardship offer_plan", "follow plan_request offer_plan", help}},
		{"hardship weighs more than a promise", bySMS(found(intents.Hardship), promised("2026-12-04 10.00")),
			[]string{"promise inv_2 10.00 by 2026-12-04 until 2026-12-07T00:00", "hold inv_2 for hardship", "hold inv_2 for promise 2026-12-07T00:00", "follow hardship offer_plan", help}},
		{"hardship, by the sender alone", byMail(found(intents.Hardship)).but(match(BySender)), []string{"follow unmatched match_account"}},
	})
}

func TestWhatNobodyHasUnderstoodWaitsForAPerson(t *testing.T) {
	t.Parallel()
	prove(t, []scenario{
		{"a question", bySMS(maybe(intents.Ask)), []string{waits, "follow question answer"}},
		{"a certain question", byMail(found(intents.Ask)), []string{waits, "follow question answer"}},
		{"a call for help that the provider has answered", bySMS(by(ruleProvider, maybe(intents.Ask))), []string{waits, "follow question answer"}},
		{"anything else", bySMS(maybe(intents.Other)), []string{waits, "follow other read"}},
		{"a picture", bySMS(), []string{waits, "follow other read"}},
		{"of a customer without a reminder", bySMS(maybe(intents.Other)).but(noReminder), []string{"hold con_1 for reply 2026-11-28T00:00", "follow other read"}},
		{"of nobody known", byMail(maybe(intents.Other)).but(match(ByNothing)), []string{"follow unmatched match_account"}},
		{"two meanings are one job", bySMS(maybe(intents.Dispute), maybe(intents.Promise)), []string{waits, "follow dispute confirm_intent"}},
		{"a person has read it, and it says nothing", bySMS(by(ruleOperator, found(intents.Other))), nil},
		{"a person has read it, and it asks something", bySMS(by(ruleOperator, found(intents.Ask))), []string{waits, "follow question answer"}},
		{"the model's guess", bySMS(by(ruleModel, maybe(intents.AlreadyPaid))), []string{waits, "follow already_paid confirm_intent"}},
	})
}

func TestKeysOfACall(t *testing.T) {
	t.Parallel()
	prove(t, []scenario{
		{"1 has been listened to", byCall("1"), nil},
		{"* has been listened to", byCall("*"), nil},
		{"none", byCall(""), nil},
		{"2 explains", byCall("2"), []string{waits, "follow question call_back"}},
		{"3 is called back", byCall("3"), []string{waits, "follow call_back call_back"}},
		{"3 of nobody known", byCall("3").but(match(ByNothing)), []string{"follow unmatched match_account"}},
		{"1 of nobody known", byCall("1").but(match(ByNothing)), nil},
	})
}

func TestAnOptInEndsWhatTheNumberItselfHasSaid(t *testing.T) {
	t.Parallel()
	out := func(channel channels.Kind, source string) account.OptOut {
		return account.OptOut{Scope: account.ScopeAddress, Channel: channel, Address: adasPhone, Source: source}
	}
	sms, voice := "resume sms "+adasPhone, "resume voice "+adasPhone
	ask := []string{waits, "follow opt_in confirm_intent"}
	everyone := account.OptOut{Scope: account.ScopeAccount, Source: "operator"}
	hold := func(cause string) with { return func(s *story) { s.s.Standing.Hold = cause } }
	start := bySMS(by("keyword", found(intents.OptIn)))
	prove(t, []scenario{
		{"texts and calls that a text had ended", start.but(optedOut(out(channels.SMS, "reply"), out(channels.Voice, "reply"))), []string{sms, voice}},
		{"not calls that a call had ended", start.but(optedOut(out(channels.SMS, "reply"), out(channels.Voice, "keypad"))), []string{sms}},
		{"not what an operator has recorded", start.but(optedOut(out(channels.SMS, "reply"), out(channels.SMS, "operator"))), ask},
		{"not a wrong number", start.but(optedOut(out(channels.SMS, account.SourceWrongPerson))), ask},
		{"nothing to end", start, nil},
		{"not at a lawyer's client", start.but(optedOut(out(channels.SMS, "reply")), hold(account.HoldAttorney)), ask},
		{"not after an end of contact", start.but(optedOut(out(channels.SMS, "reply")), hold(account.HoldCease)), ask},
		{"not where nobody may be written to", start.but(optedOut(out(channels.SMS, "reply"), everyone)), ask},
		{"not by mail", byMail(found(intents.OptIn)), ask},
		{"not by a guess", bySMS(maybe(intents.OptIn)), ask},
		{"not of nobody known", start.but(match(ByNothing)), []string{"follow unmatched match_account"}},
		{"by the provider", bySMS(by(ruleProvider, found(intents.OptIn))).but(optedOut(out(channels.SMS, "reply"))), []string{sms}},
	})
}

func TestWhoIsAwayIsWaitedFor(t *testing.T) {
	t.Parallel()
	auto := func(f ...intents.Found) story { return byMail(f...).but(kind(mail.AutoReply)) }
	away := []string{"hold con_1 for away 2026-12-07T00:00"}
	prove(t, []scenario{
		{"until a day", auto(back("2026-12-07")), away},
		{"a person says so", bySMS(back("2026-12-07")), away},
		{"no day", auto(back("")), nil},
		{"back already", auto(back("2026-11-26")), nil},
		{"too long", auto(back("2027-01-26")), nil},
		{"just short enough", auto(back("2027-01-25")), []string{"hold con_1 for away 2027-01-25T00:00"}},
		{"not surely", auto(maybe(intents.OutOfOffice)), nil},
		{"the sender alone", auto(back("2026-12-07")).but(match(BySender)), nil},
		{"an automatic reply that says nothing", auto(maybe(intents.Other)), nil},
		{"somebody has left", auto(maybe(intents.WrongPerson)), []string{"follow wrong_person find_person"}},
	})
}

func TestOurOwnMailIsNotAnswered(t *testing.T) {
	t.Parallel()
	gone := func(s *story) { s.m.Loop = true }
	loop := []string{"follow loop check_sender"}
	prove(t, []scenario{
		{"gone round", byMail(promised("2026-12-04")).but(gone), loop},
		{"from our own domain", byMail(promised("2026-12-04")).but(from("in+x@IN.acme.example")), loop},
		{"an automatic one", byMail(back("2026-12-04")).but(gone, kind(mail.AutoReply)), loop},
		{"unreadable", byMail().but(kind(mail.Unknown)), []string{"follow unreadable read"}},
		{"a machine's that answers us", byMail().but(kind(mail.Unknown), robot), []string{"follow other read"}},
		{"a newsletter", byMail().but(kind(mail.Unknown), robot, match(ByNothing)), nil},
	})
}

func TestNobodyIsActedUponWithoutACertainMatch(t *testing.T) {
	t.Parallel()
	now := at(t, thursday, "Europe/London")
	for _, i := range intents.Intents() {
		for _, m := range []Match{BySender, ByNothing} {
			s := byMail(promised("2026-12-04"))
			s.t.Intents[0].Intent = i
			s = s.but(match(m))
			want := []string{"follow unmatched match_account"}
			if diff := cmp.Diff(want, changes(effects(s.t, s.m, s.s, s.set, now))); diff != "" {
				t.Errorf("%s by %q: %s", i, m, diff)
			}
		}
	}
}

func TestSuggestionsAreShownUntilSomebodyIsKnown(t *testing.T) {
	t.Parallel()
	s := byMail(maybe(intents.Ask)).but(match(ByNothing))
	e := effects(s.t, s.m, s.s, s.set, at(t, thursday, "Europe/London"))
	if len(e.FollowUps) != 1 || len(e.FollowUps[0].Suggestions) != 1 || e.FollowUps[0].AccountID != "" {
		t.Errorf("got %+v", e.FollowUps)
	}
}

func TestAFollowUpIsDueInTime(t *testing.T) {
	t.Parallel()
	now := at(t, thursday, "Europe/London")
	s := bySMS(maybe(intents.Ask))
	f := effects(s.t, s.m, s.s, s.set, now).FollowUps[0]
	if !f.DueAt.Equal(now.Add(24*time.Hour)) || f.Status != Open || f.ReplyID != "rep_1" || f.ContactID != "con_1" {
		t.Errorf("got %+v", f)
	}
}

func TestAnAnswerStaysInItsThread(t *testing.T) {
	t.Parallel()
	s := byMail(promised("2026-12-04 50.00"))
	a := effects(s.t, s.m, s.s, s.set, at(t, thursday, "Europe/London")).Answer
	want := reminder.Answering{Reply: "rep_1", To: adasMail, Subject: "Re: Invoice", InReplyTo: "m2@customer.example", References: []string{"m1@acme.example"},
		Parts: []reminder.AnswerPart{{On: day("2026-12-04"), Amount: pounds(5000)}}}
	if diff := cmp.Diff(want, a.Answering); diff != "" {
		t.Error(diff)
	}
	if a.ExpiresAt.Sub(a.SendAt) != 72*time.Hour {
		t.Errorf("waits %v", a.ExpiresAt.Sub(a.SendAt))
	}
}

func TestHoldsEndWhenTheDayBeginsWhereTheCustomerIs(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ zone, now, by, want string }{
		{"Europe/London", "2026-11-26T15:00:00Z", "2026-12-04", "2026-12-07T00:00:00Z"},
		{"Asia/Tokyo", "2026-11-26T15:00:00Z", "2026-12-04", "2026-12-06T15:00:00Z"},
		{"America/New_York", "2026-10-29T15:00:00Z", "2026-10-30", "2026-11-02T05:00:00Z"},
		{"Asia/Kathmandu", "2026-11-26T15:00:00Z", "2026-12-04", "2026-12-06T18:15:00Z"},
		{"Asia/Beirut", "2026-03-20T15:00:00Z", "2026-03-26", "2026-03-28T22:00:00Z"}, // at midnight of the 29th it is one o'clock
		{"Europe/London", "2028-02-20T15:00:00Z", "2028-02-26", "2028-02-29T00:00:00Z"},
	} {
		s := bySMS(promised(tt.by))
		e := effects(s.t, s.m, s.s, s.set, at(t, tt.now, tt.zone))
		if got := e.Holds[0].Until.UTC().Format(time.RFC3339); got != tt.want || !e.Promises[0].GraceUntil.Equal(e.Holds[0].Until) {
			t.Errorf("%s by %s: until %s, want %s", tt.zone, tt.by, got, tt.want)
		}
	}
}

func TestNotesAndPlainWordsShowNobody(t *testing.T) {
	t.Parallel()
	now := at(t, thursday, "Europe/London")
	for _, i := range intents.Intents() {
		for _, certain := range []bool{true, false} {
			f := promised("2026-12-04 55.55")
			f.Intent, f.Certain, f.Evidence = i, certain, "words of Ada"
			s := byMail(f).but(text("words of Ada"))
			e := effects(s.t, s.m, s.s, s.set, now)
			said := strings.Join(e.Would, "\n")
			for _, up := range e.FollowUps {
				said += up.Note
			}
			for _, secret := range []string{"Ada", "@", "+44", "55.55", "words of"} {
				if strings.Contains(said, secret) {
					t.Errorf("%s: %q is shown", i, secret)
				}
			}
		}
	}
}
