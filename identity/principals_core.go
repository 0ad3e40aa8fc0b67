package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/emu"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// principal is a live object of the directory that can be a member, an owner, or
// the holder of a role. Exactly one of its rows is set.
type principal struct {
	user *userRow
	app  *appRow
}

// findPrincipal returns the live object with that object id.
func findPrincipal(tx *tenant.Tx, id tenant.Key) (principal, bool) {
	if row, ok := tenant.In(tx, &users).Get(id); ok {
		return principal{user: row}, true
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
	if p.app != nil {
		return p.app.ID
	}
	return p.user.ID
}

// item says what the object is, where the context declares a directory object.
func (p principal) item() emu.Item {
	if p.app != nil {
		return emu.Item{Type: appProps.EDM, Derived: true, Set: appProps.Set, ID: p.app.ID}
	}
	return userItem(p.user, true)
}

// append renders the object's default properties.
func (p principal) append(b []byte) []byte {
	if p.app != nil {
		return appProps.AppendProps(b, p.app, appProps.Select(odata.Default))
	}
	return userProps.AppendProps(b, p.user, userProps.Select(odata.Default))
}

// object is the principal as methods return it.
func (p principal) object() *DirectoryObject {
	if p.app != nil {
		return &DirectoryObject{ID: admin365.ObjectID(p.app.ID.String()), Type: ServicePrincipalObject, DisplayName: p.app.DisplayName}
	}
	return &DirectoryObject{
		ID: admin365.ObjectID(p.user.ID.String()), Type: UserObject,
		DisplayName: p.user.DisplayName, UserPrincipalName: p.user.Name,
	}
}
