package identitytest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// tableRoles are the roles that have a column in the table of targets.
func tableRoles() []admin365.RoleID {
	return []admin365.RoleID{
		identity.PasswordAdministrator, identity.HelpdeskAdministrator, identity.AuthenticationAdministrator,
		identity.UserAdministrator, identity.PrivilegedAuthenticationAdministrator, identity.GlobalAdministrator,
	}
}

// moreTargetCases are the rows that take more than a built-in role to make, and
// what stands around the table.
func moreTargetCases() []kase {
	return []kase{
		{
			Name: "Callers/targets-in-a-group-of-roles", Needs: matrixNeeds(HasGroups), Source: docPrivileged,
			Why: "who is in a group that can hold roles may be mighty tomorrow, and whoever owns it can make him so",
			Run: func(c *run) {
				for _, caller := range tableRoles() {
					s := actor(c, caller)
					member, owner := create(c), create(c)
					createGroup(c, func(g *identity.NewGroup) {
						g.IsAssignableToRole = new(true)
						g.Members = []admin365.ObjectID{admin365.ObjectID(member.ID)}
						g.Owners = []admin365.ObjectID{admin365.ObjectID(owner.ID)}
					})
					cell := target{}.cell(caller)
					tries(c, s, member, cell, string(caller)+" on a member of a group of roles")
					tries(c, s, owner, cell, string(caller)+" on an owner of a group of roles")
				}
			},
		},
		{
			Name: "Callers/targets-with-a-role-of-the-tenants-own", Needs: matrixNeeds(HasRoles), Source: docPrivileged,
			Why: "what a tenant's own role allows the table cannot know",
			Run: func(c *run) {
				role, err := c.S.Service.Roles.Create(c.Context(), identity.NewRole{
					DisplayName:     "Conformance " + conform.Unique(),
					RolePermissions: []identity.RolePermission{{AllowedResourceActions: []string{"microsoft.directory/applications/standard/read"}}},
				})
				c.Must(err, "creating a role")
				for _, caller := range tableRoles() {
					tries(c, actor(c, caller), holder(c, role.ID), target{}.cell(caller), string(caller)+" on a role of the tenant's own")
				}
			},
		},
		{
			Name: "Callers/several-roles", Needs: matrixNeeds(), Source: docPrivileged,
			Why: "roles add up, and none takes away what another gives",
			Run: func(c *run) {
				s := actor(c, identity.HelpdeskAdministrator, identity.AuthenticationAdministrator, identity.GlobalReader)
				tries(c, s, holder(c), "RS", "Helpdesk and Authentication Administrator on nobody special")
				tries(c, s, holder(c, identity.HelpdeskAdministrator), "R", "Helpdesk and Authentication Administrator on a Helpdesk Administrator")
				tries(c, s, holder(c, identity.AuthenticationAdministrator), "RS", "Helpdesk and Authentication Administrator on an Authentication Administrator")
				tries(c, s, holder(c, identity.UserAdministrator), "", "Helpdesk and Authentication Administrator on a User Administrator")
			},
		},
		{
			Name: "Callers/target-role-given-and-taken", Needs: matrixNeeds(), Source: docPrivileged,
			Why: "the table looks at the roles of this moment",
			Run: func(c *run) {
				s := actor(c, identity.HelpdeskAdministrator)
				u := create(c)
				set := func() error {
					return s.Passwords.Set(c.Context(), u.ID, identity.PasswordProfile{Password: admin365.NewSecret(secondPassword)})
				}
				for range 2 {
					c.Eventually(set)
					given := grant(c, admin365.ObjectID(u.ID), identity.GlobalAdministrator)
					c.Eventually(func() error { return forbidden(opSetPassword).Check(set()) })
					c.Must(c.S.Service.RoleAssignments.Delete(c.Context(), given), "taking the role away")
				}
				c.Eventually(set)
			},
		},
		{
			Name: "Callers/what-is-not-sensitive", Needs: matrixNeeds(), Source: docUpdate,
			Why: "a job title opens no door, whosever it is",
			Run: func(c *run) {
				for _, caller := range []admin365.RoleID{identity.UserAdministrator, identity.DirectoryWriters, identity.GlobalAdministrator} {
					u := holder(c, identity.GlobalAdministrator)
					err := actor(c, caller).Users.Update(c.Context(), u.ID, identity.UserPatch{
						JobTitle: admin365.Set("Changed"), Department: admin365.Set("Changed"), UsageLocation: new("FR"),
					})
					if err != nil {
						c.Errorf("%s on a Global Administrator: %v", caller, err)
					}
				}
			},
		},
		{
			Name: "Callers/sensitive-among-others", Needs: matrixNeeds(), Source: docUpdate,
			Why: "a patch of which one part is refused is refused whole",
			Run: func(c *run) {
				was := get(c, holder(c, identity.GlobalAdministrator).ID)
				s := actor(c, identity.UserAdministrator)
				for _, p := range []identity.UserPatch{
					{JobTitle: admin365.Set("Changed"), AccountEnabled: new(false)},
					{JobTitle: admin365.Set("Changed"), MobilePhone: admin365.Set("+49 170 5550199")},
					{JobTitle: admin365.Set("Changed"), PasswordProfile: &identity.PasswordProfile{Password: admin365.NewSecret(secondPassword)}},
				} {
					// With a password in it, it may be told as another operation.
					c.Refused(s.Users.Update(c.Context(), was.ID, p), forbidden(""))
				}
				unchanged(c, was)
			},
		},
		{
			Name: "Callers/reset-by-the-action", Needs: matrixNeeds(CanReset), Source: docReset,
			Why: "the reset that a signed-in administrator begins is for fewer than the one by a patch, and never for himself",
			Run: func(c *run) {
				reset := func(s *identity.Service, id admin365.UserID) error {
					_, err := s.Passwords.Reset(c.Context(), id, admin365.NewSecret(secondPassword))
					return err
				}
				all := map[admin365.RoleID]bool{identity.PrivilegedAuthenticationAdministrator: true, identity.GlobalAdministrator: true}
				for _, caller := range append(tableRoles(), "", identity.GlobalReader, identity.DirectoryWriters) {
					who := holder(c, roles(caller)...)
					s := seenBy(c, admin365.AsUser(who.ID))
					for _, is := range []struct {
						what string
						id   admin365.UserID
						may  bool
					}{
						{"nobody special", create(c).ID, all[caller] || caller == identity.AuthenticationAdministrator},
						{"a Global Administrator", holder(c, identity.GlobalAdministrator).ID, all[caller]},
						{"himself", who.ID, false},
						{"himself by name", upn(who), false},
					} {
						if fault := permitted(reset(s, is.id), opResetPassword, is.may); fault != nil {
							c.Errorf("%q resets %s: %v", caller, is.what, fault)
						}
					}
				}
			},
		},
	}
}
