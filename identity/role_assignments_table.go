package identity

import (
	"encoding/base64"
	"encoding/binary"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// roleAssignmentRow gives a directory role to a principal, in the whole tenant or
// on one object.
type roleAssignmentRow struct {
	ID tenant.Key `json:"id"`
	// Role is the id of the definition, which is the template's for a built-in one.
	Role      api.Role   `json:"roleTemplateId"`
	Principal tenant.Key `json:"principalId"`
	// Scope is the object on which alone the role is given; zero is the tenant.
	Scope tenant.Key `json:"scope,omitzero"`
}

var (
	roleAssignments = tenant.Table[*roleAssignmentRow]{
		Name: "roleAssignments", Key: func(r *roleAssignmentRow) tenant.Key { return r.ID },
		Label:   (*roleAssignmentRow).label,
		Indexes: []*tenant.Index[*roleAssignmentRow]{&rolesByPrincipal, &principalsByRole, &rolesByScope},
	}
	rolesByPrincipal = tenant.Index[*roleAssignmentRow]{Name: "principal", Ref: func(r *roleAssignmentRow) tenant.Key { return r.Principal }}
	principalsByRole = tenant.Index[*roleAssignmentRow]{Name: "role", Text: func(r *roleAssignmentRow) string { return string(r.Role) }}
	rolesByScope     = tenant.Index[*roleAssignmentRow]{Name: "scope", Ref: func(r *roleAssignmentRow) tenant.Key { return r.Scope }}

	// roleAssignmentProps are the properties of an assignment, in the order in
	// which Graph gives them.
	//
	// Source: https://learn.microsoft.com/graph/api/resources/unifiedroleassignment
	roleAssignmentProps = odata.Table[*roleAssignmentRow]{
		Entity: "RoleAssignment", EDM: "microsoft.graph.unifiedRoleAssignment", Set: "roleManagement/directory/roleAssignments",
		Props: []odata.Prop[*roleAssignmentRow]{
			{Name: "id", Flags: odata.Default | odata.ReadOnly | odata.NotNull, Filter: odata.Filter{Eq: d}, Read: (*roleAssignmentRow).wireID},
			{Name: "roleDefinitionId", Flags: odata.Default | odata.Required, Filter: odata.Filter{Eq: d}, Read: func(r *roleAssignmentRow) string { return string(r.Role) }},
			{Name: "principalId", Flags: odata.Default | odata.Required, Filter: odata.Filter{Eq: d}, Read: func(r *roleAssignmentRow) string { return r.Principal.String() }},
			{Name: "directoryScopeId", Flags: odata.Default, Filter: odata.Filter{Eq: d}, Read: (*roleAssignmentRow).directoryScope},
			{Name: "appScopeId", Filter: odata.Filter{Eq: d}, Read: func(*roleAssignmentRow) string { return "" }},
			{Name: "condition", Flags: odata.ReadOnly | odata.NotFiltered, Read: func(*roleAssignmentRow) string { return "" }},
			{Name: "principalOrganizationId", Flags: odata.ReadOnly | odata.NotFiltered, Read: func(*roleAssignmentRow) string { return "" }},
		},
	}
	roleAssignmentBinding = odata.Binding[*roleAssignmentRow, *RoleAssignment]{Table: &roleAssignmentProps}
)

func (r *roleAssignmentRow) label() string {
	role := string(r.Role)
	if b, ok := builtIn(r.Role); ok {
		role = b.DisplayName
	}
	label := role + " of " + r.Principal.String()
	if !r.Scope.IsZero() {
		label += " on " + r.Scope.String()
	}
	return label
}

func (r *roleAssignmentRow) directoryScope() string {
	if r.Scope.IsZero() {
		return TenantScope
	}
	return "/" + r.Scope.String()
}

// wireIDEnd is how the id of an assignment ends.
const wireIDEnd = "-1"

// wireID is the id of the assignment, made of what it says: the GUIDs of role,
// principal and, unless it is the tenant, scope, as Windows keeps them in memory.
// Microsoft calls it opaque; so it is read off the samples of its pages.
//
// Source: https://learn.microsoft.com/graph/api/rbacapplication-list-roleassignments
func (r *roleAssignmentRow) wireID() string {
	role, _ := tenant.ParseKey(string(r.Role))
	raw := appendGUID(appendGUID(nil, role), r.Principal)
	if !r.Scope.IsZero() {
		raw = appendGUID(raw, r.Scope)
	}
	return base64.RawURLEncoding.EncodeToString(raw) + wireIDEnd
}

// parseWireID takes the id of an assignment apart.
func parseWireID(id string) (r roleAssignmentRow, ok bool) {
	text, ok := strings.CutSuffix(id, wireIDEnd)
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if !ok || err != nil || len(raw) != 32 && len(raw) != 48 {
		return roleAssignmentRow{}, false
	}
	r = roleAssignmentRow{Role: api.Role(guidAt(raw).String()), Principal: guidAt(raw[16:])}
	if len(raw) == 48 {
		r.Scope = guidAt(raw[32:])
	}
	return r, true
}

// appendGUID appends a GUID's bytes in the order of Windows: its first three
// numbers have their lowest byte first.
func appendGUID(b []byte, k tenant.Key) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(k.Hi>>32))
	b = binary.LittleEndian.AppendUint16(b, uint16(k.Hi>>16))
	b = binary.LittleEndian.AppendUint16(b, uint16(k.Hi))
	return binary.BigEndian.AppendUint64(b, k.Lo)
}

// guidAt is the opposite of appendGUID.
func guidAt(b []byte) tenant.Key {
	hi := uint64(binary.LittleEndian.Uint32(b))<<32 | uint64(binary.LittleEndian.Uint16(b[4:]))<<16 | uint64(binary.LittleEndian.Uint16(b[6:]))
	return tenant.Key{Hi: hi, Lo: binary.BigEndian.Uint64(b[8:])}
}

// assignmentProp is a property's place in the table.
func assignmentProp(name string) int {
	i := roleAssignmentProps.Lookup(name)
	if i < 0 {
		panic("identity: role assignments have no property " + name)
	}
	return i
}
