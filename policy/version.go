package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/goodterms/goodterms/policy/hours"
	"github.com/goodterms/goodterms/policy/packs"
)

// gateOrder is part of the version: a decision under other gates is another one.
const gateOrder = "policy kill_switch canceled paid expired held stop no_address consent opt_out excluded purpose pause zone wishes account_window window closed closure count"

// version names the settings by their content.
func (s *settings) version(fault string) string {
	h := sha256.New()
	fmt.Fprintln(h, gateOrder, fault)
	fmt.Fprintf(h, "%q %q %q\n", s.profile, s.role, s.named)
	fmt.Fprintf(h, "%s\n%+v\n%+v\n", textOf(s.window), s.closures, s.holidays)
	for _, p := range s.library {
		fmt.Fprintf(h, "%q %q %q %v\n", p.ID, p.Version, p.Regions, p.Automatic)
		for _, r := range p.rules {
			r.write(h)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// write writes all of a rule that decides or is told.
func (r *rule) write(w io.Writer) {
	row := r.row
	fmt.Fprintf(w, "%q %v %q %s %s ", r.id, r.on, r.loosened, textOf(row.Window), textOf(row.Closed))
	if row.Cap != nil {
		fmt.Fprintf(w, "%+v ", *row.Cap)
	}
	if row.Pause != nil {
		fmt.Fprintf(w, "%+v ", *row.Pause)
	}
	row.On, row.Window, row.Closed, row.Cap, row.Pause = false, nil, nil, (*packs.Cap)(nil), nil
	fmt.Fprintf(w, "%+v\n", row)
}

func textOf(w *hours.Windows) string {
	if w == nil {
		return "-"
	}
	return w.String()
}
