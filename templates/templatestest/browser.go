// Package templatestest is in charge of looking at rendered words as customers'
// programs do: in a browser, and through a spam filter. Only tests use it.
package templatestest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Browser is a headless Chromium of the test's own.
type Browser struct {
	t   testing.TB
	ctx context.Context
}

// startTime is how long a browser may take to start on a busy machine.
const startTime = time.Minute

// StartBrowser starts GOODTERMS_TEST_CHROMIUM, or chromium on PATH. Without one the
// test is skipped, or fails when GOODTERMS_TEST_REQUIRE asks for chromium or all.
func StartBrowser(t testing.TB) *Browser {
	t.Helper()
	program := find(t, "GOODTERMS_TEST_CHROMIUM", "chromium")
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.WSURLReadTimeout(startTime),
	}
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(end)
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("starting chromium: %v", err)
	}
	return &Browser{t, ctx}
}

// Context is that of the browser, for what this package has no word for.
func (b *Browser) Context() context.Context { return b.ctx }

// find is the program that a variable names, or that is on PATH.
func find(t testing.TB, variable, name string) string {
	t.Helper()
	program, err := os.Getenv(variable), error(nil)
	if program == "" {
		program, err = exec.LookPath(name)
	}
	if err == nil {
		return program
	}
	for asked := range strings.SplitSeq(os.Getenv("GOODTERMS_TEST_REQUIRE"), ",") {
		if asked == name || asked == "all" {
			t.Fatalf("%s is required and not on PATH: %v", name, err)
		}
	}
	t.Skipf("%s is not on PATH; set %s", name, variable)
	return ""
}

// Screen is how a page is looked at.
type Screen struct {
	Name  string
	Width int64
	Dark  bool
}

// Screens are a desktop's window and a narrow phone, each in both themes.
func Screens() []Screen {
	return []Screen{{"wide", 900, false}, {"wide-dark", 900, true}, {"narrow", 360, false}, {"narrow-dark", 360, true}}
}

// Show shows a page of the given HTML, in the place of the one before: a page that is
// navigated to would take a process of its own each time.
func (b *Browser) Show(html string) {
	b.t.Helper()
	text, err := json.Marshal(html)
	if err != nil {
		b.t.Fatal(err)
	}
	script := "document.open(); document.write(" + string(text) + "); document.close(); document.compatMode"
	mode, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](script))
	if err != nil || mode != "CSS1Compat" {
		b.t.Fatalf("showing a page: %s %v", mode, err)
	}
}

// On puts the page that is shown on the screen.
func (b *Browser) On(s Screen) {
	b.t.Helper()
	scheme := map[bool]string{false: "light", true: "dark"}[s.Dark]
	err := chromedp.Do(b.ctx, chromedp.EmulateViewport(s.Width, 900), chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			// Pictures are taken of what is, not of what is on its way there.
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		return err
	}))
	if err != nil {
		b.t.Fatalf("turning to another screen: %v", err)
	}
}

// Picture is a PNG of the whole page that is shown.
func (b *Browser) Picture() []byte {
	b.t.Helper()
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatalf("taking a picture: %v", err)
	}
	return png
}

// Faults says what keeps the page that is shown from being read: text wider than
// the screen, text of too little contrast (WCAG 2.2, 1.4.3), small print.
func (b *Browser) Faults() []string {
	b.t.Helper()
	faults, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](legibility))
	if err != nil {
		b.t.Fatal(fmt.Errorf("looking at the page: %w", err))
	}
	return faults
}
