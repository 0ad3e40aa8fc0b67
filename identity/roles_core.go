package identity

import (
	"encoding/json"
	"iter"
	"slices"
	"strings"

	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// premium reports whether the tenant has an Entra ID P1 license, which roles of
// its own need. Licenses are not modeled yet: every tenant has one.
func premium(tx *tenant.Tx) bool { return tx.Ports().Organization.Premium(tx) }

// rolePermission is one of a role's rolePermissions on the wire.
type rolePermission struct {
	AllowedResourceActions  []string `json:"allowedResourceActions"`
	Condition               *string  `json:"condition"`
	ExcludedResourceActions []string `json:"excludedResourceActions,omitempty"`
}

// definition is the role as one of the definitions has it.
func (b *builtInRole) definition() *roleRow {
	id, _ := tenant.ParseKey(string(b.ID))
	permissions, err := json.Marshal([]rolePermission{{AllowedResourceActions: b.Actions}})
	if err != nil {
		// Strings marshal.
		permissions = []byte("[]")
	}
	return &roleRow{
		ID: id, Template: string(b.ID), DisplayName: b.DisplayName, Description: b.Description, Version: "1", Enabled: odata.True,
		Permissions: string(permissions), BuiltIn: true, Inherits: !b.Implicit && b.ID != api.DirectoryReaders,
	}
}

// areRolePermissions: at least one permission, each of at least one action. Which
// actions there are, and which of them a role of the tenant's own may have, is not
// modeled.
func areRolePermissions(list string) bool {
	var permissions []rolePermission
	if json.Unmarshal([]byte(list), &permissions) != nil || len(permissions) == 0 {
		return false
	}
	return !slices.ContainsFunc(permissions, func(p rolePermission) bool {
		return len(p.AllowedResourceActions) == 0 ||
			slices.ContainsFunc(p.AllowedResourceActions, isNoResourceAction) || slices.ContainsFunc(p.ExcludedResourceActions, isNoResourceAction)
	})
}

// isNoResourceAction: an action is a namespace, an entity and what is done to it,
// such as "microsoft.directory/users/password/update".
func isNoResourceAction(action string) bool {
	parts := strings.Split(action, "/")
	return len(parts) < 3 || slices.Contains(parts, "") || strings.ContainsAny(action, " \t\r\n")
}

// fullPermissions writes out the members that a write may leave away.
func fullPermissions(list string) string {
	var permissions []rolePermission
	if json.Unmarshal([]byte(list), &permissions) != nil {
		return list
	}
	b, err := json.Marshal(permissions)
	if err != nil {
		return list
	}
	return string(b)
}

// findRole returns the definition with that id or template id.
func findRole(tx *tenant.Tx, id string) (*roleRow, error) {
	key, ok := tenant.ParseKey(id)
	if !ok {
		return nil, api.ResourceNotFound.Err(id, id)
	}
	if b, ok := builtIn(api.Role(key.String())); ok {
		return b.definition(), nil
	}
	if row, ok := tenant.In(tx, &customRoles).Get(key); ok {
		return row, nil
	}
	if row, ok := tenant.In(tx, &customRoles).Find(&customRolesByTemplate, id); ok {
		return row, nil
	}
	return nil, api.ResourceNotFound.Err(id, id)
}

// allRoles returns the definitions, the built-in ones first, those after the one
// with the id if it is not zero.
func allRoles(tx *tenant.Tx, after tenant.Key) iter.Seq[*roleRow] {
	return func(yield func(*roleRow) bool) {
		from := 0
		if b, ok := builtIn(api.Role(after.String())); ok {
			from = slices.IndexFunc(builtInRoles, func(r builtInRole) bool { return r.ID == b.ID }) + 1
			after = tenant.Key{}
		} else if !after.IsZero() {
			from = len(builtInRoles)
		}
		for i := from; i < len(builtInRoles); i++ {
			if !yield(builtInRoles[i].definition()) {
				return
			}
		}
		for row := range tenant.In(tx, &customRoles).After(after) {
			if !yield(row) {
				return
			}
		}
	}
}

// pageRoles returns up to limit definitions that match the query, those after the
// position, and where to go on; nil at the end.
func pageRoles(tx *tenant.Tx, q *odata.Query[*roleRow], after *tenant.Position, limit int) (page []*roleRow, next *tenant.Position) {
	from := tenant.Key{}
	if after != nil {
		from = after.ID
	}
	for row := range allRoles(tx, from) {
		if !q.Filter.Match(row) {
			continue
		}
		if len(page) == limit {
			return page, &tenant.Position{ID: page[limit-1].ID}
		}
		page = append(page, row)
	}
	return page, nil
}

// createRole adds a role of the tenant's own.
func createRole(tx *tenant.Tx, c odata.Change) (*roleRow, error) {
	if !premium(tx) {
		return nil, rolesNeedPremium.Err("")
	}
	if err := roleProps.Validate(c, true); err != nil {
		return nil, err
	}
	row := &roleRow{ID: tx.NewKey()}
	row.apply(c)
	return row, putRole(tx, row)
}

// updateRole changes what the change names.
func updateRole(tx *tenant.Tx, id string, c odata.Change) error {
	old, err := customRole(tx, id)
	if err != nil {
		return err
	}
	if err := roleProps.Validate(c, false); err != nil {
		return err
	}
	row := *old
	row.apply(c)
	return putRole(tx, &row)
}

// apply writes a change into the row, which is the caller's own clone. A role
// without a template id has its own id for it.
func (r *roleRow) apply(c odata.Change) {
	roleProps.Apply(r, c)
	r.Permissions = fullPermissions(r.Permissions)
	if r.Template = strings.ToLower(r.Template); r.Template == "" {
		r.Template = r.ID.String()
	}
}

// customRole returns a role of the tenant's own for a change of it.
func customRole(tx *tenant.Tx, id string) (*roleRow, error) {
	row, err := findRole(tx, id)
	switch {
	case err != nil:
		return nil, err
	case row.BuiltIn:
		return nil, builtInImmutable.Err("")
	case !premium(tx):
		return nil, rolesNeedPremium.Err("")
	default:
		return row, nil
	}
}

// putRole keeps names and template ids unique among the roles of both kinds.
func putRole(tx *tenant.Tx, row *roleRow) error {
	for i := range builtInRoles {
		if b := &builtInRoles[i]; tenant.Fold(b.DisplayName) == tenant.Fold(row.DisplayName) || string(b.ID) == row.Template {
			return roleConflict.Err("")
		}
	}
	rows := tenant.In(tx, &customRoles)
	template, _ := tenant.ParseKey(row.Template)
	for _, find := range []func() (*roleRow, bool){
		func() (*roleRow, bool) { return rows.Find(&customRolesByName, row.DisplayName) },
		func() (*roleRow, bool) { return rows.Find(&customRolesByTemplate, row.Template) },
		func() (*roleRow, bool) { return rows.Get(template) },
	} {
		if other, taken := find(); taken && other.ID != row.ID {
			return roleConflict.Err("")
		}
	}
	return rows.Put(row)
}

// deleteRole removes a role of the tenant's own, and takes it away from all who
// have it.
func deleteRole(tx *tenant.Tx, id string) error {
	row, err := customRole(tx, id)
	if err != nil {
		return err
	}
	rows := tenant.In(tx, &roleAssignments)
	for given := range rows.Prefix(&principalsByRole, row.ID.String(), nil) {
		rows.Delete(given.ID)
	}
	tenant.In(tx, &customRoles).Delete(row.ID)
	return nil
}
