package frame

import (
	"html/template"
	"time"
)

// Time is an instant to be shown: a view writes it with {{template "time" .}}.
type Time struct {
	At     time.Time
	Shown  time.Time // in the zone in which it is read
	Own    time.Time // in the operator's
	Theirs bool      // Shown is in the customer's zone
	now    time.Time
}

// IsZero says that there is no such instant.
func (t Time) IsZero() bool { return t.At.IsZero() }

// Text is the instant in a few words: the weekday within a week, the year when it is
// another one.
func (t Time) Text() string {
	days := t.Shown.Sub(t.now)
	switch {
	case t.At.IsZero():
		return "never"
	case t.Shown.Year() != t.now.In(t.Shown.Location()).Year():
		return t.Shown.Format("2 Jan 2006 15:04")
	case days > -6*24*time.Hour && days < 6*24*time.Hour:
		return t.Shown.Format("Mon 15:04")
	}
	return t.Shown.Format("Mon 2 Jan 15:04")
}

// Title is the instant in full in both zones.
func (t Time) Title() string {
	full := t.Own.Format("Monday 2 January 2006, 15:04:05 MST") + " (yours)"
	if t.Theirs {
		full = t.Shown.Format("Monday 2 January 2006, 15:04:05 MST") + " (theirs); " + full
	}
	return full
}

// Machine is the instant as a browser reads it.
func (t Time) Machine() string { return t.At.UTC().Format(time.RFC3339) }

// stamp writes the instant with both zones in its title. A page has hundreds of them, so
// that this is one call rather than a view of its own.
func stamp(t Time) template.HTML {
	if t.IsZero() {
		return `<span class="soft">never</span>`
	}
	return template.HTML(`<time datetime="` + t.Machine() + `" title="` + template.HTMLEscapeString(t.Title()) + `">` + template.HTMLEscapeString(t.Text()) + `</time>`)
}
