package channeltest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goodterms/goodterms/channels"
)

// fake is an adapter and its provider in one.
type fake struct {
	send    func(context.Context, channels.Message) (channels.Handoff, error)
	calls   atomic.Int32
	taken   atomic.Int32
	hanging chan struct{}
}

func (f *fake) Kind() channels.Kind { return channels.SMS }

func (f *fake) Send(ctx context.Context, m channels.Message) (channels.Handoff, error) {
	return f.send(ctx, m)
}

func (f *fake) take(m channels.Message) (channels.Handoff, error) {
	f.calls.Add(1)
	f.taken.Add(1)
	return channels.Handoff{ProviderID: m.Attempt, Status: channels.Accepted}, nil
}

func (f *fake) rig() Rig {
	return Rig{
		Channel: f, Hanging: f.hanging,
		Calls: func() int { return int(f.calls.Load()) }, Taken: func() int { return int(f.taken.Load()) },
	}
}

func sample() channels.Message {
	return channels.Message{Attempt: "att_1", To: "+442071838750", ToName: "Margaret", Text: "Invoice BB-1042\nis due", MessageID: "a@b", Token: "token1234"}
}

// good keeps every promise.
func good(*testing.T, *Setup) Rig {
	f := &fake{}
	f.send = func(ctx context.Context, m channels.Message) (channels.Handoff, error) {
		if ctx.Err() != nil {
			return channels.Handoff{}, &channels.Error{Reason: channels.Temporary}
		}
		return f.take(m)
	}
	return f.rig()
}

func fails(reason channels.Reason) Start {
	return func(_ *testing.T, setup *Setup) Rig {
		_ = setup.Elsewhere()
		f := &fake{}
		f.send = func(context.Context, channels.Message) (channels.Handoff, error) {
			return channels.Handoff{}, &channels.Error{Reason: reason, Code: "400 21211"}
		}
		return f.rig()
	}
}

func hangs(*testing.T, *Setup) Rig {
	f := &fake{hanging: make(chan struct{})}
	f.send = func(ctx context.Context, m channels.Message) (channels.Handoff, error) {
		close(f.hanging)
		<-ctx.Done()
		return channels.Handoff{}, &channels.Error{Reason: channels.Unknown}
	}
	return f.rig()
}

func harness() Harness {
	h := Harness{
		Kind: channels.SMS, Message: sample(), Accept: good, Private: []string{"hunter2"},
		Cases: []Case{{Name: "taken", Start: good, Taken: 1}, {Name: "silence", Start: hangs, Hangs: true, Want: channels.Unknown}},
	}
	for _, reason := range []channels.Reason{channels.BadAddress, channels.Refused, channels.Misset, channels.Temporary} {
		h.Cases = append(h.Cases, Case{Name: string(reason), Start: fails(reason), Want: reason, Code: "400 21211"})
	}
	return h
}

func TestAnAdapterThatKeepsItsPromisesPasses(t *testing.T) { Run(t, harness()) }

// witness collects what a check finds wrong.
type witness struct {
	testing.TB
	problems []string
}

func (w *witness) Errorf(format string, args ...any) {
	w.problems = append(w.problems, fmt.Sprintf(format, args...))
}

func (w *witness) Error(args ...any) { w.problems = append(w.problems, fmt.Sprint(args...)) }

func (w *witness) wants(t *testing.T, problem string) {
	t.Helper()
	if !slices.ContainsFunc(w.problems, func(found string) bool { return strings.Contains(found, problem) }) {
		t.Errorf("not found: %q in %q", problem, w.problems)
	}
}

// against runs one check with an adapter that breaks a promise.
func against(t *testing.T, send func(*fake) func(context.Context, channels.Message) (channels.Handoff, error), check func(*bench, testing.TB)) *witness {
	t.Helper()
	f := &fake{}
	f.send = send(f)
	b := newBench(t, harness(), &lures{})
	b.rig = f.rig()
	w := &witness{TB: t}
	check(b, w)
	return w
}

func answers(handoff channels.Handoff, err error) func(*fake) func(context.Context, channels.Message) (channels.Handoff, error) {
	return func(*fake) func(context.Context, channels.Message) (channels.Handoff, error) {
		return func(context.Context, channels.Message) (channels.Handoff, error) { return handoff, err }
	}
}

func TestBrokenPromisesAreFound(t *testing.T) {
	t.Parallel()
	fine := channels.Handoff{ProviderID: "SM1", Status: channels.Accepted}
	cases := []struct {
		name    string
		handoff channels.Handoff
		err     error
		judged  Case
		problem string
	}{
		{"another reason", fine, &channels.Error{Reason: channels.Blocked}, Case{Want: channels.Unknown}, "want unknown"},
		{"accepted instead of refused", fine, nil, Case{Want: channels.Unknown}, "accepted, want unknown"},
		{"refused instead of accepted", fine, &channels.Error{Reason: channels.Blocked}, Case{}, "want accepted"},
		{"another code", fine, &channels.Error{Reason: channels.Blocked, Code: "1"}, Case{Want: channels.Blocked, Code: "2"}, "code \"1\""},
		{"a sentence as code", fine, &channels.Error{Reason: channels.Blocked, Code: "that number is wrong"}, Case{Want: channels.Blocked}, "not a code"},
		{"a reason of its own", fine, &channels.Error{Reason: "odd"}, Case{Want: "odd"}, "not in the list"},
		{"another error type", fine, errors.New("x"), Case{Want: channels.Unknown}, "*channels.Error"},
		{"a wrapped error", fine, fmt.Errorf("x: %w", &channels.Error{Reason: channels.Unknown}), Case{Want: channels.Unknown}, "*channels.Error"},
		{"the address in an error", fine, &channels.Error{Reason: channels.Unknown, Note: "no route to +442071838750"}, Case{Want: channels.Unknown}, "the error holds"},
		{"a line of the text in an error", fine, &channels.Error{Reason: channels.Unknown, Note: "bad: invoice bb-1042"}, Case{Want: channels.Unknown}, "the error holds"},
		{"a secret in an error", fine, &channels.Error{Reason: channels.Unknown, Note: "hunter2"}, Case{Want: channels.Unknown}, "the error holds"},
		{"the name in an acknowledgement", channels.Handoff{ProviderID: "1", Status: channels.Sent, Response: "ok margaret"}, nil, Case{}, "the acknowledgement holds"},
		{"no provider id", channels.Handoff{Status: channels.Accepted}, nil, Case{}, "no provider id"},
		{"no status", channels.Handoff{ProviderID: "1"}, nil, Case{}, "has status"},
		{"a lost message", fine, nil, Case{Taken: 1}, "has taken 0 messages"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := against(t, answers(c.handoff, c.err), func(b *bench, tb testing.TB) { b.judge(tb, c.judged, b.send(t.Context(), sample())) })
			w.wants(t, c.problem)
		})
	}
}

func TestACallInSpiteOfACancelledContextIsFound(t *testing.T) {
	t.Parallel()
	ignores := func(f *fake) func(context.Context, channels.Message) (channels.Handoff, error) {
		return func(_ context.Context, m channels.Message) (channels.Handoff, error) { return f.take(m) }
	}
	against(t, ignores, func(b *bench, tb testing.TB) { b.refusesCancelled(tb) }).wants(t, "saw 1 calls")
	against(t, ignores, func(b *bench, tb testing.TB) { b.refusesLate(tb) }).wants(t, "saw 1 calls")
}

func TestSharedProviderIDsAreFound(t *testing.T) {
	t.Parallel()
	same := answers(channels.Handoff{ProviderID: "SM1", Status: channels.Accepted}, nil)
	against(t, same, func(b *bench, tb testing.TB) { b.sendsConcurrently(tb) }).wants(t, "share 1 provider ids")
	against(t, same, func(b *bench, tb testing.TB) { b.sendsRepeatedly(tb) }).wants(t, "share 1 provider ids")
}

func TestAnotherKindIsFound(t *testing.T) {
	t.Parallel()
	w := &witness{TB: t}
	sameKind(w, &fake{}, channels.Voice)
	w.wants(t, `kind "sms"`)
}

func TestALateReturnIsFound(t *testing.T) {
	t.Parallel()
	w := &witness{TB: t}
	prompt(w, "the deadline", promptness+time.Millisecond)
	reached(w, Rig{Hanging: make(chan struct{})})
	w.wants(t, "after the deadline")
	w.wants(t, "before the provider fell silent")
}

func TestPrivateWordsInTheLogAreFound(t *testing.T) {
	t.Parallel()
	r := &record{}
	log := slog.New(r).With("first", "hunter2").WithGroup("group")
	log.Debug("calling", "to", "+442071838750", slog.Group("inner", "name", "Margaret"))
	w := &witness{TB: t}
	quiet(w, "the log", r.String(), harness().private(sample()))
	for _, word := range []string{"hunter2", "+442071838750", "Margaret"} {
		w.wants(t, fmt.Sprintf("holds %q", word))
	}
}

func TestACallToAnotherHostIsFound(t *testing.T) {
	t.Parallel()
	trap := newTrap(t, &lures{})
	conn, err := net.Dial("tcp", trap.lure())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	// The trap hangs up after it has counted.
	if _, err := conn.Read(make([]byte, 1)); err == nil {
		t.Fatal("the trap spoke")
	}
	w := &witness{TB: t}
	trap.uncalled(w)
	w.wants(t, "called 1 times")
}

func TestMissingCasesAreFound(t *testing.T) {
	t.Parallel()
	w := &witness{TB: t}
	complete(w, Harness{}, false)
	for _, problem := range []string{`reason ""`, `reason "bad_address"`, `reason "unknown"`, "falls silent", "another host"} {
		w.wants(t, problem)
	}
}
