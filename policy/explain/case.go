package explain

import (
	"errors"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/policy/packs"
)

// caseReader turns one object into a question.
type caseReader struct {
	fields
	lib *packs.Library
	q   policy.Question
}

// farOverdue is about a century.
const farOverdue = 36_500

func (c *caseReader) read() {
	c.required("at", "2027-03-14T07:30:00-04:00")
	c.required("channel", "email, sms or voice")
	c.q.At = parsed(&c.fields, "at", instant)
	c.q.Channel = parsed(&c.fields, "channel", channel)
	c.q.Purpose = parsed(&c.fields, "purpose", account.ParsePurpose)
	c.q.Content = parsed(&c.fields, "content", account.ParseContent)
	c.q.Profile = parsed(&c.fields, "profile", profile)
	c.q.Packs = parsedList(&c.fields, "packs", c.pack)
	c.q.ExpiresAt = parsed(&c.fields, "expires_at", instant)
	c.q.Debts = debts(c.text("debt"))
	c.q.Answering, c.q.ConsentCall = c.flag("answering"), c.flag("consent_call")
	c.q.Stopped = c.flag("stopped")
	c.account(c.child("account")) // first: phone numbers are read by its region
	c.contact(c.child("contact"))
	c.history()
	c.done()
}

func (c *caseReader) account(f *fields) {
	c.q.Kind = parsed(f, "kind", account.ParseKind)
	c.q.Role = parsed(f, "collector_role", account.ParseRole)
	c.q.Region = parsed(f, "region", account.ParseRegion)
	c.q.Stage = parsed(f, "stage", account.ParseStage)
	c.q.DaysOverdue = f.number("days_overdue", -farOverdue, farOverdue)
	c.q.Zones = parsedList(f, "zones", zone)
	c.q.AccountWindow = parsed(f, "send_window", windows)
	c.q.Hold = hold(f)
	c.q.Paid = f.flag("paid")
	f.done()
}

// causes are those of a hold, the gravest first: of several, that one decides.
var causes = []string{account.HoldCease, account.HoldAttorney, account.HoldDeceased, account.HoldBankrupt,
	account.HoldLegal, account.HoldDisputed, account.HoldPlan, account.HoldPromise}

// hold reads the cause, which some callers write as a flag of its own.
func hold(f *fields) string {
	told := parsed(f, "hold", cause)
	flags := map[string]bool{
		account.HoldCease: f.flag("cease"), account.HoldAttorney: f.flag("attorney"),
		account.HoldDeceased: f.flag("deceased"), account.HoldBankrupt: f.flag("bankrupt"),
	}
	for _, grave := range causes {
		if grave == told || flags[grave] {
			return grave
		}
	}
	return ""
}

// debts is the list of invoices of one number; none when it is not told.
func debts(number string) []string {
	if number == "" {
		return nil
	}
	return []string{number}
}

var (
	errChannel      = errors.New("is not one of email, sms, voice")
	errChannelOrAll = errors.New("is not one of all, email, sms, voice")
	errProfile      = errors.New("is not one of courteous, none")
	errPack         = errors.New("is no pack that is known here; goodterms policy packs lists them")
	errCause        = errors.New("is not one of disputed, promise, plan, legal, bankrupt, deceased, attorney, cease")
	errScope        = errors.New("is not one of address, contact, account")
	errDirection    = errors.New("is not one of in, out")
)

// oneOf makes a parser of a closed list of words.
func oneOf[T ~string](err error, words ...T) func(string) (T, error) {
	return func(text string) (T, error) {
		for _, word := range words {
			if text == string(word) {
				return word, nil
			}
		}
		return "", err
	}
}

var (
	channel   = oneOf(errChannel, channels.Kinds()...)
	profile   = oneOf(errProfile, policy.Courteous, policy.None)
	cause     = oneOf(errCause, causes...)
	scope     = oneOf(errScope, account.ScopeAddress, account.ScopeContact, account.ScopeAccount)
	direction = oneOf(errDirection, "in", "out")
)

func (c *caseReader) pack(id string) (string, error) {
	if c.lib != nil {
		if _, ok := c.lib.Find(id); !ok {
			return "", errPack
		}
	}
	return id, nil
}

func zone(name string) (string, error) { return name, account.ParseZone(name) }

// windows reads hours and returns them in canonical form.
func windows(text string) (string, error) {
	w, err := hours.Parse(text)
	return w.String(), err
}
