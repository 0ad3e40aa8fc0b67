package instances

import (
	"context"

	"github.com/admin365/admin365"
)

// Resets put an environment back to how it began. Roles are those of [Environments].
//
// Source: https://learn.microsoft.com/power-platform/admin/reset-environment
type Resets interface {
	// Reset deletes everything in a [Sandbox], its backups too, and makes its database
	// anew: an operation of kind [KindReset] that takes up to an hour. Type and location
	// stay. A production is converted to a sandbox before.
	//
	// Effect: irrevocable. Errors: [admin365.ErrInvalid], [admin365.ErrNotFound],
	// [admin365.ErrBusy], [admin365.ErrConflict] (the domain is taken),
	// [admin365.ErrPrecondition] (not as expected; the type, no Dataverse). Operation:
	// instances.Resets.Reset.
	Reset(ctx context.Context, id EnvironmentID, expect Expect, r EnvironmentReset) (*admin365.Operation, error)
}

// EnvironmentReset is how an environment begins anew. Empty fields keep what is.
type EnvironmentReset struct {
	DisplayName string
	// DomainName is the new first label of its address.
	DomainName string
	// Description is what it is for.
	Description string
	// Language is the base language by its LCID, and Currency the base currency by its
	// code.
	Language int
	Currency string
	// SecurityGroupID restricts it to the members of the group; the zero GUID opens it to
	// everybody who has a license.
	SecurityGroupID admin365.GroupID
	// Templates are the applications to install, by the names of [Catalogue.Templates]
	// that are ResetSupported; none otherwise.
	Templates []string
}
