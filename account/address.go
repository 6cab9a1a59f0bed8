package account

import (
	"log/slog"

	"github.com/goodterms/goodterms/channels"
)

// Address is one way to reach a contact. Value is an E.164 phone number or a
// mail address in canonical form.
type Address struct {
	Channel channels.Kind
	Value   string
}

// LogValue keeps the address itself out of every log line.
func (a Address) LogValue() slog.Value { return slog.StringValue(string(a.Channel) + " address") }

// Address returns how to reach the contact by the channel; false when there is no way.
func (c Contact) Address(channel channels.Kind) (Address, bool) {
	value := c.Phone
	if channel == channels.Email {
		value = c.Email
	}
	return Address{Channel: channel, Value: value}, value != ""
}
