package api

import (
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// addPlain adds what needs no key: health, metrics and the OpenAPI document,
// which comes last because it lists everything before it.
func (s *server) addPlain() {
	s.plain("/healthz", "health", "200 while the process runs.", s.healthz)
	s.plain("/readyz", "readiness", "200 while the store and the queue can be reached, else 503.", s.readyz)
	if s.Metrics != nil {
		s.plain("/metrics", "metrics", "Metrics in Prometheus' format.", s.Metrics.ServeHTTP)
	}
	var document []byte
	s.plain("/openapi.json", "openapi", "This document.", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write(document)
	})
	s.huma.OpenAPI().Webhooks = eventHooks(s.huma.OpenAPI().Components.Schemas)
	var err error
	if document, err = json.Marshal(s.huma.OpenAPI()); err != nil {
		panic("api: the OpenAPI document cannot be written: " + err.Error())
	}
}

func (s *server) plain(path, id, summary string, handle http.HandlerFunc) {
	s.huma.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodGet, Path: path, OperationID: id, Summary: summary, Tags: []string{"operation"},
		Responses: map[string]*huma.Response{"200": {Description: "OK"}},
	})
	s.mux.HandleFunc("GET "+path, handle)
}

func (s *server) healthz(w http.ResponseWriter, _ *http.Request) {
	answerOf(http.StatusOK, map[string]string{"status": "ok"}).write(w)
}

// readyz says whether everything can be reached. What cannot is logged and not
// told, because anyone may ask.
func (s *server) readyz(w http.ResponseWriter, r *http.Request) {
	var missing []error
	if s.Ready != nil {
		missing = s.Ready(r.Context())
	}
	for _, err := range missing {
		s.Log.Warn("not ready", "error", err)
	}
	if len(missing) > 0 {
		newProblem(http.StatusServiceUnavailable, "The store or the queue cannot be reached; the log says which.").answer().write(w)
		return
	}
	answerOf(http.StatusOK, map[string]string{"status": "ready"}).write(w)
}
