package api

import (
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

const about = `Enqueue payment reminders; they leave by email, SMS and voice at hours that are decent where the customer lives, and the account's timeline tells what happened.

Amounts are decimal strings, dates are calendar dates, instants are RFC 3339. Errors are problem details (RFC 9457) that name each field and what to do; they never repeat a value. Unknown fields are refused.

Limits: 1 MiB per body and 4 MiB per batch, 1,000 reminders per batch, 50 invoices per reminder, 8 levels of nesting; lengths of texts stand with each field.`

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
		op.RequestBody = &huma.RequestBody{Required: !r.optional, Content: content("application/json", registry, r.takes)}
	}
	for _, status := range r.statuses {
		op.Responses[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status), Content: content("application/json", registry, r.gives),
		}
	}
	return op
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

// Schema describes a text that may be null, to huma.
func (change) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: "string", Format: "date-time", Nullable: true}
}
