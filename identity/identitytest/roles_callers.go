package identitytest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// roleCallerCases are about who may give roles.
func roleCallerCases() []kase {
	needs := []string{CanWrite, CanGiveRoles, CanSwitch}
	return []kase{
		{
			Name: "Callers/every-member-reads-roles", Needs: needs, Source: docRoleMembers,
			Why: "who has power over a tenant is no secret in it",
			Run: func(c *run) {
				u := create(c)
				assign(c, identity.GlobalReader, oid(u.ID))
				s := c.S.As(admin365.AsUser(create(c).ID))
				for what, err := range roleReads(c, s, identity.GlobalReader, u.ID) {
					if err != nil {
						c.Errorf("%s as a member without a role: %v", what, err)
					}
				}
			},
		},
		{
			Name: "Callers/roles-that-give-roles", Needs: needs, Source: docAssigned,
			Why: "whoever was given the role for it must not need a greater one",
			Run: func(c *run) {
				for _, role := range []admin365.RoleID{identity.PrivilegedRoleAdministrator, identity.GlobalAdministrator} {
					for what, err := range roleWrites(c, as(c, role)) {
						if err != nil {
							c.Errorf("%s with the role %s: %v", what, role, err)
						}
					}
				}
			},
		},
		{
			Name: "Callers/roles-that-do-not-give-roles", Needs: needs, Source: docAssigned,
			Why: "whoever can give roles can give himself any, so that nobody else may",
			Run: func(c *run) {
				for _, role := range []admin365.RoleID{
					"", identity.UserAdministrator, identity.GroupsAdministrator, identity.PrivilegedAuthenticationAdministrator, identity.GlobalReader,
				} {
					noRoleWrites(c, as(c, role), "the role "+string(role))
				}
			},
		},
		{
			Name: "Callers/app-that-reads-roles", Needs: needs, Source: docListAssigned,
			Why: "an application has the permissions that it was granted, and no administrator's",
			Run: func(c *run) {
				u := create(c)
				assign(c, identity.GlobalReader, oid(u.ID))
				s := c.S.As(admin365.AsApp(someApp, "RoleManagement.Read.Directory"))
				for what, err := range roleReads(c, s, identity.GlobalReader, u.ID) {
					if err != nil {
						c.Errorf("%s with RoleManagement.Read.Directory: %v", what, err)
					}
				}
				noRoleWrites(c, s, "RoleManagement.Read.Directory")
			},
		},
		{
			Name: "Callers/app-that-gives-roles", Needs: needs, Source: docAssign,
			Why: "an application with the permission needs no role besides",
			Run: func(c *run) {
				for what, err := range roleWrites(c, c.S.As(admin365.AsApp(someApp, "RoleManagement.ReadWrite.Directory"))) {
					if err != nil {
						c.Errorf("%s with RoleManagement.ReadWrite.Directory: %v", what, err)
					}
				}
			},
		},
	}
}

// roleReads calls every reading method of roles; user has the role.
func roleReads(c *run, s *identity.Service, role admin365.RoleID, user admin365.UserID) map[string]error {
	ctx := c.Context()
	assigned, err := conform.Collect(s.RoleAssignments.List(ctx, identity.RoleAssignmentQuery{PrincipalID: oid(user)}))
	errs := map[string]error{
		"listing roles":           second(conform.Collect(s.Roles.List(ctx, identity.RoleQuery{}))),
		"getting a role":          second(s.Roles.Get(ctx, role)),
		"listing assignments":     err,
		"listing activated roles": second(conform.Collect(s.ActivatedRoles.List(ctx))),
		"getting an active role":  second(s.ActivatedRoles.Get(ctx, role)),
		"listing members":         second(conform.Collect(s.ActivatedRoles.Members(ctx, role))),
	}
	if len(assigned) != 1 && err == nil {
		c.Errorf("the caller sees %d assignments of the user, want 1", len(assigned))
	}
	for _, a := range assigned {
		errs["getting an assignment"] = second(s.RoleAssignments.Get(ctx, a.ID))
	}
	return errs
}

// roleWrites calls every writing method of roles, one after the other.
func roleWrites(c *run, s *identity.Service) map[string]error {
	c.Helper()
	ctx := c.Context()
	u, errs := create(c), map[string]error{}
	role, err := s.Roles.Create(ctx, newRole())
	errs["creating a role"] = err
	if err == nil {
		forgetRole(c, role.ID)
		errs["updating a role"] = s.Roles.Update(ctx, role.ID, identity.RolePatch{Description: admin365.Set("Changed")})
		a, err := s.RoleAssignments.Create(ctx, identity.NewRoleAssignment{RoleID: role.ID, PrincipalID: oid(u.ID)})
		errs["giving a role"] = err
		if err == nil {
			errs["taking a role away"] = s.RoleAssignments.Delete(ctx, a.ID)
		}
		errs["deleting a role"] = s.Roles.Delete(ctx, role.ID)
	}
	template := dormant(c, 1)[0]
	errs["activating a role"] = second(s.ActivatedRoles.Activate(ctx, template))
	if errs["activating a role"] == nil {
		errs["adding a member"] = s.ActivatedRoles.AddMember(ctx, template, oid(u.ID))
		errs["removing a member"] = s.ActivatedRoles.RemoveMember(ctx, template, oid(u.ID))
	}
	return errs
}

// noRoleWrites checks that the caller may do none of it, and that nothing was
// done.
func noRoleWrites(c *run, s *identity.Service, who string) {
	c.Helper()
	ctx := c.Context()
	u, other := create(c), create(c)
	was, n := getRole(c, makeRole(c).ID), newRole()
	a := assign(c, was.ID, oid(u.ID))
	template := awake(c, identity.GlobalReader)
	c.Must(c.S.Service.ActivatedRoles.AddMember(ctx, template, oid(u.ID)), "adding a member")
	asleep := dormant(c, 1)[0]
	for op, err := range map[string]error{
		opNewRole:    second(s.Roles.Create(ctx, n)),
		opUpdateRole: s.Roles.Update(ctx, was.ID, identity.RolePatch{Description: admin365.Set("Changed")}),
		opDeleteRole: s.Roles.Delete(ctx, was.ID),
		opAssign:     second(s.RoleAssignments.Create(ctx, identity.NewRoleAssignment{RoleID: was.ID, PrincipalID: oid(other.ID)})),
		opUnassign:   s.RoleAssignments.Delete(ctx, a.ID),
		opActivate:   second(s.ActivatedRoles.Activate(ctx, asleep)),
		opAddToRole:  s.ActivatedRoles.AddMember(ctx, template, oid(other.ID)),
		opRemoveFrom: s.ActivatedRoles.RemoveMember(ctx, template, oid(u.ID)),
	} {
		if fault := notAllowed(op).Check(err); fault != nil {
			c.Errorf("with %s: %s: %v", who, op, fault)
		}
	}
	roleUnchanged(c, was)
	rolesAre(c, identity.RoleQuery{DisplayName: n.DisplayName})
	hasRoles(c, oid(other.ID))
	hasRoles(c, oid(u.ID), was.ID, template)
	if activated(c)[asleep] != nil {
		c.Errorf("with %s: a role was activated", who)
	}
}
