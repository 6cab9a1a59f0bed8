package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
)

// contest is one thing that is measured in every round.
type contest struct {
	name  string
	about string
	unit  string
	needs []string // servers
	once  bool     // memory does not drift: one round is enough
	run   func(ctx context.Context, g *ground) (sample, error)
}

// sample is what one run gave.
type sample struct {
	Value float64            `json:"value"`
	More  map[string]float64 `json:"more,omitempty"` // such as CPU per reminder and quantiles
}

// servers that a contest may need.
const (
	needRedis    = "redis"
	needPostgres = "postgres"
	needSinks    = "sinks"
)

// chosen are the contests with one of the names, or with a name that starts so.
func chosen(all []contest, only []string) []contest {
	if len(only) == 0 {
		return all
	}
	return slices.DeleteFunc(all, func(c contest) bool {
		return !slices.ContainsFunc(only, func(name string) bool { return strings.HasPrefix(c.name, name) })
	})
}

// book holds the samples by contest, one per round.
type book map[string][]sample

// rounds lets the contestants take turns, so that a machine that changes its
// speed changes it for all.
func (g *ground) rounds(ctx context.Context, contests []contest) book {
	book := book{}
	for round := range g.options.rounds {
		for _, c := range contests {
			if ctx.Err() != nil || (c.once && round > 0) {
				continue
			}
			s, err := g.turn(ctx, c)
			if err != nil {
				fmt.Fprintf(os.Stderr, "round %d  %-16s %v\n", round+1, c.name, err)
				continue
			}
			fmt.Fprintf(os.Stderr, "round %d  %-16s %s\n", round+1, c.name, s.text(c.unit))
			book[c.name] = append(book[c.name], s)
		}
	}
	return book
}

// turn runs one contest in a tidy process, with a profile when one is wanted.
func (g *ground) turn(ctx context.Context, c contest) (sample, error) {
	g.turns++
	runtime.GC()
	if g.options.profile != "" {
		file, err := os.Create(filepath.Join(g.options.profile, c.name+".pprof"))
		if err != nil {
			return sample{}, err
		}
		defer file.Close()
		if err := pprof.StartCPUProfile(file); err != nil {
			return sample{}, err
		}
		defer pprof.StopCPUProfile()
	}
	return c.run(ctx, g)
}
