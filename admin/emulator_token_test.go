package admin_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
)

type countingCredential struct {
	azcore.TokenCredential
	asked *atomic.Int32
}

// GetToken implements azcore.TokenCredential.
func (c countingCredential) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	c.asked.Add(1)
	return c.TokenCredential.GetToken(ctx, o)
}

// TestEmulatorTokenIsKept: a tenant whose clock is behind ours gives tokens that are
// good for an hour all the same, and not new ones for each request; when an hour of
// the tenant has passed, the client gets a new one.
func TestEmulatorTokenIsKept(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]time.Time{"behind": {}, "ahead": time.Now().AddDate(1, 0, 0)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := admin.NewMemory(admin.MemoryConfig{Start: start})
			e := admin.NewEmulator(m, admin.EmulatorConfig{})
			var asked atomic.Int32
			c, err := admin.New(admin.Config{
				TenantID: m.TenantID(), Credential: countingCredential{e.Credential(admin365.Caller{}), &asked}, HTTPClient: &http.Client{Transport: e.Transport()},
			})
			require.NoError(t, err)
			for range 5 {
				_, err := c.Identity.Users.Get(t.Context(), adele)
				require.NoError(t, err)
			}
			assert.Equal(t, int32(1), asked.Load())
			m.Advance(2 * time.Hour)
			_, err = c.Identity.Users.Get(t.Context(), adele)
			require.NoError(t, err)
			assert.Equal(t, int32(2), asked.Load())
		})
	}
}
