package replies

import (
	"strings"
	"testing"

	"github.com/goodterms/goodterms/replies/bounce"
	"github.com/goodterms/goodterms/replies/mail"
)

// returned is a report about our mail to Ada.
func returned(kind mail.Kind, list ...bounce.Recipient) story {
	s := byMail()
	s.t.Kind, s.m.Kind, s.t.Match, s.s.Match = kind, kind, ByReturned, ByReturned
	s.t.From, s.m.Report = "mailer-daemon@mx.example", bounce.Report{Failed: kind == mail.Bounce, Recipients: list}
	return s
}

func failed(address, status string, cause bounce.Cause) bounce.Recipient {
	return bounce.Recipient{Address: address, Action: bounce.Failed, Status: status, Permanent: cause == bounce.Dead, Cause: cause}
}

func TestADeadAddressIsStoppedAndAnotherLookedFor(t *testing.T) {
	t.Parallel()
	stop := "stop email " + adasMail + " (bounce)"
	follow := "follow dead_address find_address"
	gone := failed(adasMail, "5.1.1", bounce.Dead)
	prove(t, []scenario{
		{"the one that we wrote to", returned(mail.Bounce, gone), []string{stop, "receipt att_1 undelivered 5.1.1", follow}},
		{"in other letters", returned(mail.Bounce, failed("ADA@Customer.example", "5.1.1", bounce.Dead)), []string{stop, "receipt att_1 undelivered 5.1.1", follow}},
		{"the one that theirs passes mail on to", returned(mail.Bounce, failed("ada@home.example", "5.1.1", bounce.Dead)), []string{"receipt att_1 undelivered 5.1.1", follow}},
		{"one of several behind theirs", returned(mail.Bounce, failed("x@home.example", "5.1.1", bounce.Dead), bounce.Recipient{Address: "y@home.example", Action: bounce.Relayed}), []string{follow}},
		{"ours among several", returned(mail.Bounce, failed("x@home.example", "4.2.2", bounce.Mailbox), gone), []string{stop, "receipt att_1 undelivered 5.1.1", follow}},
		{"of a mail that nobody knows", returned(mail.Bounce, gone).but(match(ByNothing)), []string{"follow unmatched match_account"}},
		{"by the sender alone", returned(mail.Bounce, gone).but(match(BySender)), []string{"follow unmatched match_account"}},
	})
}

func TestAnAddressThatIsNotDeadStays(t *testing.T) {
	t.Parallel()
	undelivered := func(code string) string { return strings.TrimSpace("receipt att_1 undelivered " + code) }
	prove(t, []scenario{
		{"full", returned(mail.Bounce, failed(adasMail, "5.2.2", bounce.Mailbox)), []string{undelivered("5.2.2")}},
		{"given up", returned(mail.Bounce, failed(adasMail, "4.4.7", bounce.Temporary)), []string{undelivered("4.4.7")}},
		{"we are blocked", returned(mail.Bounce, failed(adasMail, "5.7.1", bounce.Blocked)), []string{undelivered("5.7.1"), "follow blocked check_sender"}},
		{"this mail is refused", returned(mail.Bounce, failed(adasMail, "5.3.4", bounce.Content)), []string{undelivered("5.3.4"), "follow blocked check_sender"}},
		{"full, of a mail that nobody knows", returned(mail.Bounce, failed(adasMail, "5.2.2", bounce.Mailbox)).but(match(ByNothing)), nil},
		{"blocked, of a mail that nobody knows", returned(mail.Bounce, failed(adasMail, "5.7.1", bounce.Blocked)).but(match(ByNothing)), []string{"follow unmatched match_account"}},
		{"nothing is told", returned(mail.Bounce), []string{undelivered(""), "follow unreadable read"}},
		{"delayed", returned(mail.DeliveryNotice, bounce.Recipient{Address: adasMail, Action: bounce.Delayed, Status: "4.4.1"}), []string{"receipt att_1  4.4.1"}},
		{"delivered", returned(mail.DeliveryNotice, bounce.Recipient{Address: adasMail, Action: bounce.Delivered, Status: "2.0.0"}), []string{"receipt att_1 delivered 2.0.0"}},
		{"relayed", returned(mail.DeliveryNotice, bounce.Recipient{Address: adasMail, Action: bounce.Relayed, Status: "2.0.0"}), []string{"receipt att_1 sent 2.0.0"}},
		{"expanded", returned(mail.DeliveryNotice, bounce.Recipient{Address: adasMail, Action: bounce.Expanded}), []string{"receipt att_1 sent"}},
		{"read", returned(mail.DeliveryNotice), nil},
		{"a notice about nobody known", returned(mail.DeliveryNotice, bounce.Recipient{Address: adasMail, Action: bounce.Delivered}).but(match(ByNothing)), nil},
	})
}

func TestAComplaintStopsMailUnlessItIsAboutUs(t *testing.T) {
	t.Parallel()
	stopped := []string{"stop email " + adasMail + " (complaint)", "follow complaint check_sender"}
	about := func(word string) story { return returned(mail.Complaint).but(feedback(word)) }
	prove(t, []scenario{
		{"abuse", about("abuse"), stopped},
		{"fraud", about("fraud"), stopped},
		{"opt-out", about("opt-out"), stopped},
		{"other", about("other"), stopped},
		{"no word", about(""), stopped},
		{"not spam after all", about("not-spam"), nil},
		{"our signature", about("auth-failure"), []string{"follow blocked check_sender"}},
		{"a virus", about("virus"), []string{"follow blocked check_sender"}},
		{"nobody known", about("abuse").but(match(ByNothing)), []string{"follow unmatched match_account"}},
	})
}
