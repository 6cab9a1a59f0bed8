package frame

import "github.com/goodterms/goodterms/operator"

// entry is a page's name in the navigation.
type entry struct {
	Key, Name, Path string
	Right           operator.Right
	Gap             bool // another kind of thing begins here
	Current         bool
}

// places are the entries of the navigation, in their order.
var places = []entry{
	{Key: "today", Name: "Today", Path: "/admin/", Right: operator.See},
	{Key: "accounts", Name: "Accounts", Path: "/admin/accounts", Right: operator.See},
	{Key: "follow-ups", Name: "Follow-ups", Path: "/admin/follow-ups", Right: operator.See},
	{Key: "templates", Gap: true, Name: "Templates", Path: "/admin/templates", Right: operator.See},
	{Key: "rules", Name: "Contact rules", Path: "/admin/rules", Right: operator.See},
	{Key: "channels", Gap: true, Name: "Channels", Path: "/admin/channels", Right: operator.See},
	{Key: "queue", Name: "Queue", Path: "/admin/queue", Right: operator.See},
	{Key: "webhooks", Gap: true, Name: "Webhooks", Path: "/admin/webhooks", Right: operator.Manage},
	{Key: "keys", Name: "Keys", Path: "/admin/keys", Right: operator.Manage},
	{Key: "operators", Name: "Operators", Path: "/admin/operators", Right: operator.Manage},
	{Key: "audit", Name: "Audit", Path: "/admin/audit", Right: operator.Manage},
}

// navigation is what the operator may open, with the current entry marked.
func navigation(o operator.Operator, current string) (list []entry) {
	for _, e := range places {
		if o.May(e.Right) {
			e.Current = e.Key == current
			list = append(list, e)
		}
	}
	return list
}
