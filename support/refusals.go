package support

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

const (
	recordedCLI = "Azure/azure-cli-extensions (recorded)"
	vendorRule  = "https://learn.microsoft.com/azure/azure-portal/supportability/how-to-manage-azure-support-request"
)

// What is not there. Unverified: the codes and texts but that of the subscription.
var (
	// noSubscription: there is no such subscription, or none that the caller may see.
	noSubscription = api.Refusal{
		Name: "NoSubscription", Status: 404, Code: "SubscriptionNotFound", Text: "The subscription '%s' could not be found.",
		Names: true, Is: admin365.ErrNotFound, Source: "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors",
	}
	noTicket = api.Refusal{
		Name: "NoTicket", Status: 404, Code: "ResourceNotFound", Text: "The support ticket '%s' was not found.",
		Names: true, Is: admin365.ErrNotFound, Source: "ours",
	}
	noCommunication = api.Refusal{
		Name: "NoCommunication", Status: 404, Code: "ResourceNotFound", Text: "The communication '%s' was not found.",
		Names: true, Is: admin365.ErrNotFound, Source: "ours",
	}
	noOperation = api.Refusal{
		Name: "NoOperation", Status: 404, Code: "ResourceNotFound", Text: "The operation '%s' was not found.",
		Names: true, Is: admin365.ErrNotFound, Source: "ours",
	}
	noWorkspace = api.Refusal{
		Name: "NoWorkspace", Status: 404, Code: "ResourceNotFound", Text: "The file workspace '%s' was not found.",
		Names: true, Is: admin365.ErrNotFound, Source: "ours",
	}
	noFile = api.Refusal{
		Name: "NoFile", Status: 404, Code: "ResourceNotFound", Text: "The file '%s' was not found.",
		Names: true, Is: admin365.ErrNotFound, Source: "ours",
	}
	noService = api.Refusal{
		Name: "NoService", Status: 404, Code: "ResourceNotFound", Text: "The service '%s' was not found.",
		Names: true, Is: admin365.ErrNotFound, Source: "ours",
	}
	// noProblem: the service has no such problem; another one may.
	noProblem = api.Refusal{
		Name: "NoProblem", Status: 404, Code: "ResourceNotFound", Text: "The problem classification '%s' was not found in the service.",
		Names: true, Is: admin365.ErrNotFound, Source: "ours",
	}
)

// What a subscription lacks.
var (
	// notRegistered: Microsoft.Support has to be registered in the subscription.
	notRegistered = api.Refusal{
		Name: "NotRegistered", Status: 409, Code: "MissingSubscriptionRegistration",
		Text: "The subscription is not registered to use namespace 'Microsoft.Support'. See https://aka.ms/rps-not-found for how to register subscriptions.",
		Is:   admin365.ErrPrecondition, Source: "https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-register-resource-provider",
	}
	// planLacks: the support plan does not include the API. A create is accepted, and its
	// operation fails so. Unverified: the status, and all of the text but its beginning.
	planLacks = api.Refusal{
		Name: "PlanLacks", Status: 400, Code: "InvalidSupportPlan",
		Text: "Your support plan type is %s. A Professional Direct, Premier or Unified support plan is required.",
		Is:   ErrPlan, Source: "observed in public projects (the code)",
	}
	// severityNeedsPlan: the plan has no such severity. Unverified: all of it.
	severityNeedsPlan = api.Refusal{
		Name: "SeverityNeedsPlan", Status: 400, Code: "InvalidParameterValue",
		Text:   "The severity '%s' is not available with the support plan.",
		Detail: admin365.Detail{Target: "severity"},
		Is:     ErrPlan, Source: "https://learn.microsoft.com/rest/api/support/support-tickets/create (that it is reserved)",
	}
	// quotaNeedsSubscription: quotas are of subscriptions. Unverified: all of it.
	quotaNeedsSubscription = api.Refusal{
		Name: "QuotaNeedsSubscription", Status: 400, Code: "InvalidParameterValue",
		Text:   "A quota request needs a subscription.",
		Detail: admin365.Detail{Target: "quota"},
		Is:     admin365.ErrInvalid, Source: "ours",
	}
	// resourceElsewhere: the resource is in another subscription, or the ticket in none.
	// Unverified: all of it but the rule.
	resourceElsewhere = api.Refusal{
		Name: "ResourceElsewhere", Status: 400, Code: "InvalidParameterValue",
		Text:   "The subscription of the resource is not the subscription of the ticket.",
		Detail: admin365.Detail{Target: "resource"},
		Is:     admin365.ErrInvalid, Source: "https://learn.microsoft.com/rest/api/support/support-tickets/create (the rule)",
	}
)

// What is refused of an input. Unverified: the texts, and which code the service has for
// each.
var (
	// nameTaken: a ticket or a communication has the name.
	nameTaken = api.Refusal{
		Name: "NameTaken", Status: 409, Code: "Conflict", Text: "The name '%s' already exists. Please select a different name.",
		Names: true, Is: admin365.ErrConflict, Source: "ours",
	}
	// valueMissing names the property as it is in the types of this package.
	valueMissing = api.Refusal{
		Name: "ValueMissing", Status: 400, Code: "InvalidParameterValue", Text: "A value is required for '%s'.",
		Detail: admin365.Detail{Target: "%s"},
		Is:     admin365.ErrInvalid, Source: "ours",
	}
	badValue = api.Refusal{
		Name: "BadValue", Status: 400, Code: "InvalidParameterValue", Text: "The value of '%s' is invalid.",
		Detail: admin365.Detail{Target: "%s"},
		Is:     admin365.ErrInvalid, Source: "ours",
	}
	// consentMissing: the problem asks for a consent that was not answered.
	consentMissing = api.Refusal{
		Name: "ConsentMissing", Status: 400, Code: "InvalidParameterValue", Text: "The secondary consent '%s' is required for the problem classification.",
		Detail: admin365.Detail{Target: "consents"},
		Is:     admin365.ErrInvalid, Source: "https://learn.microsoft.com/rest/api/support/support-tickets/create (the rule)",
	}
	// senderMissing: an application on its own has to say for whom it writes.
	senderMissing = api.Refusal{
		Name: "SenderMissing", Status: 400, Code: "InvalidParameterValue", Text: "The sender is required when the caller is a service principal.",
		Detail: admin365.Detail{Target: "sender"},
		Is:     admin365.ErrInvalid, Source: "https://learn.microsoft.com/rest/api/support/communications/create (the rule)",
	}
	emptyPatch = api.Refusal{
		Name: "EmptyPatch", Status: 400, Code: "InvalidParameterValue", Text: "At least one property to update is required.",
		Is: admin365.ErrInvalid, Source: "https://learn.microsoft.com/rest/api/support/support-tickets/update (the rule)",
	}
	badFilter = api.Refusal{
		Name: "BadFilter", Status: 400, Code: "InvalidParameterValue", Text: "The filter is invalid: %s",
		Is: admin365.ErrInvalid, Source: "ours",
	}
	badTop = api.Refusal{
		Name: "BadTop", Status: 400, Code: "InvalidParameterValue", Text: "The value of '$top' must be between 1 and 100.",
		Is: admin365.ErrInvalid, Source: "https://learn.microsoft.com/rest/api/support/support-tickets/list (the rule)",
	}
	badTopCommunications = api.Refusal{
		Name: "BadTopCommunications", Status: 400, Code: "InvalidParameterValue", Text: "The value of '$top' must be between 1 and 10.",
		Is: admin365.ErrInvalid, Source: "https://learn.microsoft.com/rest/api/support/communications/list (the rule)",
	}
	badSkipToken = api.Refusal{
		Name: "BadSkipToken", Status: 400, Code: "InvalidParameterValue", Text: "The value of '$skipToken' is invalid.",
		Is: admin365.ErrPrecondition, Source: "ours",
	}
)

// What the state of a ticket does not allow. Unverified: the status and the texts.
var (
	// updateDenied is any text that is none of the following. Memory has words for all.
	updateDenied = api.Refusal{
		Name: "UpdateDenied", Status: 400, Code: "UpdateOperationDenied",
		Is: admin365.ErrPrecondition, Source: "observed in public projects (the code)",
	}
	// engineerWorks: the severity cannot change any more.
	engineerWorks = api.Refusal{
		Name: "EngineerWorks", Status: 400, Code: "UpdateOperationDenied",
		Text: "The severity cannot be changed because a support engineer is assigned to the ticket.",
		Is:   admin365.ErrPrecondition, Source: vendorRule,
	}
	// engineerCloses: the ticket is closed by asking for it.
	engineerCloses = api.Refusal{
		Name: "EngineerCloses", Status: 400, Code: "UpdateOperationDenied",
		Text: "The ticket cannot be closed because a support engineer is assigned to it.",
		Is:   admin365.ErrPrecondition, Source: "observed in public projects (the code and the rule)",
	}
	closedAlready = api.Refusal{
		Name: "ClosedAlready", Status: 400, Code: "UpdateOperationDenied", Text: "The ticket is already closed.",
		Is: admin365.ErrConflict, Source: "observed in public projects (the code and the rule)",
	}
	openAlready = api.Refusal{
		Name: "OpenAlready", Status: 400, Code: "UpdateOperationDenied", Text: "The ticket is already open.",
		Is: admin365.ErrConflict, Source: "ours",
	}
	// ticketClosed: of a closed ticket nothing but the state can change.
	ticketClosed = api.Refusal{
		Name: "TicketClosed", Status: 400, Code: "UpdateOperationDenied", Text: "A closed ticket cannot be updated.",
		Is: admin365.ErrPrecondition, Source: "ours",
	}
	// ticketUpdating: a change is being made.
	ticketUpdating = api.Refusal{
		Name: "TicketUpdating", Status: 400, Code: "UpdateOperationDenied", Text: "The ticket is being updated.",
		Is: admin365.ErrBusy, Source: "ours",
	}
)

// What is refused of files. Unverified: all of them; the limits are the command line's.
var (
	badFile = api.Refusal{
		Name: "BadFile", Status: 400, Code: "InvalidParameterValue", Text: "The file is invalid: %s",
		Is: admin365.ErrInvalid, Source: "ours",
	}
	badFileName = api.Refusal{
		Name: "BadFileName", Status: 400, Code: "InvalidParameterValue", Text: "The file name is invalid: %s",
		Is: admin365.ErrInvalid, Source: vendorRule,
	}
	badChunk = api.Refusal{
		Name: "BadChunk", Status: 400, Code: "InvalidParameterValue", Text: "The chunk is invalid: %s",
		Is: admin365.ErrInvalid, Source: "ours",
	}
	fileComplete = api.Refusal{
		Name: "FileComplete", Status: 409, Code: "Conflict", Text: "The file '%s' is already complete.",
		Names: true, Is: admin365.ErrConflict, Source: "ours",
	}
)

// What Partner Center refuses. Unverified: the texts but that of notOurCustomer.
var (
	// notPartner: the tenant is no partner. Unverified: all of it.
	notPartner = api.Refusal{
		Name: "NotPartner", Status: 403, Code: "403", Text: "The tenant is not enrolled as a partner.",
		Is: admin365.ErrForbidden, Source: "ours",
	}
	noRequest = api.Refusal{
		Name: "NoRequest", Status: 404, Code: "1000", Text: "The service request '%s' was not found.",
		Names: true, Is: admin365.ErrNotFound, Source: docPartner + "error-codes (the code)",
	}
	noCustomer = api.Refusal{
		Name: "NoCustomer", Status: 404, Code: "60003", Text: "The tenant '%s' was not found.",
		Names: true, Is: admin365.ErrNotFound, Source: docPartner + "error-codes (the code)",
	}
	notOurCustomer = api.Refusal{
		Name: "NotOurCustomer", Status: 403, Code: "20002", Text: "The partner ID %s has no commerce relationship with the customer ID %s.",
		Is: admin365.ErrForbidden, Source: docPartner + "error-codes",
	}
	noTopic = api.Refusal{
		Name: "NoTopic", Status: 400, Code: "3000", Text: "The support topic '%s' is not known.",
		Is: admin365.ErrNotFound, Source: docPartner + "error-codes (the code)",
	}
	badProperty = api.Refusal{
		Name: "BadProperty", Status: 400, Code: "3000", Text: "The value of '%s' is invalid.",
		Detail: admin365.Detail{Target: "%s"},
		Is:     admin365.ErrInvalid, Source: docPartner + "error-codes (the code)",
	}
)
