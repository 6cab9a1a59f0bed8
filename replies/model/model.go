// Package model is in charge of asking a language model, where the operator has
// set one up, what a text means that the rules leave uncertain. It refuses to be
// certain of anything, and to send more of a text than it must.
package model

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/replies/intents"
)

// What of a text is sent.
const (
	SendRedacted = "redacted" // without numbers, names that are marked as such, links and addresses
	SendText     = "text"     // as it is
)

// Config says which model is asked. It speaks the chat completions of OpenAI, as
// Ollama, vLLM, LM Studio and llama.cpp do.
type Config struct {
	BaseURL string        // up to and without /chat/completions, such as http://127.0.0.1:11434/v1; empty: no model is asked
	Model   string        // its name there
	APIKey  secret.String // may be empty
	Shows   string        // SendRedacted or SendText; empty: SendRedacted
	Timeout time.Duration // for an answer, a second try included; 0: 8 s
}

// Errors of New. None repeats what was given.
var (
	errURL   = errors.New("is not an http or https address without a user, query or fragment")
	errModel = errors.New("names no model")
	errSend  = errors.New("is not one of redacted, text")
)

// Validate says what is wrong with the settings; nil when no model is asked.
func (c Config) Validate() error {
	if c.BaseURL == "" {
		return nil
	}
	u, err := url.Parse(c.BaseURL)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return errURL
	case c.Model == "":
		return errModel
	case c.Shows != "" && c.Shows != SendRedacted && c.Shows != SendText:
		return errSend
	}
	return nil
}

// defaultTimeout keeps the whole of reading a text within the 15 s in which Twilio
// wants its webhook answered.
const defaultTimeout = 8 * time.Second

// Client asks one model. It is safe for concurrent use.
type Client struct {
	cfg     Config
	http    *http.Client
	now     func() time.Time
	log     *slog.Logger
	breaker breaker
}

// New returns a client; the settings are valid. The http.Client's own time-out and
// redirects are not used: a redirect could carry words elsewhere.
func New(cfg Config, client *http.Client, now func() time.Time, log *slog.Logger) *Client {
	own := *client
	own.Timeout = 0
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if cfg.Timeout <= 0 {
		cfg.Timeout = defaultTimeout
	}
	cfg.BaseURL = strings.TrimRight(cfg.BaseURL, "/")
	return &Client{cfg: cfg, http: &own, now: now, log: log}
}

// tries is how often a question is put: a fault may pass.
const tries = 2

// Suggest returns what the model finds, none of it certain; none when it is off,
// away or unclear.
func (c *Client) Suggest(ctx context.Context, q intents.Question) []intents.Found {
	text := c.sent(q)
	if c.cfg.BaseURL == "" || strings.TrimSpace(text) == "" || !c.breaker.allow(c.now()) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	var fault error
	for range tries {
		var found []intents.Found
		if found, fault = c.ask(ctx, q, text); fault == nil {
			c.breaker.good()
			return found
		}
		if ctx.Err() != nil || permanent(fault) {
			break
		}
	}
	c.log.Warn("the reply model gave no answer", "reason", fault.Error())
	if c.breaker.bad(c.now()) {
		c.log.Warn("the reply model is left alone for a while")
	}
	return nil
}
