package subjects

import (
	"context"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/billing/billingtest"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// Billing returns the harness of the billing suite for the way.
func Billing(way Way) billingtest.Harness {
	return billingtest.Harness{
		MayWrite: true, Strict: true,
		New: func(t *testing.T) billingtest.Subject {
			m := admin.NewMemory(admin.MemoryConfig{})
			return BillingOf(m, func(caller admin365.Caller) *billing.Service { return Client(t, m, way, caller).Billing })
		},
	}
}

// BillingOf is a tenant as the billing suite takes it, with its clients by caller.
func BillingOf(m *admin.Memory, as func(admin365.Caller) *billing.Service) billingtest.Subject {
	return billingtest.Subject{
		Service: as(admin365.Caller{}), As: as, Backstage: m.Backstage.Billing,
		Advance: func(d time.Duration) { m.Advance(d) },
		Make:    people(m.Identity, admin.ContosoDomain),
	}
}

// people makes what the billing suite needs of people and groups, with names in the
// domain.
func people(in *identity.Service, domain string) billingtest.Fixtures {
	return billingtest.Fixtures{
		User: func(ctx context.Context, location string) (admin365.UserID, error) {
			name := "b" + conform.Unique()
			u, err := in.Users.Create(ctx, identity.NewUser{
				UserPrincipalName: name + "@" + domain, MailNickname: name, DisplayName: "Person " + name,
				UsageLocation: location, PasswordProfile: identity.PasswordProfile{Password: identity.NewPassword()},
			})
			if err != nil {
				return "", err
			}
			return u.ID, nil
		},
		Role: func(ctx context.Context, user admin365.UserID, role admin365.RoleID) error {
			_, err := in.RoleAssignments.Create(ctx, identity.NewRoleAssignment{PrincipalID: admin365.ObjectID(user), RoleID: role})
			return err
		},
		SetLocation: func(ctx context.Context, user admin365.UserID, location string) error {
			return in.Users.Update(ctx, user, identity.UserPatch{UsageLocation: &location})
		},
		DeleteUser: func(ctx context.Context, user admin365.UserID) error { return in.Users.Delete(ctx, user) },
		RestoreUser: func(ctx context.Context, user admin365.UserID) error {
			_, err := in.DeletedUsers.Restore(ctx, user, identity.UserRestore{})
			return err
		},
		PurgeUser: func(ctx context.Context, user admin365.UserID) error { return in.DeletedUsers.Purge(ctx, user) },
		Group: func(ctx context.Context, security bool) (admin365.GroupID, error) {
			name := "g" + conform.Unique()
			g := identity.NewGroup{DisplayName: "Group " + name, MailNickname: name, SecurityEnabled: &security}
			if !security {
				g.MailEnabled, g.GroupTypes = new(true), []string{"Unified"}
			}
			made, err := in.Groups.Create(ctx, g)
			if err != nil {
				return "", err
			}
			return made.ID, nil
		},
		DeleteGroup: func(ctx context.Context, group admin365.GroupID) error { return in.Groups.Delete(ctx, group) },
		AddMember: func(ctx context.Context, group admin365.GroupID, member admin365.ObjectID) error {
			return in.GroupMembers.Add(ctx, group, member)
		},
		RemoveMember: func(ctx context.Context, group admin365.GroupID, member admin365.ObjectID) error {
			return in.GroupMembers.Remove(ctx, group, member)
		},
	}
}
