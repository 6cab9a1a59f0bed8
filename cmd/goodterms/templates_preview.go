package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/templates"
)

type templatesPreviewCommand struct {
	Template string `arg:"" help:"Key of the template, such as gentle."`
	Channel  string `help:"email, sms or voice." enum:"email,sms,voice" default:"email"`
	Locale   string `help:"Language and region of the customer." default:"en-GB"`
	Sample   string `help:"Which customer to show it for; --sample list prints all." default:"usual"`
	Dir      string `help:"Folder with texts, as pull writes it; left out: the texts that Goodterms brings." type:"existingdir"`
	Format   string `help:"text, html (of an email) or json." enum:"text,html,json" default:"text"`
}

// Run prints a text as a customer would get it.
func (c templatesPreviewCommand) Run(std streams) error {
	if c.Sample == "list" {
		for _, s := range templates.Samples() {
			fmt.Fprintf(std.out, "%-20s %s\n", s.Name, s.Meaning)
		}
		return nil
	}
	facts, known := templates.FindSample(c.Sample)
	if !known {
		return badInput{errors.New("--sample: is not a sample; --sample list prints them")}
	}
	locale, err := account.ParseLocale(c.Locale)
	if err != nil {
		return badInput{fmt.Errorf("--locale: %w", err)}
	}
	set, err := c.set()
	if err != nil {
		return err
	}
	shown, err := set.Preview(c.Template, channels.Kind(c.Channel), locale, facts)
	if err != nil {
		return badInput{err}
	}
	return c.print(std, shown)
}

func (c templatesPreviewCommand) set() (*templates.Set, error) {
	if c.Dir == "" {
		return templates.Embedded()
	}
	known, err := readVersions(c.Dir)
	if err != nil {
		return nil, err
	}
	sources, _, err := templates.ReadFolder(os.DirFS(c.Dir))
	if err != nil {
		return nil, err
	}
	var own []templates.Source
	for _, s := range sources {
		if s.Key == c.Template && s.Channel == channels.Kind(c.Channel) {
			own = append(own, s)
		}
	}
	stage := templates.Stage(known[c.Template].Stage)
	if stage == "" {
		stage = templates.Stage(c.Template)
	}
	if _, err := templates.ParseStage(string(stage)); err != nil {
		return nil, badInput{fmt.Errorf("the stage of %s in %s %w", c.Template, versionsFile, err)}
	}
	set, problems := templates.Compile(own, stage)
	if len(problems) > 0 {
		return nil, badInput{templates.ProblemError(problems)}
	}
	return set, nil
}

func (c templatesPreviewCommand) print(std streams, p templates.Preview) error {
	switch c.Format {
	case "html":
		if p.HTML == "" {
			return badInput{errors.New("--format: only an email has HTML")}
		}
		_, err := fmt.Fprintln(std.out, p.HTML)
		return err
	case "json":
		out := json.NewEncoder(std.out)
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		return out.Encode(p)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "Text of %s (%s), asked for %s\n", p.Locale, p.Why, p.Asked)
	for _, line := range [][2]string{{"Subject", p.Subject}, {"Preheader", p.Preheader}, {"Without a value", strings.Join(p.Missing, ", ")}} {
		if line[1] != "" {
			fmt.Fprintf(&text, "%s: %s\n", line[0], line[1])
		}
	}
	fmt.Fprintf(&text, "\n%s\n", strings.TrimSpace(p.Text))
	if p.Limited != "" {
		fmt.Fprintf(&text, "\nA machine hears:\n%s\n", p.Limited)
	}
	_, err := fmt.Fprint(std.out, text.String())
	return err
}
