package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/examples/internal/patience"
	"github.com/admin365/admin365/examples/internal/results"
	"github.com/admin365/admin365/identity"
)

// roleLookup is what came of asking for a role by its name.
type roleLookup struct {
	role *identity.Role
	err  error
}

// resolveRoles looks up the roles that the rows name and that nobody has looked
// up so far. What failed for the moment is tried again the next time.
func (o *onboarding) resolveRoles(ctx context.Context, rows []*row) {
	answers := map[string]*roleLookup{}
	var names []string
	for _, r := range rows {
		for _, name := range r.Roles {
			known, asked := o.roleNames[key(name)]
			settled := asked && (known.err == nil || errors.Is(known.err, admin365.ErrNotFound))
			if r.looked && !settled && answers[key(name)] == nil {
				answers[key(name)] = &roleLookup{}
				names = append(names, name)
			}
		}
	}
	each(context.WithoutCancel(ctx), o.workers, names, func(ctx context.Context, name string) {
		answer := answers[key(name)]
		answer.role, answer.err = identity.FindRole(ctx, o.roles, name)
	})
	for name, answer := range answers {
		o.roleNames[name] = *answer
	}
}

// rolesKnown fails a row that names a role which is none, before its account is
// made.
func (o *onboarding) rolesKnown(r *row) bool {
	for _, name := range r.Roles {
		switch err := o.roleNames[key(name)].err; {
		case err == nil:
			continue
		case errors.Is(err, admin365.ErrNotFound):
			o.fail(r, fmt.Sprintf("%s: the tenant has no role %q", o.place(r, "roles"), name))
		default:
			o.refuse(r, "roles", err)
			o.finish(r)
		}
		return false
	}
	return true
}

// giveRoles gives the row's account the roles that the file names and that it
// does not have. None is taken away: the file says what a starter needs, and not
// what somebody has come to need since.
func (o *onboarding) giveRoles(ctx context.Context, r *row) {
	has := map[admin365.RoleID]bool{}
	if r.found != nil {
		var err error
		if has, err = o.rolesOf(ctx, r); err != nil {
			o.lack(r, "the roles", "roles", err)
			return
		}
	}
	for _, name := range r.Roles {
		role := o.roleNames[key(name)].role
		switch {
		case has[role.ID]:
		case o.dryRun && r.found == nil:
			r.note("with role %s", role.DisplayName)
		case o.dryRun:
			r.outcome, r.changed = results.Planned, append(r.changed, "role "+role.DisplayName)
		default:
			o.giveRole(ctx, r, role)
		}
	}
}

// giveRole gives the account a role. A person cannot have one twice in the same
// place, so a refusal for that reason is as good as success.
func (o *onboarding) giveRole(ctx context.Context, r *row, role *identity.Role) {
	given, err := o.assign(ctx, r, role.ID)
	switch {
	case err != nil:
		o.lack(r, "role "+role.DisplayName, "roles", err)
	case given:
		r.changed = append(r.changed, "role "+role.DisplayName)
		if r.outcome == results.Unchanged {
			r.outcome = results.Updated
		}
	}
}

// assign sends the assignment. It is sent again only after a look, if the answer
// was lost, and if the service does not know the new account everywhere yet.
func (o *onboarding) assign(ctx context.Context, r *row, role admin365.RoleID) (given bool, err error) {
	lost := false
	for _, wait := range patience.Waits() {
		if err := patience.Pause(ctx, wait); err != nil {
			return false, err
		}
		if lost {
			if has, lookErr := o.rolesOf(ctx, r); lookErr == nil && has[role] {
				return true, nil
			}
		}
		err = patience.While(ctx, func() error {
			_, err := o.assignments.Create(ctx, identity.NewRoleAssignment{RoleID: role, PrincipalID: admin365.ObjectID(r.id)})
			return err
		})
		switch {
		case err == nil:
			return true, nil
		case errors.Is(err, admin365.ErrConflict):
			return lost, nil
		case errors.Is(err, admin365.ErrUncertain):
			lost = true
		case errors.Is(err, admin365.ErrNotFound) && r.found == nil:
		default:
			return false, err
		}
	}
	return false, err
}

// rolesOf returns the roles that the account has in the whole tenant.
func (o *onboarding) rolesOf(ctx context.Context, r *row) (map[admin365.RoleID]bool, error) {
	has := map[admin365.RoleID]bool{}
	for role, err := range identity.RolesOf(ctx, o.assignments, admin365.ObjectID(r.id)) {
		if err != nil {
			return nil, err
		}
		has[role] = true
	}
	return has, nil
}
