package sandbox

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Twilio's page sizes (https://www.twilio.com/docs/usage/twilios-response#pagination).
const (
	usualPage = 50
	mostPage  = 1000
)

// listing is one page of a list, newest first.
type listing struct {
	path     string
	query    url.Values
	page     int
	size     int
	token    string // SID of the last entry of the page before
	total    []any
	nextFrom string // SID of this page's last entry; empty on the last page
}

// listTwilio answers a list of messages or calls. With To it looks at nothing
// but what went there.
func (s *Sandbox) listTwilio(channel string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if a := s.chooser.reading(channel); a.refuses() {
			turnAway(w, a)
			return
		}
		query := r.URL.Query()
		l := &listing{path: r.URL.Path, query: query, size: usualPage, token: strings.TrimPrefix(query.Get("PageToken"), "PA")}
		if size, err := strconv.Atoi(query.Get("PageSize")); err == nil {
			l.size = min(max(size, 1), mostPage)
		}
		l.page, _ = strconv.Atoi(query.Get("Page")) // absent or odd: the first page
		keep, bad := filterOf(channel, r.PathValue("account"), query)
		if bad != "" {
			refuse(w, refusal{http.StatusBadRequest, 20001, bad})
			return
		}
		s.fill(l, keep)
		sayJSON(w, http.StatusOK, l.shape(channel))
	}
}

// fill collects the page's entries, newest first.
func (s *Sandbox) fill(l *listing, keep func(r *record) bool) {
	candidates := s.inbox.to(l.query.Get("To"))
	s.inbox.look(func() {
		reached := l.token == ""
		for _, r := range slices.Backward(candidates) {
			switch {
			case !reached:
				reached = r.ID == l.token
			case !keep(r):
			case len(l.total) == l.size:
				return
			default:
				l.total = append(l.total, shape(r))
				l.nextFrom = r.ID
			}
		}
		l.nextFrom = "" // nothing is left for another page
	})
}

func (l *listing) shape(channel string) any {
	name := "messages"
	if channel == channelVoice {
		name = "calls"
	}
	entries := l.total
	if entries == nil {
		entries = []any{}
	}
	start := l.page * l.size
	shown := map[string]any{
		name: entries, "page": l.page, "page_size": l.size, "start": start, "end": start + max(len(entries)-1, 0),
		"uri": l.uri(l.page, l.token), "first_page_uri": l.uri(0, ""), "next_page_uri": nil, "previous_page_uri": nil,
	}
	if l.nextFrom != "" {
		shown["next_page_uri"] = l.uri(l.page+1, l.nextFrom)
	}
	return shown
}

// uri is the address of a page of this list.
func (l *listing) uri(page int, token string) string {
	query := url.Values{}
	for name, values := range l.query {
		query[name] = values
	}
	query.Set("Page", strconv.Itoa(page))
	query.Set("PageSize", strconv.Itoa(l.size))
	query.Del("PageToken")
	if token != "" {
		query.Set("PageToken", "PA"+token)
	}
	return l.path + "?" + query.Encode()
}

// filterOf builds the list's filter, or says which parameter is bad.
func filterOf(channel, account string, query url.Values) (func(r *record) bool, string) {
	from, to, status := query.Get("From"), query.Get("To"), query.Get("Status")
	dates, bad := dateFilters(channel, query)
	if bad != "" {
		return nil, bad
	}
	return func(r *record) bool {
		if r.Channel != channel || r.account != account {
			return false
		}
		if from != "" && r.From != from || to != "" && r.To != to || status != "" && r.Status != status {
			return false
		}
		return !slices.ContainsFunc(dates, func(f dateFilter) bool { return !f.fits(r) })
	}, ""
}

// dateFilter compares days in GMT, as Twilio does; what has no date never fits.
type dateFilter struct {
	of   func(r *record) time.Time
	sign byte // '<', '>' or 0 for that very day
	day  string
}

func (f dateFilter) fits(r *record) bool {
	at := f.of(r)
	if at.IsZero() {
		return false
	}
	day := at.UTC().Format(time.DateOnly)
	switch f.sign {
	case '<':
		return day <= f.day
	case '>':
		return day >= f.day
	}
	return day == f.day
}

func dateFilters(channel string, query url.Values) (filters []dateFilter, bad string) {
	fields := map[string]func(r *record) time.Time{"DateSent": func(r *record) time.Time { return r.twilio.sent }}
	if channel == channelVoice {
		fields = map[string]func(r *record) time.Time{
			"StartTime": func(r *record) time.Time { return r.twilio.sent },
			"EndTime":   func(r *record) time.Time { return r.twilio.ended },
		}
	}
	for name, of := range fields {
		for _, sign := range []string{"", "<", ">"} {
			value := query.Get(name + sign)
			if value == "" {
				continue
			}
			if _, err := time.Parse(time.DateOnly, value[:min(len(value), 10)]); err != nil {
				return nil, name + " must be a date"
			}
			f := dateFilter{of: of, day: value[:10]}
			if sign != "" {
				f.sign = sign[0]
			}
			filters = append(filters, f)
		}
	}
	return filters, ""
}
