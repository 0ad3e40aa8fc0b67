package healthtest

import (
	"context"
	"iter"
	"sync/atomic"
	"time"

	"github.com/admin365/admin365/health"
)

// editedIssues are issues as another service would list them: edit changes each, or leaves
// it out by returning false, and the conditions on times hold for what it became.
type editedIssues struct {
	health.Issues
	edit func(*health.Issue) bool
	// asked counts the lists that were ranged over.
	asked *atomic.Int64
}

// List implements [health.Issues].
func (e editedIssues) List(ctx context.Context, q health.IssueQuery) iter.Seq2[*health.Issue, error] {
	every := q
	every.Since, every.Until, every.ChangedSince = time.Time{}, time.Time{}, time.Time{}
	return func(yield func(*health.Issue, error) bool) {
		if e.asked != nil {
			e.asked.Add(1)
		}
		for i, err := range e.Issues.List(ctx, every) {
			if err != nil {
				yield(nil, err)
				return
			}
			if e.edit != nil && !e.edit(i) || !q.Until.IsZero() && !i.StartDateTime.Before(q.Until) ||
				!i.EndDateTime.IsZero() && i.EndDateTime.Before(q.Since) || i.LastModifiedDateTime.Before(q.ChangedSince) {
				continue
			}
			if !yield(i, nil) {
				return
			}
		}
	}
}

// editedMessages is the same of messages. more are listed before the others.
type editedMessages struct {
	health.Messages
	edit  func(*health.Message) bool
	more  func() []*health.Message
	asked *atomic.Int64
}

// List implements [health.Messages].
func (e editedMessages) List(ctx context.Context, q health.MessageQuery) iter.Seq2[*health.Message, error] {
	every := q
	every.ChangedSince = time.Time{}
	return func(yield func(*health.Message, error) bool) {
		if e.asked != nil {
			e.asked.Add(1)
		}
		if e.more != nil {
			for _, m := range e.more() {
				if !m.LastModifiedDateTime.Before(q.ChangedSince) && !yield(m, nil) {
					return
				}
			}
		}
		for m, err := range e.Messages.List(ctx, every) {
			if err != nil {
				yield(nil, err)
				return
			}
			if e.edit != nil && !e.edit(m) || m.LastModifiedDateTime.Before(q.ChangedSince) {
				continue
			}
			if !yield(m, nil) {
				return
			}
		}
	}
}
