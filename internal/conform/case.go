package conform

import (
	"context"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"
)

// T is a case's side of a test. A case runs on a goroutine of its own, so that
// the watchdog can go on without it; what it reports after that is dropped.
type T struct {
	// Helper marks the calling function as one of the suite's own, so that a
	// report names the line of the case. It is a field because Go marks whoever
	// calls it, and a method of ours would mark itself.
	Helper func()

	tb       testing.TB
	ctx      context.Context
	schedule []time.Duration
	mu       sync.Mutex
	ended    bool
}

// Context ends with the case.
func (t *T) Context() context.Context { return t.ctx }

// Errorf reports a failure; the case goes on.
func (t *T) Errorf(format string, args ...any) {
	t.tb.Helper()
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.ended {
		t.tb.Errorf(format, args...)
	}
}

// Fatalf reports a failure and ends the calling goroutine, which is the case
// unless it has started others.
func (t *T) Fatalf(format string, args ...any) {
	t.tb.Helper()
	t.Errorf(format, args...)
	runtime.Goexit()
}

// Must ends the case on an error of a step that is not what the case is about.
func (t *T) Must(err error, step string) {
	t.tb.Helper()
	if err != nil {
		t.Fatalf("%s: %v", step, err)
	}
}

// Cleanup runs f when the case has ended well. After a failure it does not, so
// that the evidence stays.
func (t *T) Cleanup(f func(context.Context)) {
	t.tb.Cleanup(func() {
		if !t.tb.Failed() {
			f(context.WithoutCancel(t.ctx))
		}
	})
}

// Eventually reports the error of check, after it has given an eventually
// consistent subject the time that its schedule allows.
func (t *T) Eventually(check func() error) {
	t.tb.Helper()
	err := check()
	for _, pause := range t.schedule {
		if err == nil {
			return
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-t.ctx.Done():
			timer.Stop()
			t.Errorf("%v", err)
			return
		}
		err = check()
	}
	if err != nil {
		t.Errorf("%v", err)
	}
}

// watch runs the case and reports it as hung when limit has passed. A case that
// panics fails alone: a suite that takes the whole program down with it hides
// what the other cases have to say.
func watch(t *testing.T, limit time.Duration, schedule []time.Duration, run func(*T)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	inner := &T{Helper: t.Helper, tb: t, ctx: ctx, schedule: schedule}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil {
				inner.Errorf("the case panicked: %v\n%s", p, debug.Stack())
			}
		}()
		run(inner)
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
		inner.mu.Lock()
		inner.ended = true
		inner.mu.Unlock()
		t.Errorf("the case has not ended within %v; the goroutines that are not waiting for their turn:\n%s", limit, stacks())
	}
}

// stacks returns what every goroutine is doing that is not merely waiting for
// its turn among the tests.
func stacks() string {
	buf := make([]byte, 1<<20)
	var busy []string
	for block := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		if !strings.Contains(block, "testing.(*testState).waitParallel") && !strings.Contains(block, "testing.tRunner.func1") {
			busy = append(busy, block)
		}
	}
	return strings.Join(busy, "\n\n")
}
