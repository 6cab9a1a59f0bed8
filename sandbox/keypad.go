package sandbox

import (
	"strconv"
	"strings"
	"time"
)

// gather asks for keys, waits for them and sends them to the application.
func (c *call) gather(v verb, base string) ending {
	p := &prompt{action: absolute(base, orElse(v.attrs["action"], base)), method: v.attrs["method"]}
	c.ask(p)
	for _, part := range v.children {
		if part.name != "Pause" {
			c.speak(part)
		}
	}
	if c.act.leaves {
		c.note(whoNote, "the customer hangs up")
		return ending{over: true}
	}
	keys, end, changed := c.listen(v)
	if changed {
		return end
	}
	if keys == "" && v.attrs["actionOnEmptyResult"] != "true" {
		return ending{}
	}
	return c.submit(p, keys)
}

// ask remembers the question, which can be answered even after the call.
func (c *call) ask(p *prompt) {
	c.after.Lock()
	defer c.after.Unlock()
	c.prompt = p
}

// submit posts the keys and goes on with what the application answers.
func (c *call) submit(p *prompt, keys string) ending {
	form := c.voiceForm("in-progress")
	form.Set("Digits", keys)
	form.Set("msg", "Gather End")
	if keys != "" {
		c.note(whoPresses, keys)
	}
	doc, got := c.fetch(p.action, p.method, form)
	for _, done := range c.waiting {
		done <- got
	}
	c.waiting = nil
	return ending{next: doc, over: doc == nil}
}

// listen collects keys until there are enough, the finishing key comes or
// nothing more does.
func (c *call) listen(v verb) (keys string, end ending, changed bool) {
	wanted, _ := strconv.Atoi(v.attrs["numDigits"]) // absent: no limit
	finish, given := v.attrs["finishOnKey"]
	if !given {
		finish = "#"
	}
	for {
		if keys, ok := c.enough(wanted, finish); ok {
			return keys, ending{}, false
		}
		timer := time.NewTimer(c.patience(v))
		select {
		case p := <-c.presses:
			c.keys += p.keys
			c.waiting = append(c.waiting, p.done)
		case change := <-c.changes:
			timer.Stop()
			return "", c.follow(change), true
		case <-c.s.ctx.Done():
			timer.Stop()
			return "", ending{over: true}, true
		case <-timer.C:
			keys, c.keys = c.keys, ""
			return keys, ending{}, false
		}
		timer.Stop()
	}
}

// enough takes the keys of one answer, if they are complete.
func (c *call) enough(wanted int, finish string) (string, bool) {
	if finish != "" {
		if at := strings.IndexAny(c.keys, finish); at >= 0 && (wanted == 0 || at <= wanted) {
			keys := c.keys[:at]
			c.keys = c.keys[at+1:]
			return keys, true
		}
	}
	if wanted > 0 && len(c.keys) >= wanted {
		keys := c.keys[:wanted]
		c.keys = c.keys[wanted:]
		return keys, true
	}
	return "", false
}

// patience is how long a Gather waits for a key.
func (c *call) patience(v verb) time.Duration {
	if c.s.cfg.KeypadWait > 0 {
		return c.s.cfg.KeypadWait
	}
	if seconds, err := strconv.Atoi(v.attrs["timeout"]); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second / gatherScale
	}
	return usualGather / gatherScale
}

// asks tells whether the call asks, or asked, for keys.
func (c *call) asks() bool {
	c.after.Lock()
	defer c.after.Unlock()
	return c.prompt != nil
}

// live tells whether the call goes on.
func (c *call) live() bool {
	select {
	case <-c.over:
		return false
	default:
		return true
	}
}

// pressAfter answers a call's last question when the call has already ended,
// so that a person at the page need not be quick. The script goes on; the
// call's status stays, and its end is not reported again.
func (c *call) pressAfter(keys string) (reply, bool) {
	c.after.Lock()
	defer c.after.Unlock()
	if c.prompt == nil || c.s.ctx.Err() != nil {
		return reply{}, false
	}
	form := c.voiceForm("in-progress")
	form.Set("Digits", keys)
	form.Set("msg", "Gather End")
	c.note(whoPresses, keys)
	doc, got := c.fetch(c.prompt.action, c.prompt.method, form)
	if doc != nil {
		c.aftermath(*doc)
	}
	return got, got.status != 0
}

// aftermath says what a script answers after the end, without waiting again.
func (c *call) aftermath(doc document) {
	for _, v := range doc.verbs {
		switch v.name {
		case "Say", "Play":
			c.speak(v)
		case "Dial":
			c.note(whoNote, "is put through to "+orElse(v.text, "nobody"))
		case "Gather":
			c.prompt = &prompt{action: absolute(doc.base, orElse(v.attrs["action"], doc.base)), method: v.attrs["method"]}
			for _, part := range v.children {
				if part.name == "Say" {
					c.speak(part)
				}
			}
		}
	}
}
