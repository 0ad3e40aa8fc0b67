package billingtest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
)

// The roles that cases give, by Microsoft's template ids.
//
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
const (
	licenseAdministrator  admin365.RoleID = "4d6ac14f-3453-41d0-bef9-a3e0c569773a"
	userAdministrator     admin365.RoleID = "fe930be7-5e62-47db-91af-98c3a49a38b1"
	groupsAdministrator   admin365.RoleID = "fdd7a751-b60b-444a-984c-02652fe8fa1c"
	helpdeskAdministrator admin365.RoleID = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	globalReader          admin365.RoleID = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
	directoryReader       admin365.RoleID = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
)

func callerCases() []kase {
	return []kase{
		{
			Name: "Callers/who-assigns-to-people", Needs: ofPeople(CanSwitch), Source: docRoles,
			Why: "the role that was given for this must be enough for this",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				for _, role := range []admin365.RoleID{licenseAdministrator, userAdministrator} {
					s, u := actor(c, role), makeUser(c)
					c.Eventually(func() error { return s.Licenses.Assign(c.Context(), u, adding(lic(EntraP1))) })
					has(c, u, EntraP1)
					c.Must(s.Licenses.Reprocess(c.Context(), u), "reprocessing as "+string(role))
					c.Must(s.Licenses.Assign(c.Context(), u, taking(EntraP1)), "taking a license away as "+string(role))
					has(c, u)
				}
			},
		},
		{
			Name: "Callers/who-does-not-assign-to-people", Needs: ofPeople(CanSwitch), Source: docRoles,
			Why: "a license is money, and nobody gives himself one",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				for _, roles := range [][]admin365.RoleID{nil, {helpdeskAdministrator}, {groupsAdministrator}, {directoryReader}} {
					self, u, other := makeUser(c), makeUser(c), makeUser(c)
					give(c, other, EntraP1)
					s := as(c, self, roles...)
					for what, err := range map[string]error{
						"to somebody":   s.Licenses.Assign(c.Context(), u, adding(lic(EntraP1))),
						"to himself":    s.Licenses.Assign(c.Context(), self, adding(lic(EntraP1))),
						"from somebody": s.Licenses.Assign(c.Context(), other, taking(EntraP1)),
					} {
						if fault := forbidden(opAssign).Check(err); fault != nil {
							c.Errorf("roles %q %s: %v", roles, what, fault)
						}
					}
					c.Refused(s.Licenses.Reprocess(c.Context(), u), forbidden(opReprocess))
					has(c, u)
					has(c, self)
					has(c, other, EntraP1)
					assign(c, other, taking(EntraP1))
				}
			},
		},
		{
			Name: "Callers/who-assigns-to-groups", Needs: ofGroups(CanSwitch), Source: docGroupAssign,
			Why: "the role that was given for this must be enough for this",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				for _, role := range []admin365.RoleID{licenseAdministrator, groupsAdministrator, userAdministrator} {
					s, u := actor(c, role), makeUser(c)
					g := makeGroup(c, u)
					c.Eventually(func() error { return s.GroupLicenses.Assign(c.Context(), g, adding(lic(EntraP1))) })
					finish(c)
					states(c, u, from(g, EntraP1))
				}
			},
		},
		{
			Name: "Callers/who-does-not-assign-to-groups", Needs: ofGroups(CanSwitch), Source: docGroupAssign,
			Why: "one group is a whole department, and as many seats",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				u := makeUser(c)
				g := makeGroup(c, u)
				for _, roles := range [][]admin365.RoleID{nil, {helpdeskAdministrator}, {directoryReader}} {
					s := as(c, makeUser(c), roles...)
					if fault := forbidden(opGroupAssign).Check(s.GroupLicenses.Assign(c.Context(), g, adding(lic(EntraP1)))); fault != nil {
						c.Errorf("roles %q: %v", roles, fault)
					}
				}
				finish(c)
				has(c, u)
				gives(c, g, "")
			},
		},
		{
			Name: "Callers/every-member-reads", Needs: ofGroups(CanSwitch), Source: docRoles,
			Why: "people look up what they and their colleagues have, without any role",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				u := makeUser(c)
				g := makeGroup(c, u)
				order(c, g, adding(lic(EntraP1, planMFA)))
				s := as(c, makeUser(c))
				for _, m := range c.S.methods() {
					if m.writes || m.part() != HasLicenses && m.part() != HasGroupLicenses {
						continue
					}
					if err := m.call(c.Context(), s, target{user: u, group: g, product: EntraP1}); err != nil {
						c.Errorf("%s: %v", m.op, err)
					}
				}
				got, err := s.Licenses.Get(c.Context(), u)
				c.Must(err, "getting a colleague's licenses")
				if err := sameHoldings(got, getUser(c, u)); err != nil {
					c.Errorf("a colleague sees other licenses: %v", err)
				}
			},
		},
		{
			Name: "Callers/who-reads-purchases", Needs: append(ofPeople(CanSwitch), HasSubscriptions), Source: docSKUs,
			Why: "a report is run by somebody who can change nothing",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 5)
				for _, role := range []admin365.RoleID{directoryReader, globalReader} {
					purchasesRead(c, actor(c, role), sub, "role "+string(role))
				}
			},
		},
		{
			Name: "Callers/application-that-assigns", Needs: ofPeople(CanSwitch), Source: docPermissions,
			Why: "a program asks for the least that it needs, and its tests are where it learns what that is",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				for _, granted := range []admin365.Permission{"LicenseAssignment.ReadWrite.All", "User.ReadWrite.All", "Directory.ReadWrite.All"} {
					s, u := application(c, granted), makeUser(c)
					if err := s.Licenses.Assign(c.Context(), u, adding(lic(EntraP1))); err != nil {
						c.Errorf("with %s: %v", granted, err)
						continue
					}
					has(c, u, EntraP1)
					c.Must(s.Licenses.Reprocess(c.Context(), u), "reprocessing with "+string(granted))
				}
			},
		},
		{
			Name: "Callers/application-that-only-reads", Needs: ofPeople(CanSwitch), Source: docPermissions,
			Why: "a program that was granted to read must not be able to spend",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				u, other := makeUser(c), makeUser(c)
				give(c, u, EntraP1)
				s := application(c, "User.Read.All")
				c.Refused(s.Licenses.Assign(c.Context(), other, adding(lic(EntraP1))), forbidden(opAssign))
				c.Refused(s.Licenses.Assign(c.Context(), u, taking(EntraP1)), forbidden(opAssign))
				c.Refused(s.Licenses.Reprocess(c.Context(), u), forbidden(opReprocess))
				has(c, other)
				for _, m := range c.S.methods() {
					if m.part() != HasLicenses || m.writes {
						continue
					}
					if err := m.call(c.Context(), s, target{user: u, product: EntraP1}); err != nil {
						c.Errorf("%s with User.Read.All: %v", m.op, err)
					}
				}
				has(c, u, EntraP1)
			},
		},
		{
			Name: "Callers/application-that-reads-purchases", Needs: append(ofPeople(CanSwitch), HasSubscriptions), Source: docPermissions,
			Why: "the permission for this is another one than that for people",
			Run: func(c *run) {
				sub := buy(c, EntraP1, 5)
				purchasesRead(c, application(c, "Organization.Read.All"), sub, "Organization.Read.All")
				s := application(c, "Group.Read.All")
				_, err := conform.Collect(s.SKUs.List(c.Context()))
				c.Refused(err, forbidden(opSKUs))
				_, err = conform.Collect(s.Subscriptions.List(c.Context()))
				c.Refused(err, forbidden(opSubs))
				_, err = s.Subscriptions.Get(c.Context(), sub.ID)
				c.Refused(err, forbidden(opSub))
			},
		},
		{
			Name: "Callers/application-and-groups", Needs: ofGroups(CanSwitch), Source: docPermissions,
			Why: "one permission is for people and groups alike, and to read groups is not to change them",
			Run: func(c *run) {
				buy(c, EntraP1, 5)
				u := makeUser(c)
				g := makeGroup(c, u)
				c.Refused(application(c, "Group.Read.All").GroupLicenses.Assign(c.Context(), g, adding(lic(EntraP1))), forbidden(opGroupAssign))
				gives(c, g, "")
				c.Must(application(c, "LicenseAssignment.ReadWrite.All").GroupLicenses.Assign(c.Context(), g, adding(lic(EntraP1))), "changing the licenses of a group")
				finish(c)
				states(c, u, from(g, EntraP1))
			},
		},
	}
}

// purchasesRead checks that a caller sees the product and what pays for it.
func purchasesRead(c *run, s *billing.Service, sub *billing.Subscription, who string) {
	c.Helper()
	c.Eventually(func() error {
		_, err := billing.FindSKU(c.Context(), s.SKUs, string(EntraP1))
		return err
	})
	sku, err := findSKU(c, EntraP1)
	c.Must(err, "listing products")
	_, err = s.SKUs.Get(c.Context(), sku.ID)
	c.Must(err, "getting a product as "+who)
	list, err := conform.Collect(s.Subscriptions.List(c.Context()))
	c.Must(err, "listing subscriptions as "+who)
	if len(list) == 0 {
		c.Errorf("%s sees no subscription", who)
	}
	got, err := s.Subscriptions.Get(c.Context(), sub.ID)
	c.Must(err, "getting a subscription as "+who)
	if err := conform.Differ(*got, *getSub(c, sub.ID)); err != nil {
		c.Errorf("%s sees another subscription: it %v", who, err)
	}
}

// as returns the service of the user, whom it gives the roles.
func as(c *run, user admin365.UserID, roles ...admin365.RoleID) *billing.Service {
	c.Helper()
	for _, role := range roles {
		c.Must(c.S.Make.Role(c.Context(), user, role), "giving the role "+string(role))
	}
	return seenBy(c, admin365.AsUser(user))
}

// actor returns the service of a new user who has the roles.
func actor(c *run, roles ...admin365.RoleID) *billing.Service {
	c.Helper()
	return as(c, makeUser(c), roles...)
}

// application returns the service of an application with the permissions.
func application(c *run, granted ...admin365.Permission) *billing.Service {
	c.Helper()
	return seenBy(c, admin365.AsApp(admin365.AppID(nobody()), granted...))
}

// seenBy returns the service of the same tenant for another caller.
func seenBy(c *run, caller admin365.Caller) *billing.Service {
	c.Helper()
	s := c.S.As(caller)
	if s == nil {
		c.Fatalf("there is no service for %v", caller)
	}
	return s
}
