package model

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/goodterms/goodterms/replies/intents"
)

// Faults of asking. None repeats what was sent or answered.
var (
	errAway    = errors.New("it cannot be reached")
	errRefused = errors.New("it refuses the request")
	errTrouble = errors.New("it is in trouble")
	errGarbage = errors.New("its answer is not in the form that was asked for")
)

// permanent says that asking again is of no use.
func permanent(err error) bool { return errors.Is(err, errRefused) }

// mostAnswer is how much of an answer is read.
const mostAnswer = 256 << 10

// ask puts the question once.
func (c *Client) ask(ctx context.Context, q intents.Question, text string) ([]intents.Found, error) {
	body, err := json.Marshal(request(c.cfg.Model, text, q))
	if err != nil {
		return nil, errGarbage
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.cfg.BaseURL+"/chat/completions", bytes.NewReader(body))
	if err != nil {
		return nil, errAway
	}
	req.Header.Set("Content-Type", "application/json")
	if key := c.cfg.APIKey.Reveal(); key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, errAway
	}
	defer res.Body.Close()
	return answered(res, q, text)
}

func answered(res *http.Response, q intents.Question, text string) ([]intents.Found, error) {
	raw, err := io.ReadAll(io.LimitReader(res.Body, mostAnswer+1))
	switch {
	case err != nil:
		return nil, errAway
	case res.StatusCode == http.StatusTooManyRequests || res.StatusCode >= http.StatusInternalServerError:
		return nil, errTrouble
	case res.StatusCode != http.StatusOK:
		return nil, errRefused
	case len(raw) > mostAnswer:
		return nil, errGarbage
	}
	content, err := contentOf(raw)
	if err != nil {
		return nil, err
	}
	return parse(content, q, text)
}

// contentOf is what the model said.
func contentOf(raw []byte) (string, error) {
	var completion struct {
		Choices []struct {
			Message struct {
				Content string `json:"content"`
			} `json:"message"`
		} `json:"choices"`
	}
	if json.Unmarshal(raw, &completion) != nil || len(completion.Choices) == 0 {
		return "", errGarbage
	}
	return unthought(completion.Choices[0].Message.Content), nil
}

// unthought leaves out what a model thinks aloud before it answers.
func unthought(content string) string {
	if end := strings.LastIndex(content, "</think>"); end >= 0 {
		content = content[end+len("</think>"):]
	}
	content = strings.TrimSpace(content)
	if fenced, ok := strings.CutPrefix(content, "```"); ok { // some wrap JSON like code
		content = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(fenced), "json"), "```")
	}
	return strings.TrimSpace(content)
}
