package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/replies"
)

func TestAFollowUpComesWithItsReplyAndTheLastMessages(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.hear()
	got := decode[struct {
		FollowUp map[string]any   `json:"follow_up"`
		Reply    map[string]any   `json:"reply"`
		Messages []map[string]any `json:"messages"`
	}](t, h.do(t, "GET", "/v1/follow-ups/"+firstJob, liveKey, ""))
	if got.FollowUp["cause"] != "question" || got.FollowUp["action"] != "answer" || got.Reply["text"] != "Will pay 120 on Friday" || got.Messages[0]["direction"] != "in" {
		t.Errorf("%v", got)
	}
}

func TestAFollowUpOfNobodyKnownSuggestsAccounts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.hear()
	w := h.do(t, "GET", "/v1/follow-ups/"+secondJob, liveKey, "")
	if !strings.Contains(w.Body.String(), `"suggestions":[{"account":"C-1001","why":"sender_address"}]`) || !strings.Contains(w.Body.String(), `"messages":[]`) {
		t.Errorf("%s", w.Body)
	}
}

func TestFollowUpsAreListedByWhoWorksOnThemAndWhatIsOverdue(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.hear()
	h.do(t, "GET", "/v1/follow-ups?status=assigned&assignee=dana&cause=dispute&overdue=true&limit=1&after="+firstJob, liveKey, "")
	want := replies.FollowUpFilter{Status: replies.Assigned, Assignee: "dana", Cause: replies.CauseDispute, Overdue: h.now, After: firstJob, Limit: 2}
	if diff := cmp.Diff([]any{want}, h.desk.filters); diff != "" {
		t.Error(diff)
	}
	for query, at := range map[string]string{"status=new": "query.status", "overdue=1": "query.overdue", "after=x": "query.after"} {
		wantProblem(t, h.do(t, "GET", "/v1/follow-ups?"+query, liveKey, ""), http.StatusBadRequest, at)
	}
}

func TestAFollowUpIsAssignedAnsweredAndClosed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.hear()
	path := "/v1/follow-ups/" + firstJob
	if got := decode[map[string]any](t, h.do(t, "POST", path+"/assign", liveKey, `{"assignee":"dana","due_at":"2027-04-13T15:00:00Z"}`)); got["assignee"] != "dana" || got["due_at"] != "2027-04-13T15:00:00Z" {
		t.Errorf("assigned: %v", got)
	}
	w := h.do(t, "POST", path+"/answer", liveKey, `{"text":"Friday is fine.","by":"Dana"}`)
	if got := decode[map[string]any](t, w); w.Code != http.StatusAccepted || got["reminder"] == nil {
		t.Errorf("answered: %d %v", w.Code, got)
	}
	if got := decode[map[string]any](t, h.do(t, "POST", path+"/close", liveKey, `{"outcome":"settled","by":"Dana","release":true}`)); got["status"] != "done" || !h.desk.released {
		t.Errorf("closed: %v, released %v", got, h.desk.released)
	}
	wantProblem(t, h.do(t, "POST", path+"/answer", liveKey, `{"text":"Again","by":"Dana"}`), http.StatusConflict)
}

func TestNobodyIsAnsweredWhoIsNotKnown(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.hear()
	wantProblem(t, h.do(t, "POST", "/v1/follow-ups/"+secondJob+"/answer", liveKey, `{"text":"Hello","by":"Dana"}`), http.StatusConflict)
	for _, path := range []string{"", "/assign", "/answer", "/close"} {
		method, body := "POST", `{"assignee":null}`
		switch path {
		case "":
			method, body = "GET", ""
		case "/answer":
			body = `{"text":"Hello","by":"Dana"}`
		case "/close":
			body = ""
		}
		wantProblem(t, h.do(t, method, "/v1/follow-ups/fup_none"+path, liveKey, body), http.StatusNotFound)
	}
	wantProblem(t, h.do(t, "POST", "/v1/follow-ups/"+firstJob+"/answer", liveKey, `{"text":"  ","by":"Dana"}`), http.StatusUnprocessableEntity, "body.text")
}

func TestWhatIsArrangedWithAnAccountIsListedAndEnded(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.meet()
	const hold, promise, dispute = "hld_01kafz3v9m5x8q2t4w6y7z0bc1", "prm_01kafz3v9m5x8q2t4w6y7z0bc1", "dsp_01kafz3v9m5x8q2t4w6y7z0bc1"
	h.desk.holds[hold] = account.Hold{ID: hold, Cause: "promise", AccountID: blueBottle, Until: h.now.Add(time.Hour)}
	h.desk.promises[promise] = account.Promise{ID: promise, Status: account.PromiseOpen, InvoiceIDs: []string{"inv_1"}, PayBy: account.Date{Year: 2027, Month: 4, Day: 16}}
	h.desk.disputes[dispute] = account.Dispute{ID: dispute, Status: account.DisputeOpen}
	for path, want := range map[string]string{
		"/holds": `"until":"2027-04-12T10:00:00Z"`, "/promises": `"pay_by":"2027-04-16"`, "/disputes": `"invoice_ids":[]`,
	} {
		if w := h.do(t, "GET", "/v1/accounts/C-1001"+path+"?ended=true", liveKey, ""); w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		wantProblem(t, h.do(t, "GET", "/v1/accounts/none"+path, liveKey, ""), http.StatusNotFound)
	}
	for path, want := range map[string]string{
		"/v1/holds/" + hold + "/release": `"ended_by":"Dana"`, "/v1/promises/" + promise + "/cancel": `"status":"canceled"`, "/v1/disputes/" + dispute + "/resolve": `"outcome":"Replaced"`,
	} {
		if w := h.do(t, "POST", path, liveKey, `{"by":"Dana","why":"Replaced"}`); w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	for _, path := range []string{"/v1/holds/hld_none/release", "/v1/promises/prm_none/cancel", "/v1/disputes/dsp_none/resolve"} {
		wantProblem(t, h.do(t, "POST", path, liveKey, ""), http.StatusNotFound)
	}
}
