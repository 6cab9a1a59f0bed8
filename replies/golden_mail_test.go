package replies

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
)

// dsn is a delivery report about our mail to ada@customer.example.
func dsn(action, status, diagnostic string) string {
	return strings.NewReplacer("ACTION", action, "STATUS", status, "DIAGNOSTIC", diagnostic).Replace(`
Return-Path: <>
From: MAILER-DAEMON@mx.customer.example (Mail Delivery System)
To: b+token@bounces.acme.example
Subject: Delivery report
Date: Thu, 26 Nov 2026 14:50:00 +0000
MIME-Version: 1.0
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.customer.example.

<ada@customer.example>: DIAGNOSTIC

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.example

Final-Recipient: rfc822; ada@customer.example
Action: ACTION
Status: STATUS
Diagnostic-Code: smtp; DIAGNOSTIC

--b1
Content-Type: text/rfc822-headers

From: Acme Accounts <accounts@acme.example>
To: ada@customer.example
Subject: Invoice INV-1042
Message-ID: <abc@acme.example>

--b1--
`)
}

const reply = `
From: Ada <ada@customer.example>
To: in+token@in.acme.example
Subject: Re: Invoice INV-1042
Date: Thu, 26 Nov 2026 14:50:00 +0000
Message-ID: <m2@customer.example>
In-Reply-To: <abc@acme.example>
Content-Type: text/plain; charset=utf-8

`

const quote = `
On Wed, 25 Nov 2026 at 10:00, Acme Accounts <accounts@acme.example> wrote:
> Invoice INV-1042 over £120.00 was due on 1 November.
> To get no more of these mails: https://pay.acme.example/u/abc
`

func TestMailsAreReadAndActedUponAsAWhole(t *testing.T) {
	t.Parallel()
	const promised = "reply\npromise_to_pay! 2026-12-04\nrecord a promise for 2026-12-04\nhold INV-1042 until 2026-12-07\nconfirm the promise in writing"
	proveGolden(t, "", map[string]golden{
		"a promise above its quote":             {reply + "I will pay on 4 December.\n\nAda\n" + quote, promised},
		"the invoice stands in the quote alone": {strings.Replace(reply, "Re: Invoice INV-1042", "Re: your mail", 1) + "I will pay on 4 December.\n" + quote, promised},
		"an opt-out in the subject": {strings.Replace(reply, "Re: Invoice INV-1042", "Unsubscribe", 1) + "\n",
			"reply\nopt_out!\nstop this email address\nconfirm the opt-out once"},
		"an address that does not exist": {dsn("failed", "5.1.1", "550 5.1.1 User unknown"),
			"bounce\nabout ada@customer.example failed for good\nrecord the mail as undelivered\nstop this email address: it does not exist\nopen a follow-up: dead_address"},
		"a mailbox that is full": {dsn("failed", "5.2.2", "552 5.2.2 Mailbox full"),
			"bounce\nabout ada@customer.example failed\nrecord the mail as undelivered"},
		"we are blocked": {dsn("failed", "5.7.1", "550 5.7.1 Blocked because of reputation"),
			"bounce\nabout ada@customer.example failed\nrecord the mail as undelivered\nopen a follow-up: blocked"},
		"a delay": {dsn("delayed", "4.4.1", "451 4.4.1 Connection timed out"),
			"delivery_notice\nabout ada@customer.example delayed\nrecord that the mail is delayed"},
		"a relay": {dsn("relayed", "2.0.0", "250 2.0.0 ok"),
			"delivery_notice\nabout ada@customer.example relayed\nrecord the mail as sent"},
		"a delivery": {dsn("delivered", "2.0.0", "250 2.0.0 ok"),
			"delivery_notice\nabout ada@customer.example delivered\nrecord the mail as delivered"},
		"somebody is away": {strings.Replace(reply, "Message-ID", "Auto-Submitted: auto-replied\nMessage-ID", 1) + "I am out of the office and will be back on 7 December 2026.\n",
			"auto_reply\nout_of_office! 2026-12-07\nhold all reminders to this contact until 2026-12-07"},
		"our own mail": {strings.Replace(reply, "ada@customer.example", "in+token@in.acme.example", 1) + "I will pay on 4 December.\n",
			"reply\npromise_to_pay! 2026-12-04\nopen a follow-up: loop"},
		"a complaint": {`
From: feedback@isp.example
To: b+token@bounces.acme.example
Subject: FW: Invoice
Date: Thu, 26 Nov 2026 14:50:00 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

--b1
Content-Type: text/plain

This is an email abuse report.

--b1
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: isp/1
Version: 1

--b1
Content-Type: message/rfc822

From: Acme Accounts <accounts@acme.example>
To: ada@customer.example
Subject: Invoice INV-1042
Message-ID: <abc@acme.example>

Hello
--b1--
`, "complaint\nstop this email address\nopen a follow-up: complaint"},
	})
}

func TestTheHeadersOfAMailMakeItOne(t *testing.T) {
	t.Parallel()
	if got := replyOf(Case{Raw: []byte(strings.TrimPrefix(reply, "\n") + "hello")}); got.Channel != channels.Email {
		t.Errorf("got %s", got.Channel)
	}
}

func TestAMailIsMatchedByWhateverOfOursItShows(t *testing.T) {
	t.Parallel()
	o := newOffice(t, byMail())
	var ids, tokens []string
	for range 3 {
		id := o.IDs.New("rem", o.Now())
		ids, tokens = append(ids, id), append(tokens, o.Tokens.Make(id))
	}
	raw := strings.NewReplacer("in+token@", "in+"+tokens[0]+"@", "<abc@", "<"+tokens[1]+"@").Replace(reply) + "Yes.\n" + strings.ReplaceAll(quote, "/u/abc", "/u/"+tokens[2])
	o.receive(t, channels.Reply{Channel: channels.Email, Raw: strings.TrimPrefix(raw, "\n")})
	want := []Cues{{Channel: channels.Email, Sender: adasMail, Reminders: []Cue{{ids[0], ByToken}, {ids[1], ByHeader}, {ids[2], ByBody}}}}
	if diff := cmp.Diff(want, o.shelf.cues); diff != "" {
		t.Error(diff)
	}
	if got, _ := o.last(t); got.Body != "Yes." || got.MessageID != "m2@customer.example" || !cmp.Equal(got.References, []string{tokens[1] + "@acme.example"}) {
		t.Errorf("got %q %q %q", got.Body, got.MessageID, got.References)
	}
}
