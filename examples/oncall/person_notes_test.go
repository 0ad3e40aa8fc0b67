package main

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestElsewhere: where the password is not Microsoft's, it is said where to look.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	m := calm(t)
	require.NoError(t, m.PasswordPolicy.Set(t.Context(), "contoso.com", admin.PasswordPolicy{ValidityDays: 90}))
	require.NoError(t, m.Backstage.AddDomain(t.Context(), "partners.example", true))
	sync, err := m.Backstage.Identity.SyncUser(t.Context(), newcomer("sync@contoso.com"))
	require.NoError(t, err)
	elsewhere := newcomer("fed@partners.example")
	elsewhere.OnPremisesImmutableID = "abc="
	federated, err := m.Backstage.Identity.AddUser(t.Context(), elsewhere)
	require.NoError(t, err)
	m.Advance(400 * 24 * time.Hour)
	for _, c := range []struct{ user, note string }{
		{sync.UserPrincipalName, "comes from a directory on-premises"},
		{federated.UserPrincipalName, "people of partners.example sign in elsewhere"},
	} {
		a, _ := asked(t, m, options{user: c.user})
		require.Len(t, a.Notes, 1, c.user)
		assert.Contains(t, a.Notes[0], c.note)
		for _, f := range a.Findings {
			assert.NotContains(t, f.What, "password", c.user)
		}
	}
}

func newcomer(name string) identity.NewUser {
	return identity.NewUser{
		UserPrincipalName: name, DisplayName: "New Person", MailNickname: "new",
		PasswordProfile: identity.PasswordProfile{Password: identity.NewPassword()},
	}
}

// TestLicenseInTrouble: a license that does not work counts as none does.
func TestLicenseInTrouble(t *testing.T) {
	t.Parallel()
	a, code := asked(t, calm(t), options{}, func(c *connection) {
		service := *c.Identity
		service.Users = shown{service.Users, func(u *identity.User) {
			u.LicenseAssignmentStates = []admin365.LicenseState{{SKUID: "sku", State: admin365.LicenseError, Error: admin365.LicenseCountViolation}}
		}}
		c.Identity = &service
	})
	assert.Equal(t, exitBurns, code)
	assert.Equal(t, us, a.Verdict)
	assert.Equal(t, "the license sku does not work: CountViolation", first(t, a).What)
}

// TestHidden: what the caller may not see of the person is said, and is no finding.
func TestHidden(t *testing.T) {
	t.Parallel()
	a, code := asked(t, calm(t), options{}, func(c *connection) {
		service := *c.Identity
		service.Users = shown{service.Users, func(u *identity.User) { u.AccountEnabled = nil }}
		c.Identity = &service
	})
	assert.Equal(t, exitWell, code)
	assert.Equal(t, []string{"whether the account is blocked could not be read"}, a.Notes)
}

// shown are users as the service shows them to somebody.
type shown struct {
	identity.Users
	change func(*identity.User)
}

func (s shown) Get(ctx context.Context, id admin365.UserID) (*identity.User, error) {
	u, err := s.Users.Get(ctx, id)
	if err == nil {
		s.change(u)
	}
	return u, err
}
