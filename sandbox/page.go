package sandbox

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"
)

// What the page shows at most.
const (
	shownAddresses = 40
	shownEntries   = 12
	lookedAt       = 2000 // messages looked through for the newest addresses
	calmness       = 300 * time.Millisecond
)

//go:embed page
var pageFiles embed.FS

// page is the parsed template of the sandbox's page.
type page struct{ views *template.Template }

func newPage() (*page, error) {
	views, err := template.ParseFS(pageFiles, "page/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse the sandbox page: %w", err)
	}
	return &page{views}, nil
}

func (s *Sandbox) pageRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", s.showPage)
	mux.HandleFunc("GET /conversations", s.showConversations)
	mux.HandleFunc("GET /events", s.streamEvents)
	files := http.FileServerFS(pageFiles)
	mux.Handle("GET /page/sandbox.css", files)
	mux.Handle("GET /page/sandbox.js", files)
}

// conversation is a phone or mailbox with what went to and came from it.
type conversation struct {
	Address  string
	Phone    bool
	Key      string // for the element's id
	Last     time.Time
	Version  string // changes whenever the conversation does
	Entries  []item
	Earlier  int    // entries that are not shown
	Latest   string // id of the newest message: what a reply answers
	CanPress string // id of the newest call that asks for keys, live or past
}

// Parts is the address cut where a line may break.
func (c conversation) Parts() []string {
	return strings.FieldsFunc(strings.NewReplacer("@", "@\n", ".", ".\n").Replace(c.Address), func(r rune) bool { return r == '\n' })
}

// Keys are the keys the page offers.
func (conversation) Keys() []string { return []string{"1", "2", "3", "9"} }

// item is one entry of a conversation.
type item struct {
	Kind    string // sms, voice, email, or reply
	At      time.Time
	Message Message
	Reply   Inbound
	HTML    bool
	Open    bool   // shown unfolded
	Tone    string // kind, wait or stop
	Mark    string // the tone's shape
	State   string // the status in words
}

// scene is everything the page shows.
type scene struct {
	Theme         string
	Conversations []conversation
	Total         int
	Faults        []fault
	SMS, Voice    []Outcome
	Email         []Outcome
	URL, SMTP     string
	MailIn        bool
	CallsUs       bool // calls to our number are answered
	Webhook       bool
}

func (s *Sandbox) scene(theme string) scene {
	if theme != "dark" && theme != "light" {
		theme = ""
	}
	sc := scene{
		Theme: theme, Conversations: s.conversations(), Total: s.inbox.count(), Faults: s.chooser.standing(),
		URL: s.URL(), SMTP: s.SMTPAddr(), MailIn: s.mailIn() != "", Webhook: s.smsWebhook() != "", CallsUs: s.voiceHook() != "",
	}
	for _, o := range Outcomes() {
		switch o.Channel {
		case channelSMS:
			sc.SMS = append(sc.SMS, o)
		case channelVoice:
			sc.Voice = append(sc.Voice, o)
		default:
			sc.Email = append(sc.Email, o)
		}
	}
	return sc
}

// conversations groups the newest messages and replies by address.
func (s *Sandbox) conversations() []conversation {
	replies := s.replies.list()
	var found []conversation
	for _, address := range s.inbox.newest(lookedAt, shownAddresses) {
		found = append(found, s.conversation(address, replies))
	}
	slices.SortStableFunc(found, func(a, b conversation) int { return b.Last.Compare(a.Last) })
	return found
}

func (s *Sandbox) conversation(address string, replies []Inbound) conversation {
	c := conversation{Address: address, Phone: strings.HasPrefix(address, "+"), Key: strings.ToLower(address)}
	records := s.inbox.to(address)
	c.Earlier = max(len(records)-shownEntries, 0)
	revision := 0
	for _, r := range records[c.Earlier:] {
		revision = max(revision, c.add(s, r))
	}
	answers := 0
	for _, in := range replies {
		if strings.EqualFold(in.From, address) && in.Channel != channelVoice {
			c.Entries = append(c.Entries, item{Kind: "reply", At: in.At, Reply: in})
			answers++
		}
	}
	c.Version = fmt.Sprintf("%d-%d", revision, answers)
	slices.SortStableFunc(c.Entries, func(a, b item) int { return a.At.Compare(b.At) })
	if n := len(c.Entries); n > 0 {
		c.Last, c.Entries[n-1].Open = c.Entries[n-1].At, true
	}
	return c
}

// add puts a message into the conversation and returns its revision.
func (c *conversation) add(s *Sandbox, r *record) (revision int) {
	s.inbox.look(func() { revision = r.revision })
	m := s.inbox.view(r).read()
	e := item{Kind: m.Channel, At: m.At, Message: m, HTML: m.letter != nil && m.letter.said().hasHTML}
	e.Tone, e.Mark, e.State = tone(m)
	c.Entries = append(c.Entries, e)
	if m.Channel != channelVoice || c.Latest == "" { // an SMS back answers an SMS rather than a call
		c.Latest = m.ID
	}
	if r.twilio != nil && r.twilio.call != nil && (r.twilio.call.asks() || r.twilio.call.live()) {
		c.CanPress = m.ID
	}
	return revision
}

// tone is the colour, shape and word of a message's status: colour never speaks
// alone.
func tone(m Message) (tone, mark, state string) {
	switch m.Status {
	case "delivered", "completed":
		return "kind", "✓", m.Status
	case "accepted":
		if m.Channel == channelEmail {
			return "kind", "✓", "accepted"
		}
		return "wait", "…", "accepted"
	case "undelivered", "failed":
		if m.ErrorCode != 0 {
			return "stop", "✕", fmt.Sprintf("%s, %d", m.Status, m.ErrorCode)
		}
		return "stop", "✕", m.Status
	case "busy", "no-answer", "canceled":
		return "stop", "✕", strings.ReplaceAll(m.Status, "-", " ")
	case "in-progress":
		return "wait", "☎", "on the line"
	}
	return "wait", "…", m.Status
}

func (s *Sandbox) showPage(w http.ResponseWriter, r *http.Request) { s.render(w, r, "sandbox.html") }

func (s *Sandbox) showConversations(w http.ResponseWriter, r *http.Request) {
	s.render(w, r, "conversations.html")
}

func (s *Sandbox) render(w http.ResponseWriter, r *http.Request, view string) {
	var body bytes.Buffer
	if err := s.page.views.ExecuteTemplate(&body, view, s.scene(r.URL.Query().Get("theme"))); err != nil {
		s.log.Error("page not shown", "reason", err)
		http.Error(w, "the page could not be shown", http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	_, _ = w.Write(body.Bytes()) // the client may be gone: nothing to do about it
}

// streamEvents tells the page, at most a few times a second, that something has
// changed.
func (s *Sandbox) streamEvents(w http.ResponseWriter, r *http.Request) {
	watch, stop := s.inbox.watch()
	defer stop()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	stream := http.NewResponseController(w)
	for {
		if _, err := fmt.Fprint(w, "data: changed\n\n"); err != nil || stream.Flush() != nil {
			return
		}
		select {
		case <-watch.bell:
			watch.take()
		case <-r.Context().Done():
			return
		case <-s.ctx.Done():
			return
		}
		select {
		case <-time.After(calmness):
		case <-s.ctx.Done():
			return
		}
	}
}
