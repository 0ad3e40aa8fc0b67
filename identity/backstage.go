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

// NewBackstage returns the backstage of a tenant.
func NewBackstage(t *tenant.Tenant) *Backstage { return &Backstage{t} }

// SyncUser creates a user as the directory synchronization does: mastered
// on-premises, so that most of his properties are read-only in the cloud. Of u
// the same is required as for a create.
func (b *Backstage) SyncUser(ctx context.Context, u NewUser) (*User, error) {
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
		synced := *row
		userProps.Apply(&synced, odata.Change{
			{Prop: prop("onPremisesSyncEnabled"), Value: "true"},
			{Prop: prop("onPremisesLastSyncDateTime"), Value: odata.FormatTime(tx.Now().Truncate(time.Second))},
			{Prop: prop("onPremisesSamAccountName"), Value: u.MailNickname},
			{Prop: prop("onPremisesUserPrincipalName"), Value: u.UserPrincipalName},
		})
		created = userBinding.Read(&synced)
		return tenant.In(tx, &users).Put(&synced)
	})
	if err != nil {
		return nil, opUsersCreate.At().Attribute(err)
	}
	return created, nil
}
