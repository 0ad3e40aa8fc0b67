package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
)

const day = 24 * time.Hour

// sweep is one look at who wastes licenses, and what follows from it.
type sweep struct {
	users    identity.Users
	licenses billing.Licenses
	// self is the caller's own id, whose licenses are left alone; empty for an
	// application.
	self admin365.UserID
	// since is when somebody must have signed in, or been added, to be in use.
	since time.Time
	// dryRun says what would be done and does nothing.
	dryRun bool
	out    io.Writer
}

// waste is somebody who does not use his licenses.
type waste struct {
	user   *identity.User
	reason string
	// direct can be taken away; inherited come by groups and stay.
	direct, inherited []admin365.SKUID
}

// run says who wastes what, and takes it away. Everybody is looked at before
// anybody loses anything; a failure with one does not keep it from the others.
func (s *sweep) run(ctx context.Context) error {
	wasted, err := s.find(ctx)
	if err != nil {
		return err
	}
	seats := map[admin365.SKUID]int{}
	var failures []error
	for _, w := range wasted {
		fmt.Fprintf(s.out, "%-24s %-26s %s\n", w.user.UserPrincipalName, w.reason, s.fate(w))
		if w.user.ID == s.self || len(w.direct) == 0 {
			continue
		}
		if !s.dryRun {
			if err := s.take(ctx, w); err != nil {
				failures = append(failures, fmt.Errorf("%s keeps his licenses: %w", w.user.UserPrincipalName, err))
				continue
			}
		}
		for _, sku := range w.direct {
			// Who inherits the product as well keeps his seat.
			if !slices.Contains(w.inherited, sku) {
				seats[sku]++
			}
		}
	}
	verb := "Freed"
	if s.dryRun {
		verb = "A dry run; -yes would free"
	}
	if len(seats) == 0 {
		fmt.Fprintln(s.out, verb, "no seats.")
	}
	byName := func(a, b admin365.SKUID) int { return strings.Compare(product(a), product(b)) }
	for _, sku := range slices.SortedFunc(maps.Keys(seats), byName) {
		fmt.Fprintf(s.out, "%s seats of %s: %d\n", verb, product(sku), seats[sku])
	}
	return errors.Join(failures...)
}

// find returns who wastes licenses, by name.
func (s *sweep) find(ctx context.Context) ([]waste, error) {
	var found []waste
	query := identity.UserQuery{Include: []identity.UserProperty{identity.IncludeSignInActivity}}
	for user, err := range s.users.List(ctx, query) {
		if errors.Is(err, admin365.ErrForbidden) {
			return nil, fmt.Errorf("may not read when people signed in last, which takes the permissions AuditLog.Read.All "+
				"and User.Read.All, of a signed-in user a role such as Reports Reader, and Entra ID P1 in the tenant: %w", err)
		}
		if err != nil {
			return nil, err
		}
		// With User.ReadBasic.All the service leaves out both this and the licenses,
		// which must not look as if nobody had any.
		if user.AccountEnabled == nil {
			return nil, fmt.Errorf("the service does not tell whether %s is blocked: is User.Read.All granted?", user.UserPrincipalName)
		}
		w := waste{user: user, reason: s.reason(user)}
		for _, license := range user.LicenseAssignmentStates {
			switch {
			case license.AssignedByGroup == "":
				w.direct = append(w.direct, license.SKUID)
			case license.State != admin365.LicenseError && !slices.Contains(w.inherited, license.SKUID):
				w.inherited = append(w.inherited, license.SKUID)
			}
		}
		if w.reason != "" && len(w.direct)+len(w.inherited) > 0 {
			found = append(found, w)
		}
	}
	slices.SortFunc(found, func(a, b waste) int {
		return strings.Compare(a.user.UserPrincipalName, b.user.UserPrincipalName)
	})
	return found, nil
}

// reason is why somebody's licenses are wasted, and empty if they are not. Who
// never signed in counts from the day of his account.
func (s *sweep) reason(u *identity.User) string {
	last := signedIn(u)
	switch {
	case !*u.AccountEnabled:
		return "blocked"
	case !last.IsZero() && last.Before(s.since):
		return "last signed in " + last.Format(time.DateOnly)
	case last.IsZero() && !u.CreatedDateTime.IsZero() && u.CreatedDateTime.Before(s.since):
		return "never signed in"
	}
	return ""
}

// fate says what somebody has and what becomes of it.
func (s *sweep) fate(w waste) string {
	var parts []string
	switch {
	case w.user.ID == s.self:
		return "the caller: left alone"
	case len(w.direct) > 0:
		parts = append(parts, products(w.direct))
	}
	if len(w.inherited) > 0 {
		parts = append(parts, "by groups, stays: "+products(w.inherited))
	}
	return strings.Join(parts, "; ")
}

// take takes away what somebody has directly. Where no answer came, or somebody
// was quicker, it looks whether anything of it is left.
func (s *sweep) take(ctx context.Context, w waste) error {
	err := s.licenses.Assign(ctx, w.user.ID, billing.LicenseChange{Remove: w.direct})
	if !errors.Is(err, admin365.ErrUncertain) && !errors.Is(err, admin365.ErrNotFound) {
		return err
	}
	now, looked := s.licenses.Get(ctx, w.user.ID)
	if errors.Is(looked, admin365.ErrNotFound) {
		return nil // He was deleted, and his seats are free.
	}
	if looked != nil {
		return errors.Join(err, looked)
	}
	for _, license := range now.States {
		if license.AssignedByGroup == "" && slices.Contains(w.direct, license.SKUID) {
			return err
		}
	}
	return nil
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

// product is the name of a product, or its id where that has no name here.
func product(sku admin365.SKUID) string {
	if name := billing.ProductName(sku); name != "" {
		return name
	}
	return string(sku)
}

// products are their names, in order.
func products(skus []admin365.SKUID) string {
	var names []string
	for _, sku := range skus {
		names = append(names, product(sku))
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
