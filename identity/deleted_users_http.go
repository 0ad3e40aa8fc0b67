package identity

import (
	"context"
	"iter"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/rest"
)

// restoreWire is the body of a restore.
type restoreWire struct {
	NewUserPrincipalName       string `json:"newUserPrincipalName,omitzero"`
	AutoReconcileProxyConflict bool   `json:"autoReconcileProxyConflict,omitzero"`
}

// users is the query as one of users, which the bin is asked with.
func (q DeletedUserQuery) users() UserQuery {
	advanced := q.Advanced || strings.TrimPrefix(string(q.OrderBy), "-") == "deletedDateTime"
	return UserQuery{DisplayNamePrefix: q.DisplayNamePrefix, Filter: q.Filter, OrderBy: q.OrderBy, Advanced: advanced, PageSize: q.PageSize}
}

type httpDeletedUsers struct{ c *rest.Client }

var _ DeletedUsers = httpDeletedUsers{}

// List implements [DeletedUsers].
func (h httpDeletedUsers) List(ctx context.Context, q DeletedUserQuery) iter.Seq2[*User, error] {
	values, advanced := q.users().query(strings.Join(userBinding.Names(), ","))
	return rest.Pages[User](ctx, h.c, rest.Request{Call: opDeletedUsersList.At(), Query: values, Header: advancedHeader(advanced)})
}

// Get implements [DeletedUsers].
func (h httpDeletedUsers) Get(ctx context.Context, id admin365.UserID) (*User, error) {
	return rest.One[User](ctx, h.c, rest.Request{Call: opDeletedUsersGet.At(string(id)), Query: selecting(userBinding.Names())})
}

// Restore implements [DeletedUsers].
func (h httpDeletedUsers) Restore(ctx context.Context, id admin365.UserID, r UserRestore) (*User, error) {
	user, err := rest.One[User](ctx, h.c, rest.Request{Call: opDeletedUsersRestore.At(string(id)), Body: restoreWire(r)})
	if err != nil {
		return nil, err
	}
	h.c.Remember(string(user.ID), user.UserPrincipalName)
	return user, nil
}

// Purge implements [DeletedUsers].
func (h httpDeletedUsers) Purge(ctx context.Context, id admin365.UserID) error {
	return rest.Send(ctx, h.c, rest.Request{Call: opDeletedUsersPurge.At(string(id))})
}
