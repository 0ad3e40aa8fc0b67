package identitytest

import (
	"slices"

	"github.com/admin365/admin365/identity"
)

// groupCases are all cases about groups, who is in them, and their bin.
func groupCases() []kase {
	return slices.Concat(
		groupCreateCases(), groupRuleCases(), groupPatchCases(), groupUpdateCases(), groupDeleteCases(),
		groupListCases(), groupQueryCases(), groupChangeCases(), groupSyncedCases(), groupCallerCases(),
		memberCases(), nestedCases(), memberListCases(), ownerCases(), membershipCases(), deletedGroupCases(),
	)
}

// roleCases are all cases about roles and who has them.
func roleCases() []kase {
	return slices.Concat(
		builtInCases(), roleListCases(), customRoleCases(), customPatchCases(),
		assignmentCases(), assignmentRuleCases(), activatedCases(), roleViewCases(), heldCases(), roleCallerCases(),
	)
}

func canGroup(s *identity.Service) bool {
	return s.Groups != nil && s.GroupMembers != nil && s.GroupOwners != nil && s.DeletedGroups != nil && s.Memberships != nil
}

func canGiveRoles(s *identity.Service) bool {
	return s.Roles != nil && s.RoleAssignments != nil && s.ActivatedRoles != nil && s.Memberships != nil
}

// Where the rules of groups and roles are written down.
const (
	docNewGroup       = "https://learn.microsoft.com/graph/api/group-post-groups"
	docGroup          = "https://learn.microsoft.com/graph/api/resources/group#properties"
	docGetGroup       = "https://learn.microsoft.com/graph/api/group-get"
	docListGroups     = "https://learn.microsoft.com/graph/api/group-list"
	docGroupUpdate    = "https://learn.microsoft.com/graph/api/group-update"
	docGroupDelete    = "https://learn.microsoft.com/graph/api/group-delete"
	docMembers        = "https://learn.microsoft.com/graph/api/group-list-members"
	docTransitive     = "https://learn.microsoft.com/graph/api/group-list-transitivemembers"
	docAddMembers     = "https://learn.microsoft.com/graph/api/group-post-members"
	docRemoveMember   = "https://learn.microsoft.com/graph/api/group-delete-members"
	docOwners         = "https://learn.microsoft.com/graph/api/group-list-owners"
	docAddOwner       = "https://learn.microsoft.com/graph/api/group-post-owners"
	docRemoveOwner    = "https://learn.microsoft.com/graph/api/group-delete-owners"
	docMemberOf       = "https://learn.microsoft.com/graph/api/user-list-memberof"
	docMemberOfAll    = "https://learn.microsoft.com/graph/api/user-list-transitivememberof"
	docBin            = "https://learn.microsoft.com/graph/api/directory-deleteditems-list"
	docRestore        = "https://learn.microsoft.com/graph/api/directory-deleteditems-restore"
	docPurge          = "https://learn.microsoft.com/graph/api/directory-deleteditems-delete"
	docRoleGroups     = "https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept"
	docTemplates      = "https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference"
	docRole           = "https://learn.microsoft.com/graph/api/resources/unifiedroledefinition"
	docListRoles      = "https://learn.microsoft.com/graph/api/rbacapplication-list-roledefinitions"
	docNewRole        = "https://learn.microsoft.com/graph/api/rbacapplication-post-roledefinitions"
	docRoleUpdate     = "https://learn.microsoft.com/graph/api/unifiedroledefinition-update"
	docRoleDelete     = "https://learn.microsoft.com/graph/api/unifiedroledefinition-delete"
	docAssignment     = "https://learn.microsoft.com/graph/api/resources/unifiedroleassignment"
	docListAssigned   = "https://learn.microsoft.com/graph/api/rbacapplication-list-roleassignments"
	docAssign         = "https://learn.microsoft.com/graph/api/rbacapplication-post-roleassignments"
	docUnassign       = "https://learn.microsoft.com/graph/api/unifiedroleassignment-delete"
	docActivated      = "https://learn.microsoft.com/graph/api/directoryrole-list"
	docActivate       = "https://learn.microsoft.com/graph/api/directoryrole-post-directoryroles"
	docRoleMembers    = "https://learn.microsoft.com/graph/api/directoryrole-list-members"
	docAddToRole      = "https://learn.microsoft.com/graph/api/directoryrole-post-members"
	docRemoveFromRole = "https://learn.microsoft.com/graph/api/directoryrole-delete-member"

	docGroups      = "the comment of identity.Groups"
	docNewGroups   = "the comment of identity.NewGroup"
	docGroupPatch  = "the comment of identity.GroupPatch"
	docGroupQuery  = "the comment of identity.GroupQuery"
	docMemberRules = "the comment of identity.GroupMembers"
	docOwnerRules  = "the comment of identity.GroupOwners"
	docGroupBin    = "the comment of identity.DeletedGroups"
	docUserBin     = "the comment of identity.DeletedUsers"
	docObject      = "the comment of identity.DirectoryObject"
	docMemberships = "the comment of identity.Memberships"
	docRoles       = "the comment of identity.Roles"
	docRolePatch   = "the comment of identity.RolePatch"
	docAssigned    = "the comment of identity.RoleAssignments"
	docOlderView   = "the comment of identity.ActivatedRoles"
)
