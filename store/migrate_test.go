package store_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

func TestManyProcessesMayMigrateAtOnce(t *testing.T) {
	t.Parallel()
	url := "sqlite://" + filepath.Join(t.TempDir(), "new.db")
	pending, err := store.Pending(t.Context(), url)
	if err != nil || pending == 0 {
		t.Fatalf("%d pending, %v", pending, err)
	}
	together(4, func(int) {
		if err := store.Migrate(t.Context(), url); err != nil {
			t.Error(err)
		}
	})
	pending, err = store.Pending(t.Context(), url)
	if err != nil || pending != 0 {
		t.Fatalf("%d pending, %v", pending, err)
	}
}

// Rows as the first migration knew them: a customer who was written to and has
// opted out by text message.
const rowsOfTheFirst = `
INSERT INTO creditor (id, name) VALUES ('cre_1', 'Muster GmbH');
INSERT INTO account (id, creditor_id, reference, name, kind, time_zone, locale, region, updated_at)
	VALUES ('acc_1', 'cre_1', 'A-1', 'Muster AG', 'business', '', '', '', 1);
INSERT INTO contact (account_id, id, reference, name, time_zone, email, phone, updated_at)
	VALUES ('acc_1', 'con_1', 'main', 'Erika Muster', '', 'a@example.com', '+4930555', 1);
INSERT INTO address (value, account_id) VALUES ('+4930555', 'acc_1'), ('a@example.com', 'acc_1');
INSERT INTO invoice (account_id, id, number, amount, balance, currency, issued_on, due_on, terms, updated_at)
	VALUES ('acc_1', 'inv_1', 'R-1', 1, 1, 'EUR', '', '', '', 1);
INSERT INTO reminder (id, creditor_id, reference, digest, account_id, contact_id, invoices, template, channels, channel,
	status, reason, explanation, send_at, expires_at, test, queued, created_at, updated_at)
	VALUES ('rem_1', 'cre_1', '', '', 'acc_1', 'con_1', 'inv_1', 'gentle', 'sms', 'sms', 'sent', '', '', 1, 0, 0, 0, 1, 1);
INSERT INTO attempt (id, reminder_id, account_id, number, channel, address, version, language, subject, body, limited,
	content_hash, valid_until, started_at, owner, state, settle_at, test, decision)
	VALUES ('att_1', 'rem_1', 'acc_1', 1, 'sms', '+4930555', '', '', '', '', '', '', 0, 1800000000000000, '', 'accepted', 0, 0,
	'{"decision":"send"}');
INSERT INTO opt_out (channel, address, source, account_id, at) VALUES ('sms', '+4930555', 'reply', 'acc_1', 7),
	('email', 'b@example.com', 'unsubscribe link', '', 8);`

func TestWhatTheFirstMigrationKeptIsConverted(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		migrateTo(t, url, 1)
		run(t, url, rowsOfTheFirst)
		migrateUp(t, url)
		s, err := store.Open(t.Context(), url, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		standing := standingOf(t, s, "con_1")
		equal(t, optedOut(standing.OptOuts), []string{"address sms", "contact sms"})
		equal(t, len(standing.History), 1)
		equal(t, standing.History[0].Debts, []string{"R-1"})
		equal(t, standing.History[0].ContactID, "con_1")
		all, err := s.ListOptOuts(t.Context(), reminder.OptOutFilter{Limit: 9})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, optedOut(all), []string{"address sms", "address email", "contact sms"})
	})
}

func TestGoingBackForgetsNobodyWhoOptedOut(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		s := storetest.Open(t, url)
		p := plan(1)
		accept(t, s, p)
		record1(t, s, account.OptOut{Scope: account.ScopeContact, ContactID: p.Contact.ID, Source: "operator"})
		migrateTo(t, url, 1)
		migrateUp(t, url)
		equal(t, optedOut(standingOf(t, s, p.Contact.ID).OptOuts), []string{
			"address email", "address sms", "address voice", "contact sms", "contact voice"})
	})
}

// Rows as the second migration knew them besides: replies by each way in.
const rowsOfTheSecond = `
INSERT INTO reply (id, at, channel, provider_id, account_id, attempt_id, sender, recipient, body, digits, meaning, raw, test) VALUES
	('rep_1', 1800000000000001, 'sms', 'SM1', 'acc_1', 'att_1', '+4930555', '+4930900', 'STOP', '', 'opt_out', 'raw', 0),
	('rep_2', 1800000000000002, 'email', 'h1', 'acc_1', '', 'a@example.com', 'b', 'why?', '', '', 'base64:AGH/', 0),
	('rep_3', 1800000000000003, 'sms', 'SM3', '', '', '+4930556', '+4930900', 'who?', '', '', 'raw', 1);`

func TestRepliesOfBeforeAreReadAsTheyWereUnderstood(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		migrateTo(t, url, 1)
		run(t, url, rowsOfTheFirst)
		migrateTo(t, url, 2)
		run(t, url, rowsOfTheSecond)
		migrateUp(t, url)
		s := storetest.Open(t, url)
		stop := replyOf(t, s, "rep_1")
		equal(t, stop.Intents, []intents.Found{{Intent: intents.OptOut, Certain: true}})
		equal(t, []string{string(stop.Match), string(stop.Kind), stop.ContactID}, []string{"thread", "reply", "con_1"})
		letter := replyOf(t, s, "rep_2")
		equal(t, []string{string(letter.Match), letter.Raw, letter.Body}, []string{"token", "\x00a\xff", "why?"})
		equal(t, replyOf(t, s, "rep_3").Match, replies.ByNothing)
		again, err := s.Hear(t.Context(), noon, replies.Text{Channel: channels.SMS, ProviderID: "SM1", Body: "STOP"}, replies.Effects{})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, again, replies.Heard{ReplyID: "rep_1", AccountID: "acc_1", Repeat: true})
	})
}

func TestGoingBackFromRepliesSendsNothingThatWaits(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		s := storetest.Open(t, url)
		p := plan(1)
		accept(t, s, p)
		stop := account.OptOut{Channel: channels.SMS, Address: p.Contact.Phone, Source: account.SourceBounce}
		e := stopping(p)
		e.OptOuts = append(e.OptOuts, stop)
		e.Answer, e.Holds = answering(p, reminder.AnswerDispute), []account.Hold{{Cause: account.HoldDisputed}}
		heard := hear(t, s, textFrom(p, "wrong"), e)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		migrateTo(t, url, 2)
		migrateUp(t, url)
		s = storetest.Open(t, url)
		equal(t, find(t, s, heard.AnswerID).Reminder.Status, reminder.Canceled)
		equal(t, optedOut(claim(t, s, "one", p.Reminder.ID)[0].OptOuts), []string{"address sms", "address voice", "contact sms", "contact voice"})
		equal(t, standingOf(t, s, p.Contact.ID).Hold, account.HoldReply)
	})
}

func migrateTo(t testing.TB, url string, version int64) {
	t.Helper()
	if err := store.MigrateTo(t.Context(), url, version); err != nil {
		t.Fatal(err)
	}
}

// migrateUp migrates to the latest version.
func migrateUp(t testing.TB, url string) {
	t.Helper()
	if err := store.Migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
}

// run runs statements on the database of the URL.
func run(t testing.TB, url, statements string) {
	t.Helper()
	driver, name := "pgx", url
	if path, ok := strings.CutPrefix(url, "sqlite://"); ok {
		driver, name = "sqlite", path
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statements); err != nil {
		t.Fatal(err)
	}
}
