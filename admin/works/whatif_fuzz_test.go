package works_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/goodterms/goodterms/operator"
)

// FuzzAnyQuestionIsAnsweredOrSentBack asks whatever comes to mind.
func FuzzAnyQuestionIsAnsweredOrSentBack(f *testing.F) {
	f.Add("US-MA", "America/New_York", "sms", "2027-04-11", "07:30", "Mo-Fr 09:00-12:00", "7", "2027-04-09", "12:00")
	f.Add("", "", "", "", "", "", "", "", "")
	f.Add("GB", "Mars, Europe/Berlin", "fax", "2027-03-28", "01:30", "24/7", "-3", "9999-12-31", "24:00")
	f.Add("XX", "\x00", "voice", "0000-01-01", "00:00", "\xff", "1e9", "2200-01-01", "23:59")
	f.Add("DE", "UTC", "email", "2027-10-31", "02:30", "PH off", "0", "1969-12-31", "")
	g := &gateway{}
	f.Fuzz(func(t *testing.T, region, zones, channel, date, clock, wishes, days, before, at string) {
		client := g.open(t).As(operator.Viewer)
		form := url.Values{"region": {region}, "zones": {zones}, "channel": {channel}, "date": {date}, "time": {clock}, "wishes": {wishes}, "days": {days},
			"past-0-date": {before}, "past-0-time": {at}, "past-0-channel": {channel}}
		if a := client.Get("/admin/rules/what-if?" + form.Encode()); a.Status != http.StatusOK && a.Status != http.StatusUnprocessableEntity {
			t.Errorf("status %d", a.Status)
		}
	})
}
