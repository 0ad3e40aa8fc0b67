package identitytest

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// somePermissions returns what a role of the tenant's own may allow.
func somePermissions(n int) []identity.RolePermission {
	sets := [][]string{
		{"microsoft.directory/applications/basic/read", "microsoft.directory/applications/standard/read"},
		{"microsoft.directory/applications/basic/update"},
	}
	return []identity.RolePermission{{AllowedResourceActions: sets[n%2]}}
}

// newRole returns a role to create that has nothing but what is required.
func newRole() identity.NewRole {
	return identity.NewRole{DisplayName: "Conformance " + conform.Unique(), RolePermissions: somePermissions(0)}
}

// makeRole creates a role of the tenant's own, or ends the case.
func makeRole(c *run, changes ...func(*identity.NewRole)) *identity.Role {
	c.Helper()
	n := newRole()
	for _, change := range changes {
		change(&n)
	}
	role, err := c.S.Service.Roles.Create(c.Context(), n)
	c.Must(err, "creating a role")
	if role == nil || role.ID == "" {
		c.Fatalf("Create answered %+v, without an id", role)
	}
	forgetRole(c, role.ID)
	return role
}

func forgetRole(c *run, id admin365.RoleID) {
	if !c.S.Harness.Shared {
		return
	}
	roles := c.S.Service.Roles
	c.Cleanup(func(ctx context.Context) {
		// What is gone already is as it should be.
		_ = roles.Delete(ctx, id)
	})
}

// getRole returns the role, or ends the case.
func getRole(c *run, id admin365.RoleID) *identity.Role {
	c.Helper()
	role, err := c.S.Service.Roles.Get(c.Context(), id)
	c.Must(err, "getting the role")
	if role == nil {
		c.Fatalf("Get answered neither a role nor an error")
	}
	return role
}

// roleShows waits until the role passes the check.
func roleShows(c *run, id admin365.RoleID, check func(*identity.Role) error) {
	c.Helper()
	c.Eventually(func() error {
		role, err := c.S.Service.Roles.Get(c.Context(), id)
		if err != nil {
			return fmt.Errorf("getting the role: %w", err)
		}
		return check(role)
	})
}

// roleUnchanged checks that the role is still as it was.
func roleUnchanged(c *run, was *identity.Role) {
	c.Helper()
	if err := conform.Differ(getRole(c, was.ID), was); err != nil {
		c.Errorf("the role was changed all the same: it %v", err)
	}
}

// rolesAre waits until the query yields exactly the roles, in any order.
func rolesAre(c *run, q identity.RoleQuery, want ...*identity.Role) {
	c.Helper()
	c.Eventually(func() error {
		got, err := conform.Collect(c.S.Service.Roles.List(c.Context(), q))
		if err != nil {
			return fmt.Errorf("listing roles by %+v: %w", q, err)
		}
		return sameNames(namesOfRoles(got), namesOfRoles(want))
	})
}

func namesOfRoles(roles []*identity.Role) []string {
	var list []string
	for _, r := range roles {
		list = append(list, string(r.ID)+" "+r.DisplayName)
	}
	return list
}

// assign gives the role in the whole tenant, or ends the case.
func assign(c *run, role admin365.RoleID, principal admin365.ObjectID) *identity.RoleAssignment {
	c.Helper()
	return mustAssign(c, identity.NewRoleAssignment{RoleID: role, PrincipalID: principal})
}

// mustAssign gives a role, or ends the case.
func mustAssign(c *run, n identity.NewRoleAssignment) *identity.RoleAssignment {
	c.Helper()
	a, err := c.S.Service.RoleAssignments.Create(c.Context(), n)
	c.Must(err, "giving a role")
	if a == nil || a.ID == "" {
		c.Fatalf("Create answered %+v, without an id", a)
	}
	if c.S.Harness.Shared {
		assignments := c.S.Service.RoleAssignments
		c.Cleanup(func(ctx context.Context) { _ = assignments.Delete(ctx, a.ID) })
	}
	return a
}

// assignmentsAre waits until the query yields exactly the assignments.
func assignmentsAre(c *run, q identity.RoleAssignmentQuery, want ...*identity.RoleAssignment) {
	c.Helper()
	c.Eventually(func() error {
		got, err := conform.Collect(c.S.Service.RoleAssignments.List(c.Context(), q))
		if err != nil {
			return fmt.Errorf("listing assignments by %+v: %w", q, err)
		}
		return sameNames(sayAssignments(got), sayAssignments(want))
	})
}

func sayAssignments(list []*identity.RoleAssignment) []string {
	var out []string
	for _, a := range list {
		out = append(out, fmt.Sprintf("%+v", *a))
	}
	return out
}

// hasRoles waits until the principal has exactly the roles in the whole tenant,
// by what the assignments say.
func hasRoles(c *run, principal admin365.ObjectID, want ...admin365.RoleID) {
	c.Helper()
	c.Eventually(func() error {
		got, err := conform.Collect(c.S.Service.RoleAssignments.List(c.Context(), identity.RoleAssignmentQuery{PrincipalID: principal}))
		if err != nil {
			return fmt.Errorf("listing assignments: %w", err)
		}
		var roles, wanted []string
		for _, a := range got {
			roles = append(roles, string(a.RoleID)+" in "+a.DirectoryScopeID)
		}
		for _, id := range want {
			wanted = append(wanted, string(id)+" in "+identity.TenantScope)
		}
		return sameNames(roles, wanted)
	})
}

// holds waits until the activated role has the member, or has it not.
func holds(c *run, template admin365.RoleID, member admin365.ObjectID, want bool) {
	c.Helper()
	c.Eventually(func() error {
		all, err := conform.Collect(c.S.Service.ActivatedRoles.Members(c.Context(), template))
		if err != nil {
			return fmt.Errorf("listing the members of a role: %w", err)
		}
		times := 0
		for _, o := range all {
			if o.ID == member {
				times++
			}
		}
		return errIf(times > 1 || (times == 1) != want, "the role %s has the member %s %d times, want it there: %v", template, member, times, want)
	})
}

// activated are the roles that are activated, by template id.
func activated(c *run) map[admin365.RoleID]*identity.ActivatedRole {
	c.Helper()
	all, err := conform.Collect(c.S.Service.ActivatedRoles.List(c.Context()))
	c.Must(err, "listing activated roles")
	out := map[admin365.RoleID]*identity.ActivatedRole{}
	for _, role := range all {
		if out[role.TemplateID] != nil {
			c.Errorf("the activated role %s comes twice", role.DisplayName)
		}
		out[role.TemplateID] = role
	}
	return out
}

// dormant returns n built-in roles that are not activated, always the same ones
// of a tenant. A tenant that has fewer ends the case: nothing can make a role
// dormant again.
func dormant(c *run, n int) []admin365.RoleID {
	c.Helper()
	active := activated(c)
	var list []admin365.RoleID
	for _, id := range slices.Sorted(maps.Keys(builtInRoles())) {
		switch builtInRoles()[id] {
		case "Directory Synchronization Accounts", "Partner Tier1 Support", "Partner Tier2 Support":
			// Not meant to be given by hand.
			continue
		default:
		}
		if active[id] == nil && len(list) < n {
			list = append(list, id)
		}
	}
	if len(list) < n {
		c.Fatalf("the tenant has %d of the built-in roles left to activate, and the case needs %d", len(list), n)
	}
	return list
}

// awake returns a built-in role that is activated, activating it if need be.
func awake(c *run, template admin365.RoleID) admin365.RoleID {
	c.Helper()
	if activated(c)[template] == nil {
		c.Must(second(c.S.Service.ActivatedRoles.Activate(c.Context(), template)), "activating a role")
	}
	return template
}
