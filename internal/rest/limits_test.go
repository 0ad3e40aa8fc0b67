package rest

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
)

// TestWriteLimit: writes go as fast as the tenant's quota gives, and reads are
// not held up by it.
func TestWriteLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := newTest(t, nil, answer(200, adele))
		start := time.Now()
		client.tenant.quota.writes.ReserveN(start, tenantWrites.amount-1)
		require.NoError(t, Send(t.Context(), client, Request{Call: opUpdate.At("x")}))
		assert.Zero(t, time.Since(start), "the quota itself may go at once")
		require.NoError(t, Send(t.Context(), client, Request{Call: opGet.At("x")}))
		assert.Zero(t, time.Since(start), "a read is no write")

		for range 20 {
			require.NoError(t, Send(t.Context(), client, Request{Call: opUpdate.At("x")}))
		}
		assert.Equal(t, time.Second, time.Since(start).Round(time.Millisecond), "3000 in 150 s are 20 a second")

		other, err := client.ForTenant("22222222-2222-3333-4444-555555555555")
		require.NoError(t, err)
		start = time.Now()
		require.NoError(t, Send(t.Context(), other, Request{Call: opUpdate.At("x")}))
		assert.Zero(t, time.Since(start), "another tenant has a quota of its own")
		same, err := other.ForTenant(testTenant)
		require.NoError(t, err)
		require.NoError(t, Send(t.Context(), same, Request{Call: opUpdate.At("x")}))
		assert.Positive(t, time.Since(start), "the same tenant has the same quota, whichever client asks")
	})
}

// TestLimitOnEachAttempt: repeats cost as much as what they repeat.
func TestLimitOnEachAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := newTest(t, nil, refuse(429, "x", "", "Retry-After", "0.001"), refuse(429, "x", "", "Retry-After", "0.001"), answer(200, adele))
		before := client.tenant.quota.writes.Tokens()
		require.NoError(t, Send(t.Context(), client, Request{Call: opUpdate.At("x")}))
		assert.InDelta(t, 3, before-client.tenant.quota.writes.Tokens(), 0.1)
	})
}

// TestAppLimit: what all tenants together may use is shared by their clients.
func TestAppLimit(t *testing.T) {
	t.Parallel()
	client, _ := newTest(t, nil, answer(200, adele))
	other, err := client.ForTenant("contoso.com")
	require.NoError(t, err)
	assert.Same(t, client.shared.app.units, other.shared.app.units)
	assert.Same(t, client.shared.host("graph.microsoft.com"), other.shared.host("graph.microsoft.com"))
	assert.NotSame(t, client.tenant.quota.units, other.tenant.quota.units)
}

// TestLimitBeyondDeadline: a wait that cannot end in time is refused at once,
// before a token is asked for, and does not use up the quota.
func TestLimitBeyondDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, s := newTest(t, nil, answer(200, adele))
		client.tenant.quota.writes.ReserveN(time.Now(), tenantWrites.amount)
		client.tenant.quota.writes.ReserveN(time.Now(), tenantWrites.amount)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start, before := time.Now(), client.tenant.quota.units.Tokens()
		err := Send(ctx, client, Request{Call: opUpdate.At("x")})
		require.ErrorIs(t, err, admin365.ErrThrottled)
		assert.Zero(t, time.Since(start))
		assert.Empty(t, s.requests())
		e, _ := errors.AsType[*admin365.Error](err)
		assert.Greater(t, e.RetryAfter, 100*time.Second)
		assert.Equal(t, "x", e.Target)
		assert.InDelta(t, before, client.tenant.quota.units.Tokens(), 0.01, "what was reserved is given back")
		cred, _ := client.cfg.Credential.(*credential)
		assert.Zero(t, cred.times())

		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		err = Send(ctx, client, Request{Call: opUpdate.At("x")})
		require.ErrorIs(t, err, context.Canceled)
		assert.Equal(t, time.Second, time.Since(start), "a wait ends with its context")
		assert.Empty(t, s.requests())
	})
}

func TestUnlimited(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := newTest(t, func(cfg *Config) { cfg.Unlimited = true }, answer(200, adele))
		start := time.Now()
		client.tenant.quota.writes.ReserveN(start, tenantWrites.amount)
		for range 100 {
			require.NoError(t, Send(t.Context(), client, Request{Call: opUpdate.At("x")}))
		}
		assert.Zero(t, time.Since(start))
	})
}
