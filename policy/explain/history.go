package explain

import "github.com/goodterms/goodterms/account"

func (c *caseReader) history() {
	c.each("history", MostHistory, func(path string, item any) {
		o, ok := item.(*object)
		if !ok {
			c.add(path, "is not an object such as {\"at\": \"2027-03-12T15:00:00Z\", \"channel\": \"voice\", \"outcome\": \"no_answer\"}")
			return
		}
		c.q.History = append(c.q.History, c.entry(&fields{path: path, object: o, findings: c.findings}))
	})
}

func (c *caseReader) entry(f *fields) account.Entry {
	f.required("at", "2027-03-12T15:00:00Z")
	f.required("channel", "email, sms or voice")
	e := account.Entry{
		At:          parsed(f, "at", instant),
		Channel:     parsed(f, "channel", channel),
		Inbound:     parsed(f, "direction", direction) == "in",
		Outcome:     parsed(f, "outcome", account.ParseOutcome),
		Debts:       debts(f.text("debt")),
		ConsentCall: f.flag("consent_call"),
	}
	e.Address = c.addressOf(f, e.Channel)
	f.done()
	return e
}
