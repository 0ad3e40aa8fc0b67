package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

var (
	opGroupMembersList = api.Op{
		Name: "identity.GroupMembers.List", API: &api.Graph, Method: "GET", Paths: []string{"/groups/{id}/members"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 3,
		Access: membersAccessRead,
		Query:  odata.ListRefusals, Refusals: objectListRefusals,
		Source: "https://learn.microsoft.com/graph/api/group-list-members",
	}
	opGroupMembersListTransitive = api.Op{
		Name: "identity.GroupMembers.ListTransitive", API: &api.Graph, Method: "GET", Paths: []string{"/groups/{id}/transitiveMembers"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 5,
		Access: membersAccessRead,
		Query:  odata.ListRefusals, Refusals: objectListRefusals,
		Source: "https://learn.microsoft.com/graph/api/group-list-transitivemembers",
	}
	opGroupMembersAdd = api.Op{
		Name: "identity.GroupMembers.Add", API: &api.Graph, Method: "POST", Paths: []string{"/groups/{id}/members/$ref"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever,
		Access:   membersAccessWrite,
		Refusals: membersAddRefusals,
		Source:   "https://learn.microsoft.com/graph/api/group-post-members",
	}
	// opGroupMembersAddSeveral is the PATCH of a group that binds members. It is
	// not sent twice: a repeat that finds one of them would not tell whether the
	// others are there.
	opGroupMembersAddSeveral = api.Op{
		Name: "identity.GroupMembers.AddSeveral", API: &api.Graph, Method: "PATCH", Paths: []string{"/groups/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever,
		Access: membersAccessWrite,
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &api.SyncedReadOnly, &exchangeGroup, &nestedInRoleGroup, &unifiedInUnified, &invalidTarget, &linkExists,
			&emptyBind, &tooManyLinks,
		},
		Source: "https://learn.microsoft.com/graph/api/group-post-members",
	}
	opGroupMembersRemove = api.Op{
		Name: "identity.GroupMembers.Remove", API: &api.Graph, Method: "DELETE", Paths: []string{"/groups/{id}/members/{id}/$ref"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable, Repeated: &api.ResourceNotFound,
		Access:   membersAccessWrite,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.SyncedReadOnly, &exchangeGroup},
		Source:   "https://learn.microsoft.com/graph/api/group-delete-members",
	}
	// The others are for strangers: no method of ours performs them.
	opGroupMembersGet = api.Op{
		Name: "identity.GroupMembers.Get", API: &api.Graph, Method: "GET", Paths: []string{"/groups/{id}/members/{id}/$ref"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   membersAccessRead,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/group-list-members",
	}
	opGroupMembersCount = api.Op{
		Name: "identity.GroupMembers.Count", API: &api.Graph, Method: "GET", Paths: []string{"/groups/{id}/members/$count"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 3, Strangers: true,
		Access: membersAccessRead,
		Query:  odata.CountRefusals, Refusals: objectCountRefusals,
		Source: "https://learn.microsoft.com/graph/api/group-list-members",
	}
	opGroupMembersCountTransitive = api.Op{
		Name: "identity.GroupMembers.CountTransitive", API: &api.Graph, Method: "GET", Paths: []string{"/groups/{id}/transitiveMembers/$count"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 5, Strangers: true,
		Access: membersAccessRead,
		Query:  odata.CountRefusals, Refusals: objectCountRefusals,
		Source: "https://learn.microsoft.com/graph/api/group-list-transitivemembers",
	}
	// opGroupMembersDelete is opGroupMembersRemove without /$ref, which deletes the
	// member itself: see notContained.
	opGroupMembersDelete = api.Op{
		Name: "identity.GroupMembers.Delete", API: &api.Graph, Method: "DELETE", Paths: []string{"/groups/{id}/members/{id}"},
		Effect: admin365.EffectLosesData, Retry: api.RetryRepeatable, Repeated: &api.ResourceNotFound, Strangers: true,
		Access:   membersAccessWrite,
		Refusals: []*api.Refusal{&notContained},
		Source:   "https://learn.microsoft.com/graph/api/group-delete-members",
	}

	opGroupOwnersList = api.Op{
		Name: "identity.GroupOwners.List", API: &api.Graph, Method: "GET", Paths: []string{"/groups/{id}/owners"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: ownersAccessRead,
		Query:  odata.ListRefusals, Refusals: objectListRefusals,
		Source: "https://learn.microsoft.com/graph/api/group-list-owners",
	}
	opGroupOwnersAdd = api.Op{
		Name: "identity.GroupOwners.Add", API: &api.Graph, Method: "POST", Paths: []string{"/groups/{id}/owners/$ref"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever,
		Access: groupsAccessWrite,
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &api.SyncedReadOnly, &exchangeGroup, &invalidTarget, &linkExists, &linkQuota,
		},
		Source: "https://learn.microsoft.com/graph/api/group-post-owners",
	}
	// opGroupOwnersAddSeveral is the PATCH of a group that binds owners, and perhaps
	// members with them. The page has it for members alone; pnp/cli-microsoft365 sends it.
	opGroupOwnersAddSeveral = api.Op{
		Name: "identity.GroupOwners.AddSeveral", API: &api.Graph, Method: "PATCH", Paths: []string{"/groups/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Strangers: true,
		Access: groupsAccessWrite,
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &api.SyncedReadOnly, &exchangeGroup, &nestedInRoleGroup, &unifiedInUnified, &invalidTarget, &linkExists,
			&linkQuota, &emptyBind, &tooManyLinks,
		},
		Source: "https://learn.microsoft.com/graph/api/group-post-owners",
	}
	opGroupOwnersRemove = api.Op{
		Name: "identity.GroupOwners.Remove", API: &api.Graph, Method: "DELETE", Paths: []string{"/groups/{id}/owners/{id}/$ref"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable, Repeated: &api.ResourceNotFound,
		Access:   groupsAccessWrite,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.SyncedReadOnly, &exchangeGroup, &lastOwner},
		Source:   "https://learn.microsoft.com/graph/api/group-delete-owners",
	}
	opGroupOwnersGet = api.Op{
		Name: "identity.GroupOwners.Get", API: &api.Graph, Method: "GET", Paths: []string{"/groups/{id}/owners/{id}/$ref"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   ownersAccessRead,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/group-list-owners",
	}
	opGroupOwnersCount = api.Op{
		Name: "identity.GroupOwners.Count", API: &api.Graph, Method: "GET", Paths: []string{"/groups/{id}/owners/$count"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access: ownersAccessRead,
		Query:  odata.CountRefusals, Refusals: objectCountRefusals,
		Source: "https://learn.microsoft.com/graph/api/group-list-owners",
	}
	opGroupOwnersDelete = api.Op{
		Name: "identity.GroupOwners.Delete", API: &api.Graph, Method: "DELETE", Paths: []string{"/groups/{id}/owners/{id}"},
		Effect: admin365.EffectLosesData, Retry: api.RetryRepeatable, Repeated: &api.ResourceNotFound, Strangers: true,
		Access:   groupsAccessWrite,
		Refusals: []*api.Refusal{&notContained},
		Source:   "https://learn.microsoft.com/graph/api/group-delete-owners",
	}

	opMembershipsList = api.Op{
		Name: "identity.Memberships.List", API: &api.Graph, Method: "GET", Paths: []string{"/users/{id}/memberOf", "/me/memberOf"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 2,
		Access: membershipsAccess,
		Query:  odata.ListRefusals, Refusals: objectListRefusals,
		Source: "https://learn.microsoft.com/graph/api/user-list-memberof",
	}
	opMembershipsListTransitive = api.Op{
		Name: "identity.Memberships.ListTransitive", API: &api.Graph, Method: "GET", Paths: []string{"/users/{id}/transitiveMemberOf", "/me/transitiveMemberOf"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 2,
		Access: membershipsAccessTransitive,
		Query:  odata.ListRefusals, Refusals: objectListRefusals,
		Source: "https://learn.microsoft.com/graph/api/user-list-transitivememberof",
	}
	opMembershipsCount = api.Op{
		Name: "identity.Memberships.Count", API: &api.Graph, Method: "GET", Paths: []string{"/users/{id}/memberOf/$count", "/me/memberOf/$count"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 2, Strangers: true,
		Access: membershipsAccess,
		Query:  odata.CountRefusals, Refusals: objectCountRefusals,
		Source: "https://learn.microsoft.com/graph/api/user-list-memberof",
	}
	opMembershipsCountTransitive = api.Op{
		Name: "identity.Memberships.CountTransitive", API: &api.Graph, Method: "GET", Paths: []string{"/users/{id}/transitiveMemberOf/$count", "/me/transitiveMemberOf/$count"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 2, Strangers: true,
		Access: membershipsAccessTransitive,
		Query:  odata.CountRefusals, Refusals: objectCountRefusals,
		Source: "https://learn.microsoft.com/graph/api/user-list-transitivememberof",
	}
)

var (
	membersAccessRead = api.Access{
		Application: []admin365.Permission{memberReadBasic, groupReadBasic, memberRead, groupRead, memberReadWrite, groupReadWrite, directoryRead},
		Delegated:   []admin365.Permission{memberReadBasic, groupReadBasic, memberRead, groupRead, memberReadWrite, groupReadWrite, directoryRead},
	}
	membersAccessWrite = api.Access{
		Application: []admin365.Permission{memberReadWrite, groupReadWrite, directoryWrite},
		Delegated:   []admin365.Permission{memberReadWrite, groupReadWrite, directoryWrite},
		Roles:       groupRoles,
	}
	ownersAccessRead = api.Access{
		Application: []admin365.Permission{memberRead, groupRead, memberReadWrite, groupReadWrite, directoryRead},
		Delegated:   []admin365.Permission{memberRead, groupRead, memberReadWrite, groupReadWrite, directoryRead},
	}
	membershipsAccess = api.Access{
		Application: []admin365.Permission{directoryRead, memberReadBasic, groupReadBasic, directoryWrite},
		Delegated:   []admin365.Permission{userReadSelf, memberReadBasic, groupReadBasic, memberRead, directoryRead, directoryWrite},
		Self:        true,
	}
	membershipsAccessTransitive = api.Access{
		Application: []admin365.Permission{userRead, memberReadBasic, groupReadBasic, memberRead, groupRead, directoryRead, directoryWrite},
		Delegated:   []admin365.Permission{userReadSelf, memberReadBasic, groupReadBasic, userRead, memberRead, groupRead, directoryRead, directoryWrite},
		Self:        true,
	}

	membersAddRefusals = []*api.Refusal{
		&api.ResourceNotFound, &api.SyncedReadOnly, &exchangeGroup, &nestedInRoleGroup, &unifiedInUnified, &invalidTarget, &linkExists,
	}
	// What of a user needs more than a relation does, it neither tells nor is asked by.
	objectListRefusals = []*api.Refusal{
		&api.ResourceNotFound, &api.EndsWithNeedsHeader, &odata.DateMismatch, &api.PermissionMissing, &api.ReportsRoleMissing, &api.PremiumMissing,
	}
	objectCountRefusals = []*api.Refusal{&api.ResourceNotFound, &odata.DateMismatch, &api.PermissionMissing, &api.ReportsRoleMissing, &api.PremiumMissing}
)
