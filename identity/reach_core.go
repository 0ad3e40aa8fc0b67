package identity

import (
	"slices"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// Who may do what to whom: what an administrator may do to another one depends
// on the roles of both.
//
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/privileged-roles-permissions

// act is what is done to a user.
type act uint8

const (
	// resets: a new password, an end of sessions, the phones and mails by which a
	// person proves who he is.
	resets act = iota
	// touches: the other sensitive actions: block, rename, delete, restore.
	touches
)

// reach is the documented table: which targets a role reaches, by the role that
// the target holds, and whether for resets alone. Who holds no role is reached by
// all of them. What does not stand here (Global Administrator and the like)
// only the two roles of reachesAll reach.
func reach(of api.Role) (targets []api.Role, acts act) {
	plain := []api.Role{api.DirectoryReaders, api.GuestInviter, api.PasswordAdministrator}
	readers := []api.Role{api.MessageCenterReader, api.ReportsReader, api.UsageSummaryReportsReader, api.UserExperienceSuccessManager}
	switch of {
	case api.PasswordAdministrator:
		return plain, resets
	case api.HelpdeskAdministrator:
		return slices.Concat(plain, readers, []api.Role{api.HelpdeskAdministrator}), resets
	case api.AuthenticationAdministrator:
		return slices.Concat(plain, readers, []api.Role{api.AuthenticationAdministrator}), touches
	case api.UserAdministrator:
		return slices.Concat(plain, readers, []api.Role{api.HelpdeskAdministrator, api.GroupsAdministrator, api.UserAdministrator}), touches
	default:
		return nil, resets
	}
}

// reachesAll: the role reaches everybody.
func reachesAll(r api.Role) bool {
	return r == api.GlobalAdministrator || r == api.PrivilegedAuthenticationAdministrator
}

// reaches reports whether the roles, taken together, allow the act on a user who
// holds the roles of target: every one of his must be within reach of one of
// theirs.
func reaches(roles []api.Role, a act, target []api.Role, protected bool) bool {
	if slices.ContainsFunc(roles, reachesAll) {
		return true
	}
	var within []api.Role
	able := false
	for _, r := range roles {
		targets, acts := reach(r)
		if targets == nil || a == touches && acts == resets {
			continue
		}
		able = true
		within = append(within, targets...)
	}
	return able && !protected && !slices.ContainsFunc(target, func(r api.Role) bool { return !slices.Contains(within, r) })
}

// mayAct refuses an act on a user that the caller's roles do not reach. An
// application needs a role as well once the user holds a privileged one.
func (c caller) mayAct(tx *tenant.Tx, a act, target *userRow) error {
	held, protected := heldRoles(tx, target.ID), isProtected(tx, target.ID)
	if c.all || c.user == nil && !slices.ContainsFunc(held, isPrivileged) && !protected {
		return nil
	}
	return may(c.reaches(a, held, protected), outOfReach(held, protected))
}

// reaches reports whether the caller's roles allow the act on a user who holds the
// roles, and notes which would do by themselves.
func (c caller) reaches(a act, held []api.Role, protected bool, others ...api.Role) bool {
	if !reaches(c.roles, a, held, protected) && !slices.ContainsFunc(others, func(r api.Role) bool { return slices.Contains(c.roles, r) }) {
		return false
	}
	if c.tx != nil && c.tx.Noting() {
		c.tx.Need(tenant.Need{Roles: append(reaching(a, held, protected), others...)})
	}
	return true
}

// reaching are the roles that reach such a user, the least first.
func reaching(a act, held []api.Role, protected bool) []api.Role {
	all := []api.Role{
		api.PasswordAdministrator, api.HelpdeskAdministrator, api.AuthenticationAdministrator, api.UserAdministrator,
		api.PrivilegedAuthenticationAdministrator, api.GlobalAdministrator,
	}
	return slices.DeleteFunc(all, func(r api.Role) bool { return !reaches([]api.Role{r}, a, held, protected) })
}

// mayReset refuses a new password for a user: the application needs the
// permission for it, or one to write users and a role besides.
func (c caller) mayReset(tx *tenant.Tx, target *userRow) error {
	if c.all {
		return nil
	}
	held := heldRoles(tx, target.ID)
	protected := isProtected(tx, target.ID)
	reached, beyond := func() bool { return c.reaches(resets, held, protected) }, outOfReach(held, protected)
	switch {
	case c.user != nil && !c.hasOne(delegatedReset()):
		return denied(needsPermission("passwordProfile", "delegated permissions", delegatedReset()))
	case c.user != nil:
		return may(reached(), beyond)
	case c.hasOne([]admin365.Permission{passwordWrite}):
		return may(!slices.ContainsFunc(held, isPrivileged) && !protected || reached(), beyond)
	default:
		return may(reached(), needsPermission("passwordProfile", "permissions", []admin365.Permission{passwordWrite}), beyond)
	}
}

func delegatedReset() []admin365.Permission {
	return []admin365.Permission{passwordWrite, directoryAccess}
}

// isPrivileged: the role is one of those that Microsoft calls privileged, or one of
// the tenant's own, which may allow anything.
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
func isPrivileged(r api.Role) bool {
	switch r {
	case api.GlobalAdministrator, api.GlobalReader, api.UserAdministrator, api.HelpdeskAdministrator, api.PasswordAdministrator,
		api.AuthenticationAdministrator, api.PrivilegedAuthenticationAdministrator, api.PrivilegedRoleAdministrator,
		api.DomainNameAdministrator, api.HybridIdentityAdministrator, api.DirectoryWriters, api.SecurityAdministrator, api.SecurityReader,
		api.ExternalIdentityProviderAdministrator, api.ApplicationAdministrator, api.CloudApplicationAdministrator, api.PartnerTier1Support, api.PartnerTier2Support:
		return true
	default:
		_, known := builtIn(r)
		return !known
	}
}

// isProtected: the user is a member or an owner of a group that can hold roles,
// which puts him out of reach of all but the highest roles.
func isProtected(tx *tenant.Tx, user tenant.Key) bool {
	return len(roleGroups(tx, &groupsByMember, &groupMembers, user, true)) > 0 || len(roleGroups(tx, &groupsByOwner, &groupOwners, user, true)) > 0
}

// mayUpdate refuses a change of properties that the caller may not write, each
// by its own rule.
func (c caller) mayUpdate(tx *tenant.Tx, target *userRow, change odata.Change) error {
	if c.all {
		return nil
	}
	for _, item := range change {
		if err := c.mayWrite(tx, target, userProps.Props[item.Prop].Name); err != nil {
			return err
		}
	}
	return nil
}

// mayWrite judges one property.
// Source: https://learn.microsoft.com/graph/api/user-update#permissions
func (c caller) mayWrite(tx *tenant.Tx, target *userRow, property string) error {
	if userProps.Props[prop(property)].Has(odata.Alone) {
		return nil // The operation has been judged, and names nothing else.
	}
	writes := []admin365.Permission{userReadWrite, directoryWrite}
	writers := []api.Role{api.UserAdministrator, api.DirectoryWriters, api.GlobalAdministrator}
	if property == "mobilePhone" && c.user != nil && c.user.ID == target.ID && c.hasOne(append(writes, userReadWriteSelf)) {
		// Everybody keeps his own number up to date.
		// Source: https://learn.microsoft.com/entra/fundamentals/users-default-permissions
		return nil
	}
	switch property {
	case "passwordProfile":
		return c.mayReset(tx, target)
	case "businessPhones", "mobilePhone":
		return c.mayTouch(tx, target, resets, true, append(writes, phoneWrite)...)
	case "otherMails":
		return c.mayTouch(tx, target, resets, true, append(writes, mailWrite)...)
	case "accountEnabled":
		return c.mayTouch(tx, target, touches, false, append(writes, enableDisable)...)
	case "userPrincipalName":
		return c.mayTouch(tx, target, touches, true, writes...)
	case "onPremisesImmutableId":
		return c.mayTouch(tx, target, touches, false, writes...)
	case "usageLocation":
		writers = append(writers, api.LicenseAdministrator)
	case "employeeLeaveDateTime":
		writes = []admin365.Permission{lifeCycleWrite}
	case "customSecurityAttributes":
		writes = []admin365.Permission{attributesWrite}
	case "identities":
		writes = append(writes, manageIdentities)
	case "mail":
		writes = append(writes, mailWrite)
	default:
	}
	switch {
	case c.hasOne(writes):
		return may(c.user == nil || c.hasRole(writers...), needsRole(property, writers))
	case c.inRole(writers...):
		return nil
	default:
		return denied(needsPermission(property, "permissions", writes))
	}
}

// mayTouch judges a sensitive property: one of the permissions, and a role that
// reaches the target. Directory Writers may write some of them for people who
// hold no role. Ours: the table does not name them, and their role lets them.
func (c caller) mayTouch(tx *tenant.Tx, target *userRow, a act, byWriters bool, permissions ...admin365.Permission) error {
	if !c.hasOne(permissions) {
		// Without the permission an application needs a role that reaches him.
		return may(c.user == nil && c.reaches(a, heldRoles(tx, target.ID), isProtected(tx, target.ID)),
			needsPermission("it", "permissions", permissions))
	}
	held, protected := heldRoles(tx, target.ID), isProtected(tx, target.ID)
	if byWriters && c.user != nil && len(held) == 0 && !protected {
		return may(c.reaches(a, held, protected, api.DirectoryWriters), outOfReach(held, protected))
	}
	return c.mayAct(tx, a, target)
}
