// Package operator is in charge of the people who use the admin pages: who they are,
// what each may do, how they prove it, and the record of what they changed. It
// refuses to know what the pages show.
package operator

import (
	"errors"
	"slices"
	"time"

	"github.com/goodterms/goodterms/config/secret"
)

// Errors about operators.
var (
	ErrNotFound  = errors.New("there is no such operator")
	ErrTaken     = errors.New("an operator with this email, or this identity, exists already")
	ErrLastAdmin = errors.New("the last admin must stay one")
	ErrNoLink    = errors.New("the link does not work any more")
	ErrEnded     = errors.New("there is no such audit entry without an outcome")
)

// Role is what an operator is there for.
type Role string

// The roles. Whether somebody may publish texts and send messages is said besides.
const (
	Viewer Role = "viewer" // sees
	Editor Role = "editor" // and writes texts
	Clerk  Role = "clerk"  // sees, and does follow-ups
	Admin  Role = "admin"  // everything, and keys, operators, webhooks, the audit log
)

// Roles lists every role.
func Roles() []Role { return []Role{Viewer, Editor, Clerk, Admin} }

// Right is what a page or a change asks for.
type Right string

// The rights.
const (
	See     Right = "see"     // pages about customers, texts and the gateway
	Write   Right = "write"   // drafts and experiments; test messages to oneself
	Publish Right = "publish" // make a version the current one
	Work    Right = "work"    // follow-ups, notes, holds, promises, disputes, wishes
	Send    Right = "send"    // make a message leave for a customer: answers, reminders by hand
	Manage  Right = "manage"  // keys, operators, webhooks, the audit log, the kill switch
)

var rights = map[Role][]Right{
	Viewer: {See},
	Editor: {See, Write},
	Clerk:  {See, Work},
	Admin:  {See, Write, Work, Manage},
}

// Operator is a person who uses the admin pages.
type Operator struct {
	ID          string // opr_…
	Email       string // in lower case
	Name        string
	Role        Role
	MayPublish  bool
	MaySend     bool
	Zone        string // IANA; empty: UTC
	Phone       string // E.164, for test messages; empty: none
	EmailProven time.Time
	PhoneProven time.Time
	Password    secret.String // argon2id hash; empty: none
	Subject     string        // issuer and subject of an identity provider, joined by a blank; empty: none
	Epoch       int           // rises with what ends every session: password, role, rights, disabling
	CreatedAt   time.Time
	DisabledAt  time.Time // zero: may sign in
	SignedInAt  time.Time
}

// May says whether the operator has the right. One who is disabled has none. The
// right to publish needs that to write, and the right to send that to work.
func (o Operator) May(r Right) bool {
	if !o.DisabledAt.IsZero() {
		return false
	}
	has := rights[o.Role]
	switch r {
	case Publish:
		return o.MayPublish && slices.Contains(has, Write)
	case Send:
		return o.MaySend && slices.Contains(has, Work)
	}
	return slices.Contains(has, r)
}

// EndSessions ends every session of the operator once the operator is stored. Whatever
// changes a password, a role or a right, or disables, calls it.
func (o *Operator) EndSessions() { o.Epoch++ }

// Allow sets role and rights, and ends the sessions when that changes any of them.
func (o *Operator) Allow(role Role, publish, send bool) {
	if o.Role == role && o.MayPublish == publish && o.MaySend == send {
		return
	}
	o.Role, o.MayPublish, o.MaySend = role, publish, send
	o.EndSessions()
}

// Disable takes every right away and ends the sessions. One who is disabled already
// stays so since when they were.
func (o *Operator) Disable(now time.Time) {
	if o.DisabledAt.IsZero() {
		o.DisabledAt = now
		o.EndSessions()
	}
}

// Enable lets an operator sign in again. Sessions of before do not come back.
func (o *Operator) Enable() { o.DisabledAt = time.Time{} }

// Move gives the operator another mail address, which is not proven yet.
func (o *Operator) Move(email string) {
	if o.Email != email {
		o.Email, o.EmailProven = email, time.Time{}
	}
}
