package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

// posters is how many requests with bulks are under way at once.
const posters = 8

// poster sends requests over kept-alive connections.
type poster struct {
	client *http.Client
	base   string
	key    string
}

func newPoster(base, key string, connections int) *poster {
	transport := &http.Transport{MaxIdleConns: connections, MaxIdleConnsPerHost: connections, DisableCompression: true}
	return &poster{client: &http.Client{Transport: transport, Timeout: 2 * time.Minute}, base: base, key: key}
}

func (p *poster) close() { p.client.CloseIdleConnections() }

// post sends one body and expects a good answer.
func (p *poster) post(ctx context.Context, path string, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+p.key)
	request.Header.Set("Content-Type", "application/json")
	response, err := p.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode/100 != 2 {
		err = fmt.Errorf("the gateway answered %d: %.300s", response.StatusCode, answer)
	}
	return answer, err
}

// postAll sends all bodies, so many at once, and returns the first error. An
// entry of a bulk that was refused is an error, too.
func (p *poster) postAll(ctx context.Context, path string, bodies [][]byte, at int) error {
	queue := make(chan []byte, len(bodies))
	for _, body := range bodies {
		queue <- body
	}
	close(queue)
	var group sync.WaitGroup
	failed := make(chan error, at)
	for range at {
		group.Go(func() {
			for body := range queue {
				answer, err := p.post(ctx, path, body)
				if err == nil && bytes.Contains(answer, []byte(`"error"`)) {
					err = fmt.Errorf("the gateway refused a reminder: %.300s", answer)
				}
				if err != nil {
					failed <- err
					return
				}
			}
		})
	}
	group.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}
