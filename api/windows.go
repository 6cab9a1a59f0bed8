package api

import (
	"net/http"
	"slices"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
	"github.com/goodterms/goodterms/reminder"
)

// windowsView says when a contact may be contacted.
type windowsView struct {
	Contact  string        `json:"contact" example:"con_01kafz3v9m5x8q2t4w6y7z0bcd"`
	At       time.Time     `json:"at" doc:"The instant that it is about."`
	Until    time.Time     `json:"until" doc:"Openings that begin before it are listed."`
	TimeZone string        `json:"time_zone,omitempty" example:"Europe/London" doc:"In which to show the instants: that of the contact, else the first where they may be."`
	Zones    []string      `json:"zones" nullable:"false" doc:"Where the contact may be: all of them must allow contact."`
	Channels []channelView `json:"channels" nullable:"false"`
}

type channelView struct {
	Channel  string           `json:"channel" enum:"email,sms,voice"`
	Decision policy.Decision  `json:"decision" doc:"What would be decided now, with every gate that failed."`
	Openings []policy.Opening `json:"openings" nullable:"false" doc:"Stretches in which everything allows contact, up to 250; closes is the first instant after."`
}

// Bounds of what is looked ahead.
const (
	usualDays    = 14
	mostDays     = 62
	mostOpenings = 250
)

func getWindows(s *server, c *call) (answer, error) {
	days, err := numberOf("days", c.URL.Query().Get("days"), 1, usualDays, mostDays)
	if err != nil {
		return answer{}, err
	}
	standing, err := s.standing(c)
	if err != nil {
		return answer{}, err
	}
	until := c.now.Add(time.Duration(days) * 24 * time.Hour)
	out := windowsView{Contact: standing.Contact.ID, At: stamp(c.now), Until: stamp(until), Zones: []string{}}
	for _, kind := range channels.Kinds() {
		view := s.windowsBy(&standing, kind, c.now, until)
		out.Channels = append(out.Channels, view)
		if len(out.Zones) == 0 {
			out.Zones = append(out.Zones, view.Decision.Zones...)
		}
	}
	out.TimeZone = standing.Contact.Zone(standing.Account)
	if out.TimeZone == "" && len(out.Zones) > 0 {
		out.TimeZone = out.Zones[0]
	}
	return answerOf(http.StatusOK, out), nil
}

// windowsBy says when the contact may be reached by one channel.
func (s *server) windowsBy(standing *reminder.Standing, kind channels.Kind, now, until time.Time) channelView {
	q := standing.Question(now, kind)
	out := channelView{Channel: string(kind), Decision: shown(s.Policy.Decide(q)), Openings: []policy.Opening{}}
	for _, o := range s.Policy.Openings(q, until, mostOpenings) {
		out.Openings = append(out.Openings, policy.Opening{Opens: stamp(o.Opens), Closes: stamp(o.Closes)})
	}
	return out
}

// shown is a decision as answers show it.
func shown(d policy.Decision) policy.Decision {
	d.Until, d.WindowEnd = stamp(d.Until), stamp(d.WindowEnd)
	d.Zones = slices.Clone(d.Zones)
	if d.Inputs != nil {
		inputs := *d.Inputs
		inputs.At = stamp(inputs.At)
		d.Inputs = &inputs
	}
	return d
}
