package identity

import (
	"context"
	"iter"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

type memoryDeletedUsers struct{ s *tenant.Session }

var _ DeletedUsers = memoryDeletedUsers{}

// List implements [DeletedUsers].
func (m memoryDeletedUsers) List(ctx context.Context, q DeletedUserQuery) iter.Seq2[*User, error] {
	if err := checkFilter(q.Filter); err != nil {
		return failed[User](opDeletedUsersList.At().Attribute(err))
	}
	return ranged(func(after *tenant.Position) (page []*User, next *tenant.Position, err error) {
		err = m.s.Do(ctx, opDeletedUsersList.At(), func(tx *tenant.Tx) error {
			query, err := q.users().parse()
			if err != nil {
				return err
			}
			rows, at := pageDeletedUsers(tx, query, after, query.Top)
			for _, row := range rows {
				page = append(page, userBinding.Read(row))
			}
			next = at
			return nil
		})
		return page, next, err
	})
}

// Get implements [DeletedUsers].
func (m memoryDeletedUsers) Get(ctx context.Context, id admin365.UserID) (user *User, err error) {
	err = m.s.Do(ctx, opDeletedUsersGet.At(string(id)), func(tx *tenant.Tx) error {
		row, err := findDeletedUser(tx, string(id))
		if err != nil {
			return err
		}
		user = userBinding.Read(row)
		return nil
	})
	return user, err
}

// Restore implements [DeletedUsers].
func (m memoryDeletedUsers) Restore(ctx context.Context, id admin365.UserID, r UserRestore) (user *User, err error) {
	err = m.s.Do(ctx, opDeletedUsersRestore.At(string(id)), func(tx *tenant.Tx) error {
		row, err := restoreUser(tx, string(id), restoreWire(r))
		if err != nil {
			return err
		}
		user = userBinding.Answer(row, nil)
		return nil
	})
	if err != nil {
		return nil, err
	}
	m.s.Created(string(user.ID), user.UserPrincipalName)
	return user, nil
}

// Purge implements [DeletedUsers].
func (m memoryDeletedUsers) Purge(ctx context.Context, id admin365.UserID) error {
	return m.s.Do(ctx, opDeletedUsersPurge.At(string(id)), func(tx *tenant.Tx) error { return purgeDeletedUser(tx, string(id)) })
}
