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
	id, _ := w.Do("GET", adeleV, "").Want(t, 200)["id"].(string)
	item := "/directory/deletedItems/" + id
	w.Do("GET", item, "").Want(t, 404)
	w.Do("POST", item+"/restore", "").Want(t, 404)
	w.Do("DELETE", item, "").Want(t, 404)
	w.Do("DELETE", adeleV, "").Want(t, 204)

	for _, path := range []string{"/directory/deletedItems/microsoft.graph.user", "/directory/deleteditems/Microsoft.Graph.User"} {
		list, _ := w.Do("GET", path+"?$select=id,userPrincipalName,deletedDateTime", "").Want(t, 200)["value"].([]any)
		require.Len(t, list, 1)
		assert.Equal(t, map[string]any{
			"id": id, "userPrincipalName": strings.ReplaceAll(id, "-", "") + "AdeleV@contoso.com", "deletedDateTime": "2026-01-05T09:00:00Z",
		}, list[0])
	}
	assert.EqualValues(t, 1, w.Do("GET", "/directory/deletedItems/microsoft.graph.user?$count=true", "", eventual).Want(t, 200)["@odata.count"])
	assert.Empty(t, w.Do("GET", "/directory/deletedItems/microsoft.graph.user?$filter=startsWith(displayName,'Z')", "").Want(t, 200)["value"])
	for _, path := range []string{item, item + "/microsoft.graph.user"} {
		got := w.Do("GET", path, "").Want(t, 200)
		assert.Equal(t, "#microsoft.graph.user", got["@odata.type"])
		assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#directoryObjects/$entity", got["@odata.context"])
	}

	w.Tenant.Given.User(identity.NewUser{UserPrincipalName: "AdeleV@contoso.com"})
	w.Do("POST", item+"/restore", "").Refused(t, 400, badRequest, "Another object with the same value for property userPrincipalName already exists.")
	w.Do("POST", item+"/restore", `{"newUserPrincipalName":"x@nowhere.example"}`).Want(t, 400)
	w.Do("POST", item+"/restore", `{`).Refused(t, 400, "BadRequest", malformed)
	a := w.Do("POST", item+"/restore", `{"autoReconcileProxyConflict":true,"newUserPrincipalName":"adele2@contoso.com"}`)
	assert.Equal(t, "adele2@contoso.com", a.Want(t, 200)["userPrincipalName"])
	assert.Contains(t, string(a.Whole), `"@odata.type":"#microsoft.graph.user"`)
	w.Do("GET", "/users/adele2@contoso.com", "").Want(t, 200)

	w.Do("DELETE", "/users/"+id, "").Want(t, 204)
	w.Do("DELETE", item, "").Want(t, 204)
	w.Do("DELETE", item, "").Want(t, 404)
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
