package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

// crowd is how many hand-offs of an adapter alone are under way at once.
const crowd = 16

// alone measures an adapter without the gateway: the limit that it sets.
func alone(open func(*ground) (outlet, error)) func(context.Context, *ground) (sample, error) {
	return func(ctx context.Context, g *ground) (sample, error) {
		o, err := open(g)
		if err != nil {
			return sample{}, err
		}
		defer o.close()
		message, err := usual(o.channel.Kind())
		if err != nil {
			return sample{}, err
		}
		if err := sendAll(ctx, o.channel, message, warm); err != nil {
			return sample{}, err
		}
		m := g.meter()
		if err := sendAll(ctx, o.channel, message, g.options.n); err != nil {
			return sample{}, err
		}
		return m.rate(g.options.n), nil
	}
}

// usual is a message as the gateway would hand it over.
func usual(kind channels.Kind) (channels.Message, error) {
	set, err := templates.Embedded()
	if err != nil {
		return channels.Message{}, err
	}
	amount := account.Money{Minor: 12050, Currency: "GBP"}
	words, err := set.Render("gentle", kind, "en-GB", templates.Facts{
		Creditor: creditorWords(), Account: account.Account{Name: "Customer 0042 Ltd"}, Contact: account.Contact{Name: "Robin Weaver"},
		Invoices: []account.Invoice{{Number: "INV-E-000042", Amount: amount, Balance: amount,
			IssuedOn: account.Date{Year: 2026, Month: 9, Day: 1}, DueOn: account.Date{Year: 2026, Month: 10, Day: 1}}},
		Today: account.Date{Year: 2026, Month: 11, Day: 2}, Unsubscribe: "https://pay.bluebottle.example/u/abc",
	})
	to := "+447400123042"
	if kind == channels.Email {
		to = "robin.weaver0042@customers.example"
	}
	return channels.Message{
		To: to, ToName: "Robin Weaver", Subject: words.Subject, Text: words.Text, HTML: words.HTML, Language: words.Locale,
		ValidUntil: time.Now().Add(time.Hour),
	}, err
}

// sendAll sends the message so many times, each time under a name of its own.
func sendAll(ctx context.Context, channel channels.Channel, message channels.Message, n int) error {
	var group sync.WaitGroup
	var next atomic.Int64
	failures := make([]error, crowd)
	for worker := range crowd {
		group.Go(func() {
			for i := next.Add(1); i <= int64(n) && failures[worker] == nil; i = next.Add(1) {
				m := message
				m.Attempt, m.Token = fmt.Sprintf("att_%d", i), fmt.Sprintf("a%d", i)
				m.MessageID = m.Token + "@bluebottle.example"
				_, failures[worker] = channel.Send(ctx, m)
			}
		})
	}
	group.Wait()
	return errors.Join(failures...)
}
