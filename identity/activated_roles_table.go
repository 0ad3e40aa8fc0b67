package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// activatedRoleRow notes that a built-in role was activated. Tenant files of
// before this table have none, so a role with an assignment counts as well.
type activatedRoleRow struct {
	ID       tenant.Key `json:"id"`
	Template api.Role   `json:"roleTemplateId"`
}

var activatedRoles = tenant.Table[*activatedRoleRow]{
	Name: "directoryRoles", Key: func(r *activatedRoleRow) tenant.Key { return r.ID },
	Label: func(r *activatedRoleRow) string {
		if b, ok := builtIn(r.Template); ok {
			return b.DisplayName
		}
		return string(r.Template)
	},
}

// roleObject is an activated role: an object of the tenant, made from a template.
type roleObject struct {
	// ID is the id of the role's object in the tenant, and not its template id.
	ID          tenant.Key
	Template    admin365.RoleID
	DisplayName string
	Description string
}

// The properties of activated roles and of their templates, in the order in which
// Graph gives them.
//
// Source: https://learn.microsoft.com/graph/api/resources/directoryrole and
// https://learn.microsoft.com/graph/api/resources/directoryroletemplate
var (
	roleObjectProps = odata.Table[*roleObject]{
		Entity: "DirectoryRole", EDM: "microsoft.graph.directoryRole", Set: "directoryRoles",
		Props: []odata.Prop[*roleObject]{
			{Name: "id", Flags: odata.Default | odata.ReadOnly | odata.NotNull, Filter: odata.Filter{Eq: d}, Read: func(r *roleObject) string { return r.ID.String() }},
			{Name: "deletedDateTime", Type: odata.Time, Flags: odata.Default | odata.ReadOnly | odata.NotFiltered, Read: func(*roleObject) string { return "" }},
			{Name: "description", Flags: odata.Default | odata.ReadOnly | odata.NotFiltered, Read: func(r *roleObject) string { return r.Description }},
			{Name: "displayName", Flags: odata.Default | odata.ReadOnly, Filter: odata.Filter{Eq: d}, Read: func(r *roleObject) string { return r.DisplayName }},
			{Name: "roleTemplateId", Flags: odata.Default | odata.Required, Filter: odata.Filter{Eq: d}, Read: func(r *roleObject) string { return string(r.Template) }},
		},
	}
	roleObjectBinding = odata.Binding[*roleObject, *ActivatedRole]{Table: &roleObjectProps}

	roleTemplateProps = odata.Table[*builtInRole]{
		Entity: "DirectoryRoleTemplate", EDM: "microsoft.graph.directoryRoleTemplate", Set: "directoryRoleTemplates",
		Props: []odata.Prop[*builtInRole]{
			{Name: "id", Flags: odata.Default | odata.ReadOnly | odata.NotNull | odata.NotFiltered, Read: func(r *builtInRole) string { return string(r.ID) }},
			{Name: "deletedDateTime", Type: odata.Time, Flags: odata.Default | odata.ReadOnly | odata.NotFiltered, Read: func(*builtInRole) string { return "" }},
			{Name: "description", Flags: odata.Default | odata.ReadOnly | odata.NotFiltered, Read: func(r *builtInRole) string { return r.Description }},
			{Name: "displayName", Flags: odata.Default | odata.ReadOnly | odata.NotFiltered, Read: func(r *builtInRole) string { return r.DisplayName }},
		},
	}
)
