package identity

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"strings"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
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
	if err := checkFilter(q.Filter); err != nil {
		return failed[User](opDeletedUsersList.At().Attribute(err))
	}
	values, advanced := q.users().query(strings.Join(userBinding.Names(), ","))
	return rest.Pages[User](ctx, h.c, rest.Request{Call: opDeletedUsersList.At(), Query: values, Header: advancedHeader(advanced)})
}

// Get implements [DeletedUsers].
func (h httpDeletedUsers) Get(ctx context.Context, id admin365.UserID) (*User, error) {
	return rest.One[User](ctx, h.c, rest.Request{Call: opDeletedUsersGet.At(string(id)), Query: selecting(userBinding.Names())})
}

// Restore implements [DeletedUsers].
func (h httpDeletedUsers) Restore(ctx context.Context, id admin365.UserID, r UserRestore) (*User, error) {
	if err := h.isUser(ctx, opDeletedUsersRestore.At(string(id))); err != nil {
		return nil, err
	}
	making := h.c.Making()
	defer making.End()
	user, err := rest.One[User](ctx, h.c, rest.Request{Call: opDeletedUsersRestore.At(string(id)), Body: restoreWire(r)})
	if err != nil {
		return nil, err
	}
	making.Remember(string(user.ID), user.UserPrincipalName)
	return user, nil
}

// Purge implements [DeletedUsers].
func (h httpDeletedUsers) Purge(ctx context.Context, id admin365.UserID) error {
	call := opDeletedUsersPurge.At(string(id))
	if err := h.isUser(ctx, call); err != nil {
		return err
	}
	return rest.Send(ctx, h.c, rest.Request{Call: call})
}

// isUser reads first what a call on the bin would change: users and groups share its
// path, and what is purged nobody brings back. The error is the call's.
func (h httpDeletedUsers) isUser(ctx context.Context, call api.Call) error {
	return readFirst(ctx, h.c, call, &opDeletedUsersGet)
}

// readFirst reads what a call addresses, and names the call in the error. A caller
// who may change the bin and not read it goes on unseeing.
func readFirst(ctx context.Context, c *rest.Client, call api.Call, get *api.Op) error {
	if err := call.Check(); err != nil {
		return err
	}
	_, err := rest.One[json.RawMessage](ctx, c, rest.Request{Call: get.At(call.IDs[0]), Query: selecting([]string{"id"})})
	if errors.Is(err, admin365.ErrForbidden) {
		return nil
	}
	if e, ok := errors.AsType[*admin365.Error](err); ok {
		named := *e
		named.Op = call.Op.Name
		return &named
	}
	return err
}
