package identitytest

import (
	"context"
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// full is the refusal of a directory that has no room for one object more.
func full(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrPrecondition, Code: "Directory_QuotaExceeded", Status: 403, Op: op}
}

// refusedCases are of refusals that no other case is about: each that an operation
// declares, and that a method can meet, has one.
func refusedCases() []kase {
	return append(refusedQueryCases(),
		kase{
			Name: "Users.Count/sign-ins-are-hidden", Needs: []string{CanWrite, CanSync, CanSwitch, HasRoleAssignments}, Source: docSignIns,
			Why: "who may not see when somebody works must not find out by counting", Run: signInsHidden,
		},
		kase{
			Name: "Users.Delete/oneself", Needs: []string{CanWrite, CanSwitch, HasRoleAssignments}, Source: docDelete,
			Why: "who deletes himself by mistake has nobody's rights to undo it",
			Run: func(c *run) {
				self, other := holder(c, identity.UserAdministrator), create(c)
				s := seenBy(c, admin365.AsUser(self.ID))
				for _, id := range []admin365.UserID{self.ID, admin365.UserID(self.UserPrincipalName)} {
					c.Refused(s.Users.Delete(c.Context(), id), conform.Refusal{Kind: admin365.ErrForbidden, Op: opDelete})
				}
				unchanged(c, get(c, self.ID))
				c.Must(s.Users.Delete(c.Context(), other.ID), "deleting somebody else")
			},
		},
		kase{
			Name: "Directory/full", Needs: []string{CanWrite, CanSetQuota, HasGroups, HasDeletedUsers}, Source: docErrors,
			Why: "a tenant that grows meets its quota one day, in the middle of something", Run: directoryFull,
		},
		kase{
			Name: "Users.Update/password-beside-others", Needs: []string{CanWrite, CanMakeDomains}, Source: docUpdate,
			Why: "the rules of passwords hold too where a password comes with other changes, and all or nothing is changed",
			Run: func(c *run) {
				was := get(c, create(c).ID)
				patch := func(password string) identity.UserPatch {
					return identity.UserPatch{City: admin365.Set("Kiel"), PasswordProfile: &identity.PasswordProfile{Password: admin365.NewSecret(password)}}
				}
				weak := invalid(opUpdate, passwordProperty()...)
				weak.Hides = []string{"kvmwqzptxy"}
				c.Refused(c.S.Service.Users.Update(c.Context(), was.ID, patch("kvmwqzptxy")), weak)
				unchanged(c, was)
				was = get(c, federatedUser(c).ID)
				c.Refused(c.S.Service.Users.Update(c.Context(), was.ID, patch(secondPassword)), precluded(opUpdate))
				unchanged(c, was)
			},
		},
		kase{
			Name: "Passwords.Reset/federated", Needs: []string{CanWrite, CanMakeDomains, HasPasswords, CanReset}, Source: docReset,
			Why: "another service knows his password, and this one would never be asked for",
			Run: func(c *run) {
				_, err := c.S.Service.Passwords.Reset(c.Context(), federatedUser(c).ID, admin365.NewSecret(secondPassword))
				c.Refused(err, precluded(opResetPassword))
			},
		},
		kase{
			Name: "Passwords.Change/kept-elsewhere", Needs: []string{CanWrite, CanMakeDomains, CanSync, CanSwitch, HasPasswords}, Source: docChangePassword,
			Why: "who changes a password here that is kept elsewhere has two, and knows only one",
			Run: func(c *run) {
				for _, u := range []*identity.User{federatedUser(c), syncUser(c)} {
					err := seenBy(c, admin365.AsUser(u.ID)).Passwords.Change(c.Context(), admin365.NewSecret(goodPassword), admin365.NewSecret(secondPassword))
					c.Refused(err, precluded(opChangePassword))
				}
			},
		},
		kase{
			Name: "Profiles.Update/values-refused", Needs: []string{CanWrite, CanProfile}, Source: docErrors,
			Why: "an empty text is not the absence of one, and the service refuses it",
			Run: func(c *run) {
				u := create(c)
				c.Refused(c.S.Service.Profiles.Update(c.Context(), u.ID, identity.ProfilePatch{AboutMe: admin365.Set("")}), invalid(opUpdateProfile, "aboutMe"))
				c.Refused(c.S.Service.Profiles.Update(c.Context(), u.ID, identity.ProfilePatch{Skills: []string{""}}), invalid(opUpdateProfile, "skills"))
			},
		},
		kase{
			Name: "Groups.Create/links-refused", Needs: []string{CanWrite, CanGroup}, Source: docErrors,
			Why: "a group that came with other members than were meant would be found out late", Run: groupLinksRefused,
		},
		kase{
			Name: "Groups/role-assignable", Needs: []string{CanWrite, CanGroup}, Source: docErrors,
			Why: "who may join such a group would hold its roles, so its kind is for ever", Run: roleGroupFixed,
		},
		kase{
			Name: "GroupOwners/synchronized", Needs: []string{CanWrite, CanGroup, CanSync}, Source: docSync,
			Why: "the next synchronization would undo it",
			Run: func(c *run) {
				owner := admin365.ObjectID(create(c).ID)
				g := syncGroup(c, func(n *identity.NewGroup) { n.Owners = []admin365.ObjectID{owner} })
				c.Refused(c.S.Service.GroupOwners.Remove(c.Context(), g.ID, owner), mastered(opRemoveOwner))
				c.Refused(c.S.Service.GroupOwners.Add(c.Context(), g.ID, admin365.ObjectID(create(c).ID)), mastered(opAddOwner))
			},
		},
		kase{
			Name: "ActivatedRoles/not-for-everybody", Needs: []string{CanWrite, CanGiveRoles, CanGroup}, Source: docErrors,
			Why: "a role given through a group that everybody may join would be everybody's", Run: roleNotGiven,
		},
		kase{
			Name: "Roles/permissions-refused", Needs: []string{CanWrite, CanGiveRoles}, Source: docErrors,
			Why: "a role with a permission that is none gives less than was meant",
			Run: func(c *run) {
				own := makeRole(c)
				for _, none := range []string{"applications", "", "microsoft.directory/applications"} {
					permissions := []identity.RolePermission{{AllowedResourceActions: []string{none}}}
					n := newRole()
					n.RolePermissions = permissions
					_, err := c.S.Service.Roles.Create(c.Context(), n)
					c.Refused(err, invalid(opNewRole, "rolePermissions"))
					c.Refused(c.S.Service.Roles.Update(c.Context(), own.ID, identity.RolePatch{RolePermissions: permissions}), invalid(opUpdateRole, "rolePermissions"))
				}
			},
		},
		kase{
			Name: "Include/needs-a-license", Needs: []string{CanSetPremium, CanInclude}, Source: docSignIns,
			Why: "a tenant without the license must not look as if nobody had ever signed in",
			Run: func(c *run) {
				c.Must(c.S.Make.Premium(false), "taking the license away")
				_, err := conform.Collect(c.S.Service.Users.List(c.Context(), identity.UserQuery{Include: []identity.UserProperty{identity.IncludeSignInActivity}}))
				c.Refused(err, conform.Refusal{Kind: admin365.ErrForbidden, Op: opList})
				_, err = c.S.Service.Users.Count(c.Context(), identity.UserQuery{Filter: "signInActivity/lastSignInDateTime ge 2020-01-01T00:00:00Z"})
				c.Refused(err, conform.Refusal{Kind: admin365.ErrForbidden, Op: opCount})
			},
		},
		kase{
			Name: "Roles/need-a-license", Needs: []string{CanWrite, CanGiveRoles, CanSetPremium}, Source: docErrors,
			Why: "roles of one's own are sold, and a program that counts on them has to hear why it cannot", Run: rolesNeedLicense,
		},
	)
}

// federatedUser creates a user whose domain signs its people in by itself.
func federatedUser(c *run) *identity.User {
	c.Helper()
	domain := conform.Unique() + ".example.net"
	c.Must(c.S.Make.Domain(domain, true), "adding a federated domain")
	return create(c, func(n *identity.NewUser) {
		n.UserPrincipalName, n.OnPremisesImmutableID = conform.Unique()+"@"+domain, conform.Unique()
	})
}

func directoryFull(c *run) {
	deleted := create(c)
	c.Must(c.S.Service.Users.Delete(c.Context(), deleted.ID), "deleting")
	c.Must(c.S.Make.Quota(1), "setting the quota")
	_, err := c.S.Service.Users.Create(c.Context(), person(c))
	c.Refused(err, full(opCreate))
	_, err = c.S.Service.Groups.Create(c.Context(), newGroup())
	c.Refused(err, full(opNewGroup))
	_, err = c.S.Service.DeletedUsers.Restore(c.Context(), deleted.ID, identity.UserRestore{})
	c.Refused(err, full(opRestore))
	c.Must(c.S.Make.Quota(100_000), "setting the quota")
	_, err = c.S.Service.DeletedUsers.Restore(c.Context(), deleted.ID, identity.UserRestore{})
	c.Must(err, "restoring where there is room again")
}

// groupLinksRefused creates groups with members that they cannot have, and adds such
// members, several at once.
func groupLinksRefused(c *run) {
	other := admin365.ObjectID(create(c).ID)
	plain := admin365.ObjectID(makeGroup(c).ID)
	team := admin365.ObjectID(makeGroup(c, unified).ID)
	for _, row := range []struct {
		what string
		kind func(*identity.NewGroup)
		link admin365.ObjectID
	}{
		{"a group in one that is assignable to roles", assignable, plain},
		{"a Microsoft 365 group in another", unified, team},
		{"a security group in a Microsoft 365 group", unified, plain},
		{"a Microsoft 365 group in a security group", func(*identity.NewGroup) {}, team},
	} {
		n := newGroup()
		row.kind(&n)
		n.Members = []admin365.ObjectID{row.link}
		_, err := c.S.Service.Groups.Create(c.Context(), n)
		if fault := invalid(opNewGroup).Check(err); fault != nil {
			c.Errorf("%s: %v", row.what, fault)
		}
		g := makeGroup(c, row.kind)
		if fault := invalid(opAddMember).Check(c.S.Service.GroupMembers.Add(c.Context(), g.ID, row.link)); fault != nil {
			c.Errorf("%s, added: %v", row.what, fault)
		}
		if fault := ofMany(invalid("")).Check(c.S.Service.GroupMembers.Add(c.Context(), g.ID, other, row.link)); fault != nil {
			c.Errorf("%s, added with another: %v", row.what, fault)
		}
	}
	n := newGroup()
	n.Members = []admin365.ObjectID{other, other}
	_, err := c.S.Service.Groups.Create(c.Context(), n)
	c.Refused(err, already(opNewGroup))
}

func roleGroupFixed(c *run) {
	for what, kind := range map[string]func(*identity.NewGroup){
		"dynamic": func(n *identity.NewGroup) {
			n.GroupTypes, n.MembershipRule = []string{identity.DynamicMembership}, "user.department -eq \"Sales\""
		},
		"public": func(n *identity.NewGroup) { n.Visibility = "Public" },
	} {
		n := newGroup()
		assignable(&n)
		kind(&n)
		_, err := c.S.Service.Groups.Create(c.Context(), n)
		if fault := invalid(opNewGroup).Check(err); fault != nil {
			c.Errorf("a %s one: %v", what, fault)
		}
	}
	was := getGroup(c, makeGroup(c, assignable).ID)
	for what, p := range map[string]identity.GroupPatch{
		"to be dynamic": {MembershipRule: admin365.Set("user.department -eq \"Sales\""), MembershipRuleProcessingState: admin365.Set("On")},
		"to be public":  {Visibility: new("Public")},
	} {
		err := c.S.Service.Groups.Update(c.Context(), was.ID, p)
		if fault := invalid(opUpdateGroup).Check(err); fault != nil {
			c.Errorf("it is changed %s: %v", what, fault)
		}
	}
	groupUnchanged(c, was)
}

// userRole is the role that every member has of himself.
const userRole admin365.RoleID = "a0b1b346-4d3e-4e8b-98f8-753987be4970"

func roleNotGiven(c *run) {
	g := makeGroup(c)
	refused := func(err error, op string) {
		c.Helper()
		c.Refused(err, conform.Refusal{Kind: admin365.ErrInvalid, Op: op})
	}
	// A tenant where it is activated already says so.
	_, err := c.S.Service.ActivatedRoles.Activate(c.Context(), identity.UserAdministrator)
	if !errors.Is(err, admin365.ErrConflict) {
		c.Must(err, "activating a role")
	}
	refused(c.S.Service.ActivatedRoles.AddMember(c.Context(), identity.UserAdministrator, admin365.ObjectID(g.ID)), opAddToRole)
	_, err = c.S.Service.ActivatedRoles.Activate(c.Context(), userRole)
	refused(err, opActivate)
}

func rolesNeedLicense(c *run) {
	own := makeRole(c)
	c.Must(c.S.Make.Premium(false), "taking the license away")
	roles := c.S.Service.Roles
	for op, call := range map[string]func(context.Context) error{
		opNewRole: func(ctx context.Context) error { _, err := roles.Create(ctx, newRole()); return err },
		opUpdateRole: func(ctx context.Context) error {
			return roles.Update(ctx, own.ID, identity.RolePatch{DisplayName: new("Other")})
		},
		opDeleteRole: func(ctx context.Context) error { return roles.Delete(ctx, own.ID) },
	} {
		c.Refused(call(c.Context()), conform.Refusal{Kind: admin365.ErrForbidden, Op: op})
	}
}
