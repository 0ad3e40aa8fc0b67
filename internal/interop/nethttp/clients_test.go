package nethttp_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// terraform are the headers of its provider's SDK.
var terraform = []string{
	"Accept", "application/json; charset=utf-8; IEEE754Compatible=false", "Content-Type", "application/json; charset=utf-8",
	"Odata-Version", "4.0", "Odata-Maxversion", "4.0",
}

// terraformUser is what the provider sends for a resource that sets only what
// it must: every other property as null. changes are what it sends otherwise.
func terraformUser(changes object) object {
	u := object{"@odata.type": "#microsoft.graph.user", "accountEnabled": true, "displayName": "Terra Form", "mailNickname": "terra", "userPrincipalName": "terra@contoso.com"}
	for _, name := range []string{
		"ageGroup", "city", "consentProvidedForMinor", "companyName", "country", "department", "employeeId", "employeeType", "faxNumber",
		"givenName", "jobTitle", "mobilePhone", "officeLocation", "passwordPolicies", "postalCode", "preferredLanguage", "state",
		"streetAddress", "surname", "usageLocation",
	} {
		u[name] = nil
	}
	u["employeeOrgData"] = object{"costCenter": nil, "division": nil}
	u["otherMails"] = []string{}
	maps.Copy(u, changes)
	return u
}

// TestTerraform repeats a resource's life: create, read, update, destroy.
// Source: hashicorp/terraform-provider-azuread, internal/services/users/user_resource.go.
func TestTerraform(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	made := l.do("POST", "/v1.0/users", terraformUser(object{
		"mail": nil, "passwordProfile": object{"forceChangePasswordNextSignIn": false, "password": password},
	}), terraform...).is(http.StatusCreated)
	id := made.text("id")
	there := l.user(id)
	assert.Equal(t, "Terra Form", there.DisplayName)
	assert.Empty(t, there.UsageLocation)
	assert.Empty(t, there.Mail)

	show := object{"@odata.type": "#microsoft.graph.user", "showInAddressList": true}
	l.do("PATCH", "/beta/users/"+id, show, terraform...).is(http.StatusNoContent)
	manager := string(l.user(adele).ID)
	l.do("PUT", "/v1.0/users/"+id+"/manager/$ref", object{"@odata.id": graph + "/v1.0/directoryObjects/" + manager}, terraform...).is(http.StatusNoContent)

	read := func() {
		t.Helper()
		assert.Equal(t, "Terra Form", l.get("/v1.0/users/"+id, terraform...).is(http.StatusOK).text("displayName"))
		names := []string{
			"accountEnabled", "ageGroup", "city", "companyName", "consentProvidedForMinor", "country", "department", "employeeHireDate",
			"employeeId", "employeeOrgData", "employeeType", "faxNumber", "mailNickname", "onPremisesImmutableId", "otherMails",
			"passwordPolicies", "postalCode", "state", "streetAddress", "usageLocation",
		}
		extra := l.get("/v1.0/users/"+id+"?%24select="+url.QueryEscape(strings.Join(names, ",")), terraform...).is(http.StatusOK).object()
		assert.Len(t, extra, len(names)+1)
		assert.Equal(t, true, extra["accountEnabled"])
		assert.Equal(t, []any{}, extra["otherMails"])
		beta := l.get("/beta/users/"+id+"?%24select=showInAddressList", terraform...).is(http.StatusOK).object()
		assert.Contains(t, beta, "showInAddressList")
	}
	read()
	got := l.get("/v1.0/users/"+id+"/manager", terraform...).is(http.StatusOK)
	assert.Equal(t, manager, got.text("id"))
	assert.Equal(t, "#microsoft.graph.user", got.text("@odata.type"), "it decides the Go type")

	// An update sends everything again, the nulls too: what was never set stays
	// unset, usageLocation included.
	l.do("PATCH", "/v1.0/users/"+id, terraformUser(object{"jobTitle": "Planner", "country": "Germany"}), terraform...).is(http.StatusNoContent)
	assert.Equal(t, "Planner", l.user(id).JobTitle)
	l.do("PATCH", "/v1.0/users/"+id, terraformUser(object{"usageLocation": "DE", "otherMails": []string{"terra@example.com"}, "employeeOrgData": object{"costCenter": "1", "division": nil}}), terraform...).is(http.StatusNoContent)
	there = l.user(id)
	assert.Empty(t, there.JobTitle, "null clears")
	assert.Equal(t, "DE", there.UsageLocation)
	assert.Equal(t, []string{"terra@example.com"}, there.OtherMails)
	require.NotNil(t, there.EmployeeOrgData)
	assert.Equal(t, "1", there.EmployeeOrgData.CostCenter)
	l.do("PATCH", "/v1.0/users/"+id, terraformUser(object{"usageLocation": "DE"}), terraform...).is(http.StatusNoContent)
	read()

	l.do("DELETE", "/v1.0/users/"+id+"/manager/$ref", nil, terraform...).is(http.StatusNoContent)
	l.get("/v1.0/users/"+id+"/manager", terraform...).is(http.StatusNotFound)
	l.do("DELETE", "/v1.0/users/"+id, nil, terraform...).is(http.StatusNoContent)
	a := l.get("/v1.0/users/"+id, terraform...).is(http.StatusNotFound)
	code, _ := a.refusal()
	assert.Equal(t, "Request_ResourceNotFound", code)
}

// TestTerraformDataSources: how its data sources look people up.
func TestTerraformDataSources(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for filter, want := range map[string]identity.UserQuery{
		"userPrincipalName eq 'AdeleV@contoso.com'": {UserPrincipalNamePrefix: "AdeleV@"},
		"mailNickname eq 'AdeleV'":                  {UserPrincipalNamePrefix: "AdeleV@"},
		"mail eq 'adelev@contoso.com'":              {Mail: "adelev@contoso.com"},
		"employeeId eq '4711'":                      {EmployeeID: "4711"},
	} {
		query := url.Values{"$filter": {filter}}.Encode()
		a := l.get("/v1.0/users?"+query, terraform...).is(http.StatusOK)
		assert.Equal(t, l.names(want), namesOf(a.items()), filter)
	}
}

// pnp is the header of PnP's CLI.
var pnp = []string{"Accept", "application/json;odata.metadata=none"}

// TestPnP repeats commands of PnP's CLI for Microsoft 365.
// Source: pnp/cli-microsoft365, src/m365/entra/commands/user.
func TestPnP(t *testing.T) {
	t.Parallel()
	l := newLab(t)

	// user add
	made := l.do("POST", "/v1.0/users", object{
		"accountEnabled": true, "displayName": "Pat Knopp", "userPrincipalName": "pat@contoso.com", "mailNickName": "pat",
		"passwordProfile": object{"forceChangePasswordNextSignIn": false, "forceChangePasswordNextSignInWithMfa": false, "password": password},
		"givenName":       "Pat", "surName": "Knopp", "usageLocation": "DE",
	}, pnp...).is(http.StatusCreated)
	id := made.text("id")
	assert.NotContains(t, string(made.body), "@odata")
	l.do("PUT", "/v1.0/users/"+id+"/manager/$ref", object{"@odata.id": graph + "/v1.0/users/" + adele}, pnp...).is(http.StatusNoContent)
	manager, err := l.m.Identity.Managers.Get(t.Context(), admin365.UserID(id))
	require.NoError(t, err)
	assert.Equal(t, "Adele Vance", manager.DisplayName)
	there := l.user(id)
	assert.Equal(t, "Knopp", there.Surname)
	assert.Equal(t, "pat", there.MailNickname)

	// user get, by id and by name
	for _, path := range []string{
		"/v1.0/users/" + id, "/v1.0/users('pat%40contoso.com')", "/v1.0/users/pat%40contoso.com",
		"/v1.0/users/" + id + "?$select=id,userPrincipalName",
	} {
		assert.Equal(t, "pat@contoso.com", l.get(path, pnp...).is(http.StatusOK).text("userPrincipalName"), path)
	}
	// utils/entraUser: the id of a name
	a := l.get("/v1.0/users?$filter="+url.QueryEscape("userPrincipalName eq 'pat@contoso.com'")+"&$select=Id", pnp...).is(http.StatusOK)
	require.Len(t, a.items(), 1)
	assert.Equal(t, object{"id": id}, a.items()[0])

	// user list, page by page
	walk := func(path string) []string {
		t.Helper()
		names := []string{}
		for path != "" {
			a := l.get(path, pnp...).is(http.StatusOK)
			assert.NotContains(t, string(a.body), "@odata.context")
			names = append(names, namesOf(a.items())...)
			path = strings.TrimPrefix(a.text("@odata.nextLink"), graph)
		}
		return names
	}
	assert.Equal(t, l.names(identity.UserQuery{}), walk("/v1.0/users?$select=userPrincipalName,displayName&$top=6"))
	assert.Equal(t, l.names(identity.UserQuery{DisplayNamePrefix: "A", Filter: "startsWith(jobTitle,'R')"}),
		walk("/v1.0/users?$select=userPrincipalName&$filter="+strings.ReplaceAll("startsWith(displayName, 'A') and startsWith(jobTitle, 'R')", " ", "%20")+"&$top=100"))
	assert.Empty(t, walk("/v1.0/users?$filter=userType%20eq%20'Guest'&$select=userPrincipalName&$top=100"))

	// user set, and its manager
	l.do("PATCH", "/v1.0/users/pat%40contoso.com", object{"surName": "Buttons", "jobTitle": nil}, pnp...).is(http.StatusNoContent)
	assert.Equal(t, "Buttons", l.user(id).Surname)
	l.do("DELETE", "/v1.0/users/"+id+"/manager/$ref", nil, pnp...).is(http.StatusNoContent)

	// user remove
	l.do("DELETE", "/v1.0/users/pat%40contoso.com", nil, pnp...).is(http.StatusNoContent)
	_, err = l.m.Identity.Users.Get(t.Context(), admin365.UserID(id))
	require.ErrorIs(t, err, admin365.ErrNotFound)
}

// TestVendorSDK repeats what msgraph-sdk-go sends: compressed bodies, types in
// them, and dollar signs as they are or escaped.
func TestVendorSDK(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	kiota := []string{
		"Accept", "application/json", "Content-Type", "application/json", "Content-Encoding", "gzip",
		"SdkVersion", "graph-go-1.60.0", "client-request-id", "539da3bd-942f-25db-636b-27f6f6e8eae4",
	}
	made := l.do("POST", "/v1.0/users", gzipped(t, newcomer("kiota", object{"@odata.type": "#microsoft.graph.user"})), kiota...).is(http.StatusCreated)
	id := made.text("id")
	l.do("PATCH", "/v1.0/users/"+id, gzipped(t, object{"@odata.type": "#microsoft.graph.user", "department": "IT"}), kiota...).is(http.StatusNoContent)
	assert.Equal(t, "IT", l.user(id).Department)
	for _, query := range []string{
		"?$select=id,userPrincipalName&$filter=department%20eq%20'IT'&$top=3", "?%24select=id%2CuserPrincipalName&%24filter=department%20eq%20%27IT%27&%24top=3",
	} {
		var got []string
		for path := "/v1.0/users" + query; path != ""; {
			a := l.get(path, "Accept", "application/json").is(http.StatusOK)
			got = append(got, namesOf(a.items())...)
			path = strings.TrimPrefix(a.text("@odata.nextLink"), graph)
		}
		assert.Equal(t, l.names(identity.UserQuery{Department: "IT"}), got)
	}
	a := l.get("/v1.0/users/$count?$filter=department%20eq%20'IT'", "ConsistencyLevel", "eventual", "Accept", "text/plain, application/json").is(http.StatusOK)
	assert.Equal(t, "5", string(a.body))
	assert.True(t, strings.HasPrefix(a.header.Get("Content-Type"), "text/plain"))
	l.do("PUT", "/v1.0/users/"+id+"/manager/$ref", gzipped(t, object{"@odata.id": graph + "/v1.0/users/" + adele}), kiota...).is(http.StatusNoContent)
	l.do("DELETE", "/v1.0/users/"+id, nil).is(http.StatusNoContent)
}

// TestNullsAndUsageLocation: null for what was never set changes nothing; what
// was set cannot be taken back.
func TestNullsAndUsageLocation(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	id := l.do("POST", "/v1.0/users", newcomer("nulls", object{"usageLocation": nil, "mail": nil, "ageGroup": nil, "userType": nil})).is(http.StatusCreated).text("id")
	assert.Equal(t, identity.Member, l.user(id).UserType)
	l.do("PATCH", "/v1.0/users/"+id, object{"usageLocation": nil}).is(http.StatusNoContent)
	l.do("PATCH", "/v1.0/users/"+id, object{"usageLocation": "DE"}).is(http.StatusNoContent)
	a := l.do("PATCH", "/v1.0/users/"+id, object{"usageLocation": nil}).is(http.StatusBadRequest)
	code, message := a.refusal()
	assert.Equal(t, "Request_BadRequest", code)
	assert.Contains(t, message, "usageLocation")
	l.do("PATCH", "/v1.0/users/"+id, object{"displayName": nil}).is(http.StatusBadRequest)
}
