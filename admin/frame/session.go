package frame

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"github.com/goodterms/goodterms/operator"
)

// How long somebody stays signed in, and how old the note may be of when they were last
// seen: a page that is only read need not write.
const (
	sessionLife = 12 * time.Hour
	sessionIdle = 2 * time.Hour
	sessionNote = time.Minute
)

// Names of what the frame itself keeps in a session. Pages keep theirs under ownPrefix,
// so that none can make somebody another operator.
const (
	keyOperator = "operator"
	keyEpoch    = "epoch"
	keyEntered  = "entered" // when they signed in, in microseconds
	keySeen     = "seen"    // when they were last here, within sessionNote
	keySaid     = "said"
	ownPrefix   = "page "
)

func sessions(cfg Config) *scs.SessionManager {
	s := scs.New()
	s.Store, s.HashTokenInStore, s.Lifetime = living{cfg.Sessions}, true, sessionLife
	s.Cookie = scs.SessionCookie{Name: "goodterms", HttpOnly: true, SameSite: http.SameSiteLaxMode, Path: "/", Secure: cfg.Secure}
	if cfg.Secure {
		s.Cookie.Name = "__Host-goodterms"
	}
	return s
}

// living keeps an answer that is under way from writing back a session that has been
// ended meanwhile.
type living struct{ scs.CtxStore }

// loaded is where a request's context holds the token, hashed, that was found for it.
type loaded struct{}

// FindCtx finds a session and notes that it was there.
func (l living) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	data, found, err := l.CtxStore.FindCtx(ctx, token)
	if note, ok := ctx.Value(loaded{}).(*string); ok && found {
		*note = token
	}
	return data, found, err
}

// CommitCtx writes a session that is new, or there still.
func (l living) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	if note, ok := ctx.Value(loaded{}).(*string); ok && *note == token {
		if _, found, err := l.CtxStore.FindCtx(ctx, token); err != nil || !found {
			return err
		}
	}
	return l.CtxStore.CommitCtx(ctx, token, data, expiry)
}

// openSession finds the session of the request, if the server made one.
func (f *Frame) openSession(v *Visit, r *http.Request) error {
	token := ""
	if cookie, err := r.Cookie(f.sessions.Cookie.Name); err == nil {
		token = cookie.Value
	}
	ctx, err := f.sessions.Load(context.WithValue(r.Context(), loaded{}, new(string)), token)
	if err != nil {
		return err
	}
	v.Request, v.inSession = r.WithContext(ctx), true
	return nil
}

// closeSession writes the session, if it has changed, and its cookie. It must happen
// before the answer begins.
func (f *Frame) closeSession(v *Visit, w http.ResponseWriter) error {
	if !v.inSession {
		return nil
	}
	switch f.sessions.Status(v.Ctx()) {
	case scs.Modified:
		token, expiry, err := f.sessions.Commit(context.WithoutCancel(v.Ctx()))
		if err != nil {
			return err
		}
		f.sessions.WriteSessionCookie(v.Ctx(), w, token, expiry)
	case scs.Destroyed:
		f.sessions.WriteSessionCookie(v.Ctx(), w, "", time.Time{})
	}
	return nil
}

// signedIn is the operator of the session; operator.ErrNotFound when there is none, when
// they may not sign in any more, were away too long, or when something has ended every
// session of theirs. Then the session is ended on the server, too.
func (f *Frame) signedIn(v *Visit) (operator.Operator, error) {
	id := f.sessions.GetString(v.Ctx(), keyOperator)
	if id == "" {
		return operator.Operator{}, operator.ErrNotFound
	}
	o, err := f.Operators.FindOperator(v.Ctx(), id)
	if err != nil && !errors.Is(err, operator.ErrNotFound) {
		return operator.Operator{}, err
	}
	if err != nil || !o.DisabledAt.IsZero() || o.Epoch != f.sessions.GetInt(v.Ctx(), keyEpoch) || f.stale(v) {
		return operator.Operator{}, errors.Join(operator.ErrNotFound, f.sessions.Destroy(v.Ctx()))
	}
	return o, nil
}

// stale says whether the session is too old, or nobody was here for too long. If not, it
// is noted that somebody was.
func (f *Frame) stale(v *Visit) bool {
	now := v.Now.UnixMicro()
	away := time.Duration(now-f.sessions.GetInt64(v.Ctx(), keySeen)) * time.Microsecond
	if v.Now.Sub(v.SignedInAt()) >= sessionLife || away >= sessionIdle {
		return true
	}
	if away >= sessionNote {
		f.sessions.Put(v.Ctx(), keySeen, now)
	}
	return false
}

// SignIn makes the session that of the operator, under a new token and with nothing in
// it from before.
func (v *Visit) SignIn(o operator.Operator) error {
	s, ctx := v.frame.sessions, v.Ctx()
	if err := errors.Join(s.Clear(ctx), s.RenewToken(ctx)); err != nil {
		return err
	}
	s.Put(ctx, keyOperator, o.ID)
	s.Put(ctx, keyEpoch, o.Epoch)
	s.Put(ctx, keyEntered, v.Now.UnixMicro())
	s.Put(ctx, keySeen, v.Now.UnixMicro())
	v.Operator = o
	return nil
}

// SignedInAt is when the session became the operator's.
func (v *Visit) SignedInAt() time.Time {
	return time.UnixMicro(v.frame.sessions.GetInt64(v.Ctx(), keyEntered))
}

// SignOut ends the session on the server.
func (v *Visit) SignOut() error {
	v.Operator = operator.Operator{}
	return v.frame.sessions.Destroy(v.Ctx())
}

// Say shows a sentence on the next page that is shown, or with the next part of one:
// what was just done.
func (v *Visit) Say(sentence string) { v.frame.sessions.Put(v.Ctx(), keySaid, sentence) }

// said is the sentence to be shown, once.
func (v *Visit) said() string {
	if !v.inSession {
		return ""
	}
	return v.frame.sessions.PopString(v.Ctx(), keySaid)
}

// Keep keeps a value in the session until it ends or somebody signs in; an empty one is
// forgotten.
func (v *Visit) Keep(name, value string) {
	if value == "" {
		v.frame.sessions.Remove(v.Ctx(), ownPrefix+name)
		return
	}
	v.frame.sessions.Put(v.Ctx(), ownPrefix+name, value)
}

// Kept returns what Keep kept; empty when there is nothing.
func (v *Visit) Kept(name string) string {
	return v.frame.sessions.GetString(v.Ctx(), ownPrefix+name)
}
