package overview

import "time"

// Traffic is when a channel was last used, by live reminders; a zero time says not
// lately.
type Traffic struct {
	HandedOver time.Time // a message was taken by the provider
	Receipt    time.Time // the provider said what became of one
	Reply      time.Time // a customer wrote or pressed a key
	Failed     Count     // hand-offs that the provider did not take, since the last that it took
}
