// Package works is in charge of the admin pages about the gateway itself: the rules by
// which customers are contacted, the channels and their health, and the queue. It
// refuses to change any rule: those are settings; it only switches everything off and
// on again.
package works

import (
	"context"
	"embed"
	"time"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/overview"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/policy/explain"
	"github.com/goodterms/goodterms/reminder"
)

// Switch is the kill switch.
type Switch interface {
	FindStop(ctx context.Context) (reminder.Stop, error)
	SetStop(ctx context.Context, now time.Time, on bool, reason string) (reminder.Stop, error)
}

// Counts tells how much there is that could leave.
type Counts interface {
	Today(ctx context.Context, now, since time.Time) (overview.Today, error)
}

// Standings finds a contact with all that decides about it; account.ErrNoContact.
type Standings interface {
	FindStanding(ctx context.Context, contactID string, now time.Time) (reminder.Standing, error)
}

// Policy answers when a person may be contacted.
type Policy interface {
	Decide(q policy.Question) policy.Decision
	Openings(q policy.Question, until time.Time, most int) []policy.Opening
}

// Health looks at what is outside: relay, mailbox, phone network, DNS. *Rounds is one.
type Health interface {
	// Last is what the last look has found; zero before the first.
	Last() Report
	// Check looks now.
	Check(ctx context.Context) Report
}

// Traffic tells when each channel was last used by live reminders.
type Traffic interface {
	LastTraffic(ctx context.Context) (map[channels.Kind]overview.Traffic, error)
}

// Backlog tells how far sending is behind the schedule.
type Backlog interface {
	Lag(ctx context.Context, now time.Time) (overview.Lag, error)
}

// Inspector tells what this instance sees of the queue.
type Inspector interface {
	Inspect(ctx context.Context) (overview.Inspection, error)
}

// Ports are what the pages ask and change.
type Ports struct {
	Switch    Switch
	Counts    Counts
	Standings Standings
	Policy    Policy
	Health    Health
	Traffic   Traffic
	Backlog   Backlog
	Inspector Inspector
}

// Config is what the pages show of the settings.
type Config struct {
	PublicURL string          // where the outside world reaches the gateway
	Rules     func() Rules    // those in force; RulesOf fills them
	Outlets   func() []Outlet // the channels, in their usual order
	Hooks     Signatures      // which webhooks can be verified

	// Explain has a what-if case decided by the rules in force. Next asks for so many
	// of the next openings.
	Explain func(body []byte, next int) (explain.Answer, []Fault)
}

// Fault is one thing that is wrong with a case.
type Fault struct {
	Location string // JSON path, such as contact.zones[0]; empty: the case as a whole
	Message  string // names the remedy, and no value
}

//go:embed all:views
var files embed.FS

// pages is the section at work.
type pages struct {
	Config
	Ports
}

// Section returns the pages Contact rules, Channels and Queue.
func Section(cfg Config, ports Ports) frame.Section {
	p := &pages{cfg, ports}
	return frame.Section{Views: frame.Views(files), Routes: []frame.Route{
		{Method: "GET", Path: "/rules", Right: operator.See, Handle: p.showRules},
		{Method: "GET", Path: "/rules/what-if", Right: operator.See, Handle: p.showWhatIf},
		{Method: "GET", Path: "/rules/stop", Right: operator.Manage, Handle: p.showStop},
		{Method: "POST", Path: "/rules/stop", Right: operator.Manage, Action: "stop.set", Handle: p.setStop},
		{Method: "GET", Path: "/channels", Right: operator.See, Handle: p.showChannels},
		{Method: "POST", Path: "/channels/check", Right: operator.See, Handle: p.checkChannels},
		{Method: "GET", Path: "/queue", Right: operator.See, Handle: p.showQueue},
		{Method: "GET", Path: "/queue/live", Right: operator.See, Handle: p.showQueueLive},
	}}
}
