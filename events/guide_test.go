package events_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/config/secret"
	"github.com/goodterms/goodterms/events"
)

func guide(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../docs/events.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTheGuideShowsEveryKindWithItsExample(t *testing.T) {
	t.Parallel()
	text := guide(t)
	for _, k := range events.Kinds() {
		if row := fmt.Sprintf("| `%s` | %s | `%s` |\n", k.Name, k.Doc, k.Example().Data); !strings.Contains(text, row) {
			t.Errorf("docs/events.md lacks\n%s", row)
		}
	}
}

func TestTheGuidesListIsWhatIsTold(t *testing.T) {
	t.Parallel()
	body := regexp.MustCompile("(?s)```json\n(.*?)\n```").FindStringSubmatch(guide(t))[1]
	var list struct{ Events []json.RawMessage }
	if err := json.Unmarshal([]byte(body), &list); err != nil {
		t.Fatal(err)
	}
	for _, k := range events.Kinds() {
		if k.Name == "promise.made" {
			want, _ := json.Marshal(k.Example())
			equal(t, string(list.Events[0]), string(want))
		}
	}
}

func TestTheGuidesSignatureIsGood(t *testing.T) {
	t.Parallel()
	found := regexp.MustCompile("(?s)secret `(whsec_[^`]+)`.*?id\\s+`(evt_[^`]+)`.*?timestamp `([0-9]+)`.*?body\\s+`([^`]+)`.*?signature is `([^`]+)`").FindStringSubmatch(guide(t))
	seconds, err := strconv.ParseInt(found[3], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	h := http.Header{}
	events.Endpoint{Secret: secret.New(found[1])}.Sign(h, found[2], time.Unix(seconds, 0), []byte(found[4]))
	equal(t, h.Get("webhook-signature"), found[5])
}

func TestTheGuideTellsHowLongThingsAreTried(t *testing.T) {
	t.Parallel()
	text := guide(t)
	for _, want := range []string{strconv.Itoa(int(events.Keep/(24*time.Hour))) + " days", strconv.Itoa(int(events.KeepAtMost/(24*time.Hour))) + " days",
		"| webhooks | " + strconv.Itoa(events.MaxEndpoints) + " |", "for " + strconv.Itoa(int(events.Overlap/time.Hour)) + " hours"} {
		if !strings.Contains(text, want) {
			t.Errorf("docs/events.md does not say %q", want)
		}
	}
}
