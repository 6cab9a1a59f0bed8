package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// gatewayFlags say which gateway a command talks to.
type gatewayFlags struct {
	URL string `help:"Address of the gateway, such as https://reminders.example.com." env:"GOODTERMS_URL" placeholder:"URL"`
	Key string `help:"API key with the scopes that are needed; better in the environment than on the command line." env:"GOODTERMS_KEY" placeholder:"KEY"`
}

// gatewayTime bounds one request of a command.
const gatewayTime = 60 * time.Second

// maxGatewayAnswer is how much of an answer a command reads.
const maxGatewayAnswer = 16 << 20

// errNotThere says that the gateway does not know what was asked for.
var errNotThere = errors.New("is not there")

// call sends one request and reads the answer into a value; nil reads nothing.
func (g gatewayFlags) call(ctx context.Context, method, path string, body, into any) error {
	ctx, done := context.WithTimeout(ctx, gatewayTime)
	defer done()
	var sent io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(text)
	}
	request, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(g.URL, "/")+path, sent)
	if err != nil {
		return badInput{errors.New("--url: give an address such as https://reminders.example.com")}
	}
	request.Header.Set("Authorization", "Bearer "+g.Key)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("asking the gateway: %w", err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxGatewayAnswer))
	if err != nil {
		return fmt.Errorf("reading the gateway's answer: %w", err)
	}
	if response.StatusCode/100 != 2 {
		return refusal(response.StatusCode, text)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(text, into)
}

// refusal is what the gateway said when it did not do something.
func refusal(status int, text []byte) error {
	var problem struct {
		Detail string
		Errors []struct{ Message, Location string }
	}
	if json.Unmarshal(text, &problem) != nil || problem.Detail == "" {
		return fmt.Errorf("the gateway answered %d", status)
	}
	said := problem.Detail
	for _, e := range problem.Errors {
		said += "\n  " + e.Location + ": " + e.Message
	}
	if status == http.StatusNotFound {
		return fmt.Errorf("%s (%w)", said, errNotThere)
	}
	return errors.New(said)
}

// The parts of the API's answers that the commands use.
type (
	remoteTemplate struct {
		Key     string       `json:"key"`
		Stage   string       `json:"stage"`
		Shipped bool         `json:"shipped"`
		Version int          `json:"version"`
		Draft   *remoteDraft `json:"draft"`
		Texts   []remoteText `json:"texts"`
	}
	remoteDraft struct {
		Number int    `json:"number"`
		State  string `json:"state"`
	}
	remoteText struct {
		Channel string `json:"channel"`
		Locale  string `json:"locale"`
		Text    string `json:"text"`
		Limited string `json:"limited,omitempty"`
	}
	remoteVersion struct {
		Number   int    `json:"number"`
		Revision int    `json:"revision"`
		State    string `json:"state"`
	}
)

func (g gatewayFlags) templates(ctx context.Context) ([]remoteTemplate, error) {
	var list struct{ Templates []remoteTemplate }
	err := g.call(ctx, http.MethodGet, "/v1/templates", nil, &list)
	return list.Templates, err
}

func (g gatewayFlags) template(ctx context.Context, key string) (t remoteTemplate, err error) {
	return t, g.call(ctx, http.MethodGet, "/v1/templates/"+url.PathEscape(key), nil, &t)
}

// versionPath is the path of a version, and of what can be done with it.
func versionPath(key string, number int, step string) string {
	return "/v1/templates/" + url.PathEscape(key) + "/versions/" + strconv.Itoa(number) + step
}
