package admin_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestRestoreWithoutAddressesOfOthers: who was in the bin while a domain went has no
// address in it when he comes back: neither under another name, nor where his name was
// in a domain that stays. It may be somebody else's by then. An address that never was
// in a domain of the tenant stays.
func TestRestoreWithoutAddressesOfOthers(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		m.Given.Domain("fabrikam.com")
		ann := m.Given.User(identity.NewUser{UserPrincipalName: "ann@fabrikam.com", MailNickname: "ann", Mail: "ann@fabrikam.com"})
		bob := m.Given.User(identity.NewUser{UserPrincipalName: "bob@contoso.com", MailNickname: "bob", Mail: "bob@fabrikam.com"})
		eve := m.Given.User(identity.NewUser{UserPrincipalName: "eve@contoso.com", MailNickname: "eve", Mail: "eve@elsewhere.example"})
		for _, u := range []*identity.User{ann, bob, eve} {
			require.NoError(t, c.Identity.Users.Delete(ctx, u.ID))
		}
		require.NoError(t, c.Domains.Delete(ctx, "fabrikam.com"))
		_, err := c.Identity.DeletedUsers.Restore(ctx, ann.ID, identity.UserRestore{NewUserPrincipalName: "anna@contoso.com"})
		require.NoError(t, err)
		for _, u := range []*identity.User{bob, eve} {
			_, err := c.Identity.DeletedUsers.Restore(ctx, u.ID, identity.UserRestore{})
			require.NoError(t, err)
		}
		for id, want := range map[admin365.UserID][2]string{
			ann.ID: {"anna@contoso.com", "ann@contoso.onmicrosoft.com"},
			bob.ID: {"bob@contoso.com", "bob@contoso.onmicrosoft.com"},
			eve.ID: {"eve@contoso.com", "eve@elsewhere.example"},
		} {
			u, err := c.Identity.Users.Get(ctx, id)
			require.NoError(t, err)
			assert.Equal(t, want, [2]string{u.UserPrincipalName, u.Mail})
			assert.Equal(t, []string{"SMTP:" + want[1]}, u.ProxyAddresses)
		}
	})
}

// TestSubdomainBeforeItsRoot: a subdomain becomes one of a root that is verified after
// it, as if it had been added later; one that was promoted stays what it is.
func TestSubdomainBeforeItsRoot(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		is := func(name string, verified, root bool) {
			t.Helper()
			d, err := c.Domains.Get(ctx, name)
			require.NoError(t, err)
			assert.Equal(t, [2]bool{verified, root}, [2]bool{d.IsVerified, d.IsRoot}, "%s: verified, root", name)
		}
		add := func(name string) {
			t.Helper()
			_, err := c.Domains.Add(ctx, name)
			require.NoError(t, err)
		}
		verify := func(name string) {
			t.Helper()
			records, err := c.DomainRecords.Verification(ctx, name)
			require.NoError(t, err)
			require.NoError(t, m.Backstage.PublishDNS(ctx, records[0]))
			_, err = c.Domains.Verify(ctx, name, admin.DomainVerification{})
			require.NoError(t, err)
		}
		other, err := m.AddTenant(admin.NewTenant{Name: "Fabrikam"})
		require.NoError(t, err)
		require.NoError(t, other.Backstage.AddDomain(ctx, "theirs.fabrikam.com", false))
		for _, name := range []string{"deep.shop.fabrikam.com", "shop.fabrikam.com", "proved.fabrikam.com", "theirs.fabrikam.com", "fabrikam.com", "notfabrikam.com"} {
			add(name)
		}
		verify("proved.fabrikam.com")
		is("proved.fabrikam.com", true, true)
		verify("fabrikam.com")
		is("fabrikam.com", true, true)
		is("proved.fabrikam.com", true, false)
		is("shop.fabrikam.com", true, false)
		is("deep.shop.fabrikam.com", true, false)
		is("theirs.fabrikam.com", false, true)
		is("notfabrikam.com", false, true)
		refusedAs(t, c.Domains.Delete(ctx, "fabrikam.com"), admin365.ErrPrecondition, "admin.Domains.Delete")
		refusedAs(t, c.Domains.Delete(ctx, "shop.fabrikam.com"), admin365.ErrPrecondition, "admin.Domains.Delete")
		m.Given.User(identity.NewUser{UserPrincipalName: "ann@deep.shop.fabrikam.com"})

		require.NoError(t, c.Domains.Promote(ctx, "proved.fabrikam.com"))
		require.NoError(t, c.Identity.Users.Delete(ctx, "ann@deep.shop.fabrikam.com"))
		for _, name := range []string{"deep.shop.fabrikam.com", "shop.fabrikam.com", "fabrikam.com"} {
			require.NoError(t, c.Domains.Delete(ctx, name))
		}
		add("fabrikam.com")
		verify("fabrikam.com")
		is("proved.fabrikam.com", true, true)
		require.NoError(t, c.Domains.Delete(ctx, "fabrikam.com"), "it has no subdomains")
	})
}

// TestFederatedSubdomain: the people of a subdomain sign in where those of its root do.
func TestFederatedSubdomain(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		_, err := c.Domains.Add(ctx, "early.fabrikam.com")
		require.NoError(t, err)
		require.NoError(t, m.Backstage.AddDomain(ctx, "fabrikam.com", true))
		late, err := c.Domains.Add(ctx, "late.fabrikam.com")
		require.NoError(t, err)
		assert.Equal(t, admin.Federated, late.AuthenticationType)
		require.NoError(t, m.Backstage.AddDomain(ctx, "behind.fabrikam.com", false))
		o, err := c.Organization.Get(ctx)
		require.NoError(t, err)
		for _, name := range []string{"early.fabrikam.com", "late.fabrikam.com", "behind.fabrikam.com"} {
			d, err := c.Domains.Get(ctx, name)
			require.NoError(t, err)
			assert.True(t, d.IsVerified, name)
			assert.False(t, d.IsRoot, name)
			assert.Equal(t, admin.Federated, d.AuthenticationType, name)
			at := slices.IndexFunc(o.VerifiedDomains, func(v admin.VerifiedDomain) bool { return v.Name == name })
			require.GreaterOrEqual(t, at, 0, name)
			assert.Equal(t, admin.Federated, o.VerifiedDomains[at].Type, name)
			_, err = c.Identity.Users.Create(ctx, starter("x", name))
			require.ErrorIs(t, err, admin365.ErrInvalid, "without an immutable id")
		}
	})
}

// TestReservedNames: the names below Microsoft's own domains are given by Microsoft and
// never added.
func TestReservedNames(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, _ *admin.Test, c *admin.Client) {
		for _, name := range []string{
			"other.onmicrosoft.com", "OTHER.OnMicrosoft.com", "mail.contoso.onmicrosoft.com", "onmicrosoft.com", "contoso.mail.onmicrosoft.com",
			"other.onmicrosoft.us", "other.partner.onmschina.cn",
		} {
			_, err := c.Domains.Add(t.Context(), name)
			refusedAs(t, err, admin365.ErrInvalid, "admin.Domains.Add")
		}
		_, err := c.Domains.Add(t.Context(), "notonmicrosoft.com")
		require.NoError(t, err)
		assert.Equal(t, []string{"contoso.com", "contoso.onmicrosoft.com", "notonmicrosoft.com"}, names(t, c))
	})
}
