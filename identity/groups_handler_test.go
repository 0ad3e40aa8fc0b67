package identity_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// each collects a member of every item.
func each(items []map[string]any, member string) []string {
	var all []string
	for _, item := range items {
		text, _ := item[member].(string)
		all = append(all, text)
	}
	return all
}

// TestGroupQueries: what lists of groups and of their members take, and refuse.
func TestGroupQueries(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	filter := func(text string) string { return "$filter=" + url.QueryEscape(text) }
	for _, c := range []struct {
		name, path string
		advanced   bool
		want       []string
	}{
		{"by a name", "/groups?" + filter("displayName eq 'SG-retail'"), false, []string{"sg-Retail"}},
		{"by a beginning", "/groups?" + filter("startswith(displayName,'sg-')"), false, []string{"sg-Engineering", "sg-Retail"}},
		{"by a nickname", "/groups?" + filter("mailNickname eq 'dynamicsusers'"), false, []string{"Dynamics Users"}},
		{"by an address", "/groups?" + filter("mail eq 'allcompany@contoso.com'"), false, []string{"All Company"}},
		{"by any address", "/groups?" + filter("proxyAddresses/any(p:p eq 'smtp:allcompany@contoso.onmicrosoft.com')"), false, []string{"All Company"}},
		{"by kind", "/groups?" + filter("groupTypes/any(c:c eq 'Unified')"), false, []string{"All Company", "Mark 8 Project Team"}},
		{"by kind, not", "/groups?$count=true&" + filter("NOT groupTypes/any(c:c eq 'Unified')"), true, []string{"Dynamics Users", "sg-Engineering", "sg-Retail"}},
		{"by security", "/groups?" + filter("securityEnabled eq true and mailEnabled eq false"), false, []string{"Dynamics Users", "sg-Engineering", "sg-Retail"}},
		{"by the description's words", "/groups?$search=" + url.QueryEscape(`"description:stores"`), true, []string{"sg-Retail"}},
		{"by the name's words, in order", "/groups?$count=true&$orderby=displayName&$search=" + url.QueryEscape(`"displayName:project" OR "displayName:company"`), true,
			[]string{"All Company", "Mark 8 Project Team"}},
		{"in order", "/groups?$orderby=displayName%20desc", false, []string{"sg-Retail", "sg-Engineering", "Mark 8 Project Team", "Dynamics Users", "All Company"}},
		{"in the order of deletion", "/groups?$count=true&$orderby=deletedDateTime&" + filter("startsWith(displayName,'A')"), true, []string{"All Company"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			edits := []func(*http.Request){func(*http.Request) {}}
			if c.advanced {
				edits[0] = eventual
			}
			got := each(w.Do("GET", c.path, "", edits...).Values(t), "displayName")
			if strings.Contains(c.path, "$orderby") {
				assert.Equal(t, c.want, got)
			} else {
				assert.ElementsMatch(t, c.want, got)
			}
		})
	}
	retail := contosoGroup(t, w.Tenant.Identity, "sg-Retail")
	members := "/groups/" + string(retail.ID) + "/members"
	const size = "Invalid page size specified: '1000'. Must be between 1 and 999 inclusive."
	for _, c := range []struct {
		name, method, path string
		status             int
		code, says         string
	}{
		{"page too large", "GET", "/groups?$top=1000", 400, unsupported, size},
		{"members, page too large", "GET", members + "?$top=1000", 400, unsupported, size},
		{"unknown property", "GET", "/groups?$select=planet", 400, "BadRequest", "Parsing OData Select and Expand failed: Could not find a property named 'planet' on type 'microsoft.graph.group'."},
		{"members, unknown property", "GET", members + "?$select=planet", 400, "BadRequest",
			"Parsing OData Select and Expand failed: Could not find a property named 'planet' on type 'microsoft.graph.directoryObject'."},
		{"members of a type, unknown property", "GET", members + "/microsoft.graph.user?$select=mailEnabled", 400, "BadRequest",
			"Parsing OData Select and Expand failed: Could not find a property named 'mailEnabled' on type 'microsoft.graph.user'."},
		{"members in order", "GET", members + "?$orderby=displayName", 400, unsupported, "Sorting not supported for current query."},
		{"of no type", "GET", members + "/microsoft.graph.planet", 400, "BadRequest", "Resource not found for the segment 'microsoft.graph.planet'."},
		{"filter", "GET", "/groups?$filter=" + url.QueryEscape("createdDateTime ge 2021-11-01T00:00:00Z"), 400, unsupported,
			"Unsupported or invalid query filter clause specified for property 'createdDateTime' of resource 'Group'."},
		{"count without the header", "GET", "/groups/$count", 400, badRequest, "$count is not currently supported."},
		{"members, count without the header", "GET", members + "/$count", 400, badRequest, "$count is not currently supported."},
		{"page token", "GET", members + "?$skiptoken=x", 400, "Directory_ExpiredPageToken", "The specified page token value has expired and can no longer be included in your request."},
		{"mailbox in a collection", "GET", "/groups?$select=allowExternalSenders", 501, "NotImplemented", "This operation target is not yet supported."},
		{"expand", "GET", "/groups?$expand=members", 501, "NotImplemented", "admin365 does not have the operation $expand on groups (see docs/fidelity.md)."},
		{"without $ref", "DELETE", members + "/fc78758b-360c-4b71-86b7-6e9b262f2515", 400, "BadRequest", "Write requests are only supported on contained entities"},
		{"an owner without $ref", "DELETE", "/groups/" + string(retail.ID) + "/owners/fc78758b-360c-4b71-86b7-6e9b262f2515", 400, "BadRequest", "Write requests are only supported on contained entities"},
		{"deleted without a type", "GET", "/directory/deletedItems", 400, "BadRequest", "Resource not found for the segment 'deletedItems'."},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w.Do(c.method, c.path, "").Refused(t, c.status, c.code, c.says)
		})
	}
	w.Do("GET", "/users/AdeleV@contoso.com", "").Want(t, 200)
}

// TestMemberCasts: a type in the path narrows a list, and its items are then of
// that type.
func TestMemberCasts(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	dynamics := "/groups/" + string(contosoGroup(t, w.Tenant.Identity, "Dynamics Users").ID)
	people := []string{"Megan Bowen", "Nestor Wilke"}
	for _, c := range []struct {
		path    string
		context string
		want    []string
	}{
		{dynamics + "/members/microsoft.graph.user", "users", people},
		{dynamics + "/members/graph.user", "users", people},
		{dynamics + "/members/Microsoft.Graph.Group?$select=displayName", "groups(displayName)", []string{"sg-Retail"}},
		{dynamics + "/members/microsoft.graph.servicePrincipal", "servicePrincipals", nil},
		{dynamics + "/members/microsoft.graph.device", "devices", nil},
		{dynamics + "/transitiveMembers/microsoft.graph.user?$filter=" + url.QueryEscape("department eq 'Retail'"), "users", []string{"Adele Vance", "Cameron White", "Christie Cline"}},
		{dynamics + "/transitivemembers/microsoft.graph.group", "groups", []string{"sg-Retail"}},
		{dynamics + "/owners/microsoft.graph.user", "users", []string{"Nestor Wilke"}},
		{"/users/AdeleV@contoso.com/memberOf/microsoft.graph.group?$select=displayName", "groups(displayName)", []string{"All Company", "sg-Retail"}},
		{"/users/AdeleV@contoso.com/memberOf/microsoft.graph.directoryRole", "directoryRoles", nil},
		{"/users('AdeleV@contoso.com')/transitiveMemberOf/microsoft.graph.group?$select=displayName", "groups(displayName)", []string{"All Company", "Dynamics Users", "sg-Retail"}},
	} {
		t.Run(c.path, func(t *testing.T) {
			t.Parallel()
			a := w.Do("GET", c.path, "")
			items := a.Values(t)
			assert.ElementsMatch(t, c.want, each(items, "displayName"))
			assert.Equal(t, "https://graph.microsoft.com/v1.0/$metadata#"+c.context, a.Want(t, 200)["@odata.context"])
			for _, item := range items {
				assert.NotContains(t, item, "@odata.type", "the context says it")
			}
			count := c.path
			if path, query, found := strings.Cut(c.path, "?"); found {
				count = path + "/$count"
				if strings.HasPrefix(query, "$filter") {
					count += "?" + query
				}
			} else {
				count += "/$count"
			}
			assert.Equal(t, strconv.Itoa(len(c.want)), string(w.Do("GET", count, "", eventual).Whole), count)
		})
	}
	byName := w.Do("GET", "/users/AdeleV@contoso.com/transitiveMemberOf/microsoft.graph.group?$count=true&$orderby=displayName%20desc&$select=displayName&$top=2", "", eventual)
	assert.Equal(t, []string{"sg-Retail", "Dynamics Users"}, each(byName.Values(t), "displayName"))
	first := byName.Want(t, 200)
	assert.Equal(t, 3.0, first["@odata.count"])
	next, _ := first["@odata.nextLink"].(string)
	assert.Equal(t, []string{"All Company"}, each(w.Do("GET", next, "", eventual).Values(t), "displayName"))

	mixed := w.Do("GET", dynamics+"/members?$select=Id,mailEnabled,userPrincipalName", "").Values(t)
	for _, item := range mixed {
		if item["@odata.type"] == "#microsoft.graph.group" {
			assert.Len(t, item, 3, "%v", item)
			assert.Equal(t, false, item["mailEnabled"])
		} else {
			assert.Contains(t, item, "userPrincipalName")
			assert.NotContains(t, item, "mailEnabled", "of a type's properties those that it has")
		}
	}
	only := w.Do("GET", dynamics+"/members?$select=mailEnabled&$filter="+url.QueryEscape("startsWith(displayName,'M')"), "").Values(t)
	require.Len(t, only, 1)
	assert.Contains(t, only[0], "id", "never nothing")
	me := newWireFor(t, admin365.AsUser("MeganB@contoso.com"))
	assert.ElementsMatch(t, []string{"All Company", "Dynamics Users", "Mark 8 Project Team", "Service Support Administrator"}, each(me.Do("GET", "/me/memberOf", "").Values(t), "displayName"))
	assert.Len(t, me.Do("GET", "/me/transitiveMemberOf", "").Values(t), 4)
	assert.Len(t, me.Do("GET", "/me/memberOf/microsoft.graph.group", "").Values(t), 3)
	assert.Len(t, me.Do("GET", "/me/memberOf/microsoft.graph.directoryRole", "").Values(t), 1)
}

// TestMemberPages: pages of every size hold the same members, each once and in
// one order, and so do lists that change meanwhile.
func TestMemberPages(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	s := w.Tenant.Identity
	all, dynamics := contosoGroup(t, s, "All Company"), contosoGroup(t, s, "Dynamics Users")
	for _, path := range []string{"/groups/" + string(all.ID) + "/members", "/groups/" + string(dynamics.ID) + "/transitiveMembers", "/users/MeganB@contoso.com/memberOf", "/groups"} {
		whole := each(w.Do("GET", path+"?$select=id,displayName", "").Values(t), "id")
		require.NotEmpty(t, whole)
		for _, size := range []int{1, 2, 3, 7} {
			var got []string
			pages := 0
			for next := fmt.Sprintf("%s?$select=id,displayName&$top=%d", path, size); next != ""; pages++ {
				a := w.Do("GET", next, "")
				got = append(got, each(a.Values(t), "id")...)
				next, _ = a.Want(t, 200)["@odata.nextLink"].(string)
			}
			assert.Equal(t, whole, got, "%s by %d", path, size)
			assert.Equal(t, (len(whole)+size-1)/size, pages, "no empty page")
		}
	}
	path := "/groups/" + string(all.ID) + "/members?$select=id&$top=5&$count=true"
	first := w.Do("GET", path, "", eventual)
	page := each(first.Values(t), "id")
	assert.Equal(t, 24.0, first.Want(t, 200)["@odata.count"])
	next, _ := first.Want(t, 200)["@odata.nextLink"].(string)
	require.NoError(t, s.GroupMembers.Remove(t.Context(), all.ID, admin365.ObjectID(page[4])), "the one at which the list was cut")
	require.NoError(t, s.Users.Delete(t.Context(), admin365.UserID(page[0])))
	rest := 0
	for next != "" {
		a := w.Do("GET", next, "", eventual)
		for _, id := range each(a.Values(t), "id") {
			assert.NotContains(t, page, id)
			rest++
		}
		assert.NotContains(t, a.Want(t, 200), "@odata.count")
		next, _ = a.Want(t, 200)["@odata.nextLink"].(string)
	}
	assert.Equal(t, 24-5, rest, "nobody is missed")
}

// TestReferences: what an @odata.id and a bind may look like.
func TestReferences(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	s := w.Tenant.Identity
	retail := contosoGroup(t, s, "sg-Retail")
	alex := string(userID(t, s, "AlexW"))
	path := "/groups/" + string(retail.ID) + "/members/"
	for _, ref := range []string{
		"https://graph.microsoft.com/v1.0/directoryObjects/" + alex, "https://graph.microsoft.com/beta/users/" + alex, "https://example.com/users/AlexW@contoso.com",
		"https://graph.microsoft.com/v1.0/users('AlexW@contoso.com')", "https://graph.windows.net/v2/" + string(w.Tenant.TenantID()) + "/directoryObjects/" + alex + "/Microsoft.DirectoryServices.User",
		"users/" + alex, "directoryObjects('" + strings.ToUpper(alex) + "')",
	} {
		assert.Equal(t, 204, w.Do("POST", path+"$ref", `{"@odata.id":"`+ref+`"}`).StatusCode, ref)
		assert.Equal(t, 204, w.Do("DELETE", path+alex+"/$ref", "").StatusCode, ref)
		assert.Equal(t, 204, w.Do("PATCH", "/groups/"+string(retail.ID), `{"Members@odata.bind":["`+ref+`"],"description":"`+ref+`"}`).StatusCode, ref)
		assert.Equal(t, 204, w.Do("DELETE", path+alex+"/$ref", "").StatusCode, ref)
	}
	const invalid = "Invalid object identifier '%s'."
	w.Do("POST", path+"$ref", `{"@odata.id":"x"}`).Refused(t, 400, badRequest, fmt.Sprintf(invalid, "@odata.id"))
	w.Do("PATCH", "/groups/"+string(retail.ID), `{"members@odata.bind":["x"]}`).Refused(t, 400, badRequest, fmt.Sprintf(invalid, "x"))
	w.Do("PATCH", "/groups/"+string(retail.ID), `{"members@odata.bind":"x"}`).Refused(t, 400, "BadRequest", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.")
	w.Do("PATCH", "/groups/"+string(retail.ID), `{"members@odata.bind":[]}`).Refused(t, 400, badRequest,
		"The value of 'odata.bind' property annotation is an empty array. The 'odata.bind' property annotation must have a non-empty array as its value.")
	w.Do("PATCH", "/groups/"+string(retail.ID), `{"acceptedSenders@odata.bind":["users/`+alex+`"]}`).Refused(t, 400, badRequest, "One or more property values specified are invalid.")
	before := w.Tenant.Snapshot()
	w.Do("PATCH", "/groups/"+string(retail.ID), `{"description":"new","members@odata.bind":["users/`+alex+`","users/nobody@contoso.com"]}`).Refused(t, 404, "Request_ResourceNotFound",
		"Resource 'nobody@contoso.com' does not exist or one of its queried reference-property objects are not present.")
	assert.Empty(t, w.Tenant.Changes(before), "one request is one change")

	// Clients ask so whether somebody is a member.
	got := w.Do("GET", path+"fc78758b-360c-4b71-86b7-6e9b262f2515/$ref?$select=id,url", "").Want(t, 200)
	assert.Equal(t, map[string]any{
		"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#directoryObjects/$entity", "@odata.type": "#microsoft.graph.user",
		"id": "fc78758b-360c-4b71-86b7-6e9b262f2515", "url": "https://graph.microsoft.com/v1.0/directoryObjects/fc78758b-360c-4b71-86b7-6e9b262f2515",
	}, got)
	assert.Equal(t, 404, w.Do("GET", path+alex+"/$ref", "").StatusCode)
}

// TestGroupOddBodies: bodies as other clients send them, and such as none should.
func TestGroupOddBodies(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	g := w.Tenant.Given.Group(identity.NewGroup{})
	path := "/groups/" + string(g.ID)
	for body, status := range map[string]int{
		`{"@odata.type":"#microsoft.graph.group","description":null,"displayName":"T","mailEnabled":false,"membershipRule":null,"securityEnabled":true,"preferredLanguage":null}`: 204,
		`{"isAssignableToRole":null}`: 204, `{"isAssignableToRole":false}`: 204, `{"groupTypes":[]}`: 204, `{"visibility":null}`: 204, `{}`: 204,
		`{"displayName":null}`: 400, `{"displayName":""}`: 400, `{"mail":"x@contoso.com"}`: 400, `{"groupTypes":["Unified"]}`: 400, `{"mailEnabled":true}`: 400, `{"planet":"Mars"}`: 400, `{"displayName":`: 400,
		`{"allowExternalSenders":true}`: 400, `{"securityEnabled":"yes"}`: 400, `{"groupTypes":["DynamicMembership"]}`: 400,
	} {
		assert.Equal(t, status, w.Do("PATCH", path, body).StatusCode, body)
	}
	w.Do("PATCH", path, `{"isAssignableToRole":true}`).Refused(t, 400, badRequest, "Value for IsAssignableToRole cannot be updated for groups assignable to role.")
	w.Do("POST", "/groups", `{"displayName":"x","mailNickname":"x","mailEnabled":false}`).Refused(t, 400, badRequest, "A value is required for property 'securityEnabled' of resource 'Group'.")
	w.Do("POST", "/groups", `{"displayName":"x","mailNickname":"x","securityEnabled":true}`).Refused(t, 400, badRequest, "A value is required for property 'mailEnabled' of resource 'Group'.")
	w.Do("POST", "/groups", `{"displayName":"x","mailNickname":"x","mailEnabled":false,"securityEnabled":true,"isAssignableToRole":true,"groupTypes":["Unified"]}`).
		Refused(t, 400, badRequest, "GroupType cannot be set for security groups assignable to roles.")

	require.NoError(t, w.Tenant.Identity.GroupMembers.Add(t.Context(), g.ID, userID(t, w.Tenant.Identity, "AlexW")))
	assert.Equal(t, 204, w.Do("PATCH", path, `{"groupTypes":["DynamicMembership"],"membershipRule":"user.city -eq \"Tulsa\"","membershipRuleProcessingState":"On"}`).StatusCode)
	assert.Empty(t, w.Do("GET", path+"/members", "").Values(t), "whose members follow from a rule loses those that it had")
	assert.Equal(t, 204, w.Do("PATCH", path, `{"groupTypes":[],"membershipRule":null,"membershipRuleProcessingState":null}`).StatusCode)
}
