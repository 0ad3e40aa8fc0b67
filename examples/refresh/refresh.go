package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// run is a refresh under way.
type run struct {
	program
	c     *connection
	o     options
	state *state
}

// refresh checks, and then does what is left to do.
func (p program) refresh(ctx context.Context, c *connection, o options) int {
	s, err := p.begun(o)
	if err == nil && s != nil {
		err = s.fits(c, o)
	}
	if err != nil {
		return p.unusable(err)
	}
	r := &run{program: p, c: c, o: o, state: s}
	if s == nil {
		if r.state, err = r.check(ctx); err != nil {
			return p.unusable(err)
		}
	}
	if o.dryRun {
		return r.plan()
	}
	if s == nil {
		if err := r.state.write(o.state); err != nil {
			return p.unusable(err)
		}
		r.reached("written: run")
	}
	if r.state.Done {
		r.tell("nothing is left to do: %q was refreshed from %q", r.state.Name, r.state.Source.Name)
		return exitWell
	}
	if err := r.all(ctx); err != nil {
		return r.stopped(err)
	}
	return exitWell
}

// begun is the state of an earlier run; nil if there is none.
func (p program) begun(o options) (*state, error) {
	if o.state == "" {
		return nil, nil
	}
	return readState(o.state)
}

// all does all steps, and looks at the end whether all is as it should be.
func (r *run) all(ctx context.Context) error {
	for _, s := range r.steps() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.do(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s.what, err)
		}
	}
	if err := r.verify(ctx); err != nil {
		return err
	}
	r.state.Done = true
	if err := errors.Join(r.c.saved(), r.state.write(r.o.state)); err != nil {
		return err
	}
	r.reached("done: run")
	return nil
}

// stopped says why a run ended before its end, and how it goes on.
func (r *run) stopped(err error) int {
	switch {
	case errors.Is(err, context.Canceled):
		r.say("interrupted: what was begun goes on at the service; the same command takes it up")
	default:
		r.say("%s: stopped: %s", r.name, printable(err.Error()))
		r.say("what is left is done by the same command")
	}
	return exitFailed
}

// check looks whether the run can be, before anything is changed.
func (r *run) check(ctx context.Context) (*state, error) {
	source, err := r.find(ctx, r.o.source)
	if err != nil {
		return nil, fmt.Errorf("the source: %w", err)
	}
	target, err := instances.FindByName(ctx, r.c.Environments, r.o.target)
	if err != nil {
		return nil, fmt.Errorf("the target: %w", err)
	}
	switch {
	case source.ID == target.ID:
		return nil, errors.New("source and target are the same environment")
	case target.Type != instances.Sandbox:
		return nil, fmt.Errorf("the target %q is of type %s; only a sandbox is overwritten", target.DisplayName, target.Type)
	case source.Dataverse == nil || target.Dataverse == nil:
		return nil, errors.New("source and target need Dataverse")
	case source.Location != target.Location:
		return nil, fmt.Errorf("the source is in %s and the target in %s", source.Location, target.Location)
	case source.Dataverse.Version != target.Dataverse.Version && !r.o.anyVersion:
		return nil, fmt.Errorf("the source has version %s and the target %s; -any-version goes on all the same", source.Dataverse.Version, target.Dataverse.Version)
	}
	for _, e := range []*instances.Environment{source, target} {
		if e.Management == instances.ManagementRunning {
			return nil, fmt.Errorf("%q is busy with another operation", e.DisplayName)
		}
	}
	if err := r.room(ctx, source, target); err != nil {
		return nil, err
	}
	return newState(r.c, source, target, r.o.name), nil
}

// find returns an environment by its name or its id.
func (r *run) find(ctx context.Context, name string) (*instances.Environment, error) {
	e, err := instances.FindByName(ctx, r.c.Environments, name)
	if errors.Is(err, admin365.ErrNotFound) {
		if byID, idErr := r.c.Environments.Get(ctx, instances.EnvironmentID(name)); idErr == nil {
			return byID, nil
		}
	}
	return e, err
}

// leastFree is what the service wants free before it copies.
// Source: https://learn.microsoft.com/power-platform/admin/capacity-storage
const leastFree = 1024 // MB

// room refuses a copy for which the database capacity does not suffice: the target holds
// as much as the source afterwards.
func (r *run) room(ctx context.Context, source, target *instances.Environment) error {
	has, err := r.c.Capacity.Tenant(ctx)
	if err != nil {
		return fmt.Errorf("the capacity: %w", err)
	}
	var free float64
	for _, kind := range has.Kinds {
		if kind.Type == instances.DatabaseCapacity {
			free = kind.Total - kind.Rated
		}
	}
	var holds [2]float64
	for i, e := range []*instances.Environment{source, target} {
		used, err := r.c.Capacity.Environment(ctx, e.ID)
		if err != nil {
			return fmt.Errorf("the capacity of %q: %w", e.DisplayName, err)
		}
		for _, kind := range used {
			if kind.Type == instances.DatabaseCapacity {
				holds[i] = kind.Actual
			}
		}
	}
	more := max(holds[0]-holds[1], 0)
	r.tell("database capacity: %.0f MB free, %.0f MB more are needed", free, more)
	if free < leastFree || free < more {
		return fmt.Errorf("the database capacity does not suffice: %.0f MB are free, and %.0f are needed", free, max(more, leastFree))
	}
	return nil
}

// plan says what would be done.
func (r *run) plan() int {
	r.tell("%q (%s, %s) would be overwritten with %q (%s, %s):", r.state.Target.Name, r.state.Target.Type, r.state.Target.Version,
		r.state.Source.Name, r.state.Source.Type, r.state.Source.Version)
	for _, s := range r.steps() {
		note := ""
		if b := r.state.Steps[s.name]; b != nil && b.Done {
			note = " (done)"
		} else if b != nil {
			note = " (begun)"
		}
		r.tell("  %s%s", s.what, note)
	}
	r.tell("nothing was changed")
	return exitWell
}

// verify looks whether the target is as it should be. What an operation did may show a
// moment after its end.
func (r *run) verify(ctx context.Context) error {
	var wrong error
	for range 5 {
		e, err := r.c.Environments.Get(ctx, r.state.Target.ID)
		if err != nil {
			return fmt.Errorf("to look at the target: %w", err)
		}
		if wrong = r.judge(e); wrong == nil {
			r.tell("%q is as %q was, version %s: %s", e.DisplayName, r.state.Source.Name, e.Dataverse.Version, e.Links().Instance)
			return nil
		}
		if err := r.c.pause(ctx, 10*time.Second); err != nil {
			return err
		}
	}
	return wrong
}

// judge says what is wrong with the target; nil if nothing is.
func (r *run) judge(e *instances.Environment) error {
	open := e.Runtime == instances.RuntimeEnabled && (e.Dataverse == nil || e.Dataverse.BackgroundOperations != instances.BackgroundDisabled)
	switch {
	case e.Dataverse == nil || e.Provisioning != instances.Provisioned:
		return fmt.Errorf("%q is not ready: %s", e.DisplayName, e.Provisioning)
	case e.DisplayName != r.state.Name:
		return fmt.Errorf("it is called %q, and not %q", e.DisplayName, r.state.Name)
	case e.Type != instances.Sandbox:
		return fmt.Errorf("%q is of type %s now", e.DisplayName, e.Type)
	case e.Dataverse.Version != r.state.Source.Version:
		return fmt.Errorf("%q has version %s, and the source had %s", e.DisplayName, e.Dataverse.Version, r.state.Source.Version)
	case !r.o.stayClosed && !open:
		return fmt.Errorf("%q is not open: %s", e.DisplayName, e.Runtime)
	default:
		return nil
	}
}
