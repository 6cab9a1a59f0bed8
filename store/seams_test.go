package store_test

import (
	"github.com/alexedwards/scs/v2"

	"github.com/goodterms/goodterms/admin/frame"
	"github.com/goodterms/goodterms/admin/office"
	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
)

// The store keeps what the API, the pages and the story ask for.
var (
	_ api.Contacts     = (*store.Store)(nil)
	_ api.Permissions  = (*store.Store)(nil)
	_ api.Reminders    = (*store.Store)(nil)
	_ api.Accounts     = (*store.Store)(nil)
	_ api.Replies      = (*store.Store)(nil)
	_ reminder.OptOuts = (*store.Store)(nil)
	_ frame.Operators  = (*store.Store)(nil)
	_ frame.Audit      = (*store.Store)(nil)
	_ office.Operators = (*store.Store)(nil)
	_ office.Audit     = (*store.Store)(nil)
	_ scs.CtxStore     = store.Sessions{}
)
