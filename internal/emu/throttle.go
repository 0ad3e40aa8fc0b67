package emu

import (
	"cmp"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// Throttling is how much callers may ask for. The zero value refuses nobody.
type Throttling struct {
	// On has the emulator count, and refuse.
	On bool
	// Factor multiplies every quota; 0 means 1.
	Factor float64
	// DecimalRetryAfter has Retry-After say fractions of a second.
	DecimalRetryAfter bool
}

// Throttle has the emulator throttle. It is called before it serves.
func (e *Emulator) Throttle(t Throttling) { e.throttling = t }

// lowShare is how much of a quota requests of low priority may use: they are the first
// that are refused. What is of high priority is refused last, and has no more than the
// quota: it is treated as all others. Unverified: the number, from which on the service
// warns.
// Source: https://learn.microsoft.com/graph/throttling-limits#request-headers
const lowShare = 0.8

// toll is what the quotas say to a request.
type toll struct {
	refused *answer
	header  http.Header // of the answer, whatever it is; nil for none
}

// toll draws on the quotas what a request costs.
//
// What was refused takes nothing from a quota, because "only the requests exceeding the
// limits are throttled" of the directory; it counts in x-ms-throttle-limit-percentage,
// where 1.2 means that so many more were asked for than there are. Graph's general page
// is less exact: "all requests accrue against your usage limits".
// Source: https://learn.microsoft.com/graph/throttling-limits and
// https://learn.microsoft.com/graph/throttling
func (e *Emulator) toll(s *tenant.Session, rq *Request, call api.Call, units int) toll {
	if !e.throttling.On || rq.Op == &api.Batch {
		// The parts of a batch are counted one by one, and the batch is not.
		// Source: https://learn.microsoft.com/graph/throttling#throttling-and-batching
		return toll{}
	}
	limits := limitsOf(e.cloud, call)
	if len(limits) == 0 {
		return toll{}
	}
	share := 1.0
	if call.Op.API == &api.Graph && strings.EqualFold(rq.Header.Get("x-ms-throttle-priority"), "low") {
		share = lowShare
	}
	var room [8]tenant.Draw
	draws := room[:0]
	var of [8]*limit
	add := func(l *limit, amount float64) {
		cost := 1.0
		switch l.counts {
		case countUnits:
			cost = float64(units)
		case countWrites:
			if !call.Op.Write() {
				return
			}
		case countRequests:
		}
		d := tenant.Draw{Allowance: l.Allowance, Payer: l.of.payer(s, call), Cost: cost, Share: share}
		d.Amount = amount * cmp.Or(e.throttling.Factor, 1)
		of[len(draws)] = l
		draws = append(draws, d)
	}
	if &limits[0] == &directoryLimits[0] {
		add(&tenantUnits, unitsBySize(usersOf(s.Tenant)))
	}
	for i := range limits {
		add(&limits[i], limits[i].Amount)
	}
	world := s.Tenant.World()
	given := world.Meters.Take(world.Now(), draws)
	return e.bill(s, call, draws, of[:len(draws)], given)
}

// bill is what an answer says of the draws.
func (e *Emulator) bill(s *tenant.Session, call api.Call, draws []tenant.Draw, of []*limit, given bool) toll {
	var t toll
	set := func(name, value string) {
		if t.header == nil {
			t.header = http.Header{}
		}
		t.header.Set(name, value)
	}
	var load float64
	var short *limit
	var wait time.Duration
	for i, d := range draws {
		l := of[i]
		if l.information != "" && l.of != wholeTenant {
			load = max(load, d.Load)
		}
		if l.left != "" {
			set(l.left, strconv.Itoa(int(d.Left)))
		}
		if d.Short && (short == nil || d.Wait > wait) {
			short, wait = l, d.Wait
		}
	}
	if load > 0.8 {
		set("x-ms-throttle-limit-percentage", strconv.FormatFloat(load, 'f', 2, 64))
	}
	if given {
		return t
	}
	after := e.throttling.retryAfter(wait)
	set("Retry-After", after)
	if short.scope != "" {
		set("x-ms-throttle-scope", short.scope+"/"+string(s.Caller.App)+"/"+string(s.Tenant.ID()))
		set("x-ms-throttle-information", short.information)
	}
	t.refused = refuse(throttled(s, call, short, after))
	t.refused.refused.RetryAfter = wait
	return t
}

// throttled is the refusal in the words of the API.
func throttled(s *tenant.Session, call api.Call, short *limit, after string) *admin365.Error {
	r := call.Op.API.Common.Throttled
	switch call.Op.API {
	case &api.AzureResourceManager:
		kind := "write"
		switch call.Op.Method {
		case http.MethodGet, http.MethodHead:
			kind = "read"
		case http.MethodDelete:
			kind = "delete"
		default:
		}
		if short.of == principalInTenant {
			return api.AzureTenantThrottled.Err("", kind, string(s.Tenant.ID()), principal(s), after)
		}
		return api.AzureSubscriptionThrottled.Err("", kind, call.IDs[0], principal(s), after)
	case &api.PartnerCenter:
		return r.Err("", after)
	default:
		return r.Err("")
	}
}

// retryAfter is a wait as the header says it: in whole seconds, at least one, or as a
// decimal. Nobody who comes then is too early.
func (t Throttling) retryAfter(wait time.Duration) string {
	if t.DecimalRetryAfter {
		return strconv.FormatFloat(math.Ceil(float64(wait)/float64(time.Millisecond))/1000, 'f', 3, 64)
	}
	return strconv.Itoa(int(max(math.Ceil(wait.Seconds()), 1)))
}

// payer is who draws on a limit in a call.
func (d drawer) payer(s *tenant.Session, call api.Call) tenant.Payer {
	switch d {
	case appEverywhere:
		return tenant.Payer{Who: string(s.Caller.App)}
	case wholeTenant:
		return tenant.Payer{Tenant: s.Tenant.ID()}
	case principalInTenant:
		return tenant.Payer{Tenant: s.Tenant.ID(), Who: principal(s)}
	case principalOnSubscription:
		return tenant.Payer{Tenant: s.Tenant.ID(), Who: principal(s), Of: call.IDs[0]}
	case wholeSubscription:
		return tenant.Payer{Tenant: s.Tenant.ID(), Of: call.IDs[0]}
	default:
		return tenant.Payer{Tenant: s.Tenant.ID(), Who: string(s.Caller.App)}
	}
}

func principal(s *tenant.Session) string { return cmp.Or(string(s.Caller.User), string(s.Caller.App)) }

// usersOf is how many users a tenant has.
func usersOf(t *tenant.Tenant) (users int) {
	// Reading cannot fail.
	_ = t.Look(func(tx *tenant.Tx) error {
		if d := tx.Ports().Directory; d != nil {
			users = d.Size(tx)
		}
		return nil
	})
	return users
}
