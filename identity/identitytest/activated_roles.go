package identitytest

import (
	"fmt"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

func activatedCases() []kase {
	read, write := []string{CanGiveRoles}, []string{CanWrite, CanGiveRoles}
	return []kase{
		{
			Name: "ActivatedRoles.List/what-get-shows", Needs: read, Source: docActivated,
			Why: "a role has an id of its own in each tenant, and the template's in all of them",
			Run: func(c *run) {
				active := activated(c)
				if active[identity.GlobalAdministrator] == nil {
					c.Errorf("Global Administrator is not activated, and every tenant has one")
				}
				for template, role := range active {
					got, err := c.S.Service.ActivatedRoles.Get(c.Context(), template)
					if err != nil {
						c.Errorf("%s is in the list, and Get fails: %v", role.DisplayName, err)
						continue
					}
					definition := getRole(c, template)
					if err := joined(
						conform.Differ(got, role),
						errIf(role.ID == "" || string(role.ID) == string(template), "its id is %q, the template's %q", role.ID, template),
						errIf(role.DisplayName != definition.DisplayName || role.Description != definition.Description,
							"it is called %q %q, and its definition %q %q", role.DisplayName, role.Description, definition.DisplayName, definition.Description),
					); err != nil {
						c.Errorf("%s: %v", role.DisplayName, err)
					}
				}
			},
		},
		{
			Name: "ActivatedRoles.Activate/once", Needs: write, Source: docActivate,
			Why: "a role that was never used has to be activated before it has members, and only once",
			Run: activateOnce,
		},
		{
			Name: "ActivatedRoles.Activate/no-such-template", Needs: write, Source: docOlderView,
			Why: "roles of the tenant's own are not in the older view, and nobody's is nowhere",
			Run: func(c *run) {
				own := makeRole(away(c))
				s := c.S.Service.ActivatedRoles
				for _, id := range []admin365.RoleID{own.ID, admin365.RoleID(nobody())} {
					c.Refused(second(s.Activate(c.Context(), id)), unknown(opActivate))
					c.Refused(second(s.Get(c.Context(), id)), unknown(opGetActivated).Of(string(id)))
					if activated(c)[id] != nil {
						c.Errorf("the list has %s", id)
					}
				}
			},
		},
		{
			Name: "ActivatedRoles.AddMember/not-activated", Needs: write, Source: docOlderView,
			Why: "a program that has only met tenants where the role was in use fails in the first new one",
			Run: func(c *run) {
				u := create(away(c))
				s := c.S.Service.ActivatedRoles
				template := dormant(c, 1)[0]
				id := string(template)
				c.Refused(second(s.Get(c.Context(), template)), unknown(opGetActivated).Of(id))
				failsAtOnce(c, s.Members(c.Context(), template), unknown(opRoleMembers).Of(id))
				c.Refused(s.AddMember(c.Context(), template, oid(u.ID)), unknown(opAddToRole))
				c.Refused(s.RemoveMember(c.Context(), template, oid(u.ID)), unknown(opRemoveFrom))
				hasRoles(c, oid(u.ID))
				if activated(c)[template] != nil {
					c.Errorf("the role was activated by the way")
				}
			},
		},
		{
			Name: "ActivatedRoles.AddMember/gives-the-role", Needs: write, Source: docAddToRole,
			Why: "scripts of ten years give roles this way",
			Run: func(c *run) {
				u, other := create(c), create(c)
				s := c.S.Service.ActivatedRoles
				template := awake(c, dormant(c, 1)[0])
				c.Must(s.AddMember(c.Context(), template, oid(u.ID)), "adding a member")
				roleMembersAre(c, template, oid(u.ID))
				c.Must(s.AddMember(c.Context(), template, oid(other.ID)), "adding another member")
				roleMembersAre(c, template, oid(u.ID), oid(other.ID))
				isListed(c, func() seqOfObjects { return s.Members(c.Context(), template) },
					userObject(u), userObject(other))
				c.Must(s.RemoveMember(c.Context(), template, oid(u.ID)), "removing a member")
				roleMembersAre(c, template, oid(other.ID))
				// Without members it stays activated.
				c.Must(s.RemoveMember(c.Context(), template, oid(other.ID)), "removing the last member")
				roleMembersAre(c, template)
				get(c, u.ID)
			},
		},
		{
			Name: "ActivatedRoles.AddMember/already-a-member", Needs: write, Source: docAddToRole,
			Why: "the second of two administrators learns that it was done already",
			Run: func(c *run) {
				u := create(c)
				template := awake(c, identity.GlobalReader)
				s := c.S.Service.ActivatedRoles
				c.Must(s.AddMember(c.Context(), template, oid(u.ID)), "adding a member")
				c.Refused(s.AddMember(c.Context(), template, oid(u.ID)), already(opAddToRole))
				holds(c, template, oid(u.ID), true)
				hasRoles(c, oid(u.ID), template)
			},
		},
		{
			Name: "ActivatedRoles.AddMember/unknown", Needs: write, Source: docErrors,
			Why: "either of the two may be what is not there",
			Run: func(c *run) {
				u := create(c)
				template := awake(c, identity.GlobalReader)
				s := c.S.Service.ActivatedRoles
				c.Refused(s.AddMember(c.Context(), template, oid(nobody())), unknown(opAddToRole))
				c.Refused(s.AddMember(c.Context(), admin365.RoleID(nobody()), oid(u.ID)), unknown(opAddToRole))
				hasRoles(c, oid(u.ID))
			},
		},
		{
			Name: "ActivatedRoles.RemoveMember/no-member", Needs: write, Source: docRemoveFromRole,
			Why: "there is nothing to remove, and the caller thought there was",
			Run: func(c *run) {
				u := create(away(c))
				template := awake(c, identity.GlobalReader)
				s := c.S.Service.ActivatedRoles
				for _, id := range []admin365.ObjectID{oid(u.ID), oid(nobody())} {
					c.Refused(s.RemoveMember(c.Context(), template, id), unknown(opRemoveFrom))
				}
				c.Refused(s.RemoveMember(c.Context(), admin365.RoleID(nobody()), oid(u.ID)), unknown(opRemoveFrom))
				c.Must(s.AddMember(c.Context(), template, oid(u.ID)), "adding a member")
				c.Must(s.RemoveMember(c.Context(), template, oid(u.ID)), "removing a member")
				absent(c, unknown(opRemoveFrom), func() error { return s.RemoveMember(c.Context(), template, oid(u.ID)) })
			},
		},
		{
			Name: "ActivatedRoles.Members/error-is-the-last-pair", Needs: read, Source: docOlderView,
			Why: "a loop that looks at the error of each pair must see it once, with no member beside it",
			Run: func(c *run) {
				id := admin365.RoleID(nobody())
				failsAtOnce(c, c.S.Service.ActivatedRoles.Members(c.Context(), id), unknown(opRoleMembers).Of(string(id)))
			},
		},
	}
}

func activateOnce(c *run) {
	s := c.S.Service.ActivatedRoles
	for _, template := range dormant(c, 2) {
		role, err := s.Activate(c.Context(), template)
		c.Must(err, "activating a role")
		definition := getRole(c, template)
		if role.TemplateID != template || role.ID == "" || string(role.ID) == string(template) || role.DisplayName != definition.DisplayName {
			c.Errorf("Activate answers %+v of %s %q", *role, template, definition.DisplayName)
		}
		c.Eventually(func() error {
			got, err := s.Get(c.Context(), template)
			if err != nil {
				return fmt.Errorf("getting the activated role: %w", err)
			}
			return conform.Differ(got, role)
		})
		c.Eventually(func() error {
			got := activated(c)[template]
			if got == nil {
				return fmt.Errorf("the list lacks %s", role.DisplayName)
			}
			return conform.Differ(got, role)
		})
		roleMembersAre(c, template)
		c.Refused(second(s.Activate(c.Context(), template)), already(opActivate))
	}
}

// roleMembersAre waits until the activated role has exactly the members.
func roleMembersAre(c *run, template admin365.RoleID, want ...admin365.ObjectID) {
	c.Helper()
	objectsAre(c, "the members of the role", func() seqOfObjects {
		return c.S.Service.ActivatedRoles.Members(c.Context(), template)
	}, want...)
}
