package admin_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// fakeTB is a test that fails.
type fakeTB struct {
	helped   int
	cleanups []func()
	fatal    string
}

func (f *fakeTB) Helper()          { f.helped++ }
func (f *fakeTB) Cleanup(c func()) { f.cleanups = append(f.cleanups, c) }
func (f *fakeTB) Fatalf(format string, args ...any) {
	f.fatal = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// fails runs a part of a test that is expected to fail it, and returns its words.
func fails(run func(tb *fakeTB)) string {
	tb := &fakeTB{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(tb)
	}()
	<-done
	return tb.fatal
}

// TestGivenBreaksARule: seeding keeps the rules, and what they refuse fails the
// test with the reason and without the password.
func TestGivenBreaksARule(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		give func(*admin.Given)
		says string
	}{
		"a domain unverified": {func(g *admin.Given) { g.User(identity.NewUser{UserPrincipalName: "x@example.com"}) }, "verified domain"},
		"a name taken":        {func(g *admin.Given) { g.User(identity.NewUser{UserPrincipalName: string(adele)}) }, "userPrincipalName"},
		"a weak password": {func(g *admin.Given) {
			g.User(identity.NewUser{PasswordProfile: identity.PasswordProfile{Password: admin365.NewSecret("hunter2hunter2")}})
		}, "complexity"},
		"synced, taken": {func(g *admin.Given) { g.SyncedUser(identity.NewUser{UserPrincipalName: string(adele)}) }, "userPrincipalName"},
		"a group taken": {func(g *admin.Given) {
			g.Group(identity.NewGroup{MailNickname: "allcompany", GroupTypes: []string{identity.UnifiedGroup}})
		}, "mailNickname"},
		"synced, nobody": {func(g *admin.Given) { g.SyncedGroup(identity.NewGroup{Members: []admin365.ObjectID{"nobody"}}) }, "nobody"},
		"a domain taken": {func(g *admin.Given) { g.Domain("CONTOSO.com") }, "domain"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said := fails(func(tb *fakeTB) { c.give(admin.NewTest(tb).Given) })
			assert.Contains(t, said, c.says)
			assert.True(t, strings.HasPrefix(said, "given "), said)
			assert.NotContains(t, said, "hunter2")
		})
	}
	tb := &fakeTB{}
	m := admin.NewTest(tb)
	m.Given.User(identity.NewUser{})
	m.HTTP()
	assert.Empty(t, tb.fatal)
	assert.GreaterOrEqual(t, tb.helped, 3, "failures are shown where the test stands")
}

// TestGiven: what is made up is unique and within the rules, and is no request
// of the test.
func TestGiven(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	a, b := m.Given.User(identity.NewUser{}), m.Given.User(identity.NewUser{DisplayName: "Bea"})
	assert.NotEqual(t, a.UserPrincipalName, b.UserPrincipalName)
	assert.Equal(t, "Bea", b.DisplayName)
	m.Given.Domain("fabrikam.com")
	m.Given.User(identity.NewUser{UserPrincipalName: "ada@fabrikam.com"})
	m.Given.Users(10)
	m.Given.Users(10)
	m.Given.Users(0)
	synced := m.Given.SyncedUser(identity.NewUser{})
	one, two := m.Given.Group(identity.NewGroup{}), m.Given.Group(identity.NewGroup{DisplayName: "Two"})
	assert.NotEqual(t, one.MailNickname, two.MailNickname)
	assert.Equal(t, "Two", two.DisplayName)
	mastered := m.Given.SyncedGroup(identity.NewGroup{Members: []admin365.ObjectID{admin365.ObjectID(a.ID)}})
	assert.Empty(t, m.Requests())
	assert.Equal(t, 24+3+20+1, count(t, m.Client))
	u, err := m.Identity.Users.Get(t.Context(), synced.ID)
	require.NoError(t, err)
	assert.True(t, *u.OnPremisesSyncEnabled)
	err = m.Identity.Users.Update(t.Context(), synced.ID, identity.UserPatch{DisplayName: new("x")})
	require.ErrorIs(t, err, admin365.ErrPrecondition)
	err = m.Identity.GroupMembers.Remove(t.Context(), mastered.ID, admin365.ObjectID(a.ID))
	require.ErrorIs(t, err, admin365.ErrPrecondition)
}

// TestRequests: every call stands in the list, in order, refused ones too, and
// the same over HTTP.
func TestRequests(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx := t.Context()
		_, err := c.Identity.Users.Get(ctx, adele)
		require.NoError(t, err)
		_, err = c.Identity.Users.Get(ctx, "nobody@contoso.com")
		require.Error(t, err)
		u, err := c.Identity.Users.Create(ctx, starter("ada", admin.ContosoDomain))
		require.NoError(t, err)
		time.Sleep(time.Minute)
		require.NoError(t, c.Identity.Users.Update(ctx, u.ID, identity.UserPatch{City: admin365.Set("x")}))
		require.NoError(t, c.Identity.Managers.Set(ctx, u.ID, adele))
		require.NoError(t, c.Identity.Users.Delete(ctx, u.ID))
		var ops []string
		for _, r := range m.Requests() {
			ops = append(ops, strings.TrimPrefix(r.Op, "identity."))
			assert.Contains(t, r.String(), r.Op)
			assert.NotContains(t, r.String(), "\n", "one line")
		}
		assert.Equal(t, []string{"Users.Get", "Users.Get", "Users.Create", "Users.Update", "Managers.Set", "Users.Delete"}, ops)
		writes := m.Writes()
		require.Len(t, writes, 4)
		assert.Equal(t, []any{admin365.EffectReversible, string(u.ID)}, []any{writes[1].Effect, writes[1].Target})
		assert.Equal(t, time.Minute, writes[1].At.Sub(writes[0].At))
		assert.Equal(t, admin365.EffectLosesData, writes[3].Effect)
		assert.ErrorIs(t, m.Requests()[1].Err, admin365.ErrNotFound)
	})
}

// TestRefusedBeforeTheTenant: what never left the client never reached the
// tenant, in memory as over HTTP.
func TestRefusedBeforeTheTenant(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{ReadOnly: true}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		require.ErrorIs(t, c.Identity.Users.Delete(t.Context(), adele), admin365.ErrForbidden)
		require.ErrorIs(t, c.Identity.Users.Update(t.Context(), adele, identity.UserPatch{}), admin365.ErrInvalid)
		_, err := c.Identity.Users.Get(t.Context(), "")
		require.ErrorIs(t, err, admin365.ErrInvalid)
		assert.Empty(t, m.Requests(), "nothing was sent")
	})
}

// TestChanges: what happened, in lines; an update that repeats what stands there
// is no change.
func TestChanges(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		ctx, before := t.Context(), m.Snapshot()
		require.NoError(t, c.Identity.Users.Update(ctx, adele, identity.UserPatch{
			City: admin365.Set("Oslo"), State: admin365.Null[string](), PasswordProfile: &identity.PasswordProfile{Password: admin365.NewSecret(password)},
		}))
		require.NoError(t, c.Identity.Managers.Remove(ctx, adele))
		lines := strings.Join(m.Changes(before), "\n")
		assert.Contains(t, lines, `users: changed AdeleV@contoso.com: city "Bellevue" -> "Oslo"`)
		assert.Contains(t, lines, `users: changed AdeleV@contoso.com: state "WA" -> null`)
		assert.Contains(t, lines, `users: changed AdeleV@contoso.com: password changed`)
		assert.Contains(t, lines, `users: changed AdeleV@contoso.com: manager 9b2d9a98-275e-4541-8d2c-4d893187b0f4 -> null`)
		assert.NotContains(t, lines, password)

		again := m.Snapshot()
		require.NoError(t, c.Identity.Users.Update(ctx, adele, identity.UserPatch{City: admin365.Set("Oslo"), Mail: admin365.Set(string(adele)), UserPrincipalName: new(string(adele))}))
		assert.Empty(t, m.Changes(again), "everything was so already")
	})
}

func TestFixedStart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		assert.Equal(t, time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC), admin.NewTest(t).Now())
	})
}
