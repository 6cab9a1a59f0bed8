package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

const about = `Enqueue payment reminders; they leave by email, SMS and voice at hours that are decent where the customer lives, and the account's timeline tells what happened.

Amounts are decimal strings, dates are calendar dates, instants are RFC 3339. Errors are problem details (RFC 9457) that name each field and what to do; they never repeat a value. Unknown fields are refused.

Limits: 1 MiB per body, 4 MiB per batch or imported list, 1,000 reminders per batch, 10,000 lines per list, 50 invoices per reminder, 8 levels of nesting; lengths of texts stand with each field.

Opt-outs, consents, preferences and holds take effect with the very next decision, that of reminders already scheduled too. Addresses never stand in a query: filters go by account reference and contact id.`

// document is the empty OpenAPI document. huma's own pages stay off: they load
// scripts from elsewhere.
func (s *server) document() huma.Config {
	doc := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info:    &huma.Info{Title: "Goodterms", Version: s.Version, Description: about},
		Components: &huma.Components{
			Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				"key": {Type: "http", Scheme: "bearer", Description: "An API key, gt_live_… or gt_test_…. Reminders of a test key can only reach the sandbox."},
			},
		},
	}
	if s.PublicURL != "" {
		doc.Servers = []*huma.Server{{URL: s.PublicURL}}
	}
	return huma.Config{OpenAPI: doc, Formats: huma.DefaultFormats, DefaultFormat: "application/json"}
}

// operation describes a route.
func (s *server) operation(r *route) *huma.Operation {
	registry := s.huma.OpenAPI().Components.Schemas
	op := &huma.Operation{
		Method: r.method, Path: r.path, OperationID: r.id, Summary: r.summary,
		Description: "Needs the scope " + string(r.scope) + ".",
		Security:    []map[string][]string{{"key": {}}},
		Tags:        []string{strings.Split(r.path, "/")[2]},
		Parameters:  append(pathParameters(r.path), queryParameters(r.query)...),
		Responses:   map[string]*huma.Response{"default": problemResponse(registry)},
	}
	if r.remembers() {
		op.Parameters = append(op.Parameters, &huma.Param{
			Name: idempotencyHeader, In: "header", Schema: &huma.Schema{Type: "string", MinLength: new(1), MaxLength: new(255)},
			Description: "Makes the request safe to repeat for 24 hours: a repeat is given the first answer with Idempotency-Replayed: true.",
		})
	}
	if r.takes != nil {
		op.RequestBody = &huma.RequestBody{Required: !r.optional, Content: r.requestBody(registry)}
	}
	for _, status := range r.statuses {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status), Content: r.responseBody(registry)}
	}
	return op
}

// requestBody describes what the route takes: JSON, or texts of other types.
func (r *route) requestBody(registry huma.Registry) map[string]*huma.MediaType {
	if r.lists != nil {
		return textual(r.lists)
	}
	out := content(jsonType, registry, r.takes)
	if r.sample != "" {
		out[jsonType].Example = json.RawMessage(r.sample)
	}
	return out
}

func (r *route) responseBody(registry huma.Registry) map[string]*huma.MediaType {
	if r.gives == nil && r.exports == nil {
		return nil
	}
	if r.gives == nil {
		return textual(r.exports)
	}
	return content(jsonType, registry, r.gives)
}

// textual describes bodies that are lists in a format of lines, by an example.
func textual(samples map[string]string) map[string]*huma.MediaType {
	out := map[string]*huma.MediaType{}
	for mediaType, sample := range samples {
		out[mediaType] = &huma.MediaType{Schema: &huma.Schema{Type: "string"}, Example: sample}
	}
	return out
}

func content(mediaType string, registry huma.Registry, of any) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{mediaType: {Schema: registry.Schema(reflect.TypeOf(of), true, "")}}
}

func problemResponse(registry huma.Registry) *huma.Response {
	return &huma.Response{Description: "What is wrong, and what to do about it.", Content: content(problemType, registry, problem{})}
}

func pathParameters(path string) []*huma.Param {
	var out []*huma.Param
	for _, match := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(path, -1) {
		out = append(out, &huma.Param{Name: match[1], In: "path", Required: true, Schema: &huma.Schema{Type: "string"}})
	}
	return out
}

func queryParameters(known []parameter) []*huma.Param {
	var out []*huma.Param
	for _, p := range known {
		out = append(out, &huma.Param{Name: p.name, In: "query", Description: p.doc, Schema: &huma.Schema{Type: p.kind}})
	}
	return out
}

// Schema describes a value that may be null, to huma.
func (change[T]) Schema(registry huma.Registry) *huma.Schema {
	s := *registry.Schema(reflect.TypeFor[T](), false, "")
	s.Nullable = true
	return &s
}
