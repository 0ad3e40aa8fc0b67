package admin365

import (
	"context"
	"errors"
	"time"
)

// OperationID names a long-running operation at the service. It is opaque, can
// be stored, and works in another process: it is all that is needed to resume
// waiting.
type OperationID string

// OperationState is where a long-running operation stands. Values that this
// module does not know are kept as they came.
type OperationState string

// The states that every long-running operation shares.
const (
	OperationNotStarted OperationState = "NotStarted"
	OperationRunning    OperationState = "Running"
	OperationSucceeded  OperationState = "Succeeded"
	OperationFailed     OperationState = "Failed"
	OperationCanceled   OperationState = "Canceled"
)

// Operation is a snapshot of a long-running operation. It does not change by
// itself; ask the area's Operations again, or use [Wait].
type Operation struct {
	// ID names the operation.
	ID OperationID
	// Kind is what is done, such as "copy".
	Kind string
	// State is where it stands.
	State OperationState
	// Created and Updated are in UTC; zero if the service does not tell.
	Created, Updated time.Time
	// ResourceID is the id of what the operation makes or changes, once known.
	ResourceID string
	// RetryAfter is when the service asks to be polled again; zero if it did
	// not say.
	RetryAfter time.Duration
	// Err is why the operation failed; nil otherwise.
	Err error
}

// Done reports whether the operation has ended, well or not.
func (o *Operation) Done() bool {
	switch o.State {
	case OperationSucceeded, OperationFailed, OperationCanceled:
		return true
	default:
		return false
	}
}

// WaitOptions say how [Wait] polls.
type WaitOptions struct {
	// Interval is the time between two polls when the service does not say
	// when to come again; zero means 5 seconds.
	Interval time.Duration
	// Progress is called after each poll; nil for none.
	Progress func(Operation)
}

// notListed is how long Wait believes that an operation which is not found is
// merely not listed yet: the services list a new one only after some seconds.
const notListed = time.Minute

// Wait polls with get until the operation id has ended, and returns its last
// snapshot. The service's own word on when to come again wins over the
// interval. A poll that fails in passing (throttled, unavailable, not listed
// yet) is repeated within ctx; a failed poll is not a failed operation. If the
// operation itself failed, its snapshot comes with its error.
func Wait(ctx context.Context, get func(context.Context, OperationID) (*Operation, error), id OperationID, o WaitOptions) (*Operation, error) {
	if o.Interval <= 0 {
		o.Interval = 5 * time.Second
	}
	unlisted := time.NewTimer(notListed)
	defer unlisted.Stop()
	mayBeUnlisted := func() bool {
		select {
		case <-unlisted.C:
			// The next look finds the time over as well.
			unlisted.Reset(0)
			return false
		default:
			return true
		}
	}
	for {
		op, err := get(ctx, id)
		delay := o.Interval
		switch {
		case err == nil:
			if o.Progress != nil {
				o.Progress(*op)
			}
			if op.Done() {
				return op, op.outcome()
			}
			if op.RetryAfter > 0 {
				delay = op.RetryAfter
			}
		case ctx.Err() != nil:
			return nil, err
		case errors.Is(err, ErrThrottled), errors.Is(err, ErrUnavailable),
			errors.Is(err, ErrNotFound) && mayBeUnlisted():
			if e, ok := errors.AsType[*Error](err); ok && e.RetryAfter > 0 {
				delay = e.RetryAfter
			}
		default:
			return nil, err
		}
		timer := time.NewTimer(delay)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil, ctx.Err()
		case <-timer.C:
		}
	}
}

// outcome is the error of an operation that has ended: nil if it succeeded.
func (o *Operation) outcome() error {
	switch {
	case o.Err != nil:
		return o.Err
	case o.State == OperationSucceeded:
		return nil
	default:
		return &Error{Op: o.Kind, Kind: ErrUnavailable, Target: o.ResourceID, Message: "the operation ended as " + string(o.State)}
	}
}
