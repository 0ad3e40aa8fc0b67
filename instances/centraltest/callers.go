package centraltest

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

// The roles that cases give, by Microsoft's template ids.
//
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
const (
	globalAdministrator   admin365.RoleID = "62e90394-69f5-4237-9190-012177145e10"
	dynamicsAdministrator admin365.RoleID = "44367163-eba1-44c3-98af-f5787879f96a"
	centralAdministrator  admin365.RoleID = "963797fb-eb3b-4cde-8ce3-5878b3f32a3f"
	platformAdministrator admin365.RoleID = "11648597-926c-4cf3-9c36-bcebb0ba8dcc"
	userAdministrator     admin365.RoleID = "fe930be7-5e62-47db-91af-98c3a49a38b1"
	globalReader          admin365.RoleID = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
)

const adminCenter admin365.Permission = "AdminCenter.ReadWrite.All"

// forbidden is the refusal of a caller who is known and may not do this.
func forbidden(op string) refusal { return refusal{Kind: admin365.ErrForbidden, Status: 403, Op: op} }

// actor returns the service of a new user who has the roles.
func actor(c *run, roles ...admin365.RoleID) *instances.Service {
	c.Helper()
	u, err := c.S.Make.User(c.Context())
	c.Must(err, "adding a user")
	for _, role := range roles {
		c.Must(c.S.Make.Role(c.Context(), u, role), "giving the role "+string(role))
	}
	return c.S.As(admin365.AsUser(u))
}

// application returns the service of an application with the permissions, which is on the
// list or not.
func application(c *run, listed bool, granted ...admin365.Permission) *instances.Service {
	c.Helper()
	app := admin365.AppID(nobody())
	if listed {
		_, err := c.S.Service.Central.AuthorizedApps.Add(c.Context(), app)
		c.Must(err, "authorizing an application")
	}
	return c.S.As(admin365.AsApp(app, append([]admin365.Permission{}, granted...)...))
}

// unauthorized is the refusal of an application that is not on the list.
func unauthorized(op string) refusal {
	return refusal{Kind: admin365.ErrForbidden, Status: 401, Op: op}
}

func callerCases() []kase {
	return []kase{
		{
			Name: "Callers/who-may", Needs: ofCentral(CanSwitch), Source: docRoles,
			Why: "the role that was given for this must be enough for this",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				for _, role := range []admin365.RoleID{globalAdministrator, dynamicsAdministrator, centralAdministrator} {
					s := actor(c, role)
					_, err := conform.Collect(s.Central.Environments.List(c.Context(), ""))
					c.Must(err, "listing environments as "+string(role))
					_, err = s.Central.Updates.Select(c.Context(), id, ga("26.5"), on(c.S.Now().Add(5*day)))
					c.Must(err, "selecting as "+string(role))
					_, err = conform.Collect(s.Central.AuthorizedApps.List(c.Context()))
					c.Must(err, "listing authorized applications as "+string(role))
				}
			},
		},
		{
			Name: "Callers/who-may-not", Needs: ofCentral(CanSwitch), Source: docRoles,
			Why: "who can restart the bookkeeping at noon is a short list",
			Run: func(c *run) {
				t := whole(c)
				id := t.central
				for _, roles := range [][]admin365.RoleID{nil, {userAdministrator}, {globalReader}, {platformAdministrator}} {
					s := actor(c, roles...)
					for _, m := range methods() {
						if m.part() == HasFinOps || m.offline {
							continue
						}
						if fault := (refusal{Kind: admin365.ErrForbidden, Status: 403}).Check(m.call(c.Context(), s, t)); fault != nil {
							c.Errorf("roles %q: %s: %v", roles, m.op, fault)
						}
					}
				}
				standing(c, id, "26.4", instances.CentralActive)
				if u := selected(c, id); u != nil && u.Version == "26.5" {
					c.Errorf("somebody selected %+v", u)
				}
			},
		},
		{
			Name: "Callers/partners-by-a-global-administrator-alone", Needs: ofCentral(CanSwitch), Source: docRoles,
			Why: "a partner must not let himself in",
			Run: func(c *run) {
				id := add(c, instances.Production)
				all := instances.PartnerAccess{Status: instances.PartnersAll}
				for _, s := range []*instances.Service{actor(c, dynamicsAdministrator), actor(c, centralAdministrator), application(c, true, adminCenter)} {
					_, err := s.Central.Access.Partners(c.Context(), id)
					c.Refused(err, plainly(admin365.ErrForbidden, opPartners))
					c.Refused(s.Central.Access.SetPartners(c.Context(), id, all), plainly(admin365.ErrForbidden, opSetPartners))
				}
				c.Must(actor(c, globalAdministrator).Central.Access.SetPartners(c.Context(), id, all), "setting partners as a Global Administrator")
			},
		},
		{
			Name: "Callers/application-on-the-list", Needs: ofCentral(CanSwitch), Source: docRoles,
			Why: "what runs at night has nobody who is signed in",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				s := application(c, true, adminCenter)
				_, err := conform.Collect(s.Central.Environments.List(c.Context(), ""))
				c.Must(err, "listing environments as an application")
				_, err = s.Central.Updates.Select(c.Context(), id, ga("26.5"), on(c.S.Now().Add(5*day)))
				c.Must(err, "selecting as an application")
				if o := ran(c, id, instances.CentralKindModify); len(o) == 0 || !o[0].ByApp || o[0].CreatedBy == "" {
					c.Errorf("the history says %+v", o)
				}
			},
		},
		{
			Name: "Callers/application-not-on-the-list", Needs: ofCentral(CanSwitch), Source: docRoles,
			Why: "this is where most programs fail first, and the answer looks like a bad token",
			Run: func(c *run) {
				id := usual(c, instances.Production)
				s := application(c, false, adminCenter)
				_, err := s.Central.Environments.Get(c.Context(), id)
				c.Refused(err, unauthorized(opGet))
				_, err = s.Central.Updates.Select(c.Context(), id, ga("26.5"), on(c.S.Now().Add(5*day)))
				c.Refused(err, unauthorized(opSelect))
				_, err = conform.Collect(s.Central.Environments.List(c.Context(), ""))
				c.Refused(err, unauthorized(opListAll))
			},
		},
		{
			Name: "Callers/application-taken-off-the-list", Needs: ofCentral(CanSwitch), Source: docAuthorized,
			Why: "a program that was shut out must be out",
			Run: func(c *run) {
				id, app := add(c, instances.Production), admin365.AppID(nobody())
				a, s := c.S.Service.Central.AuthorizedApps, c.S.As(admin365.AsApp(app, adminCenter))
				get := func() error {
					_, err := s.Central.Environments.Get(c.Context(), id)
					return err
				}
				c.Refused(get(), unauthorized(opGet))
				_, err := a.Add(c.Context(), app)
				c.Must(err, "authorizing an application")
				c.Must(get(), "getting an environment as an application")
				c.Must(a.Remove(c.Context(), app), "taking it off")
				c.Refused(get(), unauthorized(opGet))
			},
		},
		{
			Name: "Callers/application-without-the-permission", Needs: ofCentral(CanSwitch), Source: docRoles,
			Why: "the list and the consent are two things, and people forget either",
			Run: func(c *run) {
				id := add(c, instances.Production)
				_, err := application(c, true).Central.Environments.Get(c.Context(), id)
				c.Refused(err, forbidden(opGet))
				_, err = application(c, true, "User.ReadWrite.All").Central.Environments.Get(c.Context(), id)
				c.Refused(err, forbidden(opGet))
			},
		},
		{
			Name: "Callers/application-and-the-list-itself", Needs: ofCentral(CanSwitch), Source: docAuthorized,
			Why: "a program must not let its friends in",
			Run: func(c *run) {
				s, friend := application(c, true, adminCenter), admin365.AppID(nobody())
				_, err := conform.Collect(s.Central.AuthorizedApps.List(c.Context()))
				c.Refused(err, plainly(admin365.ErrForbidden, opAuthorized))
				_, err = s.Central.AuthorizedApps.Add(c.Context(), friend)
				c.Refused(err, plainly(admin365.ErrForbidden, opAuthorize))
				if authorized(c, friend) != nil {
					c.Errorf("the friend is on the list")
				}
			},
		},
		{
			Name: "Callers/finance-and-operations", Needs: ofFinOps(CanSwitch), Source: docRoles,
			Why: "another API, and other roles",
			Run: func(c *run) {
				id := finOps(c, instances.FinOpsUnifiedSandbox)
				try := func(ctx context.Context, s *instances.Service) error {
					_, err := s.FinOps.Settings.Properties(ctx, id)
					return err
				}
				for _, role := range []admin365.RoleID{globalAdministrator, dynamicsAdministrator, platformAdministrator} {
					c.Must(try(c.Context(), actor(c, role)), "as "+string(role))
				}
				for _, roles := range [][]admin365.RoleID{nil, {centralAdministrator}, {userAdministrator}} {
					s := actor(c, roles...)
					c.Refused(try(c.Context(), s), forbidden(opProperties))
					_, err := s.FinOps.Updates.Apply(c.Context(), id, "10.0.48.7")
					c.Refused(err, forbidden(opFinOpsApply))
				}
			},
		},
		{
			Name: "Callers/finance-and-operations-by-an-application", Needs: ofFinOps(CanSwitch, CanManage), Source: docRoles,
			Why: "no permission helps: it has to be registered",
			Run: func(c *run) {
				id, app := finOps(c, instances.FinOpsUnifiedSandbox), admin365.AppID(nobody())
				s := c.S.As(admin365.AsApp(app))
				_, err := s.FinOps.Settings.Properties(c.Context(), id)
				c.Refused(err, plainly(admin365.ErrForbidden, opProperties))
				c.Must(c.S.Make.Manage(c.Context(), app), "registering an application")
				_, err = s.FinOps.Settings.Properties(c.Context(), id)
				c.Must(err, "getting the properties as an application")
			},
		},
	}
}
