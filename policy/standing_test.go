package policy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/packs"
)

func TestTheFirstGateThatFailsDecidesAndAllAreTold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		at      string
		change  func(q *policy.Question)
		verdict policy.Verdict
		rules   string
	}{
		{"nothing is in the way", inside, func(*policy.Question) {}, policy.Send, ""},
		{"kill switch", inside, func(q *policy.Question) { q.Stopped = true }, policy.Hold, "kill_switch"},
		{"canceled", inside, func(q *policy.Question) { q.Canceled = true }, policy.Skip, "canceled"},
		{"paid", inside, func(q *policy.Question) { q.Paid = true }, policy.Skip, "paid"},
		{"expired", inside, func(q *policy.Question) { q.ExpiresAt = q.At }, policy.Expire, "expired"},
		{"not quite expired", inside, func(q *policy.Question) { q.ExpiresAt = q.At.Add(1) }, policy.Send, ""},
		{"no address", inside, func(q *policy.Question) { q.Address = "" }, policy.Skip, "no_address"},
		{"no zone", inside, func(q *policy.Question) { q.Zones = nil }, policy.Hold, "zone"},
		{"unknown zone", inside, func(q *policy.Question) { q.Zones = []string{"Mars/Phobos"} }, policy.Hold, "zone"},
		{"told unknown, though the number would tell", inside, func(q *policy.Question) { q.Zones, q.Phones = []string{"Etc/Unknown"}, []string{"+12125550123"} }, policy.Hold, "zone"},
		{"outside", outside, func(*policy.Question) {}, policy.Defer, "courteous.hours"},
		{"unknown profile", inside, func(q *policy.Question) { q.Profile = "rude" }, policy.Hold, "policy"},
		{"unknown pack", inside, func(q *policy.Question) { q.Packs = []string{"atlantis"} }, policy.Hold, "policy"},
		{"held and expiring before it opens", outside, func(q *policy.Question) { q.Hold, q.ExpiresAt = "promise", q.At.Add(time.Hour) }, policy.Hold, "promise expired courteous.hours"},
		{"opted out wins over a missing zone", inside, func(q *policy.Question) { q.OptOuts, q.Zones = []account.OptOut{{}}, nil }, policy.Skip, "opt_out zone"},
		{"all at once", outside, func(q *policy.Question) {
			q.Stopped, q.Canceled, q.Paid, q.ExpiresAt, q.Hold, q.Stage = true, true, true, q.At, "bankrupt", account.StageLegal
			q.OptOuts = []account.OptOut{{}}
			q.Preferences = account.Preferences{Excluded: []channels.Kind{channels.SMS}, PauseUntil: dateOf(t, "2027-01-11"), Wishes: "Mo 12:00-13:00",
				Purposes: map[account.Purpose][]channels.Kind{account.PurposeReminder: nil}}
			q.AccountWindow, q.Address = "Tu 12:00-13:00", ""
		}, policy.Hold, "kill_switch canceled paid expired bankrupt legal no_address opt_out excluded purpose pause wishes account_window courteous.hours"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := ask(t, tt.at, tt.change)
			expect(t, d, tt.verdict, tt.rules, "")
			if d.Until.IsZero() == (d.Verdict == policy.Defer) || d.WindowEnd.IsZero() == (d.Verdict == policy.Send || d.Verdict == policy.Defer) {
				t.Errorf("%s has until %s and window end %s", d.Verdict, d.Until, d.WindowEnd)
			}
		})
	}
}

func TestACauseHoldsOrEndsRemindersUnderItsOwnName(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		cause   string
		stage   account.Stage
		verdict policy.Verdict
		rules   string
	}{
		{account.HoldDisputed, "", policy.Hold, "disputed"},
		{account.HoldPromise, "", policy.Hold, "promise"},
		{account.HoldPlan, "", policy.Hold, "plan"},
		{account.HoldLegal, "", policy.Hold, "legal"},
		{account.HoldBankrupt, "", policy.Hold, "bankrupt"},
		{account.HoldDeceased, "", policy.Hold, "deceased"},
		{account.HoldAttorney, "", policy.Skip, "attorney"},
		{account.HoldCease, "", policy.Skip, "cease"},
		{"on holiday", "", policy.Hold, "held"},
		{"", account.StageDispute, policy.Hold, "disputed"},
		{"", account.StagePlan, policy.Hold, "plan"},
		{"", account.StageLegal, policy.Hold, "legal"},
		{"", account.PreDue, policy.Send, ""},
		{account.HoldDisputed, account.StageDispute, policy.Hold, "disputed"}, // once
		{account.HoldAttorney, account.StageLegal, policy.Skip, "attorney legal"},
	} {
		d := ask(t, inside, func(q *policy.Question) { q.Hold, q.Stage = tt.cause, tt.stage })
		expect(t, d, tt.verdict, tt.rules, "")
	}
}

func TestReasonsRepeatNothingPersonal(t *testing.T) {
	t.Parallel()
	d := ask(t, outside, func(q *policy.Question) {
		q.Hold, q.Phones, q.Zones = "Ada Lovelace rang +12125550123 and said she will pay", []string{"+12125550123"}, []string{"Nowhere/Ada"}
		q.OptOuts, q.Canceled, q.Paid, q.ExpiresAt = []account.OptOut{{Address: q.Address}}, true, true, q.At
		q.Preferences.Wishes, q.AccountWindow = "not when Ada is at work", "Ada"
	})
	for _, because := range d.Because {
		if strings.Contains(because.Text, "Ada") || strings.Contains(because.Text, "555") {
			t.Errorf("%s: %s", because.Rule, because.Text)
		}
	}
	if d.Inputs.Wishes != "" {
		t.Errorf("inputs repeat %q", d.Inputs.Wishes)
	}
}

func TestOptOutsReachAsFarAsTheirScope(t *testing.T) {
	t.Parallel()
	const own, other = "+12125550123", "+12125550199"
	for _, tt := range []struct {
		name string
		o    account.OptOut
		want policy.Verdict
	}{
		{"this address", account.OptOut{Channel: channels.SMS, Address: own}, policy.Skip},
		{"this address, every channel", account.OptOut{Scope: account.ScopeAddress, Address: own}, policy.Skip},
		{"this address by another channel", account.OptOut{Channel: channels.Voice, Address: own}, policy.Send},
		{"another address", account.OptOut{Channel: channels.SMS, Address: other}, policy.Send},
		{"whatever address", account.OptOut{Channel: channels.SMS}, policy.Skip},
		{"this contact", account.OptOut{Scope: account.ScopeContact, ContactID: "con_1"}, policy.Skip},
		{"this contact, by address elsewhere", account.OptOut{Scope: account.ScopeContact, ContactID: "con_1", Address: other}, policy.Skip},
		{"this contact, another channel", account.OptOut{Scope: account.ScopeContact, ContactID: "con_1", Channel: channels.Email}, policy.Send},
		{"another contact", account.OptOut{Scope: account.ScopeContact, ContactID: "con_2"}, policy.Send},
		{"whatever contact", account.OptOut{Scope: account.ScopeContact}, policy.Skip},
		{"the account", account.OptOut{Scope: account.ScopeAccount, ContactID: "con_2"}, policy.Skip},
		{"the account, another channel", account.OptOut{Scope: account.ScopeAccount, Channel: channels.Voice}, policy.Send},
		{"ended", account.OptOut{Address: own, EndedAt: instant(t, inside)}, policy.Send},
		{"ending in a moment", account.OptOut{Address: own, EndedAt: instant(t, inside).Add(1)}, policy.Skip},
	} {
		if d := ask(t, inside, func(q *policy.Question) { q.OptOuts = []account.OptOut{tt.o} }); d.Verdict != tt.want {
			t.Errorf("%s: got %s because of %q", tt.name, d.Verdict, rules(d))
		}
	}
}

func TestARowMayAskForAConsent(t *testing.T) {
	t.Parallel()
	p := with(t, packs.Row{ID: "robot", Consent: true, Channels: calls, Citation: "47 CFR 64.1200(a)(1)(iii)"})
	at := instant(t, inside)
	for _, tt := range []struct {
		name    string
		consent account.Consent
		asked   bool
		want    policy.Verdict
	}{
		{"none", account.Consent{Channel: channels.SMS}, false, policy.Skip},
		{"for the channel", account.Consent{Channel: channels.Voice}, false, policy.Send},
		{"for this number", account.Consent{Channel: channels.Voice, Address: "+12125550123"}, false, policy.Send},
		{"for another number", account.Consent{Channel: channels.Voice, Address: "+12125550199"}, false, policy.Skip},
		{"revoked", account.Consent{Channel: channels.Voice, EndedAt: at}, false, policy.Skip},
		{"revoked later", account.Consent{Channel: channels.Voice, EndedAt: at.Add(1)}, false, policy.Send},
		{"not given yet", account.Consent{Channel: channels.Voice, At: at.Add(1)}, false, policy.Skip},
		{"none, but they asked for the call", account.Consent{Channel: channels.SMS}, true, policy.Send},
	} {
		q := text(t, inside)
		q.Channel, q.Consents, q.ConsentCall = channels.Voice, []account.Consent{tt.consent}, tt.asked
		d := p.Decide(q)
		if d.Verdict != tt.want || tt.want == policy.Skip && d.Because[0].Citation == "" {
			t.Errorf("%s: got %+v", tt.name, d)
		}
	}
}

func TestARowMayStopAllContact(t *testing.T) {
	t.Parallel()
	p := with(t, packs.Row{ID: "end", Stop: "nobody may be rung about this", Channels: calls, Stages: []account.Stage{account.StageLegal, account.Overdue}})
	q := text(t, inside)
	expect(t, p.Decide(q), policy.Send, "", "")
	q.Channel = channels.Voice
	d := p.Decide(q)
	expect(t, d, policy.Skip, "x.end", "")
	if d.Because[0].Text != "nobody may be rung about this" {
		t.Errorf("got %q", d.Because[0].Text)
	}
	q.Stage = account.PreDue
	expect(t, p.Decide(q), policy.Send, "", "")
}

func TestPreferencesChooseChannels(t *testing.T) {
	t.Parallel()
	sms, email := []channels.Kind{channels.SMS}, []channels.Kind{channels.Email}
	for _, tt := range []struct {
		name    string
		prefs   account.Preferences
		purpose account.Purpose
		want    string
	}{
		{"excluded", account.Preferences{Excluded: sms}, "", "excluded"},
		{"another excluded", account.Preferences{Excluded: email}, "", ""},
		{"served by it", account.Preferences{Purposes: map[account.Purpose][]channels.Kind{account.PurposeReminder: sms}}, "", ""},
		{"served by another", account.Preferences{Purposes: map[account.Purpose][]channels.Kind{account.PurposeReminder: email}}, account.PurposeReminder, "purpose"},
		{"not at all", account.Preferences{Purposes: map[account.Purpose][]channels.Kind{account.PurposeReceipt: {}}}, account.PurposeReceipt, "purpose"},
		{"another purpose", account.Preferences{Purposes: map[account.Purpose][]channels.Kind{account.PurposeReceipt: {}}}, account.PurposeStatement, ""},
	} {
		d := ask(t, inside, func(q *policy.Question) { q.Preferences, q.Purpose = tt.prefs, tt.purpose })
		if rules(d) != tt.want || (d.Verdict == policy.Skip) != (tt.want != "") {
			t.Errorf("%s: got %s because of %q", tt.name, d.Verdict, rules(d))
		}
	}
}
