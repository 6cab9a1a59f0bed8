// Command goodterms is a self-hosted gateway for payment reminders that keep
// customers on good terms. This package is in charge of the commands and of all
// wiring; it refuses to hold any rule of its own.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // zones must not depend on the machine

	"github.com/alecthomas/kong"
)

// version is set by the linker for a release.
var version = "dev"

// commands is the command line; kong reads its help from the tags.
type commands struct {
	Demo      demoCommand      `cmd:"" help:"Everything on this machine, with sample customers and a sandbox in place of Twilio and mail servers. Needs no account and no service."`
	Serve     serveCommand     `cmd:"" help:"Run the gateway for real: take reminders over HTTP and send them."`
	Sandbox   sandboxCommand   `cmd:"" help:"Run the sandbox alone: a phone network that speaks Twilio's API and a mail server, with a page that shows what arrived."`
	Migrate   migrateCommand   `cmd:"" help:"Bring the database up to date and stop."`
	Config    configCommand    `cmd:"" help:"Check the settings, or print the commented example of all of them."`
	Keys      keysCommand      `cmd:"" help:"Create, list and revoke API keys."`
	Operators operatorsCommand `cmd:"" help:"Say who may use the admin pages."`
	Templates templatesCommand `cmd:"" help:"Look at the words before customers do."`
	Timeline  timelineCommand  `cmd:"" help:"Export an account's timeline."`
	Policy    policyCommand    `cmd:"" help:"Explain decisions about contact, list rule packs, check packs of your own."`
	Replies   repliesCommand   `cmd:"" help:"Say what a message from a customer would mean, or read corrected examples again."`
	Version   versionCommand   `cmd:"" help:"Print the version of the program and of its time zone data."`
}

// streams are where commands read and write, so that tests can.
type streams struct {
	in       io.Reader
	out, err io.Writer
	environ  []string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr, os.Environ()}))
}

// run parses the arguments and runs the command; its result is the exit code.
func run(ctx context.Context, args []string, std streams) int {
	exit := -1
	parser, err := kong.New(&commands{},
		kong.Name("goodterms"),
		kong.Description("Payment reminders by email, SMS and voice that keep customers on good terms.\n\nStart with: goodterms demo"),
		kong.UsageOnError(), kong.Writers(std.out, std.err), kong.Exit(func(code int) { exit = code }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(std))
	if err != nil {
		fmt.Fprintln(std.err, err)
		return 1
	}
	parsed, err := parser.Parse(args)
	if exit >= 0 {
		return exit
	}
	if err != nil {
		fmt.Fprintf(std.err, "goodterms: %v\n", err)
		return 2
	}
	if err := parsed.Run(); err != nil {
		fmt.Fprintf(std.err, "goodterms: %v\n", err)
		return exitCode(err)
	}
	return 0
}

// exitCode is 1 unless the error says better.
func exitCode(err error) int {
	var better kong.ExitCoder
	if errors.As(err, &better) {
		return better.ExitCode()
	}
	return 1
}
