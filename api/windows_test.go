package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/policy"
)

var windowsPath = "/v1/contacts/" + robin + "/windows"

// windows is the answer as callers read it.
type windows struct {
	Contact   string
	At, Until time.Time
	TimeZone  string `json:"time_zone"`
	Zones     []string
	Channels  []struct {
		Channel  string
		Decision policy.Decision
		Openings []policy.Opening
	}
}

func TestWindowsSayPerChannelWhatIsDecidedNowAndWhenItOpens(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet().OptOuts = []account.OptOut{{Scope: account.ScopeAddress, Channel: channels.SMS, Address: "+442079460042"}}
	got := decode[windows](t, h.do(t, "GET", windowsPath+"?days=2", liveKey, ""))
	if got.Contact != robin || got.TimeZone != "Europe/London" || !got.Until.Equal(h.now.Add(48*time.Hour)) || len(got.Zones) != 1 || len(got.Channels) != 3 {
		t.Fatalf("got %+v", got)
	}
	day := func(d, hour int) time.Time { return time.Date(2027, 4, d, hour, 0, 0, 0, time.UTC) }
	want := []policy.Opening{{Opens: h.now, Closes: day(12, 18)}, {Opens: day(13, 8), Closes: day(13, 18)}, {Opens: day(14, 8), Closes: day(14, 18)}}
	email, sms := got.Channels[0], got.Channels[1]
	if diff := cmp.Diff(want, email.Openings); diff != "" || email.Channel != "email" || email.Decision.Verdict != policy.Send {
		t.Errorf("%+v: %s", email, diff)
	}
	if sms.Decision.Verdict != policy.Skip || sms.Decision.Because[0].Rule != "opt_out" {
		t.Errorf("sms: %+v", sms.Decision)
	}
	for i, q := range h.asked {
		if q.Channel != channels.Kinds()[i] || !q.At.Equal(h.now) || q.ContactID != robin {
			t.Errorf("asked about %+v", q)
		}
	}
}

func TestWindowsAreAFortnightUnlessDaysSayOtherwise(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	for query, days := range map[string]int{"": 14, "?days=1": 1, "?days=62": 62} {
		got := decode[windows](t, h.do(t, "GET", windowsPath+query, liveKey, ""))
		if !got.Until.Equal(h.now.AddDate(0, 0, days)) {
			t.Errorf("%q ends at %s", query, got.Until)
		}
	}
	for _, days := range []string{"0", "63", "-1", "week", "1.5"} {
		wantProblem(t, h.do(t, "GET", windowsPath+"?days="+days, liveKey, ""), http.StatusBadRequest, "query.days")
	}
}

func TestAContactThatCannotBeReachedHasNoOpenings(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet().Contact.Email = ""
	w := h.do(t, "GET", windowsPath, liveKey, "")
	email := decode[windows](t, w).Channels[0]
	if email.Decision.Verdict != policy.Skip || email.Openings == nil || len(email.Openings) > 0 {
		t.Errorf("%s", w.Body)
	}
}

func TestTheZoneShownIsTheFirstWhereTheyMayBe(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	standing := h.meet()
	standing.Account.TimeZone, standing.Account.Region, standing.Contact.Phone = "", "", "+12085550123"
	got := decode[windows](t, h.do(t, "GET", windowsPath, liveKey, ""))
	if len(got.Zones) < 2 || got.TimeZone != got.Zones[0] {
		t.Errorf("zones %v, shown in %q", got.Zones, got.TimeZone)
	}
}
