package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// principal is a live object of the directory that can be a member, an owner, or
// the holder of a role; in a list of memberships it may be an activated role
// too. Exactly one of its rows is set.
type principal struct {
	user  *userRow
	group *groupRow
	app   *appRow
	role  *roleObject
}

// findPrincipal returns the live object with that object id.
func findPrincipal(tx *tenant.Tx, id tenant.Key) (principal, bool) {
	if row, ok := tenant.In(tx, &users).Get(id); ok {
		return principal{user: row}, true
	}
	if row, ok := tenant.In(tx, &groups).Get(id); ok {
		return principal{group: row}, true
	}
	if row, ok := tenant.In(tx, &apps).Get(id); ok {
		return principal{app: row}, true
	}
	return principal{}, false
}

// mustPrincipal is findPrincipal with the directory's refusal.
func mustPrincipal(tx *tenant.Tx, id string) (principal, error) {
	if key, ok := tenant.ParseKey(id); ok {
		if p, found := findPrincipal(tx, key); found {
			return p, nil
		}
	}
	return principal{}, api.ResourceNotFound.Err(id, id)
}

// id is the object id.
func (p principal) id() tenant.Key {
	switch {
	case p.group != nil:
		return p.group.ID
	case p.app != nil:
		return p.app.ID
	case p.role != nil:
		return p.role.ID
	default:
		return p.user.ID
	}
}

// item says what the object is, where the context declares a directory object.
func (p principal) item() emu.Item { return p.itemOf(true) }

// itemOf says what the object is; derived where the context declares a more
// general type.
func (p principal) itemOf(derived bool) emu.Item {
	switch {
	case p.group != nil:
		return groupItem(p.group, derived)
	case p.app != nil:
		return emu.Item{Type: appProps.EDM, Derived: derived, Set: appProps.Set, ID: p.app.ID}
	case p.role != nil:
		return emu.Item{Type: roleObjectProps.EDM, Derived: derived, Set: roleObjectProps.Set, ID: p.role.ID}
	default:
		return userItem(p.user, derived)
	}
}

// append renders the object's default properties.
func (p principal) append(b []byte) []byte {
	switch {
	case p.group != nil:
		return groupProps.AppendProps(b, p.group, groupProps.Select(odata.Default))
	case p.app != nil:
		return appProps.AppendProps(b, p.app, appProps.Select(odata.Default))
	case p.role != nil:
		return roleObjectProps.AppendProps(b, p.role, roleObjectProps.Select(odata.Default))
	default:
		return userProps.AppendProps(b, p.user, userProps.Select(odata.Default))
	}
}

// kind is the name of the object's type in refusals.
func (p principal) kind() string {
	switch {
	case p.group != nil:
		return groupProps.Entity
	case p.app != nil:
		return appProps.Entity
	case p.role != nil:
		return roleObjectProps.Entity
	default:
		return userProps.Entity
	}
}

// displayName is the object's name for people.
func (p principal) displayName() string {
	switch {
	case p.group != nil:
		return p.group.DisplayName
	case p.app != nil:
		return p.app.DisplayName
	case p.role != nil:
		return p.role.DisplayName
	default:
		return p.user.DisplayName
	}
}

// object is the principal as methods return it.
func (p principal) object() *DirectoryObject {
	o := &DirectoryObject{ID: admin365.ObjectID(p.id().String()), DisplayName: p.displayName()}
	switch {
	case p.group != nil:
		o.Type = GroupObject
	case p.app != nil:
		o.Type = ServicePrincipalObject
	case p.role != nil:
		o.Type, o.RoleTemplateID = DirectoryRoleObject, p.role.Template
	default:
		o.Type, o.UserPrincipalName = UserObject, p.user.Name
	}
	return o
}
