package identity

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
)

// Managers says who reports to whom. Every method takes object ids or user
// principal names.
//
// Source: https://learn.microsoft.com/graph/api/user-list-manager
type Managers interface {
	// Get returns the user's manager with the properties that Graph returns
	// without being asked for more; the fields of the others are empty.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound] if the
	// user does not exist, or has no manager (Target is "manager" then).
	// Source: https://learn.microsoft.com/graph/api/user-list-manager
	Get(ctx context.Context, id admin365.UserID) (*User, error)

	// Set makes manager the user's manager, in the place of whoever was.
	//
	// Effect: reversible; repeating it is harmless. Role: User Administrator.
	// Errors: [admin365.ErrNotFound] if either does not exist,
	// [admin365.ErrPrecondition] if the user is mastered on-premises.
	// Source: https://learn.microsoft.com/graph/api/user-post-manager
	Set(ctx context.Context, id, manager admin365.UserID) error

	// Remove leaves the user without a manager.
	//
	// Effect: reversible. Role: User Administrator. Errors:
	// [admin365.ErrNotFound] if the user does not exist or has no manager,
	// [admin365.ErrPrecondition] if the user is mastered on-premises.
	// Source: https://learn.microsoft.com/graph/api/user-delete-manager
	Remove(ctx context.Context, id admin365.UserID) error

	// Reports returns who reports to the user directly, as [Managers.Get]
	// returns users. It yields as [Users.List] does.
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound].
	// Source: https://learn.microsoft.com/graph/api/user-list-directreports
	Reports(ctx context.Context, id admin365.UserID) iter.Seq2[*User, error]
}
