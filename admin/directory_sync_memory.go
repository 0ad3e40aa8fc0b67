package admin

import (
	"context"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

type memoryDirectorySync struct{ s *tenant.Session }

var _ DirectorySync = memoryDirectorySync{}

// Get implements [DirectorySync].
func (m memoryDirectorySync) Get(ctx context.Context) (status *DirectorySyncStatus, err error) {
	o, err := memoryOrganizations(m).Get(ctx)
	if err != nil {
		return nil, err
	}
	if err := mustSeeAll(o); err != nil {
		return nil, err
	}
	err = m.s.Do(ctx, opSyncGet.At(), func(tx *tenant.Tx) error {
		row := syncOf(tx)
		w := syncWire{syncConfiguration{row.Prevention}, row.features()}
		status = w.status(o)
		return nil
	})
	return status, err
}

// Update implements [DirectorySync].
func (m memoryDirectorySync) Update(ctx context.Context, p DirectorySyncPatch) error {
	id := string(m.s.Tenant.ID())
	call := opSyncUpdate.At(id)
	body, err := p.body(call)
	if err != nil {
		return err
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error { return patchSync(tx, id, body) })
}

// TurnOn implements [DirectorySync].
func (m memoryDirectorySync) TurnOn(ctx context.Context) error {
	return m.turn(ctx, opSyncTurnOn.At(string(m.s.Tenant.ID())), true)
}

// TurnOff implements [DirectorySync].
func (m memoryDirectorySync) TurnOff(ctx context.Context, tenant admin365.TenantID) error {
	o, err := memoryOrganizations(m).Get(ctx)
	if err != nil {
		return err
	}
	call := opSyncTurnOff.At(string(o.ID))
	if err := isMeant(call, o, tenant); err != nil {
		return err
	}
	return m.turn(ctx, call, false)
}

func (m memoryDirectorySync) turn(ctx context.Context, call api.Call, on bool) error {
	body, err := switchBody(on)
	if err != nil {
		return call.Attribute(err)
	}
	return m.s.Do(ctx, call, func(tx *tenant.Tx) error { return patchOrganization(tx, call.IDs[0], body) })
}
