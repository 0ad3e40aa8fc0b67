package identity_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/wiretest"
)

func expand(text string) string { return "$expand=" + url.QueryEscape(text) }

// TestExpandSample compares a chain of managers with the vendor's, key by key.
func TestExpandSample(t *testing.T) {
	t.Parallel()
	want := sample(t, "user-expand-manager-levels-max.json")
	w := newWire(t)
	bare := func(r *http.Request) { r.Header.Set("Accept", "application/json;odata.metadata=none") }
	got := w.Do("GET", "/users/CameronW@contoso.com?$select=id,displayName&$count=true&"+expand("manager($levels=max;$select=id,displayName)"), "", eventual, bare)
	wiretest.MustSameShape(t, want, got.Whole)
	var names []any
	for at := any(got.Want(t, 200)); at != nil; {
		m, _ := at.(map[string]any)
		names = append(names, m["displayName"])
		at = m["manager"]
	}
	assert.Equal(t, []any{"Cameron White", "Adele Vance", "Miriam Graham", "Patti Fernandez"}, names)
}

// TestExpandManager: the manager comes inside of the user, with what is selected
// of him; who has none has no such key.
func TestExpandManager(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	got := w.Do("GET", adeleV+"?"+expand("manager"), "").Want(t, 200)
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#users(manager())/$entity", got["@odata.context"])
	manager, ok := got["manager"].(map[string]any)
	require.True(t, ok)
	assert.Equal(t, "#microsoft.graph.user", manager["@odata.type"], "a relation is declared as one to any object")
	assert.Equal(t, "Miriam Graham", manager["displayName"])
	assert.Len(t, manager, 12, "the default set and the type")

	got = w.Do("GET", adeleV+"?$select=id,jobTitle&"+expand("Manager($select=DisplayName,userPrincipalName,id,mail)"), "").Want(t, 200)
	assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#users(id,jobTitle,manager(displayName,userPrincipalName,id,mail))/$entity", got["@odata.context"])
	manager, _ = got["manager"].(map[string]any)
	assert.Len(t, got, 4)
	assert.Equal(t, []any{"Miriam Graham", "MiriamG@contoso.com", "MiriamG@contoso.com"}, []any{manager["displayName"], manager["userPrincipalName"], manager["mail"]})
	assert.Len(t, manager, 5)

	got = w.Do("GET", "/users/PattiF@contoso.com?$select=id&"+expand("manager"), "").Want(t, 200)
	assert.NotContains(t, got, "manager")
	for i, n := range []int{1, 2, 3, 3} {
		got = w.Do("GET", "/users/CameronW@contoso.com?"+expand("manager($levels="+[]string{"1", "2", "3", "1000"}[i]+")"), "", eventual).Want(t, 200)
		deep := 0
		for at := got["manager"]; at != nil; deep++ {
			m, _ := at.(map[string]any)
			at = m["manager"]
		}
		assert.Equal(t, n, deep)
	}

	// A list, page by page, with a filter.
	seen := map[string]any{}
	for path := "/users?$top=2&$filter=" + url.QueryEscape("department eq 'Retail' or startsWith(displayName,'Patti')") + "&" + expand("manager($select=displayName)"); path != ""; {
		page := w.Do("GET", path, "").Want(t, 200)
		for _, item := range value(t, page) {
			manager, _ := item["manager"].(map[string]any)
			seen[item["displayName"].(string)] = manager["displayName"]
		}
		path, _ = page["@odata.nextLink"].(string)
	}
	assert.Equal(t, map[string]any{"Adele Vance": "Miriam Graham", "Cameron White": "Adele Vance", "Christie Cline": "Adele Vance", "Patti Fernandez": nil}, seen)

	// The link to a deleted manager counts for nothing.
	require.NoError(t, w.Tenant.Identity.Users.Delete(t.Context(), "MiriamG@contoso.com"))
	assert.NotContains(t, w.Do("GET", adeleV+"?"+expand("manager"), "").Want(t, 200), "manager")
	// A chain may lead in a circle, and an answer ends.
	require.NoError(t, w.Tenant.Identity.Managers.Set(t.Context(), "PattiF@contoso.com", "BiancaP@contoso.com"))
	b := w.Do("GET", "/users/BiancaP@contoso.com?$select=displayName&"+expand("manager($levels=max;$select=displayName)"), "", eventual).Whole
	assert.Equal(t, 1, strings.Count(string(b), `"manager":`), "%s", b)
	// Signed in, of oneself.
	w = newWireFor(t, admin365.AsUser("AdeleV@contoso.com"))
	assert.Contains(t, w.Do("GET", "/me?"+expand("manager($levels=max;$select=id)"), "", eventual).Want(t, 200), "manager")
}

// TestExpandRefusals: what is not there is refused by its name, and is not an
// answer without it.
func TestExpandRefusals(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	absent := func(what string) string {
		return "admin365 does not have the operation " + what + " (see docs/fidelity.md)."
	}
	unknown := "Parsing OData Select and Expand failed: Could not find a property named '%' on type 'microsoft.graph.user'."
	for _, path := range []string{"/users?", adeleV + "?"} {
		for _, name := range []string{"memberOf", "directReports", "transitiveMemberOf", "ownedObjects", "extensions"} {
			w.Do("GET", path+expand(name), "").Refused(t, 501, "NotImplemented", absent("$expand="+name+" on users"))
		}
		for _, name := range []string{"planet", "jobTitle", "member", "managers", "*"} {
			w.Do("GET", path+expand(name), "").Refused(t, 400, "BadRequest", strings.Replace(unknown, "%", name, 1))
		}
		w.Do("GET", path+expand("manager($select=planet)"), "").Refused(t, 400, "BadRequest", strings.Replace(unknown, "%", "planet", 1))
		w.Do("GET", path+expand("manager($select=aboutMe)"), "").Refused(t, 501, "NotImplemented", "This operation target is not yet supported.")
		for _, text := range []string{"manager,memberOf", "manager($expand=manager)", "manager($top=1)", "manager($levels=2)"} {
			w.Do("GET", path+expand(text), "").Refused(t, 400, unsupported, "Unsupported Query.")
		}
	}
	w.Do("GET", "/users?$count=true&"+expand("manager"), "", eventual).Refused(t, 400, unsupported, "Unsupported Query.")
	w.Do("GET", "/users?$count=true&"+expand("manager($levels=2)"), "", eventual).Refused(t, 400, unsupported, "Unsupported Query.")
	w.Do("GET", adeleV+"?$count=true&"+expand("manager"), "", eventual).Want(t, 400)
	w.Do("GET", adeleV+"?$count=true", "", eventual).Want(t, 400)
	w.Do("GET", adeleV+"/manager?"+expand("manager"), "").Refused(t, 501, "NotImplemented", absent("$expand on manager"))
	require.NoError(t, w.Tenant.Backstage.SetPremium(t.Context(), false))
	w.Do("GET", "/users?"+expand("manager($select=signInActivity)"), "").Want(t, 403)
}

// TestExpandFull: a nested user has the annotations of any other.
func TestExpandFull(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	full := func(r *http.Request) { r.Header.Set("Accept", "application/json;odata.metadata=full") }
	got := w.Do("GET", adeleV+"?$select=id&"+expand("manager($select=extension_1_x)"), "", full)
	miriam, err := w.Tenant.Identity.Users.Get(t.Context(), "MiriamG@contoso.com")
	require.NoError(t, err)
	manager, err := json.Marshal(got.Want(t, 200)["manager"])
	require.NoError(t, err)
	assert.JSONEq(t, `{"@odata.type":"#microsoft.graph.user","@odata.id":"https://graph.microsoft.com/v1.0/users/`+string(miriam.ID)+`"}`, string(manager))
}
