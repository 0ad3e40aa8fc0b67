package admin_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestPasswordPolicy: when the passwords of a domain expire, and that they do.
func TestPasswordPolicy(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		p, err := c.PasswordPolicy.Get(ctx, "contoso.com")
		require.NoError(t, err)
		assert.Equal(t, &admin.PasswordPolicy{}, p, "nothing is said in a new tenant")
		require.NoError(t, c.PasswordPolicy.Set(ctx, "contoso.com", admin.PasswordPolicy{ValidityDays: 90, NotificationDays: 14}))
		p, err = c.PasswordPolicy.Get(ctx, "contoso.com")
		require.NoError(t, err)
		assert.Equal(t, &admin.PasswordPolicy{ValidityDays: 90, NotificationDays: 14}, p)
		m.Given.Domain("sub.contoso.com")
		refusedAs(t, c.PasswordPolicy.Set(ctx, "sub.contoso.com", admin.PasswordPolicy{ValidityDays: 30}), admin365.ErrPrecondition, "admin.Domains.Update")
		refusedAs(t, c.PasswordPolicy.Set(ctx, "contoso.com", admin.PasswordPolicy{ValidityDays: 1000}), admin365.ErrInvalid, "admin.Domains.Update")

		password := admin365.NewSecret("Given-Password-1")
		ann := m.Given.User(identity.NewUser{UserPrincipalName: "ann@sub.contoso.com", PasswordProfile: identity.PasswordProfile{Password: password}})
		require.NoError(t, m.Backstage.Identity.SignIn(ctx, ann.ID, password))
		m.Advance(91 * 24 * time.Hour)
		require.ErrorIs(t, m.Backstage.Identity.SignIn(ctx, ann.ID, password), admin365.ErrPrecondition, "a subdomain follows its root")
		require.NoError(t, c.PasswordPolicy.Set(ctx, "contoso.com", admin.PasswordPolicy{ValidityDays: admin.PasswordNeverExpires}))
		require.NoError(t, m.Backstage.Identity.SignIn(ctx, ann.ID, password))
		p, err = c.PasswordPolicy.Get(ctx, "contoso.com")
		require.NoError(t, err)
		assert.True(t, p.NeverExpires())
		assert.Zero(t, p.NotificationDays, "null again")
	})
}

// TestTenantPasswordPolicy: the page of the admin center sets all domains at once.
func TestTenantPasswordPolicy(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		m.Given.Domain("sub.contoso.com")
		require.NoError(t, m.Backstage.AddDomain(ctx, "federated.com", true))
		_, err := c.Domains.Add(ctx, "unverified.com")
		require.NoError(t, err)
		require.NoError(t, admin.SetTenantPasswordPolicy(ctx, c.Domains, c.PasswordPolicy, admin.PasswordPolicy{ValidityDays: 60}))
		set := map[string]bool{}
		for d, err := range c.Domains.List(ctx) {
			require.NoError(t, err)
			set[d.Name] = d.PasswordValidityPeriodInDays != nil && *d.PasswordValidityPeriodInDays == 60
		}
		assert.Equal(t, map[string]bool{
			"contoso.com": true, "contoso.onmicrosoft.com": true, "sub.contoso.com": false, "federated.com": false, "unverified.com": false,
		}, set)
		err = admin.SetTenantPasswordPolicy(ctx, c.Domains, c.PasswordPolicy, admin.PasswordPolicy{ValidityDays: 1})
		require.ErrorIs(t, err, admin365.ErrInvalid)
		assert.ErrorContains(t, err, "contoso.com")
		assert.ErrorContains(t, err, "contoso.onmicrosoft.com")
	})
}
