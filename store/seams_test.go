package store_test

import (
	"github.com/goodterms/goodterms/api"
	"github.com/goodterms/goodterms/reminder"
	"github.com/goodterms/goodterms/store"
)

// The store keeps what the API and the story ask for.
var (
	_ api.Contacts     = (*store.Store)(nil)
	_ api.Permissions  = (*store.Store)(nil)
	_ api.Reminders    = (*store.Store)(nil)
	_ api.Accounts     = (*store.Store)(nil)
	_ api.Replies      = (*store.Store)(nil)
	_ reminder.OptOuts = (*store.Store)(nil)
)
