package twilio

import (
	"net/url"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// How far a search for lost hand-offs goes.
const (
	PageSize = 50  // records per request
	Limit    = 200 // records altogether
)

// skew is how much earlier than ours Twilio's clock may be.
const skew = 60 * time.Second

// Page is one page of a list.
type Page[T any] struct {
	Records []T
	Next    *string // where the next page is; nil or empty at the end
}

// Collect reads up to Limit records, newest first, page by page. A page that
// links to one that was read already ends the list. When more records follow
// and even the oldest one read is not before the instant, something may be
// hidden, and that is an error: to find nothing would be taken as a proof.
func Collect[T any](since time.Time, read func(token, number string) (Page[T], error), created func(T) time.Time) ([]T, error) {
	var all []T
	token, number := "", ""
	seen := map[string]bool{}
	for {
		page, err := read(token, number)
		if err != nil {
			return nil, Fault(err)
		}
		all = append(all, page.Records...)
		if page.Next == nil || *page.Next == "" || seen[*page.Next] || len(page.Records) == 0 {
			return all, nil
		}
		if len(all) >= Limit {
			return all, covered(all, since, created)
		}
		seen[*page.Next] = true
		token, number = place(*page.Next)
	}
}

func covered[T any](all []T, since time.Time, created func(T) time.Time) error {
	for _, record := range all {
		if at := created(record); !at.IsZero() && !Recent(at, since) {
			return nil
		}
	}
	return &channels.Error{Reason: channels.Unknown, Note: "too many records since then to search them all"}
}

// place reads where a page is from its address, of which nothing else is used:
// requests go to the configured host alone.
func place(address string) (token, number string) {
	u, err := url.Parse(address)
	if err != nil {
		return "", ""
	}
	return u.Query().Get("PageToken"), u.Query().Get("Page")
}

// Recent says whether something that Twilio dated may have been handed over at
// or after the instant. What has no date may.
func Recent(at, since time.Time) bool { return at.IsZero() || !at.Before(since.Add(-skew)) }

// Date reads a date as Twilio writes it (RFC 2822); zero when there is none.
func Date(text *string) time.Time {
	if text == nil {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC1123Z, *text)
	if err != nil {
		at, err = time.Parse(time.RFC1123, *text)
	}
	if err != nil {
		return time.Time{}
	}
	return at
}

// Text returns what a pointer of Twilio's points at; empty when at nothing.
func Text(pointer *string) string {
	if pointer == nil {
		return ""
	}
	return *pointer
}
