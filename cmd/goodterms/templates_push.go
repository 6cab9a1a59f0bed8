package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

type templatesPushCommand struct {
	gatewayFlags
	Dir       string            `arg:"" help:"Folder with texts in locale/template/, as pull writes it." type:"existingdir"`
	By        string            `help:"Who writes; kept with each version." required:""`
	Why       string            `help:"What changed and why; kept with each version."`
	Only      []string          `help:"Templates to push; all that have changed when left out." placeholder:"KEY"`
	Publish   bool              `help:"Publish what was pushed. Without it, drafts are left for somebody to look at."`
	Scheduled string            `help:"With --publish: do reminders that wait stay on their version, or move?" enum:"stay,move," default:""`
	Accept    map[string]string `help:"With --publish: accept a warning, as rule=reason." placeholder:"RULE=REASON"`
	Force     bool              `help:"Push although the gateway's texts have changed since they were pulled."`
}

// Run makes a draft of each template whose texts differ from the gateway's.
func (c templatesPushCommand) Run(ctx context.Context, std streams) error {
	if c.URL == "" {
		return badInput{errors.New("--url: name the gateway to push to")}
	}
	texts, err := readTexts(c.Dir)
	if err != nil {
		return err
	}
	known, err := readVersions(c.Dir)
	if err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		if len(c.Only) > 0 && !slices.Contains(c.Only, key) {
			continue
		}
		at, said, err := c.push(ctx, key, known[key], texts[key])
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		if said != "" {
			fmt.Fprintf(std.out, "%s: %s\n", key, said)
		}
		known[key] = at
	}
	return writeVersions(c.Dir, known)
}

// push brings the texts of one template to the gateway and says what it did;
// nothing when they are the same.
func (c templatesPushCommand) push(ctx context.Context, key string, at pulled, texts []remoteText) (pulled, string, error) {
	there, err := c.template(ctx, key)
	switch {
	case errors.Is(err, errNotThere):
		return c.create(ctx, key, at, texts)
	case err != nil:
		return at, "", err
	}
	sortTexts(there.Texts)
	if slices.Equal(there.Texts, texts) {
		return pulled{there.Stage, there.Version}, "", nil
	}
	if there.Version != at.Version && !c.Force {
		return at, "", fmt.Errorf("the gateway has version %d and the folder is of version %d: pull into another folder and compare, or use --force", there.Version, at.Version)
	}
	draft, err := c.draft(ctx, there)
	if err != nil {
		return at, "", err
	}
	if err := c.call(ctx, http.MethodPut, versionPath(key, draft.Number, ""), map[string]any{
		"revision": draft.Revision, "texts": texts, "why": c.Why, "by": c.By,
	}, &draft); err != nil {
		return at, "", err
	}
	return c.settle(ctx, key, pulled{there.Stage, there.Version}, draft)
}

// create makes a template of one's own; its stage stands in the folder's versions.
func (c templatesPushCommand) create(ctx context.Context, key string, at pulled, texts []remoteText) (pulled, string, error) {
	if at.Stage == "" {
		return at, "", fmt.Errorf("the gateway has no such template; to make it, write its stage into %s, such as {%q: {\"stage\": \"gentle\"}}", versionsFile, key)
	}
	var made remoteVersion
	err := c.call(ctx, http.MethodPost, "/v1/templates", map[string]any{"key": key, "stage": at.Stage, "texts": texts, "why": c.Why, "by": c.By}, &made)
	if err != nil {
		return at, "", err
	}
	return c.settle(ctx, key, at, made)
}

// draft is the one that is being written, or a new one.
func (c templatesPushCommand) draft(ctx context.Context, there remoteTemplate) (v remoteVersion, err error) {
	if there.Draft == nil {
		return v, c.call(ctx, http.MethodPost, "/v1/templates/"+there.Key+"/versions", map[string]any{"base": there.Version, "by": c.By, "why": c.Why}, &v)
	}
	if there.Draft.State != "draft" {
		return v, fmt.Errorf("version %d waits for a second look: publish or return it first", there.Draft.Number)
	}
	return v, c.call(ctx, http.MethodGet, versionPath(there.Key, there.Draft.Number, ""), nil, &v)
}

// settle publishes the draft where that is asked for.
func (c templatesPushCommand) settle(ctx context.Context, key string, at pulled, draft remoteVersion) (pulled, string, error) {
	if !c.Publish {
		return at, fmt.Sprintf("version %d is a draft%s", draft.Number, c.findings(ctx, key, draft.Number)), nil
	}
	accept := []map[string]string{}
	for _, rule := range slices.Sorted(maps.Keys(c.Accept)) {
		accept = append(accept, map[string]string{"rule": rule, "reason": c.Accept[rule]})
	}
	body := map[string]any{"revision": draft.Revision, "by": c.By, "accept": accept}
	if c.Scheduled != "" {
		body["scheduled"] = c.Scheduled
	}
	var done struct{ Moved, Stayed int }
	if err := c.call(ctx, http.MethodPost, versionPath(key, draft.Number, "/publish"), body, &done); err != nil {
		return at, "", err
	}
	at.Version = draft.Number
	return at, fmt.Sprintf("version %d is published; %d reminders moved to it, %d stay on theirs", draft.Number, done.Moved, done.Stayed), nil
}

// findings is what lint says of the draft, in one line each.
func (c templatesPushCommand) findings(ctx context.Context, key string, number int) string {
	var report struct {
		Texts []struct {
			Channel, Locale string
			Findings        []struct {
				Rule, Severity, Instead string
				Line                    int
			}
		}
	}
	if err := c.call(ctx, http.MethodGet, versionPath(key, number, "/lint"), nil, &report); err != nil {
		return "; lint could not be asked: " + err.Error()
	}
	var lines strings.Builder
	for _, t := range report.Texts {
		for _, f := range t.Findings {
			fmt.Fprintf(&lines, "\n  %s %s line %d: %s %s: %s", t.Locale, t.Channel, f.Line, f.Severity, f.Rule, f.Instead)
		}
	}
	return lines.String()
}
