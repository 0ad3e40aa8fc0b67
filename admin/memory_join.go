package admin

import "io"

// LoadTenant adds the tenant that [Memory.Save] wrote to the world: [LoadMemory] for
// one that is to share a world with others, so that it can be their partner or
// customer. The world's clock moves on to the time of the save, if it is not there
// yet. It fails with [admin365.ErrInvalid] on a file that it cannot read whole, and
// with [admin365.ErrConflict] if the world has the tenant, or one of its domains,
// already.
func (m *Memory) LoadTenant(r io.Reader) (*Memory, error) {
	t, err := m.tenant.World().Load(r)
	if err != nil {
		return nil, err
	}
	joined := newMemory(t, m.cfg)
	joined.applyQuota()
	return joined, nil
}
