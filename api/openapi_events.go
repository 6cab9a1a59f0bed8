package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/goodterms/goodterms/events"
)

// eventHooks describes what is posted to webhooks, and listed by GET /v1/events: each
// type with the shape of its data and an example.
func eventHooks(registry huma.Registry) map[string]*huma.PathItem {
	message := registry.Schema(reflect.TypeFor[events.Message](), true, "")
	out := map[string]*huma.PathItem{}
	for _, k := range events.Kinds() {
		narrow := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{
			"type": {Type: huma.TypeString, Enum: []any{k.Name}},
			"data": {OneOf: []*huma.Schema{registry.Schema(reflect.TypeOf(k.Data), true, ""), {Type: "null"}}},
		}}
		out[k.Name] = &huma.PathItem{Post: &huma.Operation{
			OperationID: "event-" + k.Name, Summary: k.Doc, Tags: []string{"webhooks"},
			Description: "Posted to webhooks, signed as Standard Webhooks asks (webhook-id, webhook-timestamp, webhook-signature).",
			RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
				jsonType: {Schema: &huma.Schema{AllOf: []*huma.Schema{message, narrow}}, Example: k.Example()},
			}},
			Responses: map[string]*huma.Response{"2XX": {Description: "Taken."}},
		}}
	}
	return out
}
