package main

import (
	"context"
	"fmt"

	"github.com/goodterms/goodterms/templates"
)

type templatesPullCommand struct {
	gatewayFlags
	Dir string `arg:"" help:"Folder to write to; texts lie in locale/template/."`
}

// Run writes the current texts of every template into the folder. Without a
// gateway they are those that Goodterms brings.
func (c templatesPullCommand) Run(ctx context.Context, std streams) error {
	list, err := c.list(ctx)
	if err != nil {
		return err
	}
	known := map[string]pulled{}
	texts := 0
	for _, t := range list {
		if c.URL != "" {
			if t, err = c.template(ctx, t.Key); err != nil {
				return err
			}
		}
		known[t.Key] = pulled{t.Stage, t.Version}
		if err := writeTexts(c.Dir, t.Key, t.Texts); err != nil {
			return fmt.Errorf("writing the texts of %s: %w", t.Key, err)
		}
		texts += len(t.Texts)
	}
	if err := writeVersions(c.Dir, known); err != nil {
		return fmt.Errorf("writing %s: %w", versionsFile, err)
	}
	_, err = fmt.Fprintf(std.out, "%d texts of %d templates.\n", texts, len(list))
	return err
}

func (c templatesPullCommand) list(ctx context.Context) ([]remoteTemplate, error) {
	if c.URL != "" {
		return c.templates(ctx)
	}
	return shippedTemplates()
}

// shippedTemplates are those that Goodterms brings, with their texts.
func shippedTemplates() (list []remoteTemplate, _ error) {
	set, err := templates.Embedded()
	if err != nil {
		return nil, err
	}
	for _, stage := range templates.Stages() {
		t := remoteTemplate{Key: string(stage), Stage: string(stage), Shipped: true}
		for _, s := range set.Sources(string(stage)) {
			t.Texts = append(t.Texts, remoteText{string(s.Channel), s.Locale, s.Text, s.Limited})
		}
		sortTexts(t.Texts)
		list = append(list, t)
	}
	return list, nil
}
