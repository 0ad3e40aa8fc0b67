package identitytest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// appNeeds are the capabilities that the cases of applications need.
func appNeeds(more ...string) []string { return matrixNeeds(append(more, CanSync, CanReset)...) }

// granted is a permission, and what it allows.
type granted struct {
	permissions []admin365.Permission
	rights
}

// appCases are about applications on their own: what they were granted decides.
func appCases() []kase {
	return []kase{
		{
			Name: "Callers/application-permissions", Needs: appNeeds(), Source: docPermissions,
			Why: "a program asks for the least that it needs, and its tests are where it learns what that is",
			Run: func(c *run) {
				app, _ := addApp(c)
				for _, g := range applicationPermissions() {
					within(c, seenBy(c, admin365.Caller{App: app, Permissions: g.permissions}), g.rights, "an application with "+spelled(g.permissions))
				}
			},
		},
		{
			Name: "Callers/application-with-all", Needs: appNeeds(), Source: docCaller,
			Why: "a test that is not about permissions names none",
			Run: func(c *run) {
				app, _ := addApp(c)
				within(c, seenBy(c, admin365.AsApp(app)), rights{may: "get list create update location manager delete restore purge set revoke"}, "an application with all permissions")
			},
		},
		{
			Name: "Callers/application-and-mighty-targets", Needs: appNeeds(), Source: docPrivileged,
			Why: "a forgotten secret of a program must not be worth a Global Administrator's",
			Run: func(c *run) {
				app, principal := addApp(c)
				s := seenBy(c, admin365.AsApp(app))
				tries(c, s, holder(c, identity.GlobalAdministrator), "", "an application with all permissions on a Global Administrator")
				tries(c, s, holder(c, identity.AuthenticationAdministrator), "", "an application with all permissions on an Authentication Administrator")
				grant(c, principal, identity.PrivilegedAuthenticationAdministrator)
				tries(c, s, holder(c, identity.GlobalAdministrator), "RS", "an application with a role on a Global Administrator")
			},
		},
		{
			Name: "Callers/application-with-a-role", Needs: appNeeds(), Source: docUpdate,
			Why: "to set passwords a program has a permission of its own, or the role that a person would need",
			Run: func(c *run) {
				app, principal := addApp(c)
				s := seenBy(c, admin365.AsApp(app, "User.ReadWrite.All"))
				set := func(id admin365.UserID) error {
					return s.Passwords.Set(c.Context(), id, identity.PasswordProfile{Password: admin365.NewSecret(secondPassword)})
				}
				nobody := create(c).ID
				c.Refused(set(nobody), forbidden(opSetPassword))
				given := grant(c, principal, identity.HelpdeskAdministrator)
				c.Must(set(nobody), "setting a password with User.ReadWrite.All and a role")
				c.Must(set(holder(c, identity.HelpdeskAdministrator).ID), "setting that of a Helpdesk Administrator")
				c.Refused(set(holder(c, identity.AuthenticationAdministrator).ID), forbidden(opSetPassword))
				c.Refused(set(holder(c, identity.GlobalAdministrator).ID), forbidden(opSetPassword))
				c.Must(c.S.Service.RoleAssignments.Delete(c.Context(), given), "taking the role away")
				c.Refused(set(nobody), forbidden(opSetPassword))
			},
		},
		{
			Name: "Callers/application-with-a-role-alone", Needs: appNeeds(), Source: docRoleRights,
			Why: "a role given to a program stands in the place of a permission",
			Run: func(c *run) {
				app, principal := addApp(c)
				s := seenBy(c, admin365.Caller{App: app, Permissions: []admin365.Permission{}})
				grant(c, principal, identity.UserAdministrator)
				within(c, s, rights{may: "get list create update location manager delete restore", open: "purge set revoke"}, "an application that is a User Administrator")
			},
		},
		{
			Name: "Callers/application-never-resets", Needs: appNeeds(), Source: docReset,
			Why: "the service offers it to signed-in administrators alone, and a program that counts on it fails on its first day",
			Run: func(c *run) {
				app, principal := addApp(c)
				grant(c, principal, identity.GlobalAdministrator)
				for _, caller := range []admin365.Caller{admin365.AsApp(app), admin365.AsApp(app, "UserAuthenticationMethod.ReadWrite.All")} {
					reset, err := seenBy(c, caller).Passwords.Reset(c.Context(), create(c).ID, admin365.NewSecret(secondPassword))
					c.Refused(err, forbidden(opResetPassword))
					if reset != nil {
						c.Errorf("%v: a refused reset answers a reset", caller)
					}
				}
			},
		},
		{
			Name: "Callers/delegated-permissions", Needs: appNeeds(), Source: docPermissions,
			Why: "what the program was not granted its user cannot do in it, be he a Global Administrator",
			Run: func(c *run) {
				ga := holder(c, identity.GlobalAdministrator)
				for _, g := range delegatedPermissions() {
					within(c, seenBy(c, admin365.Caller{User: ga.ID, Permissions: g.permissions}), g.rights, "a Global Administrator in a program with "+spelled(g.permissions))
				}
			},
		},
		{
			Name: "Callers/delegated-permissions-give-no-role", Needs: appNeeds(), Source: docPermissions,
			Why: "what the user may not do his program cannot, whatever it was granted",
			Run: func(c *run) {
				u := create(c)
				all := []admin365.Permission{
					"User.ReadWrite.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All", "User.DeleteRestore.All",
					"User-PasswordProfile.ReadWrite.All", "UserAuthenticationMethod.ReadWrite.All", "User.RevokeSessions.All",
				}
				within(c, seenBy(c, admin365.Caller{User: u.ID, Permissions: all}), rights{may: "get list"}, "a member in a program with everything")
				app, _ := addApp(c)
				within(c, seenBy(c, admin365.Caller{User: u.ID, App: app, Permissions: all}), rights{may: "get list"}, "a member in an application with everything")
			},
		},
		{
			Name: "Callers/delegated-oneself-alone", Needs: appNeeds(), Source: docPermissions,
			Why: "the permission to read oneself is for whoever signed in, and shows nobody else",
			Run: func(c *run) {
				ga := holder(c, identity.GlobalAdministrator)
				s := seenBy(c, admin365.Caller{User: ga.ID, Permissions: []admin365.Permission{"User.Read"}})
				_, err := s.Users.Get(c.Context(), ga.ID)
				c.Must(err, "reading oneself with User.Read")
				within(c, s, rights{}, "a Global Administrator in a program with User.Read")
			},
		},
	}
}

// applicationPermissions are what programs on their own are granted.
func applicationPermissions() []granted {
	return []granted{
		// Nothing is not all.
		{[]admin365.Permission{}, rights{}},
		{[]admin365.Permission{"Group.ReadWrite.All"}, rights{}},
		{[]admin365.Permission{"User.Read.All"}, rights{may: "get list"}},
		{[]admin365.Permission{"Directory.Read.All"}, rights{may: "get list"}},
		{[]admin365.Permission{"User.ReadWrite.All"}, rights{may: "get list create update location manager delete restore purge revoke"}},
		{[]admin365.Permission{"Directory.ReadWrite.All"}, rights{may: "get list create update location manager revoke", open: "delete restore purge"}},
		{[]admin365.Permission{"User.DeleteRestore.All"}, rights{may: "delete restore purge"}},
		{[]admin365.Permission{"User-PasswordProfile.ReadWrite.All"}, rights{may: "set"}},
		{[]admin365.Permission{"User.Read.All", "User-PasswordProfile.ReadWrite.All"}, rights{may: "get list set"}},
		// It is for signed-in callers alone.
		{[]admin365.Permission{"Directory.AccessAsUser.All"}, rights{}},
	}
}

// delegatedPermissions are what programs are granted for their users; the user
// is a Global Administrator.
func delegatedPermissions() []granted {
	return []granted{
		{[]admin365.Permission{}, rights{}},
		{[]admin365.Permission{"User.Read.All"}, rights{may: "get list"}},
		{[]admin365.Permission{"Directory.Read.All"}, rights{may: "get list"}},
		{[]admin365.Permission{"User.ReadWrite.All"}, rights{may: "get list create update location manager delete restore purge revoke"}},
		{[]admin365.Permission{"Directory.ReadWrite.All"}, rights{may: "get list create update location manager revoke", open: "delete restore purge"}},
		{[]admin365.Permission{"User.DeleteRestore.All"}, rights{may: "delete restore purge"}},
		{[]admin365.Permission{"User-PasswordProfile.ReadWrite.All"}, rights{may: "set"}},
		{[]admin365.Permission{"UserAuthenticationMethod.ReadWrite.All"}, rights{may: "reset"}},
		// What else it opens the pages do not agree on.
		{[]admin365.Permission{"Directory.AccessAsUser.All"}, rights{may: "set", open: "get list create update location manager delete restore purge reset revoke"}},
	}
}

// spelled writes permissions as they stand in a report.
func spelled(permissions []admin365.Permission) string {
	text := "no permission"
	for i, p := range permissions {
		if i == 0 {
			text = string(p)
			continue
		}
		text += ", " + string(p)
	}
	return text
}
