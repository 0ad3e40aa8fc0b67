package rest

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

const (
	firstBackoff = 500 * time.Millisecond
	maxBackoff   = 8 * time.Second
	// A replica usually catches up within a second or two, so the waits for it
	// begin shorter and stay shorter.
	firstLag = 250 * time.Millisecond
	maxLag   = 4 * time.Second
)

// again decides whether the request is sent once more, after which pause, and
// why (for the log).
func (x *exchange) again(ctx context.Context, v *verdict) (again bool, pause time.Duration, why string) {
	if v.err == nil || ctx.Err() != nil {
		return false, 0, ""
	}
	if x.repeated(v) {
		// A caller who wants a value has no success without one; settle tells
		// him that the outcome is not known.
		if !x.wantsValue {
			v.err = nil
		}
		return false, 0, ""
	}
	if x.moved(v) {
		return false, 0, ""
	}
	if v.status == http.StatusUnauthorized {
		if x.renewed {
			return false, 0, ""
		}
		x.renewed, x.refused, x.claims = true, x.token, v.claims
		return true, 0, "the token was not accepted"
	}
	if v.spreads.After(time.Now()) {
		pause = min(backoff(x.attempt, firstLag, maxLag), time.Until(v.spreads))
		return fits(ctx, pause), pause, "a new object is not known everywhere yet"
	}
	x.counted++
	if x.counted >= x.c.cfg.MaxAttempts {
		return false, 0, ""
	}
	why = x.reason(v)
	if why == "" {
		return false, 0, ""
	}
	pause = backoff(x.counted, firstBackoff, maxBackoff)
	if v.retryAfter > 0 {
		// A service that asks for no pause at all (0, or a date that has passed)
		// would otherwise be asked MaxAttempts times within a moment.
		pause = v.retryAfter
	}
	// Better the answer in hand than the end of the context: it says why, and
	// when to come again.
	return fits(ctx, pause), pause, why
}

// reason says why a failed attempt may be repeated, or "" if it may not. A
// refusal before the fact may always be; the rest only where the operation says
// that a repeat is harmless.
func (x *exchange) reason(v *verdict) string {
	repeatable := x.call.Op.Retry != api.RetryNever
	switch {
	case v.final:
		return ""
	case v.status == http.StatusTooManyRequests:
		return "throttled"
	case v.status == http.StatusServiceUnavailable && v.hasRetryAfter:
		return "the service asks to come again"
	case v.status == http.StatusServiceUnavailable && errors.Is(v.err, admin365.ErrBusy):
		// Two writes met, and this one changed nothing.
		return "another write is in progress"
	case v.status == 0 && !v.maybe:
		return "nothing was sent"
	case !repeatable:
		return ""
	case v.status == 0:
		return "the connection was lost"
	case v.cut:
		return "the answer was cut off"
	}
	switch v.status {
	case http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return "the service failed"
	default:
		return ""
	}
}

// repeated reports whether a refusal is what the success of an earlier attempt
// causes, such as the 404 of a DELETE whose first answer was lost.
func (x *exchange) repeated(v *verdict) bool {
	if !x.lingers || x.call.Op.Repeated == nil {
		return false
	}
	_, ok := x.call.Op.Repeated.Match(v.status, v.code, v.message)
	return ok
}

// moved reports whether a repeat found nothing at an address that the success of
// an earlier attempt takes away. Unlike the repeat of a DELETE it does not prove
// that success: there may never have been anything.
func (x *exchange) moved(v *verdict) bool {
	e, ok := errors.AsType[*admin365.Error](v.err)
	if !ok || !x.moves || !x.lingers || !errors.Is(e.Kind, admin365.ErrNotFound) {
		return false
	}
	return e.Target == "" || slices.ContainsFunc(x.call.IDs, func(id string) bool { return strings.EqualFold(id, e.Target) })
}

// runs reports whether a repeat met an operation that runs, which may be the one that
// an earlier attempt began.
func (x *exchange) runs(v *verdict) bool {
	return x.call.Op.Long && x.lingers && errors.Is(v.err, admin365.ErrBusy)
}

// settle gives the last attempt's error its kind, now that no further attempt
// follows.
func (x *exchange) settle(v *verdict) error {
	done := v.maybe || x.lingers && (v.passing || x.repeated(v) || x.moved(v) || x.runs(v))
	if v.err == nil || !x.write || !done {
		return v.err
	}
	e, ok := errors.AsType[*admin365.Error](v.err)
	if !ok {
		return &admin365.Error{Kind: admin365.ErrUncertain, Cause: v.err}
	}
	uncertain := *e
	uncertain.Kind = admin365.ErrUncertain
	return &uncertain
}

// backoff doubles from first to most, and takes a random part of its upper half,
// so that clients that were refused together do not come again together.
func backoff(n int, first, most time.Duration) time.Duration {
	d := most
	if shift := n - 1; shift < 16 && first<<shift < most {
		d = first << shift
	}
	return d/2 + rand.N(d/2)
}

// arrived reports whether a request whose attempt failed with cause may have
// reached the service. When in doubt it may: a create that is sent twice makes
// two.
func (t *trace) arrived(cause error) bool {
	if t.wrote.Load() {
		return true
	}
	var timeout net.Error
	if errors.As(cause, &timeout) && timeout.Timeout() && t.got.Load() {
		// The request may be on its way out at this moment.
		return true
	}
	if t.asked.Load() {
		return false
	}
	// A transport that does not report its progress.
	if dial, ok := errors.AsType[*net.OpError](cause); ok && dial.Op == "dial" {
		return false
	}
	return true
}

// hopeless reports whether a connection fails for a reason that stays.
func hopeless(cause error) bool {
	_, ok := errors.AsType[*tls.CertificateVerificationError](cause)
	return ok
}
