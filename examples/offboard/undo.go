package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/atomicfile"
	"github.com/admin365/admin365/examples/internal/patience"
	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/examples/internal/shell"
	"github.com/admin365/admin365/identity"
)

// putBack gives back what stands in a record, or says what it would give.
func (p program) putBack(ctx context.Context, c *connection, o options) int {
	path, err := atomicfile.Resolve(o.undo)
	if err != nil {
		return p.unusable(err)
	}
	r, err := readRecord(path)
	switch {
	case err != nil:
		return p.unusable(err)
	case r == nil:
		return p.unusable(fmt.Errorf("there is no file %s", o.undo))
	case r.of(c) != nil:
		return p.unusable(r.of(c))
	case r.Undone:
		p.tell("%s is back already", r)
		return exitWell
	}
	u := &undo{program: p, c: c, o: o, path: path, record: r}
	steps, err := u.steps(ctx)
	if err != nil {
		return p.failed(err)
	}
	p.tell("%s:", r)
	for _, s := range steps {
		p.tell("  %s", s.what)
	}
	if o.dryRun {
		p.dryRun(o)
		return exitWell
	}
	return u.run(ctx, steps)
}

// undo puts back what one record says.
type undo struct {
	program
	c      *connection
	o      options
	path   string
	record *record
	// results is where the new password goes; nil if none is needed.
	results *results.File
}

// steps are the steps that are left. The sign-in comes last: nobody signs in to
// an account that is half there.
func (u *undo) steps(ctx context.Context) ([]step, error) {
	r := u.record
	now, deleted, err := u.now(ctx)
	if err != nil {
		return nil, err
	}
	var steps []step
	if deleted {
		steps = append(steps, step{what: "restore the account", do: u.restore})
	}
	if r.begun(stepPassword) && !r.PasswordGiven {
		steps = append(steps, step{what: "set a new first password", do: u.givePassword})
	}
	there := []error{admin365.ErrConflict}
	// What is gone meanwhile cannot be given back.
	gone := []error{admin365.ErrNotFound, admin365.ErrPrecondition}
	id := admin365.ObjectID(r.ID)
	for _, group := range missing(r.Member, now.Member) {
		steps = append(steps, step{what: "put back into group " + printable(group.Name), already: there, stays: gone, do: func(ctx context.Context) error {
			return u.c.GroupMembers.Add(ctx, group.ID, id)
		}})
	}
	for _, group := range missing(r.Owner, now.Owner) {
		steps = append(steps, step{what: "make an owner of group " + printable(group.Name), already: there, stays: gone, do: func(ctx context.Context) error {
			return u.c.GroupOwners.Add(ctx, group.ID, id)
		}})
	}
	if r.Manager != nil && now.Manager == nil {
		steps = append(steps, u.report(r.person, *r.Manager))
	}
	for _, report := range r.Reports {
		steps = append(steps, u.report(report, r.person))
	}
	for _, role := range r.Roles {
		if !now.has(role) {
			steps = append(steps, step{what: "give back role " + role.String(), already: there, stays: gone, do: func(ctx context.Context) error {
				_, err := u.c.RoleAssignments.Create(ctx, identity.NewRoleAssignment{RoleID: role.ID, PrincipalID: id, DirectoryScopeID: role.Scope})
				return err
			}})
		}
	}
	if r.WasEnabled && !now.WasEnabled {
		steps = append(steps, step{what: "unblock the sign-in", do: func(ctx context.Context) error {
			return u.c.Users.Update(ctx, r.ID, identity.UserPatch{AccountEnabled: new(true)})
		}})
	}
	return steps, nil
}

// now returns what he has now, which is nothing as long as he is deleted.
func (u *undo) now(ctx context.Context) (now *record, deleted bool, err error) {
	user, err := u.c.Users.Get(ctx, u.record.ID)
	if err == nil {
		now, err = u.c.gather(ctx, user)
		return now, false, err
	}
	if !errors.Is(err, admin365.ErrNotFound) {
		return nil, false, err
	}
	user, err = u.c.DeletedUsers.Get(ctx, u.record.ID)
	if errors.Is(err, admin365.ErrNotFound) {
		return nil, false, fmt.Errorf("%s is neither in the tenant nor among the deleted users, and cannot be brought back", u.record)
	}
	if err != nil {
		return nil, false, err
	}
	return &record{WasEnabled: enabled(user)}, true, nil
}

func missing(had, has []heldGroup) []heldGroup {
	var gone []heldGroup
	for _, group := range had {
		if len(addGroups(has, []heldGroup{group})) > len(has) {
			gone = append(gone, group)
		}
	}
	return gone
}

func (r *record) has(role heldRole) bool {
	for _, other := range r.Roles {
		if sameText(other.ID, role.ID) && other.Scope == role.Scope {
			return true
		}
	}
	return false
}

// restore brings the account back. Once it is there, it is not among the deleted
// any more. The service may be slow to show it.
func (u *undo) restore(ctx context.Context) error {
	_, err := u.c.DeletedUsers.Restore(ctx, u.record.ID, identity.UserRestore{})
	if err != nil && !errors.Is(err, admin365.ErrNotFound) {
		return err
	}
	for _, wait := range patience.Waits() {
		if err := patience.Pause(ctx, wait); err != nil {
			return err
		}
		if _, err = u.c.Users.Get(ctx, u.record.ID); !errors.Is(err, admin365.ErrNotFound) {
			return err
		}
	}
	return err
}

// givePassword sets a new first password. It is on the disk before it is set, so
// that there is no password that nobody knows; a run that was cut off has written
// one already, and that is used again.
func (u *undo) givePassword(ctx context.Context) error {
	name := u.record.UserPrincipalName
	passwords, err := u.results.Plan([]results.Person{{Row: 1, UserPrincipalName: name}})
	if err != nil {
		return fmt.Errorf("the results file: %w", err)
	}
	u.reached("written: the password")
	err = u.c.Passwords.Set(ctx, u.record.ID, identity.PasswordProfile{Password: passwords[0], ForceChangePasswordNextSignIn: true})
	if err != nil {
		return err
	}
	u.reached("done: the password")
	if err := u.c.saved(); err != nil {
		return fmt.Errorf("the tenant file: %w", err)
	}
	err = u.results.Record(results.Result{Row: 1, UserPrincipalName: name, ID: u.record.ID, Outcome: results.Restored, Detail: "the first password after the account was restored"})
	if err != nil {
		return fmt.Errorf("the results file: %w", err)
	}
	u.record.PasswordGiven = true
	return nil
}

// report makes somebody the manager of a person who has none. Who has another one
// keeps him.
func (u *undo) report(who, manager person) step {
	return step{what: "put back " + manager.String() + " as manager of " + who.String(), stays: []error{admin365.ErrNotFound, admin365.ErrPrecondition}, do: func(ctx context.Context) error {
		_, err := u.c.Managers.Get(ctx, who.ID)
		if !errors.Is(err, admin365.ErrNotFound) {
			return err
		}
		return u.c.Managers.Set(ctx, who.ID, manager.ID)
	}}
}

// run does the steps.
func (u *undo) run(ctx context.Context, steps []step) int {
	if u.record.begun(stepPassword) && !u.record.PasswordGiven {
		var err error
		if u.results, err = results.Open(u.o.results); err != nil {
			return u.unusable(fmt.Errorf("the results file: %w", err))
		}
	}
	w := &work{program: u.program, c: u.c, end: func(string) {}, begin: func(string) error {
		if err := u.record.write(u.path); err != nil {
			return fmt.Errorf("the record: %w", err)
		}
		return nil
	}}
	done, err := w.do(ctx, steps)
	if u.results != nil {
		err = errors.Join(err, u.results.Close())
	}
	if u.record.PasswordGiven {
		u.tell("the old password is gone; the new first one stands in %s", u.o.results)
	}
	u.record.Undone = err == nil && w.refused == 0 && done == len(steps)
	err = errors.Join(err, u.record.write(u.path), u.c.saved())
	switch {
	case err != nil:
		u.say("%s: stopped after %d of %d steps: %v", u.name, done, len(steps), err)
	case w.refused > 0:
		u.say("%s: %s is not back as he was, because something was refused", u.name, u.record)
	case done < len(steps):
		u.say("interrupted: %d of %d steps are done", done, len(steps))
	default:
		u.tell("%s is back%s", u.record, w.butFor())
		return exitWell
	}
	u.say("to go on, run the same command again:\n  %s", shell.Command(u.name, append(u.o.place(), "-undo", u.o.undo, "-results", u.o.results)...))
	return exitFailed
}
