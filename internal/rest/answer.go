package rest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

const (
	// maxErrorBody is how much of a refusal is read; the documented ones are
	// under 2 KiB.
	maxErrorBody = 64 << 10
	// maxBody is how much of a good answer is read. A page of 999 people with
	// every property is about 4 MiB; an answer of 64 MiB is not one of the
	// service's.
	maxBody = 64 << 20
	// maxPooled is the largest buffer that is kept for the next answer.
	maxPooled = 8 << 20
)

// verdict is what one attempt came to.
type verdict struct {
	status        int
	code, message string
	err           error // nil if the answer is good
	requestID     string
	units         int
	duration      time.Duration
	retryAfter    time.Duration
	hasRetryAfter bool
	claims        string    // of a 401
	spreads       time.Time // of a 404: until when the object may still be spreading
	maybe         bool      // the write may have been carried out
	passing       bool      // the failure says nothing about the request itself
	cut           bool      // the answer was good and is not complete
	final         bool      // a repeat cannot help
}

// judge reads the answer of an attempt to its end and says what it means.
func (x *exchange) judge(ctx context.Context, resp *http.Response, err error) *verdict {
	if err != nil {
		if resp != nil {
			_ = resp.Body.Close()
		}
		return x.unanswered(ctx, err)
	}
	v := &verdict{
		status:    resp.StatusCode,
		requestID: firstOf(resp.Header, "request-id", "x-ms-request-id", "x-ms-service-request-id", "x-ms-correlation-request-id", "x-ms-correlation-id", "MS-RequestId"),
	}
	v.units, _ = strconv.Atoi(resp.Header.Get("x-ms-resource-unit"))
	v.retryAfter, v.hasRetryAfter = ParseRetryAfter(resp.Header.Get("Retry-After"), time.Now())
	if x.answered != nil {
		// What does not parse is zero.
		*x.answered, _ = http.ParseTime(resp.Header.Get("Date"))
	}
	limit := maxErrorBody
	if good(v.status) {
		limit = maxBody
	}
	buffer, _ := buffers.Get().(*[]byte)
	if buffer == nil {
		buffer = new([]byte)
	}
	defer func() {
		if cap(*buffer) <= maxPooled {
			buffers.Put(buffer)
		}
	}()
	body, readErr := readAll((*buffer)[:0], resp, limit)
	resp.Body = http.NoBody // retryablehttp drains it once more.
	*buffer = body
	switch {
	case good(v.status):
		x.judgeGood(ctx, v, resp, body, readErr)
	case v.status < 400:
		v.maybe = true
		v.err = v.fail(admin365.ErrUnavailable, "the answer is a redirect that is not followed"+elsewhere(resp, x.host))
	default:
		x.judgeRefusal(v, resp.Header, body)
	}
	return v
}

// unanswered judges an attempt that got no answer.
func (x *exchange) unanswered(ctx context.Context, err error) *verdict {
	// The outer error quotes the URL with its query, which may name people.
	if outer, ok := errors.AsType[*url.Error](err); ok {
		err = outer.Err
	}
	v := &verdict{maybe: x.trace.arrived(err), passing: true, final: hopeless(err)}
	if ctx.Err() != nil {
		v.err = ctx.Err()
		return v
	}
	v.err = &admin365.Error{Kind: admin365.ErrUnavailable, Cause: err}
	return v
}

// judgeGood judges a 2xx: it is a success only when all of it came and it is
// what the operation promises.
func (x *exchange) judgeGood(ctx context.Context, v *verdict, resp *http.Response, body []byte, readErr error) {
	if readErr == nil {
		readErr = x.accept(v.status, resp.Header, body)
	}
	if readErr == nil {
		return
	}
	v.maybe, v.passing = true, true
	if ctx.Err() != nil {
		v.err = ctx.Err()
		return
	}
	bad, ok := errors.AsType[*badAnswer](readErr)
	if !ok {
		// The connection broke while the answer was read.
		v.cut = true
		e := v.fail(admin365.ErrUnavailable, "the answer was cut off")
		e.Cause = readErr
		v.err = e
		return
	}
	v.cut, v.final = bad.cut, !bad.cut
	v.err = v.fail(admin365.ErrUnavailable, bad.why)
}

// judgeRefusal judges a 4xx or 5xx.
func (x *exchange) judgeRefusal(v *verdict, header http.Header, body []byte) {
	w := parseRefusal(header.Get("Content-Type"), body)
	if v.requestID == "" {
		v.requestID = w.requestID
	}
	v.code, v.message = w.code, w.message
	e := v.fail(api.KindOf(v.status), clip(w.message))
	e.Code, e.Details = clip(w.code), w.details
	refusal, args := api.Recognize(x.call.Op.RefusalsAll(), v.status, w.code, w.message)
	if refusal != nil {
		e.Kind, e.Target = refusal.Is, refusal.Target(args, e.Target)
		if len(e.Details) == 0 {
			e.Details = refusal.Err("", args...).Details
		}
	}
	v.err = e
	switch {
	case v.status == http.StatusUnauthorized:
		v.passing, v.claims = true, claimsOf(header)
	case v.status == http.StatusTooManyRequests:
		v.passing = true
	case v.status == http.StatusNotFound && errors.Is(e.Kind, admin365.ErrNotFound) && !x.call.Op.Settled && !x.unlinks(e.Target):
		v.spreads = x.c.tenant.recent.named(w.message)
	case v.status == http.StatusServiceUnavailable && v.hasRetryAfter:
		// The service was not there for the request, and says when it is.
		v.passing = true
	case v.status == http.StatusNotImplemented:
		v.final = true
	case v.status >= 500 || v.status == http.StatusRequestTimeout:
		v.passing = true
		// A refusal that is known by its text and is not about the service's
		// health was made before anything was done.
		v.maybe = errors.Is(e.Kind, admin365.ErrUnavailable) || errors.Is(e.Kind, admin365.ErrUncertain)
	}
}

// unlinks: the request takes target out of something that it is not in. That is no
// news that has still to spread.
func (x *exchange) unlinks(target string) bool {
	ids := x.call.IDs
	return x.call.Op.Method == http.MethodDelete && len(ids) > 1 && strings.EqualFold(ids[len(ids)-1], target)
}

func (v *verdict) fail(kind error, message string) *admin365.Error {
	return &admin365.Error{
		Kind: kind, Status: v.status, Message: message, RequestID: v.requestID, RetryAfter: v.retryAfter,
	}
}

func good(status int) bool { return status >= 200 && status < 300 }

// elsewhere names the host of a redirect, and only the host: the rest of a
// Location may hold keys.
func elsewhere(resp *http.Response, host api.Host) string {
	to, err := resp.Location()
	if err != nil || sameHost(to.Host, host.Name()) {
		return ""
	}
	return ": it leads to another host than " + host.Name()
}

func firstOf(h http.Header, names ...string) string {
	for _, name := range names {
		if v := h.Get(name); v != "" {
			return clip(v)
		}
	}
	return ""
}

// buffers are what answers are read into. Pages are large and come one after
// the other, so the next one finds the buffer of the last.
var buffers sync.Pool

// readAll reads the body of an answer into buf, up to limit, and closes it. A
// good answer that is larger is refused; of a refusal the beginning is enough.
func readAll(buf []byte, resp *http.Response, limit int) ([]byte, error) {
	defer func() { _ = resp.Body.Close() }()
	if n := resp.ContentLength; n > 0 && n < int64(limit) && int64(cap(buf)) <= n {
		// One byte more, so that the read that finds the end has room.
		buf = make([]byte, 0, n+1)
	}
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := resp.Body.Read(buf[len(buf):min(cap(buf), limit+1)])
		buf = buf[:len(buf)+n]
		switch {
		case errors.Is(err, io.EOF):
			return buf, nil
		case err != nil:
			return buf, err
		case len(buf) > limit:
			// A little more is read so that the connection can be used again;
			// who sends without end loses it.
			_, _ = io.CopyN(io.Discard, resp.Body, maxErrorBody)
			return buf[:limit], &badAnswer{why: "the answer is too large"}
		}
	}
}
