package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// What roles are refused beyond what the directory refuses for every object.
var (
	// roleConflict: the same assignment is there, the role is activated, or another
	// role has the name or the template id. Unverified: for the name.
	roleConflict = api.Refusal{
		Name: "RoleConflict", Status: 400, Code: "Request_BadRequest",
		Text: "A conflicting object with one or more of the specified property values is present in the directory.",
		Is:   admin365.ErrConflict, Source: "dod-ccpo/atat#1554 (assignment), hashicorp/go-azure-sdk (activation)",
	}
	// roleMemberExists: the role is given already, in the words of the older view.
	roleMemberExists = api.Refusal{
		Name: "RoleMemberExists", Status: 400, Code: "Request_BadRequest",
		Text: "One or more added object references already exist for the following modified properties: 'members'.",
		Is:   admin365.ErrConflict, Source: "matched by hashicorp/go-azure-sdk and manicminer/hamilton",
	}
	// implicitRole: a role that everybody has by what he is can be neither activated
	// nor assigned. Unverified: that an assignment is refused in the same words.
	implicitRole = api.Refusal{
		Name: "ImplicitRole", Status: 400, Code: "Request_BadRequest",
		Text: "Instantiating an implicit user role is not supported.",
		Is:   admin365.ErrInvalid, Source: "microsoftgraph/microsoft-graph-docs#17047",
	}
	// ownGlobalAdministrator: nobody can take the role away from himself.
	ownGlobalAdministrator = api.Refusal{
		Name: "OwnGlobalAdministrator", Status: 400, Code: "Request_BadRequest",
		Text: "Removing self from Global Administrator built-in role is not allowed",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/entra/identity/role-based-access-control/custom-assign-graph (example 11)",
	}
	// lastGlobalAdministrator: somebody has to stay. Unverified: the text, and that
	// it holds outside of Privileged Identity Management, whose page documents it.
	lastGlobalAdministrator = api.Refusal{
		Name: "LastGlobalAdministrator", Status: 400, Code: "Request_BadRequest",
		Text: "The last Global Administrator of the directory cannot be removed.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-configure",
	}
	// resourceScope: the built-in role is given in the whole tenant only.
	resourceScope = api.Refusal{
		Name: "ResourceScope", Status: 400, Code: "Request_BadRequest",
		Text: "The given built-in role is not supported to be assigned to a single resource scope.",
		Is:   admin365.ErrInvalid, Source: "https://learn.microsoft.com/entra/identity/role-based-access-control/custom-assign-graph (example 4)",
	}
	// oneScope: a scope of the directory or one of an application, and not both.
	// The text was recorded of an empty directoryScopeId. Unverified: of both.
	oneScope = api.Refusal{
		Name: "OneScope", Status: 400, Code: "Request_BadRequest",
		Text: "Must specify valid property scope of entity RoleAssignment",
		Is:   admin365.ErrInvalid, Source: "microsoftgraph/msgraph-sdk-powershell#3173",
	}
	// roleDisabled: a role of the tenant's own that is not enabled. Unverified: the
	// text.
	roleDisabled = api.Refusal{
		Name: "RoleDisabled", Status: 400, Code: "Request_BadRequest",
		Text: "The role definition is not enabled for assignment.",
		Is:   admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/api/resources/unifiedroledefinition",
	}
	// notAssignable: the group was not made to hold roles. Unverified: the text.
	notAssignable = api.Refusal{
		Name: "NotAssignable", Status: 400, Code: "Request_BadRequest",
		Text: "The principal cannot be assigned to a directory role.",
		Is:   admin365.ErrInvalid, Source: "https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept",
	}
	// builtInImmutable: Microsoft's roles are what they are. Unverified: the text.
	builtInImmutable = api.Refusal{
		Name: "BuiltInImmutable", Status: 400, Code: "Request_BadRequest",
		Text: "Built-in role definitions cannot be updated or deleted.",
		Is:   admin365.ErrInvalid, Source: "https://learn.microsoft.com/graph/api/unifiedroledefinition-delete",
	}
	// rolesNeedPremium: the tenant has no Entra ID P1 license. Unverified: status,
	// code and text.
	rolesNeedPremium = api.Refusal{
		Name: "RolesNeedPremium", Status: 403, Code: "Authorization_RequestDenied",
		Text: "Custom roles need a Microsoft Entra ID P1 or P2 license.",
		Is:   admin365.ErrForbidden, Source: "https://learn.microsoft.com/graph/api/rbacapplication-post-roledefinitions",
	}
)
