package emu

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

// second is another world with a tenant of its own, whose domain is contoso.com too.
func (l *lab) second(id admin365.TenantID, start time.Time) *tenant.Tenant {
	l.t.Helper()
	in := l.join(tenant.NewWorld(l.schema, start), id, "contoso.com")
	in.Log.Keep(0)
	return in
}

// TestWorlds: each tenant has its own clock, whichever of them the others have.
func TestWorlds(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	other := l.second(labOther, time.Date(2031, time.May, 1, 0, 0, 0, 0, time.UTC))
	require.NoError(t, l.Add(other.World()))
	require.NoError(t, l.Add(other.World()), "a world that is served already is no error")
	l.Register(App{ID: "app", Secret: admin365.NewSecret("s+c&et=%"), Tenant: labOther})
	token := l.tokenFor(labOther, admin365.Caller{App: "app"})
	bearer := header("Authorization", "Bearer "+token)

	for range 2 { // The second time the token is remembered.
		a := l.get("/users/x", bearer)
		require.Equal(t, http.StatusOK, a.StatusCode, a.body)
		assert.Contains(t, a.Header.Get("Date"), "01 May 2031", "the tenant's clock")
		assert.Contains(t, l.get("/users/x").Header.Get("Date"), "05 Jan 2026")
	}
	assert.Equal(t, 2031, other.Log.All()[0].At.Year())
	assert.Contains(t, l.get("/nothing", bearer).body, "2031-05-01T", "a refusal too")

	other.World().Advance(tokenLife)
	a := l.get("/users/x", bearer)
	require.Equal(t, http.StatusUnauthorized, a.StatusCode, "an hour of its own tenant has passed")
	assert.Contains(t, a.Header.Get("Date"), "01 May 2031 01:")
	assert.Equal(t, http.StatusOK, l.get("/users/x").StatusCode, "and none of the other")

	l.Remove(other.World())
	assert.Equal(t, http.StatusUnauthorized, l.get("/users/x", bearer).StatusCode)
	_, known := l.issuer.app("app")
	assert.False(t, known, "an application that was registered there alone is forgotten")
}

// TestRemovedWorld: a token that was remembered is not good in a world that is gone.
func TestRemovedWorld(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	require.Equal(t, http.StatusOK, l.get("/users/x").StatusCode)
	l.Remove(l.world)
	a := l.get("/users/x")
	require.Equal(t, http.StatusUnauthorized, a.StatusCode)
	assert.Empty(t, l.issuer.sessions.known)
	assert.NotEmpty(t, a.Header.Get("Date"))
	l.issuer.sessions.put("late", knownToken{session: &tenant.Session{Tenant: l.tenant}}, l.worlds)
	assert.Empty(t, l.issuer.sessions.known, "nor is what was verified meanwhile remembered")
	require.NoError(t, l.Add(l.world))
	assert.Equal(t, http.StatusOK, l.get("/users/x").StatusCode)
}

// TestWorldsConflict: a token names its tenant by the id, so there is one of each.
func TestWorldsConflict(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	twin := l.second(labTenant, time.Now())
	require.ErrorIs(t, l.Add(twin.World()), admin365.ErrConflict)
	assert.Len(t, l.worlds.list(), 1)
}

// TestWhichTenant: what a path leaves open the application tells, and what nothing
// tells is refused.
func TestWhichTenant(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	require.NoError(t, l.Add(l.second(labOther, l.world.Now()).World()))
	secret := admin365.NewSecret("s+c&et=%")
	l.Register(App{ID: "everywhere", Secret: secret})
	l.Register(App{ID: "here", Secret: secret, Tenant: labTenant})
	l.Register(App{ID: "there", Secret: secret, Tenant: labOther})
	for _, c := range []struct {
		path, app string
		in        admin365.TenantID
		code      string
	}{
		{string(labTenant), "here", labTenant, ""},
		{string(labTenant), "everywhere", labTenant, ""},
		{string(labOther), "everywhere", labOther, ""},
		{string(labOther), "THERE", labOther, ""},
		{"contoso.com", "here", labTenant, ""},
		{"contoso.com", "there", labOther, ""},
		{"common", "there", labOther, ""},
		{"organizations", "here", labTenant, ""},
		{string(labOther), "here", "", "AADSTS700016"},
		{string(labTenant), "there", "", "AADSTS700016"},
		{"contoso.com", "everywhere", "", "AADSTS50059"},
		{"common", "everywhere", "", "AADSTS50059"},
		{"common", "nobody", "", "AADSTS700016"},
		{"fabrikam.com", "here", "", "AADSTS90002"},
	} {
		t.Run(c.path+" "+c.app, func(t *testing.T) {
			t.Parallel()
			form := good()
			form.Set("client_id", c.app)
			a := l.do("POST", login+"/"+c.path+"/oauth2/v2.0/token", form.Encode())
			if c.code != "" {
				assert.Equal(t, http.StatusBadRequest, a.StatusCode)
				assert.Contains(t, a.body, c.code+": ")
				return
			}
			require.Equal(t, http.StatusOK, a.StatusCode, a.body)
			var got struct {
				Token string `json:"access_token"`
			}
			a.decode(t, &got)
			assert.Equal(t, string(c.in), l.verify(got.Token)["tid"])
		})
	}
	assert.Equal(t, http.StatusBadRequest, l.get(login+"/contoso.com/v2.0/.well-known/openid-configuration").StatusCode)
	_, _, err := l.Token("contoso.com", admin365.Caller{}, []string{labScope})
	require.ErrorContains(t, err, "2 tenants")
}

// TestUnregister: an application that is gone gets no further token.
func TestUnregister(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	l.Register(App{ID: "app", Secret: admin365.NewSecret("s+c&et=%")})
	require.Equal(t, http.StatusOK, l.form(good()).StatusCode)
	l.Unregister("APP")
	a := l.form(good())
	assert.Equal(t, http.StatusBadRequest, a.StatusCode)
	assert.Contains(t, a.body, "AADSTS700016")
}

// TestWorldsWhileServing: worlds come and go while others are asked; for the race
// detector, and for the time that it takes.
func TestWorldsWhileServing(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const workers, rounds = 8, 20
	var all sync.WaitGroup
	for i := range workers {
		all.Go(func() {
			for range rounds {
				id := admin365.TenantID(tenant.NameKey("worker", strings.Repeat("x", i)).String())
				in := l.second(id, l.world.Now())
				if !assert.NoError(t, l.Add(in.World())) {
					return
				}
				app := App{ID: admin365.AppID(id), Secret: admin365.NewSecret("s+c&et=%"), Tenant: id}
				l.Register(app)
				form := good()
				form.Set("client_id", string(id))
				a := l.do("POST", login+"/common/oauth2/v2.0/token", form.Encode())
				var got struct {
					Token string `json:"access_token"`
				}
				a.decode(t, &got)
				assert.Equal(t, http.StatusOK, l.get("/users/x", header("Authorization", "Bearer "+got.Token)).StatusCode)
				l.Remove(in.World())
				assert.Len(t, in.Log.All(), 1, "nobody else's request")
			}
		})
	}
	all.Wait()
	assert.Len(t, l.worlds.list(), 1)
	assert.Empty(t, l.issuer.apps)
}

// BenchmarkAddWorld is what a test worker pays for his tenant's place among a
// thousand others.
func BenchmarkAddWorld(b *testing.B) {
	l := newLab(b)
	for i := range 1000 {
		id := admin365.TenantID(tenant.NameKey("tenant", url.QueryEscape(strings.Repeat("x", i))).String())
		require.NoError(b, l.Add(l.second(id, l.world.Now()).World()))
	}
	in := l.second(labOther, l.world.Now())
	b.ReportAllocs()
	for b.Loop() {
		if err := l.Add(in.World()); err != nil {
			b.Fatal(err)
		}
		l.Remove(in.World())
	}
}
