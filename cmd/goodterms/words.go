package main

import (
	"context"
	"time"

	"github.com/goodterms/goodterms/templates"
	"github.com/goodterms/goodterms/templates/lint"
	"github.com/goodterms/goodterms/templates/tone"
)

// openWords makes the texts ready: those that Goodterms brings, and the published
// versions as the store has them.
func (a *app) openWords() (err error) {
	if a.shipped, err = templates.Embedded(); err != nil {
		return err
	}
	a.words = templates.NewCatalogue(a.shipped, a.store.FetchVersion)
	judge, err := tone.Embedded()
	if err != nil {
		return err
	}
	a.linter = lint.New(judge)
	return nil
}

// wordsDoor shows the API what is known of the texts themselves.
type wordsDoor struct {
	shipped *templates.Set
	*lint.Linter
}

// Shipped are the texts that Goodterms brings for the key.
func (w wordsDoor) Shipped(key string) []templates.Source { return w.shipped.Sources(key) }

// guardEvery is how often experiments are looked at for harm.
const guardEvery = 5 * time.Minute

// guardExperiments stops experiments of which a version does harm, until the
// context ends.
func (a *app) guardExperiments(ctx context.Context) {
	tick := time.NewTicker(guardEvery)
	defer tick.Stop()
	for {
		stopped, err := a.store.Guard(ctx, a.now())
		if err != nil && ctx.Err() == nil {
			a.log.Warn("experiments could not be looked at", "error", err)
		}
		for _, e := range stopped {
			a.log.Warn("an experiment was stopped because a version does harm", "experiment", e.ID, "template", e.Key)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
