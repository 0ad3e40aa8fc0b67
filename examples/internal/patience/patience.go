// Package patience waits for a service that is not ready yet.
package patience

import (
	"context"
	"errors"
	"time"

	"github.com/admin365/admin365"
)

// Waits are the pauses before each look for something that should be there: what
// was just created may not be found for some seconds.
func Waits() [5]time.Duration {
	return [...]time.Duration{0, time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second}
}

// While comes again while the service is busy with the same thing. The client
// does so by itself only if the service says when.
func While(ctx context.Context, call func() error) error {
	waits := Waits()
	for _, wait := range waits[1:] {
		err := call()
		if !errors.Is(err, admin365.ErrBusy) {
			return err
		}
		if e, ok := errors.AsType[*admin365.Error](err); ok {
			wait = min(max(wait, e.RetryAfter), time.Minute)
		}
		if err := Pause(ctx, wait); err != nil {
			return err
		}
	}
	return call()
}

// Pause waits for d, or until ctx ends.
func Pause(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
