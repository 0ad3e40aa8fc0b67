package identity

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// PutBack does to a deleted user what a restore does to the tables, for tests of
// what others see of it.
func (b *Backstage) PutBack(id admin365.UserID) error {
	return b.tenant.Backstage(func(tx *tenant.Tx) error {
		key, _ := tenant.ParseKey(string(id))
		old, ok := tenant.In(tx, &deletedUsers).Get(key)
		if !ok {
			return admin365.ErrNotFound
		}
		row := *old
		row.Name = deletedLabel(old)
		userProps.Apply(&row, odata.Change{{Prop: prop("deletedDateTime"), Null: true}})
		// The order is the wrong one on purpose: who looks must not depend on it.
		if err := tenant.In(tx, &users).Put(&row); err != nil {
			return err
		}
		tenant.In(tx, &deletedUsers).Delete(key)
		return nil
	})
}

// Set gives a user a property that no request can set.
func (b *Backstage) Set(ctx context.Context, id admin365.UserID, property, value string) error {
	return b.tenant.Backstage(func(tx *tenant.Tx) error {
		old, err := findUser(tx, string(id))
		if err != nil {
			return err
		}
		row := *old
		userProps.Apply(&row, odata.Change{{Prop: prop(property), Value: value}})
		return tenant.In(tx, &users).Put(&row)
	})
}
