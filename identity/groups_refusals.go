package identity

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// What groups are refused beyond what the directory refuses for every object.
var (
	// mailGroup: Graph makes security groups and Microsoft 365 groups alone, and
	// changes neither into a mail-enabled one.
	mailGroup = api.Refusal{
		Name: "MailGroup", Status: 400, Code: "Request_BadRequest",
		Text: "The service does not currently support writes of mail-enabled groups. Please ensure that the mail-enablement property is unset and the security-enablement property is set.",
		Is:   admin365.ErrInvalid, Source: "microsoftgraph/microsoft-graph-docs-contrib#8276",
	}
	// exchangeGroup: the group belongs to Exchange. Unverified: that an update of
	// its properties is refused in the words in which one of its members is.
	exchangeGroup = api.Refusal{
		Name: "ExchangeGroup", Status: 400, Code: "Request_BadRequest",
		Text: "Cannot Update a mail-enabled security groups and or distribution list.",
		Is:   admin365.ErrPrecondition, Source: "microsoftgraph/microsoft-graph-docs#14827",
	}
	// kindOfRoleGroup: a group that is assignable to roles is of another kind.
	// Unverified: that a dynamic one is refused in these words.
	kindOfRoleGroup = api.Refusal{
		Name: "KindOfRoleGroup", Status: 400, Code: "Request_BadRequest",
		Text: "GroupType cannot be set for security groups assignable to roles.",
		Is:   admin365.ErrInvalid, Source: "MicrosoftDocs/azure-docs#78786",
	}
	// visibilityOfRoleGroup: a group that is assignable to roles is private.
	visibilityOfRoleGroup = api.Refusal{
		Name: "VisibilityOfRoleGroup", Status: 400, Code: "Request_BadRequest",
		Text: "Visibility can only be set to Private for groups assignable to role.",
		Is:   admin365.ErrInvalid, Source: "microsoftgraph/microsoft-graph-docs-contrib#1524",
	}
	// roleAssignableFixed: whether a group is assignable to roles never changes.
	roleAssignableFixed = api.Refusal{
		Name: "RoleAssignableFixed", Status: 400, Code: "Request_BadRequest",
		Text: "Value for IsAssignableToRole cannot be updated for groups assignable to role.",
		Is:   admin365.ErrInvalid, Source: "recorded by two administrators",
	}
	// nestedInRoleGroup: a group as a member of one that is assignable to roles.
	nestedInRoleGroup = api.Refusal{
		Name: "NestedInRoleGroup", Status: 400, Code: "Request_BadRequest",
		Text: "Nesting is currently not supported for groups that can be assigned to a role.",
		Is:   admin365.ErrInvalid, Source: "MicrosoftDocs/azure-docs#88710",
	}
	// unifiedInUnified: a Microsoft 365 group as a member of another.
	unifiedInUnified = api.Refusal{
		Name: "UnifiedInUnified", Status: 400, Code: "Request_BadRequest",
		Text:   "Unified Groups cannot be added to Unified Groups. paramName: Members, paramValue: , objectType: Microsoft.Online.DirectoryServices.Group",
		Detail: admin365.Detail{Code: "InvalidValue", Target: "membersWithLicenseErrors.members"},
		Is:     admin365.ErrInvalid, Source: "microsoftgraph/microsoft-graph-docs-contrib#3884",
	}
	// invalidTarget: an object of a type that cannot be linked so. Unverified:
	// that groups refuse members in these words; owners of applications and
	// members of administrative units are refused so.
	invalidTarget = api.Refusal{
		Name: "InvalidTarget", Status: 400, Code: "Request_BadRequest",
		Text: "The reference target '%s' of type '%s' is invalid for the '%s' reference.",
		Is:   admin365.ErrInvalid, Source: "Azure/azure-cli#11924",
	}
	// linkExists: it is a member, or an owner, already.
	linkExists = api.Refusal{
		Name: "LinkExists", Status: 400, Code: "Request_BadRequest",
		Text: "One or more added object references already exist for the following modified properties: '%s'.",
		Is:   admin365.ErrConflict, Source: "microsoftgraph/microsoft-graph-docs#8637",
	}
	// linkQuota: more owners than a group can have.
	linkQuota = api.Refusal{
		Name: "LinkQuota", Status: 403, Code: "Directory_QuotaExceeded",
		Text: "Unable to perform operation as '%s' would exceed the maximum quota count '%s' for forward-link '%s'.",
		Is:   admin365.ErrPrecondition, Source: "observed in public issues",
	}
	// lastOwner: the last user among a group's owners has to stay.
	lastOwner = api.Refusal{
		Name: "LastOwner", Status: 400, Code: "Request_BadRequest",
		Text: "The group must have at least one owner, hence this owner cannot be removed.",
		Is:   admin365.ErrPrecondition, Source: "microsoftgraph/microsoft-graph-docs-contrib#3741",
	}
	// tooManyLinks: more than 20 members and owners are bound in one request.
	tooManyLinks = api.Refusal{
		Name: "TooManyLinks", Status: 400, Code: "Request_BadRequest",
		Text: "A resource cannot contain more than 20 link changes.",
		Is:   admin365.ErrInvalid, Source: "microsoftgraph/microsoft-graph-docs-contrib#6453",
	}
	// emptyBind: a bind of nothing.
	emptyBind = api.Refusal{
		Name: "EmptyBind", Status: 400, Code: "Request_BadRequest",
		Text: "The value of 'odata.bind' property annotation is an empty array. The 'odata.bind' property annotation must have a non-empty array as its value.",
		Is:   admin365.ErrInvalid, Source: "pnp/PnP-Sites-Core#1987",
	}
	// parameterMissing: an action is called without what it needs. Unverified: that it
	// is said of this action in the words in which it is of others.
	parameterMissing = api.Refusal{
		Name: "ParameterMissing", Status: 400, Code: "Request_BadRequest",
		Text: "One or more parameters of the operation '%s' are missing from the request payload. The missing parameters are: %s.",
		Is:   admin365.ErrInvalid, Source: "observed of assignLicense",
	}
	// notContained: a DELETE of a member without /$ref. The page warns that it
	// deletes the object itself where the caller may; it is refused here always,
	// in the words in which it was refused to public reports.
	notContained = api.Refusal{
		Name: "NotContained", Status: 400, Code: "BadRequest",
		Text: "Write requests are only supported on contained entities",
		Is:   admin365.ErrInvalid, Source: "microsoftgraph/msgraph-sdk-dotnet#494",
	}
)
