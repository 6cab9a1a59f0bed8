package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

// named is a planned reminder for an account of its own with a name, a contact and an
// invoice.
func named(n int, name, contact, invoice string) reminder.Planned {
	p := planFor(n, n)
	p.Account.Name, p.Contact.Name = name, contact
	p.Invoices[0].Number = invoice
	p.Invoices[0].ID = account.StableID("inv", p.Account.Reference, invoice)
	p.Reminder.InvoiceIDs = []string{p.Invoices[0].ID}
	return p
}

func readAll(t testing.TB, s *store.Store) {
	t.Helper()
	for n := 1; n > 0; {
		var err error
		if n, err = s.ReadWords(t.Context(), noon, 1000); err != nil {
			t.Fatal(err)
		}
	}
}

func findAccounts(t testing.TB, s *store.Store, q overview.AccountQuery) []overview.AccountRow {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 50
	}
	rows, err := s.FindAccounts(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// search names what a text finds: the reference and by what, such as "A-1 name".
func search(t testing.TB, s *store.Store, text string) []string {
	t.Helper()
	return foundAs(findAccounts(t, s, overview.AccountQuery{Text: text}))
}

func foundAs(rows []overview.AccountRow) []string {
	list := []string{}
	for _, r := range rows {
		list = append(list, r.Reference+" "+r.Found)
	}
	return list
}

func TestAccountsAreFoundByWordsReferenceInvoiceEmailAndPhone(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		accept(t, s, named(1, "Blue Bottle Ltd", "Anna Müller", "R-100"), named(2, "Kiosk Söder", "Jo Blum", "re/7"),
			named(12, "Łódź Spółka", "Ola", "X-9"))
		readAll(t, s)
		for text, want := range map[string][]string{
			"blue bot":           {"A-1 name"},
			"BOT   blu":          {"A-1 name"},
			"muller blue":        {"A-1 name"},
			"müller":             {"A-1 name"},
			"bl":                 {"A-1 name", "A-2 name"},
			"lodz":               {"A-12 name"},
			"ottle":              {},
			"A-1":                {"A-1 reference", "A-12 reference"},
			"a-1":                {"A-1 reference", "A-12 reference"},
			"A-12":               {"A-12 reference"},
			"r-100":              {"A-1 invoice"},
			"R-1":                {"A-1 invoice"},
			"re/7":               {"A-2 invoice"},
			"Erika2@":            {"A-2 email"},
			"erika1@example.com": {"A-1 email"},
			"erika1":             {"A-12 email", "A-1 email"},
			"100":                {},
			"%":                  {},
		} {
			if got := search(t, s, text); !slices.Equal(got, want) {
				t.Errorf("%q finds %q, want %q", text, got, want)
			}
		}
		byPhone := foundAs(findAccounts(t, s, overview.AccountQuery{Text: "030 0000 012", Phone: "+49300000012"}))
		equal(t, byPhone, []string{"A-12 phone"})
		begun := foundAs(findAccounts(t, s, overview.AccountQuery{Text: "030", Phone: "+4930"}))
		equal(t, begun, []string{"A-1 phone", "A-2 phone", "A-12 phone"})
	})
}

func TestAnAddressOfOldFindsItsAccountWhenItIsNamedExactly(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		p = planFor(2, 1)
		p.Contact.Email = "new@example.com"
		accept(t, s, p)
		equal(t, search(t, s, "erika1@example.com"), []string{"A-1 email"})
		equal(t, search(t, s, "erika1@"), []string{})
		equal(t, search(t, s, "new@"), []string{"A-1 email"})
	})
}

func TestWhatIsNamedExactlyComesFirstAndNothingTwice(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		exact := named(3, "Zebra", "Zoe", "blue")
		both := named(4, "Blue Blues Bluest", "Blue Blue", "blue-2")
		more := planFor(5, 4)
		more.Account, more.Contact = both.Account, both.Contact
		more.Invoices[0].Number, more.Invoices[0].ID = "blue-3", account.StableID("inv", "A-4", "blue-3")
		accept(t, s, named(1, "Blue Bottle", "Ann", "1"), named(2, "Bluebell", "Ben", "blue-1"), exact, both, more)
		readAll(t, s)
		want := []string{"A-3 invoice", "A-1 name", "A-4 name", "A-2 name"}
		got := search(t, s, "blue")
		slices.Sort(got[1:3]) // of one word, in the order of their ids
		equal(t, got, want)
	})
}

// pageThrough fetches pages of the size until there is none, and calls between after
// each.
func pageThrough(t testing.TB, s *store.Store, q overview.AccountQuery, between func(page int)) (seen []string) {
	t.Helper()
	for page := 0; ; page++ {
		rows := findAccounts(t, s, q)
		if len(rows) == 0 {
			return seen
		}
		for _, r := range rows {
			seen = append(seen, r.Reference)
		}
		q.After = rows[len(rows)-1].Cursor
		between(page)
	}
}

func TestPagesOfASearchShowEachAccountOnceWhileAccountsAreAdded(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		var want []string
		for n := range 30 {
			p := named(n, "Common Ltd", "Ann", fmt.Sprint("common-", n%3, "-", n))
			if n%2 == 0 {
				p.Account.Name = "Common Commoner Ltd"
			}
			if n%5 == 0 { // found by its invoice alone
				p.Account.Name = "Other Ltd"
			}
			accept(t, s, p)
			want = append(want, p.Account.Reference)
		}
		readAll(t, s)
		for _, text := range []string{"common", "co"} {
			added := 100
			seen := pageThrough(t, s, overview.AccountQuery{Text: text, Limit: 4}, func(page int) {
				if page < 5 {
					accept(t, s, named(added, "Common Late Ltd", "Ann", "x"))
					readAll(t, s)
					added++
				}
			})
			first := slices.DeleteFunc(slices.Clone(seen), func(r string) bool { return len(r) > 4 })
			slices.Sort(first)
			slices.Sort(want)
			equal(t, first, want)
			slices.Sort(seen)
			equal(t, len(slices.Compact(seen)), len(seen))
		}
	})
}

func TestWordsThatManyHaveAndFewTogetherFindAllOfThem(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		const many = store.MostLooked + 100
		var planned []reminder.Planned
		var want []string
		for n := range 2 * many {
			p := named(n, []string{"Northern Light", "Southern Cross"}[n%2], "Ann", fmt.Sprint("x-", n))
			if n%50 == 0 {
				p.Account.Name = "Southernmost Northerly Northern Star"
				want = append(want, p.Account.Reference)
			}
			planned = append(planned, p)
		}
		for list := range slices.Chunk(planned, 500) {
			accept(t, s, list...)
		}
		readAll(t, s)
		for _, limit := range []int{3, 100} {
			seen := pageThrough(t, s, overview.AccountQuery{Text: "north south", Limit: limit}, func(int) {})
			slices.Sort(seen)
			slices.Sort(want)
			equal(t, seen, want)
		}
		equal(t, search(t, s, "north south west"), []string{})
	})
}

func TestWithoutTextAllAccountsAreListedByReferenceWithoutOperators(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		own := named(7, "Blue Operator", "Blue Olga", "blue-7")
		own.Account.Reference = overview.OperatorAccounts + "opr_1"
		accept(t, s, plan(3), plan(1), plan(2), own)
		readAll(t, s)
		seen := pageThrough(t, s, overview.AccountQuery{Limit: 2}, func(int) {})
		equal(t, seen, []string{"A-1", "A-2", "A-3"})
		for _, text := range []string{"blue", "blue-7", "operator/", "operator/opr_1", own.Contact.Email} {
			equal(t, search(t, s, text), []string{})
		}
	})
}

func TestRowsOfAccountsTellWhatIsOwedAndHeld(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		add := func(number, currency string, minor, balance int64, due account.Date) {
			p.Invoices = append(p.Invoices, account.Invoice{ID: account.StableID("inv", "A-1", number), AccountID: p.Account.ID, Number: number,
				Amount: account.Money{Minor: minor, Currency: currency}, Balance: account.Money{Minor: balance, Currency: currency}, DueOn: due})
		}
		add("R-2", "CHF", 500, 300, account.Date{Year: 2027, Month: 1, Day: 5})
		add("R-3", "EUR", 900, 0, account.Date{Year: 2026, Month: 1, Day: 5})
		add("R-4", "EUR", 900, 100, account.Date{})
		accept(t, s, p, plan(2))
		hear(t, s, textFrom(p, "ill"), replies.Effects{Holds: []account.Hold{{Cause: account.HoldHardship}}})
		rows := findAccounts(t, s, overview.AccountQuery{})
		equal(t, rows[0].Owed, []account.Money{{Minor: 300, Currency: "CHF"}, {Minor: 12100, Currency: "EUR"}})
		equal(t, rows[0].OldestDue, account.Date{Year: 2027, Month: 1, Day: 5})
		equal(t, rows[0].Open, 3)
		equal(t, rows[0].Hold, account.HoldHardship)
		equal(t, rows[0].Kind, account.Business)
		equal(t, []any{rows[1].Open, rows[1].Hold}, []any{1, ""})
	})
}

func TestACursorOfAnotherListIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		accept(t, s, plan(1), plan(2))
		coming, err := s.List(t.Context(), noon, overview.Query{List: overview.Coming, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		deep := store.Cursor("accounts", 99, 0, 0, "A", "acc")
		word := store.Cursor("accounts", 0, 9, 0, "A", "acc")
		for _, after := range []string{"nonsense", coming[0].Cursor, coming[0].Cursor + "=", deep, word} {
			if _, err := s.FindAccounts(t.Context(), overview.AccountQuery{Text: "a", After: after, Limit: 5}); !errors.Is(err, overview.ErrCursor) {
				t.Errorf("%q: got %v", after, err)
			}
		}
		for _, list := range []overview.List{overview.Sent, overview.Waiting, overview.Held, overview.Failed} {
			if _, err := s.List(t.Context(), noon, overview.Query{List: list, After: coming[0].Cursor, Limit: 5}); !errors.Is(err, overview.ErrCursor) {
				t.Errorf("%s: got %v", list, err)
			}
		}
		if _, err := s.RemindersOf(t.Context(), "A-1", coming[0].Cursor, 5); !errors.Is(err, overview.ErrCursor) {
			t.Errorf("got %v", err)
		}
	})
}
