package emulator_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
)

// TestControlRefusesOthersPages: a browser on this machine reaches loopback whosever page
// it shows. None of what it may send by itself does anything.
func TestControlRefusesOthersPages(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	host := strings.TrimPrefix(d.s.URL(), "http://")
	for _, c := range []struct {
		name   string
		status int
		method string
		header []string
	}{
		{"a tool", 200, "GET", nil},
		{"the page itself", 200, "GET", []string{"Origin", "http://" + host, "Sec-Fetch-Site", "same-origin"}},
		{"somebody types the address", 200, "GET", []string{"Sec-Fetch-Site", "none"}},
		{"another site", 403, "GET", []string{"Sec-Fetch-Site", "cross-site"}},
		{"another port", 403, "GET", []string{"Sec-Fetch-Site", "same-site"}},
		{"another origin", 403, "GET", []string{"Origin", "http://evil.example"}},
		{"another port's origin", 403, "GET", []string{"Origin", "http://127.0.0.1:1"}},
		{"a sandboxed page", 403, "GET", []string{"Origin", "null"}},
		{"a tool makes a tenant", 201, "POST", []string{"Content-Type", "application/json; charset=utf-8"}},
		{"a form of another origin", 403, "POST", []string{"Content-Type", "application/json", "Origin", "https://evil.example"}},
		{"a form without an origin", 415, "POST", []string{"Content-Type", "text/plain"}},
		{"a form", 415, "POST", []string{"Content-Type", "application/x-www-form-urlencoded"}},
		{"nothing said", 415, "POST", nil},
		{"a preflight", 403, "OPTIONS", []string{"Origin", "https://evil.example", "Access-Control-Request-Method", "POST"}},
	} {
		answer, text := d.send(c.method, control+"/tenants", "{}", c.header...)
		assert.Equal(t, c.status, answer.StatusCode, "%s: %s", c.name, text)
		assert.Empty(t, answer.Header.Get("Access-Control-Allow-Origin"), c.name)
	}
	assert.Len(t, list(d.call(200, "GET", "/tenants", "")), 2, "what was refused made none")

	// A name that somebody has made point here (DNS rebinding) is not ours.
	answer, _ := d.send("GET", control+"/tenants", "", "Host", "evil.example:80")
	assert.NotEqual(t, 200, answer.StatusCode)
	answer, _ = d.send("GET", control+"/tenants", "", "Host", "localhost:1")
	assert.Equal(t, 200, answer.StatusCode)
	answer, _ = d.send("GET", control+"/tenants", "", "Host", "control.admin365.test")
	assert.NotEqual(t, 200, answer.StatusCode, "that name is for the proxy alone")
}

// TestControlIsStrict: what cannot be meant is refused with its name, and changes nothing.
func TestControlIsStrict(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, path := d.tenant(`{}`)
	before := d.call(201, "POST", path+"/snapshots", `{}`)["id"].(string)
	for _, c := range []struct {
		method, path, body string
		status             int
		code, says         string
	}{
		{"POST", "/tenants", `{"sead":"contoso"}`, 400, "invalid", "there is no sead; there are app, document, initialDomain, name, people, seed, start, tenantId"},
		{"POST", "/tenants", `{"app":{"permission":[]}}`, 400, "invalid", "there is no app.permission; there are name, permissions"},
		{"POST", "/tenants", `{"app":{"permissions":["User.Read.All",7]}}`, 400, "invalid", "app.permissions[1] is no text"},
		{"POST", "/tenants", `{"app":{"permissions":["User.Read.All","User.Raed.All"]}}`, 400, "invalid", `no operation here knows the permission "User.Raed.All"`},
		{"POST", path + "/apps", `{"permissions":["User.Raed.All"]}`, 400, "invalid", `no operation here knows the permission "User.Raed.All"`},
		{"POST", "/tenants", `{"people":1,"people":2}`, 400, "invalid", "people is there twice"},
		{"POST", "/tenants", `{"app":{"name":"a","name":"a"}}`, 400, "invalid", "app.name is there twice"},
		{"POST", "/tenants", `{"seed":"fabrikam"}`, 400, "invalid", "seed is contoso, empty or document"},
		{"POST", "/tenants", `{"seed":"empty"}`, 400, "invalid", "needs a name"},
		{"POST", "/tenants", `{"seed":"contoso","name":"X"}`, 400, "invalid", "name and initialDomain go with the seed empty"},
		{"POST", "/tenants", `{"people":-1}`, 400, "invalid", "people is from 0"},
		{"POST", "/tenants", `{"people":"7"}`, 400, "invalid", "people is no whole number"},
		{"POST", "/tenants", `{"tenantId":"contoso"}`, 400, "invalid", "tenantId is no GUID"},
		{"POST", "/tenants", `{"tenantId":"` + string(admin.ContosoTenantID) + `"}`, 409, "conflict", "already"},
		{"POST", "/tenants", `[]`, 400, "invalid", "the body is no object"},
		{"POST", "/tenants", `{"people":`, 400, "invalid", "not JSON"},
		{"GET", "/tennants", ``, 404, "notFound", "/control/v1"},
		{"PATCH", "/tenants", `{}`, 405, "methodNotAllowed", "GET, POST"},
		{"GET", "/tenants/nobody/clock", ``, 404, "notFound", "there is no tenant nobody"},
		{"POST", path + "/backstage/identity.Nothing", `{}`, 404, "notFound", "no such action"},
		{"POST", path + "/backstage/admin.SetPremium", `{}`, 400, "invalid", "admin.SetPremium needs premium"},
		{"POST", path + "/backstage/admin.SetPremium", `{"premium":false,"more":1}`, 400, "invalid", "there is no more; there are premium"},
		{"POST", path + "/backstage/admin.SetPremium", `{"premium":"false"}`, 400, "invalid", "premium is no true or false"},
		{"POST", path + "/backstage/billing.FinishGroupLicensing", `{"now":true}`, 400, "invalid", "there is no now"},
		{"POST", path + "/backstage/identity.SignIn", `{"user":"nobody@contoso.com","password":"wrong"}`, 422, "unauthenticated", ""},
		{"POST", path + "/drills", `{"refuse":"flooded"}`, 400, "invalid", "refuse is throttled, unavailable or busy"},
		{"POST", path + "/drills", `{"refuse":"throttled","operation":"identity.Users.Get"}`, 400, "invalid", "operation"},
		{"POST", path + "/drills", `{"refuse":"throttled","op":"identity.Users.Got"}`, 400, "invalid", "no operation"},
		{"POST", path + "/drills", `{}`, 400, "invalid", "it"},
		{"POST", path + "/drills", `{"nth":1,"status":200}`, 400, "invalid", "status is"},
		{"POST", path + "/drills", `{"status":500,"app":"nope"}`, 400, "invalid", "app is the client id of an application"},
		{"POST", path + "/drills", `{"status":500,"status":503}`, 400, "invalid", "status is there twice"},
		{"POST", path + "/backstage/admin.SetPremium", `{"premium":false,"premium":true}`, 400, "invalid", "premium is there twice"},
		{"POST", path + "/backstage/admin.AddUsers", `{"prefix":"x","count":100000000}`, 400, "invalid", "from 1 to 1000000"},
		{"GET", path + "/requests?operation=nope", ``, 400, "invalid", `there is no operation "nope"`},
		{"GET", path + "/requests?operation=identity.Usars.*", ``, 400, "invalid", "there is no operation"},
		{"DELETE", path + "/drills/9", ``, 404, "notFound", "no such drill"},
		{"DELETE", path + "/apps/none", ``, 404, "notFound", ""},
		{"GET", path + "/requests?sins=1", ``, 400, "invalid", "there is no option sins"},
		{"GET", path + "/requests?since=x", ``, 400, "invalid", "since is"},
		{"GET", path + "/requests?limit=0", ``, 400, "invalid", "limit is"},
	} {
		header := []string{}
		if c.body != "" {
			header = []string{"Content-Type", "application/json"}
		}
		answer, text := d.send(c.method, control+c.path, c.body, header...)
		what := c.method + " " + c.path + " " + c.body
		require.Equal(t, c.status, answer.StatusCode, "%s: %s", what, text)
		assert.Equal(t, "application/json", answer.Header.Get("Content-Type"), what)
		var failure struct{ Code, Message string }
		require.NoError(t, json.Unmarshal(text, &failure), what)
		assert.Equal(t, c.code, failure.Code, what)
		assert.NotEmpty(t, failure.Message, what)
		assert.Contains(t, failure.Message, c.says, what)
		if c.status == http.StatusMethodNotAllowed {
			assert.Equal(t, "GET, POST", answer.Header.Get("Allow"))
		}
	}
	assert.Empty(t, d.call(200, "GET", path+"/snapshots/"+before+"/changes", "")["lines"])
	assert.Len(t, list(d.call(200, "GET", "/tenants", "")), 2)
	answer, _ := d.send("POST", control+path+"/clock", `{"advance":"`+strings.Repeat("1", 2<<20)+`h"}`, "Content-Type", "application/json")
	assert.Equal(t, 413, answer.StatusCode)
}

// TestControlSaysNoSecrets: what was sent is not said again, and a secret is answered
// once, to who made it.
func TestControlSaysNoSecrets(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, path := d.tenant(`{}`)
	app := d.call(201, "POST", path+"/apps", `{"name":"reader","permissions":["User.Read.All"]}`)
	secrets := []string{made["clientSecret"].(string), made["adminPassword"].(string), app["clientSecret"].(string), "vQ7#mzKp2!rT"}
	var said strings.Builder
	for _, body := range []string{
		`{"user":"AlexW@contoso.com","password":"vQ7#mzKp2!rT"}`, `{"user":"AlexW@contoso.com","password":["vQ7#mzKp2!rT"]}`,
		`{"user":"AlexW@contoso.com","pass":"vQ7#mzKp2!rT"}`, `vQ7#mzKp2!rT`,
	} {
		_, text := d.send("POST", control+path+"/backstage/identity.SignIn", body, "Content-Type", "application/json")
		said.Write(text)
	}
	d.token(made)
	for _, at := range []string{control + "/tenants", control + path, control + path + "/apps", control + path + "/requests", control + path + "/document", path, path + "/people", path + "/requests", path + "/permissions", "/"} {
		_, text := d.send("GET", at, "")
		said.Write(text)
	}
	for _, secret := range secrets {
		assert.NotContains(t, said.String(), secret)
	}
	assert.Contains(t, said.String(), "reader")
}
