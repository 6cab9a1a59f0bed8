package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/config"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/sandbox"
	"github.com/goodterms/goodterms/store"
)

type demoCommand struct {
	Listen        string `help:"Where the API is served." default:"127.0.0.1:8080"`
	Data          string `help:"Folder for the database; a temporary one when left out." type:"path" placeholder:"DIR"`
	SandboxListen string `help:"Where the sandbox's page and phone network are served." default:"127.0.0.1:8026"`
	NoSample      bool   `help:"Start without the sample customers."`
}

// demoKeypad is how long a call of the demo waits for a person to press a key.
const demoKeypad = 30 * time.Second

// Run starts the gateway and the sandbox in one process and tells what to see.
func (c demoCommand) Run(ctx context.Context, std streams) error {
	folder, clean, err := c.folder()
	if err != nil {
		return err
	}
	defer clean()
	box, err := sandbox.Start(sandbox.Config{Listen: c.SandboxListen, SMTP: "127.0.0.1:0", AuthToken: "sandbox",
		SMSWebhook: "http://" + c.Listen + "/hooks/twilio/sms", VoiceWebhook: "http://" + c.Listen + "/hooks/twilio/voice", KeypadWait: demoKeypad})
	if err != nil {
		return fmt.Errorf("starting the sandbox (another --sandbox-listen may help): %w", err)
	}
	defer box.Close()
	cfg, err := demoConfig(c.Listen, folder, box)
	if err != nil {
		return err
	}
	a, err := wire(ctx, cfg, slog.New(slog.NewTextHandler(std.err, &slog.HandlerOptions{Level: slog.LevelWarn})), clockwork)
	if err != nil {
		return fmt.Errorf("starting the demo (another --listen may help): %w", err)
	}
	box.SetMailIn(a.mailbox.Addr().String())
	return c.play(ctx, a, box, std)
}

// folder is where the database lives, and how it is cleaned up.
func (c demoCommand) folder() (string, func(), error) {
	if c.Data != "" {
		path, err := filepath.Abs(c.Data)
		if err != nil {
			return "", nil, err
		}
		return path, func() {}, os.MkdirAll(path, 0o700)
	}
	path, err := os.MkdirTemp("", "goodterms-demo-")
	return path, func() { os.RemoveAll(path) }, err
}

// demoConfig is the configuration of the demo: everything on loopback.
func demoConfig(listen, folder string, box *sandbox.Sandbox) (config.Config, error) {
	cfg, err := config.Load("", nil, map[string]any{
		"listen": listen, "public_url": "http://" + listen,
		"database": "sqlite://" + filepath.Join(folder, "goodterms.db"), "redis": "embedded",
		"send_window": demoWindow, "region": "GB", "rate_limit": "off", "contact_rules.change": demoChanges,
		"creditor.name": "Meadow & Finch Supplies", "creditor.phone": "+44 20 7946 0018",
		"creditor.email": "accounts@meadow-finch.example", "creditor.speak_to": "+442079460018",
		"creditor.pay_url": "https://meadow-finch.example/pay",
		"smtp.url":         "smtp://" + box.SMTPAddr(),
		"mail.from":        "Meadow & Finch Accounts <accounts@meadow-finch.example>", "mail.reply_domain": "reply.meadow-finch.example",
		"mail.listen": "127.0.0.1:0", "mail.addresses": []string{"accounts@meadow-finch.example"},
		"twilio.account_sid": "ACdemo", "twilio.api_key": "SKdemo", "twilio.api_secret": "demo",
		"twilio.auth_token": "sandbox", "twilio.from": "+442079460018", "twilio.base_url": box.URL(),
		"sandbox.twilio_url": box.URL(), "sandbox.smtp_url": "smtp://" + box.SMTPAddr(),
	})
	if err == nil {
		err = cfg.Check()
	}
	return cfg, err
}

// play runs the gateway, enqueues the samples and tells what happened.
func (c demoCommand) play(ctx context.Context, a *app, box *sandbox.Sandbox, std streams) error {
	key, err := createKey(ctx, a.store, a.config.Creditor.Name, store.Key{Name: "demo", Kind: "live", Scopes: append(words(api.DefaultScopes()), string(api.TemplatesPublish))}, 0)
	if err != nil {
		return errors.Join(err, a.close(ctx))
	}
	link, err := demoOperator(ctx, a)
	if err != nil {
		return errors.Join(err, a.close(ctx))
	}
	ended := make(chan error, 1)
	go func() { ended <- a.run(ctx) }()
	tour := tour{out: std.out, app: a, box: box, key: key, link: link}
	tour.welcome()
	if !c.NoSample {
		if err := tour.samples(ctx); err != nil && ctx.Err() == nil {
			fmt.Fprintln(std.err, "goodterms:", err)
		}
	}
	tour.next()
	return <-ended
}

// demoOperator makes the admin of the demo, whose addresses are in the sandbox, and
// returns a link to the pages. The database may be that of an earlier demo.
func demoOperator(ctx context.Context, a *app) (string, error) {
	now := a.now()
	o := operator.Operator{Email: "you@meadow-finch.example", Name: "You", Role: operator.Admin, MayPublish: true, MaySend: true,
		Zone: "Europe/London", Phone: "+447700900199", EmailProven: now, PhoneProven: now}
	path, err := createOperator(ctx, a.store, now, o)
	if errors.Is(err, operator.ErrTaken) {
		if o, err = a.store.FindOperatorByEmail(ctx, o.Email); err == nil {
			path, err = newLink(ctx, a.store, now, o.ID)
		}
	}
	return a.config.AdminURL() + path, err
}

// tour tells on the console what the demo shows.
type tour struct {
	out  io.Writer
	app  *app
	box  *sandbox.Sandbox
	key  string
	link string // to the pages, once
}

func (t tour) say(format string, values ...any) { fmt.Fprintf(t.out, format+"\n", values...) }

func (t tour) welcome() {
	t.say("Goodterms demo. Everything runs on this machine; no message leaves it.")
	t.say("")
	t.say("  Pages to work on       %s   (works once; you are its admin)", t.link)
	t.say("  Phones and mailboxes   %s", t.box.URL())
	t.say("  API                    %s/v1   (described at %s/openapi.json)", t.app.config.PublicURL, t.app.config.PublicURL)
	t.say("  API key                %s", t.key)
	t.say("")
}

// sampleWait bounds how long the demo waits for its own samples.
const sampleWait = 20 * time.Second

// samples enqueues the sample reminders and tells each one's fate.
func (t tour) samples(ctx context.Context) error {
	now := t.app.now()
	planner := reminder.Planner{IDs: t.app.ids, CreditorID: t.app.creditor}
	var planned []reminder.Planned
	for _, in := range append(samples(now), spare(now)) {
		planned = append(planned, planner.Plan(now, in))
	}
	accepted, err := t.app.store.Accept(ctx, now, planned, nil)
	if err != nil {
		return err
	}
	ctx, done := context.WithTimeout(ctx, sampleWait)
	defer done()
	t.say("Five reminders of four customers in three time zones were enqueued:")
	for i, one := range accepted {
		t.app.queue.Wake(reminder.Due{ID: one.ID, Channel: one.Channel, SendAt: one.SendAt})
		if err := t.fate(ctx, one.ID, planned[i]); err != nil {
			return err
		}
	}
	t.say("")
	return nil
}

// fate waits until the reminder was sent or waits for its window, and says so.
func (t tour) fate(ctx context.Context, id string, p reminder.Planned) error {
	zone, _ := account.LoadZone(p.Account.TimeZone)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		view, err := t.app.store.FindReminder(ctx, id)
		if err != nil {
			return err
		}
		line := fmt.Sprintf("  %-5s  %-22s invoice %s: ", p.Reminder.Channel, p.Account.Name, p.Invoices[0].Number)
		switch r := view.Reminder; {
		case r.Status == reminder.Sent:
			t.say("%ssent, %s their time", line, t.app.now().In(zone).Format("Mon 15:04"))
			return nil
		case r.Status == reminder.Scheduled && r.Reason != "":
			t.say("%swaits until %s their time: %s", line, r.SendAt.In(zone).Format("Mon 15:04"), r.Text)
			return nil
		case r.Status == reminder.Scheduled && r.SendAt.After(t.app.now()):
			t.say("%splanned for %s their time; nobody has written to them yet", line, r.SendAt.In(zone).Format("Mon 15:04"))
			return nil
		case r.Status.Ended() || r.Status == reminder.Held:
			t.say("%s%s: %s", line, r.Status, r.Text)
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.New("the samples took longer than they should; the page shows what became of them")
		case <-tick.C:
		}
	}
}

// next says what to try.
func (t tour) next() {
	first, _, _ := chosen(t.app.now())
	url := t.app.config.PublicURL
	due := t.app.now().AddDate(0, 0, -2).Format(time.DateOnly)
	issued := t.app.now().AddDate(0, 0, -32).Format(time.DateOnly)
	t.say("Change a text:    on the pages, open Templates and Gentle, begin a draft, change its SMS in en-GB and publish it. Then open")
	t.say("                  the account Corner Books and send it: it arrives on the phone %s at %s.", spare(t.app.now()).Contact.Phone, t.box.URL())
	t.say("")
	t.say("Send one yourself (paste it into another terminal), then look at the phones and mailboxes:")
	t.say("")
	t.say(`curl -s %s/v1/reminders -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' -d '{"account":{"reference":"C-100","name":"Corner Bakery","kind":"business","time_zone":"%s"},"contact":{"reference":"owner","name":"Alex Baker","email":"alex@corner-bakery.example","phone":"+447700900123"},"invoices":[{"number":"INV-3001","amount":"120.00","balance":"120.00","currency":"%s","issued_on":"%s","due_on":"%s"}],"template":"gentle","channels":["sms"]}'`,
		url, t.key, first.zone, first.currency, issued, due)
	t.say("")
	t.say("Read its story:   curl -s %s/v1/accounts/C-100/timeline -H 'Authorization: Bearer %s'", url, t.key)
	t.say("Answer it:        type STOP on that phone at %s, or answer the mail or the call there, and read the timeline again.", t.box.URL())
	t.say("Stop the demo:    Ctrl-C")
}
