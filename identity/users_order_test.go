package identity_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// TestOrderByCreated: the newest first, and the newest last, in advanced queries.
func TestOrderByCreated(t *testing.T) {
	t.Parallel()
	eachWay(t, func(t *testing.T, m *admin.Test, c *admin.Client) {
		for _, name := range []string{"c", "a", "d", "b"} {
			m.Advance(time.Hour)
			m.Given.User(identity.NewUser{UserPrincipalName: name + "@contoso.com", Department: "New"})
		}
		require.NoError(t, m.Identity.Users.Update(t.Context(), "c@contoso.com", identity.UserPatch{City: admin365.Set("Kiel")}))
		want := []string{"c@contoso.com", "a@contoso.com", "d@contoso.com", "b@contoso.com"}
		asc := names(all(t, c.Identity.Users.List(t.Context(), identity.UserQuery{OrderBy: identity.ByCreatedDateTime, PageSize: 3})))
		assert.Len(t, asc, 28)
		assert.Equal(t, want, asc[24:])
		slices.Reverse(want)
		assert.Equal(t, want, names(all(t, c.Identity.Users.List(t.Context(), identity.UserQuery{OrderBy: identity.ByCreatedDateTimeDesc, Department: "New", PageSize: 1}))))
		var cut []string
		for u, err := range c.Identity.Users.List(t.Context(), identity.UserQuery{OrderBy: identity.ByCreatedDateTimeDesc, PageSize: 1}) {
			require.NoError(t, err)
			if cut = append(cut, u.UserPrincipalName); len(cut) == 3 {
				break
			}
		}
		assert.Equal(t, want[:3], cut)
		assert.Len(t, all(t, c.Identity.Users.List(t.Context(), identity.UserQuery{OrderBy: identity.ByDeletedDateTimeDesc})), 28)
	})
}

// TestOrderOnTheWire: by time the service orders in advanced queries alone.
func TestOrderOnTheWire(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	for _, by := range []string{"createdDateTime", "createdDateTime%20desc", "deletedDateTime"} {
		for _, path := range []string{"/users?$orderby=" + by, "/users?$count=true&$orderby=" + by} {
			w.do("GET", path, "").refused(t, 400, unsupported, "Sorting not supported for current query.")
		}
		w.do("GET", "/users?$orderby="+by, "", eventual).refused(t, 400, unsupported, "Sorting not supported for current query.")
		assert.Len(t, value(t, w.do("GET", "/users?$count=true&$orderby="+by, "", eventual).want(t, 200)), 24)
	}
	w.do("GET", "/users?$count=true&$orderby=jobTitle", "", eventual).refused(t, 400, unsupported, "Sorting not supported for current query.")
}
