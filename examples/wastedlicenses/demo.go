package main

import (
	"context"
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
)

// demoTenant returns a Contoso in memory, a hundred days after its start.
func demoTenant(ctx context.Context) (*admin.Memory, error) {
	tenant := admin.NewMemory(admin.MemoryConfig{})
	return tenant, seed(ctx, tenant)
}

// away are those who do not sign in after a hundred days; the caller is one of them.
var away = []string{"admin", "HenriettaM", "LynneR", "vera", "newbie"}

// seed has a hundred days pass at Contoso. Vera comes on the first day alone, and
// has Visio by a group; newbie is there since yesterday; Lee signs in and is blocked
// then; and all but those who are away are in use.
func seed(ctx context.Context, tenant *admin.Memory) error {
	signIn := func(id admin365.UserID) error {
		password := identity.NewPassword()
		if err := tenant.Identity.Passwords.Set(ctx, id, identity.PasswordProfile{Password: password}); err != nil {
			return err
		}
		return tenant.Backstage.Identity.SignIn(ctx, id, password)
	}
	vera, err := addLicensed(ctx, tenant, "vera", "Power BI Pro")
	if err != nil {
		return err
	}
	if err := inherit(ctx, tenant, vera, "Visio Plan 2"); err != nil {
		return err
	}
	if err := signIn(vera); err != nil {
		return err
	}
	tenant.Advance(99 * day)
	if _, err := addLicensed(ctx, tenant, "newbie", "Microsoft 365 E3"); err != nil {
		return err
	}
	for user, err := range tenant.Identity.Users.List(ctx, identity.UserQuery{}) {
		if err != nil {
			return err
		}
		if slices.Contains(away, user.MailNickname) {
			continue
		}
		if err := signIn(user.ID); err != nil {
			return err
		}
	}
	tenant.Advance(day)
	return tenant.Identity.Users.Update(ctx, "LeeG@contoso.com", identity.UserPatch{AccountEnabled: new(false)})
}

// addLicensed adds somebody who has a product.
func addLicensed(ctx context.Context, tenant *admin.Memory, name, product string) (admin365.UserID, error) {
	sku, err := billing.FindSKU(ctx, tenant.Billing.SKUs, product)
	if err != nil {
		return "", err
	}
	user, err := tenant.Backstage.Identity.AddUser(ctx, identity.NewUser{
		UserPrincipalName: name + "@" + admin.ContosoDomain,
		DisplayName:       name,
		MailNickname:      name,
		UsageLocation:     "US",
		PasswordProfile:   identity.PasswordProfile{Password: identity.NewPassword()},
	})
	if err != nil {
		return "", err
	}
	return user.ID, tenant.Billing.Licenses.Assign(ctx, user.ID, billing.LicenseChange{
		Add: []admin365.AssignedLicense{{SKUID: sku.SKUID}},
	})
}

// inherit puts somebody into a group that gives a product.
func inherit(ctx context.Context, tenant *admin.Memory, user admin365.UserID, product string) error {
	sku, err := billing.FindSKU(ctx, tenant.Billing.SKUs, product)
	if err != nil {
		return err
	}
	group, err := tenant.Backstage.Identity.AddGroup(ctx, identity.NewGroup{
		DisplayName:  product,
		MailNickname: "licensed",
		Members:      []admin365.ObjectID{admin365.ObjectID(user)},
	})
	if err != nil {
		return err
	}
	err = tenant.Billing.GroupLicenses.Assign(ctx, group.ID, billing.LicenseChange{
		Add: []admin365.AssignedLicense{{SKUID: sku.SKUID}},
	})
	if err != nil {
		return err
	}
	return tenant.Backstage.Billing.FinishGroupLicensing(ctx)
}
