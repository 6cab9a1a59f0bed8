package bounce

import "strings"

// field is one "Name: value", unfolded; the name is in lower case.
type field struct{ name, value string }

// fieldsOf reads the fields at the head of a text. Lines that are none are passed over.
func fieldsOf(text string) []field {
	var fields []field
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n \t")
		if f, ok := fieldOf(line); ok {
			fields = append(fields, f)
		} else if folded(line) && len(fields) > 0 {
			extend(&fields[len(fields)-1], line)
		}
	}
	return fields
}

// folded says that a line goes on with the field before it.
func folded(line string) bool {
	return line != "" && (line[0] == ' ' || line[0] == '\t')
}

// extend adds a folded line to a field, within reason.
func extend(f *field, line string) {
	if len(f.value) < 8<<10 {
		f.value += " " + strings.TrimSpace(line)
	}
}

// fieldOf reads a line as a field.
func fieldOf(line string) (field, bool) {
	colon := strings.IndexByte(line, ':')
	if colon < 1 || colon > 60 {
		return field{}, false
	}
	name := line[:colon]
	for i := range len(name) {
		if c := name[i]; c <= ' ' && !(c == ' ' && strings.TrimRight(name[i:], " ") == "") || c > '~' {
			return field{}, false
		}
	}
	return field{strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(line[colon+1:])}, true
}

// groupsOf reads a status part: groups of fields between empty lines (RFC 3464 2.1).
// Systems that forget the empty line start a group with another recipient; those
// that add one lose nothing, because a group without a recipient joins the one before.
func groupsOf(text string) [][]field {
	var groups [][]field
	var group []field
	end := func() {
		if n := len(groups); n > 0 && continues(groups[n-1], group) {
			groups[n-1] = append(groups[n-1], group...)
		} else if len(group) > 0 {
			groups = append(groups, group)
		}
		group = nil
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n \t")
		f, ok := fieldOf(strings.TrimLeft(line, " \t"))
		switch {
		case line == "":
			end()
		case folded(line) && len(group) > 0 && (!ok || !known(f.name)):
			extend(&group[len(group)-1], line)
		case ok:
			if starts(f.name) && has(group, f.name) {
				end()
			}
			group = append(group, f)
		case len(group) > 0 && group[len(group)-1].name == "diagnostic-code":
			extend(&group[len(group)-1], line) // a reply of several lines whose folding was lost
		}
	}
	end()
	return groups
}

// starts says that a second field of this name begins another recipient.
func starts(name string) bool { return name == "final-recipient" || name == "original-recipient" }

// known says that a field is one of a recipient, so that an indented one is not
// taken for the tail of the field before.
func known(name string) bool {
	switch name {
	case "final-recipient", "original-recipient", "action", "status", "diagnostic-code", "remote-mta",
		"last-attempt-date", "will-retry-until", "x-actual-recipient", "reporting-mta", "arrival-date":
		return true
	}
	return false
}

// continues says that a group is the rest of the recipient before it, cut off by
// an empty line that should not be there.
func continues(before, group []field) bool {
	if address, told := recipientOf(before); address == "" && !told {
		return false
	}
	if _, told := recipientOf(group); told {
		return false
	}
	return has(group, "action") && !has(before, "action") || has(group, "status") && !has(before, "status") ||
		has(group, "diagnostic-code") && !has(before, "diagnostic-code")
}

// has says that a group has a field.
func has(group []field, name string) bool {
	for _, f := range group {
		if f.name == name {
			return true
		}
	}
	return false
}

// value is the first value of a field that is not empty.
func value(group []field, name string) string {
	for _, f := range group {
		if f.name == name && f.value != "" {
			return f.value
		}
	}
	return ""
}

// recipientOf chooses the address of a group: the one that was written to before
// the one that it became (RFC 3464 2.3.1). It also says whether any was told.
func recipientOf(group []field) (address string, told bool) {
	for _, name := range []string{"original-recipient", "final-recipient", "x-actual-recipient"} {
		for _, f := range group {
			if f.name != name {
				continue
			}
			told = true
			found := typedAddress(f.value)
			if address == "" || !strings.Contains(address, "@") && strings.Contains(found, "@") {
				address = found
			}
		}
	}
	return address, told
}

// fromFields reads the recipients of the status parts.
func (l *letter) fromFields() []entry {
	var entries []entry
	for _, group := range l.status {
		l.back.readStatus(group)
		address, told := recipientOf(group)
		if !told || len(entries) >= 2*most {
			continue
		}
		status, note := statusField(value(group, "status"))
		e := entry{address: address, status: status, action: actionField(value(group, "action"))}
		e.said = saidIn(group, note)
		if e.action == "" {
			e.action = actionOfStatus(e)
		}
		entries = append(entries, e)
	}
	return entries
}

// saidIn joins what a group says in words.
func saidIn(group []field, note string) string {
	var said []string
	for _, f := range group {
		switch f.name {
		case "diagnostic-code", "x-notes", "x-display-reason", "x-supplementary-info", "x-powermta-bouncecategory",
			"x-mailer-diagnostic", "x-postfix", "x-error", "x-reason", "reason", "explanation":
			said = append(said, f.value)
		}
	}
	if len(said) == 0 {
		return note // it only repeats the code, unless nothing else is said
	}
	return strings.Join(said, " ")
}

// statusField splits a Status field from its comment: "5.0.0 (undefined status)".
func statusField(v string) (status, note string) {
	code, note, _ := strings.Cut(strings.TrimSpace(v), " ")
	if !strings.Contains(note, "undefined") {
		return wellFormed(strings.Trim(code, "();,<>")), note
	}
	return wellFormed(strings.Trim(code, "();,<>")), ""
}

// actionField reads an Action field, also as those write it who did not read RFC 3464.
func actionField(v string) Action {
	v = strings.ToLower(v)
	for _, a := range []struct {
		word   string
		action Action
	}{
		{"undeliver", Failed}, {"fail", Failed}, {"not delivered", Failed}, {"bounce", Failed}, {"reject", Failed},
		{"expire", Failed}, {"delay", Delayed}, {"defer", Delayed}, {"warn", Delayed}, {"retr", Delayed},
		{"relay", Relayed}, {"transfer", Relayed}, {"expand", Expanded}, {"deliver", Delivered}, {"success", Delivered},
	} {
		if strings.Contains(v, a.word) {
			return a.action
		}
	}
	return ""
}

// actionOfStatus derives the action that a group does not tell.
func actionOfStatus(e entry) Action {
	if strings.HasPrefix(e.status, "2") {
		return Delivered
	}
	if strings.HasPrefix(e.status, "5") {
		return Failed
	}
	return ""
}
