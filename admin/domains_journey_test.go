package admin_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/conform"
)

// ownDomain adds a domain to the tenant and proves that it is its own.
func ownDomain(t *testing.T, m *admin.Test, c *admin.Client, name string) {
	t.Helper()
	_, err := c.Domains.Add(t.Context(), name)
	require.NoError(t, err)
	records, err := c.DomainRecords.Verification(t.Context(), name)
	require.NoError(t, err)
	require.NoError(t, m.Backstage.PublishDNS(t.Context(), records[0]))
	_, err = c.Domains.Verify(t.Context(), name, admin.DomainVerification{})
	require.NoError(t, err)
}

// usedBy are the names of those who use a domain.
func usedBy(t *testing.T, c *admin.Client, domain string) (names []string) {
	t.Helper()
	all, err := conform.Collect(c.Domains.References(t.Context(), domain))
	require.NoError(t, err)
	for _, o := range all {
		names = append(names, o.DisplayName)
	}
	return names
}

// TestDomainOfAPerson: a domain in which somebody is named, or has an address, cannot be
// removed; the names of nobody are in one before it is proved, and after it is gone.
func TestDomainOfAPerson(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		adele, err := c.Identity.Users.Get(ctx, "AdeleV@contoso.com")
		require.NoError(t, err)
		rename := func(to string) error {
			return c.Identity.Users.Update(ctx, adele.ID, identity.UserPatch{UserPrincipalName: &to})
		}
		_, err = c.Domains.Add(ctx, "fabrikam.com")
		require.NoError(t, err)
		require.ErrorIs(t, rename("adele@fabrikam.com"), admin365.ErrInvalid, "nobody has proved yet whose it is")
		require.NoError(t, c.Domains.Delete(ctx, "fabrikam.com"))
		ownDomain(t, m, c, "fabrikam.com")

		require.NoError(t, rename("adele@fabrikam.com"))
		require.NoError(t, c.Billing.Licenses.Assign(ctx, adele.ID, give(businessCentral)))
		assert.Equal(t, []string{"Adele Vance"}, usedBy(t, c, "fabrikam.com"))
		refusedAs(t, c.Domains.Delete(ctx, "fabrikam.com"), admin365.ErrPrecondition, "admin.Domains.Delete")
		require.NoError(t, rename("AdeleV@contoso.com"))
		require.NoError(t, c.Identity.Users.Update(ctx, adele.ID, identity.UserPatch{Mail: admin365.Set("adele@fabrikam.com")}))
		assert.Equal(t, []string{"Adele Vance"}, usedBy(t, c, "fabrikam.com"), "her address is in it")
		refusedAs(t, c.Domains.Delete(ctx, "fabrikam.com"), admin365.ErrPrecondition, "admin.Domains.Delete")
		require.NoError(t, c.Identity.Users.Update(ctx, adele.ID, identity.UserPatch{Mail: admin365.Set("AdeleV@contoso.com")}))
		refusedAs(t, c.Domains.Delete(ctx, "fabrikam.com"), admin365.ErrPrecondition, "admin.Domains.Delete")

		op, err := c.DomainDeletions.ForceDelete(ctx, "fabrikam.com", admin.DomainForceDelete{})
		require.NoError(t, err)
		m.Advance(2 * time.Minute)
		op, err = admin365.Wait(ctx, c.DomainDeletions.Get, op.ID, admin365.WaitOptions{})
		require.NoError(t, err)
		assert.Equal(t, admin365.OperationSucceeded, op.State)
		u, err := c.Identity.Users.Get(ctx, adele.ID)
		require.NoError(t, err)
		assert.Equal(t, "AdeleV@contoso.com", u.UserPrincipalName)
		assert.Equal(t, "AdeleV@contoso.com", u.Mail)
		assert.True(t, *u.AccountEnabled, "her name was in another domain")
		assert.Contains(t, u.ProxyAddresses, "smtp:adele@contoso.onmicrosoft.com", "mail that was underway arrives")
		assert.Equal(t, 4, free(t, c), "and her seat is hers")
		require.ErrorIs(t, rename("adele@fabrikam.com"), admin365.ErrInvalid, "it may be anybody's now")
		o, err := c.Organization.Get(ctx)
		require.NoError(t, err)
		assert.Len(t, o.VerifiedDomains, 2)
	})
}

// TestDomainOfAGroup: a domain in which a group has its address cannot be removed, and
// is free when the group is deleted; the group comes back with another address.
func TestDomainOfAGroup(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		ownDomain(t, m, c, "fabrikam.com")
		require.NoError(t, admin.SetDefaultDomain(ctx, c.Domains, "fabrikam.com"))
		group, err := c.Identity.Groups.Create(ctx, identity.NewGroup{
			DisplayName: "Crew", MailNickname: "crew", GroupTypes: []string{"Unified"}, MailEnabled: new(true), SecurityEnabled: new(false),
		})
		require.NoError(t, err)
		assert.Equal(t, "crew@fabrikam.com", group.Mail)
		require.NoError(t, admin.SetDefaultDomain(ctx, c.Domains, "contoso.com"))
		assert.Equal(t, []string{"Crew"}, usedBy(t, c, "fabrikam.com"))
		refusedAs(t, c.Domains.Delete(ctx, "fabrikam.com"), admin365.ErrPrecondition, "admin.Domains.Delete")
		_, err = c.Identity.Users.Create(ctx, starter("crew", "fabrikam.com"))
		require.ErrorIs(t, err, admin365.ErrConflict, "one address has one owner")

		require.NoError(t, c.Identity.Groups.Delete(ctx, group.ID))
		assert.Empty(t, usedBy(t, c, "fabrikam.com"))
		require.NoError(t, c.Domains.Delete(ctx, "fabrikam.com"))
		_, err = c.Identity.DeletedGroups.Restore(ctx, group.ID)
		require.NoError(t, err)
		back, err := c.Identity.Groups.Get(ctx, group.ID)
		require.NoError(t, err)
		assert.Equal(t, "crew@contoso.onmicrosoft.com", back.Mail)
	})
}

// TestSynchronizedPersonRefuses: who is mastered on-premises is changed there, in his
// name and his address too, so that his domain is not freed by renaming him here; what
// the cloud does to him lasts until the next run, and what the service does stays.
func TestSynchronizedPersonRefuses(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		ownDomain(t, m, c, "fabrikam.com")
		require.NoError(t, c.DirectorySync.TurnOn(ctx))
		ada := starter("ada", "fabrikam.com")
		ada.Mail = "ada@fabrikam.com"
		run := func(s admin.Synchronization) *admin.SynchronizationResult {
			t.Helper()
			result, err := m.Backstage.Synchronize(ctx, s)
			require.NoError(t, err)
			return result
		}
		id := run(admin.Synchronization{Added: []identity.NewUser{ada}}).Added[0].ID
		for why, p := range map[string]identity.UserPatch{
			"his address":    {Mail: admin365.Set("ada@contoso.com")},
			"his department": {Department: admin365.Set("Sales")},
			"to block him":   {AccountEnabled: new(false)},
		} {
			require.ErrorIs(t, c.Identity.Users.Update(ctx, id, p), admin365.ErrPrecondition, why)
		}
		require.NoError(t, c.Identity.Users.Update(ctx, id, identity.UserPatch{UsageLocation: new("CH")}), "where he is the cloud says")
		refusedAs(t, c.Domains.Delete(ctx, "fabrikam.com"), admin365.ErrPrecondition, "admin.Domains.Delete")
		require.NoError(t, c.Identity.Users.Delete(ctx, id))
		assert.Empty(t, usedBy(t, c, "fabrikam.com"))
		assert.Equal(t, 1, run(admin.Synchronization{}).Restored)
		assert.Equal(t, []string{ada.DisplayName}, usedBy(t, c, "fabrikam.com"), "he is there on-premises")
		run(admin.Synchronization{Changed: map[admin365.UserID]identity.UserPatch{id: {UserPrincipalName: new("ada@contoso.com"), Mail: admin365.Set("ada@contoso.com")}}})
		_, err := c.DomainDeletions.ForceDelete(ctx, "fabrikam.com", admin.DomainForceDelete{})
		require.NoError(t, err)
		m.Advance(2 * time.Minute)
		u, err := c.Identity.Users.Get(ctx, id)
		require.NoError(t, err)
		assert.Equal(t, "ada@contoso.com", u.UserPrincipalName)
		assert.True(t, *u.OnPremisesSyncEnabled)
		assert.Equal(t, "CH", u.UsageLocation)
		for _, a := range u.ProxyAddresses {
			assert.NotContains(t, a, "fabrikam.com")
		}
	})
}
