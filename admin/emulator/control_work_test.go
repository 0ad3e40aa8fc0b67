package emulator_test

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/admin/emulator"
)

// TestActionsAreAll: every method of every backstage is an action, by its name, but for
// those that are left out here with the reason.
func TestActionsAreAll(t *testing.T) {
	t.Parallel()
	absent := map[string]string{}
	have := map[string]bool{}
	for _, name := range emulator.ActionNames() {
		assert.False(t, have[name], "%s is there twice", name)
		have[name] = true
	}
	var walk func(prefix string, v reflect.Value)
	var methods []string
	walk = func(prefix string, v reflect.Value) {
		for i := range v.NumMethod() {
			methods = append(methods, prefix+v.Type().Method(i).Name)
		}
		for i := range v.Elem().NumField() {
			field := v.Elem().Type().Field(i)
			if !field.IsExported() {
				continue
			}
			next := strings.ToLower(field.Name) + "."
			if prefix != "admin." {
				next = prefix + next
			}
			walk(next, v.Elem().Field(i))
		}
	}
	walk("admin.", reflect.ValueOf(admin.NewMemory(admin.MemoryConfig{}).Backstage))
	assert.Greater(t, len(methods), 70)
	for _, name := range methods {
		assert.True(t, have[name] || absent[name] != "", "%s is no action", name)
		delete(have, name)
	}
	assert.Empty(t, have, "actions that are no method")
}

// TestControlActions: an action takes what its description says, and answers what it made.
func TestControlActions(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	_, path := d.tenant(`{}`)
	takes := map[string]any{}
	for _, a := range list(d.call(200, "GET", "/backstage", "")) {
		takes[a.(object)["name"].(string)] = a.(object)["takes"]
	}
	assert.Equal(t, object{"name": "text", "federated": "true or false"}, takes["admin.AddDomain"])
	assert.Equal(t, "text", takes["identity.AddUser"].(object)["passwordProfile"].(object)["password"])

	user := d.call(200, "POST", path+"/backstage/identity.AddUser",
		`{"userPrincipalName":"zoe@contoso.com","displayName":"<b>Zoë</b>","mailNickname":"zoe","employeeHireDate":"2026-01-02T00:00:00Z","passwordProfile":{"password":"vQ7#mzKp2!rT"}}`)
	made := user["result"].(object)
	assert.Equal(t, []any{"<b>Zoë</b>", "zoe@contoso.com", "2026-01-02T00:00:00Z"}, []any{made["displayName"], made["userPrincipalName"], made["employeeHireDate"]})
	assert.NotEmpty(t, made["id"])
	d.call(204, "POST", path+"/backstage/identity.SignIn", `{"user":"zoe@contoso.com","password":"vQ7#mzKp2!rT"}`)
	d.call(204, "POST", path+"/backstage/identity.SyncDelete", `{"user":"`+d.synced(path)+`"}`)
	d.call(200, "POST", path+"/backstage/admin.UserSelfServiceReset", `{}`)
	issue := d.call(200, "POST", path+"/backstage/health.PublishIssue", `{"service":"Exchange Online","title":"Slow","start":"2026-01-05T08:00:00Z"}`)
	assert.NotEmpty(t, issue["result"].(object)["id"])
	d.call(204, "POST", path+"/backstage/health.SetRetention", `{"time":"720h"}`)
	bought := d.call(200, "POST", path+"/backstage/billing.Buy", `{"skuId":"06ebc4ee-1bb5-47dd-8120-11324bc54e06","seats":5,"term":"720h"}`)
	assert.InDelta(t, 5, bought["result"].(object)["totalLicenses"], 0)
	subscription := d.call(200, "POST", path+"/backstage/support.AddSubscription", `{"roles":{"11111111-2222-4333-8444-555555555555":"Owner"}}`)
	assert.NotEmpty(t, subscription["result"])
}

// synced adds somebody who is synchronized, by an action, and returns his name.
func (d *desk) synced(path string) string {
	d.t.Helper()
	d.call(200, "POST", path+"/backstage/identity.SyncUser", `{"userPrincipalName":"prem@contoso.com","displayName":"Prem","mailNickname":"prem","passwordProfile":{"password":"vQ7#mzKp2!rT"}}`)
	return "prem@contoso.com"
}

// TestControlDrills: what was ordered plays on the wire, and ends.
func TestControlDrills(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, path := d.tenant(`{}`)
	_, other := d.tenant(`{}`)
	token := d.token(made)
	get := func() int { return d.graph(token, "GET", "/v1.0/users/AlexW@contoso.com", "") }
	begun := d.call(201, "POST", path+"/drills", `{"refuse":"throttled","op":"identity.Users.Get","times":1,"retryAfter":"2"}`)
	assert.Equal(t, 429, get())
	assert.Equal(t, 200, get())
	assert.Len(t, list(d.call(200, "GET", path+"/drills", "")), 1)
	assert.Empty(t, list(d.call(200, "GET", other+"/drills", "")))
	d.call(204, "DELETE", path+"/drills/"+begun["id"].(string), "")
	d.call(201, "POST", path+"/drills", `{"op":"identity.Users.*","nth":1,"status":500}`)
	d.call(201, "POST", path+"/drills", `{"refuse":"unavailable"}`)
	assert.Equal(t, 500, get())
	assert.Equal(t, 503, get())
	_, text := d.send("GET", path+"/people", "")
	assert.Contains(t, string(text), "Alex Wilber", "who looks on is not drilled")
	d.call(204, "DELETE", path+"/drills", "")
	assert.Equal(t, 200, get())

	for body, want := range map[string]int{
		`{"cut":true,"times":1}`: 0, `{"html":true,"times":1}`: 200, `{"delay":"1ms"}`: 200, `{"stale":"5s"}`: 200,
		`{"op":"identity.Users.Get","nth":1,"status":504,"done":true}`: 504, `{"path":"/users/*","share":1,"seed":3,"status":418}`: 418, `{"op":"identity.Users.Get","refuse":"busy","times":1}`: 503,
	} {
		d.call(201, "POST", path+"/drills", body)
		assert.Equal(t, want, get(), body)
		d.call(204, "DELETE", path+"/drills", "")
	}
}

// TestControlRequests: the log says who asked for what, and which rule refused it.
func TestControlRequests(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	made, path := d.tenant(`{"app":{"permissions":["User.Read.All"]}}`)
	token := d.token(made)
	d.graph(token, "GET", "/v1.0/users/AlexW@contoso.com?$select=id&secret=hush", "")
	d.graph(token, "DELETE", "/v1.0/users/AlexW@contoso.com", "")
	d.graph(token, "GET", "/v1.0/users/nobody@contoso.com", "")
	d.graph(token, "GET", "/v1.0/unicorns", "")
	answer := d.call(200, "GET", path+"/requests", "")
	all := list(answer)
	require.Len(t, all, 4)
	assert.InDelta(t, 4, answer["last"], 0)
	first, denied, missing, unknown := all[0].(object), all[1].(object), all[2].(object), all[3].(object)
	assert.Equal(t, "/v1.0/users/AlexW@contoso.com?$select=id", first["path"], "an option that is nobody's may be a secret")
	assert.Equal(t, []any{"GET", "identity.Users.Get", made["clientId"], "read"}, []any{first["method"], first["operation"], first["app"], first["effect"]})
	assert.InDelta(t, 200, first["status"], 0)
	assert.Nil(t, first["rule"])
	assert.InDelta(t, 403, denied["status"], 0)
	assert.Equal(t, []any{"Authorization_RequestDenied", "RequestDenied"}, []any{denied["code"], denied["rule"]})
	assert.Contains(t, denied["about"], "User.DeleteRestore.All")
	assert.Contains(t, denied["allowing"], "User.DeleteRestore.All")
	assert.Equal(t, []any{"ResourceNotFound", nil}, []any{missing["rule"], missing["allowing"]})
	assert.Nil(t, unknown["operation"])
	assert.InDelta(t, 400, unknown["status"], 0)

	assert.Len(t, list(d.call(200, "GET", path+"/requests?since=2", "")), 2)
	assert.Len(t, list(d.call(200, "GET", path+"/requests?operation=identity.Users.Get", "")), 2)
	assert.Len(t, list(d.call(200, "GET", path+"/requests?operation=identity.*&refused=true", "")), 2)
	assert.Len(t, list(d.call(200, "GET", path+"/requests?limit=1", "")), 1)
	assert.Empty(t, list(d.call(200, "GET", path+"/requests?app=another", "")))
	d.call(204, "DELETE", path+"/requests", "")
	assert.Empty(t, list(d.call(200, "GET", path+"/requests", "")))
}

// TestControlWorkersNeverMeet: eight at once, each in a tenant of its own, with the same
// names and other clocks.
func TestControlWorkersNeverMeet(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	t.Run("workers", func(t *testing.T) { // It ends when its workers have.
		for worker := range 8 {
			t.Run(strconv.Itoa(worker), func(t *testing.T) {
				t.Parallel()
				mine := &desk{t, d.s, d.m}
				for round := range 5 {
					mine.work(time.Duration(worker*10+round+1) * 24 * time.Hour)
				}
			})
		}
	})
	assert.Len(t, list(d.call(200, "GET", "/tenants", "")), 1)
}

// work is one test of a worker, whose clock moves on by that much.
func (d *desk) work(passes time.Duration) {
	d.t.Helper()
	made, path := d.tenant(`{}`)
	token := d.token(made)
	const person = `{"accountEnabled":true,"displayName":"Same","mailNickname":"same","userPrincipalName":"same@contoso.com","passwordProfile":{"password":"vQ7#mzKp2!rT"}}`
	assert.Equal(d.t, 201, d.graph(token, "POST", "/v1.0/users", person))
	assert.Equal(d.t, 400, d.graph(token, "POST", "/v1.0/users", person), "the same again")
	d.call(200, "POST", path+"/clock", `{"advance":"`+passes.String()+`"}`)
	assert.Equal(d.t, 401, d.graph(token, "DELETE", "/v1.0/users/same@contoso.com", ""), "the token has expired by the tenant's clock")
	assert.Equal(d.t, 204, d.graph(d.token(made), "DELETE", "/v1.0/users/same@contoso.com", ""))
	at, err := time.Parse(time.RFC3339Nano, d.call(200, "GET", path+"/clock", "")["now"].(string))
	require.NoError(d.t, err)
	assert.WithinDuration(d.t, time.Date(2026, 1, 5, 9, 30, 0, 0, time.UTC).Add(passes), at, 30*time.Minute)
	assert.Len(d.t, list(d.call(200, "GET", path+"/requests?operation=identity.Users.*", "")), 3)
	d.call(204, "DELETE", path, "")
}

// TestControlIsQuick: a tenant costs a test some milliseconds, and not a hundred. What is
// asked for, ten, is [BenchmarkTenant]'s to measure: here the race detector and other tests
// may slow everything down.
func TestControlIsQuick(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	best := time.Hour
	for range 50 {
		begun := time.Now()
		_, path := d.tenant(`{}`)
		d.call(204, "DELETE", path, "")
		best = min(best, time.Since(begun))
	}
	assert.Less(t, best, 100*time.Millisecond)
}

// BenchmarkTenant is what a tenant of its own costs a test: made, and dropped.
func BenchmarkTenant(b *testing.B) {
	d := newDesk(b)
	for b.Loop() {
		_, path := d.tenant(`{}`)
		d.call(204, "DELETE", path, "")
	}
}
