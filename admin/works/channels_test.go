package works_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/admin/works"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/operator"
)

func TestEachChannelSaysHowItStandsAndWhatToDo(t *testing.T) {
	t.Parallel()
	page := busy().open(t).As(operator.Viewer).Get("/admin/channels")
	shows(t, page, "Something is broken", "an SMTP relay", "over TLS 1.3", "The server refuses our user or password.", "Mend mail.imap.url",
		"Off. To turn it on, set <code>twilio.from</code>", "Its balance is 12.34 USD", "3 hand-offs were refused since the last that was taken",
		"Mon 13:58", "Mon 13:59", "Sun 12:00", "Mon 13:51")
	shows(t, page, "gt2027._domainkey.meadow-finch.example", "Publish the value below", "v=DKIM1; k=rsa; p=MIIB", "DNS gave no answer")
}

func TestLookingIsAForm(t *testing.T) {
	t.Parallel()
	g := busy()
	office := g.open(t)
	viewer := office.As(operator.Viewer)
	if viewer.Get("/admin/channels"); g.looks != 0 {
		t.Error("a page that is only shown looks outside")
	}
	if a := viewer.Post("/admin/channels/check", url.Values{}); a.Status != http.StatusSeeOther || a.Location != "/admin/channels" || g.looks != 1 {
		t.Errorf("status %d to %s, %d looks", a.Status, a.Location, g.looks)
	}
	shows(t, viewer.Get("/admin/channels"), "The channels were looked at.", "Looked at", "Mon 14:00")
	if list := office.Audit.Entries(); len(list) != 0 {
		t.Errorf("looking stands in the audit log: %+v", list)
	}
}

func TestTheStateOfAChannelIsThatOfTheWorstCheck(t *testing.T) {
	t.Parallel()
	sms := func(states ...works.State) *gateway {
		g := &gateway{outlets: []works.Outlet{{Kind: channels.SMS, On: true, By: "Twilio", Test: true}}}
		g.report.At = ago(0)
		for _, state := range states {
			g.report.Checks = append(g.report.Checks, works.Check{Channel: channels.SMS, Name: "Twilio", State: state, Text: "x"})
		}
		return g
	}
	for want, g := range map[string]*gateway{
		`plain">On, not looked at<`: sms(), `kind">Well<`: sms(works.OK, works.OK), `wait">Look at this<`: sms(works.OK, works.Wait), `stop">Broken<`: sms(works.Stop, works.Wait),
	} {
		shows(t, g.open(t).As(operator.Viewer).Get("/admin/channels"), `<span class="state `+want)
	}
	shows(t, sms(works.OK).open(t).As(operator.Viewer).Get("/admin/channels"), "All is well.", "Nothing has gone out or come in by it yet.")
	shows(t, sms(works.Wait).open(t).As(operator.Viewer).Get("/admin/channels"), "Everything works; something could be better.")
}

func TestTheAddressesToEnterElsewhereAreThoseThatTheGatewayServes(t *testing.T) {
	t.Parallel()
	g := busy()
	page := g.open(t).As(operator.Viewer).Get("/admin/channels")
	for _, address := range []string{
		"https://reminders.meadow-finch.example/hooks/twilio/sms#rc=3&amp;rp=all", "https://reminders.meadow-finch.example/hooks/twilio/voice#rc=3&amp;rp=all",
		"https://reminders.meadow-finch.example/hooks/email/mailgun/mime", "https://x:PASSWORD@reminders.meadow-finch.example/hooks/email/postmark",
		"https://x:PASSWORD@reminders.meadow-finch.example/hooks/email/sendgrid", "https://x:PASSWORD@reminders.meadow-finch.example/hooks/email/generic",
	} {
		shows(t, page, ">"+address+"<")
	}
	if verified, refused := strings.Count(page.Body, ">Verified<"), strings.Count(page.Body, ">Turned away<"); verified != 3 || refused != 3 {
		t.Errorf("%d are verified, %d turned away", verified, refused)
	}
	shows(t, page, "mail.hooks.mailgun_key")
	g.publicURL = ""
	shows(t, g.open(t).As(operator.Viewer).Get("/admin/channels"), "Set public_url")
}
