package main

import "github.com/goodterms/goodterms/events"

// webhooks is what tells other systems of events.
func (a *app) webhooks() *events.Dispatcher {
	return events.NewDispatcher(events.Config{Store: a.store, Now: a.now, IDs: a.ids, Log: a.log})
}
