package identity_test

import (
	"slices"
	"strings"
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
		asc := signInNames(all(t, c.Identity.Users.List(t.Context(), identity.UserQuery{OrderBy: identity.ByCreatedDateTime, PageSize: 3})))
		assert.Len(t, asc, 28)
		assert.Equal(t, want, asc[24:])
		slices.Reverse(want)
		assert.Equal(t, want, signInNames(all(t, c.Identity.Users.List(t.Context(), identity.UserQuery{OrderBy: identity.ByCreatedDateTimeDesc, Department: "New", PageSize: 1}))))
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
			w.Do("GET", path, "").Refused(t, 400, unsupported, "Sorting not supported for current query.")
		}
		w.Do("GET", "/users?$orderby="+by, "", eventual).Refused(t, 400, unsupported, "Sorting not supported for current query.")
		assert.Len(t, value(t, w.Do("GET", "/users?$count=true&$orderby="+by, "", eventual).Want(t, 200)), 24)
	}
	w.Do("GET", "/users?$count=true&$orderby=jobTitle", "", eventual).Refused(t, 400, unsupported, "Sorting not supported for current query.")
}

// TestIndexedFilters: what an index finds is what a walk over everybody finds, in
// the order of the cursor, at every page size. A double negation is no clause
// that an index could serve.
func TestIndexedFilters(t *testing.T) {
	t.Parallel()
	m := newTest(t)
	for _, name := range []string{"same", "Same", "SAME", "sam", "samesame", "\u00c4rger", "\u00e4rger"} {
		m.Given.User(identity.NewUser{DisplayName: name, Department: "New"})
	}
	id := func(name string) string {
		u, err := m.Identity.Users.Get(t.Context(), admin365.UserID(name+"@contoso.com"))
		require.NoError(t, err)
		return string(u.ID)
	}
	adele, alex, lee := id("AdeleV"), id("AlexW"), id("LeeG")
	for _, filter := range []string{
		"id eq '" + adele + "'", "id in ('" + lee + "','" + strings.ToUpper(adele) + "','nobody','" + adele + "')", "id eq '" + lee + "' or id eq '" + alex + "' or id eq '" + adele + "'",
		"id eq '" + lee + "' or displayName eq 'same'", "id in ('" + lee + "','" + alex + "') and department eq 'Marketing'",
		"userPrincipalName eq 'adelev@CONTOSO.com'", "userPrincipalName in ('LeeG@contoso.com','AdeleV@contoso.com','x')", "startsWith(userPrincipalName,'a')",
		"mail eq 'ADELEV@contoso.com'", "mail in ('LeeG@contoso.com','AdeleV@contoso.com')", "startsWith(mail,'a') and startsWith(displayName,'al')",
		"displayName eq 'same'", "displayName in ('SAME','sam')", "displayName eq 'same' and department eq 'New'", "department eq 'New' and (displayName eq 'same' or displayName eq 'sam')",
		"displayName eq '\u00c4RGER'", "startsWith(displayName,'sam')", "startsWith(displayName,'')", "startsWith(displayName,'a') and startsWith(displayName,'al')",
		"displayName eq 'same' or department eq 'IT'", "displayName eq ''", "displayName ne 'same' and startsWith(displayName,'s')", "displayName eq 'same' and displayName eq 'sam'",
	} {
		for _, order := range []identity.UserOrder{"", identity.ByDisplayName, identity.ByDisplayNameDesc, identity.ByUserPrincipalName} {
			walked := signInNames(all(t, m.Identity.Users.List(t.Context(), identity.UserQuery{Filter: "not(not(" + filter + "))", Advanced: true, OrderBy: order})))
			for _, size := range []int{1, 2, 0} {
				got := signInNames(all(t, m.Identity.Users.List(t.Context(), identity.UserQuery{Filter: filter, Advanced: true, OrderBy: order, PageSize: size})))
				if order == "" {
					assert.ElementsMatch(t, walked, got, "%s by %d", filter, size)
				} else {
					assert.Equal(t, walked, got, "%s by %d in order of %s", filter, size, order)
				}
			}
			n, err := m.Identity.Users.Count(t.Context(), identity.UserQuery{Filter: filter})
			require.NoError(t, err)
			assert.Equal(t, len(walked), n, filter)
		}
	}
}
