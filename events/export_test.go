package events

import "context"

// Settle does what there is to do now, as Run does at every turn, and waits for it.
func (d *Dispatcher) Settle(ctx context.Context) error {
	err := d.turn(ctx)
	d.running.Wait()
	return err
}
