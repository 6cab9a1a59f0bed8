package api

import (
	"slices"
	"time"

	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/templates"
)

// TemplateSummary is a template as lists show it. It is exported because the
// OpenAPI document shows embedded structs of exported types alone.
type TemplateSummary struct {
	Key        string    `json:"key" example:"gentle"`
	Stage      string    `json:"stage" example:"gentle"`
	Purpose    string    `json:"purpose" enum:"reminder,arrangement,notice,answer"`
	Shipped    bool      `json:"shipped" doc:"Goodterms brings texts for it: they are version 0."`
	Version    int       `json:"version" doc:"The one that new reminders use."`
	Draft      *openView `json:"draft,omitempty" doc:"The version that is being written or looked at; absent when there is none."`
	Experiment string    `json:"experiment,omitempty" doc:"The experiment that chooses the version instead."`
	CreatedAt  time.Time `json:"created_at,omitzero" doc:"Absent while it is as Goodterms brings it."`
	ChangedAt  time.Time `json:"changed_at,omitzero" doc:"When the current version was published."`
}

type openView struct {
	Number int    `json:"number"`
	State  string `json:"state" enum:"draft,review"`
}

type templateList struct {
	Templates []TemplateSummary `json:"templates" nullable:"false"`
}

// templateDetails is a template with the texts of its current version.
type templateDetails struct {
	TemplateSummary
	Texts []textView `json:"texts" nullable:"false" doc:"Of the current version; empty before the first one is published."`
}

type textView struct {
	Channel string `json:"channel" enum:"email,sms,voice"`
	Locale  string `json:"locale" example:"en-GB"`
	Text    string `json:"text"`
	Limited string `json:"limited,omitempty"`
}

// VersionSummary is a version without its texts; exported as TemplateSummary is.
type VersionSummary struct {
	Template    string         `json:"template"`
	Number      int            `json:"number"`
	State       string         `json:"state" enum:"draft,review,published,discarded"`
	Base        int            `json:"base" doc:"The version that it began as a copy of."`
	Revision    int            `json:"revision" doc:"Rises with each edit of a draft."`
	Why         string         `json:"why,omitempty"`
	CreatedBy   string         `json:"created_by,omitempty"`
	CreatedAt   time.Time      `json:"created_at,omitzero"`
	EditedBy    string         `json:"edited_by,omitempty"`
	EditedAt    time.Time      `json:"edited_at,omitzero"`
	SubmittedBy string         `json:"submitted_by,omitempty"`
	SubmittedAt time.Time      `json:"submitted_at,omitzero"`
	ReturnedBy  string         `json:"returned_by,omitempty" doc:"Who sent it back from review last."`
	ReturnWhy   string         `json:"return_why,omitempty"`
	PublishedBy string         `json:"published_by,omitempty"`
	PublishedAt time.Time      `json:"published_at,omitzero"`
	Accepted    []acceptedView `json:"accepted,omitempty" doc:"Warnings that were accepted when it was published."`
}

type acceptedView struct {
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
	By     string `json:"by"`
}

type versionView struct {
	VersionSummary
	Texts []textView `json:"texts" nullable:"false"`
}

type versionList struct {
	Versions []VersionSummary `json:"versions" nullable:"false" doc:"Newest first; version 0, the texts that Goodterms brings, is not listed."`
}

// publishedView is what publishing did.
type publishedView struct {
	Version VersionSummary `json:"version"`
	Moved   int            `json:"moved" doc:"Reminders that were moved to it."`
	Stayed  int            `json:"stayed" doc:"Reminders that wait with another version."`
}

func templateOf(v reminder.TemplateView) TemplateSummary {
	out := TemplateSummary{
		Key: v.Key, Stage: string(v.Stage), Purpose: string(v.Stage.Purpose()), Shipped: v.Shipped, Version: v.Current,
		Experiment: v.Running, CreatedAt: stampOrZero(v.CreatedAt), ChangedAt: stampOrZero(v.ChangedAt),
	}
	if v.Open != 0 {
		out.Draft = &openView{v.Open, string(v.OpenState)}
	}
	return out
}

// stampOrZero keeps an absent instant absent.
func stampOrZero(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return stamp(t)
}

func versionOf(v templates.Version) VersionSummary {
	out := VersionSummary{
		Template: v.Key, Number: v.Number, State: string(v.State), Base: v.Base, Revision: v.Revision, Why: v.Why,
		CreatedBy: v.CreatedBy, CreatedAt: stampOrZero(v.CreatedAt), EditedBy: v.EditedBy, EditedAt: stampOrZero(v.EditedAt),
		SubmittedBy: v.ReviewBy, SubmittedAt: stampOrZero(v.ReviewAt), ReturnedBy: v.ReturnBy, ReturnWhy: v.ReturnWhy, PublishedBy: v.PublishBy, PublishedAt: stampOrZero(v.PublishAt),
	}
	for _, a := range v.Accepted {
		out.Accepted = append(out.Accepted, acceptedView(a))
	}
	return out
}

func wholeVersion(v templates.Version) versionView {
	return versionView{versionOf(v), textsOf(v.Sources)}
}

func textsOf(sources []templates.Source) []textView {
	out := make([]textView, 0, len(sources))
	for _, s := range sources {
		out = append(out, textView{string(s.Channel), s.Locale, s.Text, s.Limited})
	}
	slices.SortFunc(out, func(a, b textView) int { return compareTexts(a.Channel, a.Locale, b.Channel, b.Locale) })
	return out
}
