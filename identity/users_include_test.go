package identity_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/subjects"
)

// signIns is what the service keeps of somebody's sign-ins, as it comes.
const signIns = `{"lastSignInDateTime":"2026-01-02T03:04:05Z","lastSignInRequestId":"x","lastNonInteractiveSignInDateTime":"0001-01-01T00:00:00Z","lastNonInteractiveSignInRequestId":""}`

// costly is a tenant in which Adele has what comes only when it is named.
func costly(t *testing.T, m *admin.Test) {
	t.Helper()
	w := subjects.NewWire(t, m, admin365.Caller{App: "app"})
	w.Do("PATCH", adeleV, `{"employeeLeaveDateTime":"2026-12-31T00:00:00Z","customSecurityAttributes":{"Engineering":{"@odata.type":"#Microsoft.DirectoryServices.CustomSecurityAttributeValue","Project":"Baker"}}}`).Want(t, 204)
	require.NoError(t, m.Backstage.Identity.Set(t.Context(), "AdeleV@contoso.com", "signInActivity", signIns))
}

// TestInclude: what comes only when it is named comes then, in both ways the
// same, and never else.
func TestInclude(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		costly(t, m)
		ctx, users := t.Context(), c.Identity.Users
		plain, err := users.Get(ctx, "AdeleV@contoso.com")
		require.NoError(t, err)
		assert.Nil(t, plain.SignInActivity)
		assert.Nil(t, plain.Extra)
		want := *plain
		want.SignInActivity = &identity.SignInActivity{LastSignInDateTime: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
		want.Extra = map[identity.UserProperty]json.RawMessage{
			"employeeLeaveDateTime":    json.RawMessage(`"2026-12-31T00:00:00Z"`),
			"customSecurityAttributes": json.RawMessage(`{"Engineering":{"@odata.type":"#Microsoft.DirectoryServices.CustomSecurityAttributeValue","Project":"Baker"}}`),
		}
		include := []identity.UserProperty{
			identity.IncludeSignInActivity, identity.IncludeEmployeeLeaveDateTime, identity.IncludeCustomSecurityAttributes, "displayName", "EmployeeLeaveDateTime",
		}
		for _, id := range []admin365.UserID{"AdeleV@contoso.com", plain.ID, admin365.UserID(strings.ToUpper(string(plain.ID)))} {
			got, err := identity.GetIncluding(ctx, users, id, include...)
			require.NoError(t, err)
			assert.Equal(t, &want, got)
		}
		listed := all(t, users.List(ctx, identity.UserQuery{DisplayNamePrefix: "A", OrderBy: identity.ByDisplayName, Include: include, PageSize: 2}))
		require.Len(t, listed, 3)
		assert.Equal(t, &want, listed[0])
		assert.Nil(t, listed[1].SignInActivity, "one who never signed in")
		assert.Equal(t, json.RawMessage("null"), listed[1].Extra["employeeLeaveDateTime"])
		page, err := identity.Page(ctx, users, identity.UserQuery{DisplayNamePrefix: "Adele", Include: include}, "")
		require.NoError(t, err)
		assert.Equal(t, []*identity.User{&want}, page.Users)
		got, err := identity.GetIncluding(ctx, users, plain.ID)
		require.NoError(t, err)
		assert.Equal(t, plain, got)

		// The list keeps what was asked for, whatever becomes of the query.
		q := identity.UserQuery{DisplayNamePrefix: "Adele", Include: []identity.UserProperty{"employeeLeaveDateTime"}}
		seq := users.List(ctx, q)
		q.Include[0] = "planet"
		assert.Len(t, all(t, seq), 1)

		got, err = identity.GetIncluding(ctx, users, "nobody@contoso.com", include...)
		require.ErrorIs(t, err, admin365.ErrNotFound)
		assert.Nil(t, got)
		for id, property := range map[admin365.UserID]identity.UserProperty{"": "id", "..": "id", "AdeleV@contoso.com": "planet", "it's": "planet"} {
			_, err = identity.GetIncluding(ctx, users, id, property)
			require.ErrorIs(t, err, admin365.ErrInvalid, "%q %q", id, property)
		}
		_, err = identity.GetIncluding(ctx, users, plain.ID, "aboutMe")
		require.ErrorIs(t, err, admin365.ErrUnsupported)
	})
}

// TestIncludeNeedsPremium: without the license the error names it.
func TestIncludeNeedsPremium(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		costly(t, m)
		ctx := t.Context()
		require.NoError(t, m.Backstage.SetPremium(ctx, false))
		refused := func(err error, what string) {
			t.Helper()
			require.ErrorIs(t, err, admin365.ErrForbidden, what)
			e, _ := errors.AsType[*admin365.Error](err)
			assert.Equal(t, []any{403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "Neither tenant is B2C or tenant doesn't have premium license"}, []any{e.Status, e.Code, e.Message}, what)
			d, ok := e.Property("signInActivity")
			require.True(t, ok)
			assert.Contains(t, d.Message, "Microsoft Entra ID P1", what)
		}
		_, err := identity.GetIncluding(ctx, c.Identity.Users, "AdeleV@contoso.com", identity.IncludeSignInActivity)
		refused(err, "get")
		filter := identity.UserQuery{Filter: "signInActivity/lastSignInDateTime le 2026-06-01T00:00:00Z"}
		_, err = identity.Page(ctx, c.Identity.Users, filter, "")
		refused(err, "filter")
		_, err = c.Identity.Users.Count(ctx, filter)
		refused(err, "count")
		_, err = identity.GetIncluding(ctx, c.Identity.Users, "AdeleV@contoso.com", identity.IncludeEmployeeLeaveDateTime)
		require.NoError(t, err, "needs none")

		require.NoError(t, m.Backstage.SetPremium(ctx, true))
		assert.Equal(t, []string{"AdeleV@contoso.com"}, signInNames(all(t, c.Identity.Users.List(ctx, filter))))
		n, err := c.Identity.Users.Count(ctx, filter)
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		filter.Department = "Retail"
		_, err = identity.Page(ctx, c.Identity.Users, filter, "")
		require.ErrorIs(t, err, admin365.ErrInvalid, "with nothing else")
	})
}

// TestActivityOnTheWire: of sign-in activity the pages are small, users who never
// signed in have none, and the key is the object id.
func TestActivityOnTheWire(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	costly(t, w.Tenant)
	adele, err := w.Tenant.Identity.Users.Get(t.Context(), "AdeleV@contoso.com")
	require.NoError(t, err)
	one := w.Do("GET", "/users/"+string(adele.ID)+"?$select=id,signInActivity", "").Want(t, 200)
	var want any
	require.NoError(t, json.Unmarshal([]byte(signIns), &want))
	assert.Equal(t, want, one["signInActivity"])
	w.Do("GET", adeleV+"?$select=id,signInActivity", "").Refused(t, 400, "400", "Get By Key only supports UserId and the key has to be a valid Guid")
	w.Do("GET", adeleV+"?$select=id,employeeLeaveDateTime", "").Want(t, 200)

	w.Tenant.Given.Users(300)
	for query, n := range map[string]int{"$top=999": 324, "$top=999&$select=id,signInActivity": 120, "$top=50&$select=signInActivity": 50, "$select=signInActivity": 100} {
		page := w.Do("GET", "/users?"+query, "").Want(t, 200)
		assert.Len(t, value(t, page), n, query)
	}
	require.NoError(t, w.Tenant.Backstage.SetPremium(t.Context(), false))
	filter := "?$filter=" + url.QueryEscape("signInActivity/lastSignInDateTime le 2026-06-01T00:00:00Z")
	for _, path := range []string{
		"/users?$select=signInActivity", "/users" + filter, "/users/" + string(adele.ID) + "?$select=signInActivity", "/users/$count" + filter,
		adeleV + "/manager?$select=signInActivity", "/users/PattiF@contoso.com/directReports?$select=signInActivity", "/me?$select=signInActivity",
	} {
		w.Do("GET", path, "", eventual).Refused(t, 403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "Neither tenant is B2C or tenant doesn't have premium license")
	}
}

// TestNothingButAnnotations: what is left of an answer of which nothing is there
// is still JSON.
func TestNothingButAnnotations(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	alex, err := w.Tenant.Identity.Users.Get(t.Context(), "AlexW@contoso.com")
	require.NoError(t, err)
	full := func(r *http.Request) { r.Header.Set("Accept", "application/json;odata.metadata=full") }
	none := func(r *http.Request) { r.Header.Set("Accept", "application/json;odata.metadata=none") }
	for _, selected := range []string{"signInActivity", "extension_1_x"} {
		for _, path := range []string{"/users?$top=2&", "/users/" + string(alex.ID) + "?", "/users/PattiF@contoso.com/directReports?", "/users/AlexW@contoso.com/manager?"} {
			for _, level := range []func(*http.Request){full, none, eventual} {
				w.Do("GET", path+"$select="+selected, "", level).Want(t, 200)
			}
		}
	}
}
