package api_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestEveryFaultNamesItsField(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for name, c := range map[string]struct {
		from, to string
		at       string
	}{
		"unknown currency":        {`"GBP"`, `"GBX"`, "body.invoices[0].currency"},
		"currency in small":       {`"GBP"`, `"gbp"`, "body.invoices[0].currency"},
		"amount is no number":     {`"120.50"`, `"12O.50"`, "body.invoices[0].amount"},
		"amount as a number":      {`"120.50"`, `120.50`, "body.invoices[0].amount"},
		"amount below zero":       {`"120.50"`, `"-1"`, "body.invoices[0].amount"},
		"too many digits":         {`"100.00"`, `"100.001"`, "body.invoices[0].balance"},
		"balance above amount":    {`"100.00"`, `"120.51"`, "body.invoices[0].balance"},
		"impossible date":         {`"2027-03-31"`, `"2027-02-30"`, "body.invoices[0].due_on"},
		"due before it is issued": {`"2027-03-31"`, `"2027-02-28"`, "body.invoices[0].due_on"},
		"date with a time":        {`"2027-03-01"`, `"2027-03-01T00:00:00Z"`, "body.invoices[0].issued_on"},
		"unknown template":        {`"gentle"`, `"harsh"`, "body.template"},
		"no template":             {`"template":"gentle",`, ``, "body.template"},
		"template is null":        {`"gentle"`, `null`, "body.template"},
		"empty name":              {`"Zoë Weaver"`, `"  "`, "body.contact.name"},
		"no account":              {`"account":`, `"debtor":`, "body.debtor body.account"},
		"account is a text":       {`"account":{`, `"account":"C-1","Account":{`, "body.account body.Account"},
		"no invoices":             {`"invoices":[{"number":"INV-1","amount":"120.50","balance":"100.00","currency":"GBP","issued_on":"2027-03-01","due_on":"2027-03-31","terms":"30 days net"}]`, `"invoices":[]`, "body.invoices"},
		"invoices are an object":  {`"invoices":[{"number":"INV-1","amount":"120.50","balance":"100.00","currency":"GBP","issued_on":"2027-03-01","due_on":"2027-03-31","terms":"30 days net"}]`, `"invoices":{}`, "body.invoices"},
		"unknown channel":         {`"sms"]`, `"fax"]`, "body.channels[1]"},
		"channel twice":           {`"sms"]`, `"email"]`, "body.channels[1]"},
		"channel is a number":     {`"sms"]`, `3]`, "body.channels[1]"},
		"unknown field":           {`"template"`, `"urgent":true,"template"`, "body.urgent"},
		"unknown inner field":     {`"terms"`, `"vat":[1,{"a":2}],"terms"`, "body.invoices[0].vat"},
		"field in capitals":       {`"terms"`, `"Terms"`, "body.invoices[0].Terms"},
		"field twice":             {`"terms"`, `"number":"INV-2","terms"`, "body.invoices[0].number"},
		"phone is none":           {`"+442079460042"`, `"call me"`, "body.contact.phone"},
		"mail address is none":    {`"robin@example.com"`, `"robin"`, "body.contact.email"},
		"no address at all":       {`"email":"robin@example.com","phone":"+442079460042"`, `"email":""`, "body.contact"},
		"no address for channels": {`"channels":["email","sms"]`, `"channels":["email"]`, ""},
		"zone is none":            {`"Europe/London"`, `"Europe/Londinium"`, "body.account.time_zone"},
		"kind is none":            {`"business"`, `"enterprise"`, "body.account.kind"},
		"reference is a dot":      {`"C-1001"`, `".."`, "body.account.reference"},
		"instant without zone":    {`"2027-04-15T09:30:00+02:00"`, `"2027-04-15T09:30:00"`, "body.send_at"},
		"too far ahead":           {`"2027-04-15T09:30:00+02:00"`, `"2028-06-15T09:30:00Z"`, "body.send_at"},
		"ends before it is sent":  {`"send_at"`, `"expires_at":"2027-04-14T00:00:00Z","send_at"`, "body.expires_at"},
		"has ended already":       {`"send_at"`, `"expires_at":"2027-04-11T00:00:00Z","send_at"`, "body.expires_at"},
		"control character":       {`Blue Bottle`, `Blue\u0000Bottle`, "body.account.name"},
		"line break in a name":    {`Blue Bottle`, `Blue\r\nBcc: Bottle`, "body.account.name"},
		"turned writing":          {`Blue Bottle`, "Blue\u202eBottle", "body.account.name"},
		"lost character":          {`Blue Bottle`, `Blue\ud800Bottle`, "body.account.name"},
		"name too long":           {`Blue Bottle Ltd`, strings.Repeat("é", 201), "body.account.name"},
		"reference too long":      {`"R-1"`, `"` + strings.Repeat("r", 129) + `"`, "body.reference"},
		"nothing is an object":    {goodReminder(), `"just a text"`, "body"},
	} {
		t.Run(name, func(t *testing.T) {
			body := goodReminder(c.from, c.to)
			if body == goodReminder() {
				t.Fatal("the case changes nothing")
			}
			w := h.do(t, "POST", "/v1/reminders", liveKey, body)
			if c.at == "" {
				if w.Code != http.StatusAccepted {
					t.Errorf("status %d: %s", w.Code, w.Body)
				}
				return
			}
			wantProblem(t, w, http.StatusUnprocessableEntity, strings.Fields(c.at)...)
		})
	}
}

func TestAReminderWithoutAnAddressForItsChannelsIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	w := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(`["email","sms"]`, `["sms"]`, `,"phone":"+442079460042"`, ``))
	wantProblem(t, w, http.StatusUnprocessableEntity, "body.contact")
}

func TestAnInvoiceIsListedOnceAndAtMostFiftyAre(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	invoice := goodReminder()[strings.Index(goodReminder(), `{"number"`) : strings.Index(goodReminder(), `"30 days net"}`)+len(`"30 days net"}`)]
	twice := goodReminder(invoice, invoice+","+invoice)
	wantProblem(t, h.do(t, "POST", "/v1/reminders", liveKey, twice), http.StatusUnprocessableEntity, "body.invoices[1].number")
	many := make([]string, 51)
	for i := range many {
		many[i] = strings.Replace(invoice, "INV-1", "INV-"+strconv.Itoa(i), 1)
	}
	w := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(invoice, strings.Join(many, ",")))
	wantProblem(t, w, http.StatusUnprocessableEntity, "body.invoices")
	w = h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(invoice, strings.Join(many[:50], ",")))
	if w.Code != http.StatusAccepted {
		t.Errorf("fifty: status %d: %s", w.Code, w.Body)
	}
}

func TestABodyThatIsNotJSONIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, body := range []string{
		`{`, `}`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{,}`, `[1,]`, `{"account":{}} x`, `{"a":01}`, `{"a":nul}`, `{"a":"\x"}`, `{"a":"`, `{"a\`,
		"{\"a\":\"\n\"}", "{\"a\":\"\xff\"}", `{"invoices":[,]}`, `{"template":nullx}`, " \n", `{"a" 1}`, `{"a":1 "b":2}`, "\ufeff{}",
	} {
		wantProblem(t, h.do(t, "POST", "/v1/reminders", liveKey, body), http.StatusBadRequest)
	}
	wantProblem(t, h.do(t, "POST", "/v1/reminders", liveKey, "", "Content-Type", "application/json"), http.StatusBadRequest)
}

func TestABodyIsHeldToItsLimits(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	two := goodReminder("Blue Bottle", strings.Repeat("b", 2<<20))
	wantProblem(t, h.do(t, "POST", "/v1/reminders", liveKey, two), http.StatusRequestEntityTooLarge)
	five := goodBatch(two, two, two)
	wantProblem(t, h.do(t, "POST", "/v1/reminders/batch", liveKey, five), http.StatusRequestEntityTooLarge)
	deep := `{"x":` + strings.Repeat(`[`, 8) + strings.Repeat(`]`, 8) + `}`
	if p := wantProblem(t, h.do(t, "POST", "/v1/reminders", liveKey, deep), http.StatusBadRequest); !strings.Contains(p.Detail, "8 levels") {
		t.Errorf("detail %q", p.Detail)
	}
	endless := strings.Repeat(`{"a":`, 100_000)
	wantProblem(t, h.do(t, "POST", "/v1/reminders", liveKey, endless), http.StatusBadRequest)
	wantProblem(t, h.do(t, "GET", "/v1/reminders", liveKey, "{}"), http.StatusRequestEntityTooLarge)
}

func TestAClientThatSendsEverythingFirstStillReadsThatItWasTooMuch(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newHouse(t))
	t.Cleanup(server.Close)
	conn, err := net.DialTimeout("tcp", server.Listener.Addr().String(), 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	body := strings.Repeat("x", 8<<20)
	_, err = fmt.Fprintf(conn, "POST /v1/reminders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s", liveKey, len(body), body)
	if err != nil {
		t.Fatalf("the body could not be sent: %v", err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("answer %v, %v", answer, err)
	}
}

func TestOnlyPlainJSONIsTaken(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, headers := range [][]string{
		{"Content-Type", "application/x-www-form-urlencoded"}, {"Content-Type", "text/json"}, {"Content-Type", "application/json; charset=latin1"},
		{"Content-Type", ""}, {"Content-Encoding", "gzip"},
	} {
		wantProblem(t, h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(), headers...), http.StatusUnsupportedMediaType)
	}
	w := h.do(t, "POST", "/v1/reminders", liveKey, goodReminder(), "Content-Type", "application/json; charset=UTF-8")
	if w.Code != http.StatusAccepted {
		t.Errorf("status %d", w.Code)
	}
}

// places are values of a good reminder, each of which garbage can take the place of.
var places = []string{
	`"R-1"`, `"C-1001"`, `"Blue Bottle Ltd"`, `"business"`, `"Europe/London"`, `"en-GB"`, `"P-7"`, `"Zoë Weaver"`, `"robin@example.com"`,
	`"+442079460042"`, `"INV-1"`, `"120.50"`, `"100.00"`, `"GBP"`, `"2027-03-01"`, `"2027-03-31"`, `"30 days net"`, `"gentle"`, `"sms"`,
	`"2027-04-15T09:30:00+02:00"`,
}

func TestNoAnswerEchoesWhatWasSent(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	rapid.Check(t, func(t *rapid.T) {
		garbage := rapid.StringMatching(`[a-z0-9]{3}QX[!-~]{6,200}`).Draw(t, "garbage")
		place := rapid.SampledFrom(places).Draw(t, "place")
		kind := rapid.SampledFrom([]string{"text", "field", "number", "list", "unquoted"}).Draw(t, "kind")
		value := map[string]string{
			"text": strconv.Quote(garbage), "field": `{` + strconv.Quote(garbage) + `:1}`, "number": "7700900" + strconv.Itoa(len(garbage)),
			"list": `[` + strconv.Quote(garbage) + `]`, "unquoted": garbage,
		}[kind]
		if kind == "number" {
			garbage = value
		}
		body := goodReminder(place, value)
		for path, body := range map[string]string{"/v1/reminders": body, "/v1/reminders/batch": goodBatch(body)} {
			r := h.do(nilTB{}, "POST", path, liveKey, body)
			answer := strings.ReplaceAll(r.Body.String(), `"reference":`+strconv.Quote(garbage), "")
			if r.Code >= 400 && strings.Contains(answer, garbage) || strings.Contains(answer, "QX") && place != `"R-1"` {
				t.Fatalf("%s at %s is echoed: %s", kind, place, answer)
			}
		}
	})
	if strings.Contains(h.logged(), "QX") {
		t.Error("the log holds what was sent")
	}
}

// nilTB lets a property use the helpers, which never fail.
type nilTB struct{ testing.TB }

func (nilTB) Helper() {}
