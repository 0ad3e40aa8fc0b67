package billingtest

import (
	"errors"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/billing"
	"github.com/admin365/admin365/internal/conform"
)

// The refusals of the service, as its documentation and recordings have them. They
// are written here once more on purpose: a suite that read them from the
// implementation would find every mistake in them right.

// unknown is the refusal of an id or a name that nobody has.
func unknown(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrNotFound, Code: "Request_ResourceNotFound", Status: 404, Op: op}
}

// forbidden is the refusal of a caller who is known and may not do this.
func forbidden(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrForbidden, Code: "Authorization_RequestDenied", Status: 403, Op: op}
}

// bad is what the service says of a change of licenses that breaks a rule; which kind
// of failure it is follows from its text.
func bad(kind error, op string) conform.Refusal {
	return conform.Refusal{Kind: kind, Code: "Request_BadRequest", Status: 400, Op: op}
}

// plainly is a refusal of which only the kind is known: one that needs no service, or
// one whose words nobody has recorded.
func plainly(kind error, op string) conform.Refusal { return conform.Refusal{Kind: kind, Op: op} }

// unsent is a refusal that needs no service, so that code and status may be missing.
func unsent(op string) conform.Refusal { return plainly(admin365.ErrInvalid, op) }

// The words of the service that programs look for.
const (
	saysLocation = "invalid usage location"
	saysNoSeat   = "does not have any available licenses"
	saysNotHeld  = "User does not have a corresponding license"
	saysNotOwned = "does not correspond to a valid company License"
)

// says checks that the service's text holds the words, in any letter case.
func says(c *run, err error, words string) {
	c.Helper()
	e, ok := errors.AsType[*admin365.Error](err)
	if ok && !strings.Contains(strings.ToLower(e.Message), strings.ToLower(words)) {
		c.Errorf("Message is %q, without %q", e.Message, words)
	}
}

// noSeat checks the refusal for want of a seat.
func noSeat(c *run, op string, err error) {
	c.Helper()
	c.Refused(err, bad(billing.ErrNoSeats, op))
	if err != nil && !errors.Is(err, admin365.ErrPrecondition) {
		c.Errorf("errors.Is does not find %q in: %v", admin365.ErrPrecondition, err)
	}
	says(c, err, saysNoSeat)
}

// precluded checks the refusal of what the state of the tenant does not allow. A seat
// is not what is missing.
func precluded(c *run, op string, err error) {
	c.Helper()
	c.Refused(err, bad(admin365.ErrPrecondition, op))
	if errors.Is(err, billing.ErrNoSeats) {
		c.Errorf("errors.Is finds %q, though seats are free: %v", billing.ErrNoSeats, err)
	}
}

// The operations.
const (
	opSKUs         = "billing.SKUs.List"
	opSKU          = "billing.SKUs.Get"
	opAssign       = "billing.Licenses.Assign"
	opGet          = "billing.Licenses.Get"
	opDetails      = "billing.Licenses.Details"
	opHolders      = "billing.Licenses.Holders"
	opReprocess    = "billing.Licenses.Reprocess"
	opGroupAssign  = "billing.GroupLicenses.Assign"
	opGroupGet     = "billing.GroupLicenses.Get"
	opGroupMembers = "billing.GroupLicenses.MembersWithErrors"
	opGroupErrors  = "billing.GroupLicenses.WithErrors"
	opSubs         = "billing.Subscriptions.List"
	opSub          = "billing.Subscriptions.Get"
	opCommerce     = "billing.Subscriptions.GetByCommerceID"
	opFind         = "billing.FindSKU"
)
