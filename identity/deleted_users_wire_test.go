package identity_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
	"github.com/admin365/admin365/internal/subjects"
)

// TestDeletedItems drives the bin as other people's clients do.
func TestDeletedItems(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	id, _ := w.do("GET", adeleV, "").want(t, 200)["id"].(string)
	item := "/directory/deletedItems/" + id
	w.do("GET", item, "").want(t, 404)
	w.do("POST", item+"/restore", "").want(t, 404)
	w.do("DELETE", item, "").want(t, 404)
	w.do("DELETE", adeleV, "").want(t, 204)

	for _, path := range []string{"/directory/deletedItems/microsoft.graph.user", "/directory/deleteditems/Microsoft.Graph.User"} {
		list, _ := w.do("GET", path+"?$select=id,userPrincipalName,deletedDateTime", "").want(t, 200)["value"].([]any)
		require.Len(t, list, 1)
		assert.Equal(t, map[string]any{
			"id": id, "userPrincipalName": strings.ReplaceAll(id, "-", "") + "AdeleV@contoso.com", "deletedDateTime": "2026-01-05T09:00:00Z",
		}, list[0])
	}
	assert.EqualValues(t, 1, w.do("GET", "/directory/deletedItems/microsoft.graph.user?$count=true", "", eventual).want(t, 200)["@odata.count"])
	assert.Empty(t, w.do("GET", "/directory/deletedItems/microsoft.graph.user?$filter=startsWith(displayName,'Z')", "").want(t, 200)["value"])
	for _, path := range []string{item, item + "/microsoft.graph.user"} {
		got := w.do("GET", path, "").want(t, 200)
		assert.Equal(t, "#microsoft.graph.user", got["@odata.type"])
		assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#directoryObjects/$entity", got["@odata.context"])
	}

	w.tenant.Given.User(identity.NewUser{UserPrincipalName: "AdeleV@contoso.com"})
	w.do("POST", item+"/restore", "").refused(t, 400, badRequest, "Another object with the same value for property userPrincipalName already exists.")
	w.do("POST", item+"/restore", `{"newUserPrincipalName":"x@nowhere.example"}`).want(t, 400)
	w.do("POST", item+"/restore", `{`).refused(t, 400, "BadRequest", malformed)
	a := w.do("POST", item+"/restore", `{"autoReconcileProxyConflict":true,"newUserPrincipalName":"adele2@contoso.com"}`)
	assert.Equal(t, "adele2@contoso.com", a.want(t, 200)["userPrincipalName"])
	assert.Contains(t, string(a.body), `"@odata.type":"#microsoft.graph.user"`)
	w.do("GET", "/users/adele2@contoso.com", "").want(t, 200)

	w.do("DELETE", "/users/"+id, "").want(t, 204)
	w.do("DELETE", item, "").want(t, 204)
	w.do("DELETE", item, "").want(t, 404)
}

// TestDeletedOrder: the bin is ordered and cut without an index.
func TestDeletedOrder(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			test := newTest(t)
			for _, name := range []string{"c", "a", "d", "b"} {
				u := test.Given.User(identity.NewUser{UserPrincipalName: name + "@contoso.com", DisplayName: name})
				require.NoError(t, test.Identity.Users.Delete(t.Context(), u.ID))
			}
			c := subjects.Client(t, test.Memory, way, callerZero)
			for _, size := range []int{0, 1, 2, 3} {
				for order, want := range map[identity.UserOrder]string{identity.ByDisplayName: "abcd", identity.ByDisplayNameDesc: "dcba"} {
					var got strings.Builder
					for u, err := range c.Identity.DeletedUsers.List(t.Context(), identity.DeletedUserQuery{OrderBy: order, PageSize: size}) {
						require.NoError(t, err)
						got.WriteString(u.DisplayName)
						assert.Equal(t, u.DisplayName+"@contoso.com", identity.OriginalName(u))
					}
					assert.Equal(t, want, got.String(), "%s by pages of %d", order, size)
				}
			}
		})
	}
}

// TestBasicProfile: with User.ReadBasic.All alone there is no more of others than
// the basic profile, in memory and over the wire.
func TestBasicProfile(t *testing.T) {
	t.Parallel()
	for _, way := range subjects.Ways() {
		t.Run(string(way), func(t *testing.T) {
			t.Parallel()
			test := newTest(t)
			app := subjects.Client(t, test.Memory, way, admin365.AsApp("app", "User.ReadBasic.All")).Identity
			got, err := app.Users.Get(t.Context(), "AdeleV@contoso.com")
			require.NoError(t, err)
			assert.Equal(t, []string{"Adele Vance", "Adele", "Vance", "AdeleV@contoso.com"}, []string{got.DisplayName, got.GivenName, got.Surname, got.Mail})
			assert.Empty(t, got.JobTitle+got.Department+got.City)
			assert.Nil(t, got.AccountEnabled)
			for u, err := range app.Users.List(t.Context(), identity.UserQuery{PageSize: 5}) {
				require.NoError(t, err)
				assert.Empty(t, u.JobTitle)
			}
			self := admin365.AsUser(got.ID)
			self.Permissions = []admin365.Permission{"User.Read", "User.ReadBasic.All"}
			person := subjects.Client(t, test.Memory, way, self).Identity
			got, err = person.Users.Get(t.Context(), got.ID)
			require.NoError(t, err)
			assert.Equal(t, "Retail Manager", got.JobTitle, "of oneself everything")
			got, err = person.Users.Get(t.Context(), "PattiF@contoso.com")
			require.NoError(t, err)
			assert.Empty(t, got.JobTitle)
		})
	}
}
