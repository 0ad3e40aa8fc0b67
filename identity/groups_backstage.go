package identity

import (
	"context"
	"time"

	"github.com/admin365/admin365/internal/odata"
	"github.com/admin365/admin365/internal/tenant"
)

// AddGroup adds a group without an administrator's request: how a test's tenant
// comes by its groups. The rules are those of a create, but for one: like
// Exchange, it also makes distribution groups and mail-enabled security groups,
// which Graph can read and not write.
func (b *Backstage) AddGroup(ctx context.Context, g NewGroup) (*Group, error) {
	return b.addGroup(ctx, g, nil)
}

// SyncGroup creates a group as the directory synchronization does: mastered
// on-premises, so that its name and its members are read-only in the cloud. Of g
// the same is required as for a create.
func (b *Backstage) SyncGroup(ctx context.Context, g NewGroup) (*Group, error) {
	return b.addGroup(ctx, g, func(tx *tenant.Tx) odata.Change {
		return odata.Change{
			{Prop: groupProp("onPremisesSyncEnabled"), Value: "true"},
			{Prop: groupProp("onPremisesLastSyncDateTime"), Value: odata.FormatTime(tx.Now().Truncate(time.Second))},
			{Prop: groupProp("onPremisesSamAccountName"), Value: g.MailNickname},
		}
	})
}

// addGroup creates a group within the rules, and then what no administrator can
// set.
func (b *Backstage) addGroup(ctx context.Context, g NewGroup, further func(*tenant.Tx) odata.Change) (*Group, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	call := opGroupsCreate.At().About(g.DisplayName)
	body, err := checkedGroup(call, g)
	if err != nil {
		return nil, err
	}
	var created *Group
	err = b.tenant.Backstage(func(tx *tenant.Tx) error {
		change, err := groupProps.Body(body)
		if err != nil {
			return err
		}
		row, err := createGroup(tx, newGroup{change: change, members: texts(g.Members), owners: texts(g.Owners), anyKind: true})
		if err != nil {
			return err
		}
		if further != nil {
			next := *row
			next.apply(further(tx))
			row = &next
		}
		created = groupBinding.Read(row)
		return tenant.In(tx, &groups).Put(row)
	})
	if err != nil {
		return nil, call.Attribute(err)
	}
	return created, nil
}
