package health

import (
	"context"
	"iter"
)

// Services is the services that the tenant subscribes to, and how they are.
//
// Source: https://learn.microsoft.com/graph/api/resources/servicehealth
type Services interface {
	// List returns every service that the tenant subscribes to with its status, by
	// name in memory and in the service's own order elsewhere. A tenant in memory
	// subscribes to what it began with and to what [Backstage.Subscribe] adds: to buy
	// and to lose products changes nothing, because Microsoft does not publish which
	// product brings which service.
	//
	// Nothing is fetched until the list is ranged over; ranging again starts afresh;
	// an error comes once, as the last pair, with a nil value. The query is copied.
	//
	// Effect: read. Role: Service Support Administrator, Helpdesk Administrator,
	// Global Reader, or most administrators of a service; permission
	// ServiceHealth.Read.All. Errors: [admin365.ErrForbidden],
	// [admin365.ErrInvalid] for a negative page size, before anything is sent.
	// Operation: health.Services.List.
	// Source: https://learn.microsoft.com/graph/api/serviceannouncement-list-healthoverviews
	List(ctx context.Context, q ServiceQuery) iter.Seq2[*ServiceHealth, error]

	// Get returns the service with the name, such as "Exchange Online": the key is
	// [ServiceHealth.Service]. Memory takes [ServiceHealth.ID] too; whether the service
	// does is unverified. Letter case does not matter (unverified).
	//
	// Effect: read. Role and permission: as for List. Of the query only Issues counts.
	// Errors: [admin365.ErrNotFound] for a service that does not exist or that the
	// tenant does not subscribe to, [admin365.ErrForbidden].
	// Operation: health.Services.Get.
	// Source: https://learn.microsoft.com/graph/api/servicehealth-get
	Get(ctx context.Context, service string, q ServiceQuery) (*ServiceHealth, error)
}

// ServiceQuery says what comes along with services.
type ServiceQuery struct {
	// Issues has the issues of each service come along, as [ServiceHealth.Issues].
	Issues bool
	// PageSize is how many are fetched at once, 1 to 1,000; zero is the service's own
	// 100. It is a hint.
	PageSize int
}

// ServiceHealth is a service and how it is now.
//
// Source: https://learn.microsoft.com/graph/api/resources/servicehealth
type ServiceHealth struct {
	// ID is the service's technical name, such as "OSDPPlatform". Its spelling is
	// irregular, and it is no key.
	ID string `json:"id"`
	// Service is its name, such as "Microsoft 365 suite": the key, and what
	// [Issue.Service] and [Message.Services] say.
	Service string `json:"service"`
	// Status is [ServiceOperational] where nothing is open, else the worst of what is.
	Status Status `json:"status"`
	// Issues are the issues of the service, the resolved ones included, if the query
	// asked for them; nil if it did not. [Issue.Open] tells which are open.
	Issues []*Issue `json:"issues,omitempty"`
}
