package store_test

import (
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
	"github.com/goodterms/goodterms/store/storetest"
)

func read(t testing.TB, s *store.Store, limit int) int {
	t.Helper()
	n, err := s.ReadWords(t.Context(), noon, limit)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNamesAreReadOnceUntilTheyChange(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		acceptMany(t, s, 20)
		equal(t, []int{read(t, s, 15), read(t, s, 15), read(t, s, 15)}, []int{15, 5, 0})
	})
}

func TestMoreAccountsThanOneTransactionTakesAreRead(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		for n := range 150 {
			accept(t, s, plan(n))
		}
		equal(t, []int{read(t, s, 1000), read(t, s, 1000)}, []int{150, 0})
	})
}

// Each change is made to an account whose names have been read; want is what search
// for its new and its old word finds once they have been read again.
func TestAChangedNameIsFoundByTheNewWordAlone(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*reminder.Planned){
		"name of the account":   func(p *reminder.Planned) { p.Account.Name, p.Contact.Name = "Fresh Ltd", "Zoe" },
		"name of the contact":   func(p *reminder.Planned) { p.Contact.Name = "Fresh" },
		"contact and its email": func(p *reminder.Planned) { p.Contact.Name, p.Contact.Email = "Fresh", "z@example.com" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
				accept(t, s, named(1, "Old Ltd", "Vera", "1"))
				readAll(t, s)
				p := named(1, "Old Ltd", "Vera", "1")
				change(&p)
				accept(t, s, p)
				equal(t, read(t, s, 10), 1)
				equal(t, search(t, s, "fresh"), []string{"A-1 name"})
				equal(t, search(t, s, "vera"), []string{})
			})
		})
	}
}

func TestANewContactOfAnAccountIsFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		p := plan(1)
		accept(t, s, p)
		readAll(t, s)
		second := account.Contact{ID: account.StableID("con", "A-1", "second"), AccountID: p.Account.ID, Reference: "second", Name: "Zoe Second"}
		if _, _, err := s.PutAccount(t.Context(), noon, p.Account, []account.Contact{second}, nil); err != nil {
			t.Fatal(err)
		}
		equal(t, search(t, s, "zoe"), []string{})
		equal(t, read(t, s, 10), 1)
		equal(t, search(t, s, "zoe muster"), []string{"A-1 name"})
	})
}

func TestWhatChangesNoNameLeavesNamesRead(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		accept(t, s, plan(1))
		readAll(t, s)
		p := planFor(2, 1)
		p.Invoices[0].Balance.Minor = 1 // raises the account's version
		p.Account.TimeZone = "Europe/Zurich"
		accept(t, s, p)
		optOut(t, s, p.Account.ID, p.Contact.Phone)
		equal(t, read(t, s, 10), 0)
	})
}

func TestAChangeOfAnInvoiceAndAContactMakesWhatWasDecidedStaleAsBefore(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		a, b := claimed(t, s, plan(1), "one"), claimed(t, s, plan(2), "one")
		invoice, contact := planFor(3, 1), planFor(4, 2)
		invoice.Invoices[0].Balance.Minor = 1
		contact.Contact.Name = "Zoe"
		accept(t, s, invoice, contact)
		equal(t, begin(t, s, attemptOn(a, "one")), reminder.BegunStale)
		equal(t, begin(t, s, attemptOn(b, "one")), reminder.BegunStale)
	})
}

func TestReadingNamesMakesNothingStale(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, _ func() *store.Store, s *store.Store) {
		w := claimed(t, s, plan(1), "one")
		readAll(t, s)
		equal(t, begin(t, s, attemptOn(w, "one")), reminder.BegunOK)
	})
}

func TestNamesThatChangeWhileTheyAreReadAreNeverLost(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, open func() *store.Store, s *store.Store) {
		stores := []*store.Store{s, open()}
		together(8, func(n int) {
			for round := range 10 {
				p := named(round, "Ltd", "Ann", "1")
				p.Contact.ID = account.StableID("con", p.Account.Reference, string(rune('a'+n)))
				p.Contact.Reference, p.Contact.Name, p.Reminder.ContactID = string(rune('a'+n)), "Person"+string(rune('a'+n)), p.Contact.ID
				accept(t, stores[n%2], p)
				if _, err := stores[(n+1)%2].ReadWords(t.Context(), noon, 5); err != nil {
					t.Error(err)
				}
			}
		})
		readAll(t, s)
		equal(t, len(search(t, s, "persona personb personc persond persone personf persong personh")), 10)
	})
}

func TestAccountsFromBeforeTheSearchAreFoundByItself(t *testing.T) {
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
		equal(t, []int{read(t, s, 100), read(t, s, 100)}, []int{1, 0})
		equal(t, search(t, s, "erika"), []string{"A-1 name"})
		equal(t, search(t, s, "R-"), []string{"A-1 invoice"})
	})
}

// A database may order texts as people of its country do; what begins alike would
// not lie together.
func TestWhatIsLookedForLiesInTheOrderOfItsBytes(t *testing.T) {
	t.Parallel()
	url := storetest.Postgres(t)
	got := lines(t, explaining(t, url), `SELECT table_name || '.' || column_name FROM information_schema.columns
WHERE collation_name = 'C' AND table_schema = 'public' ORDER BY 1`)
	equal(t, got, []string{"account.reference", "account_word.word", "address.value", "invoice.number"})
}
