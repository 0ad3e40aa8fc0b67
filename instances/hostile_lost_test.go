package instances_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// TestLostAnswerThenBusy: a write whose answer was lost and that finds its own operation
// running has not been refused: nobody knows.
func TestLostAnswerThenBusy(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]func(context.Context, *instances.Service, *instances.Environment) (*admin365.Operation, error){
		"instances.Lifecycle.Delete": func(ctx context.Context, s *instances.Service, e *instances.Environment) (*admin365.Operation, error) {
			return s.Lifecycle.Delete(ctx, e.ID, e.Expect())
		},
		"instances.Environments.Update": func(ctx context.Context, s *instances.Service, e *instances.Environment) (*admin365.Operation, error) {
			return s.Environments.Update(ctx, e.ID, instances.EnvironmentPatch{DisplayName: new("x")})
		},
		"instances.AdminMode.Enter": func(ctx context.Context, s *instances.Service, e *instances.Environment) (*admin365.Operation, error) {
			return s.AdminMode.Enter(ctx, e.ID, instances.AdminModeOptions{})
		},
		"instances.Lifecycle.SetManaged": func(ctx context.Context, s *instances.Service, e *instances.Environment) (*admin365.Operation, error) {
			return s.Lifecycle.SetManaged(ctx, e.ID, false)
		},
		"instances.Copies.Copy": func(ctx context.Context, s *instances.Service, e *instances.Environment) (*admin365.Operation, error) {
			return s.Copies.Copy(ctx, e.ID, e.Expect(), instances.EnvironmentCopy{Source: "81703969-f3de-4cdb-99c2-5074e400a2cf", Type: instances.FullCopy})
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			m := admin.NewTest(t)
			e, err := instances.FindByDomain(t.Context(), m.Instances.Environments, "contoso-uat")
			require.NoError(t, err)
			for _, d := range []admin.Drill{admin.LostAnswer(name, 1), admin.CutBody(name, 1), admin.HTMLAnswer(name, 1)} {
				before := m.Snapshot()
				m.Drill(d)
				_, err = call(t.Context(), m.HTTP().Instances, e)
				assert.ErrorIs(t, err, admin365.ErrUncertain, "%s %s: %v", name, d.Name, err)
				n := 0
				for o, err := range m.Instances.Operations.List(t.Context(), e.ID) {
					require.NoError(t, err)
					_ = o
					n++
				}
				assert.Equal(t, 1, n, name)
				require.NoError(t, m.Restore(before))
			}
		})
	}
}
