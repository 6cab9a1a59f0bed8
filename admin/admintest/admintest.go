// Package admintest is in charge of working on the admin pages as people do: in a
// browser, by what is written on buttons and beside fields, and by the keyboard alone.
// Only tests use it.
package admintest

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/goodterms/goodterms/templates/templatestest"
)

// Desk is a browser at the pages of one gateway.
type Desk struct {
	*templatestest.Browser
	t   testing.TB
	ctx context.Context
	url string

	mu         sync.Mutex
	complaints []string
}

// Open starts a browser; without one on the machine the test is skipped, or fails when
// GOODTERMS_TEST_REQUIRE asks for chromium or all. The URL is the gateway's.
func Open(t testing.TB, url string) *Desk {
	t.Helper()
	b := templatestest.StartBrowser(t)
	d := &Desk{Browser: b, t: t, ctx: b.Context(), url: url}
	messages := chromedp.Console(d.ctx)
	go d.listen(messages)
	return d
}

// listen keeps what the browser complains of, until it ends.
func (d *Desk) listen(messages iter.Seq2[chromedp.ConsoleMessage, error]) {
	for message, err := range messages {
		if err != nil {
			return
		}
		switch message.Type {
		case "error", "warning", chromedp.ConsoleException:
			d.mu.Lock()
			d.complaints = append(d.complaints, message.Text)
			d.mu.Unlock()
		}
	}
}

// Complaints are the errors and warnings of the browser since they were last asked for,
// such as of a script that the page's policy forbids.
func (d *Desk) Complaints() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	said := d.complaints
	d.complaints = nil
	return said
}

// patience is how long something may take to appear on a busy machine.
const patience = 90 * time.Second

// find is a script with functions that find what people see: named(text) a link, button or
// summary, field(label) an input.
//
//go:embed find.js
var find string

func eval[T any](d *Desk, script string) (T, error) {
	ctx, done := context.WithTimeout(d.ctx, patience)
	defer done()
	return chromedp.Run(ctx, chromedp.Evaluate[T]("(() => {"+find+"\nreturn "+script+"})()"))
}

// Visit opens a page by its path.
func (d *Desk) Visit(path string) {
	d.t.Helper()
	d.do("visiting "+path, chromedp.Navigate(d.url+path))
}

func (d *Desk) do(what string, action chromedp.Action[chromedp.Void]) {
	d.t.Helper()
	ctx, done := context.WithTimeout(d.ctx, patience)
	defer done()
	if err := chromedp.Do(ctx, action); err != nil {
		d.t.Fatalf("%s: %v\n%s", what, err, d.Text())
	}
}

// Until waits until the script says yes.
func (d *Desk) Until(what, script string) {
	d.t.Helper()
	tick := time.NewTicker(30 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for {
		yes, err := eval[bool](d, "Boolean("+script+")")
		if err == nil && yes { // a page that is being left answers with an error
			return
		}
		select {
		case <-deadline:
			d.t.Fatalf("%s: it did not come about (%v); the page says:\n%s", what, err, d.Text())
		case <-tick.C:
		}
	}
}

// Sees waits until the text can be seen on the page.
func (d *Desk) Sees(text string) {
	d.t.Helper()
	d.Until("seeing "+text, "seen("+quote(text)+")")
}

// Click clicks the link, button or other thing that bears the name.
func (d *Desk) Click(name string) {
	d.t.Helper()
	d.Until("finding "+name, "named("+quote(name)+")")
	at, err := eval[[]float64](d, "middle(named("+quote(name)+"))")
	if err != nil || len(at) != 2 {
		d.t.Fatalf("finding %s: %v", name, err)
	}
	d.do("clicking "+name, chromedp.MouseClickXY(at[0], at[1]))
}

// Follow clicks what a selector finds whose text is the given one, for names that a page
// bears more than once.
func (d *Desk) Follow(selector, text string) {
	d.t.Helper()
	script := "among(" + quote(selector) + ", " + quote(text) + ")"
	d.Until("finding "+text, script)
	at, err := eval[[]float64](d, "middle("+script+")")
	if err != nil || len(at) != 2 {
		d.t.Fatalf("finding %s: %v", text, err)
	}
	d.do("clicking "+text, chromedp.MouseClickXY(at[0], at[1]))
}

// Fill replaces what stands in the field that bears the label.
func (d *Desk) Fill(label, text string) {
	d.t.Helper()
	d.Until("finding the field "+label, "field("+quote(label)+")")
	if _, err := eval[bool](d, "fill(field("+quote(label)+"), "+quote(text)+")"); err != nil {
		d.t.Fatalf("filling %s: %v", label, err)
	}
}

// Type types keys as a keyboard sends them; "\t" is Tab and "\r" is Enter.
func (d *Desk) Type(keys string) {
	d.t.Helper()
	d.do("typing", chromedp.KeyEvent(keys))
}

// Tab goes on by the keyboard alone until what has the focus bears the name.
func (d *Desk) Tab(name string) {
	d.t.Helper()
	for range 120 {
		d.Type("\t")
		if at, err := eval[string](d, "nameOf(document.activeElement)"); err == nil && strings.Contains(at, name) {
			return
		}
	}
	d.t.Fatalf("%s cannot be reached by the keyboard; the page says:\n%s", name, d.Text())
}

// Text is what can be read on the page.
func (d *Desk) Text() string {
	text, err := eval[string](d, "document.body.innerText")
	if err != nil {
		return err.Error()
	}
	return text
}

// Ask answers with what a script says, as text.
func (d *Desk) Ask(script string) string {
	d.t.Helper()
	text, err := eval[string](d, "String("+script+")")
	if err != nil {
		d.t.Fatalf("asking the page: %v", err)
	}
	return text
}

// Barriers lists what axe-core (https://github.com/dequelabs/axe-core) finds to be a
// serious or critical fault of accessibility on the page. The script is its axe.min.js.
func (d *Desk) Barriers(axe string) []string {
	d.t.Helper()
	ctx, done := context.WithTimeout(d.ctx, patience)
	defer done()
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string]("(async () => {"+axe+"\n"+barriers+"})()", chromedp.EvalAwaitPromise))
	if err != nil {
		d.t.Fatalf("asking axe: %v", err)
	}
	return found
}

//go:embed barriers.js
var barriers string

// Keep writes a picture of the page into the folder that GOODTERMS_TEST_PICTURES names,
// if it does.
func (d *Desk) Keep(name string) {
	d.t.Helper()
	folder := os.Getenv("GOODTERMS_TEST_PICTURES")
	if folder == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), d.Picture(), 0o600); err != nil {
		d.t.Error(fmt.Errorf("keeping a picture: %w", err))
	}
}

func quote(text string) string {
	made, _ := json.Marshal(text) // a string always has a form
	return string(made)
}
