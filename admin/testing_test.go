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
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
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
		"synced, nobody":          {func(g *admin.Given) { g.SyncedGroup(identity.NewGroup{Members: []admin365.ObjectID{"nobody"}}) }, "nobody"},
		"a license of nobody":     {func(g *admin.Given) { g.License("nobody@contoso.com", "SPE_E3") }, "nobody"},
		"a product of nobody":     {func(g *admin.Given) { g.License(adele, "SPE_E7") }, "SPE_E7"},
		"a product of the tenant": {func(g *admin.Given) { g.License(adele, "CRMINSTANCE") }, "cannot be assigned"},
		"a plan of another": {func(g *admin.Given) {
			g.License(adele, "SPE_E3", "8e9002c0-a1d8-4465-b952-817d2948e6e2")
		}, "service plan"},
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

// TestGivenLicense: a test says who has which product, by the name that people have for
// it, and need not see to seats and to where somebody is.
func TestGivenLicense(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	ada, bea := m.Given.User(identity.NewUser{}), m.Given.User(identity.NewUser{UsageLocation: "NL"})
	has := func(id admin365.UserID) (names []string) {
		u, err := m.Billing.Licenses.Get(t.Context(), id)
		require.NoError(t, err)
		for _, l := range u.Assigned {
			var name strings.Builder
			name.WriteString(billing.ProductName(l.SKUID))
			for _, off := range l.DisabledPlans {
				name.WriteString(" without " + string(off))
			}
			names = append(names, name.String())
		}
		return names
	}
	seats := func(product string) *billing.SKU {
		sku, err := billing.FindSKU(t.Context(), m.Billing.SKUs, product)
		require.NoError(t, err)
		return sku
	}
	before := seats("SPE_E3")
	m.Given.License(ada.ID, "Microsoft 365 E3", "57ff2da0-773e-42df-b2af-ffb7a2317929")
	m.Given.License(admin365.UserID(bea.UserPrincipalName), "spe_e3")
	m.Given.License(bea.ID, "53818b1b-4a27-454b-8896-0dba576410e6")
	assert.Empty(t, m.Writes(), "what is given is no request")
	assert.Equal(t, []string{"Microsoft 365 E3 without 57ff2da0-773e-42df-b2af-ffb7a2317929"}, has(ada.ID))
	assert.ElementsMatch(t, []string{"Microsoft 365 E3", "Planner and Project Plan 3"}, has(bea.ID))
	after := seats("SPE_E3")
	assert.Equal(t, before.ConsumedUnits+2, after.ConsumedUnits)
	assert.Equal(t, before.PrepaidUnits, after.PrepaidUnits, "there were seats")
	assert.Equal(t, 1, seats("PROJECTPROFESSIONAL").PrepaidUnits.Enabled, "one was bought for her")
	cleo := m.Given.User(identity.NewUser{})
	m.Given.License(cleo.ID, "SPE_E3")
	m.Given.License(cleo.ID, "PROJECTPROFESSIONAL")
	assert.Equal(t, 2, seats("PROJECTPROFESSIONAL").PrepaidUnits.Enabled, "and one more")
	assert.Zero(t, billing.Available(seats("PROJECTPROFESSIONAL")))
	for id, want := range map[admin365.UserID]string{ada.ID: "US", bea.ID: "NL"} {
		u, err := m.Identity.Users.Get(t.Context(), id)
		require.NoError(t, err)
		assert.Equal(t, want, u.UsageLocation)
	}
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

// TestGivenEnvironment: what a test does not say of an environment is made up, what it
// says is kept, and each is another one.
func TestGivenEnvironment(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	made, said := m.Given.Environment(instances.NewEnvironment{}), m.Given.Environment(instances.NewEnvironment{
		DisplayName: "Payroll", Type: instances.Production, Location: "unitedstates",
	})
	assert.NotEqual(t, made.ID, said.ID)
	assert.NotEqual(t, made.DisplayName, m.Given.Environment(instances.NewEnvironment{}).DisplayName)
	assert.Equal(t, instances.Sandbox, made.Type)
	assert.Equal(t, "europe", made.Location)

	got, err := m.Instances.Environments.Get(t.Context(), said.ID)
	require.NoError(t, err)
	assert.Equal(t, "Payroll", got.DisplayName)
	assert.Equal(t, instances.Production, got.Type)
	assert.Equal(t, "unitedstates", got.Location)
	require.NotNil(t, got.Dataverse)
	assert.NotEmpty(t, got.Dataverse.URL)
}
