package supporttest

import (
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
	"github.com/admin365/admin365/support"
)

// The refusals of the service, as its documentation and recordings have them. They are
// written here once more on purpose: a suite that read them from the implementation
// would find every mistake in them right. Where code and status are nobody's, only the
// kind is asked for.

// plainly is a refusal of which only the kind is known.
func plainly(kind error, op string) conform.Refusal { return conform.Refusal{Kind: kind, Op: op} }

// invalid is the refusal of an input, which may never have been sent.
func invalid(op string) conform.Refusal { return plainly(admin365.ErrInvalid, op) }

// unknown is the refusal of what is not there.
func unknown(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrNotFound, Status: 404, Code: "ResourceNotFound", Op: op}
}

// noSubscription is the refusal of a subscription that is not there.
func noSubscription(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrNotFound, Status: 404, Code: "SubscriptionNotFound", Op: op}
}

// unregistered is the refusal of a subscription in which the provider is not registered.
func unregistered(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrPrecondition, Status: 409, Code: "MissingSubscriptionRegistration", Op: op}
}

// taken is the refusal of a name, or of a file, that is there.
func taken(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrConflict, Status: 409, Code: "Conflict", Op: op}
}

// denied is the refusal of what the state of a ticket does not allow.
func denied(kind error, op string) conform.Refusal {
	return conform.Refusal{Kind: kind, Code: "UpdateOperationDenied", Op: op}
}

// forbidden is the refusal of a caller who is known and may not do this.
func forbidden(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrForbidden, Status: 403, Op: op}
}

// unsupported is the refusal of what no API offers.
func unsupported() conform.Refusal { return conform.Refusal{Kind: admin365.ErrUnsupported} }

// planLacks is the refusal for want of a plan.
func planLacks(op string) conform.Refusal {
	return conform.Refusal{Kind: support.ErrPlan, Code: "InvalidSupportPlan", Op: op}
}

// planned checks the refusal for want of a plan.
func planned(c *run, err error, want conform.Refusal) {
	c.Helper()
	c.Refused(err, want)
	if err != nil && !errors.Is(err, admin365.ErrPrecondition) {
		c.Errorf("errors.Is does not find %q in: %v", admin365.ErrPrecondition, err)
	}
}

// notPlanned checks that a precondition that does not hold is not said to be the plan.
func notPlanned(c *run, err error, want conform.Refusal) {
	c.Helper()
	c.Refused(err, want)
	if errors.Is(err, support.ErrPlan) {
		c.Errorf("errors.Is finds %q, and the plan is good enough: %v", support.ErrPlan, err)
	}
}

// The refusals of Partner Center.

func unknownRequest(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrNotFound, Status: 404, Code: "1000", Op: op}
}

func unknownCustomer(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrNotFound, Status: 404, Code: "60003", Op: op}
}

func othersCustomer(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrForbidden, Status: 403, Code: "20002", Op: op}
}

// The operations.
const (
	opList   = "support.Tickets.List"
	opGet    = "support.Tickets.Get"
	opCreate = "support.Tickets.Create"
	opUpdate = "support.Tickets.Update"
	opClose  = "support.Tickets.Close"
	opReopen = "support.Tickets.Reopen"

	opSaid     = "support.Communications.List"
	opSaidOne  = "support.Communications.Get"
	opSay      = "support.Communications.Add"
	opProgress = "support.Operations.Get"

	opMakeWorkspace = "support.Attachments.CreateWorkspace"
	opWorkspace     = "support.Attachments.GetWorkspace"
	opFiles         = "support.Attachments.List"
	opFile          = "support.Attachments.Get"
	opAnnounce      = "support.Attachments.Create"
	opUpload        = "support.Attachments.Upload"

	opServices  = "support.Catalogue.Services"
	opService   = "support.Catalogue.Service"
	opProblems  = "support.Catalogue.Problems"
	opProblem   = "support.Catalogue.Problem"
	opCheck     = "support.Catalogue.CheckName"
	opCheckSaid = "support.Catalogue.CheckCommunication"

	opTopics        = "support.Topics.List"
	opRequests      = "support.PartnerTickets.List"
	opRequestsOf    = "support.PartnerTickets.ListOf"
	opColleagues    = "support.PartnerTickets.Colleagues"
	opRequest       = "support.PartnerTickets.Get"
	opRequestCreate = "support.PartnerTickets.Create"
	opRequestUpdate = "support.PartnerTickets.Update"
	opRequestClose  = "support.PartnerTickets.Close"
	opRequestReopen = "support.PartnerTickets.Reopen"
	opRequestSay    = "support.PartnerCommunications.Add"
)
