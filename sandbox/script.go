package sandbox

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// document is a fetched script and where it came from, which relative URLs
// need.
type document struct {
	verbs []verb
	base  string
}

// ending is what follows a verb.
type ending struct {
	next *document // go on with another document
	over bool      // the call ends
}

// talk walks through the call's script, from document to document.
func (c *call) talk() {
	doc := c.first()
	c.detected()
	for range longestCall {
		if doc == nil {
			return
		}
		doc = c.perform(*doc)
	}
	c.warn("the call was ended after " + strconv.Itoa(longestCall) + " documents: a redirect loop?")
}

// first fetches the script that the call was created with.
func (c *call) first() *document {
	source := c.form.Get("Url")
	if source == "" {
		return c.parse([]byte(c.form.Get("Twiml")), "")
	}
	status := "in-progress"
	if c.rec.Direction == inbound {
		status = "ringing" // a call to us is answered by its script
	}
	if doc, _ := c.fetch(source, c.form.Get("Method"), c.voiceForm(status)); doc != nil {
		return doc
	}
	fallback := c.form.Get("FallbackUrl")
	if fallback == "" {
		return nil
	}
	form := c.voiceForm("in-progress")
	form.Set("ErrorCode", "11200")
	form.Set("ErrorUrl", source)
	doc, _ := c.fetch(fallback, c.form.Get("FallbackMethod"), form)
	return doc
}

// fetch asks the application for a script; nil when none came.
func (c *call) fetch(source, how string, form url.Values) (*document, reply) {
	cb := newCallback(source, form)
	cb.method = method(how)
	got, err := c.s.courier.call(cb)
	if err != nil || got.status >= http.StatusMultipleChoices {
		c.warn(fmt.Sprintf("11200: the script could not be fetched (HTTP status %d)", got.status))
		return nil, got
	}
	if got.status == http.StatusNoContent || len(got.body) == 0 {
		return nil, got
	}
	if kind, _, _ := strings.Cut(got.contentType, ";"); kind != "text/xml" && kind != "application/xml" && kind != "text/html" {
		c.warn("12300: the script's content type is not text/xml")
	}
	called, _ := target(source)
	return c.parse(got.body, called), got
}

func (c *call) parse(body []byte, base string) *document {
	verbs, warnings, err := parseTwiML(body)
	if err != nil {
		c.warn(err.Error())
		return nil
	}
	if len(warnings) > 0 {
		c.warn(warnings...)
	}
	return &document{verbs, base}
}

// perform does a document's verbs in order; it returns the document that
// follows, or nil when the call ends.
func (c *call) perform(doc document) *document {
	for _, v := range doc.verbs {
		if end, changed := c.changed(0); changed {
			return end.next
		}
		if end := c.do(v, doc.base); end.over || end.next != nil {
			return end.next
		}
	}
	return nil
}

// do performs one verb.
func (c *call) do(v verb, base string) ending {
	switch v.name {
	case "Say", "Play":
		c.speak(v)
	case "Pause":
		return c.hold(v)
	case "Gather":
		return c.gather(v, base)
	case "Redirect":
		doc, _ := c.fetch(absolute(base, v.text), v.attrs["method"], c.voiceForm("in-progress"))
		return ending{next: doc, over: doc == nil}
	case "Hangup", "Reject":
		c.note(whoNote, "the script hangs up")
		return ending{over: true}
	case "Dial":
		return c.connect(v, base)
	case "Record":
		c.note(whoNote, "a recording is asked for; nothing is recorded")
	default:
		c.warn("<" + v.name + "> is not acted upon")
	}
	return ending{}
}

// speak says or plays; loop="0" means for ever, here once.
func (c *call) speak(v verb) {
	if v.name == "Play" {
		c.note(whoNote, "plays a sound")
		return
	}
	times, err := strconv.Atoi(orElse(v.attrs["loop"], "1"))
	if err != nil || times < 1 {
		times = 1
	}
	for range min(times, 10) {
		if v.text != "" {
			c.note(whoSays, v.text)
		}
	}
}

func (c *call) hold(v verb) ending {
	seconds, err := strconv.Atoi(orElse(v.attrs["length"], "1"))
	if err != nil {
		seconds = 1
	}
	end, _ := c.changed(time.Duration(seconds) * time.Second / pauseScale)
	return end
}

// changed waits up to d for a change from outside and carries it out.
func (c *call) changed(d time.Duration) (ending, bool) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case change := <-c.changes:
		return c.follow(change), true
	default:
	}
	if d == 0 {
		return ending{}, false
	}
	select {
	case change := <-c.changes:
		return c.follow(change), true
	case <-c.s.ctx.Done():
		return ending{over: true}, true
	case <-timer.C:
		return ending{}, false
	}
}

// follow does what the API asked of a live call.
func (c *call) follow(change intervention) ending {
	switch {
	case change.url != "":
		doc, _ := c.fetch(change.url, "", c.voiceForm("in-progress"))
		return ending{next: doc, over: doc == nil}
	case change.twiml != "":
		doc := c.parse([]byte(change.twiml), "")
		return ending{next: doc, over: doc == nil}
	}
	c.note(whoNote, "the caller hangs up")
	return ending{over: true}
}

// connect shows that the call is put through; the other side always answers.
func (c *call) connect(v verb, base string) ending {
	number := v.text
	c.note(whoNote, "is put through to "+orElse(number, "nobody"))
	if v.attrs["action"] == "" {
		return ending{}
	}
	form := c.voiceForm("in-progress")
	form.Set("DialCallStatus", "completed")
	form.Set("DialCallDuration", "1")
	doc, _ := c.fetch(absolute(base, v.attrs["action"]), v.attrs["method"], form)
	return ending{next: doc, over: doc == nil}
}

// absolute resolves a URL in a script against where the script came from.
func absolute(base, reference string) string {
	from, err := url.Parse(base)
	if err != nil {
		return reference
	}
	to, err := from.Parse(strings.TrimSpace(reference))
	if err != nil {
		return reference
	}
	return to.String()
}
