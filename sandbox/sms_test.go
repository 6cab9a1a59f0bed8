package sandbox_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/goodterms/goodterms/sandbox"
	"github.com/google/go-cmp/cmp"
	"github.com/twilio/twilio-go/client"
	openapi "github.com/twilio/twilio-go/rest/api/v2010"
)

func TestCreatedMessageHasTwiliosShape(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	m, err := twilio(t, s).CreateMessage(sms(theirs, "Hello €").SetValidityPeriod(600))
	if err != nil {
		t.Fatal(err)
	}
	if len(*m.Sid) != 34 || !strings.HasPrefix(*m.Sid, "SM") {
		t.Errorf("sid %q is not SM and 32 digits", *m.Sid)
	}
	got := []string{*m.Status, *m.NumSegments, *m.To, *m.From, *m.Body, *m.AccountSid, *m.Direction, *m.ApiVersion}
	want := []string{"queued", "1", theirs, ours, "Hello €", account, "outbound-api", "2010-04-01"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := time.Parse(time.RFC1123Z, *m.DateCreated); err != nil {
		t.Errorf("date_created is not RFC 2822: %v", err)
	}
	if *m.Uri != "/2010-04-01/Accounts/"+account+"/Messages/"+*m.Sid+".json" {
		t.Errorf("uri is %q", *m.Uri)
	}
}

func TestMessagingServiceChoosesTheSenderLater(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	params := new(openapi.CreateMessageParams).SetTo(theirs).SetMessagingServiceSid(service).SetBody("Hello")
	m, err := twilio(t, s).CreateMessage(params)
	if err != nil {
		t.Fatal(err)
	}
	if m.From != nil || *m.NumSegments != "0" || *m.Status != "accepted" || *m.MessagingServiceSid != service {
		t.Errorf("from %v, segments %s, status %s", m.From, *m.NumSegments, *m.Status)
	}
	fetched, err := twilio(t, s).FetchMessage(*m.Sid, nil)
	if err != nil {
		t.Fatal(err)
	}
	if fetched.From == nil || *fetched.NumSegments != "1" || *fetched.Status != "delivered" {
		t.Errorf("after delivery: from %v, segments %s, status %s", fetched.From, *fetched.NumSegments, *fetched.Status)
	}
}

func TestBadMessageIsRefusedWithTwiliosCode(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	api := twilio(t, s)
	cases := map[int]*openapi.CreateMessageParams{
		21604: new(openapi.CreateMessageParams).SetFrom(ours).SetBody("x"),
		21211: sms("0123", "x"),
		21603: new(openapi.CreateMessageParams).SetTo(theirs).SetBody("x"),
		21602: new(openapi.CreateMessageParams).SetTo(theirs).SetFrom(ours),
		21617: sms(theirs, strings.Repeat("x", 1601)),
		21624: sms(theirs, "x").SetValidityPeriod(36001),
		21609: sms(theirs, "x").SetStatusCallback("http://under_score.example/"),
		21212: new(openapi.CreateMessageParams).SetTo(theirs).SetFrom("a name too long").SetBody("x"),
		35118: sms(theirs, "x").SetScheduleType("fixed").SetSendAt(time.Now().Add(time.Hour)),
	}
	for code, params := range cases {
		_, err := api.CreateMessage(params)
		var refused *client.TwilioRestError
		if !errors.As(err, &refused) || refused.Code != code || refused.Status != http.StatusBadRequest {
			t.Errorf("want code %d, got %v", code, err)
		}
	}
	if arrived := s.Messages(); len(arrived) != 0 {
		t.Errorf("%d refused messages were taken", len(arrived))
	}
}

func TestRequestWithoutCredentialsIsRefused(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	var refused struct{ Code, Status int }
	status := say(t, http.MethodGet, s.URL()+"/2010-04-01/Accounts/"+account+"/Messages.json", nil, &refused)
	if status != http.StatusUnauthorized || refused.Code != 20003 {
		t.Errorf("got status %d and code %d", status, refused.Code)
	}
}

func TestCallbacksAreSignedInOrderAndNameTheMessage(t *testing.T) {
	t.Parallel()
	s, h := start(t, sandbox.Config{}), newHook(t)
	m, err := twilio(t, s).CreateMessage(sms(theirs, "x").SetStatusCallback(h.URL + "/hooks/att_01ABC#rc=3&rp=all"))
	if err != nil {
		t.Fatal(err)
	}
	tokens := map[string]bool{}
	for _, status := range []string{"sent", "delivered"} {
		p := h.next(t)
		tokens[p.token] = true
		got := []string{p.path, p.form.Get("MessageStatus"), p.form.Get("SmsStatus"), p.form.Get("MessageSid"), p.form.Get("To"), p.form.Get("AccountSid")}
		want := []string{"/hooks/att_01ABC", status, status, *m.Sid, theirs, account}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	if len(tokens) != 2 || tokens[""] {
		t.Error("two callbacks must carry two idempotency tokens")
	}
	if got := await(t, s, func(m sandbox.Message) bool { return m.Status == "delivered" }); got.Attempt != "att_01ABC" {
		t.Errorf("attempt is %q", got.Attempt)
	}
}

func TestCallbackIsRetriedWithTheSameToken(t *testing.T) {
	t.Parallel()
	s, h := start(t, sandbox.Config{}), newHook(t)
	failures := 2
	h.answer = func(form url.Values) (int, string) {
		if form.Get("MessageStatus") == "sent" && failures > 0 {
			failures--
			return http.StatusInternalServerError, ""
		}
		return http.StatusNoContent, ""
	}
	if _, err := twilio(t, s).CreateMessage(sms(theirs, "x").SetStatusCallback(h.URL + "/#rc=2&rp=5xx")); err != nil {
		t.Fatal(err)
	}
	tokens := map[string]int{}
	for range 4 {
		p := h.next(t)
		tokens[p.form.Get("MessageStatus")+p.token]++
	}
	if len(tokens) != 2 {
		t.Errorf("want one token for sent and one for delivered, got %d", len(tokens))
	}
}

func TestQuietSandboxCallsNobody(t *testing.T) {
	t.Parallel()
	s, h := start(t, sandbox.Config{Quiet: true}), newHook(t)
	m, err := twilio(t, s).CreateMessage(sms(theirs, "x").SetStatusCallback(h.URL))
	if err != nil {
		t.Fatal(err)
	}
	await(t, s, func(m sandbox.Message) bool { return m.Status == "delivered" })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if len(h.posts) != 0 {
		t.Errorf("%d callbacks came for %s", len(h.posts), *m.Sid)
	}
}

func TestListByRecipientPagesNewestFirst(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{Quiet: true})
	api := twilio(t, s)
	var sent []string
	for range 7 {
		m, err := api.CreateMessage(sms(theirs, "x"))
		if err != nil {
			t.Fatal(err)
		}
		sent = append([]string{*m.Sid}, sent...)
		if _, err := api.CreateMessage(sms("+12025550124", "other")); err != nil {
			t.Fatal(err)
		}
	}
	listed, err := api.ListMessage(new(openapi.ListMessageParams).SetTo(theirs).SetPageSize(3).SetLimit(20))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range listed {
		got = append(got, *m.Sid)
	}
	if diff := cmp.Diff(sent, got); diff != "" {
		t.Error(diff)
	}
}

func TestListFiltersBySenderAndDay(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{Quiet: true})
	api := twilio(t, s)
	if _, err := api.CreateMessage(sms(theirs, "x")); err != nil {
		t.Fatal(err)
	}
	now := time.Now().UTC()
	cases := map[string]struct {
		params *openapi.ListMessageParams
		want   int
	}{
		"this sender":    {new(openapi.ListMessageParams).SetFrom(ours), 1},
		"another sender": {new(openapi.ListMessageParams).SetFrom("+12025550100"), 0},
		"since":          {new(openapi.ListMessageParams).SetDateSentAfter(now.AddDate(0, 0, -1)), 1},
		"from later on":  {new(openapi.ListMessageParams).SetDateSentAfter(now.AddDate(0, 0, 2)), 0},
		"until":          {new(openapi.ListMessageParams).SetDateSentBefore(now.AddDate(0, 0, -2)), 0},
	}
	for name, c := range cases {
		listed, err := api.ListMessage(c.params.SetLimit(10))
		if err != nil || len(listed) != c.want {
			t.Errorf("%s: want %d, got %d, %v", name, c.want, len(listed), err)
		}
	}
}

func TestOnlyScheduledMessageCanBeCanceled(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	api := twilio(t, s)
	params := new(openapi.CreateMessageParams).SetTo(theirs).SetMessagingServiceSid(service).SetBody("later")
	later, err := api.CreateMessage(params.SetScheduleType("fixed").SetSendAt(time.Now().Add(time.Hour)))
	if err != nil {
		t.Fatal(err)
	}
	cancel := new(openapi.UpdateMessageParams).SetStatus("canceled")
	canceled, err := api.UpdateMessage(*later.Sid, cancel)
	if err != nil || *later.Status != "scheduled" || *canceled.Status != "canceled" {
		t.Errorf("scheduled message: %v", err)
	}
	now, err := api.CreateMessage(sms(theirs, "now"))
	if err != nil {
		t.Fatal(err)
	}
	var refused *client.TwilioRestError
	if _, err := api.UpdateMessage(*now.Sid, cancel); !errors.As(err, &refused) || refused.Code != 30409 {
		t.Errorf("sent message: want 30409, got %v", err)
	}
}

func TestLogHasOneLinePerHandOffWithExactlyTheseNames(t *testing.T) {
	t.Parallel()
	var log notebook
	s := start(t, sandbox.Config{Log: &log, Quiet: true})
	api := twilio(t, s)
	for _, to := range []string{theirs, "+12022990610", "+12022990500"} {
		_, _ = api.CreateMessage(sms(to, "Hello").SetStatusCallback("http://127.0.0.1:1/hooks/att_7")) // two are refused
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 1 {
		t.Fatalf("want 1 line, got %d", len(lines))
	}
	var line map[string]string
	if err := json.Unmarshal([]byte(lines[0]), &line); err != nil {
		t.Fatal(err)
	}
	if _, err := time.Parse("2006-01-02T15:04:05.000000Z", line["at"]); err != nil {
		t.Errorf("at: %v", err)
	}
	delete(line, "at")
	want := map[string]string{"channel": "sms", "to": theirs, "from": ours, "subject": "", "body": "Hello", "attempt": "att_7"}
	if diff := cmp.Diff(want, line); diff != "" {
		t.Error(diff)
	}
}

func TestMisspelledParameterLeavesAWarning(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{Quiet: true})
	request, err := http.NewRequestWithContext(soon(t), http.MethodPost, s.URL()+"/2010-04-01/Accounts/"+account+"/Messages.json",
		strings.NewReader("To=%2B12025550123&From=%2B12025550199&Body=x&StatusCalback=y"))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth("SK1", "secret")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	arrived := s.Messages()
	if len(arrived) != 1 || len(arrived[0].Warnings) != 1 || !strings.Contains(arrived[0].Warnings[0], "StatusCalback") {
		t.Errorf("got %+v", arrived)
	}
}
