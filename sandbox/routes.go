package sandbox

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// maxBody is the largest request body that is read.
const maxBody = 1 << 20

// routes is everything the HTTP side answers.
func (s *Sandbox) routes() http.Handler {
	mux := http.NewServeMux()
	s.twilioRoutes(mux)
	mux.HandleFunc("GET /messages", s.listMessages)
	mux.HandleFunc("GET /messages/{id}", s.showMessage)
	mux.HandleFunc("GET /messages/{id}/raw", s.rawMessage)
	mux.HandleFunc("GET /messages/{id}/html", s.htmlMessage)
	mux.HandleFunc("POST /replies", s.postReply)
	mux.HandleFunc("POST /calls", s.postCall)
	mux.HandleFunc("POST /faults", s.addFault)
	mux.HandleFunc("GET /faults", s.listFaults)
	mux.HandleFunc("DELETE /faults", s.clearFaults)
	mux.HandleFunc("DELETE /faults/{id}", s.clearFaults)
	s.pageRoutes(mux)
	return http.NewCrossOriginProtection().Handler(mux)
}

// sayJSON answers with a value as JSON.
func sayJSON(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(w, `{"error":"the answer could not be encoded"}`, http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client may be gone: nothing to do about it
}

// sayError answers with a sentence that says what is wrong.
func sayError(w http.ResponseWriter, status int, sentence string) {
	sayJSON(w, status, map[string]string{"error": sentence})
}

// listMessages answers GET /messages: what arrived, in order of arrival.
func (s *Sandbox) listMessages(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	limit, err := strconv.Atoi(orElse(query.Get("limit"), "0"))
	if err != nil || limit < 0 {
		sayError(w, http.StatusBadRequest, "limit must be a number that is not negative")
		return
	}
	after := -1
	if id := query.Get("after"); id != "" {
		last := s.inbox.find(id)
		if last == nil {
			sayError(w, http.StatusBadRequest, "after must be the id of a message that is still kept")
			return
		}
		after = last.seq
	}
	channel, taken := query.Get("channel"), 0
	to := query.Get("to")
	if number, bare := strings.CutPrefix(to, " "); bare {
		to = "+" + number // an unescaped plus reads as a space
	}
	found := s.inbox.views(to, func(r *record) bool {
		if r.seq <= after || channel != "" && r.Channel != channel || limit > 0 && taken == limit {
			return false
		}
		taken++
		return true
	})
	for i := range found {
		found[i] = found[i].read()
	}
	sayJSON(w, http.StatusOK, map[string]any{"messages": found})
}

// wanted finds the message that a path names, or answers 404.
func (s *Sandbox) wanted(w http.ResponseWriter, r *http.Request) (Message, bool) {
	found := s.inbox.find(r.PathValue("id"))
	if found == nil {
		sayError(w, http.StatusNotFound, "no message of that id is kept")
		return Message{}, false
	}
	return s.inbox.view(found).read(), true
}

func (s *Sandbox) showMessage(w http.ResponseWriter, r *http.Request) {
	if m, ok := s.wanted(w, r); ok {
		sayJSON(w, http.StatusOK, m)
	}
}

func (s *Sandbox) rawMessage(w http.ResponseWriter, r *http.Request) {
	if m, ok := s.wanted(w, r); ok {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(m.Raw()) // the client may be gone: nothing to do about it
	}
}

// htmlMessage shows a mail's HTML part as a mail program does: no script, no
// request to anywhere, in an origin of its own.
func (s *Sandbox) htmlMessage(w http.ResponseWriter, r *http.Request) {
	m, ok := s.wanted(w, r)
	if !ok {
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox")
	_, _ = w.Write([]byte(m.HTML())) // the client may be gone: nothing to do about it
}
