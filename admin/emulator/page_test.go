package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/instances"
)

// hostile is what somebody may be called.
const hostile = `<img src=x onerror="window.pwned=1"><script>document.title='pwned'</script>`

// page is a page that has to be there.
func (d *desk) page(path string) string {
	d.t.Helper()
	answer, text := d.send("GET", path, "")
	require.Equal(d.t, http.StatusOK, answer.StatusCode, "%s: %s", path, text)
	policy := answer.Header.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
		assert.Contains(d.t, policy, part, path)
	}
	assert.NotContains(d.t, policy, "unsafe", path)
	assert.Equal(d.t, "nosniff", answer.Header.Get("X-Content-Type-Options"), path)
	return string(text)
}

const contoso = "/tenants/" + string(admin.ContosoTenantID)

// TestPage: each page shows what there is.
func TestPage(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ctx := t.Context()
	environment, err := d.m.Backstage.Instances.AddEnvironment(ctx, instances.NewEnvironment{DisplayName: "Sand Castle", Type: instances.Sandbox, Location: "europe"})
	require.NoError(t, err)
	_, err = d.m.Backstage.Instances.Occupy(ctx, environment.ID, "")
	require.NoError(t, err)
	_, err = d.m.Backstage.Health.PublishIssue(ctx, health.NewIssue{Service: "Exchange Online", Title: "Mail is slow", ID: "EX999999"})
	require.NoError(t, err)
	require.NoError(t, d.m.Identity.Users.Update(ctx, "AlexW@contoso.com", identity.UserPatch{AccountEnabled: new(false)}))
	made, path := d.tenant(`{"name":"Fabrikam","app":{"name":"the reader","permissions":["User.Read.All","Group.Read.All"]}}`)
	token := d.token(made)
	d.graph(token, "GET", "/v1.0/users?$top=1", "")
	d.graph(token, "DELETE", "/v1.0/users/admin@fabrikam.onmicrosoft.com", "")
	wrong := object{"tenantId": made["tenantId"], "clientId": made["clientId"], "clientSecret": "wrong"}
	d.signIn(wrong)

	for at, shows := range map[string][]string{
		"/":                       {"Contoso", "contoso.com", string(admin.ContosoTenantID), "Fabrikam", "AADSTS7000215", "/oauth2/v2.0/token"},
		contoso:                   {"People", "Environments", "Open issues", `aria-current="page"`},
		contoso + "/people":       {"Alex Wilber", "AlexW@contoso.com", "blocked", "active"},
		contoso + "/licenses":     {"Microsoft 365", "SPE_E"},
		contoso + "/environments": {"Sand Castle", "europe", "Business Central"},
		contoso + "/operations":   {"Sand Castle", "Edit"},
		contoso + "/health":       {"EX999999", "Mail is slow", "Exchange Online"},
		path + "/requests":        {"identity.Users.List", "403", "RequestDenied", "User.DeleteRestore.All", made["clientId"].(string), "?$top=1"},
		path + "/permissions":     {"the reader", "User.Read.All", "Group.Read.All", "on its own"},
	} {
		text := d.page(at)
		for _, s := range shows {
			assert.Contains(t, text, s, at)
		}
		assert.NotContains(t, text, "cannot be read", at)
	}
	assert.NotContains(t, d.page(contoso+"/people?name=Adele"), "Alex Wilber")
	assert.Contains(t, d.page(contoso+"/people?name=Adele"), "Adele Vance")

	answer, text := d.send("GET", "/tenants/nobody", "")
	assert.Equal(t, 404, answer.StatusCode)
	assert.Contains(t, string(text), "There is no tenant")
	answer, _ = d.send("GET", contoso+"/nothing", "")
	assert.Equal(t, 404, answer.StatusCode)
	answer, _ = d.send("POST", "/", "")
	assert.Equal(t, 404, answer.StatusCode)
	answer, _ = d.send("GET", contoso+"/people?after=nonsense", "")
	assert.Equal(t, 400, answer.StatusCode)
}

// TestPageIsNotRequested: who looks at the page is not in the log.
func TestPageIsNotRequested(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, section := range []string{"", "/people", "/licenses", "/environments", "/operations", "/health", "/requests", "/permissions"} {
		d.page(contoso + section)
	}
	assert.Empty(t, list(d.call(200, "GET", contoso+"/requests", "")))
}

// TestPageLive: what is new comes as rows, the newest on top.
func TestPageLive(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, path := d.tenant(`{}`)
	token := d.token(made)
	d.graph(token, "GET", "/v1.0/users/one@contoso.com", "")
	d.graph(token, "GET", "/v1.0/users/two@contoso.com", "")
	answer, text := d.send("GET", path+"/requests?since=0", "")
	assert.Equal(t, "2", answer.Header.Get("X-Last"))
	assert.Less(t, strings.Index(string(text), "two@contoso.com"), strings.Index(string(text), "one@contoso.com"))
	assert.True(t, strings.HasPrefix(string(text), "<tr "), "%s", text)
	answer, text = d.send("GET", path+"/requests?since=2", "")
	assert.Equal(t, "2", answer.Header.Get("X-Last"))
	assert.Empty(t, strings.TrimSpace(string(text)))
	answer, _ = d.send("GET", path+"/requests?since=x", "")
	assert.Equal(t, 400, answer.StatusCode)
	answer, _ = d.send("GET", "/strays?since=0", "")
	assert.Equal(t, 200, answer.StatusCode)
}

// attack names things so that a page which shows them as they are runs what they say.
func (d *desk) attack() (path string) {
	d.t.Helper()
	made, path := d.tenant(`{"seed":"empty","name":"Evil ` + strings.ReplaceAll(hostile, `"`, `\"`) + `","initialDomain":"evil.onmicrosoft.com"}`)
	person := `{"userPrincipalName":"evil@evil.onmicrosoft.com","displayName":"` + strings.ReplaceAll(hostile, `"`, `\"`) + `","mailNickname":"evil","passwordProfile":{"password":"vQ7#mzKp2!rT"}}`
	d.call(200, "POST", path+"/backstage/identity.AddUser", person)
	d.call(200, "POST", path+"/backstage/health.PublishIssue", `{"service":"Exchange Online","title":"`+strings.ReplaceAll(hostile, `"`, `\"`)+`"}`)
	d.call(201, "POST", path+"/apps", `{"name":"`+strings.ReplaceAll(hostile, `"`, `\"`)+`"}`)
	token := d.token(made)
	d.graph(token, "GET", "/v1.0/users/%3Cscript%3Ewindow.pwned=1%3C%2Fscript%3E", "")
	d.graph(token, "GET", `/v1.0/users?$filter=%3Cscript%3E'"`, "")
	d.graph(token, "GET", "/v1.0/%3Cscript%3E", "")
	return path
}

// TestPageEscapes: what somebody is called runs nowhere.
func TestPageEscapes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.attack()
	for _, at := range []string{"/", path, path + "/people", path + "/people?name=" + "%22%3E%3Cscript%3E", path + "/health", path + "/requests", path + "/requests?since=0", path + "/permissions"} {
		text := d.page(at)
		assert.NotContains(t, text, "<img", at)
		assert.Equal(t, strings.Count(text, "<script src=\"/page.js\""), strings.Count(text, "<script"), at)
	}
	assert.Contains(t, d.page(path+"/people"), "&lt;img src=x")
}

// TestPagePages: of a large tenant each page shows a part.
func TestPagePages(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	require.NoError(t, d.m.Backstage.AddUsers(t.Context(), "many", 10_000))
	text := d.page(contoso + "/people")
	assert.Equal(t, 51, strings.Count(text, "<tr>"))
	_, rest, found := strings.Cut(text, `class="next" rel="next" href="`)
	require.True(t, found)
	next, _, _ := strings.Cut(rest, `"`)
	second := d.page(strings.ReplaceAll(next, "&amp;", "&"))
	assert.Equal(t, 51, strings.Count(second, "<tr>"))
	assert.NotEqual(t, text, second)
}

// TestLibraryPeopleSee: what a program in the same process does is in the log, too.
func TestLibraryPeopleSee(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, err := d.m.As(admin365.AsApp("11111111-2222-4333-8444-555555555555")).Identity.Users.Get(t.Context(), "AlexW@contoso.com")
	require.NoError(t, err)
	all := list(d.call(200, "GET", contoso+"/requests", ""))
	require.Len(t, all, 1)
	assert.Equal(t, "identity.Users.Get", all[0].(object)["operation"])
	assert.Contains(t, d.page(contoso+"/requests"), "done")
}
