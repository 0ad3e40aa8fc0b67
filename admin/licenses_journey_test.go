package admin_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
)

// businessCentral is the product of which Contoso has five seats, all free.
const businessCentral admin365.SKUID = "2880026b-2b0c-4251-8656-5d41ff11e3aa"

func give(skus ...admin365.SKUID) billing.LicenseChange {
	var change billing.LicenseChange
	for _, sku := range skus {
		change.Add = append(change.Add, admin365.AssignedLicense{SKUID: sku})
	}
	return change
}

// free is how many seats of Business Central are free, as its product says.
func free(t *testing.T, c *admin.Client) int {
	t.Helper()
	sku, err := billing.FindSKU(t.Context(), c.Billing.SKUs, string(businessCentral))
	require.NoError(t, err)
	return billing.Available(sku)
}

// TestSeatOfSomebodyDeleted: to delete a person frees the seat and the product's count
// says so; he comes back with it even when it was given away.
func TestSeatOfSomebodyDeleted(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, _ *admin.Test, c *admin.Client) {
		adele, err := c.Identity.Users.Get(t.Context(), "AdeleV@contoso.com")
		require.NoError(t, err)
		require.NoError(t, c.Billing.Licenses.Assign(t.Context(), adele.ID, give(businessCentral)))
		require.Equal(t, 4, free(t, c))
		require.NoError(t, c.Identity.Users.Delete(t.Context(), adele.ID))
		require.Equal(t, 5, free(t, c))
		for _, name := range []admin365.UserID{"AlexW@contoso.com", "DiegoS@contoso.com", "JoniS@contoso.com", "LeeG@contoso.com", "PattiF@contoso.com"} {
			require.NoError(t, c.Billing.Licenses.Assign(t.Context(), name, give(businessCentral)))
		}
		require.ErrorIs(t, c.Billing.Licenses.Assign(t.Context(), "MeganB@contoso.com", give(businessCentral)), billing.ErrNoSeats)
		_, err = c.Identity.DeletedUsers.Restore(t.Context(), adele.ID, identity.UserRestore{})
		require.NoError(t, err)
		assert.Equal(t, -1, free(t, c), "he has it again, and one more is taken than there are")
		back, err := c.Identity.Users.Get(t.Context(), adele.ID)
		require.NoError(t, err)
		assert.Contains(t, back.AssignedLicenses, admin365.AssignedLicense{SKUID: businessCentral, DisabledPlans: []admin365.ServicePlanID{}})
	})
}

// TestLicensesComeAndGoWithMembership: what a group gives its members have, shortly
// after, and who leaves it loses it; the list of people and the changes tell.
func TestLicensesComeAndGoWithMembership(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		group, err := c.Identity.Groups.Create(t.Context(), identity.NewGroup{DisplayName: "Finance apps", MailNickname: "finapps", SecurityEnabled: new(true)})
		require.NoError(t, err)
		alex, err := c.Identity.Users.Get(t.Context(), "AlexW@contoso.com")
		require.NoError(t, err)
		require.NoError(t, c.Billing.GroupLicenses.Assign(t.Context(), group.ID, give(businessCentral)))
		require.NoError(t, m.Backstage.Billing.FinishGroupLicensing(t.Context()))
		changed := func(since identity.ChangeToken) (ids []admin365.UserID, next identity.ChangeToken) {
			next, err := identity.Sync(t.Context(), c.Identity.Users, since, func(u identity.UserChange) error {
				ids = append(ids, u.User.ID)
				return nil
			})
			require.NoError(t, err)
			return ids, next
		}
		_, token := changed("")

		require.NoError(t, c.Identity.GroupMembers.Add(t.Context(), group.ID, admin365.ObjectID(alex.ID)))
		assert.Equal(t, 5, free(t, c), "not at once")
		m.Advance(time.Minute)
		assert.Equal(t, 4, free(t, c))
		holds := func() (names []string) {
			for u, err := range c.Identity.Users.List(t.Context(), identity.UserQuery{Filter: "assignedLicenses/any(s:s/skuId eq " + string(businessCentral) + ")"}) {
				require.NoError(t, err)
				names = append(names, u.UserPrincipalName)
			}
			return names
		}
		assert.Equal(t, []string{"AlexW@contoso.com"}, holds())
		ids, _ := changed(token)
		assert.Equal(t, []admin365.UserID{alex.ID}, ids)
		require.ErrorIs(t, c.Billing.Licenses.Assign(t.Context(), alex.ID, billing.LicenseChange{Remove: []admin365.SKUID{businessCentral}}), admin365.ErrPrecondition)
		require.ErrorIs(t, c.Identity.Groups.Delete(t.Context(), group.ID), admin365.ErrPrecondition, "who gives licenses stays")

		require.NoError(t, c.Identity.GroupMembers.Remove(t.Context(), group.ID, admin365.ObjectID(alex.ID)))
		m.Advance(time.Minute)
		assert.Equal(t, 5, free(t, c))
		assert.Empty(t, holds())
		require.NoError(t, c.Billing.GroupLicenses.Assign(t.Context(), group.ID, billing.LicenseChange{Remove: []admin365.SKUID{businessCentral}}))
		m.Advance(time.Minute)
		require.NoError(t, c.Identity.Groups.Delete(t.Context(), group.ID))
	})
}

// TestExpiryIsFelt: a subscription that expires warns at its product, then nobody can
// be given it; with the last premium product what needs it is refused.
func TestExpiryIsFelt(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		state := func() billing.Status {
			sku, err := billing.FindSKU(t.Context(), c.Billing.SKUs, "DYN365_BUSCENTRAL_ESSENTIAL")
			require.NoError(t, err)
			return sku.CapabilityStatus
		}
		signIns := identity.UserQuery{Include: []identity.UserProperty{identity.IncludeSignInActivity}}
		for s, err := range c.Billing.Subscriptions.List(t.Context()) {
			require.NoError(t, err)
			require.NoError(t, m.Backstage.Billing.Expire(t.Context(), s.ID))
		}
		assert.Equal(t, billing.StatusWarning, state())
		require.NoError(t, c.Billing.Licenses.Assign(t.Context(), "AlexW@contoso.com", give(businessCentral)))
		for _, err := range c.Identity.Users.List(t.Context(), signIns) {
			require.NoError(t, err, "people notice nothing yet")
		}
		m.Advance(billing.GracePeriod)
		assert.Equal(t, billing.StatusSuspended, state())
		require.ErrorIs(t, c.Billing.Licenses.Assign(t.Context(), "LeeG@contoso.com", give(businessCentral)), billing.ErrNoSeats)
		for _, err := range c.Identity.Users.List(t.Context(), signIns) {
			require.ErrorIs(t, err, admin365.ErrForbidden, "nothing premium is left")
		}
		m.Advance(billing.SuspendedPeriod)
		assert.Equal(t, billing.StatusDeleted, state())
	})
}

// TestSynchronizedPeopleGetLicenses: what the synchronization manages is read-only,
// and licenses are the cloud's.
func TestSynchronizedPeopleGetLicenses(t *testing.T) {
	t.Parallel()
	everyWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ada, err := m.Backstage.Identity.SyncUser(t.Context(), starter("ada", admin.ContosoDomain))
		require.NoError(t, err)
		require.ErrorIs(t, c.Identity.Users.Update(t.Context(), ada.ID, identity.UserPatch{DisplayName: new("Ada")}), admin365.ErrPrecondition)
		require.ErrorIs(t, c.Billing.Licenses.Assign(t.Context(), ada.ID, give(businessCentral)), admin365.ErrPrecondition, "he is nowhere yet")
		require.NoError(t, c.Identity.Users.Update(t.Context(), ada.ID, identity.UserPatch{UsageLocation: new("CH")}))
		require.NoError(t, c.Billing.Licenses.Assign(t.Context(), ada.ID, give(businessCentral)))
		assert.Equal(t, 4, free(t, c))
	})
}
