package identity

import (
	"slices"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// caller is who calls, as the directory knows him in this transaction.
type caller struct {
	// tx is where it is noted what he is let in for; nil if nobody wants to know.
	tx *tenant.Tx
	// all: the default administrator, a job, or somebody behind the stage.
	all bool
	// user is the signed-in person; nil for an application on its own.
	user *userRow
	// permissions are what the application was granted; nil means everything.
	permissions []admin365.Permission
	// roles are the person's, or those of the application's service principal.
	roles []api.Role
}

// callerOf returns who calls. A person who is not there, or is blocked, and an
// application that the tenant does not know are refused as unauthenticated.
// Ours: the service lets a blocked person's token live for up to an hour.
func callerOf(tx *tenant.Tx) (caller, error) {
	if tx.Session == nil || isDefault(tx.Session.Caller) {
		return caller{all: true}, nil
	}
	who := tx.Session.Caller
	c := caller{tx: tx, permissions: who.Permissions}
	principal := tenant.Key{}
	if who.User != "" {
		row, err := findUser(tx, string(who.User))
		if err != nil || row.Enabled == odata.False {
			return caller{}, api.UnknownIdentity.Err("")
		}
		c.user, principal = row, row.ID
	} else if app, ok := tenant.In(tx, &apps).Find(&appsByAppID, string(who.App)); ok {
		principal = app.ID
	}
	c.roles = effectiveRoles(tx, principal)
	return c, nil
}

// isDefault reports whether it is the zero Caller, the default administrator.
func isDefault(c admin365.Caller) bool { return c.User == "" && c.App == "" && c.Permissions == nil }

// callerKey is the object id of the signed-in caller. The default administrator
// is the one with whom the tenant began.
func callerKey(tx *tenant.Tx) (tenant.Key, bool) {
	if tx.Session == nil {
		return tenant.Key{}, false
	}
	who := tx.Session.Caller
	if isDefault(who) {
		return seededAdministrator(tx)
	}
	row, err := findUser(tx, string(who.User))
	if who.User == "" || err != nil {
		return tenant.Key{}, false
	}
	return row.ID, true
}

// seededAdministrator returns the administrator with whom the tenant began. His
// id was made from the name that he had then.
func seededAdministrator(tx *tenant.Tx) (tenant.Key, bool) {
	for _, domain := range []string{"contoso.com", tx.Ports().Domains.Initial(tx)} {
		if row, ok := tenant.In(tx, &users).Get(tenant.NameKey("user", "admin@"+domain)); ok {
			return row.ID, true
		}
	}
	return tenant.Key{}, false
}

// heldRoles are the roles that are assigned to a principal anywhere, the tenant's
// own among them, by himself and by groups that hold roles; also those that he, or
// the group, will have again after a restore.
func heldRoles(tx *tenant.Tx, principal tenant.Key) []api.Role {
	var held []api.Role
	for _, holder := range append([]tenant.Key{principal}, roleGroups(tx, &groupsByMember, &groupMembers, principal, true)...) {
		for row := range tenant.In(tx, &roleAssignments).Referring(&rolesByPrincipal, holder) {
			held = append(held, row.Role)
		}
	}
	return held
}

// effectiveRoles are the built-in roles of a live principal, those of his groups
// among them.
func effectiveRoles(tx *tenant.Tx, principal tenant.Key) []api.Role {
	var roles []api.Role
	for _, holder := range append([]tenant.Key{principal}, roleGroups(tx, &groupsByMember, &groupMembers, principal, false)...) {
		roles = slices.AppendSeq(roles, rolesOf(tx, holder))
	}
	return roles
}

// roleGroups are the groups that can hold roles and to which a principal is linked,
// as a member or as an owner; on request those in the bin too, which may come back.
// Groups do not nest in such groups.
func roleGroups(tx *tenant.Tx, side *tenant.Index[*linkRow], table *tenant.Table[*linkRow], principal tenant.Key, deleted bool) []tenant.Key {
	var found []tenant.Key
	for link := range tenant.In(tx, table).Referring(side, principal) {
		row, ok := tenant.In(tx, &groups).Get(link.Group)
		if !ok && deleted {
			row, ok = tenant.In(tx, &deletedGroups).Get(link.Group)
		}
		if ok && row.RoleAssignable == odata.True {
			found = append(found, link.Group)
		}
	}
	return found
}

// access is the identity area's answer to [tenant.Access].
type access struct{}

// Allow implements [tenant.Access].
func (access) Allow(tx *tenant.Tx, call api.Call) error {
	if tx.Session == nil || isDefault(tx.Session.Caller) {
		return nil
	}
	c, err := callerOf(tx)
	if call.Op.API != &api.Graph {
		return allowElsewhere(tx, c, err, call)
	}
	if err != nil {
		return err
	}
	if call.Op.Access.Anyone {
		return nil
	}
	if c.user == nil && strings.HasPrefix(call.Op.Paths[0], "/me") {
		return api.MeNeedsUser.Err("")
	}
	if !c.granted(tx, call) || !c.entitled(tx, call) {
		return c.lacks(tx, call)
	}
	return nil
}

// Self implements [tenant.Access].
func (access) Self(tx *tenant.Tx) (tenant.Key, bool) { return callerKey(tx) }

// Guest implements [tenant.Access].
func (access) Guest(tx *tenant.Tx) bool {
	c, err := callerOf(tx)
	return err == nil && c.isGuest()
}

// granted: the application has one of the permissions, or, on its own, a role
// that may do the same.
// Source: https://learn.microsoft.com/graph/permissions-overview
func (c caller) granted(tx *tenant.Tx, call api.Call) bool {
	need := call.Op.Access
	if c.user == nil {
		return c.hasOne(need.Application) || len(need.Application) > 0 && c.inRole(need.Roles...)
	}
	wanted := call.Op.Access.Delegated
	if !c.isTarget(tx, call) && !need.Shown {
		wanted = slices.DeleteFunc(slices.Clone(wanted), isForSelf)
	}
	return c.hasOne(wanted)
}

// entitled: the signed-in person has one of the roles, or does it to himself.
func (c caller) entitled(tx *tenant.Tx, call api.Call) bool {
	if c.user == nil {
		return true
	}
	need := call.Op.Access
	if len(need.Roles) > 0 && (!need.Self || !c.isTarget(tx, call)) && !c.hasRole(need.Roles...) {
		return false
	}
	// Guests see themselves and whom they know by name, and list nothing but what is
	// meant for them too.
	// Source: https://learn.microsoft.com/entra/fundamentals/users-default-permissions
	if c.isGuest() && !c.isTarget(tx, call) {
		return call.Op.Write() || need.Guests || strings.Contains(call.Op.Paths[0], "{id}") && strings.HasSuffix(call.Op.Paths[0], "{id}")
	}
	return true
}

// isGuest reports whether the signed-in person is a guest whom no role makes more.
func (c caller) isGuest() bool {
	if c.user == nil || len(c.roles) > 0 {
		return false
	}
	kind, _ := userProps.Value(c.user, prop("userType"))
	return strings.EqualFold(kind, string(Guest))
}

// isTarget reports whether the call is about the signed-in person himself.
func (c caller) isTarget(tx *tenant.Tx, call api.Call) bool {
	switch {
	case c.user == nil:
		return false
	case call.Op.Paths[0] == pathMe:
		return true
	case len(call.IDs) == 0:
		return false
	}
	if key, ok := tenant.ParseKey(call.IDs[0]); ok {
		return key == c.user.ID
	}
	return tenant.Fold(call.IDs[0]) == tenant.Fold(c.user.Name)
}

// isForSelf: the permission reaches the signed-in person alone.
func isForSelf(p admin365.Permission) bool {
	return p == userReadSelf || p == userReadWriteSelf || p == methodRead || p == methodReadWrite
}

// hasOne reports whether one of the permissions was granted. An application that
// was granted everything still lacks what no application can be granted.
func (c caller) hasOne(wanted []admin365.Permission) bool {
	switch {
	case c.all:
		return true
	case c.permissions == nil && len(wanted) == 0:
		return false
	case c.permissions != nil && !slices.ContainsFunc(wanted, func(p admin365.Permission) bool { return slices.Contains(c.permissions, p) }):
		return false
	}
	c.note(tenant.Need{Permissions: wanted})
	return true
}

func (c caller) hasRole(roles ...api.Role) bool {
	if c.all {
		return true
	}
	if !slices.ContainsFunc(roles, func(r api.Role) bool { return slices.Contains(c.roles, r) }) {
		return false
	}
	c.note(tenant.Need{Roles: roles})
	return true
}

// note notes what the caller was let in for.
func (c caller) note(n tenant.Need) {
	if c.tx != nil {
		c.tx.Need(n)
	}
}

// inRole reports whether an application on its own has one of the roles; where
// every member may, any role will do.
func (c caller) inRole(roles ...api.Role) bool {
	switch {
	case c.user != nil || len(c.roles) == 0:
		return false
	case len(roles) > 0:
		return c.hasRole(roles...)
	default:
		c.note(tenant.Need{Roles: c.roles})
		return true
	}
}

// callerHas reports whether the transaction's caller has one of the permissions,
// and, if it is a person, one of the roles. An empty list asks for nothing.
func callerHas(tx *tenant.Tx, permissions []admin365.Permission, roles []api.Role) bool {
	c, err := callerOf(tx)
	switch {
	case err != nil:
		return false
	case c.all:
		return true
	case len(permissions) > 0 && !c.hasOne(permissions):
		return false
	default:
		return c.user == nil || len(roles) == 0 || c.hasRole(roles...)
	}
}

// may refuses unless ok, and says what would do.
func may(ok bool, would ...admin365.Detail) error {
	if ok {
		return nil
	}
	return denied(would...)
}

// readsAll: the caller may read every property of everybody that needs nothing
// more.
func (c caller) readsAll() bool {
	return c.hasOne([]admin365.Permission{userRead, userReadWrite, directoryRead, directoryWrite}) || c.inRole()
}

// basicOnly reports whether the caller may read the basic profile and no more.
func basicOnly(tx *tenant.Tx) bool {
	if tx.Session == nil || tx.Session.Caller.Permissions == nil && !tx.Noting() {
		return false
	}
	c, err := callerOf(tx)
	return err == nil && !c.readsAll() && c.hasOne([]admin365.Permission{userReadBasic})
}

// basicProperties are the basic profile.
var basicProperties = []string{"displayName", "givenName", "id", "mail", "securityIdentifier", "surname", "userPrincipalName"}
