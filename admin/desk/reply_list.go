package desk

import (
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/channels"
	"github.com/goodterms/goodterms/replies"
)

// heard is a reply as a sentence.
type heard struct {
	Path     string
	From     string
	Kind     string
	Way      string
	At       frame.Time
	Words    string
	Meant    []string
	Known    bool
	Sender   bool // matched by the sender alone
	Attached int
	Test     bool
}

// came fills the list of replies.
type came struct {
	Tabs  []tab
	Rows  []heard
	More  string
	Empty map[string]any
}

func (d *desk) listReplies(v *frame.Visit) error {
	f := replies.ReplyFilter{Unmatched: v.Request.URL.Query().Has("unmatched"), Latest: true, Limit: pageSize + 1}
	if after := v.Form("after"); after != "" {
		if _, ok := account.RawID("rep", after); ok {
			f.After = after
		}
	}
	list, err := d.Replies.ListReplies(v.Ctx(), f)
	if err != nil {
		return err
	}
	path := frame.Path("replies")
	page := came{Tabs: []tab{{"All", path, !f.Unmatched}, {"From nobody known", path + "?unmatched", f.Unmatched}}}
	page.Empty = map[string]any{"title": "Nothing has come in yet.", "text": "What customers send back appears here, by whatever way, the latest first."}
	if f.Unmatched {
		page.Empty = map[string]any{"title": "Everything that came in belongs to somebody.", "text": "A reply that belongs to no account that we know appears here."}
	}
	if len(list) > pageSize {
		list = list[:pageSize]
		page.More = path + "?after=" + list[pageSize-1].ID
		if f.Unmatched {
			page.More += "&unmatched"
		}
	}
	for _, t := range list {
		page.Rows = append(page.Rows, heardOf(v, t))
	}
	return v.Show("desk_replies.html", frame.Page{Title: "Replies", Nav: "follow-ups", Data: page})
}

func heardOf(v *frame.Visit, t replies.Text) heard {
	h := heard{
		Path: frame.Path("replies", t.ID), From: t.From, Kind: kinds[t.Kind], Way: byWay[t.Channel], At: v.Time(t.At, ""), Words: firstWords(t),
		Known: t.AccountID != "", Sender: t.Match == replies.BySender, Attached: len(t.Media), Test: t.Test,
	}
	for _, f := range t.Intents {
		h.Meant = append(h.Meant, meaningOf(f.Intent).Name)
	}
	return h
}

// reply fills the page of one.
type reply struct {
	Row      heard
	Text     replies.Text
	Read     read
	Matched  string
	Attached []attached
	RawPath  string
}

// showReply shows a reply that may have no follow-up.
func (d *desk) showReply(v *frame.Visit) error {
	t, err := d.reply(v)
	if err != nil {
		return err
	}
	page := reply{Row: heardOf(v, t), Text: t, Read: readingsOf(t.Subject, t.Body, t.Intents), Matched: matched[t.Match], Attached: attachedTo(t)}
	if t.Raw != "" {
		page.RawPath = frame.Path("replies", t.ID, "raw")
	}
	return v.Show("desk_reply.html", frame.Page{Title: "A reply", Nav: "follow-ups", Data: page})
}

func (d *desk) reply(v *frame.Visit) (replies.Text, error) {
	id := v.PathValue("id")
	if _, ok := account.RawID("rep", id); !ok {
		return replies.Text{}, frame.ErrNotFound
	}
	t, err := d.Replies.FindReply(v.Ctx(), id)
	return t, missing(err)
}

// rawReply gives a reply as it came. It is a download and never a page: what
// strangers send must not run in a browser.
func (d *desk) rawReply(v *frame.Visit) error {
	t, err := d.reply(v)
	if err != nil {
		return err
	}
	ending := ".txt"
	if t.Channel == channels.Email {
		ending = ".eml"
	}
	h := v.Writer.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", `attachment; filename="`+t.ID+ending+`"`)
	h.Set("Content-Length", strconv.Itoa(len(t.Raw)))
	v.Writer.WriteHeader(http.StatusOK)
	io.WriteString(v.Writer, t.Raw) // it fails when the browser has gone, and nobody can be told then
	return nil
}

// size writes bytes for people; empty when they are not known.
func size(n int) string {
	switch {
	case n <= 0:
		return ""
	case n < 1000:
		return fmt.Sprintf("%d bytes", n)
	case n < 1_000_000:
		return fmt.Sprintf("%d kB", n/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
