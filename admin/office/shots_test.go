//go:build shots

package office_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"github.com/goodterms/goodterms/admin/frame/frametest"
	"github.com/goodterms/goodterms/admin/office"
	"github.com/goodterms/goodterms/operator"
)

func rich(p place) {
	at := frametest.Noon
	l := p.people.list
	l[3].SignedInAt, l[3].EmailProven, l[3].CreatedAt = at.Add(-4*time.Hour), at.AddDate(0, -3, 0), at.AddDate(0, -3, 0)
	l[1].SignedInAt, l[1].EmailProven, l[1].Phone, l[1].PhoneProven, l[1].CreatedAt = at.AddDate(0, 0, -9), at.AddDate(0, -2, 0), "+447700900123", at, at.AddDate(0, -2, 0)
	l[0].DisabledAt, l[0].SignedInAt = at.AddDate(-1, 0, 0), at.AddDate(-1, 0, -3)
	l[0].Name, l[1].Name, l[2].Name, l[3].Name = "Robin Achterberg", "Maximiliane Freifrau von Hohenstein-Oberndorff-Lichtenberg", "Kim Poe", "Dana Finch"
	l[1].Email = "maximiliane.freifrau.von.hohenstein-oberndorff@accounts-receivable.meadow-finch.example"
	p.ring.list = []office.Key{
		{ID: "key_01k9z3v4x5m6n7p8q9r0s1t2u3", Name: "billing", Kind: "live", Scopes: []string{"reminders:write", "reminders:read", "accounts:write", "accounts:read"}, CreatedAt: at.AddDate(0, -3, 0), LastUsedAt: at.Add(-time.Minute)},
		{ID: "key_01k9z3v4x5m6n7p8q9r0s1t2u4", Name: "data warehouse, nightly export of every timeline", Kind: "live", Scopes: []string{"accounts:read"}, CreatedAt: at.AddDate(0, -2, 0), LastUsedAt: at.Add(-9 * time.Hour), ExpiresAt: at.AddDate(0, 0, 9)},
		{ID: "key_01k9z3v4x5m6n7p8q9r0s1t2u5", Name: "staging", Kind: "test", Scopes: []string{"admin"}, CreatedAt: at.AddDate(0, 0, -2), ExpiresAt: at.AddDate(1, 0, 0)},
		{ID: "key_01k9z3v4x5m6n7p8q9r0s1t2u6", Name: "old ERP", Kind: "live", CreatedAt: at.AddDate(-1, 0, 0), RevokedAt: at.AddDate(0, -3, 0), LastUsedAt: at.AddDate(0, -3, -1)},
	}
	mk := func(min int, who, id, action, subject string, out operator.Outcome, d map[string]string) {
		e := wrote(min, action, out)
		e.Operator, e.OperatorID, e.Subject, e.Detail = who, id, subject, d
		p.record.before = append(p.record.before, e)
	}
	mk(0, "Dana Finch", "opr_admin", "key.create", "billing", "", nil)
	mk(3, "Kim Poe", "opr_clerk", "follow_up.answer", "fup_01k9z3v4x5m6n7p8q9r0s1t2u3", operator.Done, map[string]string{"account": "C-1042"})
	mk(18, "Maximiliane Freifrau von Hohenstein-Oberndorff-Lichtenberg", "opr_editor", "template.publish", "gentle", operator.Done, map[string]string{"version": "7", "note": "shorter, and no more than two segments"})
	mk(40, "Kim Poe", "opr_clerk", "template.publish", "gentle", operator.Refused, nil)
	mk(300, "Dana Finch", "opr_admin", "operator.disable", "opr_viewer", operator.Done, nil)
	mk(2000, "Dana Finch", "opr_admin", "webhook.create", "whk_01k9z3v4x5m6n7p8q9r0s1t2u3", operator.Failed, nil)
	mk(9000, "Dana Finch", "opr_admin", "stop.set", "", "", map[string]string{"on": "yes"})
	mk(9999, "command line", "", "operator.create", "opr_admin", operator.Done, map[string]string{"role": "admin"})
	for i := range 60 {
		mk(10000-100+i+200, "Dana Finch", "opr_admin", "template.save", "gentle", operator.Done, nil)
	}
}

func TestShots(t *testing.T) {
	p := open(t)
	rich(p)
	client := p.As(operator.Admin)
	out := os.Getenv("SHOTS")
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)
	actx, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	defer cancel()
	ctx, cancel2 := chromedp.NewContext(actx)
	defer cancel2()
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	cookie := client.Cookie()
	if _, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: cookie.Name, Value: cookie.Value, URL: p.URL}); err != nil {
		t.Fatal(err)
	}
	submit := "document.querySelector('main form').submit(); 1"
	shots := []struct{ name, path, script string }{
		{"operators", "/admin/operators", ""},
		{"operator-new", "/admin/operators/new", ""},
		{"operator-faults", "/admin/operators/new", "document.querySelector('[name=email]').value='kim'; document.querySelector('[name=role]').checked=true; document.querySelector('[name=publish]').checked=true;" + submit},
		{"operator", "/admin/operators/opr_editor", ""},
		{"operator-disabled", "/admin/operators/opr_viewer", ""},
		{"disable", "/admin/operators/opr_editor/disable", ""},
		{"link", "/admin/operators/opr_editor", "document.querySelector('form[action$=link]').submit(); 1"},
		{"keys", "/admin/keys", "document.querySelector('details').open=true; 1"},
		{"key-new", "/admin/keys/new", ""},
		{"key-made", "/admin/keys/new", "document.querySelector('[name=name]').value='shop '+Math.random();document.querySelector('[name=until]').value='2027-12-31';" + submit},
		{"revoke", "/admin/keys/key_01k9z3v4x5m6n7p8q9r0s1t2u3/revoke", ""},
		{"audit", "/admin/audit", "document.querySelectorAll('.entries details')[2].open=true;document.querySelectorAll('.entries details')[6].open=true; 1"},
		{"audit-none", "/admin/audit?action=queue", ""},
	}
	for _, shot := range shots {
		if only := os.Getenv("ONLY"); only != "" && !strings.Contains(only, shot.name) {
			continue
		}
		for _, theme := range []string{"light", "dark"} {
			if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}}}); err != nil {
				t.Fatal(err)
			}
			for _, width := range []int64{1280, 800, 360} {
				if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 700), chromedp.Navigate(p.URL+shot.path)); err != nil {
					t.Fatal(err)
				}
				if shot.script != "" {
					if _, err := chromedp.Run(ctx, chromedp.Evaluate[int](shot.script)); err != nil {
						t.Error(shot.name, err)
					}
					time.Sleep(500 * time.Millisecond)
				}
				wide, _ := chromedp.Run(ctx, chromedp.Evaluate[int]("document.documentElement.scrollWidth"))
				if int64(wide) > width {
					t.Errorf("%s at %d is %d wide", shot.name, width, wide)
				}
				png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(fmt.Sprintf("%s/%s-%s-%d.png", out, shot.name, theme, width), png, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
