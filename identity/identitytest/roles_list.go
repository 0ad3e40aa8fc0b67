package identitytest

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func roleListCases() []kase {
	read, write := []string{CanGiveRoles}, []string{CanWrite, CanGiveRoles}
	return []kase{
		{
			Name: "RoleQuery/every-condition", Needs: write, Source: "the comment of identity.RoleQuery",
			Why: "a condition that is ignored lists every role, and the first one is given away",
			Run: func(c *run) {
				mine, other := makeRole(c), makeRole(c)
				rolesAre(c, identity.RoleQuery{DisplayName: mine.DisplayName}, mine)
				rolesAre(c, identity.RoleQuery{DisplayName: mine.DisplayName, BuiltIn: new(false)}, mine)
				rolesAre(c, identity.RoleQuery{DisplayName: mine.DisplayName, BuiltIn: new(true)})
				rolesAre(c, identity.RoleQuery{DisplayName: "Conformance"})
				reader := getRole(c, identity.GlobalReader)
				rolesAre(c, identity.RoleQuery{DisplayName: "Global Reader"}, reader)
				rolesAre(c, identity.RoleQuery{DisplayName: "Global Reader", BuiltIn: new(false)})
				for _, builtIn := range []bool{true, false} {
					c.Eventually(func() error {
						got, err := conform.Collect(c.S.Service.Roles.List(c.Context(), identity.RoleQuery{BuiltIn: &builtIn}))
						if err != nil {
							return err
						}
						wanted := map[admin365.RoleID]bool{mine.ID: !builtIn, other.ID: !builtIn, reader.ID: builtIn}
						for _, role := range got {
							if role.IsBuiltIn != builtIn {
								return errIf(true, "built in %v: the list has %s", builtIn, role.DisplayName)
							}
							delete(wanted, role.ID)
						}
						for id, want := range wanted {
							if want {
								return errIf(true, "built in %v: the list lacks %s", builtIn, id)
							}
						}
						return nil
					})
				}
			},
		},
		{
			Name: "RoleQuery/filter", Needs: write, Source: docListRoles,
			Why: "the service's own language is the way to what has no field",
			Run: func(c *run) {
				one := makeRole(c, func(n *identity.NewRole) { n.DisplayName = "O'Brien's " + n.DisplayName })
				two := makeRole(c)
				reader := getRole(c, identity.GlobalReader)
				rolesAre(c, identity.RoleQuery{Filter: "displayName eq 'Global Reader'"}, reader)
				rolesAre(c, identity.RoleQuery{Filter: "id eq '" + string(two.ID) + "'"}, two)
				rolesAre(c, identity.RoleQuery{Filter: "id in ('" + string(two.ID) + "', '" + string(one.ID) + "')"}, one, two)
				rolesAre(c, identity.RoleQuery{DisplayName: one.DisplayName, Filter: "isBuiltIn eq false"}, one)
				rolesAre(c, identity.RoleQuery{DisplayName: one.DisplayName, Filter: "isBuiltIn eq true"})
				// An "or" stays within the other conditions.
				rolesAre(c, identity.RoleQuery{DisplayName: one.DisplayName, Filter: "isBuiltIn eq true or isBuiltIn eq false"}, one)
				rolesAre(c, identity.RoleQuery{DisplayName: "x' or isBuiltIn eq true or displayName eq 'x"})
			},
		},
		{
			Name: "RoleQuery/bad-filter", Needs: read, Source: docErrors,
			Why: "a misspelled filter is refused and does not list every role, or none",
			Run: func(c *run) {
				for _, bad := range []string{"displayName eq", "noSuchProperty eq 'x'", "(displayName eq 'x'"} {
					failsAtOnce(c, c.S.Service.Roles.List(c.Context(), identity.RoleQuery{Filter: bad}), unsent(opRoles))
				}
			},
		},
		{
			Name: "Roles.List/what-get-shows", Needs: write, Source: docListRoles,
			Why: "what a list shows can be opened and looks the same",
			Run: func(c *run) {
				makeRole(c)
				all, err := conform.Collect(c.S.Service.Roles.List(c.Context(), identity.RoleQuery{}))
				c.Must(err, "listing roles")
				for _, role := range all {
					if err := conform.Differ(getRole(c, role.ID), role); err != nil {
						c.Errorf("%s from Get %v", role.DisplayName, err)
					}
				}
			},
		},
		{
			Name: "Roles.List/cut-at-every-point", Needs: write, Source: docRoles,
			Why: "a loop may be left anywhere, the next one starts afresh, and two do not share their place",
			Run: func(c *run) {
				u := create(c)
				s := c.S.Service
				template := awake(c, identity.GlobalReader)
				for _, role := range []admin365.RoleID{template, identity.HelpdeskAdministrator, identity.LicenseAdministrator} {
					assign(c, role, oid(u.ID))
					assign(c, role, oid(create(c).ID))
				}
				rangesWell(c, "roles", s.Roles.List(c.Context(), identity.RoleQuery{}), func(r *identity.Role) string { return string(r.ID) })
				say := func(a *identity.RoleAssignment) string { return string(a.ID) }
				rangesWell(c, "assignments", s.RoleAssignments.List(c.Context(), identity.RoleAssignmentQuery{}), say)
				rangesWell(c, "somebody's assignments", s.RoleAssignments.List(c.Context(), identity.RoleAssignmentQuery{PrincipalID: oid(u.ID)}), say)
				rangesWell(c, "activated roles", s.ActivatedRoles.List(c.Context()), func(r *identity.ActivatedRole) string { return string(r.ID) })
				rangesWell(c, "members of a role", s.ActivatedRoles.Members(c.Context(), template), objectKey)
			},
		},
		{
			Name: "Roles.List/nothing-before-it-is-ranged", Needs: write, Source: docRoles,
			Why: "a list is a question and costs nothing until somebody wants the answer",
			Run: roleListsLazy,
		},
	}
}

func roleListsLazy(c *run) {
	s := c.S.Service
	u := create(c)
	n := newRole()
	isLazy(c, "roles", func(ctx context.Context) iter.Seq2[*identity.Role, error] {
		return s.Roles.List(ctx, identity.RoleQuery{DisplayName: n.DisplayName})
	}, func() {
		role, err := s.Roles.Create(c.Context(), n)
		c.Must(err, "creating a role")
		forgetRole(c, role.ID)
	}, func(got []*identity.Role) error { return errIf(len(got) != 1, "%d roles have the name", len(got)) })
	isLazy(c, "assignments", func(ctx context.Context) iter.Seq2[*identity.RoleAssignment, error] {
		return s.RoleAssignments.List(ctx, identity.RoleAssignmentQuery{PrincipalID: oid(u.ID)})
	}, func() { assign(c, identity.GlobalReader, oid(u.ID)) }, func(got []*identity.RoleAssignment) error {
		return errIf(len(got) != 1, "%d assignments are there", len(got))
	})
	template := dormant(c, 1)[0]
	isLazy(c, "activated roles", func(ctx context.Context) iter.Seq2[*identity.ActivatedRole, error] {
		return s.ActivatedRoles.List(ctx)
	}, func() { awake(c, template) }, func(got []*identity.ActivatedRole) error {
		for _, role := range got {
			if role.TemplateID == template {
				return nil
			}
		}
		return errIf(true, "the list lacks the role that was activated")
	})
	isLazy(c, "members of a role", func(ctx context.Context) seqOfObjects {
		return s.ActivatedRoles.Members(ctx, template)
	}, func() { assign(c, template, oid(u.ID)) }, func(got []*identity.DirectoryObject) error {
		return sameObjects(got, objects(u))
	})
}
