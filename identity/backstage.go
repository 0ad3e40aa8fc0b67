package identity

import (
	"context"
	"time"

	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// Backstage is what others than an administrator do to the people of a tenant
// in memory. Nothing of it exists in the real service's API.
type Backstage struct{ tenant *tenant.Tenant }

// NewBackstage returns the backstage of a tenant. For package admin alone:
// programs take admin.Memory's field Backstage.
func NewBackstage(t *tenant.Tenant) *Backstage { return &Backstage{t} }

// AddUser adds a user without an administrator's request: how a test's tenant
// comes by its people. The rules are those of a create.
func (b *Backstage) AddUser(ctx context.Context, u NewUser) (*User, error) {
	return b.add(ctx, u, nil)
}

// SyncUser creates a user as the directory synchronization does: mastered
// on-premises, so that most of his properties are read-only in the cloud. Of u
// the same is required as for a create.
func (b *Backstage) SyncUser(ctx context.Context, u NewUser) (*User, error) {
	return b.add(ctx, u, func(tx *tenant.Tx) odata.Change {
		return odata.Change{
			{Prop: prop("onPremisesSyncEnabled"), Value: "true"},
			{Prop: prop("onPremisesLastSyncDateTime"), Value: odata.FormatTime(tx.Now().Truncate(time.Second))},
			{Prop: prop("onPremisesSamAccountName"), Value: u.MailNickname},
			{Prop: prop("onPremisesUserPrincipalName"), Value: u.UserPrincipalName},
		}
	})
}

// add creates a user within the rules, and then what no administrator can set.
func (b *Backstage) add(ctx context.Context, u NewUser, further func(*tenant.Tx) odata.Change) (*User, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	body, err := u.body()
	if err != nil {
		return nil, err
	}
	var created *User
	err = b.tenant.Backstage(func(tx *tenant.Tx) error {
		change, err := userProps.Body(body)
		if err != nil {
			return err
		}
		row, err := createUser(tx, change)
		if err != nil {
			return err
		}
		if further != nil {
			next := *row
			userProps.Apply(&next, further(tx))
			row = &next
		}
		created = userBinding.Read(row)
		return tenant.In(tx, &users).Put(row)
	})
	if err != nil {
		return nil, opUsersCreate.At().About(u.UserPrincipalName).Attribute(err)
	}
	return created, nil
}
