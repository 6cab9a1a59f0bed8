package mailbox

import (
	"cmp"
	"context"
	"io"
	"slices"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"github.com/goodterms/goodterms/channels"
)

// mostAtOnce is how many mails are fetched by one command.
const mostAtOnce = 20

// item is a mail in the mailbox.
type item struct {
	uid  imap.UID
	size int64
	raw  []byte // nil until it is read
}

// look hands over every mail that has not been read yet.
func (s *session) look(ctx context.Context) error {
	select {
	case <-s.news: // what it told of is found now
	default:
	}
	items, err := s.list()
	if err != nil {
		return err
	}
	for len(items) > 0 {
		var batch []item
		batch, items = s.cut(items)
		if err := s.read(batch); err != nil {
			return err
		}
		if err := s.keep(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

// list finds the mails after the last that was read, oldest first.
func (s *session) list() ([]item, error) {
	if s.uid == ^uint32(0) {
		return nil, nil
	}
	s.line.expect(s.cfg.Timeout)
	defer s.line.relax()
	// A server answers for its last mail even when that is before the first asked for.
	after := imap.UIDSet{imap.UIDRange{Start: imap.UID(s.uid + 1)}}
	found, err := s.client.Fetch(after, &imap.FetchOptions{UID: true, RFC822Size: true}).Collect()
	if err != nil {
		return nil, away("listing mails")
	}
	items := make([]item, 0, len(found))
	for _, f := range found {
		if uint32(f.UID) > s.uid {
			items = append(items, item{uid: f.UID, size: f.RFC822Size})
		}
	}
	slices.SortFunc(items, func(a, b item) int { return cmp.Compare(a.uid, b.uid) })
	return slices.CompactFunc(items, func(a, b item) bool { return a.uid == b.uid }), nil
}

// cut takes as many mails from the front as may be in memory at once; one at
// least.
func (s *session) cut(items []item) (batch, others []item) {
	n, bytes := 0, int64(0)
	for n < len(items) && n < mostAtOnce {
		if !s.tooBig(items[n].size) {
			bytes += items[n].size
		}
		if n > 0 && bytes > s.cfg.MaxBytes {
			break
		}
		n++
	}
	return items[:n], items[n:]
}

func (s *session) tooBig(size int64) bool { return size > s.cfg.MaxBytes }

// read fetches the mails of a batch without marking them as seen.
func (s *session) read(batch []item) error {
	var wanted imap.UIDSet
	for _, i := range batch {
		if s.tooBig(i.size) {
			s.skip()
			continue
		}
		wanted.AddNum(i.uid)
	}
	if len(wanted) == 0 {
		return nil
	}
	s.line.expect(s.cfg.Timeout)
	defer s.line.relax()
	fetch := s.client.Fetch(wanted, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{{Peek: true}}})
	for message := fetch.Next(); message != nil; message = fetch.Next() {
		uid, raw := s.content(message)
		for n := range batch {
			if batch[n].uid == uid {
				batch[n].raw = raw
			}
		}
	}
	if fetch.Close() != nil {
		return away("reading mails")
	}
	return nil
}

// content is a mail as it comes over the line; nil when it is larger than the
// server had said.
func (s *session) content(message *imapclient.FetchMessageData) (uid imap.UID, raw []byte) {
	for part := message.Next(); part != nil; part = message.Next() {
		switch part := part.(type) {
		case imapclient.FetchItemDataUID:
			uid = part.UID
		case imapclient.FetchItemDataBodySection:
			if part.Literal == nil {
				continue
			}
			if s.tooBig(part.Literal.Size()) {
				s.skip()
				continue
			}
			// What is cut off makes the whole command fail.
			raw, _ = io.ReadAll(part.Literal)
		}
	}
	return uid, raw
}

// skip tells of a mail that is left where it is.
func (s *session) skip() {
	s.Log.Warn("a mail is too big and stays unread in the mailbox", "channel", channels.Email, "limit", s.cfg.MaxBytes)
}

// keep hands the mails of a batch over, oldest first, and remembers how far it
// came. A mail that is gone, or skipped, is passed.
func (s *session) keep(ctx context.Context, batch []item) error {
	var kept imap.UIDSet
	var failed error
	reached := s.uid
	for _, i := range batch {
		if i.raw != nil {
			if err := s.Receive(ctx, i.raw); err != nil {
				failed = ours("keeping a mail", err)
				break
			}
			kept.AddNum(i.uid)
			s.kept()
		}
		reached = uint32(i.uid)
	}
	if err := s.move(kept); err != nil {
		return err
	}
	if reached == s.uid {
		return failed
	}
	if err := s.Cursor.SetMailboxCursor(ctx, s.place.name(), s.validity, reached); err != nil {
		return ours("noting how far it was read", err)
	}
	s.uid = reached
	return failed
}

// move puts kept mails away. Where the server knows no MOVE, a mail is marked as
// deleted only after its copy is there, and expunged only where that can be done
// to it alone.
func (s *session) move(kept imap.UIDSet) error {
	if s.target == "" || len(kept) == 0 {
		return nil
	}
	s.line.expect(s.cfg.Timeout)
	defer s.line.relax()
	if s.caps.Has(imap.CapMove) {
		if _, err := s.client.Move(kept, s.target).Wait(); err != nil {
			return away("moving mails")
		}
		return nil
	}
	if _, err := s.client.Copy(kept, s.target).Wait(); err != nil {
		return away("copying mails")
	}
	deleted := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted, imap.FlagSeen}}
	if s.client.Store(kept, deleted, nil).Close() != nil {
		return away("marking mails")
	}
	if s.caps.Has(imap.CapUIDPlus) && s.client.UIDExpunge(kept).Close() != nil {
		return away("expunging mails")
	}
	return nil
}
