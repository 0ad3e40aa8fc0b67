package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

const day = 24 * time.Hour

// sweep is one look at who holds Global Administrator, and what follows from it.
type sweep struct {
	users       identity.Users
	assignments identity.RoleAssignments
	// self is the caller's own id, whose role is left alone; empty for an
	// application.
	self admin365.UserID
	// now is the tenant's time.
	now time.Time
	// limit is how long somebody may stay away.
	limit time.Duration
	// dryRun says what would be done and does nothing.
	dryRun bool
	out    io.Writer
}

// holder is a principal that has the role.
type holder struct {
	assignment *identity.RoleAssignment
	// user is nil for a group or an application.
	user *identity.User
}

// run lists the holders and takes the role from the stale ones. Everybody is
// looked at before anybody loses anything; a failure to take one role does not
// keep it from the others.
func (s *sweep) run(ctx context.Context) error {
	holders, err := s.holders(ctx)
	if err != nil {
		return err
	}
	var stale []holder
	for _, h := range holders {
		verdict, take := s.judge(h)
		fmt.Fprintf(s.out, "%-24s %-26s %s\n", h.name(), lastSeen(h), verdict)
		if take {
			stale = append(stale, h)
		}
	}
	var failures []error
	for _, h := range stale {
		if s.dryRun {
			fmt.Fprintf(s.out, "would take the role from %s\n", h.name())
			continue
		}
		if err := s.take(ctx, h); err != nil {
			failures = append(failures, fmt.Errorf("%s keeps the role: %w", h.name(), err))
			continue
		}
		fmt.Fprintf(s.out, "took the role from %s\n", h.name())
	}
	return errors.Join(failures...)
}

// holders returns who has the role, by name, with their sign-in activity. It lists the
// assignments themselves, because taking the role away needs their ids.
func (s *sweep) holders(ctx context.Context) ([]holder, error) {
	var found []holder
	query := identity.RoleAssignmentQuery{RoleID: identity.GlobalAdministrator}
	for assignment, err := range s.assignments.List(ctx, query) {
		if err != nil {
			return nil, err
		}
		user, err := identity.GetIncluding(ctx, s.users, admin365.UserID(assignment.PrincipalID), identity.IncludeSignInActivity)
		// A group and an application can hold the role as well, and are no users.
		if err != nil && !errors.Is(err, admin365.ErrNotFound) {
			return nil, fmt.Errorf("when %s signed in last: %w", assignment.PrincipalID, err)
		}
		found = append(found, holder{assignment, user})
	}
	slices.SortFunc(found, func(a, b holder) int { return strings.Compare(a.name(), b.name()) })
	return found, nil
}

// judge says in words what is to become of a holder's role, and whether it is to
// be taken. Somebody who never signed in counts from the day of his account.
func (s *sweep) judge(h holder) (verdict string, take bool) {
	if h.user == nil {
		return "no user: left alone", false
	}
	since, fresh := signedIn(h.user), "in use"
	if since.IsZero() {
		since, fresh = h.user.CreatedDateTime, "a new account"
	}
	switch {
	case h.user.ID == s.self:
		return "the caller: left alone", false
	case since.IsZero():
		return "no date to go by: left alone", false
	case s.now.Sub(since) < s.limit:
		return fresh, false
	}
	return "stale", true
}

// take takes the role from somebody. Who has lost it already is no failure; and
// where no answer came, it looks.
func (s *sweep) take(ctx context.Context, h holder) error {
	err := s.assignments.Delete(ctx, h.assignment.ID)
	if errors.Is(err, admin365.ErrUncertain) {
		_, looked := s.assignments.Get(ctx, h.assignment.ID)
		if !errors.Is(looked, admin365.ErrNotFound) {
			return errors.Join(err, looked)
		}
		return nil
	}
	if errors.Is(err, admin365.ErrNotFound) {
		return nil
	}
	return err
}

// signedIn returns when somebody signed in last, and zero for never. Attempts
// count only where the service does not know which one succeeded.
func signedIn(u *identity.User) time.Time {
	activity := u.SignInActivity
	switch {
	case activity == nil:
		return time.Time{}
	case !activity.LastSuccessfulSignInDateTime.IsZero():
		return activity.LastSuccessfulSignInDateTime
	case activity.LastNonInteractiveSignInDateTime.After(activity.LastSignInDateTime):
		return activity.LastNonInteractiveSignInDateTime
	}
	return activity.LastSignInDateTime
}

func (h holder) name() string {
	if h.user == nil {
		return string(h.assignment.PrincipalID)
	}
	return h.user.UserPrincipalName
}

func lastSeen(h holder) string {
	if h.user == nil {
		return "-"
	}
	if last := signedIn(h.user); !last.IsZero() {
		return "last signed in " + last.Format(time.DateOnly)
	}
	return "never signed in"
}
