package healthtest

import (
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/health"
)

// The roles that cases give, by Microsoft's template ids.
//
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
const (
	globalAdministrator         admin365.RoleID = "62e90394-69f5-4237-9190-012177145e10"
	globalReader                admin365.RoleID = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
	serviceSupportAdministrator admin365.RoleID = "f023fd81-a637-4b56-95fd-791ac0226033"
	helpdeskAdministrator       admin365.RoleID = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	exchangeAdministrator       admin365.RoleID = "29232cdf-9323-42fd-ade2-1d097af3e4de"
	messageCenterReader         admin365.RoleID = "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b"
	privacyReader               admin365.RoleID = "ac16e43d-7b2d-40e0-ac05-243ff356ab5b"
	directoryReader             admin365.RoleID = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
	directoryWriter             admin365.RoleID = "9360feb5-f418-4baa-8175-e2a00bac4301"
	reportsReader               admin365.RoleID = "4a5d8f65-41da-4de4-8968-e035b65339cf"
	privilegedRoleAdministrator admin365.RoleID = "e8611ab8-c189-46e8-94e1-60213ab1f814"
)

// The permissions that cases grant.
const (
	healthRead     admin365.Permission = "ServiceHealth.Read.All"
	messageRead    admin365.Permission = "ServiceMessage.Read.All"
	viewpointWrite admin365.Permission = "ServiceMessageViewpoint.Write"
)

// ofHealth reports whether a method is one of service health, and not of the message
// center.
func (m method) ofHealth() bool { return m.part() == HasServices || m.part() == HasIssues }

func callerCases() []kase {
	return []kase{
		{
			Name: "Callers/who-reads-health", Needs: whole(CanSwitch, CanMakePeople), Source: docViewHealth,
			Why: "the role that was given for this must be enough for this",
			Run: func(c *run) {
				at := targetOf(c)
				for _, role := range []admin365.RoleID{globalAdministrator, globalReader, serviceSupportAdministrator, helpdeskAdministrator, exchangeAdministrator} {
					allowed(c, actor(c, role), "role "+string(role), at, method.ofHealth)
				}
			},
		},
		{
			Name: "Callers/who-reads-messages", Needs: whole(CanSwitch, CanMakePeople), Source: docMessageCenter,
			Why: "the role that was given for this must be enough for this",
			Run: func(c *run) {
				at := targetOf(c)
				for _, role := range []admin365.RoleID{
					globalAdministrator, globalReader, messageCenterReader, privacyReader, serviceSupportAdministrator, helpdeskAdministrator, exchangeAdministrator,
				} {
					allowed(c, actor(c, role), "role "+string(role), at, func(m method) bool { return !m.ofHealth() })
				}
			},
		},
		{
			Name: "Callers/who-does-not", Needs: whole(CanSwitch, CanMakePeople), Source: docMessageCenter,
			Why: "what is wrong with a company's services is not everybody's business",
			Run: func(c *run) {
				at := targetOf(c)
				for _, role := range []admin365.RoleID{"", directoryReader, directoryWriter, reportsReader, privilegedRoleAdministrator} {
					denied(c, actor(c, role), "role "+string(role), at, func(m method) bool { return role != privilegedRoleAdministrator || !m.ofHealth() })
				}
				marksAre(c, c.S.Service, "what was forbidden", at.message, health.Viewpoint{})
			},
		},
		{
			Name: "Callers/readers-of-messages-alone", Needs: whole(CanSwitch, CanMakePeople), Source: docViewHealth,
			Why: "the role of a Message Center Reader is for news, and not for incidents",
			Run: func(c *run) {
				at := targetOf(c)
				for _, role := range []admin365.RoleID{messageCenterReader, privacyReader} {
					denied(c, actor(c, role), "role "+string(role), at, method.ofHealth)
				}
			},
		},
		{
			Name: "Callers/person-in-a-program-that-was-granted-less", Needs: whole(CanSwitch, CanMakePeople), Source: docPermissions,
			Why: "a program does not get by a person's role what it was not granted",
			Run: func(c *run) {
				at := targetOf(c)
				user, err := c.S.Make.User(c.Context())
				c.Must(err, "adding a user")
				c.Must(c.S.Make.Role(c.Context(), user, globalAdministrator), "giving a role")
				granted := func(permissions ...admin365.Permission) *health.Service {
					return seenBy(c, admin365.Caller{User: user, App: "0badc0de-0000-4000-8000-00000000a992", Permissions: permissions})
				}
				writes := func(m method) bool { return m.writes }
				readsMessages := func(m method) bool { return !m.ofHealth() && !m.writes }
				no := func(what func(method) bool) func(method) bool { return func(m method) bool { return !what(m) } }
				allowed(c, granted(healthRead), "ServiceHealth.Read.All", at, method.ofHealth)
				denied(c, granted(healthRead), "ServiceHealth.Read.All", at, no(method.ofHealth))
				allowed(c, granted(messageRead), "ServiceMessage.Read.All", at, readsMessages)
				denied(c, granted(messageRead), "ServiceMessage.Read.All", at, no(readsMessages))
				denied(c, granted(viewpointWrite), "ServiceMessageViewpoint.Write", at, no(writes))
				allowed(c, granted(viewpointWrite), "ServiceMessageViewpoint.Write", at, writes)
				denied(c, granted("User.Read.All"), "User.Read.All", at, func(method) bool { return true })
			},
		},
		{
			Name: "Callers/applications", Needs: whole(CanSwitch), Source: docPermissions,
			Why: "a program asks for the least that it needs, and its tests are where it learns what that is",
			Run: func(c *run) {
				at := targetOf(c)
				readsMessages := func(m method) bool { return !m.ofHealth() && !m.writes }
				allowed(c, application(c, healthRead), "ServiceHealth.Read.All", at, method.ofHealth)
				denied(c, application(c, healthRead), "ServiceHealth.Read.All", at, func(m method) bool { return !m.ofHealth() })
				allowed(c, application(c, messageRead), "ServiceMessage.Read.All", at, readsMessages)
				denied(c, application(c, messageRead), "ServiceMessage.Read.All", at, func(m method) bool { return !readsMessages(m) })
				denied(c, application(c), "nothing", at, func(method) bool { return true })
				denied(c, application(c, "Directory.Read.All", "User.ReadWrite.All"), "other permissions", at, func(method) bool { return true })
			},
		},
		{
			Name: "Callers/forbidden-before-missing", Needs: whole(CanSwitch), Source: docOverview,
			Why: "who may not look does not learn by the error what is there",
			Run: func(c *run) {
				denied(c, application(c), "nothing", nowhere(), func(method) bool { return true })
			},
		},
	}
}

// allowed checks that a caller may use the methods.
func allowed(c *run, s *health.Service, who string, at target, which func(method) bool) {
	c.Helper()
	for _, m := range c.S.methods() {
		if !which(m) {
			continue
		}
		if err := m.call(c.Context(), s, at); err != nil {
			c.Errorf("%s: %s: %v", who, m.op, err)
		}
	}
}

// denied checks that a caller may use none of the methods.
func denied(c *run, s *health.Service, who string, at target, which func(method) bool) {
	c.Helper()
	for _, m := range c.S.methods() {
		if !which(m) {
			continue
		}
		err := m.call(c.Context(), s, at)
		if fault := forbidden(m.op).Check(err); fault != nil {
			c.Errorf("%s: %s: %v", who, m.op, fault)
		}
		if e, ok := errors.AsType[*admin365.Error](err); ok && errors.Is(e, admin365.ErrNotFound) {
			c.Errorf("%s: %s: who is forbidden is told that it is not there", who, m.op)
		}
	}
}

// actor returns the service of a new user who has the roles; "" gives none.
func actor(c *run, roles ...admin365.RoleID) *health.Service {
	c.Helper()
	user, err := c.S.Make.User(c.Context())
	c.Must(err, "adding a user")
	for _, role := range roles {
		if role != "" {
			c.Must(c.S.Make.Role(c.Context(), user, role), "giving the role "+string(role))
		}
	}
	return seenBy(c, admin365.AsUser(user))
}

// application returns the service of an application on its own with the permissions.
func application(c *run, granted ...admin365.Permission) *health.Service {
	c.Helper()
	return seenBy(c, admin365.AsApp("0badc0de-0000-4000-8000-00000000a993", append([]admin365.Permission{}, granted...)...))
}

// seenBy returns the service of the same tenant for another caller.
func seenBy(c *run, caller admin365.Caller) *health.Service {
	c.Helper()
	s := c.S.As(caller)
	if s == nil {
		c.Fatalf("there is no service for %v", caller)
	}
	return s
}
