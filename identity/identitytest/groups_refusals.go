package identitytest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
)

// groupTaken is the refusal of a mail nickname that another Microsoft 365 group
// has. The service names the nickname, or the address that would follow from it.
func groupTaken(op string) conform.Refusal {
	return conform.Refusal{
		Kind: admin365.ErrConflict, Code: "Request_BadRequest", Status: 400, Op: op,
		Properties: []string{"mailNickname", "proxyAddresses", "mail"}, DetailCode: "ObjectConflict",
	}
}

// already is the refusal of what is so already: a member, an owner, a role that
// is given or activated.
func already(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrConflict, Code: "Request_BadRequest", Status: 400, Op: op}
}

// lastOwner is the refusal to leave a Microsoft 365 group without an owner.
func lastOwner(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrPrecondition, Code: "Request_BadRequest", Status: 400, Op: op}
}

// notAllowed is the refusal of a caller who may not do it.
func notAllowed(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrForbidden, Code: "Authorization_RequestDenied", Status: 403, Op: op}
}

// ofMany is the refusal without its operation: where a method takes one thing or
// many, the service may have an operation for each.
func ofMany(r conform.Refusal) conform.Refusal { return r.By("") }

// conflicting is the refusal of a name that is taken where the documentation
// says no more than that.
func conflicting(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrConflict, Op: op}
}

// ownRole is the refusal to take one's own Global Administrator away; code and
// status of the service are not known.
func ownRole(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrPrecondition, Op: op}
}

// either reports an error that is neither of the two refusals.
func either(c *run, err error, first, second conform.Refusal) {
	c.Helper()
	if first.Check(err) == nil || second.Check(err) == nil {
		return
	}
	c.Errorf("the error is neither %q nor %q as promised: %v", first.Kind, second.Kind, err)
}

// The operations on groups.
const (
	opNewGroup      = "identity.Groups.Create"
	opGetGroup      = "identity.Groups.Get"
	opListGroups    = "identity.Groups.List"
	opCountGroups   = "identity.Groups.Count"
	opUpdateGroup   = "identity.Groups.Update"
	opDeleteGroup   = "identity.Groups.Delete"
	opMembers       = "identity.GroupMembers.List"
	opTransitive    = "identity.GroupMembers.ListTransitive"
	opAddMember     = "identity.GroupMembers.Add"
	opRemoveMember  = "identity.GroupMembers.Remove"
	opOwners        = "identity.GroupOwners.List"
	opAddOwner      = "identity.GroupOwners.Add"
	opRemoveOwner   = "identity.GroupOwners.Remove"
	opMemberOf      = "identity.Memberships.List"
	opMemberOfAll   = "identity.Memberships.ListTransitive"
	opBin           = "identity.DeletedGroups.List"
	opGetFromBin    = "identity.DeletedGroups.Get"
	opRestoreGroup  = "identity.DeletedGroups.Restore"
	opPurgeGroup    = "identity.DeletedGroups.Purge"
	opRestoreUser   = "identity.DeletedUsers.Restore"
	opRoles         = "identity.Roles.List"
	opGetRole       = "identity.Roles.Get"
	opNewRole       = "identity.Roles.Create"
	opUpdateRole    = "identity.Roles.Update"
	opDeleteRole    = "identity.Roles.Delete"
	opAssignments   = "identity.RoleAssignments.List"
	opGetAssignment = "identity.RoleAssignments.Get"
	opAssign        = "identity.RoleAssignments.Create"
	opUnassign      = "identity.RoleAssignments.Delete"
	opActivated     = "identity.ActivatedRoles.List"
	opGetActivated  = "identity.ActivatedRoles.Get"
	opActivate      = "identity.ActivatedRoles.Activate"
	opRoleMembers   = "identity.ActivatedRoles.Members"
	opAddToRole     = "identity.ActivatedRoles.AddMember"
	opRemoveFrom    = "identity.ActivatedRoles.RemoveMember"
)
