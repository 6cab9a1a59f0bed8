package sandbox_test

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/goodterms/goodterms/sandbox"
	"github.com/google/go-cmp/cmp"
)

func fetch(t *testing.T, target string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(soon(t), http.MethodGet, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func TestEmptyPageSaysWhatWillAppear(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	_, body := fetch(t, s.URL())
	for _, want := range []string{"Nothing has arrived yet", s.SMTPAddr(), "990610", "550-5.1.1@"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

func TestPageMakesNoRequestElsewhereAndEscapesWhatArrived(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{Quiet: true})
	if _, err := twilio(t, s).CreateMessage(sms(theirs, `<script>alert(1)</script>`)); err != nil {
		t.Fatal(err)
	}
	response, body := fetch(t, s.URL())
	if policy := response.Header.Get("Content-Security-Policy"); !strings.HasPrefix(policy, "default-src 'none'") {
		t.Errorf("policy %q", policy)
	}
	if strings.Contains(body, "<script>alert") || !strings.Contains(body, "&lt;script&gt;alert(1)") {
		t.Error("a message's text is not escaped")
	}
	if strings.Contains(body, "https://") {
		t.Error("the page names an address elsewhere")
	}
}

func TestMailsHTMLIsShownWithoutScriptsOrRequests(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	if err := sendMail(t, s, nil, letter(t, "a@customer.example")); err != nil {
		t.Fatal(err)
	}
	response, body := fetch(t, s.URL()+"/messages/"+s.Messages()[0].ID+"/html")
	policy := response.Header.Get("Content-Security-Policy")
	if body != "<p>Guten Tag</p>" || !strings.Contains(policy, "default-src 'none'") || !strings.HasSuffix(policy, "sandbox") {
		t.Errorf("body %q, policy %q", body, policy)
	}
}

func TestMessagesAreListedInOrderByChannelAndCursor(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{Quiet: true})
	api := twilio(t, s)
	for _, body := range []string{"one", "two", "three"} {
		if _, err := api.CreateMessage(sms(theirs, body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := sendMail(t, s, nil, letter(t, "a@customer.example")); err != nil {
		t.Fatal(err)
	}
	all := s.Messages()
	cases := map[string]string{
		"": "one two three Guten", "?channel=sms": "one two three", "?channel=sms&limit=2": "one two",
		"?after=" + all[0].ID + "&limit=1": "two", "?to=A@customer.example": "Guten", "?to=%2B12025550123&after=" + all[1].ID: "three",
	}
	for query, want := range cases {
		var got struct {
			Messages []struct{ ID, Channel, At, To, From, Body string }
		}
		say(t, http.MethodGet, s.URL()+"/messages"+query, nil, &got)
		var words []string
		for _, m := range got.Messages {
			words = append(words, strings.Fields(m.Body)[0])
		}
		if diff := cmp.Diff(want, strings.TrimSuffix(strings.Join(words, " "), ",")); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
	if status := say(t, http.MethodGet, s.URL()+"/messages?limit=x", nil, nil); status != http.StatusBadRequest {
		t.Errorf("bad limit: %d", status)
	}
}

func TestOldestMessagesGoFirst(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{Quiet: true, Keep: 3})
	api := twilio(t, s)
	var last []string
	for _, body := range strings.Split("abcdefghijk", "") {
		if _, err := api.CreateMessage(sms(theirs, body)); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range s.Messages() {
		last = append(last, m.Body)
	}
	if diff := cmp.Diff([]string{"i", "j", "k"}, last); diff != "" {
		t.Error(diff)
	}
}

func TestPageIsToldOfChanges(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{Quiet: true})
	request, err := http.NewRequestWithContext(soon(t), http.MethodGet, s.URL()+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	if !lines.Scan() || lines.Text() != "data: changed" || !lines.Scan() {
		t.Fatal("the stream does not begin")
	}
	if _, err := twilio(t, s).CreateMessage(sms(theirs, "x")); err != nil {
		t.Fatal(err)
	}
	if !lines.Scan() || lines.Text() != "data: changed" {
		t.Error("the page was not told of the message")
	}
}

func TestCrossSiteRequestIsRefused(t *testing.T) {
	t.Parallel()
	s := start(t, sandbox.Config{})
	request, err := http.NewRequestWithContext(soon(t), http.MethodPost, s.URL()+"/replies", strings.NewReader("channel=sms"))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusForbidden {
		t.Errorf("status %d", response.StatusCode)
	}
}
