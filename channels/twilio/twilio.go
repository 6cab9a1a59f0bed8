// Package twilio is in charge of what SMS and voice share: the REST client and
// its transport, the meaning of Twilio's error codes, and the proof that a
// webhook comes from Twilio. It refuses to decide what becomes of a message: an
// answer that is not clear is Unknown, and nothing is ever sent again by itself.
package twilio

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/twilio/twilio-go/client"
	api "github.com/twilio/twilio-go/rest/api/v2010"

	"github.com/goodterms/goodterms/channels"
)

// idle is shorter than the minute for which Twilio's load balancers keep a quiet
// connection, so that we do not write into one that is just being closed.
const idle = 30 * time.Second

// Client speaks to one Twilio account. It is safe for concurrent use.
type Client struct {
	config Config
	base   *url.URL
	http   *http.Client
}

// NewClient returns a client for the account, or every problem of the configuration.
func NewClient(config Config) (*Client, error) {
	if err := config.Validate(); err != nil {
		return nil, fmt.Errorf("twilio configuration: %w", err)
	}
	config = config.withDefaults()
	base, err := url.Parse(config.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("twilio configuration: base_url: %w", errNoAddress)
	}
	return &Client{config: config, base: base, http: newHTTP(config.Connections)}, nil
}

// newHTTP returns an HTTP client that keeps as many warm connections as it is
// told and follows no redirect: a redirect that is followed posts the message
// once more, or turns into a GET that loses it.
func newHTTP(connections int) *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second, KeepAlive: idle}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true) // one request per connection: what was written is known for each
	return &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         dialer.DialContext,
			Protocols:           protocols,
			TLSHandshakeTimeout: 5 * time.Second,
			MaxIdleConns:        connections,
			MaxIdleConnsPerHost: connections,
			IdleConnTimeout:     idle,
		},
	}
}

// Sender returns the messaging service that SMS goes by, else the number.
func (c *Client) Sender() (service, from string) {
	if c.config.MessagingServiceSID != "" {
		return c.config.MessagingServiceSID, ""
	}
	return "", c.config.From
}

// Caller returns the number that calls come from; empty when there is none.
func (c *Client) Caller() string {
	if !c.config.CanCall() {
		return ""
	}
	return c.config.From
}

// Hook returns the address of a callback about an attempt, such as
// https://pay.example.com/hooks/twilio/sms/status/att_1. The attempt must be
// plain, because a character that is escaped on the way breaks the signature.
func (c *Client) Hook(path, attempt string) (string, error) {
	if !word.MatchString(attempt) {
		return "", &channels.Error{Reason: channels.Refused, Note: "the attempt's id does not fit into a callback address"}
	}
	return c.config.HookURL + path + attempt, nil
}

// Close drops the connections that are idle.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// API returns Twilio's own client for requests that end with the context. Its
// errors are to be read by Fault. It is cheap: take a new one for each hand-off.
func (c *Client) API(ctx context.Context) *api.ApiService {
	// Not client.NewRequestHandler, which takes an edge and a region from the
	// environment and would change the host with them.
	return api.NewApiService(&client.RequestHandler{Client: &caller{Client: c, ctx: ctx}})
}
