package api

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// maxAhead is how far ahead a reminder may be planned.
const maxAhead = 400 * 24 * time.Hour

// rules are what the facts of one request are checked against. They remember
// the few zones, languages and regions that a batch repeats.
type rules struct {
	now      time.Time
	channels []channels.Kind            // configured, in default order
	stages   map[string]templates.Stage // of the templates that may be enqueued, by key; others are empty
	find     func(template string) (templates.Stage, bool, error)
	err      error // of find: the request cannot be answered
	region   string
	test     bool
	zones    map[string]error
	locales  map[string]parsed
	regions  map[string]parsed
}

type parsed struct {
	text string
	err  error
}

func (s *server) rules(c *call) *rules {
	return &rules{
		now: c.now, channels: s.Channels(c.test()), region: s.DefaultRegion, test: c.test(),
		stages: map[string]templates.Stage{}, find: func(key string) (templates.Stage, bool, error) { return s.Templates.StageOf(c.ctx(), key) },
		zones: map[string]error{}, locales: map[string]parsed{}, regions: map[string]parsed{},
	}
}

// stage is that of a template that may be enqueued; empty when there is none such.
func (r *rules) stage(template string) templates.Stage {
	if known, asked := r.stages[template]; asked {
		return known
	}
	stage, found, err := r.find(template)
	r.err = errors.Join(r.err, err)
	if !found || stage.Purpose() == templates.ForAnswer {
		stage = ""
	}
	r.stages[template] = stage
	return stage
}

// checker collects the faults of one entry or line, or of a body that is no list.
type checker struct {
	*rules
	item  int
	line  int // of a list; 0: there are no lines
	found findings
}

// bad notes a fault of a field, named as seen from the entry; of the entry
// itself when the field has no name.
func (c *checker) bad(field, message string) {
	c.found = append(c.found, finding{Message: message, Location: c.location(field), item: c.item})
}

func (c *checker) location(field string) string {
	if c.line > 0 {
		return lineLocation(c.line, field)
	}
	location := "body"
	if c.item != noItem {
		location += ".reminders[" + strconv.Itoa(c.item) + "]"
	}
	if field != "" {
		location += "." + field
	}
	return location
}

// lineLocation names a line of a list, or a field of it.
func lineLocation(line int, field string) string {
	location := "line " + strconv.Itoa(line)
	if field != "" {
		location += ": " + field
	}
	return location
}

// badIn notes a fault of a field of an entry in a list.
func (c *checker) badIn(list string, i int, field, message string) {
	c.bad(list+"["+strconv.Itoa(i)+"]."+field, message)
}

// intake reads the facts of a reminder in canonical form. It is of no use when
// faults were found.
func (c *checker) intake(in *newReminder) reminder.Intake {
	out := reminder.Intake{Reference: in.Reference, Template: in.Template, Test: c.test}
	out.Account = c.account("account.", in.Account)
	out.Contact = c.contact(in.Contact.facts(), out.Account.Region, func(field, message string) { c.bad("contact."+field, message) })
	out.Consents = c.consents(in.Contact.Consents)
	out.Invoices = c.invoices(in.Invoices)
	if out.Stage = c.stage(in.Template); in.Template != "" && out.Stage == "" {
		c.bad("template", "is not a template for reminders; use the key of one that GET /v1/templates lists, such as pre_due, gentle, firm or final")
	}
	out.Plan = c.plan(in.Plan)
	out.Channels = c.kinds(in.Channels)
	c.reachable(out)
	out.SendAt = c.instant("send_at", in.SendAt)
	out.ExpiresAt = c.instant("expires_at", in.ExpiresAt)
	c.times(out.SendAt, out.ExpiresAt)
	return out
}

func (c *checker) account(prefix string, in accountFacts) account.Account {
	out := account.Account{Reference: in.Reference, Name: in.Name, TimeZone: in.TimeZone}
	if in.Reference == "." || in.Reference == ".." {
		c.bad(prefix+"reference", "must not be a dot or two: such a reference cannot stand in an address")
	}
	var err error
	if in.Kind != "" {
		if out.Kind, err = account.ParseKind(in.Kind); err != nil {
			c.bad(prefix+"kind", err.Error())
		}
	}
	if err := c.zone(in.TimeZone); err != nil {
		c.bad(prefix+"time_zone", err.Error())
	}
	if out.Locale, err = remembered(c.locales, in.Locale, account.ParseLocale); err != nil {
		c.bad(prefix+"locale", err.Error())
	}
	if out.Region, err = remembered(c.regions, in.Region, account.ParseRegion); err != nil {
		c.bad(prefix+"region", err.Error())
	}
	if out.Terms, err = account.ParseTerms(in.Terms); err != nil {
		c.bad(prefix+"terms", err.Error())
	}
	return out
}

func (c *checker) contact(in contactFacts, region string, bad func(field, message string)) account.Contact {
	out := account.Contact{Reference: in.Reference, Name: in.Name, TimeZone: in.TimeZone}
	if err := c.zone(in.TimeZone); err != nil {
		bad("time_zone", err.Error())
	}
	var err error
	if in.Email != "" {
		if out.Email, err = account.ParseEmail(in.Email); err != nil {
			bad("email", err.Error())
		}
	}
	if in.Phone != "" {
		if out.Phone, err = account.ParsePhone(in.Phone, country(region, c.region)); err != nil {
			bad("phone", err.Error())
		}
	}
	return out
}

// country is the ISO 3166-1 part of the account's region, else the default.
func country(region, otherwise string) string {
	if len(region) >= 2 {
		return region[:2]
	}
	return otherwise
}

func (c *checker) zone(name string) error {
	if name == "" {
		return nil
	}
	err, known := c.zones[name]
	if !known {
		err = account.ParseZone(name)
		c.zones[name] = err
	}
	return err
}

// remembered parses a text that many entries repeat; an absent one stays absent.
func remembered(memory map[string]parsed, text string, parse func(string) (string, error)) (string, error) {
	if text == "" {
		return "", nil
	}
	p, known := memory[text]
	if !known {
		p.text, p.err = parse(text)
		memory[text] = p
	}
	return p.text, p.err
}

// kinds returns the channels that were asked for, else all that are configured.
func (c *checker) kinds(in []string) []channels.Kind {
	if len(in) == 0 {
		if len(c.channels) == 0 {
			c.bad("channels", "cannot be chosen: no channel is configured")
		}
		return c.channels
	}
	out := make([]channels.Kind, 0, len(in))
	for i, name := range in {
		kind := channels.Kind(name)
		field := "channels[" + strconv.Itoa(i) + "]"
		switch {
		case !kind.Valid():
			c.bad(field, "is not a channel; use email, sms or voice")
		case slices.Contains(out, kind):
			c.bad(field, "is named twice; name each channel once")
		case !slices.Contains(c.channels, kind):
			c.bad(field, "is not configured here; use another channel or ask the operator to set it up")
		default:
			out = append(out, kind)
		}
	}
	return out
}

// reachable wants an address for at least one of the channels.
func (c *checker) reachable(out reminder.Intake) {
	if len(c.found) > 0 {
		return // an address or a channel may only be mistyped
	}
	for _, kind := range out.Channels {
		if _, ok := out.Contact.Address(kind); ok {
			return
		}
	}
	c.bad("contact", "has no address for any of the channels; give an email or a phone")
}

// instant reads an RFC 3339 instant; zero when there is none.
func (c *checker) instant(field, text string) time.Time {
	if text == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		c.bad(field, "is not an instant with a zone, such as 2027-04-15T09:30:00+02:00 or 2027-04-15T07:30:00Z")
	}
	return at.UTC().Truncate(time.Microsecond)
}

// times checks when a reminder is to be sent and until when.
func (c *checker) times(sendAt, expiresAt time.Time) {
	if sendAt.Sub(c.now) > maxAhead {
		c.bad("send_at", "is more than 400 days ahead; send it nearer to its time")
	}
	switch {
	case expiresAt.IsZero():
	case !expiresAt.After(c.now):
		c.bad("expires_at", "has passed; give a later instant or leave it out")
	case !expiresAt.After(sendAt):
		c.bad("expires_at", "is not after send_at; give a later instant")
	}
}
