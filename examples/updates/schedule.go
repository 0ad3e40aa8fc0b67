package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// trial is how long after the sandboxes the productions follow.
const trial = 7 * 24 * time.Hour

// schedule moves what can be moved, and returns how many could not be.
func (p program) schedule(ctx context.Context, c *connection, o options, plan *calendar) (failed int, err error) {
	p.tell("")
	moved := 0
	for _, l := range plan.lines {
		if !l.Movable {
			continue
		}
		if err := ctx.Err(); err != nil {
			return failed, errors.New("interrupted: what is left is done by the same command")
		}
		at := o.schedule
		if l.Type != instances.Sandbox {
			at = at.Add(trial)
		}
		if why := barred(l, at); why != "" {
			failed++
			p.say("%s: left at %s: %s", named(l), moment(l.Next.At), why)
			continue
		}
		if !o.yes {
			when, why, err := c.wouldBe(ctx, l, at)
			switch {
			case err != nil:
				return failed, err
			case why != "":
				failed++
				p.say("%s: left at %s: %s", named(l), moment(l.Next.At), why)
				continue
			}
			moved++
			p.tell("would be moved: %s to version %s: %s to %s", named(l), printable(l.Next.Version), moment(l.Next.At), when)
			continue
		}
		moved++
		if err := p.move(ctx, c, l, at); err != nil {
			if errors.Is(err, admin365.ErrUnauthenticated) {
				return failed, err
			}
			moved--
			failed++
			p.say("%s: refused: %s", named(l), reason(err))
		}
	}
	switch {
	case moved == 0 && failed == 0:
		p.tell("nothing can be moved")
	case !o.yes:
		p.tell("nothing was changed; -yes does it")
	}
	return failed, nil
}

// wouldBe says when an update would run that is given a date: at the start of the window,
// unless it passes over that; or why it cannot.
func (c *connection) wouldBe(ctx context.Context, l *instances.Planned, at time.Time) (when, why string, err error) {
	if l.Next.IgnoreWindow {
		return moment(at), "", nil
	}
	from, _, err := instances.NextWindow(ctx, c.Central, l.Central, at)
	if errors.Is(err, admin365.ErrUnsupported) {
		return "the first window from " + moment(at) + " on", "", nil
	}
	if err != nil {
		return "", "", err
	}
	if barred(l, from) == "" {
		return moment(from), "", nil
	}
	// The service takes the window that is open at the date then, if it has not begun yet.
	open, until, err := instances.NextWindow(ctx, c.Central, l.Central, at.Add(-24*time.Hour))
	if err != nil {
		return "", "", err
	}
	if until.After(at) && open.After(c.now()) {
		return moment(open), "", nil
	}
	return "", barred(l, from), nil
}

// barred says why an update cannot have a date, as far as that is known beforehand.
func barred(l *instances.Planned, at time.Time) string {
	if !l.Last.IsZero() && at.After(l.Last) {
		return fmt.Sprintf("%s is after the last date that it can have, %s", moment(at), moment(l.Last))
	}
	return ""
}

// move moves one, and says where it is then: the service puts it into the window.
func (p program) move(ctx context.Context, c *connection, l *instances.Planned, at time.Time) error {
	// What is sent is finished.
	ctx = context.WithoutCancel(ctx)
	update, err := c.Central.Updates.Reschedule(ctx, l.Central, l.Next.Target(), instances.Schedule{At: at})
	if err != nil {
		return err
	}
	if c.save != nil {
		if err := c.save(); err != nil {
			return fmt.Errorf("the tenant file: %w", err)
		}
	}
	if update.At.Equal(l.Next.At) {
		p.tell("stays: %s is at %s already", named(l), moment(update.At))
		return nil
	}
	p.tell("moved: %s to version %s: %s to %s", named(l), printable(l.Next.Version), moment(l.Next.At), moment(update.At))
	return nil
}
