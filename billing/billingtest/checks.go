package billingtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
)

// errIf returns an error unless the condition fails.
func errIf(wrong bool, format string, args ...any) error {
	if wrong {
		return fmt.Errorf(format, args...)
	}
	return nil
}

// sameSet compares two lists of ids, whatever their order and letter case. What comes
// twice is not the same as what comes once.
func sameSet[ID ~string](what string, got, want []ID) error {
	list := func(ids []ID) []string {
		out := []string{}
		for _, id := range ids {
			out = append(out, lower(id))
		}
		slices.Sort(out)
		return out
	}
	g, w := list(got), list(want)
	return errIf(!slices.Equal(g, w), "%s: %q, want %q", what, g, w)
}

// findSKU returns the product from the list, nil if the tenant does not own it.
func findSKU(c *run, sku admin365.SKUID) (*billing.SKU, error) {
	all, err := conform.Collect(c.S.Service.SKUs.List(c.Context()))
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if strings.EqualFold(string(s.SKUID), string(sku)) {
			return s, nil
		}
	}
	return nil, nil
}

// owned waits until the product of the tenant is as the check wants it.
func owned(c *run, sku admin365.SKUID, check func(*billing.SKU) error) {
	c.Helper()
	c.Eventually(func() error {
		s, err := findSKU(c, sku)
		if err != nil {
			return err
		}
		if s == nil {
			return fmt.Errorf("the list does not have %s", sku)
		}
		return check(s)
	})
}

// used waits until as many people have the product.
func used(c *run, sku admin365.SKUID, people int) {
	c.Helper()
	owned(c, sku, func(s *billing.SKU) error {
		return errIf(s.ConsumedUnits != people, "ConsumedUnits of %s is %d, want %d", s.PartNumber, s.ConsumedUnits, people)
	})
}

// units waits until the product has these seats and this status.
func units(c *run, sku admin365.SKUID, status billing.Status, want billing.PrepaidUnits) {
	c.Helper()
	owned(c, sku, func(s *billing.SKU) error {
		return errors.Join(
			errIf(s.PrepaidUnits != want, "PrepaidUnits are %+v, want %+v", s.PrepaidUnits, want),
			errIf(s.CapabilityStatus != status, "CapabilityStatus is %q, want %q", s.CapabilityStatus, status),
		)
	})
}

// holds waits until the user is as the check wants him.
func holds(c *run, user admin365.UserID, check func(*billing.LicensedUser) error) {
	c.Helper()
	c.Eventually(func() error {
		u, err := c.S.Service.Licenses.Get(c.Context(), user)
		if err != nil {
			return err
		}
		return check(u)
	})
}

// has waits until the user has exactly the products, each once.
func has(c *run, user admin365.UserID, want ...admin365.SKUID) {
	c.Helper()
	holds(c, user, func(u *billing.LicensedUser) error {
		var got []admin365.SKUID
		for _, l := range u.Assigned {
			got = append(got, l.SKUID)
		}
		return sameSet("the user's products", got, want)
	})
}

// hasOff waits until exactly these plans of the product are switched off for the user.
func hasOff(c *run, user admin365.UserID, sku admin365.SKUID, want ...admin365.ServicePlanID) {
	c.Helper()
	holds(c, user, func(u *billing.LicensedUser) error {
		for _, l := range u.Assigned {
			if strings.EqualFold(string(l.SKUID), string(sku)) {
				return sameSet("the plans switched off", l.DisabledPlans, want)
			}
		}
		return fmt.Errorf("the user does not have %s: %+v", sku, u.Assigned)
	})
}

// direct is the state of a product that a user was given himself.
func direct(sku admin365.SKUID, off ...admin365.ServicePlanID) admin365.LicenseState {
	return admin365.LicenseState{SKUID: sku, DisabledPlans: off, State: admin365.LicenseActive}
}

// from is the state of a product that a user inherits.
func from(group admin365.GroupID, sku admin365.SKUID, off ...admin365.ServicePlanID) admin365.LicenseState {
	return admin365.LicenseState{SKUID: sku, DisabledPlans: off, AssignedByGroup: group, State: admin365.LicenseActive}
}

// failing is the state of a product that a user should inherit and does not.
func failing(group admin365.GroupID, sku admin365.SKUID, why admin365.LicenseStateError) admin365.LicenseState {
	return admin365.LicenseState{SKUID: sku, AssignedByGroup: group, State: admin365.LicenseError, Error: why}
}

// states waits until the user came by his products in exactly these ways.
func states(c *run, user admin365.UserID, want ...admin365.LicenseState) {
	c.Helper()
	holds(c, user, func(u *billing.LicensedUser) error {
		var got, wanted []string
		for _, s := range u.States {
			got = append(got, spelled(s))
		}
		for _, s := range want {
			wanted = append(wanted, spelled(s))
		}
		return sameSet("the user's States", got, wanted)
	})
}

// spelled is a state as it is compared: no error and "None" are the same.
func spelled(s admin365.LicenseState) string {
	var off []string
	for _, p := range s.DisabledPlans {
		off = append(off, lower(p))
	}
	slices.Sort(off)
	why := s.Error
	if why == admin365.LicenseNoError {
		why = ""
	}
	return fmt.Sprintf("%s without %v by %q: %s %s", s.SKUID, off, s.AssignedByGroup, s.State, why)
}

// held is what a user has and what it takes, to be compared later.
type held struct {
	Assigned, States, Details []string
	Consumed                  []int
}

// holding returns what a user has now, and how many people have the products.
func holding(c *run, user admin365.UserID, skus ...admin365.SKUID) held {
	c.Helper()
	var h held
	u := getUser(c, user)
	for _, l := range u.Assigned {
		h.Assigned = append(h.Assigned, spelled(admin365.LicenseState{SKUID: l.SKUID, DisabledPlans: l.DisabledPlans}))
	}
	for _, s := range u.States {
		h.States = append(h.States, spelled(s))
	}
	details, err := conform.Collect(c.S.Service.Licenses.Details(c.Context(), user))
	c.Must(err, "listing a user's details")
	for _, d := range details {
		for _, p := range d.ServicePlans {
			h.Details = append(h.Details, fmt.Sprintf("%s %s %s", d.SKUID, p.ID, p.ProvisioningStatus))
		}
	}
	slices.Sort(h.Assigned)
	slices.Sort(h.States)
	slices.Sort(h.Details)
	for _, sku := range skus {
		s, err := findSKU(c, sku)
		c.Must(err, "listing products")
		if s == nil {
			c.Fatalf("the tenant does not own %s", sku)
		}
		h.Consumed = append(h.Consumed, s.ConsumedUnits)
	}
	return h
}

// unchanged checks that a user has what he had.
func unchanged(c *run, user admin365.UserID, was held, skus ...admin365.SKUID) {
	c.Helper()
	if err := conform.Differ(holding(c, user, skus...), was); err != nil {
		c.Errorf("after the refusal what the user has %v", err)
	}
}

// userIDs are the ids of a list of users.
func userIDs(list []*billing.LicensedUser) []admin365.UserID {
	var ids []admin365.UserID
	for _, u := range list {
		ids = append(ids, u.ID)
	}
	return ids
}

// holdersAre waits until exactly these users have the product.
func holdersAre(c *run, sku admin365.SKUID, want ...admin365.UserID) {
	c.Helper()
	c.Eventually(func() error {
		list, err := conform.Collect(c.S.Service.Licenses.Holders(c.Context(), sku))
		if err != nil {
			return err
		}
		return sameSet("the holders", userIDs(list), want)
	})
}
