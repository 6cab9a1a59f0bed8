package packs

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy/hours"
)

// What to do about what a pack or a row says.
const (
	sayID       = "must be lower-case words with hyphens such as after-conversation"
	sayRepeated = "is that of another row too: give every row its own"
	sayNoRegion = "is missing: name regions such as [\"US-MA\"], or write automatic = false for a pack that applies only where it is named"
	sayAction   = "must say exactly one of window, closed, cap, pause, consent, stop, duty"
	sayOrder    = "must be after from"
	sayRecalled = "must be false for a row that is only recalled: check it and say read or secondary before it is on"
	sayNote     = "is missing: say why the row is off"
	saySentence = "must be a whole sentence: a capital letter first, a full stop last"
	saySource   = "must be a web address that starts with https:// or http://"
	sayEvidence = "is not one of read, secondary, recalled, own"
	sayOutside  = "must lie within the pack's regions"
	sayBoth     = "must name none of regions too"
)

// idShape is that of the ids of packs and rows.
var idShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// longestID keeps the names of rules readable.
const longestID = 40

func validID(id string) bool { return len(id) <= longestID && idShape.MatchString(id) }

// readPack reads a file whose name asks for the id.
func readPack(t *table, id string) *Pack {
	p := &Pack{
		ID: t.needed("id"), Title: t.needed("title"), Version: t.version(),
		Regions: words(t, "regions", region), Automatic: t.flag("automatic", true),
	}
	switch {
	case p.ID != "" && !validID(p.ID):
		t.wrong("id", sayID)
	case p.ID != "" && p.ID != id:
		t.wrong("id", sayFileID)
	}
	if p.Automatic && !t.has("regions") {
		t.wrong("regions", sayNoRegion)
	}
	rows := t.rows("row")
	t.done()
	if !t.has("row") {
		t.wrong("row", sayMissing)
	}
	for i, values := range rows {
		p.Rows = append(p.Rows, p.row(newTable(rowName(t.where, i, values), values, t.found)))
	}
	return p
}

// version reads a day and keeps it as text.
func (t *table) version() string {
	if !t.has("version") {
		t.wrong("version", sayMissing)
	}
	return t.date("version").String()
}

// rowName is how faults name a row: by its id where that can be shown.
func rowName(file string, i int, values map[string]any) string {
	if id, ok := values["id"].(string); ok && validID(id) {
		return file + ": row " + id
	}
	return fmt.Sprintf("%s: row number %d", file, i+1)
}

// row reads one row of the pack; those before it are there already.
func (p *Pack) row(t *table) Row {
	r := Row{
		ID: t.needed("id"), Text: t.sentence("text", true), Citation: t.text("citation"),
		Source: t.text("source"), Evidence: t.evidence(), Note: t.text("note"),
		From: t.date("from"), Until: t.date("until"), On: t.flag("on", true),
	}
	r.cover(t)
	r.act(t)
	t.done()
	r.check(t)
	p.checkRow(t, &r)
	return r
}

// cover reads whom the row covers.
func (r *Row) cover(t *table) {
	r.Roles = words(t, "roles", account.ParseRole)
	r.Kinds = words(t, "kinds", account.ParseKind)
	r.Stages = words(t, "stages", account.ParseStage)
	r.Contents = words(t, "contents", account.ParseContent)
	r.Channels = words(t, "channels", channel)
	r.Regions = words(t, "regions", region)
	r.NotRegions = words(t, "not_regions", region)
	r.OverdueFrom = t.number("overdue_from", 1, 3660)
}

// actions are the keys that say what a row does.
var actions = []string{"window", "closed", "cap", "pause", "consent", "stop", "duty"}

// act reads what the row does.
func (r *Row) act(t *table) {
	said := slices.DeleteFunc(slices.Clone(actions), func(key string) bool { return !t.has(key) })
	if len(said) != 1 {
		t.found.add(t.where, sayAction)
	}
	r.Window, r.Closed = t.window(), t.closed()
	r.Zone = t.zone()
	r.Cap, r.Pause = t.cap(r.Channels), t.pause(r.Channels)
	r.Consent = t.flag("consent", false)
	if t.has("consent") && !r.Consent {
		t.wrong("consent", "can only be true: leave the row out otherwise")
	}
	r.Stop, r.Duty = t.sentence("stop", false), t.duty()
}

// check finds what is wrong with the row in itself.
func (r *Row) check(t *table) {
	if r.ID != "" && !validID(r.ID) {
		t.wrong("id", sayID)
	}
	if r.Until != (account.Date{}) && r.From != (account.Date{}) && r.Until.Sub(r.From) <= 0 {
		t.wrong("until", sayOrder)
	}
	if r.On && r.Evidence == Recalled {
		t.wrong("on", sayRecalled)
	}
	if !r.On && r.Note == "" {
		t.wrong("note", sayNote)
	}
	if r.Evidence != Own && r.Citation == "" {
		t.wrong("citation", sayMissing)
	}
	if r.Evidence != Own && r.Source == "" {
		t.wrong("source", sayMissing)
	}
	if r.Source != "" && !webAddress.MatchString(r.Source) {
		t.wrong("source", saySource)
	}
}

// webAddress is one without blanks.
var webAddress = regexp.MustCompile(`^https?://[^\s/]+\.[^\s/]+(/\S*)?$`)

// checkRow finds what is wrong with the row among those of the pack.
func (p *Pack) checkRow(t *table, r *Row) {
	if slices.ContainsFunc(p.Rows, func(other Row) bool { return other.ID == r.ID }) {
		t.wrong("id", sayRepeated)
	}
	outside := func(place string) bool { return len(p.Regions) > 0 && !within(p.Regions, place) }
	if slices.ContainsFunc(r.Regions, outside) {
		t.wrong("regions", sayOutside)
	}
	if slices.ContainsFunc(r.NotRegions, outside) {
		t.wrong("not_regions", sayOutside)
	}
	if slices.ContainsFunc(r.NotRegions, func(place string) bool { return slices.Contains(r.Regions, place) }) {
		t.wrong("not_regions", sayBoth)
	}
}

// region reads a region in the one way of writing it.
func region(text string) (string, error) {
	code, err := account.ParseRegion(text)
	if err != nil || code != text {
		return "", fmt.Errorf("%w, in capital letters", account.ErrRegion)
	}
	return code, nil
}

var errChannel = errors.New("is not one of email, sms, voice")

func channel(text string) (channels.Kind, error) {
	if kind := channels.Kind(text); kind.Valid() {
		return kind, nil
	}
	return "", errChannel
}

func (t *table) evidence() Evidence {
	switch e := Evidence(t.needed("evidence")); e {
	case Read, Secondary, Recalled, Own, "":
		return e
	}
	t.wrong("evidence", sayEvidence)
	return ""
}

// sentence reads one that people will see.
func (t *table) sentence(key string, needed bool) string {
	text := t.text(key)
	switch {
	case needed && !t.has(key):
		t.wrong(key, sayMissing)
	case text != "" && !whole(text):
		t.wrong(key, saySentence)
	}
	return text
}

// whole says that the text looks like a sentence.
func whole(text string) bool {
	return sentenceShape.MatchString(text) && strings.Contains(text, " ")
}

var sentenceShape = regexp.MustCompile(`^[\p{Lu}\p{N}“"][^\p{Cc}]*[.]$`)

// hoursAround is how the days of closed are read: all others are open.
const hoursAround = "24/7; "

// closed reads days such as Su,PH.
func (t *table) closed() *hours.Windows {
	text := t.text("closed")
	if text == "" {
		return nil
	}
	w, err := hours.Parse(hoursAround + text + " off")
	switch {
	case err != nil || !daysShape.MatchString(text):
		t.wrong("closed", "must be days such as Su or Sa-Su,PH, without hours")
	case w.Never():
		t.wrong("closed", "leaves no day open: leave one out")
	}
	return &w
}

var daysShape = regexp.MustCompile(`^[A-Z][A-Za-z]([-,] ?[A-Z][A-Za-z])*$`)

func (t *table) window() *hours.Windows {
	text := t.text("window")
	if text == "" {
		return nil
	}
	w, err := hours.Parse(text)
	switch {
	case err != nil:
		t.wrong("window", err.Error())
	case w.Never():
		t.wrong("window", "never opens: name at least one day with hours")
	}
	return &w
}

func (t *table) zone() string {
	zone := t.text("zone")
	switch {
	case zone == "":
	case !t.has("window"):
		t.wrong("zone", "is of use only beside window: leave it out")
	case account.ParseZone(zone) != nil:
		t.wrong("zone", "is not a time zone such as America/New_York")
	}
	return zone
}

func (t *table) duty() string {
	word := t.text("duty")
	if word != "" && !dutyShape.MatchString(word) {
		t.wrong("duty", "must be lower-case words with underscores such as opt_out_line")
	}
	return word
}

var dutyShape = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)
