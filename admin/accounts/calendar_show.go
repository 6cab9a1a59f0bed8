package accounts

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/overview"
)

// calendarDays is how far ahead the calendar looks.
const calendarDays = 14

// calendarData fills the calendar of what would go out.
type calendarData struct {
	Days    []calendarDay
	Until   time.Time
	Next    string
	Started bool
}

// calendarDay is what is planned for one day, where the customers are.
type calendarDay struct {
	Name string
	ID   string
	Rows []sentence
	Cut  bool // it goes on in the next part
}

// showCalendar is what would go out in the next days if nothing came in between.
func (p *pages) showCalendar(v *frame.Visit) error {
	until := v.Day().AddDate(0, 0, calendarDays)
	query := overview.Query{List: overview.Coming, Until: until, After: v.Form("after"), Limit: rowsAtOnce + 1}
	rows, err := p.Overview.List(v.Ctx(), v.Now, query)
	if err != nil {
		return missing(err)
	}
	data := calendarData{Until: until.AddDate(0, 0, -1), Started: query.After != ""}
	rows, data.Next = cut(rows, "/admin/calendar", url.Values{})
	data.Days = byDay(v, sentences(v, rows))
	if data.Next != "" && len(data.Days) > 0 {
		data.Days[len(data.Days)-1].Cut = true
	}
	return v.Show("today_calendar.html", frame.Page{Title: "The next 14 days", Nav: "today", Data: data})
}

// byDay groups reminders by the day on which they are to leave, where the customer is.
// What is due already belongs to today.
func byDay(v *frame.Visit, rows []sentence) (days []calendarDay) {
	today := account.DateOf(v.Day())
	for _, row := range rows {
		loc, _ := clockOf(v, row.Zone)
		day := account.DateOf(row.SendAt.In(loc))
		if day.Sub(today) < 0 {
			day = today
		}
		id := day.String()
		at, known := slices.BinarySearchFunc(days, id, func(d calendarDay, id string) int { return strings.Compare(d.ID, id) })
		if !known {
			days = slices.Insert(days, at, calendarDay{Name: dayName(day, today), ID: id})
		}
		days[at].Rows = append(days[at].Rows, row)
	}
	return days
}

func dayName(day, today account.Date) string {
	name := time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, time.UTC).Format("Monday 2 January")
	switch day.Sub(today) {
	case 0:
		return "Today, " + name
	case 1:
		return "Tomorrow, " + name
	}
	return name
}
