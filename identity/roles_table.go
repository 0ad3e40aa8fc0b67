package identity

import (
	"encoding/json"
	"strconv"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// roleRow is a role's definition: a row of the table for one of the tenant's own,
// and made from the catalog for a built-in one.
type roleRow struct {
	ID          tenant.Key
	Template    string
	DisplayName string
	Description string
	Version     string
	Enabled     odata.Tri
	// Permissions are the rolePermissions as they are on the wire.
	Permissions string
	BuiltIn     bool
	// Inherits: the role has the rights of Directory Readers besides.
	Inherits bool
}

// customRoles are the tenant's own roles.
var (
	customRoles = tenant.Table[*roleRow]{
		Name: "roleDefinitions", Key: func(r *roleRow) tenant.Key { return r.ID },
		Label:   func(r *roleRow) string { return r.DisplayName },
		Diff:    func(before, after *roleRow) []string { return roleProps.Diff(before, after) },
		Indexes: []*tenant.Index[*roleRow]{&customRolesByName, &customRolesByTemplate},
	}
	customRolesByName     = tenant.Index[*roleRow]{Name: "displayName", Unique: true, Text: func(r *roleRow) string { return r.DisplayName }}
	customRolesByTemplate = tenant.Index[*roleRow]{Name: "templateId", Unique: true, Text: func(r *roleRow) string { return r.Template }}
)

// savedRole is a row as it is saved: its properties by name.
type savedRole struct {
	ID         tenant.Key      `json:"id"`
	Properties json.RawMessage `json:"properties"`
}

// MarshalJSON writes the row for a tenant file.
func (r *roleRow) MarshalJSON() ([]byte, error) {
	return json.Marshal(savedRole{r.ID, append(roleProps.AppendSet([]byte{'{'}, r), '}')})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (r *roleRow) UnmarshalJSON(b []byte) error {
	var saved savedRole
	if err := json.Unmarshal(b, &saved); err != nil {
		return err
	}
	change, err := roleProps.Body(saved.Properties)
	if err != nil {
		return err
	}
	*r = roleRow{ID: saved.ID}
	roleProps.Apply(r, change)
	return nil
}

// roleProps are the properties of a role's definition, and roleBinding ties them
// to the public struct.
//
// Source: https://learn.microsoft.com/graph/api/resources/unifiedroledefinition
var (
	roleProps = odata.Table[*roleRow]{
		Entity: "RoleDefinition", EDM: "microsoft.graph.unifiedRoleDefinition", Set: "roleManagement/directory/roleDefinitions",
		Props: []odata.Prop[*roleRow]{
			{Name: "id", Flags: odata.Default | odata.ReadOnly | odata.NotNull, Filter: odata.Filter{Eq: d}, Read: func(r *roleRow) string { return r.ID.String() }},
			{Name: "description", Flags: odata.Default | odata.NotFiltered, Text: func(r *roleRow) *string { return &r.Description }},
			{Name: "displayName", Flags: odata.Default | odata.Required | odata.NotNull, Filter: odata.Filter{Eq: d}, Text: func(r *roleRow) *string { return &r.DisplayName }},
			{Name: "isBuiltIn", Type: odata.Bool, Flags: odata.Default | odata.ReadOnly, Filter: odata.Filter{Eq: d}, Read: func(r *roleRow) string { return strconv.FormatBool(r.BuiltIn) }},
			{Name: "isEnabled", Type: odata.Bool, Flags: odata.Default | odata.Required | odata.NotNull | odata.NotFiltered, Bool: func(r *roleRow) *odata.Tri { return &r.Enabled }},
			// A write may name the scopes, as long as they are what they always are.
			{Name: "resourceScopes", Type: odata.TextList, Flags: odata.Default | odata.NotNull | odata.NotFiltered, Check: isTenantScope, Read: func(*roleRow) string { return tenantScopes }},
			{Name: "templateId", Flags: odata.Default, Filter: odata.Filter{Eq: d}, Check: isKey, Text: func(r *roleRow) *string { return &r.Template }},
			{Name: "version", Flags: odata.Default | odata.NotFiltered, Text: func(r *roleRow) *string { return &r.Version }},
			{Name: "rolePermissions", Type: odata.ObjectList, EDM: "microsoft.graph.unifiedRolePermission", Members: rolePermissionMembers,
				Flags: odata.Default | odata.Required | odata.NotNull | odata.NotFiltered, Check: areRolePermissions, Text: func(r *roleRow) *string { return &r.Permissions }},
			{Name: "inheritsPermissionsFrom", Type: odata.ObjectList, EDM: "microsoft.graph.unifiedRoleDefinition", Flags: odata.Default | odata.ReadOnly | odata.NotFiltered, Read: inheritedRoles},
		},
	}
	roleBinding = odata.Binding[*roleRow, *Role]{Table: &roleProps}

	rolePermissionMembers = []odata.Member{{Name: "allowedResourceActions", Type: odata.TextList}, {Name: "condition"}, {Name: "excludedResourceActions", Type: odata.TextList}}
)

// tenantScopes is the one list of scopes that a role can have.
const tenantScopes = `["/"]`

func isTenantScope(list string) bool { return list == tenantScopes }

func isKey(text string) bool {
	_, ok := tenant.ParseKey(text)
	return ok
}

func inheritedRoles(r *roleRow) string {
	if !r.Inherits {
		return ""
	}
	return `[{"id":"` + string(api.DirectoryReaders) + `"}]`
}

// roleProp is a property's place in the table.
func roleProp(name string) int {
	i := roleProps.Lookup(name)
	if i < 0 {
		panic("identity: roles have no property " + name)
	}
	return i
}
