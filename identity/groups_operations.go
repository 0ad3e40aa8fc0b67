package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

const (
	groupCreate       admin365.Permission = "Group.Create"
	groupReadBasic    admin365.Permission = "Group.ReadBasic.All"
	groupRead         admin365.Permission = "Group.Read.All"
	groupReadWrite    admin365.Permission = "Group.ReadWrite.All"
	memberReadBasic   admin365.Permission = "GroupMember.ReadBasic.All"
	memberRead        admin365.Permission = "GroupMember.Read.All"
	memberReadWrite   admin365.Permission = "GroupMember.ReadWrite.All"
	deletedGroupsPath                     = "/directory/deletedItems/{id}"
)

var (
	opGroupsList = api.Op{
		Name: "identity.Groups.List", API: &api.Graph, Method: "GET", Paths: []string{"/groups"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: groupsAccessRead,
		Query:  odata.ListRefusals, Refusals: []*api.Refusal{&api.NotInCollection, &api.EndsWithNeedsHeader, &odata.DateMismatch},
		Source: "https://learn.microsoft.com/graph/api/group-list",
	}
	opGroupsCount = api.Op{
		Name: "identity.Groups.Count", API: &api.Graph, Method: "GET", Paths: []string{"/groups/$count"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: groupsAccessRead,
		Query:  odata.CountRefusals, Refusals: []*api.Refusal{&api.NotInCollection, &odata.DateMismatch},
		Source: "https://learn.microsoft.com/graph/api/group-list",
	}
	opGroupsGet = api.Op{
		Name: "identity.Groups.Get", API: &api.Graph, Method: "GET", Paths: []string{"/groups/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   groupsAccessRead,
		Query:    odata.EntityRefusals,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/group-get",
	}
	opGroupsCreate = api.Op{
		Name: "identity.Groups.Create", API: &api.Graph, Method: "POST", Paths: []string{"/groups"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever,
		Access: api.Access{
			Application: []admin365.Permission{groupCreate, groupReadWrite, directoryWrite},
			Delegated:   []admin365.Permission{groupReadWrite, directoryWrite},
			Roles:       groupRoles,
		},
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &api.ObjectConflict, &api.ValueRequired, &api.InvalidValue, &api.UnknownProperty, &api.PropertyReadOnly, &api.QuotaExceeded,
			&mailGroup, &kindOfRoleGroup, &visibilityOfRoleGroup, &emptyBind, &tooManyLinks,
			&nestedInRoleGroup, &unifiedInUnified, &invalidTarget, &linkExists,
		},
		Source: "https://learn.microsoft.com/graph/api/group-post-groups",
	}
	opGroupsUpdate = api.Op{
		Name: "identity.Groups.Update", API: &api.Graph, Method: "PATCH", Paths: []string{"/groups/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access: groupsAccessWrite,
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &api.ObjectConflict, &api.ValueRequired, &api.InvalidValue, &api.UnknownProperty, &api.PropertyReadOnly, &api.SyncedReadOnly,
			&mailGroup, &exchangeGroup, &kindOfRoleGroup, &visibilityOfRoleGroup, &roleAssignableFixed,
		},
		Source: "https://learn.microsoft.com/graph/api/group-update",
	}
	opGroupsDelete = api.Op{
		Name: "identity.Groups.Delete", API: &api.Graph, Method: "DELETE", Paths: []string{"/groups/{id}"},
		Effect: admin365.EffectLosesData, Retry: api.RetryRepeatable, Repeated: &api.ResourceNotFound,
		Access: api.Access{
			Application: []admin365.Permission{groupReadWrite},
			Delegated:   []admin365.Permission{groupReadWrite},
			Roles:       groupRoles,
		},
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.GroupGivesLicenses},
		Source:   "https://learn.microsoft.com/graph/api/group-delete",
	}

	opDeletedGroupsList = api.Op{
		Name: "identity.DeletedGroups.List", API: &api.Graph, Method: "GET", Paths: []string{"/directory/deletedItems/microsoft.graph.group"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: deletedGroupsAccessRead,
		Query:  odata.ListRefusals, Refusals: []*api.Refusal{&api.NotInCollection, &api.EndsWithNeedsHeader, &odata.DateMismatch},
		Source: "https://learn.microsoft.com/graph/api/directory-deleteditems-list",
	}
	opDeletedGroupsGet = api.Op{
		Name: "identity.DeletedGroups.Get", API: &api.Graph, Method: "GET", Settled: true,
		Paths:  []string{deletedGroupsPath + "/microsoft.graph.group", deletedGroupsPath},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   deletedGroupsAccessRead,
		Query:    odata.EntityRefusals,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/directory-deleteditems-get",
	}
	opDeletedGroupsRestore = api.Op{
		Name: "identity.DeletedGroups.Restore", API: &api.Graph, Method: "POST", Paths: []string{deletedGroupsPath + "/restore"}, Settled: true,
		Effect: admin365.EffectReversible, Retry: api.RetryNever,
		Access:   deletedGroupsAccessWrite,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.ObjectConflict},
		Source:   "https://learn.microsoft.com/graph/api/directory-deleteditems-restore",
	}
	opDeletedGroupsPurge = api.Op{
		Name: "identity.DeletedGroups.Purge", API: &api.Graph, Method: "DELETE", Paths: []string{deletedGroupsPath}, Settled: true,
		Effect: admin365.EffectIrrevocable, Retry: api.RetryRepeatable, Repeated: &api.ResourceNotFound,
		Access:   deletedGroupsAccessWrite,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/directory-deleteditems-delete",
	}
)

var (
	groupRoles       = []api.Role{api.GroupsAdministrator, api.UserAdministrator, api.GlobalAdministrator}
	groupsAccessRead = api.Access{
		Application: []admin365.Permission{groupReadBasic, memberRead, groupRead, groupReadWrite, directoryRead, directoryWrite},
		Delegated:   []admin365.Permission{groupReadBasic, memberRead, groupRead, groupReadWrite, directoryRead, directoryWrite},
	}
	groupsAccessWrite = api.Access{
		Application: []admin365.Permission{groupReadWrite, directoryWrite},
		Delegated:   []admin365.Permission{groupReadWrite, directoryWrite},
		Roles:       groupRoles,
	}
	deletedGroupsAccessRead = api.Access{
		Application: []admin365.Permission{groupRead, groupReadWrite, directoryRead, directoryWrite},
		Delegated:   []admin365.Permission{groupRead, groupReadWrite, directoryRead, directoryWrite},
	}
	// Unverified: that an application alone may purge; the page says that it may
	// not, the contract takes both kinds for users.
	deletedGroupsAccessWrite = api.Access{
		Application: []admin365.Permission{groupReadWrite},
		Delegated:   []admin365.Permission{groupReadWrite},
		Roles:       groupRoles,
	}
)

// groupOperations returns what the area does with groups and their members.
func groupOperations() []*api.Op {
	return []*api.Op{
		&opGroupsList, &opGroupsCount, &opGroupsGet, &opGroupsCreate, &opGroupsUpdate, &opGroupsDelete,
		&opDeletedGroupsList, &opDeletedGroupsGet, &opDeletedGroupsRestore, &opDeletedGroupsPurge,
		&opGroupMembersList, &opGroupMembersListTransitive, &opGroupMembersAdd, &opGroupMembersAddSeveral, &opGroupMembersRemove,
		&opGroupMembersGet, &opGroupMembersCount, &opGroupMembersCountTransitive, &opGroupMembersDelete,
		&opGroupOwnersList, &opGroupOwnersAdd, &opGroupOwnersAddSeveral, &opGroupOwnersRemove, &opGroupOwnersGet, &opGroupOwnersCount, &opGroupOwnersDelete,
		&opMembershipsList, &opMembershipsListTransitive, &opMembershipsCount, &opMembershipsCountTransitive,
	}
}
