package billing

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

const docAssign = "https://learn.microsoft.com/graph/api/user-assignlicense"

// The refusals of assignLicense have one status and one code; the text alone
// tells them apart.
var (
	// locationMissing: the user has no usage location. Clients look for the words
	// "invalid usage location".
	locationMissing = api.Refusal{
		Name: "LocationMissing", Status: 400, Code: "Request_BadRequest",
		Text: "License assignment cannot be done for user with invalid usage location.",
		Is:   admin365.ErrPrecondition, Source: "recorded: Azure/azure-cli and public issues",
	}
	// seatsGone: as many people have the product as there are seats. Unverified: the
	// text; clients look for "does not have any available licenses".
	seatsGone = api.Refusal{
		Name: "NoSeats", Status: 400, Code: "Request_BadRequest",
		Text: "Subscription with SKU %s does not have any available licenses.",
		Is:   ErrNoSeats, Source: "observed in public clients",
	}
	// notOwned: the tenant has no subscription of the product.
	notOwned = api.Refusal{
		Name: "NotOwned", Status: 400, Code: "Request_BadRequest",
		Text: "License %s does not correspond to a valid company License.",
		Is:   admin365.ErrInvalid, Source: "pnp/cli-microsoft365 (fixture)",
	}
	// notHeld: what is to be removed is not there.
	notHeld = api.Refusal{
		Name: "NotHeld", Status: 400, Code: "Request_BadRequest",
		Text: "User does not have a corresponding license.",
		Is:   ErrNotAssigned, Source: "recorded in public issues",
	}
	// inheritedLicense: what is to be removed comes from a group.
	inheritedLicense = api.Refusal{
		Name: "InheritedLicense", Status: 400, Code: "Request_BadRequest",
		Text: "User license is inherited from a group membership and it cannot be removed directly from the user.",
		Is:   admin365.ErrPrecondition, Source: "observed in three public clients",
	}
	// planNeeds: a plan is on and none of those that it needs is.
	planNeeds = api.Refusal{
		Name: "PlanNeeds", Status: 400, Code: "Request_BadRequest",
		Text: "License assignment failed because service plan %s depends on the service plan(s) %s",
		Is:   admin365.ErrPrecondition, Source: "recorded in public issues",
	}
	// plansExclude: two plans are on of which a person can have one.
	plansExclude = api.Refusal{
		Name: "PlansExclude", Status: 400, Code: "Request_BadRequest",
		Text: "License assignment failed because service plans %s,%s are mutually exclusive",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/entra/identity/users/licensing-groups-resolve-problems",
	}
	// unknownPlan: a plan to switch off is none of the product's. Unverified: the text.
	unknownPlan = api.Refusal{
		Name: "UnknownPlan", Status: 400, Code: "Request_BadRequest",
		Text: "License %s does not have the service plan %s.",
		Is:   admin365.ErrInvalid, Source: docAssign,
	}
	// companyProduct: the product is for the tenant as a whole.
	companyProduct = api.Refusal{
		Name: "CompanyProduct", Status: 400, Code: "Request_BadRequest",
		Text: "License %s cannot be assigned to a user.",
		Is:   admin365.ErrInvalid, Source: "observed in public issues",
	}
	// parameterMissing: the body lacks one of its two keys.
	parameterMissing = api.Refusal{
		Name: "ParameterMissing", Status: 400, Code: "Request_BadRequest",
		Text: "One or more parameters of the operation 'assignLicense' are missing from the request payload. The missing parameters are: %s.",
		Is:   admin365.ErrInvalid, Source: "recorded: microsoftgraph/msgraph-sdk-powershell#3361",
	}
	// badLicense: what stands where an id should is none. Unverified: the text.
	badLicense = api.Refusal{
		Name: "BadLicense", Status: 400, Code: "Request_BadRequest",
		Text: "Cannot convert the literal '%s' to the expected type 'Edm.Guid'.",
		Is:   admin365.ErrInvalid, Source: "observed in public issues",
	}
	// unknownParameter: the body has a key that the action does not take. Unverified:
	// that the service says so; parameterMissing is a text of Microsoft's OData
	// library, and this one is what the library says beside it. Annotations pass.
	unknownParameter = api.Refusal{
		Name: "UnknownParameter", Status: 400, Code: "Request_BadRequest",
		Text: "The parameter '%s' in the request payload is not a valid parameter for the operation 'assignLicense'.",
		Is:   admin365.ErrInvalid, Source: "https://github.com/OData/WebApi (the texts of its library)",
	}
	// unknownMember: a license in the body has a member that none has. Unverified: as
	// unknownParameter.
	unknownMember = api.Refusal{
		Name: "UnknownMember", Status: 400, Code: "Request_BadRequest",
		Text: "The property '%s' does not exist on type 'microsoft.graph.assignedLicense'. Make sure to only use property names that are defined by the type.",
		Is:   admin365.ErrInvalid, Source: "https://github.com/OData/odata.net (the texts of its library)",
	}
	// licenseTwice: a product stands twice in the body. Ours: nobody has told what the
	// service does. What two entries with other plans should mean is not said, and the
	// client does not send them.
	licenseTwice = api.Refusal{
		Name: "LicenseTwice", Status: 400, Code: "Request_BadRequest",
		Text: "License %s is specified more than once.",
		Is:   admin365.ErrInvalid, Source: docAssign,
	}
	// groupNotSecurity: a group that is for mail alone gives no licenses. Unverified:
	// the text.
	groupNotSecurity = api.Refusal{
		Name: "GroupNotSecurity", Status: 400, Code: "Request_BadRequest",
		Text: "Licenses can be assigned to security enabled groups only.",
		Is:   admin365.ErrInvalid, Source: "https://learn.microsoft.com/entra/identity/users/licensing-groups-assign",
	}
	// groupNotHeld: what is to be removed the group does not give. Unverified: the
	// text, which may be that of users.
	groupNotHeld = api.Refusal{
		Name: "GroupNotHeld", Status: 400, Code: "Request_BadRequest",
		Text: "Group does not have a corresponding license.",
		Is:   ErrNotAssigned, Source: "https://learn.microsoft.com/graph/api/group-assignlicense",
	}
)
