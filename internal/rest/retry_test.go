package rest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

const (
	adele    = `{"id":"adele","displayName":"Adele"}`
	password = `{"passwordProfile":{"password":"Winter-2031-Gale"}}`
)

var serviceFailed = refuse(500, "UnknownError", "")

// TestFaults is the retry and fault table. Each case runs in a bubble, where
// waiting costs nothing and is measured exactly.
func TestFaults(t *testing.T) {
	t.Parallel()
	get, create, update, remove := opGet.At("adele"), opCreate.At(), opUpdate.At("adele"), opDelete.At("adele")
	ok, created, done := answer(200, adele), answer(201, adele), answer(204, "")
	html := answer(200, "<html>sign in to the hotel</html>", "Content-Type", "text/html; charset=utf-8")
	gone := refuse(404, "Request_ResourceNotFound", "Resource 'adele' does not exist or one of its queried reference-property objects are not present.")
	throttled := func(after string) step {
		return refuse(429, "TooManyRequests", "Please retry again later.", "Retry-After", after)
	}
	down := func(after string) step { return refuse(503, "serviceNotAvailable", "later", "Retry-After", after) }

	for _, c := range []struct {
		name, why string
		call      api.Call
		moves     bool
		steps     []step
		deadline  time.Duration
		want      error // nil: success
		sent      int
		wait      time.Duration // exactly; -1: some backoff, -2: none
		check     func(*testing.T, *admin365.Error)
		target    string // of the error, where it is not the call's
	}{
		{name: "429 in seconds", why: "the documented form", call: get, steps: []step{throttled("3"), ok}, sent: 2, wait: 3 * time.Second},
		{name: "429 in decimals", why: "Microsoft's own sample says 2.128; others cut it to 2", call: get, steps: []step{throttled("2.128"), ok}, sent: 2, wait: 2128 * time.Millisecond},
		{name: "429 below a second", why: "0.249 was reported; cut to whole seconds it is none", call: create, steps: []step{throttled("0.249"), created}, sent: 2, wait: 249 * time.Millisecond},
		{name: "429 with a date", why: "RFC 9110 allows it; a bubble begins at midnight, 2000-01-01", call: get, steps: []step{throttled("Sat, 01 Jan 2000 00:00:07 GMT"), ok}, sent: 2, wait: 7 * time.Second},
		{name: "429 without", why: "some services send none; a backoff with jitter", call: get, steps: []step{refuse(429, "TooManyRequests", ""), ok}, sent: 2, wait: -1},
		{name: "429 with zero", why: "eight attempts without a pause would make it worse; the backoff instead", call: get, steps: []step{throttled("0"), ok}, sent: 2, wait: -1},
		{name: "429 with zero for ever", why: "the same at every attempt: half a minute in all, and not a moment", call: create, steps: []step{throttled("0")}, want: admin365.ErrThrottled, sent: 8, wait: -1,
			check: func(t *testing.T, e *admin365.Error) { assert.Zero(t, e.RetryAfter) }},
		{name: "429 with a date that has passed", why: "clocks differ; it means now, which is no pause", call: get, steps: []step{throttled("Fri, 31 Dec 1999 23:59:00 GMT"), ok}, sent: 2, wait: -1},
		{name: "429 negative", why: "nonsense counts as absent", call: create, steps: []step{throttled("-5"), created}, sent: 2, wait: -1},
		{name: "429 of thirty years", why: "an absurd wait is capped", call: get, steps: []step{throttled("1000000000"), ok}, sent: 2, wait: maxRetryAfter},
		{name: "429 on every method", why: "the service refused before it did anything", call: update, steps: []step{throttled("1"), throttled("1"), done}, sent: 3, wait: 2 * time.Second},
		{name: "429 for ever", why: "a refusal is not repeated for ever", call: create, steps: []step{throttled("1")}, want: admin365.ErrThrottled, sent: 8, wait: 7 * time.Second,
			check: func(t *testing.T, e *admin365.Error) {
				assert.Equal(t, time.Second, e.RetryAfter)
				assert.Equal(t, 429, e.Status)
				assert.Equal(t, "request-of-the-service", e.RequestID)
			}},
		{name: "429 beyond the deadline", why: "the answer in hand says more than the end of the context, and at once", call: get, steps: []step{throttled("30"), ok}, deadline: 10 * time.Second, want: admin365.ErrThrottled, sent: 1, wait: -2,
			check: func(t *testing.T, e *admin365.Error) { assert.Equal(t, 30*time.Second, e.RetryAfter) }},
		{name: "429, then a refused connection", why: "what the first attempt wrote says nothing about the second", call: create, steps: []step{throttled("1"), unreachable, created}, sent: 3, wait: -1},
		{name: "503 beyond the deadline", why: "the same, and it is not throttling", call: create, steps: []step{down("30"), created}, deadline: 10 * time.Second, want: admin365.ErrUnavailable, sent: 1, wait: -2},
		{name: "503 with Retry-After on a create", why: "the service was not there and says so", call: create, steps: []step{down("4"), created}, sent: 2, wait: 4 * time.Second},
		{name: "503 with zero on a create", why: "a Retry-After of zero is one: nothing was done", call: create, steps: []step{down("0"), created}, sent: 2, wait: -1},
		{name: "503 without on a create", why: "it may have been done: never twice", call: create, steps: []step{refuse(503, "x", ""), created}, want: admin365.ErrUncertain, sent: 1, wait: -2},
		{name: "503 with nonsense on a create", why: "nonsense is not a Retry-After", call: create, steps: []step{down("soon"), created}, want: admin365.ErrUncertain, sent: 1, wait: -2},
		{name: "503 without on a read", why: "reading twice harms nobody", call: get, steps: []step{refuse(503, "x", ""), ok}, sent: 2, wait: -1},
		{name: "503 of a concurrent write", why: "a refusal that is known by its code was made before anything was done", call: create, steps: []step{refuse(503, "Directory_ConcurrencyViolation", "two writes met"), created}, sent: 2, wait: -1},
		{name: "503 of concurrent writes for ever", why: "who is refused to the end is told that others write", call: create, steps: []step{refuse(503, "Directory_ConcurrencyViolation", "two writes met")}, want: admin365.ErrBusy, sent: 8, wait: -1},
		{name: "500 on a read", why: "a read is repeated", call: get, steps: []step{serviceFailed, serviceFailed, ok}, sent: 3, wait: -1},
		{name: "500 on a read for ever", why: "in the end it is unavailable, not uncertain", call: get, steps: []step{serviceFailed}, want: admin365.ErrUnavailable, sent: 8, wait: -1},
		{name: "500 on a patch", why: "the same patch twice ends in the same state", call: update, steps: []step{serviceFailed, done}, sent: 2, wait: -1},
		{name: "500 on a patch for ever", why: "any of them may have been carried out", call: update, steps: []step{serviceFailed}, want: admin365.ErrUncertain, sent: 8, wait: -1},
		{name: "500 on a create", why: "it may have been done: every peer measured sends it twice", call: create, steps: []step{serviceFailed, created}, want: admin365.ErrUncertain, sent: 1, wait: -2,
			check: func(t *testing.T, e *admin365.Error) { assert.Equal(t, 500, e.Status) }},
		{name: "504 on a create", why: "the gateway gave up, the service may not have", call: create, steps: []step{refuse(504, "UnknownError", ""), created}, want: admin365.ErrUncertain, sent: 1, wait: -2},
		{name: "504 on a read", why: "as 500", call: get, steps: []step{refuse(504, "x", ""), ok}, sent: 2, wait: -1},
		{name: "500 on a delete, then not found", why: "the first was carried out: that is success", call: remove, steps: []step{serviceFailed, gone}, sent: 2, wait: -1},
		{name: "not found on the first delete", why: "nothing of ours deleted it", call: remove, steps: []step{gone}, want: admin365.ErrNotFound, sent: 1, wait: -2},
		{name: "429 on a delete, then not found", why: "what was refused did not delete it", call: remove, steps: []step{throttled("1"), gone}, want: admin365.ErrNotFound, sent: 2, wait: time.Second},
		{name: "500 on a patch, then throttled past the deadline", why: "the last answer says nothing about the first", call: update, steps: []step{serviceFailed, throttled("60")}, deadline: 20 * time.Second, want: admin365.ErrUncertain, sent: 2, wait: -1},
		{name: "500 on a patch, then refused", why: "the refusal is an answer about the request itself", call: update, steps: []step{serviceFailed, refuse(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")}, want: admin365.ErrForbidden, sent: 2, wait: -1},
		{name: "504 on a rename by name, then not found", why: "it was carried out, and the old name is nobody's: never not found", call: update, moves: true, steps: []step{refuse(504, "UnknownError", ""), gone}, want: admin365.ErrUncertain, sent: 2, wait: -1},
		{name: "504 on a rename by name, then done", why: "it was not carried out", call: update, moves: true, steps: []step{refuse(504, "UnknownError", ""), done}, sent: 2, wait: -1},
		{name: "504 on a rename by name, then not found in no words of ours", why: "whoever says it: it may be the rename", call: update, moves: true, steps: []step{refuse(504, "UnknownError", ""), refuse(404, "x", "gone")}, want: admin365.ErrUncertain, sent: 2, wait: -1},
		{name: "504 on a rename by name, then another is not found", why: "the name of somebody else is not taken away", call: update, moves: true, steps: []step{refuse(504, "UnknownError", ""), refuse(404, "Request_ResourceNotFound", "Resource 'megan' does not exist or one of its queried reference-property objects are not present.")}, want: admin365.ErrNotFound, sent: 2, wait: -1, target: "megan"},
		{name: "429 on a rename by name, then not found", why: "what was refused renamed nobody", call: update, moves: true, steps: []step{throttled("1"), gone}, want: admin365.ErrNotFound, sent: 2, wait: time.Second},
		{name: "504 on a change by object id, then not found", why: "an id never moves: somebody else deleted it", call: update, steps: []step{refuse(504, "UnknownError", ""), gone}, want: admin365.ErrNotFound, sent: 2, wait: -1},
		{name: "501 on a create", why: "not offered, so not done", call: create, steps: []step{refuse(501, "NotImplemented", "x")}, want: admin365.ErrUnsupported, sent: 1, wait: -2},
		{name: "409", why: "coming again does not help", call: update, steps: []step{refuse(409, "x", "")}, want: admin365.ErrConflict, sent: 1, wait: -2},
		{name: "400", why: "a permanent refusal", call: get, steps: []step{refuse(400, "x", "")}, want: admin365.ErrInvalid, sent: 1, wait: -2},
		{name: "412", why: "the state is another", call: update, steps: []step{refuse(412, "x", "")}, want: admin365.ErrPrecondition, sent: 1, wait: -2},
		{name: "423", why: "locked by somebody", call: update, steps: []step{refuse(423, "x", "")}, want: admin365.ErrBusy, sent: 1, wait: -2},
		{name: "cut body on a read", why: "the rest may come the next time", call: get, steps: []step{cutOff(200, adele), ok}, sent: 2, wait: -1},
		{name: "a whole half of a body", why: "a server that ends its answer early without an error", call: get, steps: []step{answer(200, adele[:20]), ok}, sent: 2, wait: -1},
		{name: "cut body on a create", why: "it was done, and by which id is not known", call: create, steps: []step{cutOff(201, adele), created}, want: admin365.ErrUncertain, sent: 1, wait: -2},
		{name: "HTML on a read", why: "a hotel's sign-in page is not a person", call: get, steps: []step{html}, want: admin365.ErrUnavailable, sent: 1, wait: -2},
		{name: "JSON that says it is HTML", why: "the service names its type; who else answered is not known", call: get, steps: []step{answer(200, adele, "Content-Type", "text/html")}, want: admin365.ErrUnavailable, sent: 1, wait: -2},
		{name: "HTML on a create", why: "who answered is not known", call: create, steps: []step{html}, want: admin365.ErrUncertain, sent: 1, wait: -2},
		{name: "HTML on a patch", why: "nor is it a success where no body is expected", call: update, steps: []step{html}, want: admin365.ErrUncertain, sent: 1, wait: -2},
		{name: "HTML with 502", why: "a gateway's page keeps its status", call: create, steps: []step{answer(502, "<html>secret</html>", "Content-Type", "text/html")}, want: admin365.ErrUncertain, sent: 1, wait: -2,
			check: func(t *testing.T, e *admin365.Error) {
				assert.Equal(t, 502, e.Status)
				assert.Equal(t, "the answer is not JSON but text/html", e.Message)
			}},
		{name: "nothing where a person is expected", why: "never a zero value", call: get, steps: []step{answer(200, "")}, want: admin365.ErrUnavailable, sent: 1, wait: -2},
		{name: "an array where a person is expected", why: "never a zero value", call: get, steps: []step{answer(200, "[]")}, want: admin365.ErrUnavailable, sent: 1, wait: -2},
		{name: "null where a person is expected", why: "never a zero value", call: get, steps: []step{answer(200, "null")}, want: admin365.ErrUnavailable, sent: 1, wait: -2},
		{name: "401 once", why: "a token may end earlier than it says", call: create, steps: []step{refuse(401, "InvalidAuthenticationToken", "x"), created}, sent: 2, wait: -2},
		{name: "401 always", why: "one new token is enough to know", call: get, steps: []step{refuse(401, "InvalidAuthenticationToken", "x")}, want: admin365.ErrUnauthenticated, sent: 2, wait: -2},
		{name: "refused connection on a create", why: "nothing was sent", call: create, steps: []step{unreachable, created}, sent: 2, wait: -1},
		{name: "refused connection for ever", why: "nothing was sent, ever", call: create, steps: []step{unreachable}, want: admin365.ErrUnavailable, sent: 8, wait: -1},
		{name: "lost connection on a create", why: "it was written: it may have been done", call: create, steps: []step{lost, created}, want: admin365.ErrUncertain, sent: 1, wait: -2},
		{name: "lost connection on a read", why: "a read is repeated", call: get, steps: []step{lost, ok}, sent: 2, wait: -1},
		{name: "lost connection on a patch for ever", why: "something was written", call: update, steps: []step{lost}, want: admin365.ErrUncertain, sent: 8, wait: -1},
		{name: "a transport that tells nothing", why: "when in doubt it was written", call: create, steps: []step{func(*http.Request) (*http.Response, error) { return nil, errors.New("broken") }, created}, want: admin365.ErrUncertain, sent: 1, wait: -2},
		{name: "backoff beyond the deadline", why: "the failure in hand, at once", call: get, steps: []step{serviceFailed}, deadline: 100 * time.Millisecond, want: admin365.ErrUnavailable, sent: 1, wait: -2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client, s := newTest(t, nil, c.steps...)
				ctx := t.Context()
				if c.deadline > 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, c.deadline)
					defer cancel()
				}
				rq := Request{Call: c.call, Moves: c.moves}
				if c.call.Op.Write() && c.call.Op != &opDelete {
					rq.Body = []byte(password)
				}
				start := time.Now()
				var err error
				if c.call.Op == &opGet || c.call.Op == &opCreate {
					var u *user
					u, err = One[user](ctx, client, rq)
					if err == nil {
						require.NotNil(t, u)
						assert.Equal(t, user{"adele", "Adele"}, *u, c.why)
					} else {
						assert.Nil(t, u, c.why)
					}
				} else {
					err = Send(ctx, client, rq)
				}
				waited := time.Since(start)

				if c.want == nil {
					require.NoError(t, err, c.why)
				} else {
					require.ErrorIs(t, err, c.want, c.why)
					e, ok := errors.AsType[*admin365.Error](err)
					require.True(t, ok)
					assert.Equal(t, c.want, e.Kind, c.why)
					assert.Equal(t, c.call.Op.Name, e.Op)
					if c.target == "" {
						c.target = c.call.Target()
					}
					assert.Equal(t, c.target, e.Target)
					assert.Equal(t, admin365.TenantID(testTenant), e.TenantID)
					if c.check != nil {
						c.check(t, e)
					}
				}
				requests := s.requests()
				assert.Len(t, requests, c.sent, c.why)
				switch c.wait {
				case -1:
					assert.Positive(t, waited, c.why)
				case -2:
					assert.Zero(t, waited, c.why)
				default:
					assert.Equal(t, c.wait, waited, c.why)
				}
				for _, r := range requests {
					assert.Equal(t, requests[0].body, r.body, "each attempt sends the same bytes")
					assert.Equal(t, requests[0].header.Get("client-request-id"), r.header.Get("client-request-id"))
				}
				assert.Zero(t, s.open, "every body is closed")
			})
		})
	}
}

// TestCancelled: a context's end passes through, and says uncertain only where
// something may have been done.
func TestCancelled(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, why string
		call      api.Call
		step      step
		before    bool
		uncertain bool
		sent      int
	}{
		{name: "before", why: "nothing is sent", call: opCreate.At(), before: true, step: answer(201, adele)},
		{name: "while a read is answered", why: "a read leaves nothing behind", call: opGet.At("x"), sent: 1},
		{name: "while a create is answered", why: "it was written", call: opCreate.At(), uncertain: true, sent: 1},
		{name: "while waiting to repeat a create", why: "the first was refused", call: opCreate.At(), sent: 1, step: refuse(429, "x", "", "Retry-After", "60")},
		{name: "while waiting to repeat a read", why: "a read leaves nothing behind", call: opGet.At("x"), sent: 8, step: serviceFailed},
		{name: "while waiting to repeat a patch", why: "the first may have been done", call: opUpdate.At("x"), sent: 8, step: serviceFailed, uncertain: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				hang := func(rq *http.Request) (*http.Response, error) {
					wrote(rq)
					<-rq.Context().Done()
					return nil, rq.Context().Err()
				}
				if c.step == nil {
					c.step = hang
				}
				client, s := newTest(t, func(cfg *Config) { cfg.MaxAttempts = 1000 }, c.step)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if c.before {
					cancel()
				} else {
					time.AfterFunc(20*time.Second, cancel)
				}
				_, err := One[user](ctx, client, Request{Call: c.call})
				require.ErrorIs(t, err, context.Canceled, c.why)
				assert.Equal(t, c.uncertain, errors.Is(err, admin365.ErrUncertain), "%s: %v", c.why, err)
				e, _ := errors.AsType[*admin365.Error](err)
				require.NotNil(t, e)
				assert.Equal(t, c.call.Op.Name, e.Op)
				if c.sent < 8 {
					assert.Len(t, s.requests(), c.sent, c.why)
				}
			})
		})
	}
}

// TestArrived: when in doubt, a request arrived.
func TestArrived(t *testing.T) {
	t.Parallel()
	dial := &net.OpError{Op: "dial", Err: errors.New("refused")}
	reset := &net.OpError{Op: "read", Err: errors.New("reset")}
	slow := &net.OpError{Op: "write", Err: os.ErrDeadlineExceeded}
	for _, c := range []struct {
		name              string
		asked, got, wrote bool
		cause             error
		want              bool
	}{
		{"written", true, true, true, reset, true},
		{"no connection", true, false, false, dial, false},
		{"a connection that broke before the header was out", true, true, false, reset, false},
		{"a timeout while it may be going out", true, true, false, slow, true},
		{"a timeout before there is a connection", true, false, false, slow, false},
		{"a transport that tells nothing", false, false, false, reset, true},
		{"a transport that tells nothing, and a refused connection", false, false, false, dial, false},
	} {
		var tr trace
		tr.asked.Store(c.asked)
		tr.got.Store(c.got)
		tr.wrote.Store(c.wrote)
		assert.Equal(t, c.want, tr.arrived(c.cause), c.name)
	}
}

// TestBodyIsKept: what the caller does to his bytes during a call does not
// reach the second attempt.
func TestBodyIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		body := []byte(`{"a":1}`)
		client, s := newTest(t, func(cfg *Config) {
			cfg.Observe = func(context.Context, admin365.Event) { copy(body, "xxxxxxx") }
		}, refuse(429, "x", ""), answer(204, ""))
		require.NoError(t, Send(t.Context(), client, Request{Call: opUpdate.At("x"), Body: body}))
		assert.Equal(t, `{"a":1}`, s.requests()[1].body)
	})
}

// TestRepeatOfAValue: a success that is known only from the repeat's refusal
// gives no value, so a caller who wants one hears that it is uncertain.
func TestRepeatOfAValue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		op := opDelete
		gone := refuse(404, "Request_ResourceNotFound", "Resource 'adele' does not exist or one of its queried reference-property objects are not present.")
		client, _ := newTest(t, nil, serviceFailed, gone)
		u, err := One[user](t.Context(), client, Request{Call: op.At("adele")})
		require.ErrorIs(t, err, admin365.ErrUncertain)
		assert.Nil(t, u)
	})
}
