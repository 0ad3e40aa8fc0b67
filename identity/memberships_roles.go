package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// roleObject is an activated directory role as lists of memberships show it.
type roleObject struct {
	// ID is the id of the role's object in the tenant, and not its template id.
	ID          tenant.Key
	Template    admin365.RoleID
	DisplayName string
	Description string
}

// roleObjectProps are the properties of an activated role.
var roleObjectProps = odata.Table[roleObject]{
	Entity: "DirectoryRole", EDM: "microsoft.graph.directoryRole", Set: "directoryRoles",
	Cells: func(*roleObject) *odata.Cells { return new(odata.Cells) },
	Props: []odata.Prop[roleObject]{
		{Name: "id", Flags: odata.Default | odata.ReadOnly, Filter: odata.Filter{Eq: d}, Read: func(r *roleObject) string { return r.ID.String() }},
		{Name: "deletedDateTime", Type: odata.Time, Flags: odata.Default | odata.ReadOnly},
		{Name: "description", Flags: odata.Default | odata.ReadOnly, Text: func(r *roleObject) *string { return &r.Description }},
		{Name: "displayName", Flags: odata.Default | odata.ReadOnly, Order: d, Filter: odata.Filter{Eq: d, StartsWith: d}, Text: func(r *roleObject) *string { return &r.DisplayName }},
		{Name: "roleTemplateId", Flags: odata.Default | odata.ReadOnly, Filter: odata.Filter{Eq: d}, Read: func(r *roleObject) string { return string(r.Template) }},
	},
}

// activatedRolesOf returns the activated directory roles that a user, a service
// principal or a group has in the whole tenant and by itself: what a list of its
// memberships shows besides groups. Transitive lists ask it for the groups too,
// which may hold roles for their members.
//
// Activated roles are not part of the tenant yet, so nobody has any here.
func activatedRolesOf(_ *tenant.Tx, _ tenant.Key) []*roleObject { return nil }
