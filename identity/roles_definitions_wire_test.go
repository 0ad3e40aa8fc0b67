package identity_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/admin365/admin365/identity"
)

// TestRoleDefinitionsOnTheWire: what strangers send to make a role of their own.
// Source: https://learn.microsoft.com/graph/api/rbacapplication-post-roledefinitions
func TestRoleDefinitionsOnTheWire(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	const template = "c2cb59a3-2d01-4176-a458-95b0e674966f"
	const body = `{"@odata.type":"#microsoft.graph.unifiedRoleDefinition","description":"Update basic properties","displayName":"Support","isEnabled":true,"version":null,
		"templateId":"` + template + `","resourceScopes":["/"],"rolePermissions":[{"@odata.type":"#microsoft.graph.unifiedRolePermission","allowedResourceActions":["microsoft.directory/applications/basic/update"]}]}`
	created := w.Do("POST", definitions, body)
	got := created.Want(t, http.StatusCreated)
	id, _ := got["id"].(string)
	assert.Equal(t, map[string]any{
		"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#roleManagement/directory/roleDefinitions/$entity",
		"id":             id, "description": "Update basic properties", "displayName": "Support", "isBuiltIn": false, "isEnabled": true, "resourceScopes": []any{"/"},
		"templateId": template, "version": nil, "inheritsPermissionsFrom": []any{},
		"rolePermissions": []any{map[string]any{"allowedResourceActions": []any{"microsoft.directory/applications/basic/update"}, "condition": nil}},
	}, got)
	assert.NotEqual(t, template, id)
	for _, by := range []string{id, template, strings.ToUpper(template)} {
		assert.Equal(t, id, w.Do("GET", definitions+"/"+by, "").Want(t, 200)["id"], "by its id or its template's")
	}
	for name, edit := range map[string]*strings.Replacer{
		"the name":               strings.NewReplacer(template, "c2cb59a3-2d01-4176-a458-95b0e6749670"),
		"the template id":        strings.NewReplacer("Support", "Another"),
		"a built-in template id": strings.NewReplacer("Support", "Another", template, groupsAdmin),
		"the id":                 strings.NewReplacer("Support", "Another", template, id),
	} {
		w.Do("POST", definitions, edit.Replace(body)).Refused(t, 400, badRequest, conflicting)
		assert.NotEmpty(t, name)
	}
	const invalid = "' of resource 'RoleDefinition'."
	for _, c := range []struct{ old, new, message string }{
		{`["/"]`, `["/x"]`, "Invalid value specified for property 'resourceScopes" + invalid},
		{`"` + template + `"`, `"x"`, "Invalid value specified for property 'templateId" + invalid},
		{`"isEnabled":true,`, ``, "A value is required for property 'isEnabled" + invalid},
		{`"isEnabled":true`, `"isEnabled":null`, "A value is required for property 'isEnabled" + invalid},
		{`"isEnabled":true`, `"isEnabled":"yes"`, "Invalid value specified for property 'isEnabled" + invalid},
		{`"version":null`, `"isBuiltIn":true`, "Property 'isBuiltIn' is read-only and cannot be set."},
		{`applications/basic/update"`, `applications"`, "Invalid value specified for property 'rolePermissions" + invalid},
		{`["microsoft.directory/applications/basic/update"]`, `null`, "Invalid value specified for property 'rolePermissions" + invalid},
	} {
		edited := strings.NewReplacer("Support", "Another", template, "c2cb59a3-2d01-4176-a458-95b0e6749670").Replace(body)
		edited = strings.Replace(edited, strings.ReplaceAll(c.old, template, "c2cb59a3-2d01-4176-a458-95b0e6749670"), c.new, 1)
		w.Do("POST", definitions, edited).Refused(t, 400, badRequest, c.message)
	}
	const immutable = "Built-in role definitions cannot be updated or deleted."
	w.Do("PATCH", definitions+"/"+groupsAdmin, `{"displayName":"x"}`).Refused(t, 400, badRequest, immutable)
	w.Do("DELETE", definitions+"/"+groupsAdmin, "").Refused(t, 400, badRequest, immutable)
	w.Do("PATCH", definitions+"/"+id, `{"displayName":null}`).Want(t, 400)
	w.Do("PATCH", definitions+"/"+template, `{"description":null,"templateId":null,"isEnabled":false}`).Want(t, 204)
	got = w.Do("GET", definitions+"/"+id+"?$select=description,templateId,isEnabled", "").Want(t, 200)
	assert.Equal(t, []any{nil, id, false}, []any{got["description"], got["templateId"], got["isEnabled"]})
	w.Do("POST", assignments, assignment(id, w.id("AdeleV"), "/")).Refused(t, 400, badRequest, "The role definition is not enabled for assignment.")
	w.Do("DELETE", definitions+"/"+id, "").Want(t, 204)
	w.Do("DELETE", definitions+"/"+id, "").Refused(t, 404, "Request_ResourceNotFound", absent(id))
}

// TestRoleMetadata: with full metadata each entity says where it is.
func TestRoleMetadata(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	full := func(r *http.Request) { r.Header.Set("Accept", "application/json;odata.metadata=full") }
	none := func(r *http.Request) { r.Header.Set("Accept", "application/json;odata.metadata=none") }
	const root = "https://graph.microsoft.com/v1.0/"
	got := w.Do("GET", "/directoryRoleTemplates/"+globalAdmin, "", full).Want(t, 200)
	assert.Equal(t, []any{"#microsoft.graph.directoryRoleTemplate", root + "directoryRoleTemplates/" + globalAdmin}, []any{got["@odata.type"], got["@odata.id"]})
	got = w.Do("GET", definitions+"/"+globalAdmin, "", full).Want(t, 200)
	assert.Equal(t, root+"roleManagement/directory/roleDefinitions/"+globalAdmin, got["@odata.id"])
	id := w.give(groupsAdmin, w.id("AdeleV"))
	got = w.Do("GET", assignments+"/"+id, "", full).Want(t, 200)
	assert.Equal(t, []any{"#microsoft.graph.unifiedRoleAssignment", root + "roleManagement/directory/roleAssignments/" + id}, []any{got["@odata.type"], got["@odata.id"]})
	got = w.Do("GET", "/directoryRoles/roleTemplateId="+groupsAdmin, "", full).Want(t, 200)
	assert.Equal(t, root+"directoryRoles/"+got["id"].(string), got["@odata.id"])
	got = w.Do("GET", "/directoryRoles/roleTemplateId="+groupsAdmin+"?$expand=members($select=appId)&$select=id", "", none).Want(t, 200)
	assert.Equal(t, []any{map[string]any{"id": w.id("AdeleV")}}, got["members"], "never empty")
}

// TestInheritedPermissions: every role that can be given has the rights of Directory
// Readers besides, but for that role itself. What everybody of a kind has does not: a
// restricted guest reads less than a Directory Reader.
func TestInheritedPermissions(t *testing.T) {
	t.Parallel()
	w := newWire(t)
	var without []string
	answer := w.Do("GET", definitions+"?$select=displayName,inheritsPermissionsFrom", "").Want(t, http.StatusOK)
	roles, _ := answer["value"].([]any)
	assert.NotEmpty(t, roles)
	for _, r := range roles {
		role, _ := r.(map[string]any)
		from, _ := role["inheritsPermissionsFrom"].([]any)
		if len(from) == 0 {
			without = append(without, role["displayName"].(string)) //nolint:forcetypeassert // It was asked for.
			continue
		}
		assert.Equal(t, []any{map[string]any{"id": string(identity.DirectoryReaders)}}, from, role["displayName"])
	}
	assert.ElementsMatch(t, []string{"Directory Readers", "Guest User", "Restricted Guest User", "User"}, without)
}
