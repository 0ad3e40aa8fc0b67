package instances_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/instances"
)

// TestNoBlankNames: nothing that overwrites an environment leaves it without a name.
func TestNoBlankNames(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	dev, uat := l.byDomain("contoso-dev"), l.byDomain("contoso-uat")
	_, err := l.Instances.Copies.Copy(ctx, uat.ID, uat.Expect(), instances.EnvironmentCopy{Source: dev.ID, Type: instances.FullCopy, DisplayName: " "})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	_, err = l.Instances.Backups.Restore(ctx, uat.ID, uat.Expect(), instances.Restoration{Source: uat.ID, Point: l.Now().Add(-time.Hour), DisplayName: "\t"})
	require.ErrorIs(t, err, admin365.ErrInvalid)
	_, err = l.Instances.Resets.Reset(ctx, uat.ID, uat.Expect(), instances.EnvironmentReset{DisplayName: "  "})
	require.ErrorIs(t, err, admin365.ErrInvalid)
}
