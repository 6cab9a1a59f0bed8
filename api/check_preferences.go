package api

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/reminder"
)

// wish reads what is to change of the preferences as they stand.
func (c *checker) wish(in preferencesChange, before account.Preferences) reminder.Wish {
	out := reminder.Wish{Changed: map[string]json.RawMessage{}, Source: c.wisher(in.Source), By: in.By, Why: in.Why}
	out.Channels = c.wishedKinds("channels", in.Channels, out.Changed)
	out.Excluded = c.wishedKinds("excluded", in.Excluded, out.Changed)
	c.atOdds(out.Channels, out.Excluded)
	out.Language = c.wished("language", in.Language, out.Changed, account.ParseLocale)
	out.Wishes = c.wished("wishes", in.Wishes, out.Changed, func(text string) (string, error) {
		return opening(text, "use pause_until for a while, or an opt-out for good")
	})
	out.PauseUntil = c.pause(in.PauseUntil, out.Changed)
	out.Purposes = c.purposes(in.Purposes, before.Purposes, out.Changed)
	if len(out.Changed) == 0 && len(c.found) == 0 {
		c.bad("", "changes nothing; give channels, excluded, language, wishes, pause_until or purposes")
	}
	return out
}

// wisher says who wished it.
func (c *checker) wisher(source string) string {
	switch source {
	case "":
		return "api"
	case "customer", "operator", "api":
		return source
	}
	c.bad("source", "is not one of customer, operator, api; say who wished it, or leave it out")
	return ""
}

// wished reads a text that changes, and notes it.
func (c *checker) wished(field string, in change[string], noted map[string]json.RawMessage, parse func(string) (string, error)) *string {
	out := c.altered(field, in, parse)
	if out != nil {
		changed(noted, field, orNull(*out))
	}
	return out
}

// altered reads a text that changes: empty when it is cleared, nil when it stays
// as it is or cannot be read.
func (c *checker) altered(field string, in change[string], parse func(string) (string, error)) *string {
	switch {
	case !in.Given:
		return nil
	case in.Null:
		return new(string)
	}
	out, err := parse(in.Value)
	if err != nil {
		c.bad(field, err.Error())
		return nil
	}
	return &out
}

// neverOpens is the fault of hours that allow nothing.
type neverOpens struct{ remedy string }

func (e neverOpens) Error() string {
	return "never opens; name at least one day with hours, or " + e.remedy
}

// opening reads hours and returns them in canonical form. Hours that never open
// would look like a setting and act like an opt-out.
func opening(text, remedy string) (string, error) {
	windows, err := hours.Parse(text)
	if err != nil {
		return "", err
	}
	if windows.Never() {
		return "", neverOpens{remedy}
	}
	return windows.String(), nil
}

func (c *checker) wishedKinds(field string, in change[[]string], noted map[string]json.RawMessage) *[]channels.Kind {
	if !in.Given {
		return nil
	}
	kinds := c.namedKinds(field, in.Value)
	changed(noted, field, namesOf(kinds))
	return &kinds
}

// namedKinds reads channels that need not be configured.
func (c *checker) namedKinds(field string, in []string) []channels.Kind {
	out := make([]channels.Kind, 0, len(in))
	for i, name := range in {
		at := field + "[" + strconv.Itoa(i) + "]"
		kind := channels.Kind(name)
		switch {
		case !kind.Valid():
			c.bad(at, badChannel)
		case slices.Contains(out, kind):
			c.bad(at, "is named twice; name each channel once")
		default:
			out = append(out, kind)
		}
	}
	return out
}

// atOdds refuses a channel that one request likes and rules out.
func (c *checker) atOdds(liked, excluded *[]channels.Kind) {
	if liked == nil || excluded == nil {
		return
	}
	for i, kind := range *excluded {
		if slices.Contains(*liked, kind) {
			c.bad("excluded["+strconv.Itoa(i)+"]", "stands in channels too; name it in one of them")
		}
	}
}

func (c *checker) pause(in change[string], noted map[string]json.RawMessage) *account.Date {
	if !in.Given {
		return nil
	}
	var out account.Date
	if !in.Null {
		var err error
		if out, err = date(in.Value, "pause_until", c.bad); err != nil {
			return nil
		}
		// It is still yesterday, far enough west.
		if out.Sub(account.DateOf(c.now.UTC().Add(-12*time.Hour))) < 0 {
			c.bad("pause_until", "has passed; give a day to come, or null to end a pause")
		}
	}
	changed(noted, "pause_until", orNull(out.String()))
	return &out
}

// purposes merges those that are given into those that stand.
func (c *checker) purposes(in change[purposesChange], before map[account.Purpose][]channels.Kind, noted map[string]json.RawMessage) *map[account.Purpose][]channels.Kind {
	if !in.Given {
		return nil
	}
	out := map[account.Purpose][]channels.Kind{}
	if !in.Null {
		maps.Copy(out, before)
		c.purpose(out, account.PurposeReminder, in.Value.Reminder)
		c.purpose(out, account.PurposeReceipt, in.Value.Receipt)
		c.purpose(out, account.PurposeStatement, in.Value.Statement)
	}
	changed(noted, "purposes", purposesOf(out))
	return &out
}

func (c *checker) purpose(into map[account.Purpose][]channels.Kind, purpose account.Purpose, in change[[]string]) {
	switch {
	case !in.Given:
	case in.Null:
		delete(into, purpose)
	default:
		into[purpose] = c.namedKinds("purposes."+string(purpose), in.Value)
	}
}
