package works_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/policy"
)

// sunday is a case that the customer's wish and the hours hold back.
func sunday(changes ...string) string {
	form := url.Values{
		"region": {"US-MA"}, "kind": {"consumer"}, "role": {"third_party"}, "zones": {"America/New_York"},
		"channel": {"sms"}, "purpose": {"reminder"}, "stage": {"overdue"}, "content": {"reminder"}, "days": {"7"},
		"date": {"2027-04-11"}, "time": {"07:30"}, "wishes": {"Mo-Fr 09:00-12:00"},
	}
	for i := 0; i+1 < len(changes); i += 2 {
		form.Del(changes[i])
		for _, value := range strings.Split(changes[i+1], "|") {
			form.Add(changes[i], value)
		}
	}
	return "/admin/rules/what-if?" + form.Encode()
}

func TestAWhatIfIsAnsweredInWords(t *testing.T) {
	t.Parallel()
	viewer := busy().open(t).As(operator.Viewer)
	shows(t, viewer.Get(sunday()),
		"It waits until Mon 12 Apr 2027, 09:00.", "The contact wishes to hear nothing on Sundays", "This stands in the way too",
		"us-federal.hours", "https://www.consumerfinance.gov/", "Mon 12 Apr 2027, 09:00 to 12:00", "Fri 16 Apr 2027, 09:00 to 12:00",
		"The customer has not opted out.", "Something is owed.")
}

func TestEveryVerdictHasItsSentence(t *testing.T) {
	t.Parallel()
	viewer := busy().open(t).As(operator.Viewer)
	for sentence, address := range map[string]string{
		"It may leave then, and until Mon 12 Apr 2027, 12:00.":           sunday("date", "2027-04-12", "time", "10:00"),
		"It is not sent, then or later.":                                 sunday("opt-outs", "sms"),
		"It is held until somebody has settled what stands in the way.":  sunday("hold", "disputed"),
		"It waits until Mon 26 Apr 2027, 09:00.":                         sunday("date", "2027-04-25"),
		"There is no opening ahead while this stands.":                   sunday("excluded", "sms"),
		"The customer has asked in writing for an end of contact.":       sunday("hold", "cease"),
		"2 contacts in 7 days are allowed and 2 were made; the next may": sunday("date", "2027-04-12", "time", "10:00", "past-0-date", "2027-04-09", "past-0-channel", "sms", "past-3-date", "2027-04-10", "past-3-time", "09:15", "past-3-channel", "email", "past-3-outcome", "delivered"),
	} {
		shows(t, viewer.Get(address), sentence)
	}
	shows(t, viewer.Get(sunday("answering", "yes", "past-0-date", "2027-04-11", "past-0-time", "07:00", "past-0-channel", "sms", "past-0-way", "in")),
		"It answers the person in the medium in which they just wrote", "It may leave then")
}

func TestTheTimeIsReadOnTheClocksOfTheRegionWhereNoZoneIsTold(t *testing.T) {
	t.Parallel()
	viewer := busy().open(t).As(operator.Viewer)
	shows(t, viewer.Get(sunday("zones", "")), "Sun 07:30 in America/New_York", "America/New_York")
	shows(t, viewer.Get(sunday("zones", "", "region", "")), "the time was read as UTC")
}

func TestEachFaultOfAQuestionStandsBesideItsField(t *testing.T) {
	t.Parallel()
	viewer := busy().open(t).As(operator.Viewer)
	for name, tt := range map[string]struct{ address, field, says string }{
		"region":                 {sunday("region", "XX1"), "region", "This is not an ISO 3166 region"},
		"first zone":             {sunday("zones", "Mars"), "zones", "The first is not an IANA time zone"},
		"second zone":            {sunday("zones", "Europe/Berlin, Mars"), "zones", "The second is not an IANA time zone"},
		"kind":                   {sunday("kind", "robot"), "kind", "This is not one of"},
		"role":                   {sunday("role", "robot"), "role", "This is not one of"},
		"channel":                {sunday("channel", "fax"), "channel", "This is not one of email, sms, voice"},
		"no channel":             {sunday("channel", ""), "channel", "This is missing"},
		"purpose":                {sunday("purpose", "fun"), "purpose", "This is not one of"},
		"stage":                  {sunday("stage", "late"), "stage", "This is not one of"},
		"content":                {sunday("content", "poem"), "content", "This is not one of"},
		"days":                   {sunday("days", "soon"), "days", "This is not a whole number"},
		"too many days":          {sunday("days", "99999"), "days", "This is not a whole number from"},
		"day":                    {sunday("date", "tomorrow"), "date", "Give a day"},
		"a day that is not":      {sunday("date", "2027-02-30"), "date", "Give a day"},
		"time":                   {sunday("time", "noon"), "time", "Give a time of day"},
		"a time that is skipped": {sunday("date", "2027-03-14", "time", "02:30"), "time", "go forward over this time"},
		"wishes":                 {sunday("wishes", "9 to 5"), "wishes", "This is not a list of hours"},
		"account's hours":        {sunday("window", "whenever"), "window", "This is not a list of hours"},
		"language":               {sunday("language", "klingon!"), "language", "This is not"},
		"hold":                   {sunday("hold", "whatever"), "hold", "This is not one of"},
		"opt-out":                {sunday("opt-outs", "fax"), "opt-outs", "The first is not one of"},
		"excluded":               {sunday("excluded", "sms|fax"), "excluded", "The second is not one of"},
		"consent":                {sunday("consents", "fax"), "consents", "The first is not one of"},
		"a line without channel": {sunday("past-2-date", "2027-04-09"), "past-0-channel", "This is missing"},
		"a line's day":           {sunday("past-0-date", "x", "past-0-channel", "sms"), "past-0-date", "Give a day"},
		"a line's time":          {sunday("past-0-date", "2027-04-09", "past-0-time", "x", "past-0-channel", "sms"), "past-0-time", "Give a time"},
		"a line's outcome":       {sunday("past-0-date", "2027-04-09", "past-0-channel", "sms", "past-0-outcome", "fun"), "past-0-outcome", "This is not one of"},
		"a line's way":           {sunday("past-0-date", "2027-04-09", "past-0-channel", "sms", "past-0-way", "up"), "past-0-way", "This is not one of"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := viewer.Get(tt.address)
			if a.Status != http.StatusUnprocessableEntity {
				t.Errorf("status %d", a.Status)
			}
			found := faultBeside.FindAllStringSubmatch(a.Body, -1)
			if len(found) != 1 || found[0][1] != tt.field || !strings.Contains(found[0][2], tt.says) {
				t.Errorf("faults %v, want one beside %s that says %q", found, tt.field, tt.says)
			}
			if strings.Contains(a.Body, `id="answer"`) {
				t.Error("it was answered all the same")
			}
		})
	}
}

// faultBeside finds a fault and its field in a page.
var faultBeside = regexp.MustCompile(`<p class="fault" id="([^"]*)-fault">([^<]*)</p>`)

func TestAllFaultsAreToldAtOnceAndTheFormStaysAsItWasSent(t *testing.T) {
	t.Parallel()
	a := busy().open(t).As(operator.Viewer).Get(sunday("region", "XX1", "days", "soon", "date", "x", "wishes", `9 "to" <5>`, "past-0-date", "x", "past-0-channel", "fax"))
	var fields []string
	for _, found := range faultBeside.FindAllStringSubmatch(a.Body, -1) {
		fields = append(fields, found[1])
	}
	if got := strings.Join(fields, " "); got != "region days date wishes past-0-date past-0-channel" {
		t.Errorf("faults beside %s", got)
	}
	if !strings.Contains(a.Body, `value="XX1"`) || !strings.Contains(a.Body, `value="9 &#34;to&#34; &lt;5&gt;"`) || !strings.Contains(a.Body, `<option value="fax" selected>`) && !strings.Contains(a.Body, `value="x"`) {
		t.Error("the form does not hold what was sent")
	}
}

func TestTheFormIsFilledFromAContactWithoutNamesAndAddresses(t *testing.T) {
	t.Parallel()
	viewer := busy().open(t).As(operator.Viewer)
	a := viewer.Get("/admin/rules/what-if?contact=con_margaret")
	shows(t, a, `value="GB"`, `value="Europe/London"`, `value="Mo-Fr 09:00-12:00"`, `name="opt-outs" value="sms" checked`, `name="excluded" value="voice" checked`,
		`name="consents" value="voice" checked`, `name="past-0-date" type="date" value="2027-04-10"`, `<option value="replied" selected>`)
	form, _, _ := strings.Cut(a.Body[strings.Index(a.Body, `<form method="get"`):], "</form>")
	for _, private := range []string{"Margaret", "blue-bottle", "+4477", "C-1001"} {
		if strings.Contains(form, private) {
			t.Errorf("the form holds %q", private)
		}
	}
	if a := viewer.Get("/admin/rules/what-if?contact=con_nobody"); a.Status != http.StatusNotFound {
		t.Errorf("a contact that does not exist: status %d", a.Status)
	}
}

func TestMoreLinesOfHistoryKeepWhatWasWritten(t *testing.T) {
	t.Parallel()
	viewer := busy().open(t).As(operator.Viewer)
	a := viewer.Get(sunday("past-1-date", "2027-04-09", "past-1-channel", "sms", "lines", "4"))
	shows(t, a, `id="past-3-date"`, `value="2027-04-09"`, `name="lines" value="6"`)
	hides(t, a, `id="past-4-date"`, `id="answer"`)
	most := viewer.Get(sunday("lines", "999999999"))
	shows(t, most, `id="past-19-date"`)
	hides(t, most, `id="past-20-date"`, "More lines")
}

func TestAContactIsToldByEachChannelHowItStands(t *testing.T) {
	t.Parallel()
	office := busy().open(t)
	shows(t, office.As(operator.Viewer).Get("/admin/rules?contact=con_margaret"),
		"May Margaret Holloway be contacted?", `href="/admin/accounts/C-1001"`, "It waits until Tue 13 Apr 2027, 09:00.",
		"The customer does not want text messages at this address any more.", "The contact does not wish calls.", "Tue 13 Apr 2027, 09:00 to 12:00", "on the clocks of Europe/London")
	if a := office.As(operator.Viewer).Get("/admin/rules?contact=con_nobody"); a.Status != http.StatusNotFound {
		t.Errorf("a contact that does not exist: status %d", a.Status)
	}
}

func TestNamesAreShownAsTheyAreAndNotAsHTML(t *testing.T) {
	t.Parallel()
	g := busy()
	g.standing.Contact.Name, g.standing.Account.Name, g.standing.Account.Reference = `<script>alert(1)</script>`, `"><img src=x>`, `a/../b?c`
	g.standing.Preferences = account.Preferences{}
	a := g.open(t).As(operator.Viewer).Get("/admin/rules?contact=con_margaret")
	shows(t, a, "&lt;script&gt;alert(1)", `href="/admin/accounts/a%2F..%2Fb%3Fc"`)
	hides(t, a, "<script>alert", "<img src=x")
}

func TestEveryGateOfTheRulesOwnHasWordsForWhenItLetsPass(t *testing.T) {
	t.Parallel()
	g := &gateway{settings: policy.Config{SendWindow: "Mo-Su 00:00-24:00", Closures: []policy.Closure{{Day: "12-24"}}}}
	a := g.open(t).As(operator.Viewer).Get(sunday("window", "Mo-Su 00:00-24:00", "wishes", "Mo-Su 00:00-24:00", "excluded", "voice", "time", "12:00"))
	shows(t, a, "It may leave then", "What it passed")
	_, passed, _ := strings.Cut(a.Body, "What it passed")
	passed, _, _ = strings.Cut(passed, "</details>")
	for _, line := range regexp.MustCompile(`<li>([^<]*)<span class="small soft"><code>([^<]*)</code>`).FindAllStringSubmatch(passed, -1) {
		if text, id := strings.TrimSpace(line[1]), line[2]; len(strings.Fields(text)) < 3 {
			t.Errorf("%s is said as %q", id, text)
		}
	}
}
