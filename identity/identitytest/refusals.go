package identitytest

import (
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
	opList          = "identity.Users.List"
	opCount         = "identity.Users.Count"
	opUpdate        = "identity.Users.Update"
	opDelete        = "identity.Users.Delete"
	opSetPassword   = "identity.Passwords.Set"
	opManager       = "identity.Managers.Get"
	opSetManager    = "identity.Managers.Set"
	opRemoveManager = "identity.Managers.Remove"
	opReports       = "identity.Managers.Reports"
	opProfile       = "identity.Profiles.Get"
	opUpdateProfile = "identity.Profiles.Update"
)

// passwordProperty are the names under which a refusal may speak of a password:
// the recordings name the whole profile, the documentation its property.
func passwordProperty() []string {
	return []string{"passwordProfile", "password", "passwordProfile.password", "passwordProfile/password"}
}
