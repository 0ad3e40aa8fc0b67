package identity_test

import (
	"bytes"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestGroupBin: a deleted group keeps what it has for thirty days, and takes
// nothing away from those who are left.
func TestGroupBin(t *testing.T) {
	t.Parallel()
	bothGroupWays(t, func(t *testing.T, m *admin.Test, s *identity.Service) {
		ctx := t.Context()
		retail, dynamics := contosoGroup(t, s, "sg-Retail"), contosoGroup(t, s, "Dynamics Users")
		_, err := s.DeletedGroups.Get(ctx, retail.ID)
		require.ErrorIs(t, err, admin365.ErrNotFound)
		_, err = s.DeletedGroups.Restore(ctx, retail.ID)
		require.ErrorIs(t, err, admin365.ErrNotFound)
		require.ErrorIs(t, s.DeletedGroups.Purge(ctx, retail.ID), admin365.ErrNotFound)
		require.NoError(t, s.Groups.Delete(ctx, retail.ID))
		require.ErrorIs(t, s.Groups.Delete(ctx, retail.ID), admin365.ErrNotFound)
		_, err = s.Groups.Get(ctx, retail.ID)
		require.ErrorIs(t, err, admin365.ErrNotFound)
		n, err := s.Groups.Count(ctx, identity.GroupQuery{})
		require.NoError(t, err)
		assert.Equal(t, 4, n)
		assert.NotContains(t, names(t, s.GroupMembers.List(ctx, dynamics.ID)), "sg-Retail")
		assert.Len(t, names(t, s.GroupMembers.ListTransitive(ctx, dynamics.ID)), 2, "what its members had by it is gone at once")
		assert.Equal(t, []string{"All Company"}, names(t, s.Memberships.List(ctx, "AdeleV@contoso.com")))
		for range lastPair(s.GroupMembers.List(ctx, retail.ID)) {
			t.Fatal("a deleted group lists nobody")
		}
		binned, err := s.DeletedGroups.Get(ctx, retail.ID)
		require.NoError(t, err)
		assert.Equal(t, "sg-Retail", binned.DisplayName)
		assert.False(t, binned.DeletedDateTime.IsZero())
		var listed []*identity.Group
		for g, err := range s.DeletedGroups.List(ctx) {
			require.NoError(t, err)
			listed = append(listed, g)
		}
		assert.Equal(t, []*identity.Group{binned}, listed)

		restored, err := s.DeletedGroups.Restore(ctx, retail.ID)
		require.NoError(t, err)
		assert.Equal(t, []any{retail.ID, "sg-Retail", time.Time{}}, []any{restored.ID, restored.DisplayName, restored.DeletedDateTime})
		assert.Len(t, names(t, s.GroupMembers.List(ctx, retail.ID)), 3)
		assert.Len(t, names(t, s.GroupOwners.List(ctx, retail.ID)), 1)
		assert.Len(t, names(t, s.GroupMembers.ListTransitive(ctx, dynamics.ID)), 6, "two, the group and its three")

		require.NoError(t, s.Groups.Delete(ctx, retail.ID))
		m.Advance(29 * 24 * time.Hour)
		_, err = s.DeletedGroups.Restore(ctx, retail.ID)
		require.NoError(t, err)
		require.NoError(t, s.Groups.Delete(ctx, retail.ID))
		m.Advance(2 * 24 * time.Hour)
		_, err = s.DeletedGroups.Get(ctx, retail.ID)
		require.NoError(t, err, "the time begins anew")
		before := m.Snapshot()
		m.Advance(28*24*time.Hour + time.Minute)
		_, err = s.DeletedGroups.Get(ctx, retail.ID)
		require.ErrorIs(t, err, admin365.ErrNotFound)
		changes := slices.DeleteFunc(m.Changes(before), func(line string) bool { return strings.HasPrefix(line, "central") })
		assert.Len(t, changes, 1+3+1+1, "Business Central aside: the group, its members, its owner, and its own membership")

		require.NoError(t, s.Groups.Delete(ctx, dynamics.ID))
		require.NoError(t, s.DeletedGroups.Purge(ctx, dynamics.ID))
		_, err = s.DeletedGroups.Get(ctx, dynamics.ID)
		require.ErrorIs(t, err, admin365.ErrNotFound)

		for _, gone := range []*identity.Group{m.Given.SyncedGroup(identity.NewGroup{}), m.Given.Group(identity.NewGroup{MailEnabled: new(true)})} {
			require.NoError(t, s.Groups.Delete(ctx, gone.ID))
			_, err = s.DeletedGroups.Get(ctx, gone.ID)
			require.ErrorIs(t, err, admin365.ErrNotFound, "it does not go through the bin")
		}
	})
}

// lastPair yields the values of a list that must end in not found.
func lastPair(seq iter.Seq2[*identity.DirectoryObject, error]) iter.Seq[*identity.DirectoryObject] {
	return func(yield func(*identity.DirectoryObject) bool) {
		for o, err := range seq {
			if !errors.Is(err, admin365.ErrNotFound) && !yield(o) {
				return
			}
		}
	}
}

// TestDeletedMembers: who is in the bin is in no group meanwhile, and back in it
// afterwards; who is purged leaves nothing behind.
func TestDeletedMembers(t *testing.T) {
	t.Parallel()
	bothGroupWays(t, func(t *testing.T, m *admin.Test, s *identity.Service) {
		ctx := t.Context()
		retail := contosoGroup(t, s, "sg-Retail")
		adele := userID(t, s, "AdeleV")
		require.NoError(t, s.Users.Delete(ctx, admin365.UserID(adele)))
		assert.NotContains(t, names(t, s.GroupMembers.List(ctx, retail.ID)), "Adele Vance")
		assert.Empty(t, names(t, s.GroupOwners.List(ctx, retail.ID)), "a group may lose its last owner so")
		require.ErrorIs(t, s.GroupMembers.Remove(ctx, retail.ID, adele), admin365.ErrNotFound)
		require.ErrorIs(t, s.GroupMembers.Add(ctx, retail.ID, adele), admin365.ErrNotFound)
		n, err := s.Groups.Count(ctx, identity.GroupQuery{})
		require.NoError(t, err)
		assert.Equal(t, 5, n)
		var file bytes.Buffer
		require.NoError(t, m.Save(&file))
		assert.Equal(t, 3, strings.Count(file.String(), `"member":"`+string(adele)+`"`), "the links wait for a restore")
		m.Advance(31 * 24 * time.Hour)
		file.Reset()
		require.NoError(t, m.Save(&file))
		assert.NotContains(t, file.String(), `"member":"`+string(adele)+`"`, "and go with her")
		back, err := admin.LoadMemory(&file, admin.MemoryConfig{})
		require.NoError(t, err)
		assert.Equal(t, names(t, s.GroupMembers.List(ctx, retail.ID)), names(t, back.Identity.GroupMembers.List(ctx, retail.ID)), "groups and members are in the file")
		assert.NotEmpty(t, names(t, back.Identity.GroupMembers.List(ctx, retail.ID)))
	})
}

// TestTransitive: nested members come once, whatever the circles.
func TestTransitive(t *testing.T) {
	t.Parallel()
	bothGroupWays(t, func(t *testing.T, _ *admin.Test, s *identity.Service) {
		ctx := t.Context()
		retail, dynamics := contosoGroup(t, s, "sg-Retail"), contosoGroup(t, s, "Dynamics Users")
		assert.ElementsMatch(t, []string{"Megan Bowen", "Nestor Wilke", "sg-Retail"}, names(t, s.GroupMembers.List(ctx, dynamics.ID)))
		assert.ElementsMatch(t, []string{"Megan Bowen", "Nestor Wilke", "sg-Retail", "Adele Vance", "Cameron White", "Christie Cline"},
			names(t, s.GroupMembers.ListTransitive(ctx, dynamics.ID)))
		assert.ElementsMatch(t, []string{"All Company", "sg-Retail"}, names(t, s.Memberships.List(ctx, "AdeleV@contoso.com")))
		assert.ElementsMatch(t, []string{"All Company", "sg-Retail", "Dynamics Users"}, names(t, s.Memberships.ListTransitive(ctx, "AdeleV@contoso.com")))

		require.NoError(t, s.GroupMembers.Add(ctx, retail.ID, admin365.ObjectID(dynamics.ID)), "a circle")
		require.NoError(t, s.GroupMembers.Add(ctx, retail.ID, admin365.ObjectID(retail.ID)), "itself")
		require.NoError(t, s.GroupMembers.Add(ctx, dynamics.ID, userID(t, s, "AdeleV")), "by two ways")
		all := names(t, s.GroupMembers.ListTransitive(ctx, dynamics.ID))
		assert.ElementsMatch(t, []string{"Megan Bowen", "Nestor Wilke", "sg-Retail", "Dynamics Users", "Adele Vance", "Cameron White", "Christie Cline"}, all)
		assert.ElementsMatch(t, []string{"All Company", "sg-Retail", "Dynamics Users"}, names(t, s.Memberships.ListTransitive(ctx, "AdeleV@contoso.com")))
	})
}
