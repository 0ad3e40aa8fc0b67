package identity

import (
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// activatedKey is the object id of a role in this tenant. It is made from the
// template's, so that a tenant file without the table has the same roles.
func activatedKey(tx *tenant.Tx, template api.Role) tenant.Key {
	return tenant.NameKey("directoryRole", string(tx.TenantID())+string(template))
}

// isActivated reports whether a built-in role is activated: by an administrator,
// or because somebody was given it. That of the Global Administrator always is.
//
// Source: https://learn.microsoft.com/graph/api/resources/directoryrole
func isActivated(tx *tenant.Tx, b *builtInRole) bool {
	if b.ID == api.GlobalAdministrator {
		return true
	}
	if _, ok := tenant.In(tx, &activatedRoles).Get(activatedKey(tx, b.ID)); ok {
		return true
	}
	_, given := tenant.In(tx, &roleAssignments).Find(&principalsByRole, string(b.ID))
	return given
}

// object is the role as an object of the tenant.
func (b *builtInRole) object(tx *tenant.Tx) *roleObject {
	return &roleObject{ID: activatedKey(tx, b.ID), Template: admin365.RoleID(b.ID), DisplayName: b.DisplayName, Description: b.Description}
}

// noteActivation activates a role if it is a built-in one and no note says so yet.
func noteActivation(tx *tenant.Tx, role api.Role) error {
	if _, ok := builtIn(role); !ok {
		return nil
	}
	rows := tenant.In(tx, &activatedRoles)
	row := &activatedRoleRow{ID: activatedKey(tx, role), Template: role}
	if _, there := rows.Get(row.ID); there {
		return nil
	}
	return rows.Put(row)
}

// allActivated returns the activated roles, in the order of the catalog.
func allActivated(tx *tenant.Tx) iter.Seq[*roleObject] {
	return func(yield func(*roleObject) bool) {
		for i := range builtInRoles {
			b := &builtInRoles[i]
			if isActivated(tx, b) && !yield(b.object(tx)) {
				return
			}
		}
	}
}

// activatedByTemplate returns the activated role with that template id.
func activatedByTemplate(tx *tenant.Tx, template string) (*roleObject, error) {
	if key, ok := tenant.ParseKey(template); ok {
		if b, found := builtIn(api.Role(key.String())); found && isActivated(tx, b) {
			return b.object(tx), nil
		}
	}
	return nil, api.ResourceNotFound.Err(template, template)
}

// activatedByID returns the activated role with that object id.
func activatedByID(tx *tenant.Tx, id string) (*roleObject, error) {
	if key, ok := tenant.ParseKey(id); ok {
		for role := range allActivated(tx) {
			if role.ID == key {
				return role, nil
			}
		}
	}
	return nil, api.ResourceNotFound.Err(id, id)
}

// activateRole activates the role whose template the change names.
func activateRole(tx *tenant.Tx, c odata.Change) (*roleObject, error) {
	if err := roleObjectProps.Validate(c, true); err != nil {
		return nil, err
	}
	template, _ := c.Get(roleObjectProps.Lookup("roleTemplateId"))
	key, _ := tenant.ParseKey(template.Value)
	b, ok := builtIn(api.Role(key.String()))
	switch {
	case !ok:
		return nil, api.ResourceNotFound.Err(template.Value, template.Value)
	case b.Implicit:
		return nil, implicitRole.Err("")
	case isActivated(tx, b):
		return nil, roleConflict.Err("")
	}
	return b.object(tx), noteActivation(tx, b.ID)
}

// addRoleMember gives an activated role to a principal in the whole tenant.
func addRoleMember(tx *tenant.Tx, role *roleObject, member string) error {
	definition, err := findRole(tx, string(role.Template))
	if err != nil {
		return err
	}
	who, err := mustPrincipal(tx, member)
	if err != nil {
		return err
	}
	_, err = assign(tx, definition, who, tenant.Key{}, &roleMemberExists)
	return err
}

// roleMember returns the assignment that makes an object a member.
func roleMember(tx *tenant.Tx, role *roleObject, member string) (*roleAssignmentRow, error) {
	if key, ok := tenant.ParseKey(member); ok {
		if row, found := assignmentOf(tx, api.Role(role.Template), key, tenant.Key{}); found && counts(tx, row) {
			return row, nil
		}
	}
	return nil, api.ResourceNotFound.Err(member, member)
}

// removeRoleMember takes an activated role away.
func removeRoleMember(tx *tenant.Tx, role *roleObject, member string) error {
	row, err := roleMember(tx, role, member)
	if err != nil {
		return err
	}
	return unassign(tx, row)
}

// activatedRolesOf returns the activated roles that a live principal has in the
// whole tenant, and by itself.
func activatedRolesOf(tx *tenant.Tx, holder tenant.Key) (roles []*roleObject) {
	for role := range rolesOf(tx, holder) {
		if b, ok := builtIn(role); ok {
			roles = append(roles, b.object(tx))
		}
	}
	return roles
}
