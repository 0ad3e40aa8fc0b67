package support

import (
	"context"
	"iter"
)

// Catalogue is what tickets of Azure can be about, and which names are free. The ids of
// services and problems are those of all tenants, and change from time to time: ask for
// them, and do not keep them.
//
// Services and problems take a token and no role. Asking for names takes what reading
// tickets takes.
//
// Source: https://learn.microsoft.com/rest/api/support/services
type Catalogue interface {
	// Services returns the services that a ticket can be about, in the service's own order.
	// It yields as [Tickets.List] does.
	//
	// Effect: read. Operation: support.Catalogue.Services.
	Services(ctx context.Context) iter.Seq2[*AzureService, error]

	// Service returns one of them.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation: support.Catalogue.Service.
	Service(ctx context.Context, id ServiceID) (*AzureService, error)

	// Problems returns the problems of a service. It yields as [Tickets.List] does.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation: support.Catalogue.Problems.
	Problems(ctx context.Context, service ServiceID) iter.Seq2[*Problem, error]

	// Problem returns one of them.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation: support.Catalogue.Problem.
	Problem(ctx context.Context, id ProblemID) (*Problem, error)

	// CheckName says whether a name is free and allowed. It is not the whole rule: a name of
	// a communication that is a GUID is said to be available, and refused all the same.
	//
	// Effect: read. Errors: [admin365.ErrNotFound] (the subscription, or the ticket of a
	// communication), [admin365.ErrInvalid]. Operation: support.Catalogue.CheckName,
	// support.Catalogue.CheckCommunication for communications.
	CheckName(ctx context.Context, n NameCheck) (*NameAvailability, error)
}

// Topics are what a request of Partner Center can be about.
//
// Source: https://learn.microsoft.com/partner-center/developer/get-service-request-support-topics--pending-
type Topics interface {
	// List returns them, in the service's own order. It yields as [Tickets.List] does.
	//
	// Effect: read. Operation: support.Topics.List.
	List(ctx context.Context) iter.Seq2[*Problem, error]
}

// ServiceID is the id of a service: "/providers/Microsoft.Support/services/" and a GUID.
// Methods take the GUID alone as well.
type ServiceID string

// Services whose ids are known to be the same for years (recorded by Microsoft's own
// command line).
const (
	ServiceBilling                ServiceID = "/providers/Microsoft.Support/services/517f2da6-78fd-0498-4e22-ad26996b1dfc"
	ServiceQuotas                 ServiceID = "/providers/Microsoft.Support/services/06bfd9d3-516b-d5c6-5802-169c800dec89"
	ServiceSubscriptionManagement ServiceID = "/providers/Microsoft.Support/services/f3dc5421-79ef-1efa-41a5-42bf3cbb52c6"
)

// AzureService is something that a ticket can be about. Every one but billing, quotas and
// the management of subscriptions is technical.
type AzureService struct {
	ID ServiceID
	// Name is such as "Billing".
	Name string
	// ResourceTypes are in capitals, such as "MICROSOFT.COMPUTE/VIRTUALMACHINES"; empty
	// where it is about no resources.
	ResourceTypes []string
}

// ProblemID is the id of a problem of a service: the service's id,
// "/problemClassifications/" and a GUID. In Partner Center it is the number of a topic.
type ProblemID string

// Problem is what can be wrong with a service; in Partner Center a topic.
type Problem struct {
	ID ProblemID
	// Name is a path, such as "Assistance with bill / Help understanding my invoice (bill)".
	Name string
	// Description is Partner Center's alone.
	Description string
	// Consents are what a ticket about it has to answer.
	Consents []ConsentQuestion
}

// ConsentQuestion is a consent that a problem asks for.
type ConsentQuestion struct {
	// Type is such as "virtualmachinerunninglinuxservice".
	Type        string
	Description string
}

// NameCheck is a name to check.
type NameCheck struct {
	Name string
	Kind NameKind
	// Subscription is where; empty is the tenant. It is not read for a communication.
	Subscription SubscriptionID
	// Ticket is in which ticket, for a communication alone.
	Ticket TicketID
}

// NameKind is what a name is for.
type NameKind string

// The kinds.
const (
	NameOfTicket        NameKind = "Microsoft.Support/supportTickets"
	NameOfCommunication NameKind = "Microsoft.Support/communications"
	NameOfWorkspace     NameKind = "Microsoft.Support/fileWorkspaces"
)

// NameAvailability is whether a name can be used.
type NameAvailability struct {
	Available bool
	// Reason is "AlreadyExists" or "Invalid"; empty of a name that is available.
	Reason string
	// Message says it in words.
	Message string
}
