package admin_test

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/health"
	"github.com/admin365/admin365/identity"
)

// far is a transport to a server that is 40 milliseconds away, and now and then 80.
type far struct {
	http.RoundTripper

	sent *atomic.Int64
}

// RoundTrip implements http.RoundTripper.
func (f far) RoundTrip(r *http.Request) (*http.Response, error) {
	there := 20 * time.Millisecond
	if f.sent.Add(1)%7 == 0 {
		there *= 2
	}
	time.Sleep(there)
	response, err := f.RoundTripper.RoundTrip(r)
	time.Sleep(there)
	return response, err
}

// TestThrottlingOfOurClient: our client with its own limits against a service that
// throttles. Everything arrives, next to nothing is refused, and it gets nearly what the
// service would give to anybody: the whole quota at once, and what comes back after that.
func TestThrottlingOfOurClient(t *testing.T) {
	t.Parallel()
	const workers = 64
	for _, c := range []struct {
		name            string
		calls           int
		atOnce, aSecond float64
		call            func(context.Context, *admin.Client, int) error
	}{
		{"reads of one unit", 7_000, 3_500, 350, func(ctx context.Context, c *admin.Client, _ int) error {
			_, err := c.Organization.Get(ctx)
			return err
		}},
		{"reads of three units", 4_000, 3_500. / 3, 350. / 3, func(ctx context.Context, c *admin.Client, _ int) error {
			for _, err := range c.Billing.SKUs.List(ctx) {
				return err
			}
			return nil
		}},
		{"writes", 4_000, 3_000, 20, func(ctx context.Context, c *admin.Client, i int) error {
			return c.Identity.Users.Update(ctx, adele, identity.UserPatch{City: admin365.Set(strconv.Itoa(i))})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := admin.NewTest(t)
				e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{Throttle: admin.Throttling{On: true}})
				var refused, attempts, todo, sent atomic.Int64
				client, err := admin.New(admin.Config{
					TenantID: m.TenantID(), Credential: e.Credential(admin365.Caller{}),
					HTTPClient: &http.Client{Transport: far{e.Transport(), &sent}},
					Observe: func(_ context.Context, event admin365.Event) {
						attempts.Add(1)
						if event.Status == http.StatusTooManyRequests {
							refused.Add(1)
						}
					},
				})
				require.NoError(t, err)
				started := time.Now()
				var wg sync.WaitGroup
				for range workers {
					wg.Go(func() {
						for i := todo.Add(1); i <= int64(c.calls); i = todo.Add(1) {
							if !assert.NoError(t, c.call(t.Context(), client, int(i))) {
								return
							}
						}
					})
				}
				wg.Wait()
				took := time.Since(started)
				ideal := time.Duration((float64(c.calls) - c.atOnce) / c.aSecond * float64(time.Second))
				t.Logf("%d calls in %s, at best %s; %d of %d attempts were refused", c.calls, took, ideal, refused.Load(), attempts.Load())
				assert.LessOrEqual(t, refused.Load()*100, attempts.Load())
				assert.GreaterOrEqual(t, float64(ideal)/float64(took), 0.9)
			})
		})
	}
}

// TestThrottlingOfAClientWithoutLimits: who keeps to no limit of his own and waits as he
// is told gets there too.
func TestThrottlingOfAClientWithoutLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := admin.NewTest(t)
		e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{Throttle: admin.Throttling{On: true}})
		client, err := e.Client(admin365.Caller{App: "one"})
		require.NoError(t, err)
		started := time.Now()
		for range 500 {
			for _, err := range client.Health.Messages.List(t.Context(), health.MessageQuery{}) {
				require.NoError(t, err)
				break
			}
		}
		assert.GreaterOrEqual(t, time.Since(started), 2*time.Minute, "240 in a minute")
		assert.Less(t, time.Since(started), 3*time.Minute)
	})
}

// TestThrottlingBySize: the greater the tenant, the more it has.
func TestThrottlingBySize(t *testing.T) {
	t.Parallel()
	for users, want := range map[int]int{0: 35, 60: 50, 600: 80} {
		synctest.Test(t, func(t *testing.T) {
			m := admin.NewTest(t)
			m.Given.Users(users)
			e := admin.NewEmulator(m.Memory, admin.EmulatorConfig{Throttle: admin.Throttling{On: true, Factor: 0.01}})
			given := 0
			for {
				status, _, _ := ask(t, e, "GET", "/users/"+string(adele), "")
				if status == http.StatusTooManyRequests {
					break
				}
				given++
			}
			assert.Equal(t, want, given, "%d users", users)
			m.Advance(10 * time.Second)
			status, _, _ := ask(t, e, "GET", "/users/"+string(adele), "")
			assert.Equal(t, http.StatusOK, status, "the tenant's clock counts")
		})
	}
}

// TestThrottlingIsChecked: a factor that is none is said before anything is served.
func TestThrottlingIsChecked(t *testing.T) {
	t.Parallel()
	m := admin.NewTest(t)
	for _, factor := range []float64{-1, math.NaN(), math.Inf(1)} {
		bad := admin.Throttling{Factor: factor}
		require.ErrorIs(t, bad.Check(), admin365.ErrInvalid)
		assert.Panics(t, func() { admin.NewEmulator(m.Memory, admin.EmulatorConfig{Throttle: bad}) })
	}
	require.NoError(t, admin.Throttling{On: true, Factor: 0.5}.Check())
}
