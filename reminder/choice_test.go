package reminder

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

// script is a Decider that answers by channel and notes what it was asked.
type script struct {
	says  map[channels.Kind]policy.Decision
	asked []policy.Question
}

func (s *script) Decide(q policy.Question) policy.Decision {
	s.asked = append(s.asked, q)
	return s.says[q.Channel]
}

// now is a Monday morning in the tests of decisions.
const now = "2027-03-15T09:00:00Z"

// says reads answers such as "email: skip opt_out, sms: defer cap 2027-03-16T09:00:00Z, voice: send".
func says(t testing.TB, text string) map[channels.Kind]policy.Decision {
	t.Helper()
	answers := map[channels.Kind]policy.Decision{}
	for part := range strings.SplitSeq(text, ", ") {
		kind, answer, _ := strings.Cut(part, ": ")
		words := strings.Fields(answer)
		d := policy.Decision{Verdict: policy.Verdict(words[0])}
		if len(words) > 1 {
			d.Because = []policy.Because{{Rule: words[1]}}
		}
		if len(words) > 2 {
			d.Until = instantOf(t, words[2])
		}
		answers[channels.Kind(kind)] = d
	}
	return answers
}

func instantOf(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// ways reads channels such as "email sms".
func ways(text string) (list []channels.Kind) {
	for _, word := range strings.Fields(text) {
		list = append(list, channels.Kind(word))
	}
	return list
}

// work is a reminder by the channels, whose customer can be reached by all.
func work(wanted string) *Work {
	kinds := ways(wanted)
	return &Work{
		Reminder: Reminder{ID: "rem_1", AccountID: "acc_1", ContactID: "con_1", Template: "gentle", Channels: kinds, Channel: kinds[0], Status: Sending},
		Standing: Standing{Account: account.Account{ID: "acc_1"}, Contact: account.Contact{ID: "con_1", Email: "a@example.com", Phone: "+12125550123"}},
	}
}

func TestTheChannelIsChosenAsTheCustomerPrefersAndTheRulesAllow(t *testing.T) {
	t.Parallel()
	const tonight, tomorrow, friday = "2027-03-15T21:00:00Z", "2027-03-16T09:00:00Z", "2027-03-19T09:00:00Z"
	for name, c := range map[string]struct{ says, verdict, channel, notes string }{
		"the first that may be used is":                     {"email: send, sms: send, voice: send", "send", "email", ""},
		"what is refused gives way":                         {"email: skip no_address, sms: skip opt_out, voice: send", "send", "voice", "email: no_address; sms: opt_out"},
		"the preferred channel waits for its opening":       {"email: defer window " + tonight + ", sms: send, voice: send", "defer", "email", ""},
		"a moment longer and the next is used":              {"email: defer window 2027-03-15T21:00:01Z, sms: send, voice: send", "send", "sms", "email: window"},
		"the next that waits is no better than one that":    {"email: defer cap " + friday + ", sms: defer window " + tonight + ", voice: send", "send", "voice", "email: cap; sms: window"},
		"when all wait the earliest is waited for":          {"email: defer cap " + friday + ", sms: defer window " + tomorrow + ", voice: defer window " + friday, "defer", "sms", "email: cap; voice: window"},
		"of two that open at once the preferred is waited":  {"email: skip opt_out, sms: defer cap " + friday + ", voice: defer window " + friday, "defer", "sms", "email: opt_out; voice: window"},
		"a hold of the preferred channel stops all":         {"email: hold held, sms: send, voice: send", "hold", "email", ""},
		"and so when others before it are refused":          {"email: skip opt_out, sms: hold zone, voice: send", "hold", "sms", "email: opt_out"},
		"a later hold does not":                             {"email: defer cap " + friday + ", sms: hold zone, voice: defer window " + friday, "defer", "email", "sms: zone; voice: window"},
		"an opening that comes too late gives way":          {"email: expire expired, sms: send, voice: send", "send", "sms", "email: expired"},
		"or to the one that is waited for":                  {"email: expire expired, sms: expire expired, voice: defer cap " + friday, "defer", "voice", "email: expired; sms: expired"},
		"when all come too late the reminder expires":       {"email: expire expired, sms: skip opt_out, voice: expire expired", "expire", "email", "sms: opt_out; voice: expired"},
		"when all are refused the first says why":           {"email: skip opt_out, sms: skip excluded, voice: skip consent", "skip", "email", "sms: excluded; voice: consent"},
		"a verdict without a gate is noted by its own name": {"email: skip, sms: send, voice: send", "send", "sms", "email: skip"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Decide(&script{says: says(t, c.says)}, work("email sms voice"), 12*time.Hour, instantOf(t, now))
			if string(got.Verdict) != c.verdict || string(got.Channel) != c.channel || strings.Join(got.Notes, "; ") != c.notes {
				t.Errorf("got %s by %s, notes %q", got.Verdict, got.Channel, got.Notes)
			}
		})
	}
}

func TestChannelsAreAskedAboutInTheCustomersOrder(t *testing.T) {
	t.Parallel()
	reminders := func(list string) map[account.Purpose][]channels.Kind {
		return map[account.Purpose][]channels.Kind{account.PurposeReminder: ways(list)}
	}
	for name, c := range map[string]struct {
		wanted, current string
		wishes          account.Preferences
		want            string
	}{
		"without wishes the reminder's own":           {"sms email", "sms", account.Preferences{}, "sms email"},
		"preferred ones come first":                   {"email sms voice", "email", account.Preferences{Channels: ways("voice sms")}, "voice sms email"},
		"one that was not asked for stays out":        {"email sms", "email", account.Preferences{Channels: ways("voice sms")}, "sms email"},
		"one that failed before stays out":            {"email sms voice", "sms", account.Preferences{Channels: ways("email voice")}, "voice sms"},
		"an excluded one is asked about all the same": {"email sms", "email", account.Preferences{Excluded: ways("email")}, "email sms"},
		"a choice for reminders limits":               {"email sms voice", "email", account.Preferences{Channels: ways("email"), Purposes: reminders("voice sms")}, "voice sms"},
		"a choice for statements does not":            {"email sms", "email", account.Preferences{Purposes: map[account.Purpose][]channels.Kind{account.PurposeStatement: {}}}, "email sms"},
		"named twice is asked once":                   {"email sms", "email", account.Preferences{Channels: ways("sms sms email")}, "sms email"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := work(c.wanted)
			w.Reminder.Channel, w.Preferences = channels.Kind(c.current), c.wishes
			d := &script{says: says(t, "email: skip a, sms: skip a, voice: skip a")}
			Decide(d, w, 0, instantOf(t, now))
			var asked []channels.Kind
			for _, q := range d.asked {
				asked = append(asked, q.Channel)
			}
			if diff := cmp.Diff(ways(c.want), asked); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhoWantsNoRemindersByAnyOfItsChannelsGetsNone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ says, verdict, rule string }{
		"what could leave is refused":    {"email: send", "skip", "purpose"},
		"what could leave later too":     {"email: defer window 2027-03-16T09:00:00Z", "skip", "purpose"},
		"what stops all is told instead": {"email: hold kill_switch", "hold", "kill_switch"},
		"and what the policy says of it": {"email: skip preferences", "skip", "preferences"},
	} {
		for _, list := range []string{"", "voice"} {
			w := work("email sms")
			w.Preferences.Purposes = map[account.Purpose][]channels.Kind{account.PurposeReminder: ways(list)}
			got := Decide(&script{says: says(t, c.says)}, w, 0, instantOf(t, now))
			if string(got.Verdict) != c.verdict || got.Because[0].Rule != c.rule || !got.Until.IsZero() {
				t.Errorf("%s: got %s because of %v", name, got.Verdict, got.Because)
			}
		}
	}
}

func TestADecisionIsOnePolicyAnswerAndNotesAllOthers(t *testing.T) {
	t.Parallel()
	at := instantOf(t, now)
	rapid.Check(t, func(t *rapid.T) {
		d := &script{says: map[channels.Kind]policy.Decision{}}
		for _, kind := range channels.Kinds() {
			verdict := rapid.SampledFrom([]policy.Verdict{policy.Send, policy.Defer, policy.Hold, policy.Skip, policy.Expire}).Draw(t, "verdict")
			d.says[kind] = policy.Decision{Verdict: verdict, Notes: []string{"of " + string(kind)},
				Until: at.Add(time.Duration(rapid.IntRange(0, 48).Draw(t, "hours")) * time.Hour)}
		}
		w := work("email sms voice")
		w.Preferences.Channels = rapid.Permutation(channels.Kinds()).Draw(t, "preferred")
		got := Decide(d, w, 12*time.Hour, at)
		said := d.says[got.Channel]
		if got.Verdict != said.Verdict || !got.Until.Equal(said.Until) || got.Notes[0] != said.Notes[0] {
			t.Fatalf("%s by %s is not what the policy said", got.Verdict, got.Channel)
		}
		for _, q := range d.asked {
			noted := slices.ContainsFunc(got.Notes, func(n string) bool { return strings.HasPrefix(n, string(q.Channel)+": ") })
			if noted == (q.Channel == got.Channel) {
				t.Fatalf("%s was chosen, %s noted: %v", got.Channel, q.Channel, noted)
			}
		}
	})
}

func TestAfterAFailureTheNextChannelIsOneThatTheCustomerTakes(t *testing.T) {
	t.Parallel()
	past, future := instantOf(t, "2027-03-15T08:59:00Z"), instantOf(t, "2027-03-15T09:01:00Z")
	for name, c := range map[string]struct {
		set  func(*Work)
		want string
	}{
		"the next in order":          {func(*Work) {}, "sms"},
		"by preference":              {func(w *Work) { w.Preferences.Channels = ways("voice") }, "voice"},
		"not an excluded one":        {func(w *Work) { w.Preferences.Excluded = ways("sms") }, "voice"},
		"not one without address":    {func(w *Work) { w.Contact.Phone = "" }, ""},
		"not one that was opted out": {func(w *Work) { w.OptOuts = []account.OptOut{{Channel: "sms", Address: w.Contact.Phone}} }, "voice"},
		"an opt-out from all":        {func(w *Work) { w.OptOuts = []account.OptOut{{Scope: account.ScopeContact, ContactID: "con_1"}} }, ""},
		"of the whole account":       {func(w *Work) { w.OptOuts = []account.OptOut{{Scope: account.ScopeAccount, AccountID: "acc_1"}} }, ""},
		"of another address":         {func(w *Work) { w.OptOuts = []account.OptOut{{Channel: "sms", Address: "+12125550199"}} }, "sms"},
		"of another contact":         {func(w *Work) { w.OptOuts = []account.OptOut{{Scope: account.ScopeContact, ContactID: "con_2"}} }, "sms"},
		"one that has ended":         {func(w *Work) { w.OptOuts = []account.OptOut{{Channel: "sms", Address: w.Contact.Phone, EndedAt: past}} }, "sms"},
		"one that has not": {func(w *Work) {
			w.OptOuts = []account.OptOut{{Channel: "sms", Address: w.Contact.Phone, EndedAt: future}}
		}, "voice"},
		"only one chosen for reminders": {func(w *Work) {
			w.Preferences.Purposes = map[account.Purpose][]channels.Kind{account.PurposeReminder: ways("email voice")}
		}, "voice"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := work("email sms voice")
			c.set(w)
			if got, ok := w.after(channels.Email, instantOf(t, now)); string(got) != c.want || ok != (c.want != "") {
				t.Errorf("got %q, %v", got, ok)
			}
		})
	}
}

func TestAChannelThatFailedForGoodIsOutAndNoOtherIsLost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ wanted, current, failed, order, next string }{
		{"email sms voice", "email", "email", "", "sms"},
		{"email sms voice", "email", "sms", "sms email voice", "email"},
		{"email sms voice", "email", "voice", "voice email sms", "email"},
		{"email sms voice", "sms", "voice", "email voice sms", "sms"},
		{"sms email voice", "email", "email", "", "voice"},
	} {
		w := work(c.wanted)
		w.Reminder.Channel = channels.Kind(c.current)
		order := w.giveUp(channels.Kind(c.failed))
		if diff := cmp.Diff(ways(c.order), order); diff != "" || string(w.Reminder.Channel) != c.next {
			t.Errorf("%+v: goes on from %s\n%s", c, w.Reminder.Channel, diff)
		}
	}
}

func TestALostHandOffKeepsItsChannelAndTheOthers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ wanted, current, lost, order string }{
		{"email sms", "email", "email", ""},
		{"email sms", "email", "sms", "sms email"},
		{"email sms", "sms", "email", ""},
	} {
		w := work(c.wanted)
		w.Reminder.Channel = channels.Kind(c.current)
		order := w.bringForward(channels.Kind(c.lost))
		if diff := cmp.Diff(ways(c.order), order); diff != "" || string(w.Reminder.Channel) != c.lost {
			t.Errorf("%+v: goes on from %s\n%s", c, w.Reminder.Channel, diff)
		}
	}
}
