package identity_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/subjects"
)

// TestWhoAmI: who asks who he is hears the same in every way, with no permission but the
// one to read himself; an application on its own is nobody, whatever it may.
// Source: https://learn.microsoft.com/graph/api/user-get
func TestWhoAmI(t *testing.T) {
	t.Parallel()
	test := newTest(t)
	ctx := t.Context()
	adele, err := test.Identity.Users.Get(ctx, "AdeleV@contoso.com")
	require.NoError(t, err)
	for _, way := range subjects.Ways() {
		me := func(caller admin365.Caller) (string, error) {
			u, err := subjects.Client(t, test.Memory, way, caller).Identity.Users.Me(ctx)
			if err != nil {
				assert.Nil(t, u)
				return "", err
			}
			return u.UserPrincipalName, nil
		}
		for caller, want := range map[*admin365.Caller]string{
			{}:                           "admin@contoso.com", // with whom a tenant begins
			{User: "ADELEV@contoso.com"}: adele.UserPrincipalName,
			{User: adele.ID}:             adele.UserPrincipalName,
			{User: adele.ID, Permissions: []admin365.Permission{"User.Read"}}: adele.UserPrincipalName,
		} {
			got, err := me(*caller)
			require.NoError(t, err, "%s: %v", way, *caller)
			assert.Equal(t, want, got, "%s: %v", way, *caller)
		}
		for _, app := range []admin365.Caller{{App: "app"}, admin365.AsApp("app", "Directory.ReadWrite.All")} {
			_, err := me(app)
			require.ErrorIs(t, err, admin365.ErrInvalid, "%s: %v", way, app)
			var e *admin365.Error
			require.ErrorAs(t, err, &e)
			assert.Equal(t, "identity.Users.Me", e.Op, way)
			assert.Equal(t, "/me request is only valid with delegated authentication flow.", e.Message, way)
			assert.Equal(t, 400, e.Status, way)
		}
		_, err := me(admin365.Caller{User: adele.ID, Permissions: []admin365.Permission{"Domain.Read.All"}})
		assert.ErrorIs(t, err, admin365.ErrForbidden, way)
	}
}
