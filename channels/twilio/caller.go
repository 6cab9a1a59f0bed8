package twilio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/twilio/twilio-go/client"

	"github.com/goodterms/goodterms/channels"
)

// largest is how much of an answer is read. A page of fifty messages of the
// greatest length stays well below it.
const largest = 4 << 20

const (
	formType  = "application/x-www-form-urlencoded"
	userAgent = "goodterms twilio-go/" + client.LibraryVersion
)

var errNoAddress = errors.New("not a web address")

// caller makes the requests of one hand-off. Twilio's generated code takes no
// context, so that a caller carries it.
type caller struct {
	*Client
	ctx context.Context
}

var _ client.BaseClient = (*caller)(nil)

// AccountSid returns the account that requests are about.
func (c *caller) AccountSid() string { return c.config.AccountSID }

// SetTimeout does nothing: the context decides.
func (c *caller) SetTimeout(time.Duration) {}

// SetOauth does nothing: there are no OAuth credentials.
func (c *caller) SetOauth(client.OAuth) {}

// OAuth returns nil.
func (c *caller) OAuth() client.OAuth { return nil }

// SendRequest makes one request and never a second one. An error is always a
// *channels.Error; a response is a complete one with a status of 2xx.
func (c *caller) SendRequest(method, address string, data url.Values, headers map[string]any, body ...byte) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(c.ctx, c.config.Timeout)
	defer cancel()
	journey := &journey{}
	req, err := c.request(journey.watch(ctx), method, address, data, headers)
	if err != nil {
		return nil, &channels.Error{Reason: channels.Refused, Note: "the request could not be written"}
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, journey.fault(err)
	}
	return complete(resp)
}

func (c *caller) request(ctx context.Context, method, address string, data url.Values, headers map[string]any) (*http.Request, error) {
	target, err := url.Parse(address)
	if err != nil {
		return nil, errNoAddress
	}
	target.Scheme, target.Host, target.Path = c.base.Scheme, c.base.Host, c.base.Path+target.Path
	var form io.Reader
	if method == http.MethodGet || method == http.MethodDelete {
		target.RawQuery = data.Encode()
	} else {
		form = strings.NewReader(data.Encode())
	}
	req, err := http.NewRequestWithContext(ctx, method, target.String(), form)
	if err != nil {
		return nil, errNoAddress
	}
	for key, value := range headers {
		req.Header.Set(key, fmt.Sprint(value))
	}
	if form == nil {
		req.Header.Del("Content-Type")
	}
	name, password := c.config.credentials()
	req.SetBasicAuth(name, password.Reveal())
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", userAgent)
	return req, nil
}

// complete reads the whole answer, so that the connection can be used again and
// a torn answer is noticed, and lets pass what is a success.
func complete(resp *http.Response) (*http.Response, error) {
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, largest))
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return nil, answered(resp, body, err)
	}
	if err != nil {
		return nil, unclear("the answer broke off")
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}
