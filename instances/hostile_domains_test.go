package instances_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// TestFormerDomainStaysReserved: an edit that takes a former domain back and fails leaves
// it reserved for as long as it was.
func TestFormerDomainStaysReserved(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	dev := l.byDomain("contoso-dev")
	rename := func(to string) (*admin365.Operation, error) {
		return l.Instances.Environments.Update(ctx, dev.ID, instances.EnvironmentPatch{DomainName: &to})
	}
	l.done(rename("contoso-other"))
	l.Advance(time.Hour)
	op, err := rename("contoso-dev")
	require.NoError(t, err)
	require.NoError(t, l.Backstage.Instances.Fail(ctx, op.ID, ""))
	require.ErrorIs(t, l.Instances.Environments.CheckDomain(ctx, "contoso-dev", "europe"), admin365.ErrConflict)
	l.Advance(22 * time.Hour)
	require.ErrorIs(t, l.Instances.Environments.CheckDomain(ctx, "contoso-dev", "europe"), admin365.ErrConflict)
	l.Advance(2 * time.Hour)
	require.NoError(t, l.Instances.Environments.CheckDomain(ctx, "contoso-dev", "europe"))
	assert.Equal(t, "contoso-other", l.get(dev.ID).Dataverse.DomainName)
}
