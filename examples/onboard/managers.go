package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/patience"
	"github.com/admin365/admin365/examples/internal/results"
)

// managerKnown fails a row whose manager is neither in the file nor in the
// tenant. That comes before the account is made: a name that nobody has is a
// slip of the pen, or a row with shifted cells.
func (o *onboarding) managerKnown(r *row) bool {
	if r.Manager == "" || o.named[key(r.Manager)] != nil {
		return true
	}
	switch err := o.outside[key(r.Manager)].err; {
	case err == nil:
		return true
	case errors.Is(err, admin365.ErrNotFound):
		o.fail(r, o.place(r, "manager")+": "+r.Manager+" is neither in this file nor in the tenant")
	default:
		o.refused(r, err)
	}
	return false
}

// resolve looks up the managers of the rows that want it and that nobody has
// looked up so far. What failed for the moment is tried again the next time.
func (o *onboarding) resolve(ctx context.Context, rows []*row, wanted func(*row) bool) {
	first := map[string]*row{}
	for _, r := range rows {
		known, asked := o.outside[key(r.Manager)]
		settled := asked && (known.err == nil || errors.Is(known.err, admin365.ErrNotFound))
		if r.Manager != "" && !settled && wanted(r) && first[key(r.Manager)] == nil {
			first[key(r.Manager)] = r
		}
	}
	var names []*row
	answers := map[*row]*lookup{}
	for _, r := range first {
		names = append(names, r)
		answers[r] = &lookup{}
	}
	// Those who are looked up belong to rows that are begun, so they are
	// finished too.
	each(context.WithoutCancel(ctx), o.workers, names, func(ctx context.Context, r *row) {
		user, err := o.users.Get(ctx, admin365.UserID(r.Manager))
		if err != nil {
			answers[r].err = err
			return
		}
		answers[r].id = user.ID
	})
	for r, answer := range answers {
		o.outside[key(r.Manager)] = *answer
	}
}

// links sets the managers of the rows whose account is done and whose manager's
// row is, too. It returns the rows that have to wait for theirs.
func (o *onboarding) links(ctx context.Context, rows []*row) (waiting []*row) {
	var ready []*row
	for _, r := range rows {
		if r.Manager == "" || r.outcome == "" || r.outcome == results.Failed {
			continue
		}
		if boss := o.named[key(r.Manager)]; boss != nil && boss.outcome == "" {
			waiting = append(waiting, r)
		} else {
			ready = append(ready, r)
		}
	}
	// After a failure of its row the manager may be in the tenant all the same.
	o.resolve(ctx, ready, func(r *row) bool {
		boss := o.named[key(r.Manager)]
		return boss != nil && boss.id == "" && boss.outcome == results.Failed
	})
	for _, r := range ready {
		r.manager, r.without = o.manager(r)
	}
	for i, chunk := range slices.Collect(slices.Chunk(ready, batchSize)) {
		// The rows of the batch come first; they are begun, so they are finished.
		if i > 0 && ctx.Err() != nil {
			waiting = append(waiting, chunk...)
			continue
		}
		each(context.WithoutCancel(ctx), o.workers, chunk, o.link)
		if err := o.ledger.checkpoint(false); err != nil {
			o.stop(err)
		}
	}
	return waiting
}

// link sets the row's manager, unless it is who it should be.
func (o *onboarding) link(ctx context.Context, r *row) {
	defer o.finish(r)
	if r.without != "" {
		r.note("%s", r.without)
		return
	}
	if r.found == nil && o.dryRun {
		return
	}
	if r.found != nil {
		now, err := o.managers.Get(ctx, r.id)
		if err != nil && !errors.Is(err, admin365.ErrNotFound) {
			o.lack(r, "the manager", "manager", err)
			return
		}
		if err == nil && r.manager != "" && strings.EqualFold(string(now.ID), string(r.manager)) {
			return
		}
	}
	if o.dryRun {
		r.outcome, r.changed = results.Planned, append(r.changed, "manager")
		return
	}
	if err := patience.While(ctx, func() error { return o.managers.Set(ctx, r.id, r.manager) }); err != nil {
		o.lack(r, "the manager", "manager", err)
		return
	}
	switch r.outcome {
	case results.Created:
		// It is part of making somebody.
	case results.Restored:
		r.changed = append(r.changed, "manager")
	default:
		r.outcome, r.changed = results.Updated, append(r.changed, "manager")
	}
}

// manager returns the id of the row's manager, or why there is none to set. In
// a dry run the manager may be somebody without an id yet.
func (o *onboarding) manager(r *row) (id admin365.UserID, without string) {
	boss := o.named[key(r.Manager)]
	if boss != nil && (boss.id != "" || boss.outcome != results.Failed) {
		return boss.id, ""
	}
	answer := o.outside[key(r.Manager)]
	if answer.err != nil && boss != nil {
		return "", fmt.Sprintf("without the manager %s, whose row failed (line %d)", r.Manager, boss.Line)
	}
	return answer.id, ""
}
