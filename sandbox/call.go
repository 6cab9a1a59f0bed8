package sandbox

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// How a call's course is timed; a real one takes a minute.
const (
	ringTime    = 5 * time.Millisecond
	pauseScale  = 100 // a Pause of one second takes 10 ms
	gatherScale = 10  // a Gather waits a tenth of its timeout
	usualGather = 5 * time.Second
	longestCall = 50 // documents in one call: guards against redirect loops
)

// switchboard knows the calls, so that keys can be pressed and calls ended.
type switchboard struct {
	mu    sync.Mutex
	calls []*call // those that can still be pressed in, oldest first
	live  sync.WaitGroup
}

func newSwitchboard() *switchboard { return &switchboard{} }

// rememberedCalls is how many calls can still be pressed in after they ended.
const rememberedCalls = 1000

func (b *switchboard) add(c *call) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls = append(b.calls, c)
	if len(b.calls) > rememberedCalls {
		b.calls = slices.Delete(b.calls, 0, len(b.calls)-rememberedCalls)
	}
}

// recent returns the newest call that fits, or nil.
func (b *switchboard) recent(fits func(c *call) bool) *call {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range slices.Backward(b.calls) {
		if fits(c) {
			return c
		}
	}
	return nil
}

func (b *switchboard) wait() { b.live.Wait() }

// call is one call from ringing to its end. Its goroutine alone walks through
// the script; others speak to it through channels.
type call struct {
	s    *Sandbox
	rec  *record
	form url.Values
	act  act

	presses  chan press
	changes  chan intervention
	over     chan struct{} // closed when the call has ended
	keys     string        // pressed and not yet used
	waiting  []chan reply  // who pressed them
	held     []callback    // status callbacks kept back to be reordered
	sequence int
	quietly  bool // machine detection runs beside the script (AsyncAmd)
	begun    time.Time

	after  sync.Mutex // guards what a press after the end needs
	prompt *prompt
}

// press is a key press and who wants to know what came of it.
type press struct {
	keys string
	done chan reply
}

// intervention is a change to a live call by the API.
type intervention struct{ status, url, twiml string }

// prompt is a question that waits, or waited, for keys.
type prompt struct{ action, method string }

func newCall(s *Sandbox, rec *record, form url.Values, a act) *call {
	return &call{
		s: s, rec: rec, form: form, act: a, keys: a.keys,
		presses: make(chan press, 16), changes: make(chan intervention, 1), over: make(chan struct{}),
	}
}

// dial starts the call once the API has answered.
func (c *call) dial() {
	c.s.gate.RLock()
	defer c.s.gate.RUnlock()
	if c.s.closed {
		close(c.over)
		return
	}
	c.s.board.live.Go(func() {
		defer close(c.over)
		c.run()
		c.dismiss()
	})
}

func (c *call) run() {
	if !c.sleep(firstStep) {
		return
	}
	if c.act.receipt != receiptsEarly {
		c.report("initiated", "initiated")
	}
	c.set("ringing")
	c.report("ringing", "ringing")
	if !c.sleep(ringTime) {
		return
	}
	if end := c.unanswered(); end != "" {
		c.finish(end)
		return
	}
	c.begun = time.Now().UTC()
	c.answerPhone()
	c.report("answered", "in-progress")
	c.talk()
	c.finish("completed")
}

// sleep waits, unless the sandbox closes.
func (c *call) sleep(d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-c.s.ctx.Done():
		return false
	}
}

// unanswered is the status of a call that nobody takes, or "".
func (c *call) unanswered() string {
	select {
	case change := <-c.changes:
		if change.status != "" {
			return "canceled"
		}
		c.form.Set("Url", change.url)
		c.form.Set("Twiml", change.twiml)
	default:
	}
	return c.act.final
}

// answerPhone sets who answered; Twilio tells only if it was asked to detect.
func (c *call) answerPhone() {
	by := ""
	if detect := c.form.Get("MachineDetection"); detect != "" && c.form.Get("SendDigits") == "" {
		by = orElse(c.act.answeredBy, "human")
		if by == "machine" && detect == "DetectMessageEnd" {
			by = "machine_end_beep"
		} else if by == "machine" {
			by = "machine_start"
		}
	}
	c.quietly = c.form.Get("AsyncAmd") == "true"
	c.s.inbox.update(c.rec, func(r *record) {
		r.Status, r.AnsweredBy, r.twilio.sent, r.twilio.updated = "in-progress", by, c.begun, c.begun
		r.Body = ""
		if r.Direction == inbound {
			r.Script = append(r.Script, Line{whoNote, "the customer calls"})
			return
		}
		r.Script = append(r.Script, Line{whoNote, "answered by " + orElse(strings.ReplaceAll(by, "_", " "), "a person")})
	})
}

// set changes the call's status.
func (c *call) set(status string) {
	c.s.inbox.update(c.rec, func(r *record) { r.Status, r.twilio.updated = status, time.Now().UTC() })
}

// note adds a line to the call's script.
func (c *call) note(who, text string) {
	c.s.inbox.update(c.rec, func(r *record) {
		r.Script = append(r.Script[:len(r.Script):len(r.Script)], Line{who, text})
		if who == whoSays {
			r.Body = join(r.Body, text)
		}
	})
}

// warn records what Twilio's debugger would show.
func (c *call) warn(warnings ...string) {
	c.s.inbox.update(c.rec, func(r *record) {
		r.Warnings = append(r.Warnings[:len(r.Warnings):len(r.Warnings)], warnings...)
	})
}

// finish ends the call and says so.
func (c *call) finish(status string) {
	now := time.Now().UTC()
	c.s.inbox.update(c.rec, func(r *record) {
		r.Status, r.twilio.updated, r.twilio.ended = status, now, now
		if status == "completed" {
			r.twilio.seconds = talkSeconds(r.Body)
		}
	})
	if c.act.receipt == receiptsLate && !c.sleep(c.s.cfg.Slow) {
		return
	}
	c.report("completed", status)
	c.release()
}

// talkSeconds is how long the script takes to say, at 150 words a minute.
func talkSeconds(body string) int { return 1 + len(strings.Fields(body))*2/5 }

// report posts a status callback if the caller asked for the event.
func (c *call) report(event, status string) {
	asked := c.form["StatusCallbackEvent"]
	if len(asked) == 0 {
		asked = []string{"completed"}
	}
	silent := c.s.cfg.Quiet || c.rec.callback == "" || c.act.receipt == receiptsNone
	if silent || !slices.Contains(asked, event) {
		return
	}
	cb := newCallback(c.rec.callback, c.statusForm(status))
	cb.method = method(c.form.Get("StatusCallbackMethod"))
	if c.act.receipt == receiptsReordered {
		c.held = append(c.held, cb)
		return
	}
	c.s.courier.deliver(cb)
	if c.act.receipt == receiptsTripled {
		c.s.courier.deliver(cb)
		c.s.courier.deliver(cb)
	}
}

// release posts the callbacks that were held back, the last one first.
func (c *call) release() {
	for _, cb := range slices.Backward(c.held) {
		c.s.courier.deliver(cb)
	}
	c.held = nil
}

// method is the HTTP method of a webhook: GET if asked for, else POST.
func method(asked string) string {
	if strings.EqualFold(asked, http.MethodGet) {
		return http.MethodGet
	}
	return http.MethodPost
}

// statusForm is a call progress callback's parameters.
func (c *call) statusForm(status string) url.Values {
	form := c.voiceForm(status)
	form.Set("CallbackSource", "call-progress-events")
	form.Set("Timestamp", time.Now().UTC().Format(time.RFC1123Z))
	form.Set("SequenceNumber", strconv.Itoa(c.sequence))
	c.sequence++
	if status == "completed" {
		seconds := 0
		c.s.inbox.look(func() { seconds = c.rec.twilio.seconds })
		form.Set("CallDuration", strconv.Itoa(seconds))
		form.Set("Duration", strconv.Itoa((seconds+59)/60))
	}
	if c.act.sip != 0 && status == c.act.final {
		form.Set("SipResponseCode", strconv.Itoa(c.act.sip))
	}
	return form
}

// voiceForm is what every request about a call carries.
func (c *call) voiceForm(status string) url.Values {
	m := c.s.inbox.view(c.rec)
	from, to := m.From, m.To
	if m.Direction == inbound {
		from, to = to, from
	}
	form := url.Values{
		"CallSid": {m.ID}, "AccountSid": {c.rec.sid}, "CallStatus": {status}, "ApiVersion": {apiVersion},
		"To": {to}, "Called": {to}, "From": {from}, "Caller": {from}, "Direction": {m.Direction},
	}
	if m.AnsweredBy != "" && !c.quietly {
		form.Set("AnsweredBy", m.AnsweredBy)
		form.Set("MachineDetectionDuration", "1200")
	}
	return form
}

// detected tells who answered when that was asked for beside the script
// (https://www.twilio.com/docs/voice/answering-machine-detection#asyncamd).
func (c *call) detected() {
	by := c.s.inbox.view(c.rec).AnsweredBy
	to := c.form.Get("AsyncAmdStatusCallback")
	if !c.quietly || by == "" || to == "" || c.s.cfg.Quiet {
		return
	}
	cb := newCallback(to, url.Values{
		"CallSid": {c.rec.ID}, "AccountSid": {c.rec.sid}, "AnsweredBy": {by}, "MachineDetectionDuration": {"1200"},
	})
	cb.method = method(c.form.Get("AsyncAmdStatusCallbackMethod"))
	c.s.courier.deliver(cb)
}

// intervene changes the call from outside; false when it is over.
func (c *call) intervene(change intervention) bool {
	select {
	case <-c.over:
		return false
	default:
	}
	status := c.s.inbox.view(c.rec).Status
	if change.status == "canceled" && status == "in-progress" {
		return false // only a call that nobody has answered can be canceled
	}
	select {
	case c.changes <- change:
	case <-c.over:
		return false
	}
	if change.status != "" {
		<-c.over
	}
	return true
}

// press gives the call keys, live or after its end, and waits for the
// application's answer to them.
func (c *call) press(ctx context.Context, keys string) (reply, bool) {
	p := press{keys: keys, done: make(chan reply, 1)}
	select {
	case <-c.over:
		return c.pressAfter(keys)
	case c.presses <- p:
	}
	select {
	case got := <-p.done:
		return got, got.status != 0
	case <-ctx.Done():
		return reply{}, false
	case <-c.over:
	}
	select {
	case got := <-p.done: // answered as the call ended
		return got, got.status != 0
	default:
		return c.pressAfter(keys)
	}
}

// dismiss tells those whose keys were never used.
func (c *call) dismiss() {
	for _, done := range c.waiting {
		done <- reply{}
	}
	c.waiting = nil
}
