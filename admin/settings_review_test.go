package admin_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/subjects"
)

// TestLettersThatFold: a letter of another script that folds to one of a domain's is
// none of its name, neither in a domain nor in the name of a person.
func TestLettersThatFold(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		const kelvin = "\u212A" // It folds to k.
		_, err := c.Domains.Add(t.Context(), "fabri"+kelvin+"am.com")
		require.ErrorIs(t, err, admin365.ErrInvalid)
		require.NoError(t, m.Backstage.AddDomain(t.Context(), "fabrikam.com", false))
		_, err = c.Identity.Users.Create(t.Context(), starter("ab", "fabri"+kelvin+"am.com"))
		require.ErrorIs(t, err, admin365.ErrInvalid)
		u := starter("cd", "fabrikam.com")
		u.Mail = "cd@fabri" + kelvin + "am.com"
		_, err = c.Identity.Users.Create(t.Context(), u)
		require.ErrorIs(t, err, admin365.ErrInvalid)
	})
}

// TestTurnedOffInTheBin: who lies in the bin while the synchronization is turned off is
// the cloud's own when he comes back.
func TestTurnedOffInTheBin(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		require.NoError(t, c.DirectorySync.TurnOn(t.Context()))
		done, err := m.Backstage.Synchronize(t.Context(), admin.Synchronization{Added: []identity.NewUser{starter("ann", admin.ContosoDomain)}})
		require.NoError(t, err)
		ann := done.Added[0].ID
		require.NoError(t, c.Identity.Users.Delete(t.Context(), ann))
		require.NoError(t, c.DirectorySync.TurnOff(t.Context(), m.TenantID()))
		m.Advance(73 * time.Hour)
		_, err = c.Identity.DeletedUsers.Restore(t.Context(), ann, identity.UserRestore{})
		require.NoError(t, err)
		require.NoError(t, c.Identity.Users.Update(t.Context(), ann, identity.UserPatch{DisplayName: new("Ann")}))
	})
}

// TestSwitchBesideTheRest: who may switch the synchronization may change nothing else
// of the organization beside it.
func TestSwitchBesideTheRest(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	_, err := m.Identity.RoleAssignments.Create(t.Context(), identity.NewRoleAssignment{
		PrincipalID: admin365.ObjectID(userID(t, m, "AlexW@contoso.com")), RoleID: "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2",
	})
	require.NoError(t, err)
	alex := subjects.Client(t, m.Memory, subjects.InProcess, admin365.AsUser("AlexW@contoso.com"))
	patch := func(body string) error {
		_, err := alex.Raw(t.Context(), admin.RawRequest{Method: "PATCH", Path: "/v1.0/organization/" + string(m.TenantID()), Body: json.RawMessage(body)})
		return err
	}
	require.ErrorIs(t, patch(`{"onPremisesSyncEnabled":true,"technicalNotificationMails":["x@example.com"]}`), admin365.ErrForbidden)
	o, err := m.Organization.Get(t.Context())
	require.NoError(t, err)
	assert.Empty(t, o.TechnicalNotificationMails)
	assert.Nil(t, o.OnPremisesSyncEnabled)
	require.NoError(t, patch(`{"onPremisesSyncEnabled":true}`))
}

// TestOffForAdministrators: that self-service reset is off for administrators is told
// as such, whether there is a license or not.
func TestOffForAdministrators(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	require.NoError(t, m.Backstage.SetUserSelfServiceReset(t.Context(), admin.UserSelfServiceReset{Scope: admin.SelfServiceResetAll}))
	require.NoError(t, m.SelfServiceReset.SetAdministrators(t.Context(), false))
	require.NoError(t, m.Backstage.SetPremium(t.Context(), false))
	m.Advance(2 * time.Hour)
	err := m.Backstage.ResetForgottenPassword(t.Context(), "AllanD@contoso.com", identity.NewPassword())
	require.ErrorIs(t, err, admin365.ErrForbidden)
	err = m.Backstage.ResetForgottenPassword(t.Context(), "AlexW@contoso.com", identity.NewPassword())
	require.ErrorIs(t, err, admin365.ErrPrecondition)
}

// TestNoDomainWhileItGoes: a domain that is being deleted is not verified meanwhile.
func TestNoDomainWhileItGoes(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		_, err := c.Domains.Add(t.Context(), "going.com")
		require.NoError(t, err)
		records, err := c.DomainRecords.Verification(t.Context(), "going.com")
		require.NoError(t, err)
		require.NoError(t, m.Backstage.PublishDNS(t.Context(), records[0]))
		_, err = c.DomainDeletions.ForceDelete(t.Context(), "going.com", admin.DomainForceDelete{})
		require.NoError(t, err)
		_, err = c.Domains.Verify(t.Context(), "going.com", admin.DomainVerification{})
		require.ErrorIs(t, err, admin365.ErrBusy)
	})
}

func userID(t *testing.T, m *admin.Test, name admin365.UserID) admin365.UserID {
	t.Helper()
	u, err := m.Identity.Users.Get(t.Context(), name)
	require.NoError(t, err)
	return u.ID
}
