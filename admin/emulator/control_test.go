package emulator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/admin/emulator"
)

// object is JSON.
type object = map[string]any

// desk is a server, and somebody at its control interface.
type desk struct {
	t testing.TB
	s *emulator.Server
	m *admin.Memory
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	m := admin.NewMemory(admin.MemoryConfig{})
	s, err := emulator.Start(emulator.Config{Emulator: admin.NewEmulator(m, admin.EmulatorConfig{})})
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 10*time.Second)
		defer cancel()
		assert.NoError(t, s.Close(ctx))
	})
	return &desk{t, s, m}
}

// send sends a request as it is, and returns the answer and its body.
func (d *desk) send(method, path, body string, header ...string) (*http.Response, []byte) {
	d.t.Helper()
	r, err := http.NewRequestWithContext(d.t.Context(), method, d.s.URL()+path, bytes.NewReader([]byte(body)))
	require.NoError(d.t, err)
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
			continue
		}
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	require.NoError(d.t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(d.t, err)
	return answer, text
}

const control = "/control/v1"

// call calls the control interface, which has to answer with the status.
func (d *desk) call(status int, method, path, body string) object {
	d.t.Helper()
	var header []string
	if method == "POST" || method == "PUT" {
		header = []string{"Content-Type", "application/json"}
	}
	answer, text := d.send(method, control+path, body, header...)
	require.Equal(d.t, status, answer.StatusCode, "%s %s: %s", method, path, text)
	if status == http.StatusNoContent {
		require.Empty(d.t, text)
		return nil
	}
	var v object
	require.NoError(d.t, json.Unmarshal(text, &v), "%s", text)
	return v
}

// tenant makes a tenant, and returns its credentials and the path of its calls.
func (d *desk) tenant(body string) (made object, path string) {
	d.t.Helper()
	made = d.call(201, "POST", "/tenants", body)
	return made, "/tenants/" + made["tenantId"].(string)
}

// list is the value of a list.
func list(v object) []any { return v["value"].([]any) }

// TestControlTenants: a tenant is made with all that it takes to sign in, is listed, and
// is gone when it is dropped.
func TestControlTenants(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, path := d.tenant(`{}`)
	for _, name := range []string{"tenantId", "clientId", "clientSecret", "adminUpn", "adminPassword", "adminId", "control", "domain", "name", "now"} {
		assert.NotEmpty(t, made[name], name)
	}
	assert.Equal(t, []any{"Contoso", "contoso.com", "admin@contoso.com"}, []any{made["name"], made["domain"], made["adminUpn"]})
	assert.Equal(t, d.s.URL()+control+path, made["control"])
	assert.NotEqual(t, string(admin.ContosoTenantID), made["tenantId"])

	other, otherPath := d.tenant(`{"seed":"empty","name":"Fabrikam","people":3,"start":"2027-03-04T05:06:07Z"}`)
	assert.Equal(t, "fabrikam.onmicrosoft.com", other["domain"])
	assert.Contains(t, other["now"], "2027-03-04T05:06:0")
	assert.Len(t, list(d.call(200, "GET", "/tenants", "")), 3)
	assert.Equal(t, "Fabrikam", d.call(200, "GET", otherPath, "")["name"])

	// It signs in, and so does nobody with another secret.
	token := d.token(made)
	assert.Equal(t, 200, d.graph(token, "GET", "/v1.0/users/AlexW@contoso.com", ""))
	wrong := object{"tenantId": made["tenantId"], "clientId": made["clientId"], "clientSecret": "wrong"}
	assert.Empty(t, d.signIn(wrong)["access_token"])
	wrong = object{"tenantId": other["tenantId"], "clientId": made["clientId"], "clientSecret": made["clientSecret"]}
	assert.Empty(t, d.signIn(wrong)["access_token"], "an application is its tenant's own")

	d.call(204, "DELETE", path, "")
	d.call(404, "GET", path, "")
	assert.Equal(t, 401, d.graph(token, "GET", "/v1.0/users/AlexW@contoso.com", ""))
	assert.Empty(t, d.signIn(made)["access_token"])
	assert.Equal(t, "precondition", d.call(422, "DELETE", "/tenants/"+string(admin.ContosoTenantID), "")["code"], "it was not made here")
	assert.Len(t, list(d.call(200, "GET", "/tenants", "")), 2)
}

// TestControlDocument: a tenant is saved, and is the seed of others.
func TestControlDocument(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, path := d.tenant(`{"name":"Fabrikam","people":2}`)
	answer, document := d.send("GET", control+path+"/document", "")
	require.Equal(t, 200, answer.StatusCode)
	copied, copyPath := d.tenant(`{"document":` + string(document) + `}`)
	assert.Equal(t, "Fabrikam", copied["name"])
	assert.Equal(t, 4, d.count(copyPath), "two, an administrator, and the header of the table")
	d.call(204, "POST", copyPath+"/backstage/admin.AddUsers", `{"prefix":"x","count":5}`)
	assert.Equal(t, 9, d.count(copyPath))
	d.call(204, "PUT", copyPath+"/document", string(document))
	assert.Equal(t, 4, d.count(copyPath))
	assert.Equal(t, "invalid", d.call(400, "PUT", copyPath+"/document", `{"admin365":99,"tenantId":"x","tables":{}}`)["code"])
	assert.Equal(t, 4, d.count(copyPath), "nothing was lost")
}

// TestControlTime: the clock of one tenant is nobody else's, and a snapshot tells what
// happened since.
func TestControlTime(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, path := d.tenant(`{}`)
	_, other := d.tenant(`{}`)
	snapshot := d.call(201, "POST", path+"/snapshots", `{}`)["id"].(string)
	d.call(200, "POST", path+"/backstage/identity.AddUser", `{"userPrincipalName":"new@contoso.com","displayName":"New","mailNickname":"new","passwordProfile":{"password":"vQ7#mzKp2!rT"}}`)
	changes := d.call(200, "GET", path+"/snapshots/"+snapshot+"/changes", "")["lines"].([]any)
	require.NotEmpty(t, changes)
	assert.Contains(t, changes[0], "new@contoso.com")
	d.call(204, "POST", path+"/snapshots/"+snapshot+"/restore", `{}`)
	assert.Empty(t, d.call(200, "GET", path+"/snapshots/"+snapshot+"/changes", "")["lines"])
	assert.Len(t, list(d.call(200, "GET", path+"/snapshots", "")), 1)
	d.call(204, "DELETE", path+"/snapshots/"+snapshot, "")
	d.call(404, "POST", path+"/snapshots/"+snapshot+"/restore", `{}`)

	clock := func(path string) time.Time {
		at, err := time.Parse(time.RFC3339Nano, d.call(200, "GET", path+"/clock", "")["now"].(string))
		require.NoError(t, err)
		return at
	}
	before := clock(path)
	d.call(200, "POST", path+"/clock", `{"advance":"720h"}`)
	assert.InDelta(t, 720*time.Hour, clock(path).Sub(before), float64(time.Hour))
	assert.WithinDuration(t, before, clock(other), time.Hour)
	for _, wrong := range []string{`{"advance":"-1h"}`, `{"advance":"soon"}`, `{"advance":3}`, `{"advance":"9999999h"}`} {
		assert.Equal(t, "invalid", d.call(400, "POST", path+"/clock", wrong)["code"], wrong)
	}
}

// count is how many people the page of the tenant says there are.
func (d *desk) count(path string) int {
	d.t.Helper()
	_, text := d.send("GET", path+"/people", "")
	return bytes.Count(text, []byte("<tr>"))
}
