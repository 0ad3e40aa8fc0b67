package identity

import (
	"context"

	"github.com/admin365/admin365"
)

// What follows stands in for what is being written elsewhere, so that the cases
// compile. The file goes when that arrives.

// ByDeletedDateTime orders deleted users by the time of their deletion.
const ByDeletedDateTime UserOrder = "deletedDateTime"

// pending is the answer of what is not there yet.
func pending(op string) error {
	return &admin365.Error{Op: op, Kind: admin365.ErrUnsupported, Message: "not there yet"}
}

// Page returns a page of the list that q asks for.
func Page(context.Context, Users, UserQuery, Cursor) (*UserPage, error) {
	return nil, pending("identity.Page")
}

// SyncGroup creates a group that is mastered on-premises.
func (b *Backstage) SyncGroup(context.Context, NewGroup) (*Group, error) {
	return nil, pending("identity.Backstage.SyncGroup")
}
