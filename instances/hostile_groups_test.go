package instances_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// TestZeroGroupOpens: the zero GUID is no security group, directly and over the wire.
func TestZeroGroupOpens(t *testing.T) {
	t.Parallel()
	const group, zero, prod = "11111111-2222-4333-8444-555555555555", "00000000-0000-0000-0000-000000000000", "81703969-f3de-4cdb-99c2-5074e400a2cf"
	for _, direct := range []bool{true, false} {
		for name, call := range map[string]func(context.Context, *instances.Service, *instances.Environment, time.Time) (*admin365.Operation, error){
			"copy": func(ctx context.Context, s *instances.Service, e *instances.Environment, _ time.Time) (*admin365.Operation, error) {
				return s.Copies.Copy(ctx, e.ID, e.Expect(), instances.EnvironmentCopy{Source: prod, Type: instances.MinimalCopy, SecurityGroupID: zero})
			},
			"restore": func(ctx context.Context, s *instances.Service, e *instances.Environment, now time.Time) (*admin365.Operation, error) {
				return s.Backups.Restore(ctx, e.ID, e.Expect(), instances.Restoration{Source: e.ID, Point: now.Add(-time.Hour), SecurityGroupID: zero})
			},
			"reset": func(ctx context.Context, s *instances.Service, e *instances.Environment, _ time.Time) (*admin365.Operation, error) {
				return s.Resets.Reset(ctx, e.ID, e.Expect(), instances.EnvironmentReset{SecurityGroupID: zero})
			},
		} {
			synctest.Test(t, func(t *testing.T) {
				m := admin.NewTest(t)
				ctx := t.Context()
				uat, err := instances.FindByDomain(ctx, m.Instances.Environments, "contoso-uat")
				require.NoError(t, err)
				_, err = m.Instances.Environments.Update(ctx, uat.ID, instances.EnvironmentPatch{SecurityGroupID: admin365.Set[admin365.GroupID](group)})
				require.NoError(t, err)
				m.Advance(time.Hour)
				s := m.Instances
				if !direct {
					s = m.HTTP().Instances
				}
				op, err := call(ctx, s, uat, m.Now())
				require.NoError(t, err)
				require.NoError(t, m.Backstage.Instances.Finish(ctx, op.ID))
				e, err := s.Environments.Get(ctx, uat.ID)
				require.NoError(t, err)
				assert.Empty(t, e.Dataverse.SecurityGroupID, "%s, direct %v", name, direct)
			})
		}
	}
}
