package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/patience"
	"github.com/admin365/admin365/identity"
)

// step is one thing that is done. Doing it twice is the same as doing it once.
type step struct {
	// what says it to people, and names it in the record.
	what string
	do   func(context.Context) error
	// already are the kinds of errors that say that it is done.
	already []error
	// stays are the kinds of errors that say that it cannot be done here, which
	// is said and stops nothing.
	stays []error
	// last steps are not begun after something was refused.
	last bool
}

// The steps that leave no other trace than the record.
const (
	stepRevoke   = "revoke all sessions"
	stepPassword = "set a password that nobody knows"
	stepDelete   = "delete the account"
)

// takeAway are the steps that are left for somebody who has what now says.
func (c *connection) takeAway(r, now *record) []step {
	var steps []step
	id := now.ID
	if now.WasEnabled {
		steps = append(steps, step{what: "block the sign-in", do: func(ctx context.Context) error {
			return c.Users.Update(ctx, id, identity.UserPatch{AccountEnabled: new(false)})
		}})
	}
	if !r.done(stepRevoke) {
		steps = append(steps, step{what: stepRevoke, do: func(ctx context.Context) error {
			return c.Passwords.RevokeSessions(ctx, id)
		}})
	}
	if !r.done(stepPassword) {
		steps = append(steps, step{what: stepPassword, do: func(ctx context.Context) error {
			return c.Passwords.Set(ctx, id, identity.PasswordProfile{Password: identity.NewPassword(), ForceChangePasswordNextSignIn: true})
		}})
	}
	gone := []error{admin365.ErrNotFound}
	for _, role := range now.Roles {
		steps = append(steps, step{what: "take away role " + role.String(), already: gone, do: func(ctx context.Context) error {
			return c.RoleAssignments.Delete(ctx, role.assignment)
		}})
	}
	for _, group := range now.Member {
		steps = append(steps, step{what: "take out of group " + printable(group.Name), already: gone, do: func(ctx context.Context) error {
			return c.GroupMembers.Remove(ctx, group.ID, admin365.ObjectID(id))
		}})
	}
	for _, group := range now.Owner {
		// The last owner of a group has to stay.
		steps = append(steps, step{what: "take away ownership of group " + printable(group.Name), already: gone, stays: []error{admin365.ErrPrecondition}, do: func(ctx context.Context) error {
			return c.GroupOwners.Remove(ctx, group.ID, admin365.ObjectID(id))
		}})
	}
	return append(steps, step{what: stepDelete, already: gone, last: true, do: func(ctx context.Context) error {
		return c.Users.Delete(ctx, id)
	}})
}

// work does steps one after the other.
type work struct {
	program
	c *connection
	// begin is called before each step, and end once it is done.
	begin func(what string) error
	end   func(what string)
	// refused counts the steps that the service refused, and left those that
	// cannot be done.
	refused, left int
}

// butFor says that not everything could be done.
func (w *work) butFor() string {
	if w.left == 0 {
		return ""
	}
	return ", but for what was left as it is"
}

// do does the steps until ctx ends, and returns how many of them are behind it.
// The error is what stopped it other than ctx.
func (w *work) do(ctx context.Context, steps []step) (done int, err error) {
	for _, s := range steps {
		if ctx.Err() != nil || s.last && w.refused > 0 {
			break
		}
		if err := w.begin(s.what); err != nil {
			return done, err
		}
		w.reached("written: " + s.what)
		// A step that is begun is finished.
		err := sure(context.WithoutCancel(ctx), s)
		switch {
		case err == nil:
			w.tell("done: %s", s.what)
			w.end(s.what)
		case isAny(err, s.stays):
			w.left++
			w.tell("left as it is: %s: %s", s.what, reason(err))
		case errors.Is(err, admin365.ErrUnauthenticated):
			return done, err
		default:
			w.refused++
			w.say("%s: refused: %s: %s", w.name, s.what, reason(err))
		}
		w.reached("done: " + s.what)
		if w.c.save != nil {
			if err := w.c.save(); err != nil {
				return done, fmt.Errorf("the tenant file: %w", err)
			}
		}
		w.reached("saved: " + s.what)
		done++
	}
	return done, nil
}

// reached says that a run may be cut off here.
func (p program) reached(point string) {
	if p.at != nil {
		p.at(point)
	}
}

// sure does a step, and again while nobody knows what became of it.
func sure(ctx context.Context, s step) (err error) {
	for _, wait := range patience.Waits() {
		if err := patience.Pause(ctx, wait); err != nil {
			return err
		}
		err = patience.While(ctx, func() error { return s.do(ctx) })
		if isAny(err, s.already) {
			return nil
		}
		if !errors.Is(err, admin365.ErrUncertain) {
			return err
		}
	}
	return err
}

func isAny(err error, kinds []error) bool {
	return slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) })
}

// reason is what an error says to people.
func reason(err error) string {
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok || e.Message == "" {
		return printable(err.Error())
	}
	return printable(fmt.Sprint(e.Kind) + ": " + e.Message)
}

// printable keeps what a service says from moving a terminal's cursor.
func printable(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsGraphic(c) {
			return c
		}
		return ' '
	}, text)
}
