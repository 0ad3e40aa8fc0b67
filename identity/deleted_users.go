package identity

import (
	"context"
	"iter"
	"strings"

	"github.com/admin365/admin365"
)

// DeletedUsers is the bin: users who were deleted in the last 30 days. They are
// named by their object id alone, because their user principal name is mangled
// while they are here, and free for somebody else.
//
// Source: https://learn.microsoft.com/graph/api/resources/directory
type DeletedUsers interface {
	// List returns the deleted users that q asks for, with every property of
	// [User]; it yields as [Users.List] does. The user principal name is the
	// mangled one: see [OriginalName].
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrInvalid] (the query).
	// Source: https://learn.microsoft.com/graph/api/directory-deleteditems-list
	List(ctx context.Context, q DeletedUserQuery) iter.Seq2[*User, error]

	// Get returns a deleted user with every property of [User].
	//
	// Effect: read. Role: every member. Errors: [admin365.ErrNotFound], also for
	// a user who is not deleted.
	// Source: https://learn.microsoft.com/graph/api/directory-deleteditems-get
	Get(ctx context.Context, id admin365.UserID) (*User, error)

	// Restore brings a user back with all that was his: id, groups, roles,
	// licenses (even where no seat is free), under the name that he had. The
	// answer holds the properties that Graph returns from a restore.
	//
	// Effect: reversible. Role: User Administrator; for one who holds a
	// privileged role, one who may manage him (see docs/permissions.md). Errors:
	// [admin365.ErrNotFound], [admin365.ErrConflict] (the name or an address is
	// taken meanwhile; Details name the property: give another name, or reconcile
	// the addresses).
	// Source: https://learn.microsoft.com/graph/api/directory-deleteditems-restore
	Restore(ctx context.Context, id admin365.UserID, r UserRestore) (*User, error)

	// Purge deletes a deleted user for good. Nobody can bring him back.
	//
	// Effect: irrevocable. Role: User Administrator. Errors:
	// [admin365.ErrNotFound], also for a user who is not deleted.
	// Source: https://learn.microsoft.com/graph/api/directory-deleteditems-delete
	Purge(ctx context.Context, id admin365.UserID) error
}

// DeletedUserQuery says which deleted users to list. The zero value lists all.
type DeletedUserQuery struct {
	// DisplayNamePrefix is how the display name begins.
	DisplayNamePrefix string
	// Filter is a further condition in the service's own language; see [UserQuery.Filter].
	Filter string
	// OrderBy orders the list: by display name, by user principal name (the
	// mangled one), or by the time of deletion, [ByDeletedDateTime].
	OrderBy UserOrder
	// Advanced asks for the service's advanced query engine; see
	// [UserQuery.Advanced]. An order by the time of deletion implies it.
	Advanced bool
	// PageSize is a hint, 1 to 999; 0 means the largest.
	PageSize int
}

// UserRestore says how to bring a user back. The zero value brings him back as
// he was, or fails.
type UserRestore struct {
	// NewUserPrincipalName replaces the name that he had, if that is taken.
	NewUserPrincipalName string
	// AutoReconcileProxyConflict drops those of his addresses that are taken.
	AutoReconcileProxyConflict bool
}

// OriginalName returns the user principal name that a deleted user had: the
// service puts the 32 hexadecimal digits of his object id before it. Of another
// user it returns the name as it is.
func OriginalName(u *User) string {
	return strings.TrimPrefix(u.UserPrincipalName, strings.ReplaceAll(string(u.ID), "-", ""))
}
