package identity_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/subjects"
)

// everyWay runs a test on a fresh Contoso in each way.
func everyWay(t *testing.T, run func(t *testing.T, s *identity.Service)) {
	t.Helper()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			run(t, subjects.Client(t, admin.NewMemory(admin.MemoryConfig{}), way, admin365.Caller{}).Identity)
		})
	}
}

// TestOwnManager: a user may be made his own manager. The service's page does not
// say whether it refuses that.
func TestOwnManager(t *testing.T) {
	t.Parallel()
	const adele admin365.UserID = "AdeleV@contoso.com"
	everyWay(t, func(t *testing.T, s *identity.Service) {
		require.NoError(t, s.Managers.Set(t.Context(), adele, adele))
		manager, err := s.Managers.Get(t.Context(), adele)
		require.NoError(t, err)
		assert.Equal(t, string(adele), manager.UserPrincipalName)
		var reports []string
		for u, err := range s.Managers.Reports(t.Context(), adele) {
			require.NoError(t, err)
			reports = append(reports, u.UserPrincipalName)
		}
		assert.Contains(t, reports, string(adele))
		require.NoError(t, s.Managers.Remove(t.Context(), adele))
	})
}

// TestIdentitiesOfANewUser: they are what was sent and nothing besides, where the
// service adds the sign-in name.
func TestIdentitiesOfANewUser(t *testing.T) {
	t.Parallel()
	federated := []identity.ObjectIdentity{{SignInType: "federated", Issuer: "google.com", IssuerAssignedID: "7"}}
	everyWay(t, func(t *testing.T, s *identity.Service) {
		for name, sent := range map[string][]identity.ObjectIdentity{"ida": nil, "idb": federated} {
			u, err := s.Users.Create(t.Context(), identity.NewUser{
				UserPrincipalName: name + "@contoso.com", DisplayName: name, MailNickname: name, Identities: sent,
				PasswordProfile: identity.PasswordProfile{Password: identity.NewPassword()},
			})
			require.NoError(t, err)
			got, err := s.Users.Get(t.Context(), u.ID)
			require.NoError(t, err)
			assert.ElementsMatch(t, sent, got.Identities)
		}
	})
}
