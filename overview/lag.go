package overview

import "time"

// Lag is how far sending is behind the schedule.
type Lag struct {
	Due       Count     // due, and handed over by nobody yet
	Oldest    time.Time // for when the oldest that nobody has claimed was scheduled; zero: there is none
	Sending   Count     // on their way to a provider, or handed over without a clear answer
	Unknown   Count     // of those, without a clear answer: being settled with the provider
	Retrying  Count     // scheduled once more, after a try that did not succeed: of the MostCounted that wait and come next
	Instances []Instance
}

// Instance is a process of the gateway.
type Instance struct {
	ID     string
	BeatAt time.Time // when it last showed that it lives
}
