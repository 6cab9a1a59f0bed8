package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
	"github.com/goodterms/goodterms/templates/tone"
)

type templatesCommand struct {
	Lint templatesLintCommand `cmd:"" help:"Say what is wrong with a text before a customer reads it. Reads the text from standard input and prints JSON; needs no database and no configuration."`
}

type templatesLintCommand struct {
	Stage   string `help:"At what point of the way the text is read, which decides how firm it may be and what it must state." placeholder:"gentle"`
	Channel string `help:"email, sms or voice. Left out, a text with front matter is an email, and of any other nothing is asked that depends on the channel." placeholder:"CHANNEL"`
	Locale  string `help:"Language and land of the text." placeholder:"en-GB"`
	Only    string `help:"tone: judge the wording alone." placeholder:"tone"`
	Limited string `help:"Voice: file with what a machine may hear." type:"path" placeholder:"FILE"`
	Strict  bool   `help:"End with 1 when a finding is an error. Otherwise the program ends with 0 whatever it finds."`
}

// errFaults ends a strict run; what is wrong has been printed.
var errFaults = errors.New("the text has errors")

// Run prints what lint says of the text on standard input.
func (c templatesLintCommand) Run(std streams) error {
	judge, err := tone.Embedded()
	if err != nil {
		return err
	}
	request, err := c.request(judge)
	if err != nil {
		return badInput{err}
	}
	if request.Text, err = readWhole(std.in); err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	report := lint.New(judge).Lint(request)
	if err := printReport(std.out, report); err != nil {
		return err
	}
	if c.Strict && !report.OK {
		return errFaults
	}
	return nil
}

var localeShape = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z]{2})?$`)

// request is what the flags ask for.
func (c templatesLintCommand) request(judge *tone.Judge) (lint.Request, error) {
	r := lint.Request{Channel: channels.Kind(c.Channel), Locale: c.Locale, ToneOnly: c.Only == "tone"}
	var err error
	switch r.Channel {
	case "", channels.Email, channels.SMS, channels.Voice:
	default:
		return r, errors.New("--channel: is not one of email, sms, voice")
	}
	switch {
	case c.Only != "" && c.Only != "tone":
		return r, errors.New("--only: tone is the only part that can be asked for alone")
	case c.Locale != "" && !localeShape.MatchString(c.Locale):
		return r, errors.New("--locale: write it as en-GB or de")
	case c.Locale != "" && !judge.Knows(c.Locale):
		return r, errors.New("--locale: there are no rules for texts in this language")
	case c.Limited != "" && r.Channel != channels.Voice:
		return r, errors.New("--limited: goes with --channel voice alone")
	}
	if c.Stage != "" {
		if r.Stage, err = templates.ParseStage(c.Stage); err != nil {
			return r, fmt.Errorf("--stage: %w", err)
		}
	}
	if c.Limited != "" {
		text, err := os.ReadFile(c.Limited)
		if err != nil {
			return r, fmt.Errorf("--limited: %w", err)
		}
		r.Limited = string(text)
	}
	return r, nil
}

// mostText bounds what is read, well beyond what a text may have.
const mostText = 1 << 20

func readWhole(in io.Reader) (string, error) {
	text, err := io.ReadAll(io.LimitReader(in, mostText))
	return string(text), err
}

// printReport writes the report for people and programs alike.
func printReport(to io.Writer, report lint.Report) error {
	out := json.NewEncoder(to)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(report)
}
