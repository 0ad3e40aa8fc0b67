package support

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// accessPartner is a person of the partner's tenant. Which roles he needs is not published.
// Source: https://learn.microsoft.com/partner-center/developer/partner-center-authentication
var accessPartner = api.Access{Delegated: []admin365.Permission{userImpersonation}, PeopleOnly: true}

// accessColleagues is who reads what his colleagues asked; Partner Center has a role of its
// own for it. Unverified: the roles of the directory.
var accessColleagues = api.Access{
	Delegated: []admin365.Permission{userImpersonation}, PeopleOnly: true,
	Roles: []api.Role{api.ServiceSupportAdministrator, api.GlobalAdministrator},
}

const docPartner = "https://learn.microsoft.com/partner-center/developer/"

// Requests of a partner.
var (
	opTopicsList = api.Op{
		Name: "support.Topics.List", API: &api.PartnerCenter, Method: "GET", Paths: []string{"/servicerequests/supporttopics"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessPartner, Refusals: []*api.Refusal{&notPartner},
		Source: docPartner + "get-service-request-support-topics--pending-",
	}
	opPartnerTicketsList = api.Op{
		Name: "support.PartnerTickets.List", API: &api.PartnerCenter, Method: "GET", Paths: []string{"/servicerequests"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessPartner, Refusals: []*api.Refusal{&notPartner, &badProperty},
		Source: docPartner + "get-all-service-requests-for-a-customer",
	}
	opPartnerTicketsListOf = api.Op{
		Name: "support.PartnerTickets.ListOf", API: &api.PartnerCenter, Method: "GET", Paths: []string{"/customers/{id}/servicerequests"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessPartner, Refusals: []*api.Refusal{&notPartner, &noCustomer, &notOurCustomer, &badProperty},
		Source: docPartner + "get-all-service-requests-for-a-customer",
	}
	// The same request as List, with the header IncludeOrganizationRequests.
	opPartnerTicketsColleagues = api.Op{
		Name: "support.PartnerTickets.Colleagues", API: &api.PartnerCenter, Method: "GET", Paths: []string{"/servicerequests"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessColleagues, Refusals: []*api.Refusal{&notPartner, &badProperty},
		Source: docPartner + "get-all-service-requests-for-a-customer",
	}
	opPartnerTicketsGet = api.Op{
		Name: "support.PartnerTickets.Get", API: &api.PartnerCenter, Method: "GET", Paths: []string{"/servicerequests/{id}"},
		Effect: admin365.EffectRead, Retry: api.RetrySafe,
		Access: accessPartner, Refusals: []*api.Refusal{&notPartner, &noRequest},
		Source: docPartner + "get-service-request-details-by-id",
	}
	// The header MS-RequestId says which request a repeat is of.
	opPartnerTicketsCreate = api.Op{
		Name: "support.PartnerTickets.Create", API: &api.PartnerCenter, Method: "POST", Paths: []string{"/servicerequests/en-US", "/servicerequests/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access: accessPartner, Refusals: []*api.Refusal{&notPartner, &badProperty, &noTopic, &noCustomer, &notOurCustomer},
		Source: docPartner + "create-a-service-request-",
	}
	opPartnerTicketsUpdate = api.Op{
		Name: "support.PartnerTickets.Update", API: &api.PartnerCenter, Method: "PATCH", Paths: []string{"/servicerequests/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access: accessPartner, Refusals: []*api.Refusal{&notPartner, &noRequest, &badProperty},
		Source: docPartner + "update-a-service-request",
	}
	opPartnerTicketsClose = api.Op{
		Name: "support.PartnerTickets.Close", API: &api.PartnerCenter, Method: "PATCH", Paths: []string{"/servicerequests/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access: accessPartner, Refusals: []*api.Refusal{&notPartner, &noRequest},
		Source: docPartner + "update-a-service-request",
	}
	opPartnerTicketsReopen = api.Op{
		Name: "support.PartnerTickets.Reopen", API: &api.PartnerCenter, Method: "PATCH", Paths: []string{"/servicerequests/{id}"},
		Effect: admin365.EffectReversible, Retry: api.RetryRepeatable,
		Access: accessPartner, Refusals: []*api.Refusal{&notPartner, &noRequest},
		Source: docPartner + "update-a-service-request",
	}
	opPartnerCommunicationsAdd = api.Op{
		Name: "support.PartnerCommunications.Add", API: &api.PartnerCenter, Method: "PATCH", Paths: []string{"/servicerequests/{id}"},
		Effect: admin365.EffectIrrevocable, Retry: api.RetryNever,
		Access: accessPartner, Refusals: []*api.Refusal{&notPartner, &noRequest, &badProperty},
		Source: docPartner + "update-a-service-request",
	}
)
