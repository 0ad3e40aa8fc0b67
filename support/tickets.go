package support

import (
	"context"
	"iter"
	"log/slog"
	"time"

	"github.com/admin365/admin365"
)

// Tickets are questions to Microsoft. Azure, Partner Center and (without an API) Microsoft
// 365 have them; what differs, each method says.
//
// Who may, in Azure: for the tenant's tickets a role of the directory such as Service
// Support Administrator; for a subscription's [AzureReader] to read, [AzureSupport],
// [AzureContributor] or [AzureOwner] to write. In Partner Center: a person of a tenant
// that is a partner, and no application on its own.
//
// Everything but List and Get needs the tenant's support plan to be one of Professional
// Direct, Premier and Unified, unless the ticket is the tenant's and about billing: it is
// [ErrPlan] otherwise. Partner Center knows no plans.
//
// Source: https://learn.microsoft.com/rest/api/support/support-tickets and
// https://learn.microsoft.com/partner-center/developer/service-request-resources
type Tickets interface {
	// List returns tickets, newest first in memory and in the service's own order
	// elsewhere; the tenant's, or those of the one subscription or the one customer that the
	// query names. Nothing is fetched until it is ranged, ranging again starts afresh, an
	// error comes once, as the last pair with a nil ticket, and leaving the loop stops
	// fetching.
	//
	// Effect: read. Errors: [admin365.ErrNotFound] (the subscription or the customer),
	// [admin365.ErrForbidden] (in Partner Center also: a customer of others),
	// [admin365.ErrInvalid]. Operation: support.Tickets.List; in Partner Center
	// support.PartnerTickets.List, and support.PartnerTickets.ListOf for a customer.
	List(ctx context.Context, q TicketQuery) iter.Seq2[*Ticket, error]

	// Get returns a ticket. One that is being created is not found until the operation has
	// succeeded.
	//
	// Effect: read. Errors: [admin365.ErrNotFound]. Operation: support.Tickets.Get,
	// support.PartnerTickets.Get.
	Get(ctx context.Context, id TicketID) (*Ticket, error)

	// Create opens a ticket. In Azure it goes on after the call, for about 30 seconds:
	// [Wait] for the operation, whose ResourceID is the ticket's id; it fails with [ErrPlan]
	// where the plan does not include the API. In Partner Center the operation that comes
	// back has succeeded, and the request shows its state and its dates a few seconds
	// later: until then its State is [StateNone] and Created is zero.
	//
	// What is missing in n is [admin365.ErrInvalid] before anything is sent, and so is what
	// the place does not take; Details names the field by its name in NewTicket.
	//
	// Effect: reversible, by closing. Not repeatable in Azure, where the name makes sure
	// that it happens once: after [admin365.ErrUncertain] look with Get. Repeatable in
	// Partner Center, where NewTicket.RequestID makes sure of it.
	// Errors: [admin365.ErrInvalid], [admin365.ErrConflict] (the name is taken),
	// [admin365.ErrNotFound] (the service, the problem, the subscription, the workspace or
	// the customer), [admin365.ErrForbidden], [ErrPlan] (the plan has not the severity),
	// [admin365.ErrPrecondition] (the subscription is not registered with
	// Microsoft.Support). Operation: support.Tickets.Create, support.PartnerTickets.Create.
	Create(ctx context.Context, n NewTicket) (*admin365.Operation, error)

	// Update changes severity, contact and consents; an empty patch is
	// [admin365.ErrInvalid]. The severity cannot change while an engineer works on the
	// ticket (ask for it by a communication), and nothing of a closed ticket can: both
	// are [admin365.ErrPrecondition]. Partner Center changes the severity alone, and
	// refuses a patch of anything else as [admin365.ErrInvalid] before it is sent.
	//
	// Effect: reversible. Repeatable. Errors: [admin365.ErrInvalid],
	// [admin365.ErrNotFound], [admin365.ErrPrecondition], [ErrPlan] (also: the plan has not
	// the severity), [admin365.ErrBusy] ([StateUpdating]). Operation: support.Tickets.Update,
	// support.PartnerTickets.Update.
	Update(ctx context.Context, id TicketID, p TicketPatch) error

	// Close closes a ticket on which no engineer works: one with an engineer is
	// [admin365.ErrPrecondition] in Azure, where it is closed by asking for it in a
	// communication; Partner Center closes it. One that is closed already is
	// [admin365.ErrConflict] in Azure; in Partner Center that changes nothing.
	//
	// Effect: reversible. Repeatable. Errors: [admin365.ErrNotFound],
	// [admin365.ErrPrecondition], [ErrPlan], [admin365.ErrConflict], [admin365.ErrBusy]
	// ([StateUpdating]). Operation: support.Tickets.Close, support.PartnerTickets.Close.
	Close(ctx context.Context, id TicketID) error

	// Reopen opens a closed ticket again. One that is open is [admin365.ErrConflict] in
	// Azure; in Partner Center that changes nothing. A communication reopens a ticket too.
	//
	// Effect: reversible. Repeatable. Errors: [admin365.ErrNotFound],
	// [ErrPlan], [admin365.ErrConflict], [admin365.ErrBusy] ([StateUpdating]). Operation:
	// support.Tickets.Reopen, support.PartnerTickets.Reopen.
	Reopen(ctx context.Context, id TicketID) error
}

// TicketID names a ticket: [Ticket.ID]. Of a tenant's ticket in Azure it is its name, which
// its maker chose; of a subscription's the id of the resource, which begins with
// "/subscriptions/" ([SubscriptionTicket] makes it); in Partner Center the number that the
// service gave it. Azure compares ids without regard to letter case.
type TicketID string

// SubscriptionID is the id of a subscription of Azure, a GUID.
type SubscriptionID string

// SubscriptionTicket is the id of the ticket of a subscription that has the name.
func SubscriptionTicket(subscription SubscriptionID, name string) TicketID {
	return TicketID(resourceID(subscription, "supportTickets", name))
}

// State is where a ticket stands, in lower case whatever the service writes. Values that
// this module does not know are kept.
type State string

// The states.
const (
	// StateNone is a request of Partner Center that has just been made.
	StateNone   State = "none"
	StateOpen   State = "open"
	StateClosed State = "closed"
	// StateUpdating is a ticket of Azure in which a change is being made; it takes no other
	// until it is open again.
	StateUpdating State = "updating"
	// StateAttentionNeeded is a request of Partner Center that waits for the partner. Only
	// Microsoft sets it.
	StateAttentionNeeded State = "attention_needed"
)

// Severity is how bad it is, in lower case whatever the service writes. Values that this
// module does not know are kept.
type Severity string

// The severities, from the least. Azure's portal calls the first three C, B and A.
const (
	Minimal  Severity = "minimal"
	Moderate Severity = "moderate"
	Critical Severity = "critical"
	// HighestCriticalImpact is for the plans Premier and Unified. Partner Center has it not.
	HighestCriticalImpact Severity = "highestcriticalimpact"
)

// Consent is "Yes" or "No". Other values are kept.
type Consent string

// The consents.
const (
	ConsentYes Consent = "Yes"
	ConsentNo  Consent = "No"
)

// TicketQuery says which tickets [Tickets.List] returns. The zero value is all of the
// tenant's (in Partner Center: the caller's own).
type TicketQuery struct {
	// Subscription has Azure return the tickets of a subscription in the place of the
	// tenant's. Partner Center refuses it ([admin365.ErrInvalid]).
	Subscription SubscriptionID
	// Customer has Partner Center return the requests for one customer, by the tenant's id.
	// Azure refuses it.
	Customer admin365.TenantID
	// Colleagues has Partner Center return the requests of all people of the partner. It
	// takes a role: Service Support Administrator or Global Administrator in memory
	// (Unverified); it is [admin365.ErrForbidden] without one. It is not read with Customer,
	// whose list has them all. Azure refuses it. Operation: support.PartnerTickets.Colleagues.
	Colleagues bool
	// State returns those of one state; empty all.
	State State
	// CreatedSince returns those that were created then or later; zero all. Partner Center
	// cannot be asked that, so the client leaves the others out.
	CreatedSince time.Time
	// Service and Problem return those about one; empty all. Partner Center knows no
	// services ([admin365.ErrInvalid]), and cannot be asked for a topic: the client leaves
	// the others out.
	Service ServiceID
	Problem ProblemID
	// PageSize is how many are fetched at once, at most 100 in Azure and 1000 in Partner
	// Center: a hint. Zero is the service's own: 25, and 50 of Partner Center.
	PageSize int
}

// NewTicket is a ticket to open.
type NewTicket struct {
	// Name is the ticket's name in Azure: mandatory, of at most 255 characters, not all
	// digits, not beginning with "tmp-", without any of < > % & : \ ? / and control
	// characters, and no other ticket's of the tenant or the subscription;
	// [Catalogue.CheckName] tells. Partner Center gives its own, and refuses one.
	Name string
	// Subscription makes it a ticket of a subscription of Azure; empty of the tenant.
	Subscription SubscriptionID
	// Customer is the tenant for which a partner asks; empty means the partner's own.
	// Azure refuses it.
	Customer admin365.TenantID
	// Title and Description are mandatory. Partner Center takes titles of at most 255
	// characters. Do not put personal data in the title.
	Title, Description string
	// Severity is mandatory.
	Severity Severity
	// Problem is what it is about, mandatory: a problem of the [Catalogue], or one of the
	// [Topics] of Partner Center.
	Problem ProblemID
	// Contact is whom Microsoft talks to. Azure needs all but Phone (needed if the method is
	// by phone) and OtherEmails; Partner Center takes the person who calls if it is empty,
	// and no fields but FirstName, LastName, Email and Phone.
	Contact Contact

	// The rest is Azure's alone: Partner Center refuses it.

	// Diagnostics is whether Microsoft may look at the tenant's diagnostic data; empty is
	// [ConsentNo].
	Diagnostics Consent
	// Consents answers for a problem that asks for consents of its own, see
	// [Problem.Consents]: all of them.
	Consents []SecondaryConsent
	// AroundTheClock asks for work on it by day and by night.
	AroundTheClock bool
	// ProblemStart is since when there is the problem; zero if that is not known.
	ProblemStart time.Time
	// Resource is the id of the resource of Azure that it is about. The resource has to be
	// in the ticket's subscription.
	Resource string
	// Quota is what a ticket about quotas asks for, in a subscription alone.
	Quota *QuotaRequest
	// Workspace is one with files that belong to the ticket: of the ticket's subscription,
	// or of the tenant if the ticket is the tenant's. Without one the ticket has a workspace
	// of its own.
	Workspace WorkspaceID

	// RequestID is Partner Center's alone: a GUID by which a repeat of Create with the same
	// content is recognized, and opens no second request; for who repeats after
	// [admin365.ErrUncertain], or in another process after the one that created was killed:
	// write it down before. Empty means a new one for each call. Azure refuses it.
	RequestID string
}

// LogValue is what package slog logs of it: nothing personal.
func (n NewTicket) LogValue() slog.Value {
	return slog.GroupValue(slog.String("name", n.Name), slog.String("problem", string(n.Problem)), slog.String("severity", string(n.Severity)))
}

// QuotaRequest is what a ticket about quotas asks for.
type QuotaRequest struct {
	// SubType is such as "Account" where the kind of quota has one.
	SubType string
	// Version is of the form of the changes, such as "1.0".
	Version string
	Changes []QuotaChange
}

// QuotaChange is one quota in one region.
type QuotaChange struct {
	Region string
	// Payload is JSON whose members depend on the kind of quota.
	Payload string
}

// SecondaryConsent is an answer to a consent that a problem asks for.
type SecondaryConsent struct {
	Type    string
	Consent Consent
}

// TicketPatch is what [Tickets.Update] changes. What is nil stays.
type TicketPatch struct {
	Severity *Severity
	// Contact is merged field by field; Azure's alone.
	Contact *ContactPatch
	// Diagnostics and Consents are Azure's alone.
	Diagnostics *Consent
	Consents    []SecondaryConsent
}

// LogValue is what package slog logs of it: nothing personal.
func (p TicketPatch) LogValue() slog.Value {
	if p.Severity == nil {
		return slog.GroupValue(slog.Bool("contact", p.Contact != nil))
	}
	return slog.GroupValue(slog.Bool("contact", p.Contact != nil), slog.String("severity", string(*p.Severity)))
}
