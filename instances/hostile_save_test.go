package instances_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/instances"
)

// TestSavedInTheMiddle: an operation goes on in the tenant that was loaded.
func TestSavedInTheMiddle(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	ctx := t.Context()
	uat, dev := l.byDomain("contoso-uat"), l.byDomain("contoso-dev")
	begun, err := l.Instances.Copies.Copy(ctx, uat.ID, uat.Expect(), instances.EnvironmentCopy{Source: dev.ID, Type: instances.FullCopy})
	require.NoError(t, err)
	made, err := l.Instances.Environments.Create(ctx, sandbox("x", "saved365"))
	require.NoError(t, err)
	var file bytes.Buffer
	require.NoError(t, l.Save(&file))
	loaded, err := admin.LoadMemory(&file, admin.MemoryConfig{})
	require.NoError(t, err)
	k := lab{loaded, t}
	_, err = loaded.Instances.Lifecycle.Delete(ctx, dev.ID, dev.Expect())
	require.ErrorIs(t, err, admin365.ErrBusy)
	require.ErrorIs(t, loaded.Instances.Environments.CheckDomain(ctx, "saved365", "europe"), admin365.ErrConflict)
	loaded.Advance(100 * 24 * time.Hour)
	assert.Equal(t, admin365.OperationSucceeded, k.operation(begun.ID).State)
	assert.Equal(t, admin365.OperationSucceeded, k.operation(made.ID).State)
	assert.Equal(t, dev.Dataverse.Version, k.get(uat.ID).Dataverse.Version)
	assert.Nil(t, k.get(dev.ID).Running)
	again := newLab(t)
	require.NoError(t, again.Load(bytes.NewReader(saved(t, loaded))))
	assert.Equal(t, k.get(uat.ID), again.get(uat.ID))
}

func saved(t *testing.T, m *admin.Memory) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, m.Save(&b))
	return b.Bytes()
}
