package templates

import (
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
)

// Sample is a made-up situation that a text must cope with, for previews and tests.
type Sample struct {
	Name  string // stable, such as several
	About string // what is special about it
	Facts Facts
}

// Samples lists the situations, the usual one first. They are made anew each time,
// so that a caller may change them.
func Samples() []Sample {
	list := []Sample{
		{"usual", "one invoice, eleven days past its due date", usualFacts()},
		sample("in five days", "due in five days", func(f *Facts) { f.Today = march(-2) }),
		sample("tomorrow", "due tomorrow", func(f *Facts) { f.Today = march(2) }),
		sample("today", "due today", func(f *Facts) { f.Today = march(3) }),
		sample("one day", "due yesterday", func(f *Facts) { f.Today = march(4) }),
		sample("part paid", "a part is paid already", func(f *Facts) { f.Invoices[0].Balance.Minor = 75_000 }),
	}
	return slices.Concat(list, crowded(), sparse(), far(), arranged())
}

// SamplesOf lists the situations that a text of the stage can be written in, the
// usual one first, as they are when such a text is sent.
func SamplesOf(stage Stage) []Sample {
	list := slices.DeleteFunc(Samples(), func(s Sample) bool { return complete(stage, &s.Facts) != nil })
	for i := range list {
		list[i].Facts.at(stage)
	}
	return list
}

// at moves the usual facts to where the stage has its place: thanks are for what
// was paid, an instalment comes due, and so on.
func (f *Facts) at(stage Stage) {
	usual := f.Today == usualFacts().Today
	switch {
	case stage == Thanks:
		for i := range f.Invoices {
			f.Invoices[i].Balance.Minor = 0
		}
	case stage == PreDue && usual:
		f.Today = march(-2)
	case stage == ReceiptCheck && usual:
		f.Today = march(-20)
	case stage == PromiseBroken && f.Answer != nil:
		for i := range f.Answer.Parts {
			f.Answer.Parts[i].On = march(12).AddDays(i - len(f.Answer.Parts))
		}
	case stage == InstalmentDue && usual && len(f.Plan.Instalments) > 1:
		f.Plan.Instalments[0].Paid, f.Today = true, account.Date{Year: 2027, Month: time.April, Day: 28}
	}
}

func sample(name, about string, change func(*Facts)) Sample {
	facts := usualFacts()
	change(&facts)
	return Sample{name, about, facts}
}

// march is the day of March 2027; days below 1 are of the months before.
func march(day int) account.Date {
	return account.Date{Year: 2027, Month: time.March, Day: 1}.AddDays(day - 1)
}

func gbp(minor int64) account.Money { return account.Money{Minor: minor, Currency: "GBP"} }

// bill is an invoice of which all is open.
func bill(number string, amount account.Money, due account.Date) account.Invoice {
	return account.Invoice{Number: number, Amount: amount, Balance: amount, IssuedOn: march(-27), DueOn: due, Terms: "30 days net"}
}

// usualFacts is one freshly overdue invoice of an ordinary customer. What only some
// texts say is there too: a promise, an answer, a plan.
func usualFacts() Facts {
	return Facts{
		Creditor: Creditor{
			Name: "Acme Ltd", Phone: "020 7946 0958", Email: "accounts@acme.example",
			PayURL: "https://pay.acme.example/8f3k", PayText: "IBAN GB33 BUKB 2020 1555 5555 55\nBIC BUKBGB22",
		},
		Account:     account.Account{Name: "Globex Trading", Reference: "C-2071"},
		Contact:     account.Contact{Name: "Ana Flores"},
		Invoices:    []account.Invoice{bill("INV-1042", gbp(125_000), march(3))},
		Today:       march(14),
		Unsubscribe: "https://pay.acme.example/u/8f3k",
		Answer: &Answer{Text: "The goods were sent on 2 March.\nA copy of the note is on its way.",
			Parts: []AnswerPart{{On: march(19), Amount: gbp(60_000)}}},
		Plan: &Plan{Instalments: []Instalment{
			{On: march(32), Amount: gbp(50_000)}, {On: march(62), Amount: gbp(50_000)}, {On: march(93), Amount: gbp(25_000)},
		}},
	}
}

// crowded are situations with several invoices.
func crowded() []Sample {
	return []Sample{
		sample("several", "three open invoices in three currencies, and one that is paid", func(f *Facts) {
			paid := bill("INV-1040", gbp(8_000), march(-8))
			paid.Balance.Minor = 0
			part := bill("INV-1042", gbp(125_000), march(3))
			part.Balance.Minor = 75_000
			f.Invoices = []account.Invoice{
				bill("INV-1050", account.Money{Minor: 30_000, Currency: "EUR"}, march(10)), part, paid,
				bill("INV-1061", account.Money{Minor: 90_000, Currency: "JPY"}, march(12)),
			}
		}),
		sample("twelve", "twelve open invoices", func(f *Facts) {
			f.Invoices = nil
			for i := range 12 {
				f.Invoices = append(f.Invoices, bill("INV-11"+string(rune('A'+i)), gbp(10_000), march(3)))
			}
		}),
	}
}

// sparse are situations in which something is not known.
func sparse() []Sample {
	return []Sample{
		sample("nothing optional", "everything that can be missing is", func(f *Facts) {
			f.Creditor = Creditor{Name: f.Creditor.Name}
			f.Account, f.Contact, f.Unsubscribe = account.Account{}, account.Contact{}, ""
			f.Invoices[0].IssuedOn, f.Invoices[0].Terms = account.Date{}, ""
			f.Answer.Parts[0].Amount = account.Money{}
		}),
		sample("no phone", "the creditor has no phone", func(f *Facts) { f.Creditor.Phone = "" }),
		sample("no promise", "a promise of which nothing is known any more", func(f *Facts) { f.Answer = nil }),
		sample("no invoice", "an answer to somebody who named no invoice", func(f *Facts) { f.Invoices = nil }),
	}
}

// far are situations that are written in another way.
func far() []Sample {
	return []Sample{
		sample("long name", "names that are much too long", func(f *Facts) {
			f.Creditor.Name = strings.Repeat("Donaudampfschifffahrt ", 20)
			f.Contact.Name = strings.Repeat("Wolfeschlegelstein", 30)
		}),
		sample("zero decimals", "a currency without minor units", func(f *Facts) {
			f.Invoices = []account.Invoice{bill("INV-1042", account.Money{Minor: 180_000, Currency: "JPY"}, march(3))}
			f.Answer.Parts[0].Amount = account.Money{Minor: 90_000, Currency: "JPY"}
			f.Plan.Instalments = []Instalment{{On: march(32), Amount: account.Money{Minor: 90_000, Currency: "JPY"}}, {On: march(62), Amount: account.Money{Minor: 90_000, Currency: "JPY"}}}
		}),
		sample("three decimals", "a currency with a thousand minor units", func(f *Facts) {
			f.Invoices = []account.Invoice{bill("INV-1042", account.Money{Minor: 12_345, Currency: "KWD"}, march(3))}
		}),
		sample("right to left", "names that are written from right to left, one with a sign that turns the direction", func(f *Facts) {
			f.Account.Name = "شركة الاتصالات \u202egnp.exe"
			f.Contact.Name = "ليلى حداد"
		}),
	}
}

// arranged are situations with a promise, a plan or terms.
func arranged() []Sample {
	return []Sample{
		sample("whole promise", "all that is open was promised, and no amount named", func(f *Facts) { f.Answer.Parts[0].Amount = account.Money{} }),
		sample("two parts", "a promise in two parts", func(f *Facts) {
			f.Answer.Parts = append(f.Answer.Parts, AnswerPart{On: march(32), Amount: gbp(65_000)})
		}),
		sample("part and rest", "a promise of a part now and the rest later", func(f *Facts) {
			f.Answer.Parts = append(f.Answer.Parts, AnswerPart{On: account.Date{Year: 2027, Month: time.August, Day: 31}})
		}),
		sample("plan begun", "the first instalment is paid, the second due tomorrow", func(f *Facts) {
			f.Plan.Instalments[0].Paid = true
			f.Today = march(61)
		}),
		sample("one instalment", "a plan of a single payment", func(f *Facts) { f.Plan.Instalments = []Instalment{{On: march(32), Amount: gbp(125_000)}} }),
		sample("terms granted", "the account's terms grant every consequence", func(f *Facts) { f.Account.Terms = account.Consequences() }),
	}
}
