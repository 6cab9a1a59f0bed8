package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/goodterms/goodterms/account"
	"github.com/goodterms/goodterms/config"
	"github.com/goodterms/goodterms/operator"
	"github.com/goodterms/goodterms/store"
)

type operatorsCommand struct {
	Create  operatorsCreateCommand  `cmd:"" help:"Let somebody use the admin pages, and print a link by which they choose a password."`
	List    operatorsListCommand    `cmd:"" help:"List who may use the admin pages."`
	Link    operatorsLinkCommand    `cmd:"" help:"Print a new link by which somebody chooses a password, such as when they forgot theirs."`
	Disable operatorsDisableCommand `cmd:"" help:"Stop somebody from using the admin pages, at once."`
}

type operatorsCreateCommand struct {
	settings
	Email      string `help:"What they sign in with." required:""`
	Name       string `help:"What they are called on the pages and in the audit log." required:""`
	Role       string `help:"viewer sees, editor writes texts too, clerk does follow-ups too, admin does everything." enum:"viewer,editor,clerk,admin" required:""`
	MayPublish *bool  `name:"publish" help:"They may publish texts; an admin may unless it is false. Of the others, it serves an editor." negatable:""`
	MaySend    *bool  `name:"send" help:"They may send messages by hand; an admin may unless it is false. Of the others, it serves a clerk." negatable:""`
	Zone       string `help:"Where they are, such as Europe/Berlin; UTC when left out." placeholder:"ZONE"`
}

// Run makes the operator and a link.
func (c operatorsCreateCommand) Run(ctx context.Context, std streams) error {
	o, err := c.operator()
	if err != nil {
		return err
	}
	return c.withStore(ctx, std, func(cfg config.Config, s *store.Store) error {
		link, err := createOperator(ctx, s, time.Now(), o)
		if err != nil {
			return err
		}
		return tellLink(std, cfg, link, "The operator was made.")
	})
}

// operator is whom the flags describe.
func (c operatorsCreateCommand) operator() (o operator.Operator, err error) {
	var faults []error
	note := func(flag string, err error) {
		if err != nil {
			faults = append(faults, fmt.Errorf("--%s %w", flag, err))
		}
	}
	o.Email, err = operator.ParseEmail(c.Email)
	note("email", err)
	o.Name, err = operator.ParseName(c.Name)
	note("name", err)
	o.Role, err = operator.ParseRole(c.Role)
	note("role", err)
	o.Zone, err = operator.ParseZone(c.Zone)
	note("zone", err)
	admin := o.Role == operator.Admin
	o.MayPublish, o.MaySend = unless(c.MayPublish, admin), unless(c.MaySend, admin)
	return o, errors.Join(faults...)
}

// unless is a flag's value, or what it is when left out.
func unless(flag *bool, otherwise bool) bool {
	if flag == nil {
		return otherwise
	}
	return *flag
}

// createOperator keeps a new operator and returns the address of a link that lets them
// in once, below that of the gateway.
func createOperator(ctx context.Context, s *store.Store, now time.Time, o operator.Operator) (link string, err error) {
	o.ID = account.NewIDs().New("opr", now)
	err = recorded(ctx, s, now, "operator.create", func(e *operator.Entry) error {
		e.Subject, e.Detail = o.ID, map[string]string{"role": string(o.Role), "publish": yesNo(o.MayPublish), "send": yesNo(o.MaySend)}
		if err := s.CreateOperator(ctx, now, o); err != nil {
			return err
		}
		link, err = newLink(ctx, s, now, o.ID)
		return err
	})
	return link, err
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func newLink(ctx context.Context, s *store.Store, now time.Time, id string) (string, error) {
	link, text := operator.NewLink(id, now)
	return operator.LinkPath(text), s.CreateLink(ctx, link)
}

// recorded makes a change that stands in the audit log before it is made.
func recorded(ctx context.Context, s *store.Store, now time.Time, action string, change func(*operator.Entry) error) error {
	e := operator.Entry{ID: account.NewIDs().New("aud", now), At: now, Operator: "command line", Action: action}
	if err := s.BeginEntry(ctx, e); err != nil {
		return err
	}
	err := change(&e)
	switch {
	case err == nil:
		e.Outcome = operator.Done
	case errors.Is(err, operator.ErrTaken), errors.Is(err, operator.ErrLastAdmin), errors.Is(err, operator.ErrNotFound), errors.Is(err, errDisabled), errors.Is(err, store.ErrKeyNotFound):
		e.Outcome = operator.Refused
	default:
		e.Outcome = operator.Failed
	}
	return errors.Join(err, s.EndEntry(context.WithoutCancel(ctx), e))
}

// tellLink prints the link alone on a line of the output, and around it what it is.
func tellLink(std streams, cfg config.Config, link, done string) error {
	fmt.Fprintln(std.err, done+" This link lets them choose a password, once, within 24 hours:")
	_, err := fmt.Fprintln(std.out, strings.TrimSuffix(cfg.PublicURL, "/")+link)
	return err
}

type operatorsListCommand struct {
	settings
}

// Run lists the operators as a table.
func (c operatorsListCommand) Run(ctx context.Context, std streams) error {
	return c.withStore(ctx, std, func(_ config.Config, s *store.Store) error {
		list, err := s.ListOperators(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ID\tEMAIL\tNAME\tROLE\tPUBLISH\tSEND\tCREATED\tSIGNED IN\tSTATE")
		for _, o := range list {
			state := "works"
			if !o.DisabledAt.IsZero() {
				state = "disabled"
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", o.ID, o.Email, o.Name, o.Role,
				yesNo(o.May(operator.Publish)), yesNo(o.May(operator.Send)), day(o.CreatedAt), day(o.SignedInAt), state)
		}
		return table.Flush()
	})
}

type operatorsLinkCommand struct {
	settings
	Email string `arg:"" help:"What they sign in with."`
}

var errDisabled = errors.New("this operator is disabled: an admin can enable them again under Operators")

// Run makes another link; the ones before stop working.
func (c operatorsLinkCommand) Run(ctx context.Context, std streams) error {
	return c.withStore(ctx, std, func(cfg config.Config, s *store.Store) error {
		var link string
		err := onOperator(ctx, s, "operator.let_in", c.Email, func(now time.Time, o operator.Operator) (err error) {
			if !o.DisabledAt.IsZero() {
				return errDisabled
			}
			link, err = newLink(ctx, s, now, o.ID)
			return err
		})
		if err != nil {
			return err
		}
		return tellLink(std, cfg, link, "Earlier links of theirs have stopped working.")
	})
}

type operatorsDisableCommand struct {
	settings
	Email string `arg:"" help:"What they sign in with."`
}

// Run disables the operator and ends their sessions.
func (c operatorsDisableCommand) Run(ctx context.Context, std streams) error {
	return c.withStore(ctx, std, func(_ config.Config, s *store.Store) error {
		err := onOperator(ctx, s, "operator.disable", c.Email, func(now time.Time, o operator.Operator) error {
			_, err := s.ChangeOperator(ctx, now, o.ID, func(o *operator.Operator) error { o.Disable(now); return nil })
			return err
		})
		if err == nil {
			_, err = fmt.Fprintln(std.out, "They may not sign in any more, and are signed out everywhere.")
		}
		return err
	})
}

// onOperator makes a change of the operator who signs in with the address.
func onOperator(ctx context.Context, s *store.Store, action, email string, change func(time.Time, operator.Operator) error) error {
	email, err := operator.ParseEmail(email)
	if err != nil {
		return fmt.Errorf("EMAIL %w", err)
	}
	now := time.Now()
	return recorded(ctx, s, now, action, func(e *operator.Entry) error {
		o, err := s.FindOperatorByEmail(ctx, email)
		if err != nil {
			return err
		}
		e.Subject = o.ID
		return change(now, o)
	})
}
