package support

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// userImpersonation is the one delegated scope of both APIs.
const userImpersonation admin365.Permission = "user_impersonation"

// accessTickets is who has to do with the tenant's tickets: whose role includes
// microsoft.azure.supportTickets/allEntities/allTasks. Unverified: that they suffice; the
// portal was seen to refuse a Service Support Administrator. On a subscription it is a role
// of Azure.
// Source: https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
var accessTickets = api.Access{
	Delegated: []admin365.Permission{userImpersonation},
	Azure:     true,
	Roles: []api.Role{
		api.ServiceSupportAdministrator, api.HelpdeskAdministrator, api.GroupsAdministrator, api.UserAdministrator,
		api.AuthenticationAdministrator, api.PrivilegedAuthenticationAdministrator, api.ApplicationAdministrator,
		api.CloudApplicationAdministrator, api.BillingAdministrator, api.Dynamics365Administrator, api.PowerPlatformAdministrator,
		api.FabricAdministrator, api.HybridIdentityAdministrator, api.SecurityAdministrator, api.SharePointAdministrator,
		api.TeamsAdministrator, api.GlobalAdministrator,
	},
}

// accessAnyone is who may read the catalogue: whoever has a token.
var accessAnyone = api.Access{Delegated: []admin365.Permission{userImpersonation}, Anyone: true}

// The beginnings of the paths: of the tenant's tickets, and of a subscription's.
const (
	onTenant       = "/providers/Microsoft.Support"
	onSubscription = "/subscriptions/{id}/providers/Microsoft.Support"
)

const docSupport = "https://learn.microsoft.com/rest/api/support/"

// Tickets and what was said in them.
var (
	opTicketsList = api.Op{
		Name: "support.Tickets.List", API: &api.AzureResourceManager, Method: "GET",
		Paths:  []string{onTenant + "/supportTickets", onSubscription + "/supportTickets"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessTickets,
		Refusals: []*api.Refusal{&noSubscription, &notRegistered, &badFilter, &badTop, &badSkipToken},
		Source:   docSupport + "support-tickets/list",
	}
	opTicketsGet = api.Op{
		Name: "support.Tickets.Get", API: &api.AzureResourceManager, Method: "GET",
		Paths:  []string{onTenant + "/supportTickets/{id}", onSubscription + "/supportTickets/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessTickets,
		Refusals: []*api.Refusal{&noSubscription, &notRegistered, &noTicket},
		Source:   docSupport + "support-tickets/get",
	}
	opTicketsCreate = api.Op{
		Name: "support.Tickets.Create", API: &api.AzureResourceManager, Method: "PUT",
		Paths:  []string{onTenant + "/supportTickets/{id}", onSubscription + "/supportTickets/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryNever, Long: true,
		Access: accessTickets,
		Refusals: []*api.Refusal{
			&noSubscription, &notRegistered, &nameTaken, &valueMissing, &badValue, &noService, &noProblem, &noWorkspace,
			&severityNeedsPlan, &consentMissing, &resourceElsewhere, &quotaNeedsSubscription,
		},
		Source: docSupport + "support-tickets/create",
	}
	opTicketsUpdate = api.Op{
		Name: "support.Tickets.Update", API: &api.AzureResourceManager, Method: "PATCH",
		Paths:  []string{onTenant + "/supportTickets/{id}", onSubscription + "/supportTickets/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access: accessTickets,
		Refusals: []*api.Refusal{
			&noSubscription, &notRegistered, &noTicket, &valueMissing, &badValue, &emptyPatch, &severityNeedsPlan,
			&planLacks, &engineerWorks, &ticketClosed, &ticketUpdating, &updateDenied,
		},
		Source: docSupport + "support-tickets/update",
	}
	opTicketsClose = api.Op{
		Name: "support.Tickets.Close", API: &api.AzureResourceManager, Method: "PATCH",
		Paths:  []string{onTenant + "/supportTickets/{id}", onSubscription + "/supportTickets/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable, Repeated: &closedAlready,
		Access:   accessTickets,
		Refusals: []*api.Refusal{&noSubscription, &notRegistered, &noTicket, &planLacks, &engineerCloses, &closedAlready, &ticketUpdating, &updateDenied},
		Source:   docSupport + "support-tickets/update",
	}
	opTicketsReopen = api.Op{
		Name: "support.Tickets.Reopen", API: &api.AzureResourceManager, Method: "PATCH",
		Paths:  []string{onTenant + "/supportTickets/{id}", onSubscription + "/supportTickets/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable, Repeated: &openAlready,
		Access:   accessTickets,
		Refusals: []*api.Refusal{&noSubscription, &notRegistered, &noTicket, &planLacks, &openAlready, &ticketUpdating, &updateDenied},
		Source:   docSupport + "support-tickets/update",
	}

	opCommunicationsList = api.Op{
		Name: "support.Communications.List", API: &api.AzureResourceManager, Method: "GET",
		Paths:  []string{onTenant + "/supportTickets/{id}/communications", onSubscription + "/supportTickets/{id}/communications"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessTickets,
		Refusals: []*api.Refusal{&noSubscription, &notRegistered, &noTicket, &badFilter, &badTopCommunications, &badSkipToken},
		Source:   docSupport + "communications/list",
	}
	opCommunicationsGet = api.Op{
		Name: "support.Communications.Get", API: &api.AzureResourceManager, Method: "GET",
		Paths:  []string{onTenant + "/supportTickets/{id}/communications/{id}", onSubscription + "/supportTickets/{id}/communications/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessTickets,
		Refusals: []*api.Refusal{&noSubscription, &notRegistered, &noTicket, &noCommunication},
		Source:   docSupport + "communications/get",
	}
	opCommunicationsAdd = api.Op{
		Name: "support.Communications.Add", API: &api.AzureResourceManager, Method: "PUT",
		Paths:  []string{onTenant + "/supportTickets/{id}/communications/{id}", onSubscription + "/supportTickets/{id}/communications/{id}"},
		Effect: admin365.EffectIrrevocable, Retry: api.RetryNever, Long: true,
		Access:   accessTickets,
		Refusals: []*api.Refusal{&noSubscription, &notRegistered, &noTicket, &nameTaken, &valueMissing, &senderMissing, &ticketUpdating, &updateDenied},
		Source:   docSupport + "communications/create",
	}

	opOperationsGet = api.Op{
		Name: "support.Operations.Get", API: &api.AzureResourceManager, Method: "GET",
		Paths:  []string{onTenant + "/operationsStatus/{id}", onSubscription + "/operationsStatus/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessTickets,
		Refusals: []*api.Refusal{&noSubscription, &notRegistered, &noOperation},
		Source:   "https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations",
	}
	// Unverified: what the service answers when it has ended.
	opOperationsResult = api.Op{
		Name: "support.Operations.Result", API: &api.AzureResourceManager, Method: "GET",
		Paths:  []string{onTenant + "/operationResults/{id}", onSubscription + "/operationResults/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe, Strangers: true,
		Access:   accessTickets,
		Refusals: []*api.Refusal{&noSubscription, &notRegistered, &noOperation},
		Source:   "https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations",
	}
)

// Files.
var (
	opAttachmentsCreateWorkspace = api.Op{
		Name: "support.Attachments.CreateWorkspace", API: &api.AzureResourceManager, Method: "PUT",
		Paths:  []string{onTenant + "/fileWorkspaces/{id}", onSubscription + "/fileWorkspaces/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access:   accessTickets,
		Refusals: []*api.Refusal{&noSubscription, &notRegistered},
		Source:   docSupport + "file-workspaces/create",
	}
	opAttachmentsGetWorkspace = api.Op{
		Name: "support.Attachments.GetWorkspace", API: &api.AzureResourceManager, Method: "GET",
		Paths:  []string{onTenant + "/fileWorkspaces/{id}", onSubscription + "/fileWorkspaces/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessTickets,
		Refusals: []*api.Refusal{&noSubscription, &notRegistered, &noWorkspace},
		Source:   docSupport + "file-workspaces/get",
	}
	opAttachmentsList = api.Op{
		Name: "support.Attachments.List", API: &api.AzureResourceManager, Method: "GET",
		Paths:  []string{onTenant + "/fileWorkspaces/{id}/files", onSubscription + "/fileWorkspaces/{id}/files"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessTickets,
		Refusals: []*api.Refusal{&noSubscription, &notRegistered, &noWorkspace},
		Source:   docSupport + "files/list",
	}
	opAttachmentsGet = api.Op{
		Name: "support.Attachments.Get", API: &api.AzureResourceManager, Method: "GET",
		Paths:  []string{onTenant + "/fileWorkspaces/{id}/files/{id}", onSubscription + "/fileWorkspaces/{id}/files/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access:   accessTickets,
		Refusals: []*api.Refusal{&noSubscription, &notRegistered, &noWorkspace, &noFile},
		Source:   docSupport + "files/get",
	}
	opAttachmentsCreate = api.Op{
		Name: "support.Attachments.Create", API: &api.AzureResourceManager, Method: "PUT",
		Paths:  []string{onTenant + "/fileWorkspaces/{id}/files/{id}", onSubscription + "/fileWorkspaces/{id}/files/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access:   accessTickets,
		Refusals: []*api.Refusal{&noSubscription, &notRegistered, &noWorkspace, &badFile, &badFileName, &fileComplete},
		Source:   docSupport + "files/create",
	}
	opAttachmentsUpload = api.Op{
		Name: "support.Attachments.Upload", API: &api.AzureResourceManager, Method: "POST",
		Paths:  []string{onTenant + "/fileWorkspaces/{id}/files/{id}/upload", onSubscription + "/fileWorkspaces/{id}/files/{id}/upload"},
		Effect: admin365.EffectIrrevocable, Retry: api.RetryRepeatable,
		Access:   accessTickets,
		Refusals: []*api.Refusal{&noSubscription, &notRegistered, &noWorkspace, &noFile, &badChunk, &fileComplete},
		Source:   docSupport + "files/upload",
	}
)

// What a ticket can be about, and names.
var (
	opCatalogueServices = api.Op{
		Name: "support.Catalogue.Services", API: &api.AzureResourceManager, Method: "GET", Paths: []string{onTenant + "/services"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAnyone,
		Source: docSupport + "services/list",
	}
	opCatalogueService = api.Op{
		Name: "support.Catalogue.Service", API: &api.AzureResourceManager, Method: "GET", Paths: []string{onTenant + "/services/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAnyone, Refusals: []*api.Refusal{&noService},
		Source: docSupport + "services/get",
	}
	opCatalogueProblems = api.Op{
		Name: "support.Catalogue.Problems", API: &api.AzureResourceManager, Method: "GET", Paths: []string{onTenant + "/services/{id}/problemClassifications"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAnyone, Refusals: []*api.Refusal{&noService},
		Source: docSupport + "problem-classifications/list",
	}
	opCatalogueProblem = api.Op{
		Name: "support.Catalogue.Problem", API: &api.AzureResourceManager, Method: "GET", Paths: []string{onTenant + "/services/{id}/problemClassifications/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessAnyone, Refusals: []*api.Refusal{&noService, &noProblem},
		Source: docSupport + "problem-classifications/get",
	}
	opCatalogueCheckName = api.Op{
		Name: "support.Catalogue.CheckName", API: &api.AzureResourceManager, Method: "POST",
		Paths:  []string{onTenant + "/checkNameAvailability", onSubscription + "/checkNameAvailability"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessTickets, Refusals: []*api.Refusal{&noSubscription, &notRegistered, &badValue},
		Source: docSupport + "support-tickets/check-name-availability",
	}
	opCatalogueCheckCommunication = api.Op{
		Name: "support.Catalogue.CheckCommunication", API: &api.AzureResourceManager, Method: "POST",
		Paths:  []string{onTenant + "/supportTickets/{id}/checkNameAvailability", onSubscription + "/supportTickets/{id}/checkNameAvailability"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessTickets, Refusals: []*api.Refusal{&noSubscription, &notRegistered, &noTicket, &badValue},
		Source: docSupport + "communications/check-name-availability",
	}
)
