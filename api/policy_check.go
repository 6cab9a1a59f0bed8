package api

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// maxNext is how many of the next openings a case may ask for.
const maxNext = 100

// caseSample is a case: everything that a decision depends on.
const caseSample = `{"at":"2027-03-14T07:30:00-04:00","channel":"sms","profile":"courteous","content":"reminder","debt":"INV-1042",` +
	`"account":{"kind":"consumer","collector_role":"first_party","region":"US-NY","stage":"overdue","days_overdue":12},` +
	`"contact":{"zones":["America/New_York"],"phones":["+12125550123"],"email":"a@example.com","wishes":"Mo-Fr 09:00-12:00"},` +
	`"history":[{"at":"2027-03-12T15:00:00Z","channel":"voice","direction":"out","outcome":"no_answer","debt":"INV-1042"}]}`

// Schema describes a case to huma: an object, or a list of them.
func (policyCase) Schema(huma.Registry) *huma.Schema {
	object := &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}
	return &huma.Schema{
		Description: "The case of goodterms policy explain, or a list of cases; docs/contact-rules.md tells its fields.",
		OneOf:       []*huma.Schema{object, {Type: huma.TypeArray, Items: object}},
	}
}

// checkPolicy answers a what-if question. Nothing is stored, and nothing that is
// stored matters.
func checkPolicy(s *server, c *call) (answer, error) {
	next, err := numberOf("next", c.URL.Query().Get("next"), 0, 0, maxNext)
	if err != nil {
		return answer{}, err
	}
	out, faults := s.Explain([]byte(c.body), next)
	if len(faults) == 0 {
		return answerOf(http.StatusOK, out), nil
	}
	var found findings
	for _, f := range faults {
		found = append(found, finding{Message: f.Message, Location: bodyLocation(f.Location), item: noItem})
	}
	return answer{}, unprocessable(found)
}

// bodyLocation is where in the body a case has a fault.
func bodyLocation(path string) string {
	if path == "" || strings.HasPrefix(path, "[") {
		return "body" + path
	}
	return "body." + path
}

// explained describes the answer to a case: package policy/explain writes it.
type explained struct{}

// Schema describes the answer to huma.
func (explained) Schema(huma.Registry) *huma.Schema {
	text := &huma.Schema{Type: huma.TypeString}
	texts := &huma.Schema{Type: huma.TypeArray, Items: text}
	object := &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true, Properties: map[string]*huma.Schema{
		"decision": {Type: huma.TypeString, Enum: []any{"send", "defer", "hold", "skip", "expire"}},
		"until":    {Type: huma.TypeString, Format: "date-time", Description: "defer: the first instant allowed."},
		"zones":    texts, "passed": texts,
		"because": {Type: huma.TypeArray, Description: "Every gate that failed; the first one decides.", Items: &huma.Schema{
			Type: huma.TypeObject, Properties: map[string]*huma.Schema{"rule": text, "text": text, "citation": text},
		}},
	}}
	return &huma.Schema{
		OneOf: []*huma.Schema{object, {Type: huma.TypeArray, Items: object}},
		Examples: []any{json.RawMessage(`{"decision":"defer","until":"2027-03-15T13:00:00Z","zones":["America/New_York"],` +
			`"because":[{"rule":"wishes","text":"outside the hours that the customer asked for"}],"passed":["opt_out"]}`)},
	}
}
