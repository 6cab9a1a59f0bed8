package frame

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/goodterms/goodterms/operator"
)

// refuse records that somebody tried what they may not.
func (f *Frame) refuse(v *Visit, route Route) error {
	if route.Action == "" {
		return ErrForbidden
	}
	v.entry = f.entry(v, v.Operator, route.Action)
	v.entry.Outcome = operator.Refused
	return errors.Join(ErrForbidden, f.Audit.BeginEntry(v.Ctx(), v.entry))
}

// entry is a line of the audit log about what an operator does now.
func (f *Frame) entry(v *Visit, o operator.Operator, action string) operator.Entry {
	return operator.Entry{ID: f.NewID("aud", v.Now), At: v.Now, OperatorID: o.ID, Operator: o.Name, Source: v.Source(), Action: action}
}

// do carries the visit out; a change stands in the audit log before it is made.
func (f *Frame) do(v *Visit, route Route) error {
	if route.Action == "" {
		return handle(v, route.Handle)
	}
	return v.Record(v.Operator, route.Action, func() error { return handle(v, route.Handle) })
}

// Record writes an entry in the name of the operator, makes the change, and says in the
// entry what became of it. Routes with an Action do this by themselves.
func (v *Visit) Record(o operator.Operator, action string, change func() error) error {
	v.entry = v.frame.entry(v, o, action)
	if err := v.frame.Audit.BeginEntry(v.Ctx(), v.entry); err != nil {
		return fmt.Errorf("begin audit entry: %w", err)
	}
	err := change()
	if v.entry.Outcome == "" {
		v.entry.Outcome = outcome(err)
	}
	if ended := v.frame.Audit.EndEntry(context.WithoutCancel(v.Ctx()), v.entry); ended != nil {
		v.frame.Log.Error("an audit entry could not be ended", "entry", v.entry.ID, "error", ended)
	}
	return err
}

// Subject says in the audit log what the change is about.
func (v *Visit) Subject(text string) { v.entry.Subject = text }

// Detail adds to the audit log what was chosen. It must hold no text and no address of
// a customer.
func (v *Visit) Detail(name, value string) {
	if v.entry.Detail == nil {
		v.entry.Detail = map[string]string{}
	}
	v.entry.Detail[name] = value
}

// Refuse says in the audit log that the change was not made because of what was asked
// for; the page shows why.
func (v *Visit) Refuse() { v.entry.Outcome = operator.Refused }

func outcome(err error) operator.Outcome {
	switch {
	case err == nil:
		return operator.Done
	case errors.Is(err, ErrForbidden), errors.Is(err, ErrNotFound):
		return operator.Refused
	}
	return operator.Failed
}

// handle calls a page. One that panics has failed like any other.
func handle(v *Visit, page func(*Visit) error) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = panicked{reason: reason, stack: string(debug.Stack())}
		}
	}()
	return page(v)
}

// panicked is a panic as an error.
type panicked struct {
	reason any
	stack  string
}

// Error says where it happened. What it was about may be a customer's, and is left out
// unless the runtime said it.
func (p panicked) Error() string {
	if fault, ok := p.reason.(runtime.Error); ok {
		return "panic: " + fault.Error() + "\n" + p.stack
	}
	return fmt.Sprintf("panic with a %T\n%s", p.reason, p.stack)
}
