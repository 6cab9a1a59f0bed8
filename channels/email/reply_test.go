package email_test

import (
	"strings"
	"testing"

	"github.com/goodterms/goodterms/channels"
)

// The replies are of the kinds that real servers send.
var replies = []struct {
	at, reply string
	want      channels.Reason
	code      string
}{
	// The connection.
	{"banner", "421 4.7.0 too many connections from your host", channels.Busy, "421 4.7.0"},
	{"banner", "421 4.3.2 shutting down", channels.Temporary, "421 4.3.2"},
	{"banner", "554 5.7.1 no SMTP service here", channels.Misset, "554 5.7.1"},
	// Addresses that do not exist.
	{"RCPT", "550 5.1.1 no mailbox by that name", channels.BadAddress, "550 5.1.1"},
	{"RCPT", "550 5.1.2 bad destination system", channels.BadAddress, "550 5.1.2"},
	{"RCPT", "501 5.1.3 bad address syntax", channels.BadAddress, "501 5.1.3"},
	{"RCPT", "550 5.1.6 mailbox has moved", channels.BadAddress, "550 5.1.6"},
	{"RCPT", "556 5.1.10 recipient has null MX", channels.BadAddress, "556 5.1.10"},
	{"RCPT", "550 5.4.4 unable to route", channels.BadAddress, "550 5.4.4"},
	{"RCPT", "550 5.4.1 Recipient address rejected: Access denied.", channels.BadAddress, "550 5.4.1"},
	{"RCPT", "550 5.1.0 Address rejected", channels.BadAddress, "550 5.1.0"},
	{"RCPT", "550-5.1.1 The email account\r\n550-5.1.1 does not exist.\r\n550 5.1.1 Learn more", channels.BadAddress, "550 5.1.1"},
	{"RCPT", "550 No such user here", channels.BadAddress, "550"},
	{"RCPT", "550 Unknown user", channels.BadAddress, "550"},
	{"RCPT", "553 sorry, no mailbox here by that name. (#5.7.1)", channels.Misset, "553 5.7.1"},
	{"RCPT", "550 5.5.0 Requested action not taken: user unknown", channels.BadAddress, "550 5.5.0"},
	{"RCPT", "551 User not local", channels.BadAddress, "551"},
	{"RCPT", "553 Mailbox name not allowed", channels.BadAddress, "553"},
	{".", "550 5.1.1 no such user", channels.BadAddress, "550 5.1.1"},
	// Mailboxes that take nothing now.
	{"RCPT", "552 5.2.2 Over quota", channels.Unreachable, "552 5.2.2"},
	{"RCPT", "452 4.2.2 Mailbox full", channels.Unreachable, "452 4.2.2"},
	{"RCPT", "552 Requested mail action aborted: exceeded storage allocation", channels.Unreachable, "552"},
	{"RCPT", "550 5.2.1 The account is disabled", channels.Unreachable, "550 5.2.1"},
	{"RCPT", "450 4.2.1 The user you are trying to contact is receiving mail too quickly", channels.Unreachable, "450 4.2.1"},
	{".", "554 5.4.7 Delivery expired", channels.Unreachable, "554 5.4.7"},
	// We, not the customer.
	{"MAIL", "550 5.1.8 Sender domain does not exist", channels.Misset, "550 5.1.8"},
	{"MAIL", "530 5.7.0 Must issue a STARTTLS command first", channels.Misset, "530 5.7.0"},
	{"MAIL", "553 Sender refused", channels.Misset, "553"},
	{"RCPT", "554 5.7.1 Relay access denied", channels.Misset, "554 5.7.1"},
	{"RCPT", "550 relaying not permitted", channels.Misset, "550"},
	{"RCPT", "553 that domain isn't in my list of allowed rcpthosts", channels.Misset, "553"},
	{"RCPT", "550 5.1.7 Sender rejected", channels.Misset, "550 5.1.7"},
	{"RCPT", "554 Service unavailable; Client host blocked using zen.spamhaus.org", channels.Misset, "554"},
	{"RCPT", "503 5.5.1 bad sequence", channels.Misset, "503 5.5.1"},
	{".", "550 5.7.26 Unauthenticated email is not accepted", channels.Misset, "550 5.7.26"},
	{".", "550 5.7.25 PTR record missing", channels.Misset, "550 5.7.25"},
	{".", "550 rejected by DMARC policy", channels.Misset, "550"},
	{".", "554 5.4.6 too many hops", channels.Misset, "554 5.4.6"},
	{"RCPT", "535 5.7.8 authentication failed", channels.Misset, "535 5.7.8"},
	// The words.
	{".", "552 5.3.4 Message too big", channels.Refused, "552 5.3.4"},
	{".", "552 too much mail data", channels.Refused, "552"},
	{"MAIL", "552 Message size exceeds fixed maximum", channels.Refused, "552"},
	{".", "554 5.6.0 malformed", channels.Refused, "554 5.6.0"},
	{".", "550 5.7.1 Message rejected as spam", channels.Refused, "550 5.7.1"},
	{".", "554 Message looks like spam", channels.Refused, "554"},
	{".", "554 Transaction failed", channels.Refused, "554"},
	// Nobody says why.
	{"RCPT", "550 Requested action not taken: mailbox unavailable", channels.Blocked, "550"},
	{"RCPT", "554 Transaction failed", channels.Blocked, "554"},
	{"RCPT", "550 connection from 5.1.1.9 not wanted", channels.Blocked, "550"},
	// Later.
	{"RCPT", "450 4.2.0 Recipient address rejected: Greylisted, see http://postgrey.example", channels.Temporary, "450 4.2.0"},
	{"RCPT", "451 4.7.1 Greylisting in action", channels.Temporary, "451 4.7.1"},
	{"RCPT", "450 mailbox busy", channels.Temporary, "450"},
	{"RCPT", "452 4.3.1 Insufficient system storage", channels.Temporary, "452 4.3.1"},
	{"RCPT", "451 4.4.3 Temporary lookup failure", channels.Temporary, "451 4.4.3"},
	{".", "421 4.7.28 Unusual rate of mail", channels.Busy, "421 4.7.28"},
	{"MAIL", "451 4.7.1 rate limit exceeded", channels.Busy, "451 4.7.1"},
	{".", "451 4.7.26 SPF and DKIM failed", channels.Misset, "451 4.7.26"},
	{".", "421 closing", channels.Temporary, "421"},
}

func TestEveryReplyHasItsMeaning(t *testing.T) {
	t.Parallel()
	for _, c := range replies {
		for name, extensions := range map[string]string{"plain": polite["EHLO"], "pipelined": pipelining} {
			t.Run(name+" "+c.at+" "+strings.ReplaceAll(c.reply, "\r\n", " "), func(t *testing.T) {
				t.Parallel()
				r := newRawRelay(t, politeBut(lines{c.at: c.reply, "EHLO": extensions}))
				_, err := send(t, newEmail(t, r.config()), message())
				wantReason(t, err, c.want)
				if failure, ok := err.(*channels.Error); ok && failure.Code != c.code {
					t.Errorf("code %q, want %q", failure.Code, c.code)
				}
			})
		}
	}
}

func TestAnAddressCalledSpamIsNoSpam(t *testing.T) {
	t.Parallel()
	m := message()
	m.To = "spam@quota.example"
	r := newRawRelay(t, politeBut(lines{"RCPT": "550 <spam@quota.example> rejected"}))
	_, err := send(t, newEmail(t, r.config()), m)
	wantReason(t, err, channels.Blocked)
}
