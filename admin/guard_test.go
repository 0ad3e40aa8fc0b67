package admin_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/identity"
)

// everyWrite performs each writing method once.
func everyWrite(ctx context.Context, c *admin.Client) map[string]error {
	_, create := c.Identity.Users.Create(ctx, starter("ada", admin.ContosoDomain))
	_, raw := c.Raw(ctx, admin.RawRequest{Method: http.MethodPatch, Path: "/v1.0/users/" + string(adele), Body: map[string]string{"city": "x"}})
	return map[string]error{
		"identity.Users.Create":    create,
		"identity.Users.Update":    c.Identity.Users.Update(ctx, adele, identity.UserPatch{City: admin365.Set("x")}),
		"identity.Users.Delete":    c.Identity.Users.Delete(ctx, "AlexW@contoso.com"),
		"identity.Managers.Set":    c.Identity.Managers.Set(ctx, adele, "LeeG@contoso.com"),
		"identity.Managers.Remove": c.Identity.Managers.Remove(ctx, adele),
		"identity.Profiles.Update": c.Identity.Profiles.Update(ctx, adele, identity.ProfilePatch{AboutMe: admin365.Set("x")}),
		"admin.Raw":                raw,
	}
}

// TestReadOnly refuses every write before anything is sent, and no read.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	bothWays(t, admin.MemoryConfig{ReadOnly: true}, func(t *testing.T, m *admin.Test, c *admin.Client) {
		before := m.Snapshot()
		for op, err := range everyWrite(t.Context(), c) {
			require.ErrorIs(t, err, admin365.ErrForbidden, op)
			e, _ := errors.AsType[*admin365.Error](err)
			assert.Equal(t, op, e.Op)
			assert.Contains(t, err.Error(), "nothing was sent")
			assert.Zero(t, e.Status)
		}
		assert.Empty(t, m.Changes(before))
		assert.Equal(t, 24, count(t, c))
		_, err := c.Raw(t.Context(), admin.RawRequest{Path: "/v1.0/users/" + string(adele)})
		require.NoError(t, err)
		other, err := c.ForTenant(admin.ContosoTenantID)
		require.NoError(t, err)
		require.ErrorIs(t, other.Identity.Users.Delete(t.Context(), adele), admin365.ErrForbidden, "the configuration goes along")
		require.ErrorIs(t, m.As(admin365.AsUser(adele)).Identity.Users.Delete(t.Context(), adele), admin365.ErrForbidden)
	})
}

// TestGuard: asked before each write with what is about to happen, never for a
// read, and what it refuses is not sent.
func TestGuard(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"memory", "HTTP"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			reason := errors.New("not on a Friday")
			var mu sync.Mutex
			asked := map[string]admin365.Write{}
			refuse := true
			m := admin.NewTestWith(t, admin.MemoryConfig{Guard: func(_ context.Context, w admin365.Write) error {
				mu.Lock()
				defer mu.Unlock()
				asked[w.Op] = w
				if refuse {
					return reason
				}
				return nil
			}})
			c := m.Client
			if way == "HTTP" {
				c = m.HTTP()
			}
			before := m.Snapshot()
			for op, err := range everyWrite(t.Context(), c) {
				require.ErrorIs(t, err, admin365.ErrForbidden, op)
				require.ErrorIs(t, err, reason, op)
			}
			assert.Empty(t, m.Changes(before))
			assert.Len(t, asked, 7)
			assert.Equal(t, admin365.Write{Op: "identity.Users.Delete", Effect: admin365.EffectLosesData, Target: "AlexW@contoso.com", TenantID: admin.ContosoTenantID}, asked["identity.Users.Delete"])
			assert.Equal(t, admin365.EffectIrrevocable, asked["admin.Raw"].Effect)
			clear(asked)
			count(t, c)
			assert.Empty(t, asked, "no read asks")
			refuse = false
			for op, err := range everyWrite(t.Context(), c) {
				require.NoError(t, err, op)
			}
			assert.Len(t, asked, 7)
		})
	}
}

// TestObserve: told of each attempt when it has ended.
func TestObserve(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"memory", "HTTP"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var events []admin365.Event
				m := admin.NewTestWith(t, admin.MemoryConfig{Observe: func(_ context.Context, e admin365.Event) { events = append(events, e) }})
				c := m.Client
				if way == "HTTP" {
					c = m.HTTP()
				}
				_, err := c.Identity.Users.Get(t.Context(), adele)
				require.NoError(t, err)
				_, err = c.Identity.Users.Get(t.Context(), "nobody@contoso.com")
				require.Error(t, err)
				require.Len(t, events, 2)
				for i, e := range events {
					assert.Equal(t, []any{"identity.Users.Get", admin365.EffectRead, admin.ContosoTenantID, 1}, []any{e.Op, e.Effect, e.TenantID, e.Attempt})
					assert.Equal(t, way == "HTTP", e.RequestID != "")
					assert.Equal(t, []string{string(adele), "nobody@contoso.com"}[i], e.Target)
				}
				assert.NoError(t, events[0].Err)
				assert.ErrorIs(t, events[1].Err, admin365.ErrNotFound)
				assert.Equal(t, 404, events[1].Status)
				if way == "HTTP" {
					assert.Equal(t, 200, events[0].Status)
					assert.Equal(t, 1, events[0].Units)
					events = nil
					m.Drill(admin.Throttle("identity.Users.Get", 2, 3*time.Second))
					_, err := c.Identity.Users.Get(t.Context(), adele)
					require.NoError(t, err)
					require.Len(t, events, 3)
					assert.Equal(t, []int{429, 429, 200}, []int{events[0].Status, events[1].Status, events[2].Status})
					assert.Equal(t, []int{1, 2, 3}, []int{events[0].Attempt, events[1].Attempt, events[2].Attempt})
					assert.ErrorIs(t, events[0].Err, admin365.ErrThrottled)
				}
			})
		})
	}
}
