package replies

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies/bounce"
	"github.com/goodterms/goodterms/replies/mail"
)

// mailed returns a desk, the ids of four reminders and their tokens.
func mailed(t *testing.T) (d *Desk, ids, tokens []string) {
	o := newOffice(t, byMail())
	for range 5 {
		id := o.IDs.New("rem", o.Now())
		ids, tokens = append(ids, id), append(tokens, o.Tokens.Make(id))
	}
	return o.Desk, ids, tokens
}

func TestCuesAreTriedInTheOrderOfTheirTrust(t *testing.T) {
	t.Parallel()
	d, ids, tokens := mailed(t)
	m := mail.Mail{
		Kind: mail.Reply, Recipients: []string{"in+" + tokens[1] + "@in.acme.example"}, Answers: []string{tokens[2] + "@acme.example"},
		Report: bounce.Report{ReturnPath: "b+" + tokens[3] + "@bounces.acme.example"},
		Whole:  "> https://pay.acme.example/u/" + tokens[4] + "\n> https://pay.acme.example/p/" + tokens[0],
	}
	got := d.cues("att_1", Text{Channel: channels.Email, From: "Ada@Customer.Example", To: "in+" + tokens[0] + "@in.acme.example", Test: true}, m)
	want := Cues{Channel: channels.Email, Test: true, Attempt: "att_1", Sender: "Ada@customer.example", Reminders: []Cue{
		{ids[0], ByToken}, {ids[1], ByToken}, {ids[2], ByHeader}, {ids[3], ByReturned}, {ids[4], ByBody},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestATokenIsFoundInEveryFormOfItsAddress(t *testing.T) {
	t.Parallel()
	d, ids, tokens := mailed(t)
	for _, form := range []string{
		"in+%@in.acme.example", "in-%@in.acme.example", "b+%@b.acme.example", "b-%@b.acme.example", "%@in.acme.example",
		"SRS0=abcd=xy=acme.example=b+%@forwarder.example", "prvs=1234567=b+%@acme.example", "%",
	} {
		for _, token := range []string{tokens[0], strings.ToUpper(tokens[0])} {
			list := cueList{read: d.Tokens.Read}
			list.addresses(ByToken, strings.ReplaceAll(form, "%", token))
			if diff := cmp.Diff([]Cue{{ids[0], ByToken}}, list.found); diff != "" {
				t.Errorf("%s: %s", form, diff)
			}
		}
	}
}

func TestATokenIsFoundInWhatIsQuoted(t *testing.T) {
	t.Parallel()
	d, ids, tokens := mailed(t)
	for _, form := range []string{
		"https://pay.acme.example/u/TOKEN", "<https://pay.acme.example/p/TOKEN>", "https://scan.example/?url=https%3A%2F%2Fpay.acme.example%2Fu%2FTOKEN&data=1",
		"From: Acme <in+TOKEN@in.acme.example>", "mailto:in%2BTOKEN@in.acme.example", "x" + strings.Repeat(" words", 1000) + " /u/TOKEN",
	} {
		list := cueList{read: d.Tokens.Read}
		list.text(strings.ReplaceAll(form, "TOKEN", tokens[0]))
		if diff := cmp.Diff([]Cue{{ids[0], ByBody}}, list.found); diff != "" {
			t.Errorf("%s: %s", form, diff)
		}
	}
}

func TestATokenOfSomebodyElseIsNoCue(t *testing.T) {
	t.Parallel()
	d, ids, _ := mailed(t)
	list := cueList{read: d.Tokens.Read}
	list.addresses(ByToken, "in+"+reminder.NewTokens("other").Make(ids[0])+"@in.acme.example", "in+abc@in.acme.example", "ada@customer.example", "@", "")
	list.text("https://pay.acme.example/u/" + strings.Repeat("a", tokenLength))
	if len(list.found) > 0 {
		t.Errorf("got %v", list.found)
	}
}

func TestATokenHasTheLengthThatIsLookedFor(t *testing.T) {
	t.Parallel()
	_, _, tokens := mailed(t)
	if len(tokens[0]) != tokenLength {
		t.Errorf("a token has %d characters", len(tokens[0]))
	}
}

func TestAReportIsFromTheAddressThatItIsAbout(t *testing.T) {
	t.Parallel()
	daemon := Text{Channel: channels.Email, From: "mailer-daemon@mx.example"}
	for want, m := range map[string]mail.Mail{
		"ada@customer.example":     {Kind: mail.Bounce, Report: bounce.Report{Recipients: []bounce.Recipient{{Address: "ada@customer.example"}}}},
		"bob@customer.example":     {Kind: mail.Complaint, Abuse: mail.Abuse{Recipients: []string{"bob@customer.example"}}},
		"":                         {Kind: mail.Bounce},
		"mailer-daemon@mx.example": {Kind: mail.Reply},
	} {
		if got := sender(daemon, m); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestAMailFullOfTokensIsSearchedInLittleTime(t *testing.T) {
	t.Parallel()
	d, _, _ := mailed(t)
	list := cueList{read: d.Tokens.Read}
	began := time.Now()
	list.text(strings.Repeat("/u/"+strings.Repeat("b", tokenLength)+" ", 1<<18))
	if took := time.Since(began); took > 5*time.Second || list.tried > mostTokens {
		t.Errorf("took %v for %d tokens", took, list.tried)
	}
}
