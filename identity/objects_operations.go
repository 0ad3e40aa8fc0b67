package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

// What other people's clients ask of directory objects by their ids: what is somebody
// in, which of these is he in, what are these. No method of ours performs them.
var (
	opObjectsGet = api.Op{
		Name: "identity.Objects.Get", API: &api.Graph, Method: "GET", Paths: []string{"/directoryObjects/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access: objectsAccess, Query: odata.EntityRefusals,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.PermissionMissing, &api.ReportsRoleMissing, &api.PremiumMissing},
		Source:   "https://learn.microsoft.com/graph/api/directoryobject-get",
	}
	opObjectsGetByIDs = api.Op{
		Name: "identity.Objects.GetByIDs", API: &api.Graph, Method: "POST", Paths: []string{"/directoryObjects/getByIds"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 5, Strangers: true,
		Access: objectsAccess,
		Refusals: []*api.Refusal{
			&parameterMissing, &tooManyIDs, &unknownObjectType, &noQueryOptions, &api.SelectUnknownProperty, &odata.RepeatedOption,
			&api.PermissionMissing, &api.ReportsRoleMissing, &api.PremiumMissing,
		},
		Source: "https://learn.microsoft.com/graph/api/directoryobject-getbyids",
	}
	opMembershipsGroups = api.Op{
		Name: "identity.Memberships.Groups", API: &api.Graph, Method: "POST",
		Paths:  []string{"/users/{id}/getMemberGroups", "/me/getMemberGroups", "/groups/{id}/getMemberGroups", "/directoryObjects/{id}/getMemberGroups"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 2, Strangers: true,
		Access:   memberGroupsAccess,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &parameterMissing, &securityOfOthers},
		Source:   "https://learn.microsoft.com/graph/api/directoryobject-getmembergroups",
	}
	opMembershipsObjects = api.Op{
		Name: "identity.Memberships.Objects", API: &api.Graph, Method: "POST",
		Paths:  []string{"/users/{id}/getMemberObjects", "/me/getMemberObjects", "/groups/{id}/getMemberObjects", "/directoryObjects/{id}/getMemberObjects"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 2, Strangers: true,
		Access:   memberGroupsAccess,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &parameterMissing, &securityOfOthers},
		Source:   "https://learn.microsoft.com/graph/api/directoryobject-getmemberobjects",
	}
	opMembershipsCheckGroups = api.Op{
		Name: "identity.Memberships.CheckGroups", API: &api.Graph, Method: "POST",
		Paths:  []string{"/users/{id}/checkMemberGroups", "/me/checkMemberGroups", "/groups/{id}/checkMemberGroups", "/directoryObjects/{id}/checkMemberGroups"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 4, Strangers: true,
		Access:   memberGroupsAccess,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &parameterMissing, &tooManyIDs},
		Source:   "https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups",
	}
	opMembershipsCheckObjects = api.Op{
		Name: "identity.Memberships.CheckObjects", API: &api.Graph, Method: "POST",
		Paths:  []string{"/users/{id}/checkMemberObjects", "/me/checkMemberObjects", "/groups/{id}/checkMemberObjects", "/directoryObjects/{id}/checkMemberObjects"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Units: 4, Strangers: true,
		Access:   memberGroupsAccess,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &parameterMissing, &tooManyIDs},
		Source:   "https://learn.microsoft.com/graph/api/directoryobject-checkmemberobjects",
	}
	opGroupMembershipsList = api.Op{
		Name: "identity.GroupMemberships.List", API: &api.Graph, Method: "GET", Paths: []string{"/groups/{id}/memberOf"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access: groupMembershipsAccess,
		Query:  odata.ListRefusals, Refusals: objectListRefusals,
		Source: "https://learn.microsoft.com/graph/api/group-list-memberof",
	}
	opGroupMembershipsListTransitive = api.Op{
		Name: "identity.GroupMemberships.ListTransitive", API: &api.Graph, Method: "GET", Paths: []string{"/groups/{id}/transitiveMemberOf"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access: groupMembershipsAccess,
		Query:  odata.ListRefusals, Refusals: objectListRefusals,
		Source: "https://learn.microsoft.com/graph/api/group-list-transitivememberof",
	}
)

var (
	objectsAccess = api.Access{
		Application: []admin365.Permission{directoryRead},
		Delegated:   []admin365.Permission{directoryRead},
	}
	memberGroupsAccess = api.Access{
		Application: []admin365.Permission{memberReadBasic, groupReadBasic, memberRead, groupRead, groupReadWrite, userRead, directoryRead, directoryWrite},
		Delegated:   []admin365.Permission{memberReadBasic, groupReadBasic, memberRead, groupRead, groupReadWrite, userRead, directoryRead, directoryWrite},
		Self:        true,
	}
	groupMembershipsAccess = api.Access{
		Application: []admin365.Permission{memberReadBasic, groupReadBasic, directoryRead, directoryWrite},
		Delegated:   []admin365.Permission{memberReadBasic, groupReadBasic, memberRead, groupRead, directoryRead, directoryWrite},
	}
)

// Unverified: the texts of the first three; the service documents none.
var (
	tooManyIDs = api.Refusal{
		Name: "TooManyIDs", Status: 400, Code: "Request_BadRequest", Text: "Too many items in the collection '%s': it has %s, and can have %s.",
		Is: admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups#request-body",
	}
	unknownObjectType = api.Refusal{
		Name: "UnknownObjectType", Status: 400, Code: "Request_BadRequest", Text: "Unknown directory object type '%s'.",
		Is: admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/api/directoryobject-getbyids#request-body",
	}
	securityOfOthers = api.Refusal{
		Name: "SecurityOfOthers", Status: 400, Code: "Request_BadRequest", Text: "securityEnabledOnly can be true for users and service principals alone.",
		Is: admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/api/directoryobject-getmembergroups#request-body",
	}
	// noQueryOptions is observed (kubeguard/guard#133).
	noQueryOptions = api.Refusal{
		Name: "NoQueryOptions", Status: 400, Code: "Request_BadRequest",
		Text: "The following query options are not supported by this request method or cannot be applied to the requested resource: %s",
		Is:   admin365.ErrInvalid, Source: "kubeguard/guard#133",
	}
)

// objectOperations are the operations on directory objects of whatever type.
func objectOperations() []*api.Op {
	return []*api.Op{
		&opObjectsGet, &opObjectsGetByIDs, &opMembershipsGroups, &opMembershipsObjects, &opMembershipsCheckGroups, &opMembershipsCheckObjects,
		&opGroupMembershipsList, &opGroupMembershipsListTransitive,
	}
}
