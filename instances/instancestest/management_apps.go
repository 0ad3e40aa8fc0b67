package instancestest

import (
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
	"github.com/admin365/admin365/internal/conform"
)

func appCases() []kase {
	return []kase{
		{
			Name: "ManagementApps.Register/and-back", Needs: []string{CanWrite, HasManagementApps}, Source: docPrincipal,
			Why: "whose powers are listed nowhere nobody takes away",
			Run: func(c *run) {
				app := admin365.AppID(nobody())
				for range 2 {
					got, err := c.S.Service.ManagementApps.Register(c.Context(), app)
					c.Must(err, "registering an application")
					if !strings.EqualFold(string(got.ID), string(app)) {
						c.Errorf("the answer is of %q", got.ID)
					}
				}
				if n := registrations(c, app); n != 1 {
					c.Errorf("it is listed %d times", n)
				}
				got, err := c.S.Service.ManagementApps.Get(c.Context(), app)
				c.Must(err, "getting an application")
				if !strings.EqualFold(string(got.ID), string(app)) {
					c.Errorf("Get answers %q", got.ID)
				}
				c.Must(c.S.Service.ManagementApps.Unregister(c.Context(), app), "unregistering an application")
				if n := registrations(c, app); n != 0 {
					c.Errorf("afterwards it is listed %d times", n)
				}
				_, err = c.S.Service.ManagementApps.Get(c.Context(), app)
				c.Refused(err, notRegistered(opApp))
				c.Refused(c.S.Service.ManagementApps.Unregister(c.Context(), app), notRegistered(opUnregister))
			},
		},
		{
			Name: "ManagementApps.Get/unknown", Needs: []string{HasManagementApps}, Source: docApps,
			Why: "the service has one code for what is not registered and for what is no id, and a program must tell them apart",
			Run: func(c *run) {
				_, err := c.S.Service.ManagementApps.Get(c.Context(), admin365.AppID(nobody()))
				c.Refused(err, notRegistered(opApp))
				_, err = c.S.Service.ManagementApps.Get(c.Context(), "contoso")
				c.Refused(err, invalid(opApp))
			},
		},
		{
			Name: "ManagementApps.Register/no-id", Needs: []string{CanWrite, HasManagementApps}, Source: docApps,
			Why: "an application by its name is nobody's",
			Run: func(c *run) {
				for _, app := range []admin365.AppID{"contoso", "123", admin365.AppID(nobody() + "0")} {
					_, err := c.S.Service.ManagementApps.Register(c.Context(), app)
					c.Refused(err, invalid(opRegister))
					c.Refused(c.S.Service.ManagementApps.Unregister(c.Context(), app), invalid(opUnregister))
				}
			},
		},
		{
			Name: "ManagementApps.Register/not-by-an-application", Needs: []string{CanWrite, CanSwitch, HasManagementApps, HasEnvironments}, Source: docPrincipal,
			Why: "an application that registers others gives away what it was given",
			Run: func(c *run) {
				for _, s := range []*instances.Service{registered(c), application(c, admin365.AppID(nobody()))} {
					other := admin365.AppID(nobody())
					_, err := s.ManagementApps.Register(c.Context(), other)
					c.Refused(err, forbidden())
					if n := registrations(c, other); n != 0 {
						c.Errorf("the other one is registered")
					}
				}
				self := admin365.AppID(nobody())
				_, err := application(c, self).ManagementApps.Register(c.Context(), self)
				c.Refused(err, forbidden())
			},
		},
	}
}

// registrations counts how often an application is listed.
func registrations(c *run, app admin365.AppID) int {
	c.Helper()
	all, err := conform.Collect(c.S.Service.ManagementApps.List(c.Context()))
	c.Must(err, "listing applications")
	n := 0
	for _, a := range all {
		if strings.EqualFold(string(a.ID), string(app)) {
			n++
		}
	}
	return n
}

// notRegistered is the refusal of an application that has no powers to show or to take
// away.
func notRegistered(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrNotFound, Status: 400, Code: "InvalidApplicationId", Op: op}
}
