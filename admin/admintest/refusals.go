package admintest

import (
	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
)

// The refusals of the service, as its documentation and recordings have them. They
// are written here once more on purpose: a suite that read them from the
// implementation would find every mistake in them right.

// unknown is the refusal of a name that nothing has.
func unknown(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrNotFound, Code: "Request_ResourceNotFound", Status: 404, Op: op}
}

// forbidden is the refusal of a caller who is known and may not do this.
func forbidden(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrForbidden, Code: "Authorization_RequestDenied", Status: 403, Op: op}
}

// bad is what the service says of what its state or its rules do not allow; which kind
// of failure it is follows from its text.
func bad(kind error, op string) conform.Refusal {
	return conform.Refusal{Kind: kind, Code: "Request_BadRequest", Status: 400, Op: op}
}

// precluded is the refusal of what the state of the tenant does not allow.
func precluded(op string) conform.Refusal { return bad(admin365.ErrPrecondition, op) }

// plainly is a refusal of which only the kind is known: one that needs no service, or
// one whose words nobody has recorded.
func plainly(kind error, op string) conform.Refusal { return conform.Refusal{Kind: kind, Op: op} }

// invalid is the refusal of an input that breaks a rule. The client may see it before
// it sends anything, so that code and status may be missing.
func invalid(op string) conform.Refusal { return plainly(admin365.ErrInvalid, op) }

// The operations.
const (
	opOrganization       = "admin.Organization.Get"
	opOrganizationUpdate = "admin.Organization.Update"

	opDomains       = "admin.Domains.List"
	opDomain        = "admin.Domains.Get"
	opAdd           = "admin.Domains.Add"
	opRecords       = "admin.Domains.VerificationRecords"
	opService       = "admin.Domains.ServiceRecords"
	opVerify        = "admin.Domains.Verify"
	opUpdate        = "admin.Domains.Update"
	opPromote       = "admin.Domains.Promote"
	opReferences    = "admin.Domains.References"
	opDelete        = "admin.Domains.Delete"
	opForce         = "admin.Domains.ForceDelete"
	opPolicy        = "admin.Authorization.Get"
	opPolicyUpdate  = "admin.Authorization.Update"
	opMethods       = "admin.AuthenticationMethods.Get"
	opMethodUpdate  = "admin.AuthenticationMethods.UpdateMethod"
	opMethodsUpdate = "admin.AuthenticationMethods.Update"
	opSync          = "admin.DirectorySync.Get"
	opSyncUpdate    = "admin.DirectorySync.Update"
	opTurnOn        = "admin.DirectorySync.TurnOn"
	opTurnOff       = "admin.DirectorySync.TurnOff"
)
