package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/events"
)

// eventAnswer is what the tests read of GET /v1/events.
type eventAnswer struct {
	Events []events.Message
	Next   string
}

func (a eventAnswer) numbers() (list []int64) {
	for _, e := range a.Events {
		list = append(list, e.Number)
	}
	return list
}

func asked(t *testing.T, h *house, query string) eventAnswer {
	t.Helper()
	w := h.do(t, "GET", "/v1/events"+query, liveKey, "")
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return decode[eventAnswer](t, w)
}

func same[T any](t *testing.T, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("mismatch (-want +got):\n%s", diff)
	}
}

func TestEventsAreReadPageByPageAndNextIsAlwaysThere(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	same(t, asked(t, h, ""), eventAnswer{Events: []events.Message{}, Next: "0"})
	h.tellers.happen("reminder.sent", "note.added", "promise.made")
	first := asked(t, h, "?limit=2")
	same(t, first.numbers(), []int64{1, 2})
	rest := asked(t, h, "?after="+first.Next)
	same(t, rest.numbers(), []int64{3})
	same(t, asked(t, h, "?after="+rest.Next), eventAnswer{Events: []events.Message{}, Next: "3"})
	same(t, first.Events[0], h.tellers.list[0].Message())
}

func TestAFilterNeverStopsAPoller(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.tellers.happen("note.added", "note.added", "reminder.sent", "note.added", "promise.made", "note.added")
	same(t, asked(t, h, "?kind=reminder.sent,promise.made").numbers(), []int64{3, 5})
	same(t, asked(t, h, "?account=C-0").numbers(), []int64{2, 4, 6})
	page := asked(t, h, "?kind=reminder.sent&account=C-0")
	same(t, []any{len(page.Events), page.Next}, []any{0, "6"})
	for range 6000 {
		h.tellers.happen("note.added")
	}
	h.tellers.happen("reminder.sent")
	page = asked(t, h, "?kind=reminder.sent&after=6")
	same(t, len(page.Events), 0)
	same(t, asked(t, h, "?kind=reminder.sent&after="+page.Next).numbers(), []int64{6007})
}

func TestEventsBeginWithTheOldestThatIsKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.tellers.happen("note.added", "note.added", "note.added")
	h.tellers.oldest = 2
	same(t, asked(t, h, "").numbers(), []int64{3})
	same(t, asked(t, h, "?after=latest"), eventAnswer{Events: []events.Message{}, Next: "3"})
	p := wantProblem(t, h.do(t, "GET", "/v1/events?after=1", liveKey, ""), http.StatusGone)
	if !strings.Contains(p.Detail, "without after") {
		t.Error(p.Detail)
	}
}

func TestAQueryForEventsThatMakesNoSenseIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for query, at := range map[string]string{"after=x": "query.after", "after=-1": "query.after", "limit=0": "query.limit", "limit=501": "query.limit",
		"kind=reminder.send": "query.kind", "kind=,": "query.kind", "account=%00": "query.account", "since=1": "query"} {
		wantProblem(t, h.do(t, "GET", "/v1/events?"+query, liveKey, ""), http.StatusBadRequest, at)
	}
}

func TestErasedDataIsNull(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.tellers.happen("note.added")
	h.tellers.list[0].Data = nil
	if body := h.do(t, "GET", "/v1/events", liveKey, "").Body.String(); !strings.Contains(body, `"data":null`) {
		t.Error(body)
	}
}

func TestTheOpenAPIDocumentDescribesTheDataOfEveryKindOfEvent(t *testing.T) {
	t.Parallel()
	h := newHouse(t, func(*api.Config, *api.Ports) {})
	doc := decode[struct {
		Webhooks map[string]struct {
			Post struct {
				RequestBody struct {
					Content map[string]struct {
						Schema struct {
							AllOf []struct {
								Ref        string `json:"$ref"`
								Properties map[string]struct {
									Enum  []string
									OneOf []struct {
										Ref string `json:"$ref"`
									}
								}
							}
						}
						Example events.Message
					}
				}
			}
		}
		Components struct{ Schemas map[string]any }
	}](t, h.do(t, "GET", "/openapi.json", "", ""))
	for _, k := range events.Kinds() {
		content := doc.Webhooks[k.Name].Post.RequestBody.Content["application/json"]
		if len(content.Schema.AllOf) != 2 || content.Example.Type != k.Name {
			t.Errorf("%s is not described", k.Name)
			continue
		}
		narrow := content.Schema.AllOf[1].Properties
		same(t, narrow["type"].Enum, []string{k.Name})
		ref := strings.TrimPrefix(narrow["data"].OneOf[0].Ref, "#/components/schemas/")
		if doc.Components.Schemas[ref] == nil {
			t.Errorf("%s: no schema %q", k.Name, ref)
		}
	}
	same(t, len(doc.Webhooks), len(events.Kinds()))
}
