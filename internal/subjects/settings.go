package subjects

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/admin/admintest"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// Admin returns the harness of the suite of what hangs on the client itself.
func Admin(way Way) admintest.Harness {
	return admintest.Harness{
		Domain: admin.ContosoDomain, InitialDomain: admin.ContosoInitialDomain, TenantID: admin.ContosoTenantID,
		MayWrite: true, Strict: true,
		New: func(t *testing.T) admintest.Subject {
			m := admin.NewMemory(admin.MemoryConfig{})
			return settingsOf(m, func(caller admin365.Caller) *admin.Client { return Client(t, m, way, caller) })
		},
	}
}

// Admin is [Admin] with clients that are heard.
func (h *Heard) Admin(way Way) admintest.Harness {
	harness := Admin(way)
	harness.New = func(t *testing.T) admintest.Subject {
		m := h.tenant(admin.MemoryConfig{})
		return settingsOf(m, func(caller admin365.Caller) *admin.Client { return h.client(t, m, way, caller) })
	}
	return harness
}

// settingsOf is a tenant as the suite takes it, with its clients by caller.
func settingsOf(m *admin.Memory, client func(admin365.Caller) *admin.Client) admintest.Subject {
	as := func(caller admin365.Caller) admintest.Settings { return admintest.Of(client(caller)) }
	return admintest.Subject{
		Settings: as(admin365.Caller{}), As: as, Backstage: m.Backstage,
		Advance: func(d time.Duration) { m.Advance(d) },
		Make:    residents(m),
	}
}

// residents makes what the suite needs of people, groups and other tenants.
func residents(m *admin.Memory) admintest.Fixtures {
	in := m.Identity
	named := func(name string) identity.NewUser {
		nickname, _, _ := strings.Cut(name, "@")
		return identity.NewUser{
			UserPrincipalName: name, MailNickname: nickname, DisplayName: "Person " + nickname,
			PasswordProfile: identity.PasswordProfile{Password: identity.NewPassword()},
		}
	}
	return admintest.Fixtures{
		User: func(ctx context.Context, name string) (admin365.UserID, error) {
			u := named(name)
			_, domain, _ := strings.Cut(name, "@")
			if d, err := m.Domains.Get(ctx, domain); err == nil && d.AuthenticationType == admin.Federated {
				u.OnPremisesImmutableID = conform.Unique()
			}
			made, err := in.Users.Create(ctx, u)
			if err != nil {
				return "", err
			}
			return made.ID, nil
		},
		SyncedUser: func(ctx context.Context, name string) (admin365.UserID, error) {
			made, err := m.Backstage.Identity.SyncUser(ctx, named(name))
			if err != nil {
				return "", err
			}
			return made.ID, nil
		},
		SetMail: func(ctx context.Context, user admin365.UserID, address string) error {
			return in.Users.Update(ctx, user, identity.UserPatch{Mail: admin365.Set(address)})
		},
		GetUser:    in.Users.Get,
		DeleteUser: in.Users.Delete,
		PurgeUser:  in.DeletedUsers.Purge,
		Role: func(ctx context.Context, user admin365.UserID, role admin365.RoleID) error {
			_, err := in.RoleAssignments.Create(ctx, identity.NewRoleAssignment{PrincipalID: admin365.ObjectID(user), RoleID: role})
			return err
		},
		SignIn: m.Backstage.Identity.SignIn,
		Group: func(ctx context.Context, domain string) (admin365.GroupID, error) {
			return groupIn(ctx, m, domain)
		},
		SecurityGroup: func(ctx context.Context, members ...admin365.UserID) (admin365.GroupID, error) {
			name := "s" + conform.Unique()
			made, err := in.Groups.Create(ctx, identity.NewGroup{DisplayName: "Group " + name, MailNickname: name, SecurityEnabled: new(true)})
			if err != nil {
				return "", err
			}
			for _, member := range members {
				if err := in.GroupMembers.Add(ctx, made.ID, admin365.ObjectID(member)); err != nil {
					return "", err
				}
			}
			return made.ID, nil
		},
		GetGroup: in.Groups.Get,
		DeleteGroup: func(ctx context.Context, group admin365.GroupID) error {
			if err := in.Groups.Delete(ctx, group); err != nil {
				return err
			}
			return in.DeletedGroups.Purge(ctx, group)
		},
		OtherTenant: func(ctx context.Context, domain string) error {
			other, err := m.AddTenant(admin.NewTenant{Name: "Other " + conform.Unique()})
			if err != nil {
				return err
			}
			return other.Backstage.AddDomain(ctx, domain, false)
		},
	}
}

// groupIn adds a Microsoft 365 group with an address in the domain: such groups are
// made in the default domain, which it is for a moment.
func groupIn(ctx context.Context, m *admin.Memory, domain string) (admin365.GroupID, error) {
	was := ""
	for d, err := range m.Domains.List(ctx) {
		if err != nil {
			return "", err
		}
		if d.IsDefault {
			was = d.Name
		}
	}
	if !strings.EqualFold(was, domain) {
		if err := admin.SetDefaultDomain(ctx, m.Domains, domain); err != nil {
			return "", err
		}
	}
	name := "g" + conform.Unique()
	made, err := m.Identity.Groups.Create(ctx, identity.NewGroup{
		DisplayName: "Group " + name, MailNickname: name, MailEnabled: new(true), SecurityEnabled: new(false), GroupTypes: []string{identity.UnifiedGroup},
	})
	if err != nil {
		return "", err
	}
	if !strings.EqualFold(was, domain) {
		err = admin.SetDefaultDomain(ctx, m.Domains, was)
	}
	return made.ID, err
}
