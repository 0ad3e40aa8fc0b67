package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
)

const day = 24 * time.Hour

// demoTenant returns a Contoso in memory a hundred days later: two people are
// blocked, four have not signed in, a department has its product by a group as well
// as directly, and what was on trial is over but for the Visio that somebody has
// bought meanwhile.
func demoTenant(ctx context.Context) (*admin.Memory, error) {
	m := admin.NewMemory(admin.MemoryConfig{})
	return m, seed(ctx, m)
}

func seed(ctx context.Context, m *admin.Memory) error {
	e3, err := billing.FindSKU(ctx, m.Billing.SKUs, "Microsoft 365 E3")
	if err != nil {
		return err
	}
	for group, err := range m.Identity.Groups.List(ctx, identity.GroupQuery{}) {
		if err != nil {
			return err
		}
		if group.DisplayName != "sg-Engineering" {
			continue
		}
		change := billing.LicenseChange{Add: []admin365.AssignedLicense{{SKUID: e3.SKUID}}}
		if err := m.Billing.GroupLicenses.Assign(ctx, group.ID, change); err != nil {
			return err
		}
	}
	if err := m.Backstage.Billing.FinishGroupLicensing(ctx); err != nil {
		return err
	}
	m.Advance(100 * day)
	visio := billing.Purchase{SKUID: "c5928f49-12ba-48f7-ada3-0d743a3601d5", Seats: 2}
	if _, err := m.Backstage.Billing.Buy(ctx, visio); err != nil {
		return err
	}
	return hundredDays(ctx, m, visio.SKUID)
}

// hundredDays has people sign in, or not.
func hundredDays(ctx context.Context, m *admin.Memory, visio admin365.SKUID) error {
	var people []*identity.User
	for user, err := range m.Identity.Users.List(ctx, identity.UserQuery{}) {
		if err != nil {
			return err
		}
		people = append(people, user)
	}
	password := identity.NewPassword()
	for _, user := range people {
		name, _, _ := strings.Cut(user.UserPrincipalName, "@")
		switch {
		case slices.Contains([]string{"AlexW", "PradeepG"}, name):
			err := m.Billing.Licenses.Assign(ctx, user.ID, billing.LicenseChange{Add: []admin365.AssignedLicense{{SKUID: visio}}})
			if err != nil {
				return err
			}
		case slices.Contains([]string{"DiegoS", "MiriamG"}, name):
			if err := m.Identity.Users.Update(ctx, user.ID, identity.UserPatch{AccountEnabled: new(false)}); err != nil {
				return err
			}
		}
		if slices.Contains([]string{"DiegoS", "IrvinS", "LynneR", "MiriamG", "PattiF", "PradeepG"}, name) {
			continue
		}
		if err := m.Identity.Passwords.Set(ctx, user.ID, identity.PasswordProfile{Password: password}); err != nil {
			return err
		}
		if err := m.Backstage.Identity.SignIn(ctx, user.ID, password); err != nil {
			return err
		}
	}
	return nil
}
