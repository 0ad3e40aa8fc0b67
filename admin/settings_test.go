package admin_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/subjects"
)

// httpClient is one whose requests go to the emulator, in the process.
func httpClient(e *admin.Emulator) *http.Client { return &http.Client{Transport: e.Transport()} }

// holderOf is a new user who holds the role.
func holderOf(t *testing.T, m *admin.Test, role admin365.RoleID) admin365.Caller {
	t.Helper()
	u := m.Given.User(identity.NewUser{})
	_, err := m.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{RoleID: role, PrincipalID: admin365.ObjectID(u.ID)})
	require.NoError(t, err)
	return admin365.AsUser(u.ID)
}

// TestSettingsCallers: who may change the settings, by permission and by role.
func TestSettingsCallers(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		way := subjects.Way(t.Name()[len("TestSettingsCallers/"):])
		as := func(caller admin365.Caller) *admin.Client { return subjects.Client(t, m.Memory, way, caller) }
		holder := func(role admin365.RoleID) *admin.Client { return as(holderOf(t, m, role)) }
		member, reader := as(admin365.AsUser("AlexW@contoso.com")), as(admin365.AsApp("reader", "Domain.Read.All"))
		_, err := member.Domains.Get(ctx, "contoso.com")
		require.NoError(t, err, "every member may look")
		_, err = reader.Domains.Get(ctx, "contoso.com")
		require.NoError(t, err)
		names := holder(identity.DomainNameAdministrator)
		for who, c := range map[string]*admin.Client{"a member": member, "an application that reads": reader} {
			_, err = c.Domains.Add(ctx, "fabrikam.com")
			require.ErrorIs(t, err, admin365.ErrForbidden, who)
		}
		_, err = names.Domains.Add(ctx, "fabrikam.com")
		require.NoError(t, err)
		require.ErrorIs(t, names.Organization.Update(ctx, admin.OrganizationPatch{TechnicalNotificationMails: []string{}}), admin365.ErrForbidden)
		require.NoError(t, holder(identity.BillingAdministrator).Organization.Update(ctx, admin.OrganizationPatch{TechnicalNotificationMails: []string{}}))
		require.NoError(t, holder(identity.SecurityAdministrator).PasswordPolicy.Set(ctx, "contoso.com", admin.PasswordPolicy{ValidityDays: 90}))
		require.NoError(t, holder(identity.PrivilegedRoleAdministrator).SelfServiceReset.SetAdministrators(ctx, true))
		_, err = holder(identity.GlobalReader).SelfServiceReset.Methods(ctx)
		require.NoError(t, err)
		_, err = member.SelfServiceReset.Methods(ctx)
		require.ErrorIs(t, err, admin365.ErrForbidden)
		require.ErrorIs(t, member.SelfServiceReset.SetAdministrators(ctx, false), admin365.ErrForbidden)
		_, err = as(admin365.AsApp("all")).DirectorySync.Get(ctx)
		require.ErrorIs(t, err, admin365.ErrForbidden, "signed-in administrators alone")
		require.ErrorIs(t, names.DirectorySync.TurnOn(ctx), admin365.ErrForbidden)
		require.NoError(t, as(admin365.AsApp("connect", "Organization.ReadWrite.All")).DirectorySync.TurnOn(ctx))
	})
}
