package api

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"
)

// problem is an error as RFC 9457 writes it. It is also a Go error, whose text
// holds nothing that was sent.
type problem struct {
	Type   string   `json:"type" doc:"about:blank: the status says what kind of problem it is." example:"about:blank"`
	Title  string   `json:"title" doc:"The status in words." example:"Unprocessable Entity"`
	Status int      `json:"status" doc:"The HTTP status." example:"422"`
	Detail string   `json:"detail" doc:"What is wrong and what to do about it."`
	Errors findings `json:"errors,omitempty" doc:"Each fault with the place where it is." nullable:"false"`
	More   int      `json:"more,omitempty" doc:"How many faults of a list are not shown."`

	retry  time.Duration // when it is worth trying again; 0 says nothing
	header map[string]string
}

const problemType = "application/problem+json"

func newProblem(status int, detail string) *problem {
	return &problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail}
}

func (p *problem) Error() string { return p.Detail }

// after tells the caller when to try again.
func (p *problem) after(wait time.Duration) *problem {
	p.retry = wait
	return p
}

// at names the field that the problem is about.
func (p *problem) at(location, message string) *problem {
	p.Errors = append(p.Errors, finding{Message: message, Location: location, item: noItem})
	return p
}

// unprocessable is the answer to a request that can be read and makes no sense.
func unprocessable(found findings) *problem {
	p := newProblem(http.StatusUnprocessableEntity, "The request has faults; correct those that errors lists and send it again.")
	p.Errors = found
	return p
}

// answer is what a request is answered with.
type answer struct {
	status   int
	location string
	body     []byte
	replayed bool
	stream   *stream // in place of the body
}

// stream is a body that is written part by part.
type stream struct {
	mediaType, fileName string
	parts               func(io.Writer) error
}

// answerOf writes a value as JSON.
func answerOf(status int, value any) answer {
	body, err := json.Marshal(value)
	if err != nil { // our own values always can be written
		return answerOf(http.StatusInternalServerError, newProblem(http.StatusInternalServerError, detailInternal))
	}
	return answer{status: status, body: append(body, '\n')}
}

const detailInternal = "Something went wrong on our side. Nothing was changed unless an earlier answer said so; " +
	"it is safe to send the request again with the same Idempotency-Key."

func (p *problem) answer() answer { return answerOf(p.Status, p) }

// headers adds what the problem says in headers.
func (p *problem) headers(h http.Header) {
	for name, value := range p.header {
		h.Set(name, value)
	}
	if p.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(int((p.retry+time.Second-1)/time.Second)))
	}
}

// write sends the answer; an error says that it broke off midway.
func (a answer) write(w http.ResponseWriter) error {
	h := w.Header()
	if a.stream != nil {
		h.Set("Content-Type", a.stream.mediaType)
		h.Set("Content-Disposition", `attachment; filename="`+a.stream.fileName+`"`)
		w.WriteHeader(a.status)
		return a.stream.parts(w)
	}
	if a.status == http.StatusNoContent {
		w.WriteHeader(a.status)
		return nil
	}
	h.Set("Content-Type", "application/json")
	if a.status >= 400 {
		h.Set("Content-Type", problemType)
	}
	if a.location != "" {
		h.Set("Location", a.location)
	}
	if a.replayed {
		h.Set("Idempotency-Replayed", "true")
	}
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	w.Write(a.body)
	return nil
}
