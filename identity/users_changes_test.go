package identity_test

import (
	"bytes"
	"context"
	"fmt"
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

// eachWay runs the test for the tenant in memory and for the client of its
// emulator.
func eachWay(t *testing.T, run func(t *testing.T, m *admin.Test, c *admin.Client)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		m := newTest(t)
		run(t, m, m.Client)
	})
	t.Run("http", func(t *testing.T) {
		t.Parallel()
		m := newTest(t)
		run(t, m, m.HTTP())
	})
}

// changesOf collects a round of changes, each user by his last word, and the token after it.
func changesOf(t *testing.T, users identity.Users, from identity.ChangeToken) (map[string]identity.UserChange, identity.ChangeToken) {
	t.Helper()
	got := map[string]identity.UserChange{}
	next, err := identity.Sync(t.Context(), users, from, func(c identity.UserChange) error {
		got[string(c.User.ID)] = c
		return nil
	})
	require.NoError(t, err)
	return got, next
}

// words says what changed, in short.
func words(changes map[string]identity.UserChange) []string {
	var all []string
	for _, c := range changes {
		if c.Removed != "" {
			all = append(all, string(c.Removed)+" "+string(c.User.ID))
		} else {
			all = append(all, c.User.UserPrincipalName+" "+c.User.JobTitle)
		}
	}
	slices.Sort(all)
	return all
}

// TestChanges: a round tells of every change since the last one, whoever made it,
// and of nothing else.
func TestChanges(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx, users := t.Context(), c.Identity.Users
		all, token := changesOf(t, users, "")
		assert.Len(t, all, 24, "everybody, at first")
		_, fromNow := changesOf(t, users, identity.FromNow)
		for _, from := range []identity.ChangeToken{token, fromNow} {
			none, _ := changesOf(t, users, from)
			assert.Empty(t, none)
		}

		ada := m.Given.User(identity.NewUser{UserPrincipalName: "ada@contoso.com", DisplayName: "Ada"})
		require.NoError(t, users.Update(ctx, "AlexW@contoso.com", identity.UserPatch{JobTitle: admin365.Set("Boss")}))
		require.NoError(t, users.Update(ctx, "AdeleV@contoso.com", identity.UserPatch{JobTitle: admin365.Null[string]()}))
		miriam, err := users.Get(ctx, "MiriamG@contoso.com")
		require.NoError(t, err)
		require.NoError(t, users.Delete(ctx, miriam.ID))
		// What a delta does not track is no change: profiles, and who manages whom.
		require.NoError(t, c.Identity.Profiles.Update(ctx, "DebraB@contoso.com", identity.ProfilePatch{AboutMe: admin365.Set("x")}))
		require.NoError(t, c.Identity.Managers.Set(ctx, "DebraB@contoso.com", "AlexW@contoso.com"))
		// Nor is what changes nothing.
		require.NoError(t, users.Update(ctx, "LeeG@contoso.com", identity.UserPatch{JobTitle: admin365.Set("Director")}))
		want := []string{"AdeleV@contoso.com ", "AlexW@contoso.com Boss", "ada@contoso.com ", "changed " + string(miriam.ID)}
		var news map[string]identity.UserChange
		for name, from := range map[string]identity.ChangeToken{"everybody": token, "from now": fromNow} {
			news, token = changesOf(t, users, from)
			assert.ElementsMatch(t, want, words(news), name)
		}
		assert.Equal(t, &identity.User{ID: miriam.ID}, news[string(miriam.ID)].User, "of a removed one the id alone")

		// The user is as Get has him, but for what a delta does not track.
		got, err := users.Get(ctx, ada.ID)
		require.NoError(t, err)
		got.LicenseAssignmentStates = nil
		assert.Equal(t, got, news[string(ada.ID)].User)

		require.NoError(t, m.Backstage.Identity.PutBack(miriam.ID))
		require.NoError(t, users.Delete(ctx, ada.ID))
		news, token = changesOf(t, users, token)
		assert.Equal(t, []string{"MiriamG@contoso.com Director", "changed " + string(ada.ID)}, words(news), "restored, and deleted")

		// Twenty-five days later she is still in the bin, thirty-one days later not.
		for range 5 {
			m.Advance(5 * 24 * time.Hour)
			news, token = changesOf(t, users, token)
			assert.Empty(t, news)
		}
		m.Advance(6 * 24 * time.Hour)
		news, _ = changesOf(t, users, token)
		assert.Equal(t, []string{"deleted " + string(ada.ID)}, words(news))
	})
}

// TestChangesSayTheSame: the two ways tell the same of the same tenant, value by
// value, page by page.
func TestChangesSayTheSame(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	ctx, direct, wired := t.Context(), m.Identity.Users, m.HTTP().Identity.Users
	_, err := direct.Create(ctx, everything())
	require.NoError(t, err)
	page := func(from, fromWired identity.ChangeToken) (identity.ChangeToken, identity.ChangeToken) {
		a, err := direct.Changes(ctx, from)
		require.NoError(t, err)
		b, err := wired.Changes(ctx, fromWired)
		require.NoError(t, err)
		assert.Equal(t, a.Changes, b.Changes)
		assert.Equal(t, a.More, b.More)
		return a.Next, b.Next
	}
	a, b := page("", "")
	a, b = page(a, b)
	require.NoError(t, direct.Update(ctx, "ada@contoso.com", identity.UserPatch{
		OtherMails: []string{}, BusinessPhones: []string{}, JobTitle: admin365.Null[string](), Mail: admin365.Null[string](),
		EmployeeHireDate: admin365.Null[time.Time](), EmployeeOrgData: admin365.Null[identity.EmployeeOrgData](), ShowInAddressList: admin365.Null[bool](),
	}))
	require.NoError(t, direct.Delete(ctx, "AlexW@contoso.com"))
	a, b = page(a, b)
	m.Given.Users(450)
	for range 3 {
		a, b = page(a, b)
	}
	page(a, b)

	// A token of memory is one of the service, and goes on over HTTP.
	require.NoError(t, direct.Delete(ctx, "LeeG@contoso.com"))
	over, err := wired.Changes(ctx, a)
	require.NoError(t, err)
	assert.Len(t, over.Changes, 1)
}

// TestChangesWhilePaging: who changes while everybody is listed comes again in
// the next round, and nobody is lost.
func TestChangesWhilePaging(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		m.Given.Users(450)
		ctx, users := t.Context(), c.Identity.Users
		seen := map[string]int{}
		page, err := users.Changes(ctx, "")
		require.NoError(t, err)
		require.True(t, page.More)
		first := page.Changes[0].User.ID
		require.NoError(t, users.Update(ctx, first, identity.UserPatch{JobTitle: admin365.Set("Boss")}))
		require.NoError(t, users.Delete(ctx, page.Changes[1].User.ID))
		gone := page.Changes[1].User.ID
		pages := 1
		for {
			for _, c := range page.Changes {
				seen[string(c.User.ID)]++
			}
			if !page.More {
				break
			}
			page, err = users.Changes(ctx, page.Next)
			require.NoError(t, err)
			pages++
		}
		assert.Len(t, seen, 474)
		assert.Equal(t, 3, pages)
		for id, n := range seen {
			assert.Equal(t, 1, n, id)
		}
		news, token := changesOf(t, users, page.Next)
		assert.Len(t, news, 2)
		assert.Equal(t, "Boss", news[string(first)].User.JobTitle)
		assert.Equal(t, identity.RemovedRestorable, news[string(gone)].Removed)

		// In a round of changes a user who changes again moves to its end, with
		// what changed before.
		ids := slices.Sorted(func(yield func(string) bool) {
			for id := range seen {
				if id != string(gone) && !yield(id) {
					return
				}
			}
		})
		for i, id := range ids {
			require.NoError(t, m.Identity.Users.Update(ctx, admin365.UserID(id), identity.UserPatch{JobTitle: admin365.Set(fmt.Sprint("J", i))}))
		}
		page, err = users.Changes(ctx, token)
		require.NoError(t, err)
		require.True(t, page.More)
		late := ids[len(ids)-1]
		require.NoError(t, users.Update(ctx, admin365.UserID(late), identity.UserPatch{City: admin365.Set("Kiel")}))
		got := map[string]bool{}
		for _, c := range page.Changes {
			got[string(c.User.ID)] = true
		}
		rest, token := changesOf(t, users, page.Next)
		for id, c := range rest {
			assert.False(t, got[id], "once")
			got[id] = true
			if id == late {
				assert.Equal(t, []string{fmt.Sprint("J", len(ids)-1), "Kiel"}, []string{c.User.JobTitle, c.User.City})
			}
		}
		assert.Len(t, got, len(ids))
		none, _ := changesOf(t, users, token)
		assert.Empty(t, none)
	})
}

// TestChangeTokens: a token survives a save; what the service has forgotten, and
// what is none, is told apart.
func TestChangeTokens(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx, users := t.Context(), c.Identity.Users
		over := func(other *admin.Memory) identity.Users {
			if users == m.Identity.Users {
				return other.Identity.Users
			}
			h, err := admin.NewEmulator(other, admin.EmulatorConfig{}).Client(admin365.Caller{})
			require.NoError(t, err)
			return h.Identity.Users
		}
		before := m.Snapshot()
		_, token := changesOf(t, users, "")
		require.NoError(t, users.Delete(ctx, "AlexW@contoso.com"))

		var file bytes.Buffer
		require.NoError(t, m.Save(&file))
		loaded, err := admin.LoadMemory(bytes.NewReader(file.Bytes()), admin.MemoryConfig{})
		require.NoError(t, err)
		news, _ := changesOf(t, over(loaded), token)
		assert.Len(t, news, 1, "after a restart")

		resync := func(users identity.Users, token identity.ChangeToken, status int, why string) {
			t.Helper()
			page, err := users.Changes(ctx, token)
			require.ErrorIs(t, err, admin365.ErrResync, why)
			assert.Nil(t, page)
			e := new(admin365.Error)
			require.ErrorAs(t, err, &e)
			assert.Equal(t, []any{"identity.Users.Changes", status}, []any{e.Op, e.Status}, why)
		}
		m.Advance(7*24*time.Hour - time.Minute)
		news, later := changesOf(t, users, token)
		assert.Len(t, news, 1, "seven days are not over")
		m.Advance(2 * time.Minute)
		resync(users, token, 400, "seven days are over")
		_, err = identity.Sync(ctx, users, token, func(identity.UserChange) error { return nil })
		require.ErrorIs(t, err, admin365.ErrResync)
		none, later := changesOf(t, users, later)
		assert.Empty(t, none, "each round begins seven days anew")

		require.NoError(t, m.Restore(before))
		resync(users, later, 410, "what was restored is another story")
		all, _ := changesOf(t, users, "")
		assert.Len(t, all, 24)

		other, err := m.AddTenant(admin.NewTenant{Name: "Fabrikam"})
		require.NoError(t, err)
		_, foreign := changesOf(t, over(other), "")
		for _, bad := range []identity.ChangeToken{"x", "Latest!", "/", "/v1.0/users", "/v1.0/users/delta", "//evil.example/v1.0/users/delta?$deltatoken=x",
			"/v1.0/groups/delta?$deltatoken=x", "/v1.0/users/delta?$filter=x", `/v1.0/users/delta?$deltatoken=\`, "/v1.0/users/../users/delta?$deltatoken=x",
			"%", "?", "e30", identity.ChangeToken(strings.Repeat("x", 5000)), later + "x", foreign} {
			page, err := users.Changes(ctx, bad)
			require.ErrorIs(t, err, admin365.ErrInvalid, "%q", bad[:min(len(bad), 80)])
			assert.Nil(t, page)
		}
	})
}

// TestChangesOfBackstage: the directory synchronization and the bulk of a test are
// writers like others.
func TestChangesOfBackstage(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		_, token := changesOf(t, c.Identity.Users, identity.FromNow)
		synced := m.Given.SyncedUser(identity.NewUser{UserPrincipalName: "sync@contoso.com"})
		require.NoError(t, m.Backstage.AddUsers(t.Context(), "u", 3))
		news, _ := changesOf(t, c.Identity.Users, token)
		assert.Len(t, news, 4)
		assert.Equal(t, true, *news[string(synced.ID)].User.OnPremisesSyncEnabled)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := c.Identity.Users.Changes(ctx, "")
		require.ErrorIs(t, err, context.Canceled)
	})
}

// TestChangesUnderLag: a reader who sees an older tenant than his token knows is
// told nothing, and loses nothing.
func TestChangesUnderLag(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx, users := t.Context(), c.Identity.Users
		_, token := changesOf(t, users, "")
		m.Drill(admin.ReplicaLag(time.Hour))
		require.NoError(t, users.Update(ctx, "AlexW@contoso.com", identity.UserPatch{JobTitle: admin365.Set("Boss")}))
		none, token := changesOf(t, users, token)
		assert.Empty(t, none)
		m.Advance(2 * time.Hour)
		news, token := changesOf(t, users, token)
		assert.Equal(t, []string{"AlexW@contoso.com Boss"}, words(news))
		// A token of after the lag, read by one who sees what was before it.
		require.NoError(t, users.Delete(ctx, "LeeG@contoso.com"))
		none, token = changesOf(t, users, token)
		assert.Empty(t, none)
		none, token = changesOf(t, users, token)
		assert.Empty(t, none)
		m.Advance(2 * time.Hour)
		news, _ = changesOf(t, users, token)
		assert.Len(t, news, 1)
	})
}
