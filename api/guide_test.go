package api

import (
	"os"
	"strings"
	"testing"
)

func TestTheGuideNamesEveryRouteAndParameter(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range (&server{}).routes() {
		path := r.path
		if r.id == "put-account" || r.id == "get-account" {
			path = "`PUT`, `GET /v1/accounts/{reference}`"
		}
		if !strings.Contains(string(guide), path) {
			t.Errorf("docs/api.md does not tell of %s %s", r.method, r.path)
		}
		for _, p := range r.query {
			if !strings.Contains(string(guide), p.name+"=") {
				t.Errorf("docs/api.md does not tell of %s of %s", p.name, r.id)
			}
		}
	}
}
