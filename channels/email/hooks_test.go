package email_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/channels/email"
	"github.com/goodterms/goodterms/config/secret"
)

const (
	hookSecret = "hunter2hunter2"
	hookFrom   = "margaret.holloway@customer.example"
	hookTo     = "in+" + inboundToken + "@in.bluebottle.example"
)

// hookMail is ugly on purpose: it has to come through byte by byte.
const hookMail = "From: \"M\" <margaret.holloway@customer.example>\r\nSubject: =?utf-8?q?Re=3A?=\r\n\r\nI paid & sent it; 100% é + ü\r\n--\r\n\tM.\r\n"

var allOn = email.HookConfig{
	Mailgun: secret.New(hookSecret), Postmark: secret.New(hookSecret), SendGrid: secret.New(hookSecret), Generic: secret.New(hookSecret),
}

// posted is a webhook: a request and its body.
type posted struct {
	r    *http.Request
	body []byte
}

func post(path, contentType string, body []byte) posted {
	r := httptest.NewRequest(http.MethodPost, path, nil)
	r.Header.Set("Content-Type", contentType)
	return posted{r, body}
}

func (p posted) by(password string) posted {
	p.r.SetBasicAuth("anyone", password)
	return p
}

func (p posted) with(name, value string) posted {
	p.r.Header.Set(name, value)
	return p
}

func (p posted) read(cfg email.HookConfig) ([]channels.Reply, error) {
	return email.NewHook(cfg).Read(p.r, p.body, noon)
}

func signed(key, text string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}

// mailgunForm is what a route posts; changes come as pairs.
func mailgunForm(changes ...string) url.Values {
	at := strconv.FormatInt(noon.Unix(), 10)
	form := url.Values{
		"timestamp": {at}, "token": {"tok"}, "signature": {signed(hookSecret, at+"tok")},
		"recipient": {hookTo}, "sender": {hookFrom}, "body-mime": {hookMail}, "subject": {"Re:"},
	}
	for i := 0; i+1 < len(changes); i += 2 {
		form.Set(changes[i], changes[i+1])
	}
	return form
}

func mailgun(form url.Values) posted {
	return post("/hooks/email/mailgun/mime", "application/x-www-form-urlencoded", []byte(form.Encode()))
}

// multiple is the same form in parts, with an attachment between them.
func multiple(t *testing.T, path string, form url.Values) posted {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	file, err := w.CreateFormFile("attachment-1", "bill.pdf")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = file.Write([]byte("%PDF"))
	for name, values := range form {
		if err := w.WriteField(name, values[0]); err != nil {
			t.Fatal(err)
		}
	}
	_ = w.Close()
	return post(path, w.FormDataContentType(), body.Bytes())
}

func postmark(t *testing.T, fields map[string]any) posted {
	t.Helper()
	body, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return post("/hooks/email/postmark", "application/json; charset=utf-8", body)
}

func postmarkFields() map[string]any {
	return map[string]any{
		"From": "M <" + hookFrom + ">", "FromFull": map[string]any{"Email": hookFrom, "Name": "M", "MailboxHash": ""},
		"OriginalRecipient": hookTo, "MailboxHash": inboundToken, "RawEmail": hookMail, "TextBody": "I paid", "Attachments": []any{},
	}
}

func sendGridForm() url.Values {
	return url.Values{"email": {hookMail}, "envelope": {`{"to":["` + hookTo + `"],"from":"` + hookFrom + `"}`}, "spam_score": {"0.1"}}
}

func generic() posted {
	return post("/hooks/email/generic", "message/rfc822", []byte(hookMail)).with("X-Envelope-From", "<"+hookFrom+">").with("X-Envelope-To", hookTo)
}

func TestEveryProvidersRawMailComesInWhole(t *testing.T) {
	t.Parallel()
	want := []channels.Reply{{Channel: channels.Email, From: hookFrom, To: hookTo, Raw: hookMail}}
	for name, p := range map[string]posted{
		"mailgun":            mailgun(mailgunForm()),
		"mailgun in parts":   multiple(t, "/hooks/email/mailgun/mime", mailgunForm()),
		"postmark":           postmark(t, postmarkFields()).by(hookSecret),
		"sendgrid":           multiple(t, "/hooks/email/sendgrid", sendGridForm()).by(hookSecret),
		"generic, password":  generic().by(hookSecret),
		"generic, bearer":    generic().with("Authorization", "Bearer "+hookSecret),
		"generic, signature": generic().with("X-Signature", "sha256="+signed(hookSecret, hookMail)),
		"generic, octets":    generic().by(hookSecret).with("Content-Type", "application/octet-stream"),
	} {
		got, err := p.read(allOn)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}

func TestAWebhookThatProvesNothingIsRefused(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]posted{
		"mailgun without":         post("/hooks/email/mailgun", "application/x-www-form-urlencoded", []byte("body-mime=x")),
		"mailgun, no form":        post("/hooks/email/mailgun", "application/json", []byte("{}")),
		"mailgun, broken form":    post("/hooks/email/mailgun", "application/x-www-form-urlencoded", []byte("a=%zz")),
		"mailgun, broken parts":   post("/hooks/email/mailgun", "multipart/form-data; boundary=b", []byte("--b\r\n")),
		"mailgun, other token":    mailgun(mailgunForm("token", "other")),
		"mailgun, other time":     mailgun(mailgunForm("timestamp", strconv.FormatInt(noon.Unix()-1, 10))),
		"mailgun, no time":        mailgun(mailgunForm("timestamp", "yesterday")),
		"mailgun, no hex":         mailgun(mailgunForm("signature", "none")),
		"mailgun, no signature":   mailgun(mailgunForm("signature", "")),
		"postmark without":        postmark(t, postmarkFields()),
		"postmark, other":         postmark(t, postmarkFields()).by("other"),
		"sendgrid without":        multiple(t, "/hooks/email/sendgrid", sendGridForm()),
		"sendgrid, empty":         multiple(t, "/hooks/email/sendgrid", sendGridForm()).by(""),
		"generic without":         generic(),
		"generic, empty bearer":   generic().with("Authorization", "Bearer "),
		"generic, bare":           generic().with("Authorization", hookSecret),
		"generic, other text":     generic().with("X-Signature", "sha256="+signed(hookSecret, "other")),
		"generic, no scheme":      generic().with("X-Signature", signed(hookSecret, hookMail)),
		"a provider unknown":      post("/hooks/email/pigeon", "message/rfc822", []byte(hookMail)).by(hookSecret),
		"a provider without name": post("/", "message/rfc822", []byte(hookMail)).by(hookSecret),
	} {
		if got, err := p.read(allOn); !errors.Is(err, email.ErrHookAuth) || got != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestAProviderWithoutASecretIsOff(t *testing.T) {
	t.Parallel()
	at := strconv.FormatInt(noon.Unix(), 10)
	for name, p := range map[string]posted{
		"mailgun":  mailgun(mailgunForm("signature", signed("", at+"tok"))),
		"postmark": postmark(t, postmarkFields()).by(""),
		"sendgrid": multiple(t, "/hooks/email/sendgrid", sendGridForm()).by(""),
		"generic":  generic().with("X-Signature", "sha256="+signed("", hookMail)),
	} {
		if got, err := p.read(email.HookConfig{}); !errors.Is(err, email.ErrHookAuth) || got != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestMailgunMayTryForAsLongAsItDoesAndNoLonger(t *testing.T) {
	t.Parallel()
	for ago, want := range map[time.Duration]bool{
		0: true, 8 * time.Hour: true, 10 * time.Hour: false, -4 * time.Minute: true, -6 * time.Minute: false,
	} {
		at := strconv.FormatInt(noon.Add(-ago).Unix(), 10)
		_, err := mailgun(mailgunForm("timestamp", at, "signature", signed(hookSecret, at+"tok"))).read(allOn)
		if (err == nil) != want {
			t.Errorf("%s ago: %v", ago, err)
		}
	}
}

func TestAWebhookWithoutTheRawMailSaysWhatToSwitchOn(t *testing.T) {
	t.Parallel()
	parsed := mailgunForm()
	parsed.Del("body-mime")
	fields := postmarkFields()
	delete(fields, "RawEmail")
	form := sendGridForm()
	form.Del("email")
	for name, c := range map[string]struct {
		posted
		says string
	}{
		"mailgun":          {mailgun(parsed), "/mime"},
		"mailgun, empty":   {mailgun(mailgunForm("body-mime", "")), "empty"},
		"postmark":         {postmark(t, fields).by(hookSecret), "Include raw email content"},
		"postmark, broken": {post("/hooks/email/postmark", "application/json", []byte(`{"RawEmail":"`)).by(hookSecret), "raw"},
		"sendgrid":         {multiple(t, "/hooks/email/sendgrid", form).by(hookSecret), "POST the raw, full MIME message"},
		"sendgrid, broken": {post("/hooks/email/sendgrid", "multipart/form-data; boundary=b", []byte("--b\r\nContent-Disposition: form-data; name=email\r\n\r\nhalf")).by(hookSecret), "form"},
		"generic":          {generic().by(hookSecret).with("Content-Type", "text/html"), "message/rfc822"},
		"too large":        {post("/hooks/email/generic", "message/rfc822", make([]byte, email.MaxInbound+1)).by(hookSecret), "25 MB"},
	} {
		got, err := c.read(allOn)
		if !errors.Is(err, email.ErrHookForm) || got != nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		if err != nil && (strings.Contains(err.Error(), "margaret") || strings.Contains(err.Error(), inboundToken)) {
			t.Errorf("%s: the error tells on people: %v", name, err)
		}
	}
}

func TestOfSeveralRecipientsTheOneWithATokenCounts(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]string{
		"boss@customer.example, " + hookTo:                                    hookTo,
		"boss@customer.example,IN-" + inboundToken + "@in.bluebottle.example": "in-" + inboundToken + "@in.bluebottle.example",
		"b+" + inboundToken + "@bounces.bluebottle.example,x@y.example":       "b+" + inboundToken + "@bounces.bluebottle.example",
		"Billing@bluebottle.example, boss@customer.example":                   "billing@bluebottle.example",
		"": "", "nobody": "", "<>": "", "a@b.example\x00": "", strings.Repeat("a", 2000) + "@b.example": "",
	} {
		got, err := generic().by(hookSecret).with("X-Envelope-To", to).read(allOn)
		if err != nil || got[0].To != want {
			t.Errorf("%q: %v, %v", to, got, err)
		}
	}
}

func TestABouncesEmptySenderStaysEmpty(t *testing.T) {
	t.Parallel()
	for _, from := range []string{"", "<>", "  "} {
		got, err := mailgun(mailgunForm("sender", from)).read(allOn)
		if err != nil || got[0].From != "" {
			t.Errorf("%q: %v, %v", from, got, err)
		}
	}
}

func FuzzAWebhookOfAnyShapeIsReadOrRefused(f *testing.F) {
	f.Add("mailgun", "application/x-www-form-urlencoded", mailgunForm().Encode())
	f.Add("sendgrid", "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nx\r\n--b--\r\n")
	f.Add("postmark", "application/json", `{"RawEmail":"x","FromFull":7}`)
	f.Add("generic", "message/rfc822", hookMail)
	f.Fuzz(func(t *testing.T, provider, contentType, body string) {
		r := &http.Request{Method: http.MethodPost, URL: &url.URL{Path: "/hooks/email/" + provider}, Header: http.Header{"Content-Type": {contentType}}}
		r.SetBasicAuth("", hookSecret)
		got, err := email.NewHook(allOn).Read(r, []byte(body), noon)
		if (err == nil) == (got == nil) || err != nil && !errors.Is(err, email.ErrHookAuth) && !errors.Is(err, email.ErrHookForm) {
			t.Errorf("%v, %v", got, err)
		}
	})
}
