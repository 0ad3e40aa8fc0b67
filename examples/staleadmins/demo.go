package main

import (
	"context"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// demoTenant returns a Contoso in memory with four Global Administrators beside
// its own: one signed in lately, one a hundred days ago, one never, and one was
// added yesterday and had no chance yet.
func demoTenant(ctx context.Context) (*admin.Memory, error) {
	tenant := admin.NewMemory(admin.MemoryConfig{})
	if err := seed(ctx, tenant); err != nil {
		return nil, err
	}
	return tenant, nil
}

func seed(ctx context.Context, tenant *admin.Memory) error {
	people := tenant.Backstage.Identity
	password := identity.NewPassword()

	// promote adds somebody and makes him a Global Administrator.
	promote := func(name string) error {
		user, err := people.AddUser(ctx, identity.NewUser{
			UserPrincipalName: name + "@" + admin.ContosoDomain,
			DisplayName:       name,
			MailNickname:      name,
			PasswordProfile:   identity.PasswordProfile{Password: password},
		})
		if err != nil {
			return err
		}
		_, err = tenant.Identity.RoleAssignments.Create(ctx, identity.NewRoleAssignment{
			RoleID:      identity.GlobalAdministrator,
			PrincipalID: admin365.ObjectID(user.ID),
		})
		return err
	}
	signIn := func(name string) error {
		return people.SignIn(ctx, admin365.UserID(name+"@"+admin.ContosoDomain), password)
	}
	later := func(days int) error {
		tenant.Advance(time.Duration(days) * day)
		return nil
	}

	for _, step := range []func() error{
		func() error { return promote("grace") },
		func() error { return promote("linus") },
		func() error { return promote("nemo") },
		func() error { return signIn("linus") },
		func() error { return later(97) },
		func() error { return signIn("grace") },
		func() error { return later(2) },
		func() error { return promote("newbie") },
		func() error { return later(1) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
