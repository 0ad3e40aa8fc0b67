package admin_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// play begins the drill of a rule.
func play(t *testing.T, m *admin.Test, rule string) (stop func()) {
	t.Helper()
	d, err := admin.ParseDrill([]byte(rule))
	require.NoError(t, err)
	return m.Drill(d)
}

// ask is a GET of Graph as a stranger sends it, who does not come again.
func ask(t *testing.T, e *admin.Emulator, method, path, body string, edits ...func(*http.Request)) (status int, header http.Header, got string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "https://graph.microsoft.com/v1.0"+path, strings.NewReader(body))
	require.NoError(t, err)
	token, err := e.Credential(admin365.Caller{}).GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{"https://graph.microsoft.com/.default"}})
	require.NoError(t, err)
	r.Header.Set("Authorization", "Bearer "+token.Token)
	r.Header.Set("Content-Type", "application/json")
	for _, edit := range edits {
		edit(r)
	}
	response, err := e.Transport().RoundTrip(r)
	require.NoError(t, err)
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	return response.StatusCode, response.Header, string(text)
}

// TestDrillRules: each rule plays for the calls that it names and for no other, and
// answers what it says, for strangers on the wire.
func TestDrillRules(t *testing.T) {
	t.Parallel()
	const user = "/users/" + string(adele)
	cases := []struct {
		name, rule string
		paths      []string
		want       []int
	}{
		{"the nth call of an operation", `{"op":"identity.Users.Get","nth":2,"status":500}`, []string{user, "/organization", user, user}, []int{200, 200, 500, 200}},
		{"a prefix, some times", `{"op":"identity.Users.*","skip":1,"times":2,"status":503}`, []string{user, "/users", user, user}, []int{200, 503, 503, 200}},
		{"a path", `{"method":"get","path":"/users/*","refuse":"throttled"}`, []string{user, "/users", user + "/memberOf", "/organization"}, []int{429, 200, 200, 200}},
		{"a path and what is below", `{"path":"/Users/**","status":502}`, []string{user, user + "/memberOf", "/groups"}, []int{502, 502, 200}},
		{"one person", `{"path":"/users/adele*@contoso.com","status":404,"code":"Request_ResourceNotFound"}`, []string{user, "/users/admin@contoso.com"}, []int{404, 200}},
		{"another method", `{"method":"DELETE","path":"/users/*","status":500}`, []string{user}, []int{200}},
		{"another application", `{"app":"11111111-2222-3333-4444-555555555555","status":500}`, []string{user}, []int{200}},
		{"every call", `{"refuse":"unavailable","retryAfter":"soon"}`, []string{user, "/organization"}, []int{503, 503}},
		{"no share at all is each", `{"share":1,"seed":3,"times":1,"status":500}`, []string{user, user}, []int{500, 200}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := admin.NewTest(t)
			e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{})
			stop := play(t, m, c.rule)
			var got []int
			for _, path := range c.paths {
				status, _, _ := ask(t, e, "GET", path, "")
				got = append(got, status)
			}
			assert.Equal(t, c.want, got)
			stop()
			status, _, _ := ask(t, e, "GET", c.paths[0], "")
			assert.Equal(t, http.StatusOK, status, "it has ended")
		})
	}
}

// TestDrillRuleOfAnApp: a rule of one application leaves the others alone, directly too.
func TestDrillRuleOfAnApp(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	d, err := admin.Rule(admin.DrillRule{App: "one", Status: 500})
	require.NoError(t, err)
	m.Drill(d)
	_, err = m.As(admin365.Caller{App: "two"}).Identity.Users.Get(t.Context(), adele)
	require.NoError(t, err)
	_, err = m.As(admin365.Caller{App: "One"}).Identity.Users.Get(t.Context(), adele)
	require.ErrorIs(t, err, admin365.ErrUnavailable)
}

// TestDrillRuleAnswers: headers and body are those of the rule, byte for byte, and what
// the caller gets of it directly is what the client makes of it.
func TestDrillRuleAnswers(t *testing.T) {
	t.Parallel()
	const denied = `{"error":{"code":"Authorization_RequestDenied","message":"No."}}`
	m := admin.NewTest(t)
	e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{})
	body, err := json.Marshal(denied)
	require.NoError(t, err)
	stop := play(t, m, `{"op":"identity.Users.Get","status":403,"headers":{"X-Seen":"yes"},"body":`+string(body)+`}`)
	status, header, got := ask(t, e, "GET", "/users/"+string(adele), "")
	assert.Equal(t, []any{403, "yes", denied}, []any{status, header.Get("X-Seen"), got})
	for _, c := range []*admin.Client{m.Client, m.HTTP()} {
		_, err := c.Identity.Users.Get(t.Context(), adele)
		require.ErrorIs(t, err, admin365.ErrForbidden)
	}
	last := m.Requests()[len(m.Requests())-1]
	assert.Equal(t, 403, last.Status)
	require.Error(t, last.Err, "the log has it as refused")
	stop()

	stop = play(t, m, `{"op":"identity.Users.Get","headers":{"X-Seen":"yes"}}`)
	status, header, got = ask(t, e, "GET", "/users/"+string(adele), "")
	assert.Equal(t, []any{200, "yes"}, []any{status, header.Get("X-Seen")}, "headers alone change no answer")
	assert.Contains(t, got, "Adele")
	stop()

	stop = play(t, m, `{"op":"identity.Users.Get","body":"not JSON"}`)
	_, header, got = ask(t, e, "GET", "/users/"+string(adele), "")
	assert.Equal(t, []string{"not JSON", "text/plain; charset=utf-8"}, []string{got, header.Get("Content-Type")})
	for _, c := range []*admin.Client{m.Client, m.HTTP()} {
		_, err := c.Identity.Users.Get(t.Context(), adele)
		require.ErrorIs(t, err, admin365.ErrUnavailable)
	}
	stop()
}

// TestDrillRuleShare: a share of the calls fails, the same ones in every run and others
// with another seed.
func TestDrillRuleShare(t *testing.T) {
	t.Parallel()
	run := func(seed string) (failed []int) {
		m := admin.NewTest(t)
		play(t, m, `{"share":0.2,"status":500,"seed":`+seed+`}`)
		for i := range 500 {
			if _, err := m.Organization.Get(t.Context()); err != nil {
				failed = append(failed, i)
			}
		}
		return failed
	}
	first := run("1")
	assert.InDelta(t, 100, len(first), 30)
	assert.Equal(t, first, run("1"))
	assert.NotEqual(t, first, run("2"))
}

// TestDrillRuleStale: reads of one operation see the tenant as it was, and those of
// another what it is; directly and on the wire.
func TestDrillRuleStale(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewTest(t)
		e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{})
		stop := play(t, m, `{"op":"identity.Users.Get","stale":"1m"}`)
		city := func() []string {
			t.Helper()
			direct, err := m.Identity.Users.Get(t.Context(), adele)
			require.NoError(t, err)
			_, _, wire := ask(t, e, "GET", "/users/"+string(adele)+"?$select=city", "")
			var got struct{ City string }
			require.NoError(t, json.Unmarshal([]byte(wire), &got))
			return []string{direct.City, got.City}
		}
		before := city()
		time.Sleep(time.Second)
		require.NoError(t, m.Identity.Users.Update(t.Context(), adele, identity.UserPatch{City: admin365.Set("Ulm")}))
		assert.Equal(t, before[0], city()[0])
		for u, err := range m.Identity.Users.List(t.Context(), identity.UserQuery{Filter: `userPrincipalName eq '` + string(adele) + `'`}) {
			require.NoError(t, err)
			assert.Equal(t, "Ulm", u.City, "another operation sees what is")
		}
		time.Sleep(59 * time.Second)
		assert.Equal(t, before[0], city()[0])
		time.Sleep(2 * time.Second)
		assert.Equal(t, "Ulm", city()[0])
		require.NoError(t, m.Identity.Users.Update(t.Context(), adele, identity.UserPatch{City: admin365.Set("Bonn")}))
		assert.Equal(t, "Ulm", city()[0])
		stop()
		stop()
		assert.Equal(t, []string{"Bonn", "Bonn"}, city())
	})
}

// TestDrillRuleSpoiled: what is cut or answered otherwise has been done, unless the rule
// says that it failed.
func TestDrillRuleSpoiled(t *testing.T) {
	t.Parallel()
	for rule, done := range map[string]bool{
		`{"cut":true,"times":1}`: true, `{"html":true,"times":1}`: true, `{"body":"x","times":1}`: true,
		`{"status":500,"cut":true,"times":1}`: false, `{"status":504,"times":1}`: false, `{"status":504,"done":true,"times":1}`: true,
	} {
		synctest.Test(t, func(t *testing.T) {
			for _, wire := range []bool{false, true} {
				m := admin.NewTest(t)
				c := m.Client
				if wire {
					c = m.HTTP()
				}
				play(t, m, strings.Replace(rule, "{", `{"op":"identity.Users.Create","delay":"2s",`, 1))
				started := time.Now()
				_, err := c.Identity.Users.Create(t.Context(), starter("ada", admin.ContosoDomain))
				require.ErrorIs(t, err, admin365.ErrUncertain, "%s %v", rule, wire)
				assert.GreaterOrEqual(t, time.Since(started), 2*time.Second)
				_, err = m.Identity.Users.Get(t.Context(), "ada@contoso.com")
				assert.Equal(t, done, err == nil, "%s %v: %v", rule, wire, err)
			}
		})
	}
}

// TestBadDrillRules: what is wrong is said before anything plays.
func TestBadDrillRules(t *testing.T) {
	t.Parallel()
	for rule, why := range map[string]string{
		``: "cannot be read", `[]`: "cannot be read", `{`: "cannot be read", `null`: "does nothing", `{"status":500} {}`: "something follows",
		`{"stauts":500}`: `unknown field "stauts"`, `{"status":"500"}`: "status is a string", `{"op":"identity.Users.Get"}`: "does nothing",
		`{"op":"identity.Users.Got","status":500}`: "no operation", `{"delay":"2","op":"identity.Users.Get"}`: "such as", `{"delay":2}`: "delay is a number",
		`{"delay":"-2s"}`: "negative", `{"delay":"1h1s"}`: "delay is an hour at most", `{"nth":-1,"status":500}`: "negative", `{"nth":1,"times":2,"status":500}`: "nth is one call",
		`{"share":1.1,"status":500}`: "from 0 to 1", `{"seed":1,"status":500}`: "seed", `{"refuse":"thrown"}`: "throttled, unavailable or busy",
		`{"refuse":"busy","status":500}`: "by itself", `{"status":200}`: "from 300", `{"code":"x","cut":true}`: "need a status",
		`{"cut":true,"retryAfter":"1"}`: "needs a status", `{"delay":"1s","done":true}`: "done anyway", `{"status":400,"code":"x","body":"y"}`: "takes the place",
		`{"status":500,"retryAfter":"1\n"}`: "control character", `{"headers":{"a b":"x"}}`: "header's name", `{"headers":{"A":"x\r\n"}}`: "control character",
		`{"headers":{"content-length":"3"}}`: "belongs to the connection", `{"path":"users","status":500}`: "begins with a slash",
		`{"path":"/users/**/x","status":500}`: "at the end", `{"path":"/nowhere/*","status":500}`: "no operation", `{"method":"DELETE","path":"/organization","status":500}`: "no operation",
		`{"op":"identity.Users.Create","stale":"1s"}`: "no operation", `{"op":"instances.Environments.Get","refuse":"busy","times":1}`: "no operation",
	} {
		d, err := admin.ParseDrill([]byte(rule))
		require.ErrorIs(t, err, admin365.ErrInvalid, rule)
		assert.Contains(t, err.Error(), why, rule)
		assert.Empty(t, d.Name, rule)
	}
}

// TestDrillRuleJSON: a rule that is written is the rule that is read.
func TestDrillRuleJSON(t *testing.T) {
	t.Parallel()
	rule := admin.DrillRule{
		Name: "x", Op: "identity.*", Method: "GET", Path: "/users/**", App: "app", Skip: 1, Times: 2, Share: 0.5, Seed: 3, Status: 500, RetryAfter: "1",
		Headers: map[string]string{"X": "y"}, Body: "{}", Delay: 1500 * time.Millisecond, Stale: time.Minute, Cut: true, Done: true,
	}
	b, err := json.Marshal(rule)
	require.NoError(t, err)
	assert.Contains(t, string(b), `"delay":"1.5s"`)
	var read admin.DrillRule
	require.NoError(t, json.Unmarshal(b, &read))
	assert.Equal(t, rule, read)
	d, err := admin.ParseDrill(b)
	require.NoError(t, err)
	assert.Equal(t, "x", d.Name)
	b, err = json.Marshal(admin.DrillRule{Refuse: "busy"})
	require.NoError(t, err)
	assert.JSONEq(t, `{"refuse":"busy"}`, string(b))
}
