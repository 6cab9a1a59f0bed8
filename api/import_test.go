package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/account"
)

// send imports a list of the type.
func (h *house) send(t testing.TB, list, kind, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return h.do(t, "POST", "/v1/"+list+"/import", liveKey, body, append([]string{"Content-Type", kind}, headers...)...)
}

const (
	csvType    = "text/csv"
	ndjsonType = "application/x-ndjson"
)

// tally is the answer to an import as it is written.
func tally(read, recorded, known int) string {
	return fmt.Sprintf(`{"read":%d,"recorded":%d,"known":%d}`+"\n", read, recorded, known)
}

func TestAListOfOptOutsIsRecordedAndKnownFromThenOn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	table := "\ufeffChannel,address,contact,account,source,proof,at\r\n" +
		"sms,+442079460042,,,,,\r\n" +
		"sms,'+442079460042,,,,,\r\n\r\n" +
		"email,robin@example.com,,,web form,\"a \"\"yes\"\", twice\",2027-04-01T00:00:00Z\r\n" +
		",," + robin + ",,,,\r\n,,,C-1001,letter,'=1+1,\r\n"
	if w := h.send(t, "opt-outs", csvType+"; charset=utf-8; header=present", table); w.Body.String() != tally(5, 4, 1) {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w := h.send(t, "opt-outs", csvType, table); w.Body.String() != tally(5, 0, 5) {
		t.Errorf("again: %d %s", w.Code, w.Body)
	}
	if h.outs[0].Source != "import" || h.outs[1].Proof != `a "yes", twice` || h.outs[3].Proof != "=1+1" || h.outs[3].AccountID != blueBottle {
		t.Errorf("recorded %+v", h.outs)
	}
}

func TestAListOfConsentsIsTakenAsLinesOfJSON(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	lines := `{"contact":"` + robin + `","channel":"voice","source":"contract","at":"2027-01-02T15:00:00Z"}` + "\n\n" +
		`{"contact":"` + robin + `","channel":"sms","source":"web form","address":"020 7946 0042"}`
	if w := h.send(t, "consents", ndjsonType, lines); w.Body.String() != tally(2, 2, 0) {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if got := h.consents[1]; got.Address != "+442079460042" || got.AccountID != blueBottle || got.ContactID != robin {
		t.Errorf("recorded %+v", got)
	}
}

func TestNothingOfAListWithAFaultIsRecordedAndEveryFaultIsNamed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	table := "channel,address,contact,proof,at\nsms,+442079460042,,,\nfax,+442079460042,,,2028-01-01T00:00:00Z\n" +
		"sms,,,,\nsms,+442079460042\nsms,,P-7,\"a\nb\",\nsms,+44,," + strings.Repeat("p", 501) + ",\n,robin@example,,,\n"
	p := wantProblem(t, h.send(t, "opt-outs", csvType, table), http.StatusUnprocessableEntity,
		"line 5", "line 6: proof", "line 8: proof", "line 3: channel", "line 3: at", "line 4", "line 9: address")
	if !strings.Contains(p.Detail, "nothing of it was recorded") || len(h.outs) > 0 {
		t.Errorf("%d recorded: %s", len(h.outs), p.Detail)
	}
}

func TestBadLinesOfJSONAreNamed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	lines := `{"contact":"` + robin + `","channel":"sms","source":"x"}` + "\n" + `{"contact":"` + robin + `"}` + "\n\n" +
		`{"contact":1,"channel":"sms","source":"x","Consent":true}` + "\nnot json\n[]\n" + `{"contact":"P-7","channel":"sms","source":"x"} {}`
	wantProblem(t, h.send(t, "consents", ndjsonType, lines), http.StatusUnprocessableEntity,
		"line 2: channel", "line 2: source", "line 4: contact", "line 4: Consent", "line 5", "line 6", "line 7")
}

func TestAHeaderThatCannotBeReadIsExplained(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, c := range []struct{ header, at, remedy string }{
		{"contact,channel,source;proof", "line 1: column 3", "with commas between them"},
		{"contact,channel,source,zzz", "line 1: column 4", "out of contact, channel, address, source, proof, at"},
		{"contact,channel,source,Channel ", "line 1: column 4", "name each column once"},
		{"contact,channel", "line 1: source", "add the column"},
		{"contact,\"channel,source", "line 1", "put a text that holds a comma or quote into quotes"},
	} {
		w := h.send(t, "consents", csvType, c.header+"\nx,y,z\n")
		if p := wantProblem(t, w, http.StatusUnprocessableEntity, c.at); !strings.Contains(p.Errors[0].Message, c.remedy) {
			t.Errorf("%s: %s", c.header, p.Errors[0].Message)
		}
	}
}

func TestAHundredFaultsAreShownAndTheOthersCounted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	w := h.send(t, "opt-outs", csvType, "channel,address\n"+strings.Repeat("fax,+4420\n", 70))
	var p struct {
		Errors []struct{ Location string }
		More   int
	}
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || len(p.Errors) != 100 || p.More != 40 {
		t.Errorf("%d faults and %d more: %v", len(p.Errors), p.More, err)
	}
}

func TestAListHasItsLimits(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	lines := func(n int) string { return strings.Repeat(`{"address":"+442079460042"}`+"\n", n) }
	if w := h.send(t, "opt-outs", ndjsonType, lines(10_000)); w.Body.String() != tally(10_000, 1, 9_999) {
		t.Errorf("10,000 lines: %d %.200s", w.Code, w.Body)
	}
	wantRemedy(t, h.send(t, "opt-outs", ndjsonType, lines(10_001)), "body: send it in parts")
	wantRemedy(t, h.send(t, "opt-outs", csvType, "address\n"+strings.Repeat("+442079460042\n", 10_001)), "body: send it in parts")
	long := "address,proof\n" + strings.Repeat("+442079460042,"+strings.Repeat("p", 499)+"\n", 8_200)
	wantProblem(t, h.send(t, "opt-outs", csvType, long), http.StatusRequestEntityTooLarge)
	wantProblem(t, h.send(t, "opt-outs", csvType, " \r\n"), http.StatusBadRequest)
	wantProblem(t, h.send(t, "opt-outs", csvType, "source\nKr\xfcger\n"), http.StatusBadRequest)
	for _, kind := range []string{"application/json", "text/plain", "text/csv; charset=latin1", ""} {
		wantProblem(t, h.send(t, "opt-outs", kind, lines(1)), http.StatusUnsupportedMediaType)
	}
	if w := h.send(t, "opt-outs", csvType, "address,channel\r\n"); w.Body.String() != tally(0, 0, 0) {
		t.Errorf("a header alone: %d %s", w.Code, w.Body)
	}
}

func TestAListSaysNothingOfWhatItHeld(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	secret := "SECRETVALUE"
	for _, cell := range []string{secret, "'" + secret, `"` + secret + `,"`, secret + `"`} {
		for _, table := range []string{"address,channel\n" + cell + ",sms\n", "channel,contact\n" + cell + "," + cell + "\n", cell + "\nx\n", "account,at\n" + cell + "," + cell + "\n"} {
			if w := h.send(t, "opt-outs", csvType, table); w.Code < 400 || strings.Contains(w.Body.String(), secret) {
				t.Errorf("%q: %d %s", table, w.Code, w.Body)
			}
		}
		line := `{"contact":"x","` + secret + ` x":"` + secret + `","channel":"` + secret + `","source":"x"}`
		if w := h.send(t, "consents", ndjsonType, line); w.Code < 400 || strings.Contains(w.Body.String(), secret) {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	if strings.Contains(h.logged(), secret) {
		t.Error("the log holds what was sent")
	}
}

func TestARepeatedImportIsGivenTheFirstAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	table := "address\n+442079460042\n"
	first := h.send(t, "opt-outs", csvType, table, "Idempotency-Key", "k")
	again := h.send(t, "opt-outs", csvType, table, "Idempotency-Key", "k")
	if again.Body.String() != tally(1, 1, 0) || again.Header().Get("Idempotency-Replayed") != "true" || len(h.outs) != 1 {
		t.Errorf("%d %s, then %d %s", first.Code, first.Body, again.Code, again.Body)
	}
}

func TestAContactIsLookedUpOncePerList(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.filesErr = errStore
	line := `{"contact":"` + robin + `","channel":"sms","source":"x"}` + "\n"
	wantProblem(t, h.send(t, "consents", ndjsonType, strings.Repeat(line, 3)), http.StatusInternalServerError)
	h.filesErr = account.ErrNoContact
	wantProblem(t, h.send(t, "consents", ndjsonType, strings.Repeat(line, 3)), http.StatusUnprocessableEntity,
		"line 1: contact", "line 2: contact", "line 3: contact")
	if h.sought != 2 {
		t.Errorf("looked up %d times, want once for each list", h.sought)
	}
}
