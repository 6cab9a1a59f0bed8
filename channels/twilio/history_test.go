package twilio_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/twilio"
)

var since = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

// pages is a list of pages with records that are the instants of their creation.
type pages struct {
	size  int
	at    func(i int) time.Time
	next  func(page int) string
	asked []string
}

func (p *pages) read(token, number string) (twilio.Page[time.Time], error) {
	p.asked = append(p.asked, token+number)
	page := twilio.Page[time.Time]{}
	for i := range p.size {
		page.Records = append(page.Records, p.at((len(p.asked)-1)*p.size+i))
	}
	next := p.next(len(p.asked))
	page.Next = &next
	return page, nil
}

func (p *pages) collect() ([]time.Time, error) {
	return twilio.Collect(since, p.read, func(at time.Time) time.Time { return at })
}

func onward(page int) string {
	return fmt.Sprintf("/2010-04-01/Accounts/AC1/Messages.json?Page=%d&PageToken=PA%d-", page, page)
}

func after(i int) time.Time { return since.Add(time.Duration(i) * time.Second) }

func TestPagesAreFollowedToTheEnd(t *testing.T) {
	t.Parallel()
	p := pages{size: 2, at: after, next: func(page int) string {
		if page == 3 {
			return ""
		}
		return onward(page)
	}}
	all, err := p.collect()
	if err != nil || len(all) != 6 || fmt.Sprint(p.asked) != "[ PA1-1 PA2-2]" {
		t.Errorf("%d records by %v, %v", len(all), p.asked, err)
	}
}

func TestAPageThatLinksToItselfEndsTheList(t *testing.T) {
	t.Parallel()
	p := pages{size: 2, at: after, next: func(int) string { return onward(0) }}
	if all, err := p.collect(); err != nil || len(all) != 4 || len(p.asked) != 2 {
		t.Errorf("%d records by %d requests, %v", len(all), len(p.asked), err)
	}
}

func TestAnEmptyPageEndsTheList(t *testing.T) {
	t.Parallel()
	p := pages{next: onward, at: after}
	if all, err := p.collect(); err != nil || len(all) != 0 || len(p.asked) != 1 {
		t.Errorf("%d records by %d requests, %v", len(all), len(p.asked), err)
	}
}

func TestTheLimitEndsTheListWhenItReachesBackFarEnough(t *testing.T) {
	t.Parallel()
	p := pages{size: twilio.PageSize, next: onward, at: func(i int) time.Time { return since.Add(-time.Duration(i) * time.Minute) }}
	if all, err := p.collect(); err != nil || len(all) != twilio.Limit {
		t.Errorf("%d records, %v", len(all), err)
	}
}

func TestALimitThatHidesRecordsIsNoProof(t *testing.T) {
	t.Parallel()
	p := pages{size: twilio.PageSize, next: onward, at: after}
	_, err := p.collect()
	var fault *channels.Error
	if !errors.As(err, &fault) || fault.Reason != channels.Unknown || len(p.asked) != twilio.Limit/twilio.PageSize {
		t.Errorf("%v after %d requests", err, len(p.asked))
	}
}

func TestAFaultEndsTheList(t *testing.T) {
	t.Parallel()
	_, err := twilio.Collect(since, func(string, string) (twilio.Page[time.Time], error) {
		return twilio.Page[time.Time]{}, errors.New("torn")
	}, func(at time.Time) time.Time { return at })
	var fault *channels.Error
	if !errors.As(err, &fault) || fault.Reason != channels.Unknown {
		t.Error(err)
	}
}

func TestTwiliosClockMayBeAMinuteBehind(t *testing.T) {
	t.Parallel()
	for ahead, want := range map[time.Duration]bool{0: true, -time.Minute: true, -61 * time.Second: false, time.Hour: true} {
		if got := twilio.Recent(since.Add(ahead), since); got != want {
			t.Errorf("%v: %v", ahead, got)
		}
	}
	if !twilio.Recent(time.Time{}, since) {
		t.Error("what has no date is left out")
	}
}

func TestDatesAreReadAsTwilioWritesThem(t *testing.T) {
	t.Parallel()
	dates := map[string]time.Time{
		"Tue, 24 Nov 2026 10:00:00 +0000": since,
		"Tue, 24 Nov 2026 10:00:00 GMT":   since,
		"2026-11-24":                      {},
		"":                                {},
	}
	for text, want := range dates {
		if got := twilio.Date(&text); !got.Equal(want) {
			t.Errorf("%q: %v", text, got)
		}
	}
	if !twilio.Date(nil).IsZero() {
		t.Error("a date out of nothing")
	}
}
