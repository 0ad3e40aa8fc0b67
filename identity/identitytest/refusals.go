package identitytest

import (
	"errors"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/conform"
)

// The refusals of the service, as its documentation and recordings have them.
// They are written here once more on purpose: a suite that read them from the
// implementation would find every mistake in them right.

// unknown is the refusal of an id or a name that nobody has.
func unknown(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrNotFound, Code: "Request_ResourceNotFound", Status: 404, Op: op}
}

// invalid is the refusal of a value, or of none where one is required.
func invalid(op string, properties ...string) conform.Refusal {
	return conform.Refusal{
		Kind: admin365.ErrInvalid, Code: "Request_BadRequest", Status: 400, Op: op, Properties: properties,
	}
}

// unsent is a refusal that needs no service, so that code and status may be
// missing.
func unsent(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrInvalid, Op: op}
}

// taken is the refusal of a user principal name that somebody has.
func taken(op string) conform.Refusal {
	return conform.Refusal{
		Kind: admin365.ErrConflict, Code: "Request_BadRequest", Status: 400, Op: op,
		Properties: []string{"userPrincipalName"}, DetailCode: "ObjectConflict",
	}
}

// mastered is the refusal of a change to what is mastered on-premises.
func mastered(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrPrecondition, Code: "Request_BadRequest", Status: 400, Op: op}
}

// unsupportedQuery is the refusal of a query that the service understands and
// does not offer.
func unsupportedQuery(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrInvalid, Code: "Request_UnsupportedQuery", Status: 400, Op: op}
}

// badQuery is the refusal of a query that the service does not understand.
func badQuery(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrInvalid, Code: "BadRequest", Status: 400, Op: op}
}

// The operations.
const (
	opCreate        = "identity.Users.Create"
	opGet           = "identity.Users.Get"
	opMe            = "identity.Users.Me"
	opList          = "identity.Users.List"
	opCount         = "identity.Users.Count"
	opUpdate        = "identity.Users.Update"
	opDelete        = "identity.Users.Delete"
	opManager       = "identity.Managers.Get"
	opSetManager    = "identity.Managers.Set"
	opRemoveManager = "identity.Managers.Remove"
	opReports       = "identity.Managers.Reports"
	opProfile       = "identity.Profiles.Get"
	opUpdateProfile = "identity.Profiles.Update"
)

// The operations on changes, the bin and passwords.
const (
	opChanges        = "identity.Users.Changes"
	opBinList        = "identity.DeletedUsers.List"
	opBinGet         = "identity.DeletedUsers.Get"
	opRestore        = "identity.DeletedUsers.Restore"
	opPurge          = "identity.DeletedUsers.Purge"
	opSetPassword    = "identity.Passwords.Set"
	opResetPassword  = "identity.Passwords.Reset"
	opChangePassword = "identity.Passwords.Change"
	opRevokeSessions = "identity.Passwords.RevokeSessions"
	opOperation      = "identity.Operations.Get"
)

// forbidden is the refusal of a caller who is known and may not do this.
func forbidden(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrForbidden, Code: "Authorization_RequestDenied", Status: 403, Op: op}
}

// unauthenticated is the refusal of a caller whom the service does not know, or
// does not let in. Who refuses him, the service or the sign-in before it, is
// nobody's promise.
func unauthenticated() conform.Refusal { return conform.Refusal{Kind: admin365.ErrUnauthenticated} }

// stale is the refusal of a token that the service has forgotten. The service
// documents more than one status for it.
func stale() conform.Refusal { return conform.Refusal{Kind: admin365.ErrResync, Op: opChanges} }

// precluded is the refusal of what the state of a user does not allow, where the
// service's own words for it are not known.
func precluded(op string) conform.Refusal {
	return conform.Refusal{Kind: admin365.ErrPrecondition, Op: op}
}

// noObject checks the refusal of what is no object id: to the service it is
// unknown, or malformed.
func noObject(op string, err error) error {
	if errors.Is(err, admin365.ErrInvalid) {
		return unsent(op).Check(err)
	}
	return unknown(op).Check(err)
}

// passwordProperty are the names under which a refusal may speak of a password:
// the recordings name the whole profile, the documentation its property.
func passwordProperty() []string {
	return []string{"passwordProfile", "password", "passwordProfile.password", "passwordProfile/password"}
}
