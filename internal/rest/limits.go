package rest

import (
	"context"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// bucket is one limit of the service: so many in so long. The service counts
// with token buckets, so the client does too: the whole amount may go at once,
// and then comes back evenly.
type bucket struct {
	amount int
	per    time.Duration
}

// The limits that Microsoft documents. Those of a tenant grow with its size,
// which the client does not know: it takes the smallest, and where that is too
// little the service's own throttling takes over. The limit of all applications
// together on one tenant is not kept, because nobody can count the others.
// Source: https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
var (
	tenantUnits  = bucket{3_500, 10 * time.Second}
	tenantWrites = bucket{3_000, 150 * time.Second}
	appUnits     = bucket{150_000, 20 * time.Second}
	appWrites    = bucket{35_000, 5 * time.Minute} // Until 2023 the page said 70,000.
	hostRequests = bucket{2_000, time.Second}
)

func (b bucket) limiter() *rate.Limiter {
	return rate.NewLimiter(rate.Limit(float64(b.amount)/b.per.Seconds()), b.amount)
}

// quota is a limit on resource units, which every request costs, and one on
// writes, which only writes cost.
type quota struct{ units, writes *rate.Limiter }

func newQuota(units, writes bucket) quota {
	return quota{units.limiter(), writes.limiter()}
}

// wait waits until all limits allow one attempt of x. A wait that would outlast
// the context's deadline is refused at once: the caller learns now what he
// would learn later, and nothing was sent.
func (x *exchange) wait(ctx context.Context) error {
	if x.c.cfg.Unlimited {
		return nil
	}
	now := time.Now()
	var held [5]*rate.Reservation
	taken := held[:0]
	var longest time.Duration
	take := func(l *rate.Limiter, n int) {
		r := l.ReserveN(now, min(n, l.Burst()))
		taken = append(taken, r)
		longest = max(longest, r.DelayFrom(now))
	}
	if x.call.Op.API == &api.Graph {
		// These are the directory's quotas; other APIs have their own.
		take(x.c.tenant.quota.units, x.cost)
		take(x.c.shared.app.units, x.cost)
		if x.write {
			take(x.c.tenant.quota.writes, 1)
			take(x.c.shared.app.writes, 1)
		}
	}
	take(x.c.shared.host(strings.ToLower(x.url.Host)), 1)
	if longest == 0 {
		return nil
	}
	giveBack := func() {
		for _, r := range taken {
			r.CancelAt(now)
		}
	}
	if !fits(ctx, longest) {
		giveBack()
		return &admin365.Error{
			Kind: admin365.ErrThrottled, RetryAfter: longest,
			Message: "the client's own limit would make it wait past its deadline; nothing was sent",
		}
	}
	if err := sleep(ctx, longest); err != nil {
		giveBack()
		return err
	}
	return nil
}

// fits reports whether a wait of d ends before the context does.
func fits(ctx context.Context, d time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return !ok || time.Until(deadline) > d
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
