package identitytest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// customRoleCases are about roles of the tenant's own.
func customRoleCases() []kase {
	write := []string{CanWrite, CanGiveRoles}
	return []kase{
		{
			Name: "Roles.Create/every-property-survives", Needs: write, Source: docRole,
			Why: "a right that is dropped on the way in is missed in an emergency, and one that is added is a hole",
			Run: func(c *run) {
				for n := range 2 {
					sent := fullRole(n)
					role := makeRole(c, func(r *identity.NewRole) { *r = sent })
					if err := sentRole(sent, role); err != nil {
						c.Errorf("the answer of Create: %v", err)
					}
					roleShows(c, role.ID, func(role *identity.Role) error { return sentRole(sent, role) })
				}
			},
		},
		{
			Name: "Roles.Create/defaults", Needs: write, Source: docRole,
			Why: "a program that leaves a property out relies on what the service puts there",
			Run: func(c *run) {
				role := makeRole(c)
				roleShows(c, role.ID, func(role *identity.Role) error {
					return joined(
						errIf(role.IsBuiltIn, "IsBuiltIn is true for a role of the tenant's own"),
						errIf(!role.IsEnabled, "IsEnabled is not true"),
						errIf(role.Description != "" || role.Version != "", "Description is %q and Version %q, want none", role.Description, role.Version),
						errIf(!slices.Contains(role.ResourceScopes, identity.TenantScope), "ResourceScopes are %q, want /", role.ResourceScopes),
						errIf(builtInRoles()[role.ID] != "", "the id is that of a built-in role"),
					)
				})
			},
		},
		{
			Name: "Roles.Create/required-properties", Needs: write, Source: docNewRole,
			Why: "a role without a name or a right is a mistake of the caller",
			Run: func(c *run) {
				n := newRole()
				n.DisplayName = ""
				c.Refused(second(c.S.Service.Roles.Create(c.Context(), n)), invalid(opNewRole))
				n = newRole()
				n.RolePermissions = nil
				c.Refused(second(c.S.Service.Roles.Create(c.Context(), n)), invalid(opNewRole))
				rolesAre(c, identity.RoleQuery{DisplayName: n.DisplayName})
			},
		},
		{
			Name: "Roles.Create/name-taken", Needs: write, Source: docRoles,
			Why: "of two roles with one name the wrong one is given away",
			Run: func(c *run) {
				first := makeRole(c)
				n := newRole()
				n.DisplayName = first.DisplayName
				c.Refused(second(c.S.Service.Roles.Create(c.Context(), n)), conflicting(opNewRole))
				rolesAre(c, identity.RoleQuery{DisplayName: first.DisplayName}, first)
				other := makeRole(c)
				was := getRole(c, other.ID)
				err := c.S.Service.Roles.Update(c.Context(), other.ID, identity.RolePatch{DisplayName: new(first.DisplayName)})
				c.Refused(err, conflicting(opUpdateRole))
				roleUnchanged(c, was)
				// A role is no conflict with itself.
				p := identity.RolePatch{DisplayName: new(other.DisplayName), Description: admin365.Set("Mine")}
				c.Must(c.S.Service.Roles.Update(c.Context(), other.ID, p), "renaming a role to its own name")
			},
		},
		{
			Name: "Roles.Delete/gone-with-its-assignments", Needs: write, Source: docRoleDelete,
			Why: "a role that is gone must not go on working for those who had it",
			Run: func(c *run) {
				u := create(c)
				role := makeRole(c)
				a := assign(away(c), role.ID, oid(u.ID))
				c.Must(c.S.Service.Roles.Delete(c.Context(), role.ID), "deleting the role")
				absent(c, unknown(opGetRole).Of(string(role.ID)), func() error { return second(c.S.Service.Roles.Get(c.Context(), role.ID)) })
				rolesAre(c, identity.RoleQuery{DisplayName: role.DisplayName})
				hasRoles(c, oid(u.ID))
				absent(c, unknown(opGetAssignment).Of(string(a.ID)), func() error {
					return second(c.S.Service.RoleAssignments.Get(c.Context(), a.ID))
				})
				c.Refused(c.S.Service.Roles.Delete(c.Context(), role.ID), unknown(opDeleteRole).Of(string(role.ID)))
				c.Refused(c.S.Service.Roles.Update(c.Context(), role.ID, identity.RolePatch{IsEnabled: new(true)}), unknown(opUpdateRole))
				// The name is free again.
				makeRole(c, func(n *identity.NewRole) { n.DisplayName = role.DisplayName })
			},
		},
	}
}

// customPatchCases walk over the fields of RolePatch.
func customPatchCases() []kase {
	write := []string{CanWrite, CanGiveRoles}
	return []kase{
		{
			Name: "RolePatch/set-and-leave-every-field", Needs: write, Source: docRolePatch,
			Why: "what a patch names is changed, and what it does not name stays",
			Run: rolePatchSet,
		},
		{
			Name: "RolePatch/null-clears-every-optional-field", Needs: write, Source: docRolePatch,
			Why: "null is the only way to take a property away, and is easily lost on the way",
			Run: func(c *run) {
				for field := range reflect.TypeFor[identity.RolePatch]().Fields() {
					if _, ok := optionalOf(field.Type); !ok {
						continue
					}
					sent := fullRole(0)
					role := makeRole(c, func(r *identity.NewRole) { *r = sent })
					var p identity.RolePatch
					reflect.ValueOf(&p).Elem().FieldByIndex(field.Index).Set(null(c, field.Type))
					c.Must(c.S.Service.Roles.Update(c.Context(), role.ID, p), "clearing "+field.Name)
					roleShows(c, role.ID, func(role *identity.Role) error { return isCleared(role, field.Name) })
				}
			},
		},
		{
			Name: "RolePatch/permissions-replace-the-whole-list", Needs: write, Source: docRolePatch,
			Why: "a right that was taken away and is still there is the worst of mistakes",
			Run: func(c *run) {
				role := makeRole(c, func(n *identity.NewRole) {
					n.RolePermissions = append(somePermissions(0), somePermissions(1)...)
				})
				for _, want := range [][]identity.RolePermission{somePermissions(1), somePermissions(0)} {
					c.Must(c.S.Service.Roles.Update(c.Context(), role.ID, identity.RolePatch{RolePermissions: want}), "changing permissions")
					roleShows(c, role.ID, func(role *identity.Role) error {
						return errIf(!conform.Same(role.RolePermissions, want), "RolePermissions are %+v, want %+v", role.RolePermissions, want)
					})
				}
			},
		},
		{
			Name: "Roles.Update/empty-patch", Needs: write, Source: "design rule: an empty patch is refused",
			Why: "a patch that names nothing is a mistake of the caller",
			Run: func(c *run) {
				was := getRole(c, makeRole(c).ID)
				c.Refused(c.S.Service.Roles.Update(c.Context(), was.ID, identity.RolePatch{}), unsent(opUpdateRole))
				roleUnchanged(c, was)
			},
		},
		{
			Name: "Roles.Update/unknown", Needs: write, Source: docErrors,
			Why: "a role that is not there is told apart from every other failure",
			Run: func(c *run) {
				id := admin365.RoleID(nobody())
				c.Refused(c.S.Service.Roles.Update(c.Context(), id, identity.RolePatch{IsEnabled: new(false)}), unknown(opUpdateRole).Of(string(id)))
				c.Refused(c.S.Service.Roles.Delete(c.Context(), id), unknown(opDeleteRole).Of(string(id)))
			},
		},
	}
}

// fullRole returns a role to create with every property set.
func fullRole(n int) identity.NewRole {
	role := newRole()
	role.Description = fmt.Sprintf("What it is for, %d", n)
	role.IsEnabled = new(n == 1)
	role.Version = fmt.Sprintf("1.%d", n)
	role.RolePermissions = somePermissions(n)
	return role
}

// sentRole compares what was sent in a create with the role, field by field.
func sentRole(n identity.NewRole, got *identity.Role) error {
	var errs []error
	v, g := reflect.ValueOf(n), reflect.ValueOf(*got)
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		want, have := v.Field(i).Interface(), g.FieldByName(name).Interface()
		errs = append(errs, errIf(!conform.Same(have, plain(want)), "%s is %+v, want %+v", name, have, plain(want)))
	}
	return errors.Join(errs...)
}

func rolePatchSet(c *run) {
	name := "Conformance " + conform.Unique()
	want := identity.Role{
		DisplayName: name, Description: "Something else", IsEnabled: true, RolePermissions: somePermissions(1), Version: "2.0",
	}
	table := map[string]identity.RolePatch{
		"DisplayName":     {DisplayName: new(name)},
		"Description":     {Description: admin365.Set("Something else")},
		"IsEnabled":       {IsEnabled: new(true)},
		"RolePermissions": {RolePermissions: somePermissions(1)},
		"Version":         {Version: admin365.Set("2.0")},
	}
	for field := range reflect.TypeFor[identity.RolePatch]().Fields() {
		p, there := table[field.Name]
		if !there {
			c.Errorf("the suite has no case for RolePatch.%s", field.Name)
			continue
		}
		was := getRole(c, makeRole(c, func(r *identity.NewRole) { *r = fullRole(0) }).ID)
		if err := c.S.Service.Roles.Update(c.Context(), was.ID, p); err != nil {
			c.Errorf("setting %s: %v", field.Name, err)
			continue
		}
		roleShows(c, was.ID, func(role *identity.Role) error {
			value := reflect.ValueOf(want).FieldByName(field.Name).Interface()
			return joined(conform.Differ(role, was, field.Name), reads(role, field.Name, value))
		})
	}
}
