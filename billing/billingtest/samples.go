package billingtest

import (
	"context"
	"fmt"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
)

// The service plans that cases name.
//
// Source: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
const (
	planEntraP1      admin365.ServicePlanID = "41781fb2-bc02-4b7c-bd55-b576c07bb09d" // AAD_PREMIUM
	planMFA          admin365.ServicePlanID = "8a256a2b-b617-496d-b51b-e76466e88db0" // MFA_PREMIUM
	planDiscovery    admin365.ServicePlanID = "932ad362-64a8-4783-9106-97849a1a30b9" // ADALLOM_S_DISCOVERY
	planFoundation   admin365.ServicePlanID = "113feb6c-3fe4-4440-bddc-54d774bf0318" // EXCHANGE_S_FOUNDATION
	planExchange     admin365.ServicePlanID = "efb87545-963c-4e0d-99df-69c6916d9eb0" // EXCHANGE_S_ENTERPRISE
	planSharePoint   admin365.ServicePlanID = "5dbe027f-2339-4123-9542-606e4d348a72" // SHAREPOINTENTERPRISE
	planOfficeOnline admin365.ServicePlanID = "e95bec33-7c88-4a70-8e19-b10bd9d0c014" // SHAREPOINTWAC
	planTeams        admin365.ServicePlanID = "57ff2da0-773e-42df-b2af-ffb7a2317929" // TEAMS1
	planSkype        admin365.ServicePlanID = "0feaeb32-d00e-4d66-bd5a-43b5b83db82c" // MCOSTANDARD
	planCRM          admin365.ServicePlanID = "f9646fb2-e3b2-4309-95de-dc4833737456" // CRMSTANDARD
)

// lic is a product with plans switched off.
func lic(sku admin365.SKUID, off ...admin365.ServicePlanID) admin365.AssignedLicense {
	return admin365.AssignedLicense{SKUID: sku, DisabledPlans: off}
}

// adding is the change that gives the products.
func adding(licenses ...admin365.AssignedLicense) billing.LicenseChange {
	return billing.LicenseChange{Add: licenses}
}

// taking is the change that takes the products away.
func taking(skus ...admin365.SKUID) billing.LicenseChange { return billing.LicenseChange{Remove: skus} }

// swapping is the change that gives one product for another.
func swapping(add, remove admin365.SKUID) billing.LicenseChange {
	return billing.LicenseChange{Add: []admin365.AssignedLicense{lic(add)}, Remove: []admin365.SKUID{remove}}
}

// upper is an id in capital letters, which is the same id.
func upper[ID ~string](id ID) ID { return ID(strings.ToUpper(string(id))) }

// lower is an id as ids are compared.
func lower[ID ~string](id ID) string { return strings.ToLower(string(id)) }

// nobody returns a GUID that nothing has.
func nobody() string {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune("0123456789abcdef", r) {
			return r
		}
		return '0' + r%10
	}, "0000000000"+conform.Unique())
	return "0badc0de-5ea7-4bad-8bad-" + digits[len(digits)-12:]
}

// buy buys seats of a product that run for a year, or ends the case.
func buy(c *run, sku admin365.SKUID, seats int, changes ...func(*billing.Purchase)) *billing.Subscription {
	c.Helper()
	p := billing.Purchase{SKUID: sku, Seats: seats}
	for _, change := range changes {
		change(&p)
	}
	s, err := c.S.Backstage.Buy(c.Context(), p)
	c.Must(err, fmt.Sprintf("buying %d seats of %s", seats, sku))
	if s == nil || s.ID == "" {
		c.Fatalf("Buy answered %+v, without an id", s)
	}
	return s
}

// makeUser adds a user in the United States, or ends the case.
func makeUser(c *run) admin365.UserID {
	c.Helper()
	return makeUserIn(c, "US")
}

// makeUserIn adds a user with that usage location, or ends the case.
func makeUserIn(c *run, location string) admin365.UserID {
	c.Helper()
	id, err := c.S.Make.User(c.Context(), location)
	c.Must(err, "adding a user")
	if id == "" {
		c.Fatalf("the fixture answered no user")
	}
	if c.S.Harness.Shared {
		remove := c.S.Make.DeleteUser
		c.Cleanup(func(ctx context.Context) {
			// Who is gone already is as he should be.
			_ = remove(ctx, id)
		})
	}
	return id
}

// makeUsers adds as many users.
func makeUsers(c *run, n int) []admin365.UserID {
	c.Helper()
	var list []admin365.UserID
	for range n {
		list = append(list, makeUser(c))
	}
	return list
}

// makeGroup adds a security group with the members, or ends the case.
func makeGroup(c *run, members ...admin365.UserID) admin365.GroupID {
	c.Helper()
	id, err := c.S.Make.Group(c.Context(), true)
	c.Must(err, "adding a security group")
	if id == "" {
		c.Fatalf("the fixture answered no group")
	}
	if c.S.Harness.Shared {
		service, remove := c.S.Service, c.S.Make.DeleteGroup
		c.Cleanup(func(ctx context.Context) {
			// A group that gives something cannot be deleted.
			if g, err := service.GroupLicenses.Get(ctx, id); err == nil {
				for _, l := range g.Assigned {
					_ = service.GroupLicenses.Assign(ctx, id, taking(l.SKUID))
				}
			}
			_ = remove(ctx, id)
		})
	}
	for _, m := range members {
		join(c, id, admin365.ObjectID(m))
	}
	return id
}

// join adds a member to a group, leave takes it out; either ends the case on an error.
func join(c *run, group admin365.GroupID, member admin365.ObjectID) {
	c.Helper()
	c.Must(c.S.Make.AddMember(c.Context(), group, member), "adding a member to a group")
}

func leave(c *run, group admin365.GroupID, member admin365.UserID) {
	c.Helper()
	c.Must(c.S.Make.RemoveMember(c.Context(), group, admin365.ObjectID(member)), "taking a member out of a group")
}

// tryAssign changes a user's licenses.
func tryAssign(c *run, user admin365.UserID, change billing.LicenseChange) error {
	return c.S.Service.Licenses.Assign(c.Context(), user, change)
}

// assign changes a user's licenses, or ends the case.
func assign(c *run, user admin365.UserID, change billing.LicenseChange) {
	c.Helper()
	c.Must(tryAssign(c, user, change), "changing the licenses of a user")
}

// give gives a user products with all their plans, or ends the case.
func give(c *run, user admin365.UserID, skus ...admin365.SKUID) {
	c.Helper()
	var change billing.LicenseChange
	for _, sku := range skus {
		change.Add = append(change.Add, lic(sku))
	}
	assign(c, user, change)
}

// order changes what a group gives and has the service finish, or ends the case.
func order(c *run, group admin365.GroupID, change billing.LicenseChange) {
	c.Helper()
	c.Must(c.S.Service.GroupLicenses.Assign(c.Context(), group, change), "changing the licenses of a group")
	finish(c)
}

// finish has the service finish with the groups.
func finish(c *run) {
	c.Helper()
	c.Must(c.S.Backstage.FinishGroupLicensing(c.Context()), "finishing with the licenses of groups")
}

// getUser returns a user with his licenses, or ends the case.
func getUser(c *run, id admin365.UserID) *billing.LicensedUser {
	c.Helper()
	u, err := c.S.Service.Licenses.Get(c.Context(), id)
	c.Must(err, "getting a user's licenses")
	if u == nil {
		c.Fatalf("Get answered no user")
	}
	return u
}

// getGroup returns a group with its licenses, or ends the case.
func getGroup(c *run, id admin365.GroupID) *billing.LicensedGroup {
	c.Helper()
	g, err := c.S.Service.GroupLicenses.Get(c.Context(), id)
	c.Must(err, "getting a group's licenses")
	if g == nil {
		c.Fatalf("Get answered no group")
	}
	return g
}

// getSub returns a subscription, or ends the case.
func getSub(c *run, id billing.SubscriptionID) *billing.Subscription {
	c.Helper()
	s, err := c.S.Service.Subscriptions.Get(c.Context(), id)
	c.Must(err, "getting a subscription")
	if s == nil {
		c.Fatalf("Get answered no subscription")
	}
	return s
}
