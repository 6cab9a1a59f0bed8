package policy

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy/packs"
)

// facts are what rules are chosen by.
type facts struct {
	profile string
	packs   []string // those that apply; nil: chosen by region
	region  string
	kind    account.Kind
	role    account.Role
	stage   account.Stage
	content account.Content
	channel channels.Kind
}

// facts fills in what the question leaves open.
func (p *Policy) facts(q *Question) facts {
	f := facts{
		profile: profileOr(q.Profile, p.profile), packs: q.Packs, region: strings.ToUpper(q.Region),
		kind: q.Kind.OrConsumer(), role: q.Role, stage: q.Stage, content: q.Content, channel: q.Channel,
	}
	if f.role == "" {
		f.role = p.role
	}
	if f.stage == "" {
		f.stage = account.Overdue
	}
	if f.content == "" {
		f.content = account.ContentReminder
	}
	return f
}

func (f *facts) key(key []byte) []byte {
	for _, text := range [...]string{f.profile, f.region, string(f.kind), string(f.role), string(f.stage), string(f.content), string(f.channel)} {
		key = appendText(key, text)
	}
	if f.packs == nil {
		return key
	}
	key = binary.AppendUvarint(key, uint64(len(f.packs)))
	for _, id := range f.packs {
		key = appendText(key, id)
	}
	return key
}

// ruleset is the rules that apply to questions of the same facts. Rules that are
// off are in none of the lists; dates and days overdue are asked at each question.
type ruleset struct {
	fault    string   // why nothing can be decided; empty when all is well
	packs    []string // the packs they come from, the profile apart
	days     *dayset  // of the region; nil when no region is known
	stops    []*rule
	consents []*rule
	windows  []*rule
	closed   []*rule
	counted  []*rule // caps and pauses
	loosened []loosened
}

// loosened is a rule that applies in a looser form, or would apply had it not been
// switched off.
type loosened struct {
	rule   *rule
	reason string
}

// sendWindow is the rule that the setting of that name makes.
const sendWindow = "send_window"

// ruleset returns the rules for a question.
func (p *Policy) ruleset(f *facts) *ruleset {
	var room [192]byte
	key := f.key(room[:0])
	if found, ok := p.rulesets.find(key); ok {
		return found
	}
	return p.rulesets.keep(key, p.choose(f))
}

// choose puts together the profile, the send window and the packs.
func (p *Policy) choose(f *facts) *ruleset {
	set := &ruleset{fault: p.fault}
	if f.region != "" {
		set.days = p.dayset(f.region)
	}
	if p.window != nil {
		set.windows = append(set.windows, &rule{id: sendWindow, row: packs.Row{Window: p.window}, from: firstDay, until: lastDay})
	}
	p.addProfile(set, f)
	if f.packs == nil {
		p.addRegional(set, f)
		return set
	}
	for _, id := range f.packs {
		named := findPack(p.library, id)
		switch {
		case named == nil && set.fault == "":
			set.fault = "a pack that was asked for does not exist; name those of " + ids(p.library)
		case named != nil && !slices.Contains(set.packs, id) && (id != Courteous || f.profile != Courteous):
			set.packs = append(set.packs, id)
			set.addAll(named.rules, f)
		}
	}
	return set
}

// addProfile adds the rows of the profile, as far as the send window leaves them.
func (p *Policy) addProfile(set *ruleset, f *facts) {
	profile := findPack(p.library, Courteous)
	switch {
	case set.fault != "" || f.profile == None:
		return
	case f.profile != Courteous:
		set.fault = "a profile that was asked for does not exist; name courteous or none"
		return
	case profile == nil:
		set.fault = "the pack of the profile courteous is missing; add it or name the profile none"
		return
	}
	for _, r := range profile.rules {
		if reason := p.replaced(r); reason != "" {
			if r.on && r.applies(f) && reason != sameWindow {
				set.loosened = append(set.loosened, loosened{r, reason})
			}
			continue
		}
		set.add(r, f)
	}
}

// What is said of rows of the profile that the send window takes the place of.
const (
	setAsWindow = "set as send_window"
	sameWindow  = "no looser"
)

// replaced says that the send window takes the place of a row of the profile, and
// why that is looser; empty when the row stays.
func (p *Policy) replaced(r *rule) string {
	switch {
	case p.window == nil:
		return ""
	case r.row.ID == "hours" && r.row.Window != nil && p.window.Within(*r.row.Window):
		return sameWindow
	case r.row.ID == "hours" && r.row.Window != nil, r.row.Closed != nil && p.window.Always():
		return setAsWindow
	}
	return ""
}

// addRegional adds the packs that the customer's region brings about, and those
// that the settings name. A pack of no region that they name applies everywhere.
func (p *Policy) addRegional(set *ruleset, f *facts) {
	for _, one := range p.library {
		named := slices.Contains(p.named, one.ID)
		here := one.Covers(f.region) || named && len(one.Regions) == 0
		if one.ID != Courteous && here && (one.Automatic || named) {
			set.packs = append(set.packs, one.ID)
			set.addAll(one.rules, f)
		}
	}
}

func (set *ruleset) addAll(rules []*rule, f *facts) {
	for _, r := range rules {
		set.add(r, f)
	}
}

// add adds a rule that applies to its list.
func (set *ruleset) add(r *rule, f *facts) {
	if !r.applies(f) {
		return
	}
	if r.loosened != "" {
		set.loosened = append(set.loosened, loosened{r, r.loosened})
	}
	switch {
	case !r.on:
	case r.row.Stop != "":
		set.stops = append(set.stops, r)
	case r.row.Consent:
		set.consents = append(set.consents, r)
	case r.row.Window != nil:
		set.windows = append(set.windows, r)
	case r.row.Closed != nil:
		set.closed = append(set.closed, r)
	case r.count != nil:
		set.counted = append(set.counted, r)
	}
}

// applies says that the rule covers such questions. Dates and days overdue apart.
func (r *rule) applies(f *facts) bool {
	row := &r.row
	return listed(row.Roles, f.role) && listed(row.Kinds, f.kind) && listed(row.Stages, f.stage) &&
		listed(row.Contents, f.content) && listed(row.Channels, f.channel) &&
		(len(row.Regions) == 0 || inAny(row.Regions, f.region)) && !inAny(row.NotRegions, f.region)
}

// listed says that the list holds the value; an empty list holds all.
func listed[T comparable](list []T, value T) bool {
	return len(list) == 0 || slices.Contains(list, value)
}

func inAny(places []string, region string) bool {
	return slices.ContainsFunc(places, func(place string) bool { return covers(place, region) })
}
