package billing_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// TestHoldersAreReadAsTheyCome: the holders of a product are read page by page, each
// once though he came by it in two ways: who loses it meanwhile, further on, is not
// told of.
func TestHoldersAreReadAsTheyCome(t *testing.T) {
	t.Parallel()
	const people = 250
	l := inMemory(t)
	buy(t, l.m, entraP1, people)
	require.NoError(t, l.m.Backstage.AddUsers(t.Context(), "holder", people))
	var users []admin365.UserID
	for u, err := range l.c.Identity.Users.List(t.Context(), identity.UserQuery{UserPrincipalNamePrefix: "holder"}) {
		require.NoError(t, err)
		users = append(users, u.ID)
		require.NoError(t, l.c.Identity.Users.Update(t.Context(), u.ID, identity.UserPatch{UsageLocation: new("US")}))
		require.NoError(t, l.c.Billing.Licenses.Assign(t.Context(), u.ID, adding(license(entraP1))))
		require.NoError(t, l.c.Identity.GroupMembers.Add(t.Context(), l.group, admin365.ObjectID(u.ID)))
	}
	require.Len(t, users, people)
	require.NoError(t, l.c.Identity.GroupMembers.Remove(t.Context(), l.group, admin365.ObjectID(l.alex)))
	l.assign(adding(license(entraP1)))
	require.NoError(t, l.m.Backstage.Billing.FinishGroupLicensing(t.Context()))

	seen := map[admin365.UserID]int{}
	last := admin365.UserID("")
	for u, err := range l.c.Billing.Licenses.Holders(t.Context(), entraP1) {
		require.NoError(t, err)
		assert.Less(t, last, u.ID, "in the order of their ids")
		seen[u.ID]++
		last = u.ID
	}
	assert.Len(t, seen, people)
	for user, times := range seen {
		assert.Equal(t, 1, times, user)
	}

	var told []admin365.UserID
	for u, err := range l.c.Billing.Licenses.Holders(t.Context(), entraP1) {
		require.NoError(t, err)
		if told == nil {
			require.NoError(t, l.c.Identity.Users.Delete(t.Context(), last))
		}
		told = append(told, u.ID)
	}
	assert.Len(t, told, people-1)
	assert.NotContains(t, told, last)
}
