package policy

import (
	"github.com/goodterms/goodterms/policy/hours"
	"strconv"
	"time"
)

// outsideWindow tells a clerk the local hour, where it is and when it will do, as
// in "outside the send window where the customer is (Sat 21:40 in
// America/New_York); opens Mon 09:00".
func outsideWindow(now, opens time.Time, w *hours.Windows, at *place) string {
	i := closedAt(w, now, at)
	loc := at.locs[i]
	here := "(" + now.In(loc).Format("Mon 15:04") + " in " + at.zones[i] + "); opens "
	when := openingHour(now, opens.In(loc))
	if len(at.zones) == 1 {
		return "outside the send window where the customer is " + here + when
	}
	return "outside the send window in one of " + strconv.Itoa(len(at.zones)) + " time zones where the customer may be " + here + when + " there, when all are inside"
}

// closedAt is the first of the place's zones that is outside its window.
func closedAt(w *hours.Windows, now time.Time, at *place) int {
	for i, loc := range at.locs {
		sec := now.Unix()
		if opens, ok := w.Seek(loc, sec, sec+1, true); !ok || opens > sec {
			return i
		}
	}
	return 0
}

// openingHour names the day of the week, and the date where that would be unclear.
func openingHour(now, opens time.Time) string {
	if opens.Sub(now) < 6*24*time.Hour {
		return opens.Format("Mon 15:04")
	}
	return opens.Format("Mon 2 Jan 2006 15:04")
}
