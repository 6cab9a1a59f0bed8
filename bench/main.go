// Command bench is in charge of figures: it runs bare Asynq and this gateway in
// turn on one machine and prints their ratios. It asserts nothing about speed:
// absolute rates belong to a machine, and a slow one is no fault. It does say so
// when a reminder got lost on the way.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// options are the flags.
type options struct {
	n, burst, rounds, resident int
	only                       []string
	postgres, redis            string
	profile                    string
	json                       bool
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == sinkCommand {
		serveSink(os.Args[2:])
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, parse(os.Args[1:])); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func parse(args []string) options {
	var o options
	flags := flag.NewFlagSet("bench", flag.ExitOnError)
	flags.IntVar(&o.n, "n", 20_000, "reminders, or tasks, per run")
	flags.IntVar(&o.burst, "burst", 20_000, "reminders due at one instant")
	flags.IntVar(&o.resident, "resident", 100_000, "reminders in flight while memory is measured")
	flags.IntVar(&o.rounds, "rounds", 3, "rounds; all contestants take turns in each")
	only := flags.String("only", "", "contestants to run, by name or the start of it, with commas; \"list\" lists them")
	flags.StringVar(&o.postgres, "postgres", "", "URL of a PostgreSQL server where databases may be made; else a private one")
	flags.StringVar(&o.redis, "redis", "", "URL of a Redis that may be EMPTIED; else a private one")
	flags.StringVar(&o.profile, "profile", "", "folder for CPU profiles, one per contestant")
	flags.BoolVar(&o.json, "json", false, "print JSON in place of tables")
	_ = flags.Parse(args) // it exits on an error
	if *only != "" {
		o.only = strings.Split(*only, ",")
	}
	return o
}

func run(ctx context.Context, o options) error {
	contests := chosen(contestants(), o.only)
	if len(o.only) == 1 && o.only[0] == "list" {
		for _, c := range contestants() {
			fmt.Printf("%-16s %s\n", c.name, c.about)
		}
		return nil
	}
	ground, err := prepare(ctx, o, contests)
	if err != nil {
		return err
	}
	defer ground.close()
	book := ground.rounds(ctx, contests)
	if o.json {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", "  ")
		return out.Encode(reportOf(o, contests, book))
	}
	reportOf(o, contests, book).print(os.Stdout)
	return ctx.Err()
}
