package twilio

import (
	"context"
	"regexp"
	"time"

	api "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/goodterms/goodterms/channels"
)

// Standing is what Twilio says about the account.
type Standing struct {
	Status   string // active, suspended or closed; empty: the key may not read it, as only main keys may
	Balance  string // as Twilio writes it, such as 12.34; empty: not told
	Currency string // ISO 4217
}

// The statuses of an account (https://www.twilio.com/docs/iam/api/account).
var statuses = map[string]bool{"active": true, "suspended": true, "closed": true}

var (
	amount   = regexp.MustCompile(`^-?[0-9]{1,12}(\.[0-9]{1,10})?$`)
	currency = regexp.MustCompile(`^[A-Z]{3}$`)
)

// Probe asks whether Twilio takes our credentials, and how the account stands. It
// changes nothing and keeps nothing of what else is answered: that holds the
// account's own token. An error is always a *channels.Error.
func (c *Client) Probe(ctx context.Context) (Standing, error) {
	service := c.API(ctx)
	found, err := service.FetchAccount(c.config.AccountSID)
	if err != nil {
		failure := Fault(err)
		if failure.Reason != channels.Misset {
			return Standing{}, failure
		}
		// A standard key may do everything but this
		// (https://www.twilio.com/docs/iam/api-keys), so that it proves nothing.
		return Standing{}, c.knock(service, failure)
	}
	s := Standing{Status: Text(found.Status)}
	if !statuses[s.Status] {
		return Standing{}, unclear("the answer could not be read")
	}
	s.Balance, s.Currency = balance(service)
	return s, nil
}

// longAgo is before Twilio's first message.
var longAgo = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// knock asks for messages of which there are none. What is wrong when that is
// refused too is what was answered first.
func (c *Client) knock(service *api.ApiService, first *channels.Error) error {
	params := &api.ListMessageParams{}
	params.SetDateSentBefore(longAgo)
	params.SetPageSize(1)
	_, err := service.PageMessage(params, "", "")
	switch failure := Fault(err); {
	case err == nil:
		return nil
	case failure.Reason == channels.Misset:
		return first
	default:
		return failure
	}
}

// balance is not told to every account, such as those below another one.
func balance(service *api.ApiService) (left, money string) {
	found, err := service.FetchBalance(nil)
	if err != nil || !amount.MatchString(Text(found.Balance)) || !currency.MatchString(Text(found.Currency)) {
		return "", ""
	}
	return Text(found.Balance), Text(found.Currency)
}
