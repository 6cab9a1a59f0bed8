package works

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
)

// whatIfPage is the what-if form, and the answer once something was asked.
type whatIfPage struct {
	Q       question
	Faults  faults
	Answer  *answer // nil: nothing was asked, or something in it is wrong
	Nowhere bool    // no zone was told or follows from the region: the time was read as UTC
	Regions []string
	Whose   string // name of the contact that the form was filled from; empty: of none
	More    int    // lines of history with the next one
	Options options
}

// How many lines of history the form has.
const (
	fewestLines = 2
	mostLines   = 20
)

// showWhatIf shows the form and answers what was asked. Nothing is stored, and nothing
// that is stored matters.
func (p *pages) showWhatIf(v *frame.Visit) error {
	page := whatIfPage{Faults: faults{}, Regions: regionsOf(p.Rules().Packs), Options: choices}
	asked := v.Request.URL.Query().Has("channel")
	switch id := v.Form("contact"); {
	case asked:
		page.Q = readQuestion(v)
	case id != "":
		standing, err := p.Standings.FindStanding(v.Ctx(), id, v.Now)
		if errors.Is(err, account.ErrNoContact) {
			return frame.ErrNotFound
		}
		if err != nil {
			return err
		}
		page.Q, page.Whose = p.questionOf(standing, v.Now), orSomebody(standing.Contact.Name)
	default:
		page.Q = p.usual(v)
	}
	if asked && v.Form("lines") == "" {
		p.ask(v, &page)
	}
	page.lines(v.Form("lines"))
	if len(page.Faults) > 0 {
		return v.ShowFaults("works_what_if.html", whatIf(page))
	}
	return v.Show("works_what_if.html", whatIf(page))
}

func whatIf(page whatIfPage) frame.Page {
	return frame.Page{Title: "What if?", Nav: "rules", Data: page}
}

// usual is an overdue reminder to a consumer of the creditor's region, now.
func (p *pages) usual(v *frame.Visit) question {
	rules := p.Rules()
	now := v.Time(v.Now, "").Own
	return question{
		Region: rules.Region, Kind: "consumer", Role: string(rules.Role), Channel: "sms", Purpose: "reminder", Stage: "overdue",
		Content: "reminder", Days: "7", Date: now.Format(time.DateOnly), Time: now.Format("15:04"),
	}
}

// ask has the case decided. Where no zone is told, the rules themselves say where the
// customer is, and the local time is read there.
func (p *pages) ask(v *frame.Visit, page *whatIfPage) {
	zone, name := time.UTC, ""
	if zones := page.Q.zones(); len(zones) > 0 {
		name = zones[0]
	}
	if name == "" {
		body := page.Q.caseOf(time.UTC, faults{})
		found, _ := p.Explain(body, 0)
		name = zoneOf("", found.Zones)
		page.Nowhere = name == ""
	}
	if loaded, err := account.LoadZone(name); err == nil {
		zone = loaded
	}
	body := page.Q.caseOf(zone, page.Faults)
	if len(page.Faults) > 0 {
		p.alsoWrong(page, body)
		return
	}
	decided, wrong := p.Explain(body, openingsTold)
	if page.Q.place(wrong, page.Faults); len(wrong) == 0 {
		said := p.say(v, decided, name, "then")
		page.Answer = &said
	}
}

// alsoWrong adds what else is wrong with a form that is no case yet, so that all of it
// is told at once.
func (p *pages) alsoWrong(page *whatIfPage, body []byte) {
	_, wrong := p.Explain(body, 0)
	wrong = slices.DeleteFunc(wrong, func(f Fault) bool {
		field, _ := page.Q.field(f.Location)
		return field == "time" && (page.Faults["date"] != "" || page.Faults["time"] != "") || pastTime(page, field)
	})
	page.Q.place(wrong, page.Faults)
}

// pastTime says that the field is the day of a line of which the day or the time has a
// fault already.
func pastTime(page *whatIfPage, field string) bool {
	for i := range page.Q.Past {
		if field == pastField(i, "date") && page.Faults[pastField(i, "time")] != "" {
			return true
		}
	}
	return false
}

// lines gives the form its empty lines of history.
func (page *whatIfPage) lines(wanted string) {
	n, _ := strconv.Atoi(wanted) // none wanted: the fewest
	n = min(max(n, fewestLines, len(page.Q.Past)), mostLines)
	for len(page.Q.Past) < n {
		page.Q.Past = append(page.Q.Past, pastLine{})
	}
	if page.More = n + 2; n == mostLines {
		page.More = 0
	}
}

// readQuestion reads the form.
func readQuestion(v *frame.Visit) question {
	form := v.Request.URL.Query()
	q := question{
		Region: form.Get("region"), Kind: form.Get("kind"), Role: form.Get("role"), Zones: form.Get("zones"),
		Channel: form.Get("channel"), Purpose: form.Get("purpose"), Stage: form.Get("stage"), Content: form.Get("content"), Days: form.Get("days"),
		Date: form.Get("date"), Time: form.Get("time"), Wishes: form.Get("wishes"), Window: form.Get("window"),
		Language: form.Get("language"), Hold: form.Get("hold"), Answering: form.Get("answering") == "yes",
		Excluded: form["excluded"], OptOuts: form["opt-outs"], Consents: form["consents"],
	}
	for i := range mostLines {
		line := pastLine{
			Date: form.Get(pastField(i, "date")), Time: form.Get(pastField(i, "time")), Channel: form.Get(pastField(i, "channel")),
			Way: form.Get(pastField(i, "way")), Outcome: form.Get(pastField(i, "outcome")),
		}
		if !line.empty() {
			q.Past = append(q.Past, line)
		}
	}
	return q
}
