package email

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
)

// mostParts is more than any provider posts: a field for every attachment.
const mostParts = 2000

var errNoForm = errors.New("the body is not a form")

// readForm returns the first value of each named field of a form, of either kind.
func readForm(r *http.Request, body []byte, names ...string) (map[string]string, error) {
	switch mediaType(r) {
	case "application/x-www-form-urlencoded":
		values, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, errNoForm // not err, which quotes the body
		}
		form := map[string]string{}
		for _, name := range names {
			if values.Has(name) {
				form[name] = values.Get(name)
			}
		}
		return form, nil
	case "multipart/form-data":
		return readParts(r, body, names)
	}
	return nil, errNoForm
}

func readParts(r *http.Request, body []byte, names []string) (map[string]string, error) {
	_, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	parts := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	form := map[string]string{}
	for range mostParts {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return form, nil
		}
		if err != nil {
			return nil, errNoForm
		}
		name := part.FormName()
		if _, has := form[name]; has || !slices.Contains(names, name) {
			continue
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return nil, errNoForm
		}
		form[name] = string(value)
	}
	return nil, errNoForm
}

func mediaType(r *http.Request) string {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

// sendGrid reads Inbound Parse with the raw mail in a field
// (https://www.twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook).
func (h *Hook) sendGrid(r *http.Request, body []byte) (Inbound, error) {
	if !isPassword(h.cfg.SendGrid, r) {
		return Inbound{}, ErrHookAuth
	}
	form, err := readForm(r, body, "email", "envelope")
	if err != nil {
		return Inbound{}, fmt.Errorf("%w: %w", ErrHookForm, err)
	}
	raw, found := form["email"]
	if !found {
		return Inbound{}, fmt.Errorf("%w: tick \"POST the raw, full MIME message\" in SendGrid's Inbound Parse", ErrHookForm)
	}
	var envelope struct {
		To   []string `json:"to"`
		From string   `json:"from"`
	}
	// Without a readable envelope there is still the mail, which names its recipients.
	_ = json.Unmarshal([]byte(form["envelope"]), &envelope)
	return inbound(envelope.From, envelope.To, []byte(raw)), nil
}

// postmark reads the inbound webhook with the raw mail in it. It tells no
// envelope sender, so that the one of the header stands in
// (https://postmarkapp.com/developer/webhooks/inbound-webhook).
func (h *Hook) postmark(r *http.Request, body []byte) (Inbound, error) {
	if !isPassword(h.cfg.Postmark, r) {
		return Inbound{}, ErrHookAuth
	}
	type person struct{ Email string }
	var posted struct {
		RawEmail          string
		OriginalRecipient string
		From              string
		FromFull          person
		ToFull, CcFull    []person
	}
	// One field that is not as it used to be must not cost the mail.
	_ = json.Unmarshal(body, &posted)
	if posted.RawEmail == "" {
		return Inbound{}, fmt.Errorf("%w: tick \"Include raw email content in JSON payload\" in Postmark's inbound stream", ErrHookForm)
	}
	to := []string{posted.OriginalRecipient}
	for _, p := range slices.Concat(posted.ToFull, posted.CcFull) {
		to = append(to, p.Email)
	}
	from := posted.FromFull.Email
	if from == "" {
		from = posted.From
	}
	return inbound(from, to, []byte(posted.RawEmail)), nil
}
