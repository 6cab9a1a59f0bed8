package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// spread is a median with its least and greatest value.
type spread struct {
	Median float64 `json:"median"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
}

// spreadOf is the zero value for no values.
func spreadOf(values []float64) spread {
	if len(values) == 0 {
		return spread{}
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := sorted[len(sorted)/2]
	if len(sorted)%2 == 0 {
		middle = (middle + sorted[len(sorted)/2-1]) / 2
	}
	return spread{middle, sorted[0], sorted[len(sorted)-1]}
}

// values of the samples of a contest.
func (b book) values(name string) []float64 {
	var list []float64
	for _, s := range b[name] {
		list = append(list, s.Value)
	}
	return list
}

// extra is a further figure of each sample.
func (b book) extra(name, figure string) []float64 {
	var list []float64
	for _, s := range b[name] {
		if v, ok := s.More[figure]; ok {
			list = append(list, v)
		}
	}
	return list
}

// ratios divides the values of two contests round by round: a machine that got
// faster between two rounds did so for both.
func (b book) ratios(of, to string) []float64 {
	a, z := b.values(of), b.values(to)
	var list []float64
	for i := range min(len(a), len(z)) {
		if z[i] != 0 {
			list = append(list, a[i]/z[i])
		}
	}
	return list
}

// thrift divides bare Asynq's CPU time per task by the contest's, round by
// round: the ratio of rates on a machine that does nothing else.
func (b book) thrift(name string) []float64 {
	bare, own := b.extra(asynqDefault, "cpu µs"), b.extra(name, "cpu µs")
	var list []float64
	for i := range min(len(bare), len(own)) {
		if own[i] != 0 {
			list = append(list, bare[i]/own[i])
		}
	}
	return list
}

// round writes a figure as short as it is still telling.
func round(v float64) string {
	switch {
	case v >= 100_000:
		return fmt.Sprintf("%.0fk", v/1000)
	case v >= 1000:
		return fmt.Sprintf("%.1fk", v/1000)
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

// text is a sample on one line.
func (s sample) text(unit string) string {
	var b strings.Builder
	b.WriteString(round(s.Value) + " " + unit)
	for _, name := range slices.Sorted(maps.Keys(s.More)) {
		b.WriteString(", " + name + " " + round(s.More[name]))
	}
	return b.String()
}
