package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies"
	"github.com/goodterms/goodterms/replies/intents"
	"github.com/goodterms/goodterms/replies/mail"
)

const (
	firstReply  = "rep_01kafz3v9m5x8q2t4w6y7z0bc1"
	secondReply = "rep_01kafz3v9m5x8q2t4w6y7z0bc2"
	firstJob    = "fup_01kafz3v9m5x8q2t4w6y7z0bc1"
	secondJob   = "fup_01kafz3v9m5x8q2t4w6y7z0bc2"
)

// hear makes two replies known, each with a follow-up.
func (h *house) hear() {
	h.meet()
	pounds := account.Money{Minor: 12000, Currency: "GBP"}
	friday := account.Date{Year: 2027, Month: 4, Day: 16}
	h.desk.texts[firstReply] = replies.Text{
		ID: firstReply, At: h.now, Channel: channels.SMS, Kind: mail.Reply, Match: replies.ByThread, AccountID: blueBottle, ContactID: robin,
		From: "+442079460042", Body: "Will pay 120 on Friday", Language: "en", Raw: "From=%2B44&Body=Will+pay", Intents: []intents.Found{
			{Intent: intents.Promise, Certain: true, Date: friday, Amount: pounds, Evidence: "Will pay 120 on Friday", Rule: "en.promise"}},
	}
	h.desk.texts[secondReply] = replies.Text{ID: secondReply, At: h.now, Channel: channels.Email, Kind: mail.Unknown, From: "stranger@example.org", Raw: "\x00\xff"}
	h.desk.jobs[firstJob] = replies.FollowUp{ID: firstJob, Status: replies.Open, Cause: replies.CauseQuestion, Action: replies.ActAnswer,
		ReplyID: firstReply, AccountID: blueBottle, ContactID: robin, DueAt: h.now.Add(time.Hour), CreatedAt: h.now}
	h.desk.jobs[secondJob] = replies.FollowUp{ID: secondJob, Status: replies.Open, Cause: replies.CauseUnmatched, Action: replies.ActMatch,
		ReplyID: secondReply, DueAt: h.now.Add(time.Hour), CreatedAt: h.now,
		Suggestions: []replies.Suggestion{{AccountID: blueBottle, Reference: "C-1001", Why: "sender_address"}}}
}

func TestAReplyIsShownWithWhatWasReadInItAndItsSenderMaskedInLists(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.hear()
	w := h.do(t, "GET", "/v1/replies/"+firstReply, liveKey, "")
	got := decode[map[string]any](t, w)
	list := h.do(t, "GET", "/v1/replies", liveKey, "").Body.String()
	if got["from"] != "+442079460042" || strings.Contains(list, "442079460042") || !strings.Contains(list, "…0042") {
		t.Errorf("the sender is shown as %v, in the list: %s", got["from"], list)
	}
	want := map[string]any{"intent": "promise_to_pay", "certain": true, "date": "2027-04-16", "amount": "120.00", "currency": "GBP",
		"evidence": "Will pay 120 on Friday", "rule": "en.promise"}
	if diff := cmp.Diff([]any{want}, got["intents"]); diff != "" {
		t.Error(diff)
	}
	if got["match"] != "thread" || got["kind"] != "reply" {
		t.Errorf("match %v, kind %v", got["match"], got["kind"])
	}
}

func TestARawReplyComesBackAsItCameAndNeverAsAPage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.hear()
	w := h.do(t, "GET", "/v1/replies/"+secondReply+"/raw", liveKey, "")
	if w.Body.String() != "\x00\xff" {
		t.Errorf("%q", w.Body.String())
	}
	if kind, how := w.Header().Get("Content-Type"), w.Header().Get("Content-Disposition"); kind != "application/octet-stream" || !strings.HasPrefix(how, "attachment") {
		t.Errorf("Content-Type %q, Content-Disposition %q", kind, how)
	}
}

func TestTheListOfRepliesIsPagedAndFiltered(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.hear()
	page := decode[struct {
		Replies []struct{ ID string }
		Next    string
	}](t, h.do(t, "GET", "/v1/replies?limit=1&account=C-1001&unmatched=true&kind=bounce", liveKey, ""))
	if len(page.Replies) != 1 || page.Next != firstReply {
		t.Errorf("%d replies, next %q", len(page.Replies), page.Next)
	}
	want := replies.ReplyFilter{Account: "C-1001", Unmatched: true, Kind: "bounce", Limit: 2}
	if diff := cmp.Diff([]any{want}, h.desk.filters); diff != "" {
		t.Error(diff)
	}
	for query, at := range map[string]string{"kind=letter": "query.kind", "unmatched=yes": "query.unmatched", "after=1": "query.after", "limit=0": "query.limit"} {
		wantProblem(t, h.do(t, "GET", "/v1/replies?"+query, liveKey, ""), http.StatusBadRequest, at)
	}
}

func TestAPersonMatchesAReplyToAContact(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.hear()
	w := h.do(t, "POST", "/v1/replies/"+secondReply+"/match", liveKey, `{"contact":"`+robin+`","by":"Dana"}`)
	if got := decode[map[string]any](t, w); w.Code != 200 || got["account_id"] != blueBottle {
		t.Errorf("%d %v", w.Code, got)
	}
	wantProblem(t, h.do(t, "POST", "/v1/replies/"+secondReply+"/match", liveKey, `{"contact":"con_none"}`), http.StatusUnprocessableEntity, "body")
	wantProblem(t, h.do(t, "POST", "/v1/replies/rep_none/match", liveKey, `{"contact":"`+robin+`"}`), http.StatusNotFound)
}

func TestAPersonSaysWhatAReplyMeansOnceHoweverOftenItIsAsked(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.hear()
	body := `{"intents":[{"intent":"promise_to_pay","date":"2027-04-20","amount":"60.00","currency":"GBP"},{"intent":"question"}],"by":"Dana"}`
	for range 2 {
		w := h.do(t, "POST", "/v1/replies/"+firstReply+"/intents", liveKey, body, "Idempotency-Key", "k1")
		if got := decode[map[string]any](t, w); w.Code != 200 || got["answer"] == nil {
			t.Errorf("%d %v", w.Code, got)
		}
	}
	amount := account.Money{Minor: 6000, Currency: "GBP"}
	day := account.Date{Year: 2027, Month: 4, Day: 20}
	want := []intents.Found{
		{Intent: intents.Promise, Certain: true, Date: day, Amount: amount, Parts: []intents.Part{{On: day, Amount: amount}}, Rule: "operator"},
		{Intent: intents.Ask, Certain: true, Rule: "operator"},
	}
	if diff := cmp.Diff(want, h.desk.corrected); diff != "" {
		t.Error(diff)
	}
}

func TestACorrectionThatCannotBeMeantIsRefusedWithTheRemedy(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.hear()
	for body, at := range map[string]string{
		`{"intents":[]}`:                                                                     "body.intents",
		`{"intents":[{"intent":"love"}]}`:                                                    "body.intents[0].intent",
		`{"intents":[{"intent":"dispute"},{"intent":"dispute"}]}`:                            "body.intents[1].intent",
		`{"intents":[{"intent":"promise_to_pay"}]}`:                                          "body.intents[0].date",
		`{"intents":[{"intent":"promise_to_pay","date":"2027-04-10"}]}`:                      "body.intents[0].date",
		`{"intents":[{"intent":"promise_to_pay","date":"2029-04-10"}]}`:                      "body.intents[0].date",
		`{"intents":[{"intent":"promise_to_pay","date":"tomorrow"}]}`:                        "body.intents[0].date",
		`{"intents":[{"intent":"promise_to_pay","date":"2027-04-16","amount":"5"}]}`:         "body.intents[0].currency",
		`{"intents":[{"intent":"dispute","amount":"five","currency":"GBP"}]}`:                "body.intents[0].amount",
		`{"intents":[{"intent":"dispute","amount":"5","currency":"pounds"}]}`:                "body.intents[0].currency",
		`{"intents":[{"intent":"dispute","amount":"5","currency":"GBX"}]}`:                   "body.intents[0].currency",
		`{"intents":[{"intent":"out_of_office","date":"2027-13-01"}],"why":"Saw it myself"}`: "body.why",
	} {
		wantProblem(t, h.do(t, "POST", "/v1/replies/"+firstReply+"/intents", liveKey, body), http.StatusUnprocessableEntity, at)
	}
	if h.desk.corrected != nil {
		t.Error("a bad correction took effect")
	}
}

func TestLabelsAreExportedOneALine(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.desk.labels = []replies.Label{{ID: "lab_1", Channel: "sms", Text: "will sort it\nfriday", Intents: []replies.LabelIntent{{Intent: "promise_to_pay", Date: "2027-04-16"}}}, {ID: "lab_2", Text: "ok"}}
	w := h.do(t, "GET", "/v1/reply-labels", liveKey, "")
	if lines := strings.Split(strings.TrimSpace(w.Body.String()), "\n"); w.Code != 200 || len(lines) != 2 || !strings.Contains(lines[0], `"promise_to_pay"`) {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}
