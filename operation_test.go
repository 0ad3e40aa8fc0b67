package admin365_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// poll is one answer of a service that is being waited for.
type poll struct {
	op  *admin365.Operation
	err error
}

func running(after time.Duration) poll {
	return poll{op: &admin365.Operation{ID: "op", State: admin365.OperationRunning, RetryAfter: after}}
}

func ended(state admin365.OperationState, err error) poll {
	return poll{op: &admin365.Operation{ID: "op", Kind: "copy", ResourceID: "r", State: state, Err: err}}
}

func failed(kind error, after time.Duration) poll {
	return poll{err: &admin365.Error{Kind: kind, RetryAfter: after}}
}

// TestWait: what each answer of the service comes to, and when.
func TestWait(t *testing.T) {
	t.Parallel()
	own := errors.New("the copy failed")
	well := ended(admin365.OperationSucceeded, nil)
	cases := []struct {
		name     string
		polls    []poll // the last one repeats
		options  admin365.WaitOptions
		deadline time.Duration
		want     error
		took     time.Duration
		polled   int
		why      string
	}{
		{"at once", []poll{well}, admin365.WaitOptions{}, 0, nil, 0, 1, "the first poll is not waited for"},
		{"the default interval", []poll{running(0), running(0), well}, admin365.WaitOptions{}, 0, nil, 10 * time.Second, 3, "five seconds each"},
		{"own interval", []poll{running(0), well}, admin365.WaitOptions{Interval: time.Minute}, 0, nil, time.Minute, 2, ""},
		{"a negative interval", []poll{running(0), well}, admin365.WaitOptions{Interval: -1}, 0, nil, 5 * time.Second, 2, "it is not a busy loop"},
		{"Retry-After wins", []poll{running(90 * time.Second), running(time.Second), well}, admin365.WaitOptions{Interval: time.Minute}, 0, nil, 91 * time.Second, 3, "longer and shorter"},
		{"a state unknown", []poll{ended("Cooling", nil), well}, admin365.WaitOptions{}, 0, nil, 5 * time.Second, 2, "it has not ended"},
		{"throttled in passing", []poll{failed(admin365.ErrThrottled, 7*time.Second), running(0), well}, admin365.WaitOptions{}, 0, nil, 12 * time.Second, 3, "a failed poll is no failed operation"},
		{"unavailable in passing", []poll{failed(admin365.ErrUnavailable, 0), well}, admin365.WaitOptions{}, 0, nil, 5 * time.Second, 2, ""},
		{"not listed yet", []poll{failed(admin365.ErrNotFound, 0), failed(admin365.ErrNotFound, 0), well}, admin365.WaitOptions{}, 0, nil, 10 * time.Second, 3, "the services list it after some seconds"},
		{"never listed", []poll{failed(admin365.ErrNotFound, 0)}, admin365.WaitOptions{}, 0, admin365.ErrNotFound, time.Minute, 13, "for a minute"},
		{"forbidden", []poll{running(0), failed(admin365.ErrForbidden, 0)}, admin365.WaitOptions{}, 0, admin365.ErrForbidden, 5 * time.Second, 2, "it does not pass"},
		{"failed", []poll{running(0), ended(admin365.OperationFailed, own)}, admin365.WaitOptions{}, 0, own, 5 * time.Second, 2, "with its own error"},
		{"failed without a reason", []poll{ended(admin365.OperationFailed, nil)}, admin365.WaitOptions{}, 0, admin365.ErrUnavailable, 0, 1, "never a success"},
		{"canceled", []poll{ended(admin365.OperationCanceled, nil)}, admin365.WaitOptions{}, 0, admin365.ErrUnavailable, 0, 1, "never a success"},
		{"the context ends while waiting", []poll{running(time.Hour)}, admin365.WaitOptions{}, time.Minute, context.DeadlineExceeded, time.Minute, 1, ""},
		{"the context ends while it fails", []poll{failed(admin365.ErrThrottled, 30*time.Second)}, admin365.WaitOptions{}, 50 * time.Second, context.DeadlineExceeded, 50 * time.Second, 2, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx := t.Context()
				if c.deadline > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, c.deadline)
					defer cancel()
				}
				polled, told := 0, 0
				c.options.Progress = func(op admin365.Operation) { told++; assert.NotEmpty(t, op.State) }
				started := time.Now()
				got, err := admin365.Wait(ctx, func(ctx context.Context, id admin365.OperationID) (*admin365.Operation, error) {
					assert.Equal(t, admin365.OperationID("op"), id)
					p := c.polls[min(polled, len(c.polls)-1)]
					polled++
					return p.op, p.err
				}, "op", c.options)
				require.ErrorIs(t, err, c.want, c.why)
				assert.Equal(t, c.took, time.Since(started), c.why)
				assert.Equal(t, c.polled, polled, c.why)
				good := 0
				for _, p := range c.polls[:min(polled, len(c.polls))] {
					if p.op != nil {
						good++
					}
				}
				assert.Equal(t, good, told, "told of each poll that was answered")
				if last := c.polls[len(c.polls)-1]; last.op != nil && last.op.Done() {
					assert.Equal(t, last.op, got, "the last snapshot, also of a failure")
				}
			})
		})
	}
}

// TestWaitAsksWithTheContext: a poll that ends with the context ends the wait.
func TestWaitAsksWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	_, err := admin365.Wait(ctx, func(ctx context.Context, _ admin365.OperationID) (*admin365.Operation, error) {
		cancel()
		return nil, &admin365.Error{Kind: admin365.ErrUnavailable, Cause: ctx.Err()}
	}, "op", admin365.WaitOptions{})
	require.ErrorIs(t, err, context.Canceled)
}

func TestOperationDone(t *testing.T) {
	t.Parallel()
	for state, done := range map[admin365.OperationState]bool{
		admin365.OperationNotStarted: false, admin365.OperationRunning: false, admin365.OperationSucceeded: true, admin365.OperationFailed: true,
		admin365.OperationCanceled: true, "": false, "Cooling": false,
	} {
		assert.Equal(t, done, (&admin365.Operation{State: state}).Done(), state)
	}
}
