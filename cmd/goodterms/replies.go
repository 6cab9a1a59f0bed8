package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
)

type repliesCommand struct {
	Explain repliesExplainCommand `cmd:"" help:"Say what a message would mean and change. Reads a raw mail or the text of an SMS from standard input; needs no network, no database and no configuration."`
	Eval    repliesEvalCommand    `cmd:"" help:"Read corrected examples again, as GET /v1/reply-labels exports them, and print how often the rules agree."`
}

type repliesExplainCommand struct {
	Channel string `help:"email or sms; when left out, what begins with the headers of a mail is one." enum:"email,sms," default:""`
	Locale  string `help:"Language and region of the customer, which decide whether 5/12 is in May." default:"en-GB"`
	Now     string `help:"When the message came, as RFC 3339; its offset is the customer's. Left out: now, in UTC." placeholder:"TIME"`
}

// maxMessage is how much of a message is read: as much as the gateway takes in.
const maxMessage = 25 << 20

// Run explains one message. Whatever the message, the program ends with 0.
func (c repliesExplainCommand) Run(std streams) error {
	now, err := c.now()
	if err != nil {
		return err
	}
	if _, err := account.ParseLocale(c.Locale); err != nil {
		return badInput{fmt.Errorf("--locale: %w", err)}
	}
	reader, err := intents.Embedded()
	if err != nil {
		return err
	}
	raw, err := io.ReadAll(io.LimitReader(std.in, maxMessage))
	if err != nil {
		return fmt.Errorf("reading the message: %w", err)
	}
	answer := replies.Explain(replies.Case{Raw: raw, Channel: channels.Kind(c.Channel), Locale: c.Locale, Now: now}, reader, defaultReplies())
	out := json.NewEncoder(std.out)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(answer)
}

func (c repliesExplainCommand) now() (time.Time, error) {
	if c.Now == "" {
		return clockwork(), nil
	}
	now, err := time.Parse(time.RFC3339, c.Now)
	if err != nil {
		return now, badInput{fmt.Errorf("--now: give a time such as 2026-12-01T09:30:00+01:00")}
	}
	return now, nil
}

type repliesEvalCommand struct {
	Labels []string `arg:"" help:"Files of labels, one JSON object a line." type:"existingfile"`
}

// Run replays the labels of the files and prints how often the rules agree.
func (c repliesEvalCommand) Run(std streams) error {
	reader, err := intents.Embedded()
	if err != nil {
		return err
	}
	var all []replies.Label
	for _, name := range c.Labels {
		list, err := labelsOf(name)
		if err != nil {
			return badInput{err}
		}
		all = append(all, list...)
	}
	score := replies.Replay(all, reader)
	fmt.Fprint(std.out, score)
	return nil
}

func labelsOf(name string) ([]replies.Label, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	list, err := replies.ReadLabels(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return list, nil
}
