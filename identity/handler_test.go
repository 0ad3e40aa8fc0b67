package identity_test

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/identity"
)

// The words in which the directory refuses.
const (
	badRequest  = "Request_BadRequest"
	malformed   = "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format."
	unknown     = "One or more property values specified are invalid."
	adeleV      = "/users/AdeleV@contoso.com"
	unsupported = "Request_UnsupportedQuery"
)

func invalidValue(property string) string {
	return "Invalid value specified for property '" + property + "' of resource 'User'."
}

func required(property string) string {
	return "A value is required for property '" + property + "' of resource 'User'."
}

// newcomer is the body of a create with the members that edit has changed; a
// member set to missing is left out.
func newcomer(edits map[string]any) string {
	m := map[string]any{
		"accountEnabled": true, "displayName": "Ada", "mailNickname": "ada", "userPrincipalName": "ada@contoso.com",
		"passwordProfile": map[string]any{"password": "xWwvJ]6NMw+bWH-d"},
	}
	for name, value := range edits {
		if m[name] = value; value == missing {
			delete(m, name)
		}
	}
	b, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return string(b)
}

const missing = "\x00missing"

func TestCreateRequired(t *testing.T) {
	t.Parallel()
	for _, property := range []string{"accountEnabled", "displayName", "mailNickname", "userPrincipalName", "passwordProfile"} {
		for name, value := range map[string]any{"missing": missing, "null": nil} {
			t.Run(property+" "+name, func(t *testing.T) {
				t.Parallel()
				w := newWire(t)
				w.Do("POST", "/users", newcomer(map[string]any{property: value})).Refused(t, 400, badRequest, required(property))
				assert.Empty(t, w.Tenant.Changes(w.Tenant.Snapshot()))
			})
		}
	}
	w := newWire(t)
	for _, profile := range []any{map[string]any{}, map[string]any{"password": nil}, map[string]any{"forceChangePasswordNextSignIn": true}} {
		w.Do("POST", "/users", newcomer(map[string]any{"passwordProfile": profile})).Refused(t, 400, badRequest, required("passwordProfile"))
	}
	w.Do("POST", "/users", `{}`).Want(t, 400)
}

// TestCreateTakes: what clients send with a create and must not fail.
func TestCreateTakes(t *testing.T) {
	t.Parallel()
	nulls := map[string]any{}
	for name := range strings.FieldsSeq("ageGroup city companyName country department employeeId givenName jobTitle mail mobilePhone officeLocation passwordPolicies postalCode preferredLanguage state streetAddress surname usageLocation userType otherMails businessPhones onPremisesImmutableId employeeOrgData") {
		nulls[name] = nil
	}
	for name, edits := range map[string]map[string]any{
		"explicit nulls":            nulls,
		"type annotation":           {"@odata.type": "#microsoft.graph.user"},
		"annotation of a property":  {"businessPhones@odata.type": "#Collection(String)", "businessPhones": []string{}},
		"names in other letters":    {"mailNickname": missing, "mailNickName": "ada", "surName": "x"},
		"a disabled account":        {"accountEnabled": false},
		"loose password policies":   {"passwordPolicies": "disablestrongpassword,DisablePasswordExpiration"},
		"values in other letters":   {"ageGroup": "ADULT", "consentProvidedForMinor": "Granted", "usageLocation": "de"},
		"a time without its second": {"employeeHireDate": "2026-01-05T09:00Z"},
		"a time with an offset":     {"employeeHireDate": "2026-01-05T09:00:00.1234567+02:00"},
		"empty lists":               {"otherMails": []string{}, "businessPhones": []string{}, "identities": []any{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWire(t)
			got := w.Do("POST", "/users", newcomer(edits)).Want(t, 201)
			delete(got, "@odata.context")
			assert.Len(t, got, 11, "always all keys of the default set")
			assert.Equal(t, []any{}, got["businessPhones"])
			assert.Contains(t, got, "jobTitle")
		})
	}
}

// TestWrongTypes: each property refuses what is of another JSON type, in a
// create and in an update.
func TestWrongTypes(t *testing.T) {
	t.Parallel()
	wrong := map[string][]string{ // by a property of each type
		"jobTitle":                      {`1`, `true`, `[]`, `{}`, `["x"]`, `""`},
		"accountEnabled":                {`"true"`, `1`, `[]`, `{}`, `null`},
		"employeeHireDate":              {`1`, `"yesterday"`, `"2026-13-01T00:00:00Z"`, `"0000-01-01T00:00:00Z"`, `[]`, `{}`, `true`, `""`},
		"businessPhones":                {`"x"`, `1`, `{}`, `[1]`, `[null]`, `["x",null]`, `[""]`, `["x","y"]`, `[["x"]]`},
		"otherMails":                    {`["x"]`, `["a@b.c",null]`},
		"identities":                    {`"x"`, `1`, `{}`, `[1]`, `["x"]`, `[null]`, `[{"signInType":1}]`, `[{"nothing":"x"}]`, `[[]]`},
		"employeeOrgData":               {`"x"`, `1`, `[]`, `{"costCenter":1}`, `{"nothing":"x"}`},
		"onPremisesExtensionAttributes": {`[]`, `{"extensionAttribute1":1}`, `{"extensionAttribute16":"x"}`},
		"passwordProfile":               {`"x"`, `1`, `[]`, `{"password":1}`, `{"forceChangePasswordNextSignIn":"yes"}`, `{"nothing":true}`},
		"usageLocation":                 {`"ZZ"`, `"USA"`, `1`},
		"displayName":                   {`""`, `"` + strings.Repeat("x", 257) + `"`},
		"employeeId":                    {`"` + strings.Repeat("x", 17) + `"`},
		"mail":                          {`"x"`, `"a b@c.de"`},
		"ageGroup":                      {`"old"`},
		"passwordPolicies":              {`"Other"`},
	}
	for property, values := range wrong {
		for _, value := range values {
			t.Run(property+" "+value[:min(len(value), 40)], func(t *testing.T) {
				t.Parallel()
				w := newWire(t)
				before := w.Tenant.Snapshot()
				a := w.Do("PATCH", adeleV, `{"`+property+`":`+value+`}`)
				if strings.Contains(value, `"x"`) && strings.HasPrefix(value, "{") || strings.Contains(value, "nothing") {
					assert.Equal(t, 400, a.StatusCode, "a member that the part does not have")
				} else {
					a.Refused(t, 400, badRequest, invalidValue(property))
				}
				a = w.Do("POST", "/users", newcomer(map[string]any{property: json.RawMessage(value)}))
				if value == "null" {
					a.Refused(t, 400, badRequest, required(property))
				} else {
					assert.Equal(t, 400, a.StatusCode, "%s", a.Whole)
				}
				assert.Empty(t, w.Tenant.Changes(before))
			})
		}
	}
}

func TestBodiesThatAreNone(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	for _, body := range []string{"", "null", "[]", "{", `"x"`, `{"displayName":}`, `{"jobTitle":"x"}{}`, `{"jobTitle":"x","jobTitle":"y"}`, `{"jobTitle":"x","JOBTITLE":"y"}`, "\xff", `{"jobTitle":"` + "\xff" + `"}`, `{'jobTitle':'x'}`} {
		for _, request := range [][2]string{{"POST", "/users"}, {"PATCH", adeleV}} {
			w.Do(request[0], request[1], body).Refused(t, 400, "BadRequest", malformed)
		}
	}
	before := w.Tenant.Snapshot()
	a := w.Do("PATCH", adeleV, "{}")
	assert.Contains(t, []int{204, 400}, a.StatusCode, "an empty PATCH is nothing to do, or a mistake")
	assert.Empty(t, w.Tenant.Changes(before))
	w.Do("PATCH", "/users/nobody@contoso.com", `{"jobTitle":"x"}`).Want(t, 404)
}

func TestWriteRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, body, message string }{
		{"unknown", `{"planet":"x"}`, unknown},
		{"unknown beside known", `{"jobTitle":"x","planet":"x"}`, unknown},
		{"read-only", `{"createdDateTime":"2026-01-05T09:00:00Z"}`, "Property 'createdDateTime' is read-only and cannot be set."},
		{"id", `{"id":"11111111-2222-4333-8444-555555555555"}`, "Property 'id' is read-only and cannot be set."},
		{"addresses", `{"proxyAddresses":["SMTP:x@contoso.com"]}`, "Property 'proxyAddresses' is read-only and cannot be set."},
		{"read-only null", `{"assignedLicenses":null}`, "Property 'assignedLicenses' is read-only and cannot be set."},
		{"display name null", `{"displayName":null}`, invalidValue("displayName")},
		{"usage location null", `{"usageLocation":null}`, invalidValue("usageLocation")},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			newWire(t).Do("PATCH", adeleV, c.body).Refused(t, 400, badRequest, c.message)
		})
	}
	w := newWireFor(t, admin365.AsUser("AdeleV@contoso.com"))
	w.Do("PATCH", "/me", `{"aboutMe":"x","skills":["y"]}`).Want(t, 400)
	w.Do("PATCH", "/me", `{"aboutMe":"x","jobTitle":"y"}`).Want(t, 400)
	w.Do("PATCH", "/me", `{"aboutMe":"x"}`).Want(t, 204)
}

// TestPasswordNeverComesBack: of a password there is nothing but null, and that
// only when it is asked for.
func TestPasswordNeverComesBack(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	created := w.Do("POST", "/users", newcomer(map[string]any{"passwordProfile": map[string]any{"password": "xWwvJ]6NMw+bWH-d", "forceChangePasswordNextSignIn": true}}))
	created.Want(t, 201)
	for _, path := range []string{"/users/ada@contoso.com", "/users?$select=*", "/users", "/users/ada@contoso.com?$select=*"} {
		a := w.Do("GET", path, "")
		a.Want(t, 200)
		assert.NotContains(t, string(a.Whole), "passwordProfile", path)
	}
	got := w.Do("GET", "/users/ada@contoso.com?$select=passwordProfile", "").Want(t, 200)
	assert.Equal(t, map[string]any{"password": nil, "forceChangePasswordNextSignIn": true, "forceChangePasswordNextSignInWithMfa": false}, got["passwordProfile"])
	w.Do("PATCH", "/users/ada@contoso.com", `{"passwordProfile":{"password":"Another-Pass-9"}}`).Want(t, 204)
	for _, path := range []string{"/users/ada@contoso.com?$select=passwordProfile", "/users?$select=passwordProfile"} {
		assert.NotContains(t, string(w.Do("GET", path, "").Whole), "Pass-9")
	}
	w.Do("GET", "/users?$filter="+url.QueryEscape("passwordProfile/password eq 'x'"), "").Want(t, 400)
}

// TestEveryPropertySurvives: each writable property of the contract, set by
// PATCH, is read back as it was set, cleared, and read as null.
func TestEveryPropertySurvives(t *testing.T) {
	t.Parallel()
	values := map[string]any{
		"accountEnabled": false, "ageGroup": "adult", "businessPhones": []any{"+1 \"x\""}, "city": "Ünder 中", "companyName": "C", "consentProvidedForMinor": "granted",
		"country": "C", "department": "D\tx", "displayName": "Ada \\ L", "employeeHireDate": "2026-01-02T03:04:05.1234567Z", "employeeId": "1",
		"employeeOrgData": map[string]any{"costCenter": "1", "division": "2"}, "employeeType": "E", "faxNumber": "1", "givenName": "G",
		"identities": []any{map[string]any{"signInType": "federated", "issuer": "google.com", "issuerAssignedId": "7"}},
		"jobTitle":   "J", "mail": "new@contoso.com", "mailNickname": "nick", "mobilePhone": "1", "officeLocation": "O",
		"onPremisesImmutableId": "x", "otherMails": []any{"a@b.com", "c@d.com"}, "passwordPolicies": "DisablePasswordExpiration, DisableStrongPassword",
		"postalCode": "1", "preferredDataLocation": "EUR", "preferredLanguage": "de-DE", "showInAddressList": true, "state": "S", "streetAddress": "S",
		"surname": "S", "usageLocation": "DE", "userPrincipalName": "renamed@contoso.com", "userType": "Guest",
		"aboutMe": "A", "birthday": "2000-01-02T00:00:00Z", "hireDate": "2000-01-02T00:00:00Z", "interests": []any{"x"}, "mySite": "S", "pastProjects": []any{"x"},
		"preferredName": "P", "responsibilities": []any{"x"}, "schools": []any{"x"}, "skills": []any{"x", "y"},
	}
	kept := strings.Fields("accountEnabled displayName mailNickname userPrincipalName usageLocation businessPhones otherMails birthday hireDate")
	for _, property := range slices.Sorted(maps.Keys(values)) {
		t.Run(property, func(t *testing.T) {
			t.Parallel()
			w := newWire(t)
			id, _ := w.Do("GET", adeleV+"?$select=id", "").Want(t, 200)["id"].(string)
			body, err := json.Marshal(map[string]any{property: values[property]})
			require.NoError(t, err)
			w.Do("PATCH", "/users/"+id, string(body)).Want(t, 204)
			read := func() any { return w.Do("GET", "/users/"+id+"?$select="+property, "").Want(t, 200)[property] }
			assert.Equal(t, values[property], read())
			a := w.Do("PATCH", "/users/"+id, `{"`+property+`":null}`)
			if slices.Contains(kept, property) {
				a.Refused(t, 400, badRequest, invalidValue(property))
				assert.Equal(t, values[property], read(), "a refused PATCH changes nothing")
				return
			}
			a.Want(t, 204)
			if _, list := values[property].([]any); list {
				assert.Equal(t, []any{}, read())
			} else {
				assert.Nil(t, read())
			}
		})
	}
}

func TestMe(t *testing.T) {
	t.Parallel()
	w := newWireFor(t, admin365.AsUser("AdeleV@contoso.com"))
	assert.Equal(t, "Adele Vance", w.Do("GET", "/me", "").Want(t, 200)["displayName"])
	assert.Equal(t, "Miriam Graham", w.Do("GET", "/me/manager", "").Want(t, 200)["displayName"])
	w.Do("PATCH", "/me", `{"mobilePhone":"1"}`).Want(t, 204)
	assert.Equal(t, "1", w.Do("GET", "/me?$select=mobilePhone", "").Want(t, 200)["mobilePhone"])
	w.Do("PATCH", "/me", `{"jobTitle":"x"}`).Want(t, 403)
	w.As(admin365.Caller{App: "app"})
	w.Do("GET", "/me", "").Refused(t, 400, "BadRequest", "/me request is only valid with delegated authentication flow.")
	w.As(admin365.AsUser("nobody@contoso.com"))
	w.Do("GET", "/me", "").Want(t, 401)
	w.As(admin365.Caller{})
	assert.Equal(t, "MOD Administrator", w.Do("GET", "/me", "").Want(t, 200)["displayName"])
}

func TestManagerReferences(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	set := func(id string) answer {
		return w.Do("PUT", adeleV+"/manager/$ref", `{"@odata.id":"`+id+`"}`)
	}
	user := w.Tenant.Given.User(identity.NewUser{UserPrincipalName: "microsoft.graph.bot@contoso.com", DisplayName: "Bot"})
	for _, id := range []string{
		"https://graph.microsoft.com/v1.0/users/microsoft.graph.bot@contoso.com", "https://graph.microsoft.com/beta/directoryObjects/" + string(user.ID),
		"https://graph.microsoft.com/v1.0/users('microsoft.graph.bot@contoso.com')", "https://graph.windows.net/v2/t/directoryObjects/" + string(user.ID) + "/Microsoft.DirectoryServices.User",
	} {
		a := set(id)
		if assert.Equal(t, 204, a.StatusCode, "%s: %s", id, a.Whole) {
			assert.Equal(t, "Bot", w.Do("GET", adeleV+"/manager", "").Want(t, 200)["displayName"])
		}
		w.Do("DELETE", adeleV+"/manager/$ref", "")
		w.Do("GET", adeleV+"/manager", "").Want(t, 404)
	}
	set("https://graph.microsoft.com/v1.0/users/nobody@contoso.com").Want(t, 404)
	for _, id := range []string{"", "x", "https://graph.microsoft.com/v1.0/planets/x"} {
		set(id).Want(t, 400)
	}
	assert.Equal(t, "Bot", w.Do("GET", "/users/microsoft.graph.bot@contoso.com", "").Want(t, 200)["displayName"])
}
