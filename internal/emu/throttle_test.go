package emu

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// throttling runs a test on a lab that throttles, in a bubble where no time passes unless
// the test lets it.
func throttling(t *testing.T, how Throttling, test func(*testing.T, *lab)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := newBatchLab(t)
		how.On = true
		l.Throttle(how)
		test(t, l)
	})
}

// as is a request of another application, or of a tenant's.
func (l *lab) as(id admin365.TenantID, app admin365.AppID) func(*http.Request) {
	return header("Authorization", "Bearer "+l.tokenFor(id, admin365.Caller{App: app}))
}

// until sends a request again until it is refused, at most limit times.
func until(limit int, send func() answered) (given int, refused answered) {
	for given = range limit {
		if refused = send(); refused.StatusCode == http.StatusTooManyRequests {
			return given, refused
		}
	}
	return limit, refused
}

const throttlePercent = "X-Ms-Throttle-Limit-Percentage"

// TestThrottleUnits: an application has so many units in a tenant, its answers warn it
// above 0.8 of them, and what is too much is refused until they have come back; others
// have their own.
func TestThrottleUnits(t *testing.T) {
	t.Parallel()
	throttling(t, Throttling{Factor: 0.01}, func(t *testing.T, l *lab) {
		var warned []string
		given, refused := until(100, func() answered {
			a := l.get("/users/x")
			warned = append(warned, a.Header.Get(throttlePercent))
			return a
		})
		assert.Equal(t, 35, given)
		assert.Equal(t, 28, slices.IndexFunc(warned, func(s string) bool { return s != "" }), "28 of 35 are 0.8, and no more than that")
		assert.Equal(t, []string{"0.83", "1.00", "1.03"}, []string{warned[28], warned[34], warned[35]})
		code, message := refused.refusal(t)
		assert.Equal(t, []string{"TooManyRequests", "Please retry again later."}, []string{code, message})
		assert.Equal(t, "1", refused.Header.Get("Retry-After"))
		assert.Equal(t, "1", refused.Header.Get(unitsHeader))
		assert.Equal(t, "Tenant_Application/ReadWrite/app/"+string(labTenant), refused.Header.Get("X-Ms-Throttle-Scope"))
		assert.Equal(t, "ResourceUnitLimitExceeded", refused.Header.Get("X-Ms-Throttle-Information"))
		assert.Equal(t, 429, l.get("/users/x", header("x-ms-throttle-priority", "High")).StatusCode, "the limit is the same for all")

		a := l.get("/users/x", l.as(labTenant, "other"))
		assert.Equal(t, []any{200, ""}, []any{a.StatusCode, a.Header.Get(throttlePercent)})
		l.world.Advance(time.Second)
		given, _ = until(100, func() answered { return l.get("/users/x") })
		assert.Equal(t, 3, given, "a tenth of them comes back in a second")
		l.world.Advance(10 * time.Second)
		given, _ = until(100, func() answered { return l.get("/users/x?$expand=manager") })
		assert.Equal(t, 17, given, "what costs two")
		log := l.tenant.Log.All()
		last := log[len(log)-1]
		assert.Equal(t, []any{"get", 429}, []any{last.Op, last.Status})
		require.ErrorIs(t, last.Err, admin365.ErrThrottled)
	})
}

// TestThrottleRefusedTakesNothing: who asks again and again gets what comes back, no more
// and no less; and reads how much too much he asks.
func TestThrottleRefusedTakesNothing(t *testing.T) {
	t.Parallel()
	throttling(t, Throttling{Factor: 0.01, DecimalRetryAfter: true}, func(t *testing.T, l *lab) {
		_, refused := until(100, func() answered { return l.get("/users/x") })
		assert.Equal(t, "0.286", refused.Header.Get("Retry-After"), "3.5 in a second")
		for range 200 {
			refused = l.get("/users/x")
			require.Equal(t, 429, refused.StatusCode)
		}
		assert.Equal(t, "1.80", refused.Header.Get(throttlePercent))
		time.Sleep(286 * time.Millisecond)
		assert.Equal(t, 200, l.get("/users/x").StatusCode, "who comes when he was told is not too early")
		assert.Equal(t, 429, l.get("/users/x").StatusCode)
	})
}

// TestThrottlePriority: what is of low priority is refused first.
func TestThrottlePriority(t *testing.T) {
	t.Parallel()
	throttling(t, Throttling{Factor: 0.01}, func(t *testing.T, l *lab) {
		low := header("x-ms-throttle-priority", "low")
		given, _ := until(100, func() answered { return l.get("/users/x", low) })
		assert.Equal(t, 28, given)
		given, _ = until(100, func() answered { return l.get("/users/x", header("x-ms-throttle-priority", "none such")) })
		assert.Equal(t, 7, given)
	})
}

// TestThrottleWrites: writes have quotas of their own: an application's in a tenant, and
// all applications' together.
func TestThrottleWrites(t *testing.T) {
	t.Parallel()
	throttling(t, Throttling{Factor: 0.01}, func(t *testing.T, l *lab) {
		write := func(app admin365.AppID) func() answered {
			return func() answered { return l.do("POST", "/users", `{}`, l.as(labTenant, app)) }
		}
		total := 0
		for i := range 6 {
			app := admin365.AppID("writer" + strconv.Itoa(i))
			given, refused := until(100, write(app))
			assert.Equal(t, 30, given)
			total += given
			if i > 0 {
				continue
			}
			assert.Equal(t, "Tenant_Application/Write/writer0/"+string(labTenant), refused.Header.Get("X-Ms-Throttle-Scope"))
			assert.Equal(t, "WriteLimitExceeded", refused.Header.Get("X-Ms-Throttle-Information"))
			assert.Equal(t, "5", refused.Header.Get("Retry-After"), "30 in 150 seconds")
			assert.Equal(t, 200, l.get("/users/x", l.as(labTenant, app)).StatusCode, "reads go on")
		}
		assert.Equal(t, 180, total)
		given, refused := until(100, write("seventh"))
		assert.Zero(t, given)
		assert.Equal(t, "Tenant/Write/seventh/"+string(labTenant), refused.Header.Get("X-Ms-Throttle-Scope"))
		assert.Empty(t, refused.Header.Get(throttlePercent), "he has written nothing himself")
	})
}

// TestThrottleOverTenants: an application has a quota for all of its tenants.
func TestThrottleOverTenants(t *testing.T) {
	t.Parallel()
	throttling(t, Throttling{Factor: 0.0001}, func(t *testing.T, l *lab) {
		given, refused := 0, answered{}
		for i := range 20 {
			id := admin365.TenantID(fmt.Sprintf("33333333-2222-4333-8444-%012d", i))
			l.join(l.world, id, "tenant"+strconv.Itoa(i)+".com")
			a := l.get("/users/x?$expand=manager", l.as(id, "app"))
			if a.StatusCode == 200 {
				given++
				continue
			}
			refused = a
			assert.Equal(t, 200, l.get("/users/x", l.as(id, "other")).StatusCode)
		}
		assert.Equal(t, 7, given, "15 units; and one request passes though it is more than the tenant's whole quota")
		assert.True(t, strings.HasPrefix(refused.Header.Get("X-Ms-Throttle-Scope"), "Application/ReadWrite/app/"), refused.Header)
	})
}

// TestThrottleBatch: the parts of a batch are charged and refused one by one, and the
// batch is not.
func TestThrottleBatch(t *testing.T) {
	t.Parallel()
	throttling(t, Throttling{Factor: 0.002, DecimalRetryAfter: true}, func(t *testing.T, l *lab) {
		var parts []string
		for i := range 10 {
			parts = append(parts, fmt.Sprintf(`{"id":"%d","method":"GET","url":"/users/x"}`, i))
		}
		a, got := l.batch(strings.Join(parts, ","))
		assert.Empty(t, a.Header.Get("Retry-After"))
		assert.Empty(t, a.Header.Get(unitsHeader))
		var statuses []int
		for i := range 10 {
			statuses = append(statuses, got[strconv.Itoa(i)].Status)
		}
		assert.Equal(t, []int{200, 200, 200, 200, 200, 200, 200, 429, 429, 429}, statuses)
		assert.Equal(t, "1.429", got["7"].Headers["Retry-After"], "0.7 in a second")
		assert.Equal(t, "ResourceUnitLimitExceeded", got["7"].Headers["x-ms-throttle-information"])
		assert.Equal(t, "1.14", got["7"].Headers["x-ms-throttle-limit-percentage"])
		assert.Contains(t, string(got["7"].Body), "TooManyRequests")
		_, got = l.batch(`{"id":"a","method":"GET","url":"/users/x"},{"id":"b","method":"GET","url":"/users/x","dependsOn":["a"]}`)
		assert.Equal(t, []int{429, 424}, []int{got["a"].Status, got["b"].Status})
	})
}

// TestThrottleOff: nobody is refused, and nothing is said but the cost.
func TestThrottleOff(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for range 4_000 {
		a := l.get("/users/x")
		require.Equal(t, 200, a.StatusCode)
		require.Empty(t, a.Header.Get(throttlePercent))
	}
}

// TestThrottleAfterFaults: what a drill refuses costs nothing.
func TestThrottleAfterFaults(t *testing.T) {
	t.Parallel()
	throttling(t, Throttling{Factor: 0.01}, func(t *testing.T, l *lab) {
		stop := l.tenant.Faults.Add(tenant.Fault{Status: 500})
		for range 50 {
			require.Equal(t, 500, l.get("/users/x").StatusCode)
		}
		stop()
		given, _ := until(100, func() answered { return l.get("/users/x") })
		assert.Equal(t, 35, given)
	})
}

// TestThrottleOtherAPIs: service communications, Azure and Partner Center have limits and
// headers of their own, and where no number is published nobody is refused.
func TestThrottleOtherAPIs(t *testing.T) {
	t.Parallel()
	const (
		azure, azureScope     = "https://management.azure.com", "https://management.azure.com/.default"
		partner, partnerScope = "https://api.partnercenter.microsoft.com/v1", "https://api.partnercenter.microsoft.com/.default"
		power, powerScope     = "https://api.powerplatform.com", "https://api.powerplatform.com/.default"
		version               = "?api-version=2024-04-01"
	)
	otherAPIs := func(t *testing.T, cloud admin365.Cloud, factor float64) (*lab, func(scope string) func(*http.Request)) {
		t.Helper()
		l := newLab(t)
		l.mux = labMux()
		say := func(rq *Request) (Response, error) { return rq.Object(http.StatusOK, said{Op: rq.Op.Name}) }
		for _, o := range []api.Op{
			{Name: "messages", API: &api.Graph, Method: "GET", Paths: []string{"/admin/serviceAnnouncement/messages"}},
			{Name: "azure.Get", API: &api.AzureResourceManager, Method: "GET", Paths: []string{"/x", "/subscriptions/{id}/x"}},
			{Name: "azure.Put", API: &api.AzureResourceManager, Method: "PUT", Paths: []string{"/x", "/subscriptions/{id}/x"}, Effect: admin365.EffectReversible},
			{Name: "azure.Delete", API: &api.AzureResourceManager, Method: "DELETE", Paths: []string{"/x", "/subscriptions/{id}/x"}, Effect: admin365.EffectReversible},
			{Name: "partner.Customers", API: &api.PartnerCenter, Method: "GET", Paths: []string{"/customers"}},
			{Name: "partner.Orders", API: &api.PartnerCenter, Method: "GET", Paths: []string{"/customers/{id}/orders"}},
			{Name: "partner.Subscriptions", API: &api.PartnerCenter, Method: "GET", Paths: []string{"/customers/{id}/subscriptions"}},
			{Name: "partner.Requests", API: &api.PartnerCenter, Method: "GET", Paths: []string{"/servicerequests"}},
			{Name: "power", API: &api.PowerPlatform, Method: "GET", Paths: []string{"/x"}},
		} {
			l.mux.Handle(&o, say)
		}
		l.Emulator = New(l.world, l.mux, cloud)
		l.Throttle(Throttling{On: true, Factor: factor})
		return l, func(scope string) func(*http.Request) {
			token, _, err := l.Token(labTenant, admin365.Caller{App: "app"}, []string{scope})
			require.NoError(t, err)
			return header("Authorization", "Bearer "+token)
		}
	}
	t.Run("service communications", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			l, with := otherAPIs(t, admin365.CloudPublic, 0)
			ask := func() answered { return l.get("/admin/serviceAnnouncement/messages", with(labScope)) }
			given, refused := until(1000, ask)
			assert.Equal(t, []any{240, "60"}, []any{given, refused.Header.Get("Retry-After")})
			assert.Empty(t, refused.Header.Get("X-Ms-Throttle-Scope"), "that is the directory's header")
			assert.Equal(t, 200, l.get("/users/x", with(labScope)).StatusCode, "which has its own quota")
			for _, want := range []int{240, 240, 80} {
				l.world.Advance(time.Minute)
				given, refused = until(1000, ask)
				assert.Equal(t, want, given)
			}
			assert.Equal(t, "3420", refused.Header.Get("Retry-After"), "what remains of the hour")
		})
	})
	t.Run("Azure", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			l, with := otherAPIs(t, admin365.CloudPublic, 0)
			token := with(azureScope)
			a := l.get(azure+"/x"+version, token)
			assert.Equal(t, "249", a.Header.Get("X-Ms-Ratelimit-Remaining-Tenant-Reads"))
			a = l.do("PUT", azure+"/x"+version, "", token)
			assert.Equal(t, "199", a.Header.Get("X-Ms-Ratelimit-Remaining-Tenant-Writes"))
			a = l.do("DELETE", azure+"/x"+version, "", token)
			assert.Equal(t, "199", a.Header.Get("X-Ms-Ratelimit-Remaining-Tenant-Deletes"))
			a = l.get(azure+"/subscriptions/s/x"+version, token)
			assert.Equal(t, "249", a.Header.Get("X-Ms-Ratelimit-Remaining-Subscription-Reads"))
			assert.Equal(t, "3749", a.Header.Get("X-Ms-Ratelimit-Remaining-Subscription-Global-Reads"))
			given, refused := until(1000, func() answered { return l.get(azure+"/subscriptions/s/x"+version, token) })
			assert.Equal(t, []any{249, "1", "0"}, []any{given, refused.Header.Get("Retry-After"), refused.Header.Get("X-Ms-Ratelimit-Remaining-Subscription-Reads")})
			assert.JSONEq(t, `{"error":{"code":"SubscriptionRequestsThrottled","message":"Number of 'read' requests for subscription 's' actor 'app' exceeded. Please try again after '1' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.","details":[]}}`, refused.body)
			assert.Equal(t, 200, l.get(azure+"/subscriptions/other/x"+version, token).StatusCode)
			l.world.Advance(time.Second)
			given, _ = until(1000, func() answered { return l.get(azure+"/subscriptions/s/x"+version, token) })
			assert.Equal(t, 25, given)
		})
	})
	t.Run("Azure elsewhere", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			l, with := otherAPIs(t, admin365.CloudUSGovernment, 0.01)
			token := with("https://management.usgovcloudapi.net/.default")
			given, refused := until(1000, func() answered {
				a := l.do("PUT", "https://management.usgovcloudapi.net/x"+version, "", token)
				return a
			})
			assert.Equal(t, []any{12, "3600"}, []any{given, refused.Header.Get("Retry-After")})
			assert.Contains(t, refused.body, "TenantRequestsThrottled")
			a := l.get("https://management.usgovcloudapi.net/x"+version, token)
			assert.Equal(t, "119", a.Header.Get("X-Ms-Ratelimit-Remaining-Tenant-Reads"))
			l.world.Advance(time.Hour)
			token = with("https://management.usgovcloudapi.net/.default")
			assert.Equal(t, 200, l.do("PUT", "https://management.usgovcloudapi.net/x"+version, "", token).StatusCode)
		})
	})
	t.Run("Partner Center", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			l, with := otherAPIs(t, admin365.CloudPublic, 0)
			token := with(partnerScope)
			ask := func(path string) func() answered {
				return func() answered { return l.get(partner+path, token) }
			}
			given, refused := until(1000, ask("/servicerequests"))
			assert.Equal(t, []any{50, "1"}, []any{given, refused.Header.Get("Retry-After")})
			given = 0
			for given < 500 {
				l.world.Advance(time.Second)
				n, _ := until(50, ask("/customers"))
				given += n
			}
			l.world.Advance(time.Second)
			refused = ask("/customers")()
			assert.Equal(t, 500, given)
			assert.Equal(t, []any{429, "50", "application/json"}, []any{refused.StatusCode, refused.Header.Get("Retry-After"), refused.Header.Get("Content-Type")})
			assert.Equal(t, `{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 50 seconds." }`, refused.body)
			assert.Equal(t, 200, ask("/customers/c/orders")().StatusCode)
			assert.Equal(t, 200, ask("/customers/c/subscriptions")().StatusCode)
			l.world.Advance(50 * time.Second)
			assert.Equal(t, 200, ask("/customers")().StatusCode)
		})
	})
	t.Run("no number", func(t *testing.T) {
		t.Parallel()
		l, with := otherAPIs(t, admin365.CloudPublic, 0.0001)
		token := with(powerScope)
		for range 50 {
			require.Equal(t, 200, l.get(power+"/x?api-version=2024-10-01", token).StatusCode)
		}
	})
}
