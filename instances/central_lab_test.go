package instances_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// centralLab is Contoso's Business Central, at 5 January 2026, 09:00 UTC.
type centralLab struct {
	*instances.CentralService
	stage *instances.CentralBackstage
	world *admin.Memory
}

func newCentralLab(t *testing.T) *centralLab {
	t.Helper()
	m := newTest(t).Memory
	return &centralLab{m.Instances.Central, m.Backstage.Instances.Central, m}
}

// update is the version of an environment's list.
func (l *centralLab) update(t testing.TB, id instances.CentralEnvironmentID, version string) *instances.Update {
	t.Helper()
	for u, err := range l.Updates.List(t.Context(), id) {
		require.NoError(t, err)
		if u.Version == version {
			return u
		}
	}
	return nil
}

func (l *centralLab) status(t testing.TB, id instances.CentralEnvironmentID) instances.CentralStatus {
	t.Helper()
	e, err := l.Environments.Get(t.Context(), id)
	require.NoError(t, err)
	return e.Status
}
