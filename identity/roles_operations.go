package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/odata"
)

const (
	rolesRead      admin365.Permission = "RoleManagement.Read.Directory"
	rolesReadAll   admin365.Permission = "RoleManagement.Read.All"
	rolesReadWrite admin365.Permission = "RoleManagement.ReadWrite.Directory"
)

const (
	roleDefinitionsPath = "/roleManagement/directory/roleDefinitions"
	roleAssignmentsPath = "/roleManagement/directory/roleAssignments"
	roleByTemplatePath  = "/directoryRoles/roleTemplateId={id}"
	roleByIDPath        = "/directoryRoles/{id}"
)

var (
	opRolesList = api.Op{
		Name: "identity.Roles.List", API: &api.Graph, Method: "GET", Paths: []string{roleDefinitionsPath},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: opRoleDefinitionsAccessRead, Query: odata.ListRefusals,
		Source: "https://learn.microsoft.com/graph/api/rbacapplication-list-roledefinitions",
	}
	opRolesGet = api.Op{
		Name: "identity.Roles.Get", API: &api.Graph, Method: "GET", Paths: []string{roleDefinitionsPath + "/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   opRoleDefinitionsAccessRead,
		Query:    odata.EntityRefusals,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/unifiedroledefinition-get",
	}
	opRolesCreate = api.Op{
		Name: "identity.Roles.Create", API: &api.Graph, Method: "POST", Paths: []string{roleDefinitionsPath},
		Effect: admin365.EffectReversible, Retry: api.RetryNever,
		Access: opRoleDefinitionsAccessWrite,
		Refusals: []*api.Refusal{
			&api.ValueRequired, &api.InvalidValue, &api.UnknownProperty, &api.PropertyReadOnly, &roleConflict, &rolesNeedPremium,
		},
		Source: "https://learn.microsoft.com/graph/api/rbacapplication-post-roledefinitions",
	}
	opRolesUpdate = api.Op{
		Name: "identity.Roles.Update", API: &api.Graph, Method: "PATCH", Paths: []string{roleDefinitionsPath + "/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access: opRoleDefinitionsAccessWrite,
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &api.InvalidValue, &api.UnknownProperty, &api.PropertyReadOnly, &roleConflict, &builtInImmutable, &rolesNeedPremium,
		},
		Source: "https://learn.microsoft.com/graph/api/unifiedroledefinition-update",
	}
	opRolesDelete = api.Op{
		Name: "identity.Roles.Delete", API: &api.Graph, Method: "DELETE", Paths: []string{roleDefinitionsPath + "/{id}"},
		Effect: admin365.EffectIrrevocable, Retry: api.RetryRepeatable, Repeated: &api.ResourceNotFound,
		Access:   opRoleDefinitionsAccessWrite,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &builtInImmutable, &rolesNeedPremium},
		Source:   "https://learn.microsoft.com/graph/api/unifiedroledefinition-delete",
	}

	opRoleAssignmentsList = api.Op{
		Name: "identity.RoleAssignments.List", API: &api.Graph, Method: "GET", Paths: []string{roleAssignmentsPath},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: opRoleAssignmentsAccessRead, Query: odata.ListRefusals,
		Source: "https://learn.microsoft.com/graph/api/rbacapplication-list-roleassignments",
	}
	opRoleAssignmentsGet = api.Op{
		Name: "identity.RoleAssignments.Get", API: &api.Graph, Method: "GET", Paths: []string{roleAssignmentsPath + "/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   opRoleAssignmentsAccessRead,
		Query:    odata.EntityRefusals,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/unifiedroleassignment-get",
	}
	opRoleAssignmentsCreate = api.Op{
		Name: "identity.RoleAssignments.Create", API: &api.Graph, Method: "POST", Paths: []string{roleAssignmentsPath},
		Effect: admin365.EffectReversible, Retry: api.RetryNever,
		Access: opRolesAccessWrite,
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &api.ValueRequired, &api.InvalidValue, &api.UnknownProperty, &api.PropertyReadOnly,
			&roleConflict, &implicitRole, &resourceScope, &oneScope, &roleDisabled, &notAssignable,
		},
		Source: "https://learn.microsoft.com/graph/api/rbacapplication-post-roleassignments",
	}
	opRoleAssignmentsDelete = api.Op{
		Name: "identity.RoleAssignments.Delete", API: &api.Graph, Method: "DELETE", Paths: []string{roleAssignmentsPath + "/{id}"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable, Repeated: &api.ResourceNotFound,
		Access:   opRolesAccessWrite,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &ownGlobalAdministrator, &lastGlobalAdministrator},
		Source:   "https://learn.microsoft.com/graph/api/unifiedroleassignment-delete",
	}

	opActivatedRolesList = api.Op{
		Name: "identity.ActivatedRoles.List", API: &api.Graph, Method: "GET", Paths: []string{"/directoryRoles"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: opRolesAccessRead, Query: odata.ListRefusals,
		Source: "https://learn.microsoft.com/graph/api/directoryrole-list",
	}
	opActivatedRolesGet = api.Op{
		Name: "identity.ActivatedRoles.Get", API: &api.Graph, Method: "GET", Paths: []string{roleByTemplatePath, roleByIDPath},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   opRolesAccessRead,
		Query:    odata.EntityRefusals,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &api.InvalidPageToken},
		Source:   "https://learn.microsoft.com/graph/api/directoryrole-get",
	}
	opActivatedRolesActivate = api.Op{
		Name: "identity.ActivatedRoles.Activate", API: &api.Graph, Method: "POST", Paths: []string{"/directoryRoles"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever,
		Access: opRolesAccessWrite,
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &api.ValueRequired, &api.InvalidValue, &api.UnknownProperty, &api.PropertyReadOnly, &roleConflict, &implicitRole,
		},
		Source: "https://learn.microsoft.com/graph/api/directoryrole-post-directoryroles",
	}
	opActivatedRolesMembers = api.Op{
		Name: "identity.ActivatedRoles.Members", API: &api.Graph, Method: "GET", Paths: []string{roleByTemplatePath + "/members", roleByIDPath + "/members"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: opRolesAccessRead,
		Refusals: []*api.Refusal{
			&api.ResourceNotFound, &api.SelectUnknownProperty, &api.NotInCollection, &odata.UnknownOption, &odata.UnsupportedOption,
			&api.PermissionMissing, &api.ReportsRoleMissing, &api.PremiumMissing,
		},
		Source: "https://learn.microsoft.com/graph/api/directoryrole-list-members",
	}
	opActivatedRolesAddMember = api.Op{
		Name: "identity.ActivatedRoles.AddMember", API: &api.Graph, Method: "POST", Paths: []string{roleByTemplatePath + "/members/$ref", roleByIDPath + "/members/$ref"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever,
		Access:   opRolesAccessWrite,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &roleMemberExists, &notAssignable},
		Source:   "https://learn.microsoft.com/graph/api/directoryrole-post-members",
	}
	opActivatedRolesRemoveMember = api.Op{
		Name: "identity.ActivatedRoles.RemoveMember", API: &api.Graph, Method: "DELETE", Paths: []string{roleByTemplatePath + "/members/{id}/$ref", roleByIDPath + "/members/{id}/$ref"},
		Effect: admin365.EffectRevokesAccess, Retry: api.RetryRepeatable, Repeated: &api.ResourceNotFound,
		Access:   opRolesAccessWrite,
		Refusals: []*api.Refusal{&api.ResourceNotFound, &ownGlobalAdministrator, &lastGlobalAdministrator},
		Source:   "https://learn.microsoft.com/graph/api/directoryrole-delete-member",
	}
	// opActivatedRolesGetMember has no page of its own: manicminer/hamilton asks it
	// before it removes a member.
	opActivatedRolesGetMember = api.Op{
		Name: "identity.ActivatedRoles.GetMember", API: &api.Graph, Method: "GET", Paths: []string{roleByTemplatePath + "/members/{id}/$ref", roleByIDPath + "/members/{id}/$ref"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   opRolesAccessRead,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/directoryrole-list-members",
	}

	opRoleTemplatesList = api.Op{
		Name: "identity.RoleTemplates.List", API: &api.Graph, Method: "GET", Paths: []string{"/directoryRoleTemplates"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access: opRolesAccessRead,
		// What a list is refused, but for what only a property that is filtered can be.
		Refusals: []*api.Refusal{
			&odata.UnknownOption, &odata.RepeatedOption, &odata.UnsupportedOption, &odata.InvalidTop, &api.InvalidPageSize, &odata.InvalidCount,
			&api.InvalidPageToken, &api.SelectUnknownProperty, &odata.InvalidSelect, &odata.UnsupportedQuery, &odata.InvalidOrder, &api.UnsupportedOrder,
			&odata.InvalidSearch, &api.SearchNeedsHeader, &api.UnknownQueryProperty, &api.InvalidFilter, &api.UnsupportedFilter, &odata.UnsupportedFunction,
		},
		Source: "https://learn.microsoft.com/graph/api/directoryroletemplate-list",
	}
	opRoleTemplatesGet = api.Op{
		Name: "identity.RoleTemplates.Get", API: &api.Graph, Method: "GET", Paths: []string{"/directoryRoleTemplates/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   opRolesAccessRead,
		Query:    odata.EntityRefusals,
		Refusals: []*api.Refusal{&api.ResourceNotFound},
		Source:   "https://learn.microsoft.com/graph/api/directoryroletemplate-get",
	}
)

var (
	opRolesAccessRead = api.Access{
		Application: []admin365.Permission{rolesRead, directoryRead, rolesReadWrite, directoryWrite},
		Delegated:   []admin365.Permission{rolesRead, directoryRead, rolesReadWrite, directoryWrite},
	}
	opRoleDefinitionsAccessRead = api.Access{
		Application: []admin365.Permission{rolesRead, rolesReadAll, directoryRead, rolesReadWrite, directoryWrite},
		Delegated:   []admin365.Permission{rolesRead, rolesReadAll, directoryRead, rolesReadWrite, directoryWrite},
	}
	opRoleAssignmentsAccessRead = api.Access{
		Application: []admin365.Permission{rolesRead, directoryRead, rolesReadWrite, directoryWrite},
		Delegated:   []admin365.Permission{rolesRead, rolesReadAll, directoryRead, rolesReadWrite, directoryWrite},
	}
	opRolesAccessWrite = api.Access{
		Application: []admin365.Permission{rolesReadWrite},
		Delegated:   []admin365.Permission{rolesReadWrite},
		Roles:       []api.Role{api.PrivilegedRoleAdministrator, api.GlobalAdministrator},
	}
	opRoleDefinitionsAccessWrite = api.Access{
		Application: []admin365.Permission{rolesReadWrite, directoryWrite},
		Delegated:   []admin365.Permission{rolesReadWrite, directoryWrite},
		Roles:       []api.Role{api.PrivilegedRoleAdministrator, api.GlobalAdministrator},
	}
)

// roleOperations returns the operations on roles.
func roleOperations() []*api.Op {
	return []*api.Op{
		&opRolesList, &opRolesGet, &opRolesCreate, &opRolesUpdate, &opRolesDelete,
		&opRoleAssignmentsList, &opRoleAssignmentsGet, &opRoleAssignmentsCreate, &opRoleAssignmentsDelete,
		&opActivatedRolesList, &opActivatedRolesGet, &opActivatedRolesActivate,
		&opActivatedRolesMembers, &opActivatedRolesAddMember, &opActivatedRolesRemoveMember, &opActivatedRolesGetMember,
		&opRoleTemplatesList, &opRoleTemplatesGet,
	}
}
