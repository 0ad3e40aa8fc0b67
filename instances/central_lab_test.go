package instances

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/tenant"
)

const labTenant admin365.TenantID = "11111111-2222-4333-8444-555555555555"

// centralLab is Contoso's Business Central in a world of its own, at 5 January 2026,
// 09:00 UTC.
type centralLab struct {
	*CentralService
	stage  *CentralBackstage
	tenant *tenant.Tenant
	world  *tenant.World
}

func newCentralLab(t testing.TB) *centralLab {
	t.Helper()
	schema := tenant.NewSchema()
	attachCentral(schema)
	epoch := time.Date(2026, time.January, 5, 9, 0, 0, 0, time.UTC)
	seed, err := tenant.NewSeed(schema, labTenant, epoch, seedCentral)
	require.NoError(t, err)
	world := tenant.NewWorld(schema, epoch)
	in, err := world.Add(labTenant, seed)
	require.NoError(t, err)
	return &centralLab{newCentralMemory(&tenant.Session{Tenant: in}), &CentralBackstage{in}, in, world}
}

// collect is a list read whole.
func collect[T any](t testing.TB, list func(func(*T, error) bool)) (all []*T) {
	t.Helper()
	for item, err := range list {
		require.NoError(t, err)
		all = append(all, item)
	}
	return all
}

// update is the version of an environment's list.
func (l *centralLab) update(t testing.TB, id CentralEnvironmentID, version string) *Update {
	t.Helper()
	for _, u := range collect(t, l.Updates.List(t.Context(), id)) {
		if u.Version == version {
			return u
		}
	}
	return nil
}

func (l *centralLab) status(t testing.TB, id CentralEnvironmentID) CentralStatus {
	t.Helper()
	e, err := l.Environments.Get(t.Context(), id)
	require.NoError(t, err)
	return e.Status
}
