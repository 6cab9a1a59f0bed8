package desk

import (
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/replies/intents"
)

// choice is what somebody says that a reply means, as the form has it.
type choice struct {
	Is       map[string]bool // by intent
	Day      string          // of a promise
	Amount   string
	Later    string // the day of its second part
	Rest     string // and that part's amount
	Currency string
	Return   string // of an absence
}

// choiceOf fills the form with what was read.
func choiceOf(found []intents.Found) choice {
	c := choice{Is: map[string]bool{}}
	for _, f := range found {
		c.Is[string(f.Intent)] = true
		switch f.Intent {
		case intents.OutOfOffice:
			c.Return = f.Date.String()
		case intents.Promise:
			c.promise(f)
		}
	}
	return c
}

func (c *choice) promise(f intents.Found) {
	parts := f.Parts
	if len(parts) == 0 {
		parts = []intents.Part{{On: f.Date, Amount: f.Amount}}
	}
	c.Day, c.Amount, c.Currency = parts[0].On.String(), decimal(parts[0].Amount), parts[0].Amount.Currency
	if len(parts) > 1 {
		c.Later, c.Rest = parts[1].On.String(), decimal(parts[1].Amount)
	}
}

// decimal is an amount as the form has it; empty when none was told.
func decimal(m account.Money) string {
	if m.Minor <= 0 {
		return ""
	}
	return m.Decimal()
}

// choiceFrom reads the form.
func choiceFrom(v *frame.Visit) choice {
	text := func(name string) string { return strings.TrimSpace(v.Form(name)) }
	c := choice{Is: map[string]bool{}, Day: text("day"), Amount: text("amount"), Later: text("later"), Rest: text("rest"),
		Currency: text("currency"), Return: text("return")}
	for _, m := range meanings {
		if v.Form("is."+string(m.Intent)) != "" {
			c.Is[string(m.Intent)] = true
		}
	}
	return c
}

// check makes intents of the form; faults are by the name of their field. Today is
// the customer's.
func (c choice) check(today account.Date, currencies []string) (list []intents.Found, faults map[string]string) {
	faults = map[string]string{}
	for _, m := range meanings {
		if !c.Is[string(m.Intent)] {
			continue
		}
		f := intents.Found{Intent: m.Intent, Certain: true, Rule: "operator"}
		switch m.Intent {
		case intents.Promise:
			f.Parts = c.parts(today, currencies, faults)
			if len(f.Parts) > 0 {
				f.Date, f.Amount = f.Parts[0].On, f.Parts[0].Amount
			}
		case intents.OutOfOffice:
			f.Date = c.away(today, faults)
		}
		list = append(list, f)
	}
	switch {
	case len(list) == 0:
		faults["intents"] = "Choose what it means; “none of these” when nothing follows from it."
	case len(list) > 1 && c.Is[string(intents.Other)]:
		faults["intents"] = "“None of these” goes with nothing else: take it off, or all the others."
	}
	return list, faults
}

// farthest is how many days ahead a day may lie, as the API has it.
const farthest = 366

// parts are the day and amount of a promise, and those of its second part.
func (c choice) parts(today account.Date, currencies []string, faults map[string]string) []intents.Part {
	first := intents.Part{On: dayFault(c.Day, today, "day", faults), Amount: c.money(c.Amount, "amount", currencies, faults)}
	if c.Day == "" {
		faults["day"] = "Say by which day it will be paid."
	}
	if c.Later == "" {
		if c.Rest != "" {
			faults["later"] = "Say by which day the rest will be paid, or leave its amount out."
		}
		return []intents.Part{first}
	}
	second := intents.Part{On: dayFault(c.Later, today, "later", faults), Amount: c.money(c.Rest, "rest", currencies, faults)}
	if faults["day"] == "" && faults["later"] == "" && second.On.Sub(first.On) <= 0 {
		faults["later"] = "The rest comes after the first part: choose a later day."
	}
	if c.Amount == "" {
		faults["amount"] = "Say how much comes first, because there are two parts."
	}
	return []intents.Part{first, second}
}

// dayFault reads a day from today on, within a year; an empty one is none.
func dayFault(text string, today account.Date, field string, faults map[string]string) account.Date {
	if text == "" {
		return account.Date{}
	}
	day, err := account.ParseDate(text)
	switch ahead := day.Sub(today); {
	case err != nil:
		faults[field] = "Write the day as year-month-day, such as " + today.AddDays(7).String() + "."
	case ahead < 0:
		faults[field] = "That day has passed. Choose today or a later one."
	case ahead > farthest:
		faults[field] = "That is more than a year away. Choose an earlier day."
	}
	return day
}

// money reads an amount; an empty one is all that is open.
func (c choice) money(text, field string, currencies []string, faults map[string]string) account.Money {
	if text == "" {
		return account.Money{}
	}
	code := c.Currency
	if len(currencies) == 1 {
		code = currencies[0]
	}
	m, err := account.ParseMoney(text, code)
	switch {
	case len(currencies) == 0:
		faults[field] = "Nothing is open, so there is no currency. Leave the amount out."
	case err == account.ErrCurrency:
		faults[field] = "Choose the currency."
	case err != nil:
		faults[field] = "Write the amount in plain digits, such as 120.50."
	case m.Minor == 0:
		faults[field] = "Nothing is no promise. Leave the amount out when it is all that is open."
	}
	return m
}

// away is the day of return; it may be left out.
func (c choice) away(today account.Date, faults map[string]string) account.Date {
	return dayFault(c.Return, today, "return", faults)
}

// correct says what a reply means. A reply whose follow-up is done can be corrected
// too: what it had brought about is taken back.
func (d *desk) correct(v *frame.Visit, it *item) error {
	if !it.matched() {
		return d.showFaults(v, it, panel{Alert: "Say first whose it is; then what it means can take effect."})
	}
	c := choiceFrom(v)
	today := account.DateOf(v.Time(v.Now, it.zone()).Shown)
	found, faults := c.check(today, currencies(it))
	if len(faults) > 0 {
		return d.showFaults(v, it, panel{Do: "correct", Chosen: c, Faults: faults})
	}
	return d.say(v, it, found, "corrected")
}
