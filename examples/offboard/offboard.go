package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/atomicfile"
	"github.com/admin365/admin365/examples/internal/shell"
	"github.com/admin365/admin365/identity"
)

// offboard takes everything from somebody, or says what it would take.
func (p program) offboard(ctx context.Context, c *connection, o options) int {
	r, err := p.openRecord(c, &o)
	if err != nil {
		return p.unusable(err)
	}
	user, err := c.Users.Get(ctx, admin365.UserID(o.who))
	if errors.Is(err, admin365.ErrNotFound) {
		return p.absent(ctx, c, o, r)
	}
	if err != nil {
		return p.failed(err)
	}
	if r != nil && !sameText(r.ID, user.ID) {
		return p.unusable(fmt.Errorf("%s is the record of another account, of %s; name another file with -record", o.record, r))
	}
	now, err := c.gather(ctx, user)
	if err != nil {
		return p.failed(err)
	}
	why, err := c.mustStay(ctx, now.person)
	if err != nil {
		return p.failed(err)
	}
	if why != "" {
		p.say("%s: %s is not offboarded: %s; nothing was changed", p.name, now, why)
		return exitFailed
	}
	r = r.over(now)
	steps := c.takeAway(r, now)
	if o.dryRun {
		p.showPlan(r, steps)
		p.dryRun(o)
		return exitWell
	}
	if err := r.write(o.record); err != nil {
		return p.unusable(fmt.Errorf("the record: %w", err))
	}
	p.showPlan(r, steps)
	return p.take(ctx, c, o, r, steps)
}

// openRecord reads the record of a run that was cut off, if there is one. One
// whose offboarding was undone is history.
func (p program) openRecord(c *connection, o *options) (*record, error) {
	if o.record == "" {
		return nil, nil
	}
	path, err := atomicfile.Resolve(o.record)
	if err != nil {
		return nil, err
	}
	o.record = path
	r, err := readRecord(path)
	if err != nil || r == nil || r.Undone {
		return nil, err
	}
	return r, r.of(c)
}

// of refuses a record of another tenant.
func (r *record) of(c *connection) error {
	if !sameText(r.Tenant, c.tenant) {
		return fmt.Errorf("the record is of another tenant, or of one that was named otherwise: %s", r.Tenant)
	}
	return nil
}

// over returns the record of what somebody had, and has now. A nil record is of
// somebody who is whole.
func (r *record) over(now *record) *record {
	if r == nil {
		fresh := *now
		fresh.Begun = time.Now().UTC()
		return &fresh
	}
	if r.Deleted {
		// Somebody brought him back by hand.
		r.Deleted, r.Steps = false, nil
	}
	r.add(now)
	return r
}

// absent says what became of somebody who is not in the tenant.
func (p program) absent(ctx context.Context, c *connection, o options, r *record) int {
	if r != nil && r.begun(stepDelete) {
		deleted, err := c.DeletedUsers.Get(ctx, r.ID)
		if err == nil {
			r.Deleted = true
			return p.finished(c, o, r, deleted)
		}
		if !errors.Is(err, admin365.ErrNotFound) {
			return p.failed(err)
		}
		p.say("%s: %s was offboarded, and is not among the deleted users any more", p.name, r)
		return exitFailed
	}
	for u, err := range c.DeletedUsers.List(ctx, identity.DeletedUserQuery{}) {
		if err != nil {
			return p.failed(err)
		}
		if sameText(identity.OriginalName(u), o.who) || sameText(u.ID, admin365.UserID(o.who)) {
			p.say("%s: %s is deleted already, since %s; nothing was changed", p.name, printable(o.who), u.DeletedDateTime.Format(time.DateOnly))
			return exitFailed
		}
	}
	p.say("%s: the tenant has no user %s; nothing was changed", p.name, printable(o.who))
	return exitFailed
}

// take does what was planned.
func (p program) take(ctx context.Context, c *connection, o options, r *record, steps []step) int {
	w := &work{program: p, c: c, end: r.end, begin: func(what string) error {
		r.begin(what)
		if err := r.write(o.record); err != nil {
			return fmt.Errorf("the record: %w", err)
		}
		return nil
	}}
	done, err := w.do(ctx, steps)
	if err == nil && done < len(steps) {
		err = r.write(o.record)
	}
	switch {
	case err != nil:
		p.say("%s: stopped after %d of %d steps: %v", p.name, done, len(steps), err)
	case w.refused > 0:
		p.say("%s: %s is not deleted, because something was refused", p.name, r)
	case done < len(steps):
		p.say("interrupted: %d of %d steps are done", done, len(steps))
	default:
		r.Deleted = true
		// When he was deleted is good to know, and no more.
		deleted, _ := c.DeletedUsers.Get(context.WithoutCancel(ctx), r.ID)
		return p.finished(c, o, r, deleted)
	}
	p.say("to go on, run the same command again:\n  %s", shell.Command(p.name, o.command()...))
	return exitFailed
}

// finished says that somebody is offboarded, and how he comes back.
func (p program) finished(c *connection, o options, r *record, deleted *identity.User) int {
	if !o.dryRun {
		for _, s := range r.Steps {
			r.end(s.What)
		}
		if err := errors.Join(r.write(o.record), c.saved()); err != nil {
			return p.failed(err)
		}
	}
	p.tell("%s is offboarded: %s", r, r.summary())
	if deleted != nil && !deleted.DeletedDateTime.IsZero() {
		p.tell("deleted on %s", deleted.DeletedDateTime.Format(time.DateOnly))
	}
	if o.live || o.tenantFile != "" {
		p.tell("for 30 days he can be brought back:\n  %s", shell.Command(p.name, o.undoCommand()...))
	}
	return exitWell
}
