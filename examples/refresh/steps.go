package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/patience"
	"github.com/admin365/admin365/instances"
)

// step is one thing that is done to the target.
type step struct {
	// name names it in the state, and what says it to people.
	name, what string
	// kind is what it is in the history of the target.
	kind instances.OperationKind
	// already reports whether it is so, so that there is nothing to do.
	already func(context.Context, *instances.Environment) (bool, error)
	// begin begins it; without an operation it is followed by the history.
	begin func(context.Context) (*admin365.Operation, error)
}

// steps are the steps of a run, in their order.
func (r *run) steps() []step {
	s, c, target := r.state, r.c, r.state.Target.ID
	steps := []step{
		{name: "backup", what: "back up " + r.target(), kind: instances.KindBackup, already: func(ctx context.Context, _ *instances.Environment) (bool, error) {
			return r.backedUp(ctx)
		}, begin: func(ctx context.Context) (*admin365.Operation, error) {
			_, err := c.Backups.Create(ctx, target, instances.NewBackup{Label: s.label()})
			return nil, err
		}},
		{name: "close", what: "close " + r.target() + " (administration mode)", kind: instances.KindEdit, already: func(_ context.Context, e *instances.Environment) (bool, error) {
			return e.Runtime == instances.RuntimeAdminMode, nil
		}, begin: func(ctx context.Context) (*admin365.Operation, error) {
			return c.AdminMode.Enter(ctx, target, instances.AdminModeOptions{})
		}},
		{name: "copy", what: fmt.Sprintf("copy %q onto %s", s.Source.Name, r.target()), kind: instances.KindCopy, begin: func(ctx context.Context) (*admin365.Operation, error) {
			expect := instances.Expect{Name: s.Target.Name, Type: instances.Sandbox}
			return c.Copies.Copy(ctx, target, expect, instances.EnvironmentCopy{
				Source: s.Source.ID, Type: instances.FullCopy, IncludeAuditData: r.o.auditData,
			})
		}},
		{name: "name", what: fmt.Sprintf("name it %q", s.Name), kind: instances.KindEdit, already: func(_ context.Context, e *instances.Environment) (bool, error) {
			return e.DisplayName == s.Name, nil
		}, begin: func(ctx context.Context) (*admin365.Operation, error) {
			return c.Environments.Update(ctx, target, instances.EnvironmentPatch{DisplayName: &s.Name})
		}},
	}
	if !r.o.stayClosed {
		steps = append(steps, step{name: "open", what: "open it (administration mode off)", kind: instances.KindEdit, already: func(_ context.Context, e *instances.Environment) (bool, error) {
			return e.Runtime == instances.RuntimeEnabled && e.Dataverse != nil && e.Dataverse.BackgroundOperations != instances.BackgroundDisabled, nil
		}, begin: func(ctx context.Context) (*admin365.Operation, error) {
			return c.AdminMode.Leave(ctx, target)
		}})
	}
	return steps
}

func (r *run) target() string { return fmt.Sprintf("%q", r.state.Target.Name) }

// do does a step, or goes on with it where an earlier run ended.
func (r *run) do(ctx context.Context, s step) error {
	b := r.state.Steps[s.name]
	if b != nil && b.Done {
		return nil
	}
	resumed := b != nil
	if !resumed {
		if is, err := r.isSo(ctx, s); is || err != nil {
			return r.end(s, &begun{}, err)
		}
		before, err := r.newest(ctx)
		if err != nil {
			return err
		}
		b = &begun{Before: before}
		if err := r.note(s, b, "written"); err != nil {
			return err
		}
	}
	if b.Operation == "" {
		if done, err := r.start(ctx, s, b, resumed); done || err != nil {
			return r.end(s, b, err)
		}
	}
	last, err := r.wait(ctx, s, b.Operation)
	if err := r.c.saved(); err != nil {
		return fmt.Errorf("the tenant file: %w", err)
	}
	r.reached("waited: " + s.name)
	if err != nil && last != nil && last.Done() {
		// It has ended, and not well. It is begun anew by the next run.
		delete(r.state.Steps, s.name)
		return errors.Join(err, r.state.write(r.o.state))
	}
	return r.end(s, b, err)
}

// start begins a step and notes its operation. Done says that there is nothing to wait
// for. Where an earlier attempt may have begun it, that one is looked for first.
func (r *run) start(ctx context.Context, s step, b *begun, resumed bool) (done bool, err error) {
	if resumed {
		id, err := r.sought(ctx, s, b)
		if err != nil {
			return false, err
		}
		if id != "" {
			r.tell("going on: %s", s.what)
			b.Operation = id
			return false, r.note(s, b, "noted")
		}
		if is, err := r.isSo(ctx, s); is || err != nil {
			return is, err
		}
	}
	op, err := r.begin(ctx, s)
	switch {
	case errors.Is(err, admin365.ErrUncertain) || err == nil && op == nil:
		sent := err
		if err := r.sent(s); err != nil {
			return false, err
		}
		id, err := r.sought(ctx, s, b)
		if err != nil || id == "" {
			return false, errors.Join(sent, err, errors.New("whether it was begun is not known; the same command looks again"))
		}
		b.Operation = id
	case err != nil:
		return false, err
	default:
		if err := r.sent(s); err != nil {
			return false, err
		}
		b.Operation = op.ID
	}
	return false, r.note(s, b, "noted")
}

// begin begins a step, and comes again while the target is busy with what its last step
// has left.
func (r *run) begin(ctx context.Context, s step) (op *admin365.Operation, err error) {
	// What is sent is finished.
	sending := context.WithoutCancel(ctx)
	for _, wait := range patience.Waits() {
		if err := r.c.pause(ctx, wait); err != nil {
			return nil, err
		}
		if op, err = s.begin(sending); !errors.Is(err, admin365.ErrBusy) {
			return op, err
		}
	}
	return op, err
}

// sent puts a tenant in memory on the disk: what was asked for is begun there.
func (r *run) sent(s step) error {
	if err := r.c.saved(); err != nil {
		return fmt.Errorf("the tenant file: %w", err)
	}
	r.reached("sent: " + s.name)
	return nil
}

// note writes down how far a step is.
func (r *run) note(s step, b *begun, point string) error {
	r.state.Steps[s.name] = b
	if err := r.state.write(r.o.state); err != nil {
		return fmt.Errorf("the state: %w", err)
	}
	r.reached(point + ": " + s.name)
	return nil
}

// end writes down that a step is done, unless it is not.
func (r *run) end(s step, b *begun, err error) error {
	if err != nil {
		return err
	}
	b.Done = true
	r.tell("done: %s", s.what)
	return r.note(s, b, "done")
}

// isSo reports whether a step is done already.
func (r *run) isSo(ctx context.Context, s step) (bool, error) {
	if s.already == nil {
		return false, nil
	}
	e, err := r.c.Environments.Get(ctx, r.state.Target.ID)
	if err != nil {
		return false, err
	}
	return s.already(ctx, e)
}

// newest is the newest operation in the target's history; empty if there is none.
func (r *run) newest(ctx context.Context) (admin365.OperationID, error) {
	for op, err := range r.c.Operations.List(ctx, r.state.Target.ID) {
		if err != nil {
			return "", err
		}
		return op.ID, nil
	}
	return "", nil
}

// sought is the operation of a step that was sent and not written down: the oldest of
// its kind that came after what was there before. The service lists it only after some
// seconds. It is empty if there is none: the step was never begun.
func (r *run) sought(ctx context.Context, s step, b *begun) (found admin365.OperationID, err error) {
	for _, wait := range patience.Waits() {
		if err := r.c.pause(ctx, wait); err != nil {
			return "", err
		}
		for op, err := range r.c.Operations.List(ctx, r.state.Target.ID) {
			if err != nil {
				return "", err
			}
			if op.ID == b.Before {
				break
			}
			if op.Kind == string(s.kind) {
				found = op.ID
			}
		}
		if found != "" {
			return found, nil
		}
	}
	return "", nil
}

// backedUp reports whether the run's backup is there.
func (r *run) backedUp(ctx context.Context) (bool, error) {
	for b, err := range r.c.Backups.List(ctx, r.state.Target.ID) {
		if err != nil {
			return false, err
		}
		if b.Label == r.state.label() {
			return true, nil
		}
	}
	return false, nil
}

// wait waits for an operation of a step, and says how it goes.
func (r *run) wait(ctx context.Context, s step, id admin365.OperationID) (*admin365.Operation, error) {
	watch := r.watch(s)
	defer watch.end()
	return instances.Wait(ctx, r.c.Operations, id, admin365.WaitOptions{Interval: 10 * time.Second, Progress: watch.tell})
}
