package policy_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

// What one question leaves behind must never show in the answer to another.
func TestManyAskAtOnceAndGetTheAnswersOfAFreshPolicy(t *testing.T) {
	t.Parallel()
	cfg := policy.Config{Library: library(t, state(t), city(t)), Closures: []policy.Closure{{Day: "2027-01-06"}}}
	shared := newPolicy(t, cfg)
	var wg sync.WaitGroup
	for worker := range 6 {
		wg.Go(func() {
			for i := range 60 {
				q := question(t, worker*60+i)
				if diff := cmp.Diff(policy.New(cfg).Decide(q), shared.Decide(q)); diff != "" {
					t.Errorf("question %d: %s", worker*60+i, diff)
				}
			}
		})
	}
	wg.Wait()
}

// question is one of many that differ in all that rules look at.
func question(t testing.TB, i int) policy.Question {
	q := busy(t)
	q.At = q.At.Add(time.Duration(i) * 37 * time.Minute)
	q.History = q.History[:i%len(q.History)]
	q.Channel = channels.Kinds()[i%3]
	q.Region = []string{"US-MA", "US-NY", "", "DE"}[i%4]
	q.Zones = [][]string{{"America/New_York"}, {"Europe/London", "Asia/Kolkata"}, nil}[i%3]
	q.Phones = []string{fmt.Sprintf("+1%d5550123", 201+i%100)}
	q.Preferences.Wishes = []string{"", "Mo-Fr 09:00-12:00", "mornings", "PH off"}[i%4]
	q.Answering = i%7 == 0
	return q
}

func TestMoreKindsOfQuestionsThanAreRememberedAreAnsweredAllTheSame(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{Profile: policy.None})
	for i := range 10_000 {
		q := text(t, inside)
		q.Region = fmt.Sprintf("US-%d", i)
		q.Preferences.Wishes = fmt.Sprintf("Tu 10:00-%02d:%02d", 11+i/60%12, i%60)
		if d := p.Decide(q); d.Verdict != policy.Send {
			t.Fatalf("%s because of %q", d.Verdict, rules(d))
		}
	}
}

func TestQuestionsFromBeyondAllCalendarsAreAnswered(t *testing.T) {
	t.Parallel()
	p := newPolicy(t, policy.Config{Library: library(t, state(t), city(t)), Holidays: []policy.Holiday{{Day: "01-01"}}})
	for _, at := range []string{"0001-01-01T00:00:00Z", "1969-12-31T23:59:59.9Z", "2149-06-01T12:00:00Z", "2261-06-01T12:00:00Z", "9999-12-31T23:59:59Z"} {
		q := busy(t)
		q.At = instant(t, at)
		q.Packs = []string{strings.Repeat("long ", 500), "us-city"}
		if d := p.Decide(q); d.Verdict != policy.Hold || d.Because[0].Rule != "policy" {
			t.Errorf("%s: a pack that does not exist: %s because of %q", at, d.Verdict, rules(d))
		}
		q.Packs = nil
		if d := p.Decide(q); d.Verdict == policy.Defer && d.Until.Before(q.At) {
			t.Errorf("%s: %s until %s", at, d.Verdict, d.Until)
		}
	}
}
