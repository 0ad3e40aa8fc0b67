package nethttp_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestMetadata: how much the answer says about itself.
func TestMetadata(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	const accept = "application/json;odata.metadata="
	adeleID := string(l.user(adele).ID)

	for _, form := range []string{accept + "minimal", "application/json", "*/*", "", "application/json; odata.metadata=minimal; odata.streaming=true", "text/html, application/json"} {
		a := l.get("/v1.0/users?$top=2&$count=true", "Accept", form, "ConsistencyLevel", "eventual").is(http.StatusOK)
		assert.ElementsMatch(t, []string{"@odata.context", "@odata.count", "@odata.nextLink", "value"}, slices.Collect(maps.Keys(a.object())), form)
		assert.NotContains(t, a.items()[0], "@odata.type", "it is of the declared type")
		for _, u := range l.get("/v1.0/users/"+adele+"/directReports", "Accept", form).is(http.StatusOK).items() {
			assert.Equal(t, "#microsoft.graph.user", u["@odata.type"], "it is derived from the declared one")
		}
		assert.Equal(t, "#microsoft.graph.user", l.get("/v1.0/users/"+adele+"/manager", "Accept", form).is(http.StatusOK).text("@odata.type"))
	}

	// PnP's CLI asks for none everywhere, and follows the next link all the same.
	for _, form := range []string{accept + "none", "application/json; odata.metadata=none", "application/json;ODATA.METADATA=NONE", "application/json;odata.metadata=none;charset=utf-8"} {
		a := l.get("/v1.0/users?$top=2&$count=true", "Accept", form, "ConsistencyLevel", "eventual").is(http.StatusOK)
		assert.ElementsMatch(t, []string{"@odata.count", "@odata.nextLink", "value"}, slices.Collect(maps.Keys(a.object())), form)
		for _, path := range []string{"/v1.0/users/" + adele, "/v1.0/users/" + adele + "/manager", "/v1.0/users/" + adele + "/directReports"} {
			assert.NotContains(t, string(l.get(path, "Accept", form).is(http.StatusOK).body), "@odata", path)
		}
	}

	// Terraform's provider asks for full here and there, and reads the ids.
	t.Run("full", func(t *testing.T) {
		t.Parallel()
		for _, form := range []string{accept + "full", "application/json; charset=utf-8; IEEE754Compatible=false; odata.metadata=full"} {
			one := l.get("/v1.0/users/"+adele, "Accept", form).is(http.StatusOK).object()
			assert.NotEmpty(t, one["@odata.context"])
			assert.Equal(t, "#microsoft.graph.user", one["@odata.type"], form)
			assert.Contains(t, text(one, "@odata.id"), adeleID, form)
			for _, path := range []string{"/v1.0/users?$top=3", "/v1.0/users/" + adele + "/directReports"} {
				for _, u := range l.get(path, "Accept", form).is(http.StatusOK).items() {
					assert.Equal(t, "#microsoft.graph.user", u["@odata.type"], path)
					assert.Contains(t, text(u, "@odata.id"), text(u, "id"), path)
				}
			}
		}
	})
}

// TestUnknownHeaders: whatever a client says beside the point does not hurt.
func TestUnknownHeaders(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	headers := []string{
		"SdkVersion", "graph-go-1.0.0, graph-js/3.0.7 (featureUsage=6)", "X-ClientService-ClientTag", "admin", "Prefer", "return=representation",
		"Odata-Version", "4.0", "Odata-Maxversion", "4.0", "OData-MaxVersion", "4.01", "User-Agent", "HashiCorp Terraform/1.9 (+https://www.terraform.io)",
		"client-request-id", "not-a-guid", "return-client-request-id", "true", "Retry-Attempt", "2", "x-ms-throttle-priority", "Low",
		"X-Nobody-Knows", "\"\\;,=", "ConsistencyLevel", "session", "If-Match", "*", "If-None-Match", `"x"`, "Cache-Control", "no-cache",
		"Accept-Language", "de-DE", "Cookie", "a=b", "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
	}
	assert.Len(t, l.get("/v1.0/users", headers...).is(http.StatusOK).items(), 24)
	made := l.do("POST", "/v1.0/users", newcomer("heady", nil), headers...).is(http.StatusCreated)
	l.do("PATCH", "/v1.0/users/"+made.text("id"), object{"jobTitle": "x"}, "X-ClientService-ClientTag", "a", "Odata-Version", "4.0").is(http.StatusNoContent)
	assert.Equal(t, "x", l.user(made.text("id")).JobTitle)
	l.do("DELETE", "/v1.0/users/"+made.text("id"), nil, headers...).is(http.StatusNoContent)
}

// TestAnswerHeaders: what every answer says, a refusal too.
func TestAnswerHeaders(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	guid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	cases := []struct {
		name, method, path string
		body               any
		status             int
		units              string
	}{
		{"list", "GET", "/v1.0/users", nil, 200, "2"},
		{"list of few", "GET", "/v1.0/users?$top=5", nil, 200, "1"},
		{"list with select", "GET", "/v1.0/users?$select=id", nil, 200, "1"},
		{"get", "GET", "/v1.0/users/" + adele, nil, 200, "1"},
		{"create", "POST", "/v1.0/users", newcomer("head", nil), 201, "1"},
		{"update", "PATCH", "/v1.0/users/" + adele, object{"jobTitle": "x"}, 204, "1"},
		{"nobody", "GET", "/v1.0/users/nobody@contoso.com", nil, 404, "1"},
		{"wrong", "PATCH", "/v1.0/users/" + adele, object{"usageLocation": "Germany"}, 400, "1"},
	}
	for _, c := range cases {
		a := l.do(c.method, c.path, c.body, "client-request-id", "539da3bd-942f-25db-636b-27f6f6e8eae4").is(c.status)
		id := a.header.Get("request-id")
		assert.Regexp(t, guid, id, c.name)
		assert.False(t, seen[id], "each request has its own")
		seen[id] = true
		assert.Equal(t, "539da3bd-942f-25db-636b-27f6f6e8eae4", a.header.Get("client-request-id"), c.name)
		assert.Equal(t, c.units, a.header.Get("x-ms-resource-unit"), c.name)
		assert.Equal(t, "no-cache", a.header.Get("Cache-Control"), c.name)
		date, err := http.ParseTime(a.header.Get("Date"))
		require.NoError(t, err, c.name)
		assert.WithinDuration(t, l.m.Now(), date, time.Minute, "the tenant's time")
		switch c.status {
		case 200, 201:
			assert.Equal(t, "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8", a.header.Get("Content-Type"), c.name)
			assert.Equal(t, "4.0", a.header.Get("OData-Version"), c.name)
		case 204:
			assert.Empty(t, a.body, c.name)
			assert.Empty(t, a.header.Get("Content-Type"), c.name)
		default:
			assert.True(t, strings.HasPrefix(a.header.Get("Content-Type"), "application/json"), c.name)
		}
	}
	a := l.get("/v1.0/users/" + adele).is(http.StatusOK)
	assert.Regexp(t, guid, a.header.Get("client-request-id"), "a new one where the caller gave none")
}

// TestAuthorizationScheme: the name of a scheme has no letter case.
// Source: RFC 9110, section 11.1.
func TestAuthorizationScheme(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, scheme := range []string{"Bearer ", "bearer ", "BEARER ", "Bearer  "} {
		assert.Equal(t, http.StatusOK, l.get("/v1.0/users/"+adele, "Authorization", scheme+l.token).status, "%q", scheme)
	}
	for _, value := range []string{"", "Bearer", "Bearer ", l.token, "Basic " + l.token, "Bearer " + l.token + "x", "Bearer x.y.z"} {
		a := l.get("/v1.0/users/"+adele, "Authorization", value)
		if assert.Equal(t, http.StatusUnauthorized, a.status, value) {
			code, _ := a.refusal()
			assert.Equal(t, "InvalidAuthenticationToken", code)
			assert.Contains(t, a.header.Get("WWW-Authenticate"), `client_id="00000003-0000-0000-c000-000000000000"`)
		}
	}
}

// TestThrottled: what a throttled caller is told, beside Retry-After.
func TestThrottled(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	stop := l.m.Drill(admin.Throttle("identity.Users.Get", 1, 2128*time.Millisecond))
	defer stop()
	a := l.get("/v1.0/users/" + adele).is(http.StatusTooManyRequests)
	assert.Equal(t, "2.128", a.header.Get("Retry-After"), "a decimal, as in Microsoft's own sample")
	code, message := a.refusal()
	assert.Equal(t, "TooManyRequests", code)
	assert.Equal(t, "Please retry again later.", message)
	var body struct {
		Error struct {
			InnerError map[string]string `json:"innerError"`
		} `json:"error"`
	}
	require.NoError(t, json.Unmarshal(a.body, &body))
	inner := body.Error.InnerError
	assert.Equal(t, "429", inner["code"])
	assert.Equal(t, "429", inner["status"])
	assert.Equal(t, "Please retry after", inner["message"])
	assert.NotEmpty(t, inner["request-id"])
	assert.NotEmpty(t, inner["date"])
	l.get("/v1.0/users/" + adele).is(http.StatusOK)
}

// TestPaging: the next link goes on where the page ended, however it is spelled,
// and what is no query is refused.
func TestPaging(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	want := l.names(identity.UserQuery{})
	a := l.get("/v1.0/users?$top=5&$select=userPrincipalName").is(http.StatusOK)
	next := a.text("@odata.nextLink")
	require.True(t, strings.HasPrefix(next, graph+"/v1.0/users?"), next)
	assert.Contains(t, next, "$skiptoken=", "as the service spells it")
	assert.Contains(t, next, "$top=5")

	// A client may escape the link again, or ask for the same page twice.
	for _, link := range []string{next, strings.ReplaceAll(next, "$", "%24"), next} {
		assert.Equal(t, want[5:10], namesOf(l.get(strings.TrimPrefix(link, graph)).is(http.StatusOK).items()))
	}
	for _, query := range []string{"$skip=5", "$top=0", "$top=1000", "$top=-1", "$top=x", "$skiptoken=x", "$nonsense=1", "$top=5&$top=6", "$filter=displayName", "$orderby=jobTitle"} {
		a := l.get("/v1.0/users?" + query)
		assert.Equal(t, http.StatusBadRequest, a.status, query)
		code, message := a.refusal()
		assert.NotEmpty(t, code, query)
		assert.NotEmpty(t, message, query)
	}
	assert.Equal(t, http.StatusOK, l.get("/v1.0/users?nonsense=1").status, "what has no dollar sign may be a caller's own")
}
