package api

import (
	"strings"
	"time"

	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/reminder"
)

// ReminderSummary is a reminder as lists and changes show it. It is exported
// because the OpenAPI document shows embedded structs of exported types alone.
type ReminderSummary struct {
	ID                    string     `json:"id"`
	Reference             string     `json:"reference,omitempty"`
	AccountID             string     `json:"account_id"`
	ContactID             string     `json:"contact_id"`
	Template              string     `json:"template"`
	Channels              []string   `json:"channels" nullable:"false" doc:"In order of preference."`
	Channel               string     `json:"channel,omitempty" doc:"The one that is tried next, or was used."`
	Status                string     `json:"status" enum:"scheduled,sending,held,sent,skipped,expired,canceled,failed"`
	Outcome               string     `json:"outcome,omitempty" enum:"sent,skipped,expired,canceled,failed" doc:"How it ended; absent while it is open."`
	Reason                string     `json:"reason,omitempty" doc:"Why it is in this status, as a word."`
	Explanation           string     `json:"explanation,omitempty" doc:"The reason in plain words."`
	SendAt                time.Time  `json:"send_at"`
	ExpiresAt             *time.Time `json:"expires_at,omitempty"`
	TemplateVersionNumber int        `json:"template_version_number" doc:"Version of the template that it uses; 0: what Goodterms brings."`
	Experiment            string     `json:"experiment,omitempty" doc:"The experiment in which the version was drawn."`
	AttemptCount          int        `json:"attempt_count" doc:"Hand-offs so far."`
	Test                  bool       `json:"test,omitempty"`
	CreatedAt             time.Time  `json:"created_at"`
	UpdatedAt             time.Time  `json:"updated_at"`
}

// reminderView is a reminder with all that explains it.
type reminderView struct {
	ReminderSummary
	Account         string         `json:"account" doc:"Reference of the account."`
	Contact         string         `json:"contact" doc:"Reference of the contact."`
	Invoices        []string       `json:"invoices" nullable:"false" doc:"Numbers of the invoices."`
	TemplateVersion string         `json:"template_version,omitempty" doc:"The exact text of the latest attempt."`
	Decisions       []decisionView `json:"decisions" nullable:"false" doc:"Oldest first."`
	Attempts        []attemptView  `json:"attempts" nullable:"false" doc:"Oldest first."`
}

type decisionView struct {
	At time.Time `json:"at"`
	policy.Decision
}

type attemptView struct {
	ID              string    `json:"id"`
	Number          int       `json:"number"`
	Channel         string    `json:"channel"`
	To              string    `json:"to" doc:"The address, masked."`
	At              time.Time `json:"at"`
	State           string    `json:"state" enum:"open,accepted,rejected,unknown,lost" doc:"What is known of the hand-off."`
	Status          string    `json:"status,omitempty" doc:"The provider's latest word about the delivery."`
	Code            string    `json:"code,omitempty" doc:"The provider's error code."`
	ProviderID      string    `json:"provider_id,omitempty"`
	Segments        int       `json:"segments,omitempty" doc:"SMS segments."`
	TemplateVersion string    `json:"template_version"`
	Language        string    `json:"language,omitempty"`
	Subject         string    `json:"subject,omitempty"`
	Body            string    `json:"body,omitempty" doc:"The text as it was sent; the script of a call."`
}

// stamp is an instant as answers show it: UTC, to the microsecond.
func stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func summaryOf(r reminder.Reminder) ReminderSummary {
	out := ReminderSummary{
		ID: r.ID, Reference: r.Reference, AccountID: r.AccountID, ContactID: r.ContactID,
		Template: r.Template, Channels: make([]string, len(r.Channels)), Channel: string(r.Channel),
		Status: string(r.Status), Reason: r.Reason, Explanation: r.Text,
		SendAt: stamp(r.SendAt), AttemptCount: r.Attempts, Test: r.Test,
		TemplateVersionNumber: r.Pin.Version, Experiment: r.Pin.Experiment,
		CreatedAt: stamp(r.CreatedAt), UpdatedAt: stamp(r.UpdatedAt),
	}
	for i, kind := range r.Channels {
		out.Channels[i] = string(kind)
	}
	if r.Status.Ended() {
		out.Outcome = string(r.Status)
	}
	if !r.ExpiresAt.IsZero() {
		at := stamp(r.ExpiresAt)
		out.ExpiresAt = &at
	}
	return out
}

func viewOf(v reminder.View) reminderView {
	out := reminderView{
		ReminderSummary: summaryOf(v.Reminder), Account: v.AccountReference, Contact: v.ContactReference,
		Invoices:  append([]string{}, v.InvoiceNumbers...),
		Decisions: make([]decisionView, len(v.Decisions)), Attempts: make([]attemptView, len(v.Attempts)),
	}
	for i, d := range v.Decisions {
		out.Decisions[i] = decisionOf(d)
	}
	for i, a := range v.Attempts {
		out.Attempts[i] = attemptOf(a)
		out.TemplateVersion = a.Version
	}
	return out
}

func decisionOf(d reminder.Decided) decisionView {
	return decisionView{At: stamp(d.At), Decision: shown(d.Decision)}
}

func attemptOf(a reminder.Attempt) attemptView {
	return attemptView{
		ID: a.ID, Number: a.Number, Channel: string(a.Channel), To: masked(a.Address), At: stamp(a.StartedAt),
		State: string(a.State), Status: string(a.Status), Code: a.Code, ProviderID: a.ProviderID, Segments: a.Segments,
		TemplateVersion: a.Version, Language: a.Language, Subject: a.Subject, Body: a.Body,
	}
}

// masked shows enough of an address to recognise it and too little to use it.
func masked(address string) string {
	local, domain, mail := strings.Cut(address, "@")
	switch {
	case mail && local != "":
		for _, first := range local {
			return string(first) + "…@" + domain
		}
	case len(address) > 4:
		return "…" + address[len(address)-4:]
	}
	return "…"
}
