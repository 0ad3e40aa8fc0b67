package healthtest

import (
	"context"
	"iter"
	"time"

	"github.com/admin365/admin365/health"
)

// Operations are the operations that the suite calls one by one.
func Operations() []string {
	var ops []string
	for _, m := range methods() {
		ops = append(ops, m.op)
	}
	return ops
}

// WithWatch has the cases call another Watch.
func (h Harness) WithWatch(f func(context.Context, health.Issues, health.Messages, health.WatchOptions) iter.Seq2[*health.Change, error]) Harness {
	h.functions.watch = f
	return h
}

// WithDays has the cases call another Days.
func (h Harness) WithDays(f func(context.Context, health.Issues, health.DaysQuery) ([]health.Day, error)) Harness {
	h.functions.days = f
	return h
}

// WithAffecting has the cases call another Affecting.
func (h Harness) WithAffecting(f func(context.Context, health.Issues, string, time.Time) ([]*health.Issue, error)) Harness {
	h.functions.affecting = f
	return h
}
