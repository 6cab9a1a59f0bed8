package policy

import (
	"errors"
	"fmt"
)

// DefaultSendWindow is used when the operator names none.
const DefaultSendWindow = "Mo-Fr 09:00-19:00; Sa 10:00-15:00"

// Config is what an operator may set about when customers are contacted.
type Config struct {
	SendWindow string  // key send_window: opening_hours syntax, see ParseWindows; empty means DefaultSendWindow
	Windows    Windows // for callers that have read it already; used when SendWindow is empty
}

// Default returns the settings of an operator who has set nothing.
func Default() Config { return Config{SendWindow: DefaultSendWindow} }

// Validate names the key of every setting that cannot be used, and the remedy.
func (c Config) Validate() error {
	w, err := c.windows()
	if err == nil && w.Never() {
		err = errNever
	}
	if err != nil {
		return fmt.Errorf("send_window %w", err)
	}
	return nil
}

var errNever = errors.New("never opens: name at least one day with hours")

func (c Config) windows() (Windows, error) {
	switch {
	case c.SendWindow != "":
		return ParseWindows(c.SendWindow)
	case !c.Windows.Never():
		return c.Windows, nil
	}
	return ParseWindows(DefaultSendWindow)
}
