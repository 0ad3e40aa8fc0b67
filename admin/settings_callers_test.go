package admin_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/internal/subjects"
)

// callersEveryWay runs a test with clients of one tenant for any caller, by each way.
func callersEveryWay(t *testing.T, run func(t *testing.T, m *admin.Test, as func(admin365.Caller) *admin.Client)) {
	t.Helper()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			m := admin.NewTest(t)
			run(t, m, func(caller admin365.Caller) *admin.Client { return subjects.Client(t, m.Memory, way, caller) })
		})
	}
}

// TestDirectoryPermissions: who may read and write the directory may read and change the
// organization, and read what belongs to a domain.
func TestDirectoryPermissions(t *testing.T) {
	t.Parallel()
	callersEveryWay(t, func(t *testing.T, m *admin.Test, as func(admin365.Caller) *admin.Client) {
		ctx := t.Context()
		patch := admin.OrganizationPatch{TechnicalNotificationMails: []string{"it@contoso.com"}}
		boss := holderOf(t, m, identity.BillingAdministrator)
		for _, writer := range []admin365.Caller{admin365.AsApp("writer", "Directory.ReadWrite.All"), {User: boss.User, Permissions: []admin365.Permission{"Directory.ReadWrite.All"}}} {
			require.NoError(t, as(writer).Organization.Update(ctx, patch))
		}
		reader := as(admin365.AsApp("reader", "Directory.Read.All"))
		require.ErrorIs(t, reader.Organization.Update(ctx, patch), admin365.ErrForbidden)
		for _, c := range []*admin.Client{reader, as(admin365.Caller{User: "AlexW@contoso.com", Permissions: []admin365.Permission{"Directory.Read.All"}})} {
			_, err := c.DomainRecords.Verification(ctx, "contoso.com")
			require.NoError(t, err)
			_, err = c.DomainRecords.Service(ctx, "contoso.com")
			require.NoError(t, err)
			all, err := conform.Collect(c.Domains.References(ctx, "contoso.com"))
			require.NoError(t, err)
			assert.NotEmpty(t, all)
			_, err = c.Domains.Add(ctx, "fabrikam.com")
			require.ErrorIs(t, err, admin365.ErrForbidden)
		}
		none := as(admin365.AsApp("none", "Organization.ReadWrite.All"))
		_, err := none.DomainRecords.Verification(ctx, "contoso.com")
		require.ErrorIs(t, err, admin365.ErrForbidden)
	})
}

// TestIdentityProviderAdministrator may change a domain, and neither add nor remove one.
func TestIdentityProviderAdministrator(t *testing.T) {
	t.Parallel()
	callersEveryWay(t, func(t *testing.T, m *admin.Test, as func(admin365.Caller) *admin.Client) {
		c := as(holderOf(t, m, "be2f45a1-457d-42af-a067-6ec1fa63bc45"))
		require.NoError(t, c.Domains.Update(t.Context(), "contoso.com", admin.DomainPatch{PasswordValidityPeriodInDays: admin365.Set(90)}))
		_, err := c.Domains.Add(t.Context(), "fabrikam.com")
		require.ErrorIs(t, err, admin365.ErrForbidden)
	})
}

// TestSynchronizationByID: by its id the synchronization is shown to whom it is shown
// without.
func TestSynchronizationByID(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	boss := holderOf(t, m, "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2")
	for permission, may := range map[admin365.Permission]bool{
		"OnPremDirectorySynchronization.Read.All": true, "OnPremDirectorySynchronization.ReadWrite.All": true, "Organization.Read.All": false,
	} {
		boss.Permissions = []admin365.Permission{permission}
		_, err := subjects.Client(t, m.Memory, subjects.InProcess, boss).Raw(t.Context(), admin.RawRequest{
			Method: "GET", Path: "/v1.0/directory/onPremisesSynchronization/" + string(m.TenantID()),
		})
		if may {
			require.NoError(t, err, permission)
		} else {
			require.ErrorIs(t, err, admin365.ErrForbidden, permission)
		}
	}
}

// TestGuestsSeeDomains: a guest sees the tenant's name and its domains, and nothing else
// of its settings, by whichever path.
func TestGuestsSeeDomains(t *testing.T) {
	t.Parallel()
	callersEveryWay(t, func(t *testing.T, m *admin.Test, as func(admin365.Caller) *admin.Client) {
		ctx := t.Context()
		guest := m.Given.User(identity.NewUser{UserType: identity.Guest})
		c := as(admin365.AsUser(guest.ID))
		all, err := conform.Collect(c.Domains.List(ctx))
		require.NoError(t, err)
		assert.Len(t, all, 2)
		_, err = c.Domains.Get(ctx, "contoso.com")
		require.NoError(t, err)
		o, err := c.Organization.Get(ctx)
		require.NoError(t, err)
		assert.Equal(t, "Contoso", o.DisplayName)
		assert.Len(t, o.VerifiedDomains, 2)
		assert.Zero(t, o.CreatedDateTime)
		assert.Nil(t, o.TechnicalNotificationMails)
		_, err = c.Authorization.Get(ctx)
		require.ErrorIs(t, err, admin365.ErrForbidden)
		_, err = conform.Collect(c.Domains.References(ctx, "contoso.com"))
		require.ErrorIs(t, err, admin365.ErrForbidden, "that would list people")
		_, err = c.DomainRecords.Verification(ctx, "contoso.com")
		require.ErrorIs(t, err, admin365.ErrForbidden)

		answer, err := subjects.Client(t, m.Memory, subjects.InProcess, admin365.AsUser(guest.ID)).Raw(ctx, admin.RawRequest{
			Method: "GET", Path: "/v1.0/organization/" + string(m.TenantID()),
		})
		require.NoError(t, err)
		var entity map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(answer.Body, &entity))
		assert.Equal(t, "null", string(entity["createdDateTime"]))
		assert.Equal(t, `"Contoso"`, string(entity["displayName"]))

		_, err = m.Identity.RoleAssignments.Create(ctx, identity.NewRoleAssignment{RoleID: identity.GlobalReader, PrincipalID: admin365.ObjectID(guest.ID)})
		require.NoError(t, err)
		o, err = c.Organization.Get(ctx)
		require.NoError(t, err)
		assert.NotZero(t, o.CreatedDateTime, "a guest with a role sees what others with it see")
	})
}
