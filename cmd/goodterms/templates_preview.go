package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
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
			fmt.Fprintf(std.out, "%-20s %s\n", s.Name, s.About)
		}
		return nil
	}
	locale, err := account.ParseLocale(c.Locale)
	if err != nil {
		return badInput{fmt.Errorf("--locale: %w", err)}
	}
	stage, set, err := c.texts()
	if err != nil {
		return err
	}
	list := templates.SamplesOf(stage)
	at := slices.IndexFunc(list, func(s templates.Sample) bool { return s.Name == c.Sample })
	if at < 0 {
		return badInput{errors.New("--sample: is no sample of this stage; --sample list prints all")}
	}
	shown, err := set.Preview(c.Template, channels.Kind(c.Channel), locale, list[at].Facts)
	if err != nil {
		return badInput{err}
	}
	return c.print(std, shown)
}

// texts are those of the folder, or those that Goodterms brings, with their stage.
func (c templatesPreviewCommand) texts() (templates.Stage, *templates.Set, error) {
	stage := templates.Stage(c.Template)
	if c.Dir == "" {
		set, err := templates.Embedded()
		if err == nil && !set.Has(c.Template) {
			err = badInput{errors.New("there is no such template; GET /v1/templates lists those of a gateway, pull writes them to a folder")}
		}
		return stage, set, err
	}
	known, err := readVersions(c.Dir)
	if err != nil {
		return "", nil, err
	}
	if told := known[c.Template].Stage; told != "" {
		stage = templates.Stage(told)
	}
	if _, err := templates.ParseStage(string(stage)); err != nil {
		return "", nil, badInput{fmt.Errorf("the stage of the template in %s %w", versionsFile, err)}
	}
	set, err := c.compiled(stage)
	return stage, set, err
}

// compiled are the folder's texts of the channel, made ready.
func (c templatesPreviewCommand) compiled(stage templates.Stage) (*templates.Set, error) {
	sources, _, err := templates.ReadFolder(os.DirFS(c.Dir))
	if err != nil {
		return nil, err
	}
	own := slices.DeleteFunc(sources, func(s templates.Source) bool {
		return s.Key != c.Template || s.Channel != channels.Kind(c.Channel)
	})
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
