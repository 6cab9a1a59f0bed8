package api

import (
	"errors"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// maxMailBody is what a provider may post with one mail of 25 MB: forms and JSON
// escape much of it, and some send the attachments twice.
const maxMailBody = 64 << 20

// mailPaths are where providers post. Mailgun sends raw mail only to addresses
// that end in mime.
var mailPaths = []string{"/hooks/email/{provider}", "/hooks/email/{provider}/mime"}

// addMailHooks adds where providers post the mails that they took for us.
func (s *server) addMailHooks() {
	for i, path := range mailPaths {
		s.addMailHook(path, "inbound-mail"+[]string{"", "-mime"}[i])
	}
}

func (s *server) addMailHook(path, id string) {
	s.huma.OpenAPI().AddOperation(&huma.Operation{
		Method: http.MethodPost, Path: path, OperationID: id, Tags: []string{"hooks"},
		Summary:     "A mail from a customer, raw.",
		Description: "Called by mailgun, postmark, sendgrid, or anything that posts message/rfc822 to generic; authenticated as each of them allows. See docs/replies.md.",
		Parameters:  pathParameters(path),
		Responses: map[string]*huma.Response{"204": {Description: "Kept"}, "401": {Description: "Not from the provider, or the provider is off"},
			"406": {Description: "There is no raw mail in it; a repeat would not help"}},
	})
	s.mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) {
		start := s.Now()
		status := s.takeMail(w, r)
		if status == http.StatusNoContent {
			w.WriteHeader(status)
		} else {
			http.Error(w, http.StatusText(status), status)
		}
		s.logRequest(r.Method, path, status, s.Now().Sub(start), "")
	})
}

// takeMail keeps the mails of one webhook and says so to the provider: it may
// forget them when the answer is 2xx, and comes again when it is 5xx.
func (s *server) takeMail(w http.ResponseWriter, r *http.Request) int {
	if s.Mail == nil {
		return http.StatusUnauthorized
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxMailBody))
	if err != nil {
		return bodyStatus(err)
	}
	list, err := s.Mail(r, body, s.Now())
	switch {
	case errors.Is(err, ErrHookSender):
		s.Log.Warn("mail webhook refused", "reason", err)
		return http.StatusUnauthorized // not 403, at which Postmark forgets the mail
	case err != nil:
		s.Log.Warn("mail webhook without a raw mail", "reason", err)
		return http.StatusNotAcceptable
	}
	for _, reply := range list {
		if err := s.Desk.Receive(r.Context(), reply, false); err != nil {
			s.complain("mail webhook", err)
			return http.StatusInternalServerError
		}
	}
	return http.StatusNoContent
}

// bodyStatus is the answer to a body that could not be read.
func bodyStatus(err error) int {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusBadRequest
}
