package account

// Invoice is one bill of an account with what is still open on it.
type Invoice struct {
	ID        string // inv_…
	AccountID string
	Number    string // unique within the account
	Amount    Money  // the whole bill
	Balance   Money  // what is still owed, same currency, never negative
	IssuedOn  Date
	DueOn     Date
	Terms     string // such as "30 days net"; empty when not told
}

// Paid says that nothing is owed on the invoice any more.
func (i Invoice) Paid() bool { return i.Balance.Minor <= 0 }

// DaysPastDue is how many days after the due date the day is; negative before it.
func (i Invoice) DaysPastDue(day Date) int { return day.Sub(i.DueOn) }
