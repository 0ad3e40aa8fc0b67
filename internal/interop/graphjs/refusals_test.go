package graphjs_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
)

// errorBody is what the client leaves of the envelope in err.body.
type errorBody struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Details []struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Target  string `json:"target"`
	} `json:"details"`
	InnerError struct {
		Date            string `json:"date"`
		RequestID       string `json:"request-id"`
		ClientRequestID string `json:"client-request-id"`
	} `json:"innerError"`
}

func (th *thrown) inner(t *testing.T) errorBody {
	t.Helper()
	var b errorBody
	d := json.NewDecoder(strings.NewReader(th.Body))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&b), th.Body)
	return b
}

func TestErrors(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	taken := object{
		"accountEnabled": true, "displayName": "Adele", "mailNickname": "adele", "userPrincipalName": "adelev@contoso.com",
		"passwordProfile": object{"password": password},
	}
	without := func(name string) object {
		u := object{}
		for k, v := range taken {
			if k != name {
				u[k] = v
			}
		}
		u["userPrincipalName"] = "new@contoso.com"
		return u
	}
	const nobody = "00000000-1111-4222-8333-444444444444"
	cases := []struct {
		name, step     string
		input          input
		status         int
		code, contains string
		detail, target string
	}{
		{
			name: "nobody by id", step: "users.get", input: input{"id": nobody}, status: 404, code: "Request_ResourceNotFound",
			contains: "Resource '" + nobody + "' does not exist or one of its queried reference-property objects are not present.",
		},
		{name: "nobody by name", step: "users.get", input: input{"id": "nobody@contoso.com"}, status: 404, code: "Request_ResourceNotFound", contains: "nobody@contoso.com"},
		{name: "nobody to change", step: "users.update", input: input{"id": nobody, "change": object{"jobTitle": "x"}}, status: 404, code: "Request_ResourceNotFound"},
		{name: "nobody to delete", step: "users.delete", input: input{"id": nobody}, status: 404, code: "Request_ResourceNotFound"},
		{
			name: "taken", step: "users.create", input: input{"user": taken}, status: 400, code: "Request_BadRequest",
			contains: "userPrincipalName already exists", detail: "ObjectConflict", target: "userPrincipalName",
		},
		{
			name: "missing", step: "users.create", input: input{"user": without("mailNickname")}, status: 400, code: "Request_BadRequest",
			contains: "A value is required for property 'mailNickname' of resource 'User'.",
		},
		{
			name: "unknown segment", step: "users.get", input: input{"path": "/userz"}, status: 400, code: "BadRequest",
			contains: "Resource not found for the segment 'userz'.",
		},
		{
			name: "unknown property", step: "users.get", input: input{"id": "AdeleV@contoso.com", "select": []string{"shoeSize"}}, status: 400, code: "BadRequest",
			contains: "Could not find a property named 'shoeSize' on type 'microsoft.graph.user'.",
		},
		{
			name: "page size", step: "users.list", input: input{"top": 1000}, status: 400, code: "Request_UnsupportedQuery",
			contains: "Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.",
		},
		{
			name: "filter and order without the header", step: "users.list", status: 400, code: "Request_UnsupportedQuery",
			input: input{"filter": "startsWith(displayName,'A')", "orderby": "displayName"}, contains: "Sorting not supported for current query.",
		},
		{
			name: "search without the header", step: "users.list", input: input{"search": `"displayName:adele"`}, status: 400, code: "Request_UnsupportedQuery",
			contains: "'ConsistencyLevel: eventual'",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			before := l.m.Snapshot()
			thrown := l.refused(c.step, c.input)
			assert.Equal(t, c.status, thrown.StatusCode)
			assert.Equal(t, c.code, thrown.Code)
			assert.Contains(t, thrown.Message, c.contains)
			assert.NotEmpty(t, thrown.RequestID)
			inner := thrown.inner(t)
			assert.Equal(t, thrown.Code, inner.Code)
			assert.Equal(t, thrown.Message, inner.Message)
			assert.Equal(t, thrown.RequestID, inner.InnerError.RequestID)
			assert.NotEmpty(t, inner.InnerError.ClientRequestID)
			_, err := time.Parse("2006-01-02T15:04:05", inner.InnerError.Date)
			require.NoError(t, err, "a date without a zone")
			if c.detail != "" {
				require.Len(t, inner.Details, 1)
				assert.Equal(t, c.detail, inner.Details[0].Code)
				assert.Equal(t, c.target, inner.Details[0].Target)
			}
			assert.Empty(t, l.m.Changes(before))
		})
	}
}

// TestRetryHandler: the client's own middleware waits as long as the service
// asks it to, and comes again.
func TestRetryHandler(t *testing.T) {
	t.Parallel()
	type timed struct {
		Users        int
		Milliseconds float64
	}

	t.Run("once", func(t *testing.T) {
		t.Parallel()
		l := newLab(t)
		l.take("users.list", input{"top": 1}) // The sign-in takes no part in the time.
		l.m.Drill(admin.Throttle("identity.Users.List", 1, time.Second))
		got := take[timed](l, "users.timed", nil)
		assert.Equal(t, 24, got.Users)
		assert.GreaterOrEqual(t, got.Milliseconds, 1000.0)
		assert.Less(t, got.Milliseconds, 2900.0, "without being told it waits three seconds")
		assert.Equal(t, []int{200, 429, 200}, l.calls("identity.Users.List"))
	})
	t.Run("a decimal", func(t *testing.T) {
		t.Parallel()
		l := newLab(t)
		l.m.Drill(admin.Throttle("identity.Users.List", 2, 250*time.Millisecond))
		got := take[timed](l, "users.timed", nil)
		assert.GreaterOrEqual(t, got.Milliseconds, 500.0)
		assert.Less(t, got.Milliseconds, 2900.0)
		assert.Equal(t, []int{429, 429, 200}, l.calls("identity.Users.List"))
	})
	t.Run("a write", func(t *testing.T) {
		t.Parallel()
		l := newLab(t)
		l.m.Drill(admin.Throttle("identity.Users.Create", 1, 50*time.Millisecond))
		made := take[object](l, "users.create", input{"user": object{
			"accountEnabled": true, "displayName": "New", "mailNickname": "new", "userPrincipalName": "new@contoso.com",
			"passwordProfile": object{"password": password},
		}})
		assert.Equal(t, []int{429, 201}, l.calls("identity.Users.Create"))
		assert.Equal(t, "New", l.user(made.text("id")).DisplayName)
	})
	t.Run("it gives up", func(t *testing.T) {
		t.Parallel()
		l := newLab(t)
		stop := l.m.Drill(admin.Throttle("identity.Users.List", 0, 50*time.Millisecond))
		thrown := l.refused("users.list", nil)
		assert.Equal(t, 429, thrown.StatusCode)
		assert.Equal(t, "TooManyRequests", thrown.Code)
		assert.Equal(t, "0.05", thrown.RetryAfter)
		assert.Equal(t, []int{429, 429, 429, 429}, l.calls("identity.Users.List"), "once and three times more")
		stop()
		l.take("users.list", nil)
	})
	t.Run("unavailable", func(t *testing.T) {
		t.Parallel()
		l := newLab(t)
		l.m.Drill(admin.Unavailable("identity.Users.Get", 1, 50*time.Millisecond))
		got := take[object](l, "users.get", input{"id": "AdeleV@contoso.com"})
		assert.Equal(t, "Adele Vance", got.text("displayName"))
		assert.Equal(t, []int{503, 200}, l.calls("identity.Users.Get"))
	})
}

// TestAzureIdentity: the credential of the Azure SDK for JavaScript, with the
// provider that the Graph client has for it.
func TestAzureIdentity(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for name, in := range map[string]input{
		"as it comes":                  {},
		"the tenant by its domain":     {"tenant": "contoso.com"},
		"without instance discovery":   {"options": object{"disableInstanceDiscovery": true}},
		"with the authority by itself": {"options": object{"authorityHost": "https://login.microsoftonline.com"}},
	} {
		in["user"] = "AdeleV@contoso.com"
		got := take[object](l, "signIn.azure", in)
		assert.Equal(t, "Adele Vance", got.text("displayName"), name)
	}
	statuses := l.calls("identity.Users.Get")
	assert.Equal(t, slices.Repeat([]int{200}, 4), statuses)

	for code, in := range map[string]input{
		"AADSTS7000215": {"secret": "wrong~Zq8.secret-value_4711"},
		"AADSTS90002":   {"tenant": "nobody.example"},
	} {
		in["user"] = "AdeleV@contoso.com"
		thrown := l.refused("signIn.azure", in)
		assert.Contains(t, thrown.Message+thrown.Body, code)
		assert.NotContains(t, thrown.Message+thrown.Body+thrown.Stack, "wrong~Zq8")
	}
	assert.Len(t, l.calls("identity.Users.Get"), 4, "nobody came in")
	assert.Empty(t, l.proxy.turnedAway(), "it asked nobody but Graph and its sign-in")
}

// TestNothingLeaves: the test's own proxy can refuse.
func TestNothingLeaves(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	assert.NotEqual(t, "let through", take[string](l, "signIn.elsewhere", nil))
	assert.Equal(t, []string{"CONNECT example.com:443"}, l.proxy.turnedAway())
}
