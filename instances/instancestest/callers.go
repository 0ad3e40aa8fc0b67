package instancestest

import (
	"errors"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// The roles that cases give, by Microsoft's template ids.
//
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
const (
	globalAdministrator        admin365.RoleID = "62e90394-69f5-4237-9190-012177145e10"
	powerPlatformAdministrator admin365.RoleID = "11648597-926c-4cf3-9c36-bcebb0ba8dcc"
	dynamics365Administrator   admin365.RoleID = "44367163-eba1-44c3-98af-f5787879f96a"
	helpdeskAdministrator      admin365.RoleID = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	userAdministrator          admin365.RoleID = "fe930be7-5e62-47db-91af-98c3a49a38b1"
	groupsAdministrator        admin365.RoleID = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
)

func callerCases() []kase {
	return []kase{
		{
			Name: "Callers/who-administers", Needs: whole(CanSwitch, CanMakePeople), Source: docRoles,
			Why: "the role that was given for this must be enough for this",
			Run: func(c *run) {
				at := targetOf(c)
				for _, role := range []admin365.RoleID{globalAdministrator, powerPlatformAdministrator, dynamics365Administrator} {
					s, _ := actor(c, role)
					for _, m := range methods() {
						if m.writes {
							continue
						}
						if err := m.call(c.Context(), s, at); errors.Is(err, admin365.ErrForbidden) {
							c.Errorf("role %s: %s: %v", role, m.op, err)
						}
					}
					e := add(c, instances.Sandbox)
					done(c, "changing an environment as "+string(role))(s.Environments.Update(c.Context(), e.ID, instances.EnvironmentPatch{Description: new("x")}))
					done(c, "creating an environment as "+string(role))(s.Environments.Create(c.Context(), sample(instances.Sandbox, bare)))
					done(c, "deleting an environment as "+string(role))(s.Lifecycle.Delete(c.Context(), e.ID, e.Expect()))
					_, err := s.ManagementApps.Register(c.Context(), admin365.AppID(nobody()))
					c.Must(err, "registering an application as "+string(role))
				}
			},
		},
		{
			Name: "Callers/who-does-not", Needs: whole(CanSwitch, CanMakePeople), Source: docRoles,
			Why: "whoever may reset an environment may destroy a company",
			Run: func(c *run) {
				at := targetOf(c)
				was, n := get(c, at.environment), len(history(c, at.environment))
				for _, role := range []admin365.RoleID{"", helpdeskAdministrator, userAdministrator, groupsAdministrator} {
					s, _ := actor(c, role)
					allForbidden(c, s, "role "+string(role), at)
				}
				unchanged(c, was, n)
			},
		},
		{
			Name: "Callers/unregistered-application", Needs: whole(CanSwitch), Source: docPrincipal,
			Why: "every program begins like this, and has to learn what is missing",
			Run: func(c *run) {
				at := targetOf(c)
				was, n := get(c, at.environment), len(history(c, at.environment))
				allForbidden(c, application(c, admin365.AppID(nobody())), "an unregistered application", at)
				unchanged(c, was, n)
			},
		},
		{
			Name: "Callers/unregistered-application-is-told-so", Needs: []string{CanSwitch, HasEnvironments}, Source: docPrincipal,
			Why: "Terraform looks for this text to tell its users what to do",
			Run: func(c *run) {
				_, err := conform.Collect(application(c, admin365.AppID(nobody())).Environments.List(c.Context(), instances.EnvironmentQuery{}))
				c.Refused(err, forbidden())
				e, ok := errors.AsType[*admin365.Error](err)
				if ok && !strings.Contains(e.Message, "does not have permission to access the path") {
					c.Errorf("Message is %q", e.Message)
				}
			},
		},
		{
			Name: "Callers/registered-application", Needs: whole(CanSwitch), Source: docPrincipal,
			Why: "a program that runs at night has nobody who signs in",
			Run: func(c *run) {
				at := targetOf(c)
				app := admin365.AppID(nobody())
				_, err := c.S.Service.ManagementApps.Register(c.Context(), app)
				c.Must(err, "registering an application")
				s := application(c, app)
				for _, m := range methods() {
					if m.writes || m.part() == HasWaves {
						continue
					}
					if err := m.call(c.Context(), s, at); errors.Is(err, admin365.ErrForbidden) {
						c.Errorf("%s: %v", m.op, err)
					}
				}
				e := add(c, instances.Sandbox)
				done(c, "changing an environment")(s.Environments.Update(c.Context(), e.ID, instances.EnvironmentPatch{Description: new("x")}))
				if by := get(c, e.ID).ModifiedBy; by.Type != "ServicePrincipal" {
					c.Errorf("ModifiedBy is %+v", by)
				}
				done(c, "deleting an environment")(s.Lifecycle.Delete(c.Context(), e.ID, e.Expect()))
				c.Must(c.S.Service.ManagementApps.Unregister(c.Context(), app), "unregistering an application")
				was, n := get(c, at.environment), len(history(c, at.environment))
				allForbidden(c, s, "an application that was registered", at)
				unchanged(c, was, n)
			},
		},
	}
}

// allForbidden checks that a caller may use no method.
func allForbidden(c *run, s *instances.Service, who string, at target) {
	c.Helper()
	for _, m := range methods() {
		if fault := forbidden().Check(m.call(c.Context(), s, at)); fault != nil {
			c.Errorf("%s: %s: %v", who, m.op, fault)
		}
	}
}

// actor returns the service of a new user who has the role; "" gives none.
func actor(c *run, role admin365.RoleID) (*instances.Service, admin365.UserID) {
	c.Helper()
	user, err := c.S.Make.User(c.Context())
	c.Must(err, "adding a user")
	if role != "" {
		c.Must(c.S.Make.Role(c.Context(), user, role), "giving the role "+string(role))
	}
	return seenBy(c, admin365.AsUser(user)), user
}

// application returns the service of an application on its own, without a permission.
func application(c *run, app admin365.AppID) *instances.Service {
	c.Helper()
	return seenBy(c, admin365.AsApp(app, []admin365.Permission{}...))
}

// registered returns the service of an application on its own that is registered.
func registered(c *run) *instances.Service {
	c.Helper()
	app := admin365.AppID(nobody())
	_, err := c.S.Service.ManagementApps.Register(c.Context(), app)
	c.Must(err, "registering an application")
	return application(c, app)
}

// seenBy returns the service of the same tenant for another caller.
func seenBy(c *run, caller admin365.Caller) *instances.Service {
	c.Helper()
	s := c.S.As(caller)
	if s == nil {
		c.Fatalf("there is no service for %v", caller)
	}
	return s
}
