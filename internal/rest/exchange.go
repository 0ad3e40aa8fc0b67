package rest

import (
	"context"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// exchange is one request with all its attempts. It is used once, by one
// goroutine; only the trace's hooks run on others.
type exchange struct {
	c      *Client
	call   api.Call
	host   api.Host
	url    *url.URL
	header http.Header
	body   []byte
	id     string
	write  bool
	moves  bool
	// answered is [Request.Answered].
	answered *time.Time
	cost     int
	tokens   *tokens
	// accept takes a good answer. The body is only lent to it. An error says
	// that the answer is not what the operation promises.
	accept func(status int, header http.Header, body []byte) error
	// wantsValue: accept keeps something of the answer.
	wantsValue bool

	attempt int       // the attempt that is under way, from 1
	counted int       // attempts that count against MaxAttempts
	started time.Time // of the attempt, before it waits
	token   string    // of the attempt
	refused string    // the token that a 401 refused
	claims  string    // what that 401 asked for
	renewed bool      // the repeat with a new token was made
	pause   time.Duration
	// lingers: an earlier attempt may have been carried out.
	lingers bool
	last    *verdict // on the attempt that no other follows
	failed  error    // why the latest attempt could not be made

	trace trace
}

// trace learns from the transport how far an attempt came. Its hooks may still
// be called when the attempt is over.
type trace struct{ asked, got, wrote atomic.Bool }

func (t *trace) reset() {
	t.asked.Store(false)
	t.got.Store(false)
	t.wrote.Store(false)
}

func (t *trace) hooks() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GetConn:      func(string) { t.asked.Store(true) },
		GotConn:      func(httptrace.GotConnInfo) { t.got.Store(true) },
		WroteHeaders: func() { t.wrote.Store(true) },
	}
}

// run sends the request until it is answered for good. The loop is
// retryablehttp's, which rewinds the body; every decision in it is ours. Its
// client is made for each exchange, which costs nothing and gives its hooks
// their state: CheckRetry would otherwise have only the context to find it in,
// and Backoff not even that.
func (x *exchange) run(ctx context.Context) error {
	traced := httptrace.WithClientTrace(ctx, x.trace.hooks())
	var body any
	if x.body != nil {
		body = x.body
	}
	rq, err := retryablehttp.NewRequestWithContext(traced, x.call.Op.Method, x.url.String(), body)
	if err != nil {
		// Its text quotes the URL, and with it the query.
		return x.c.attribute(x.call, invalid("the request cannot be built"))
	}
	rq.Header = x.header
	loop := retryablehttp.Client{
		HTTPClient: x.c.shared.http,
		// Logger stays nil: what retryablehttp logs holds URLs.
		RetryMax:     math.MaxInt, // CheckRetry counts.
		CheckRetry:   x.checkRetry,
		Backoff:      func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return x.pause },
		PrepareRetry: x.prepare,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	if err := x.prepare(rq.Request); err != nil {
		return err
	}
	//nolint:bodyclose // checkRetry has read and closed the body of every answer.
	_, err = loop.Do(rq)
	switch {
	case x.failed != nil:
		return x.failed
	case x.last != nil:
		// Whatever error retryablehttp returns is in here, in our words.
		return x.last.err
	default:
		// The context ended while it waited for the next attempt.
		return x.interrupted(err)
	}
}

// prepare readies an attempt: the limits, then the token, so that a long wait
// does not outlive the token.
func (x *exchange) prepare(rq *http.Request) error {
	ctx := rq.Context()
	x.attempt++
	x.started = time.Now()
	x.trace.reset()
	err := x.wait(ctx)
	if err == nil {
		x.token, err = x.tokens.get(ctx, x.refused, x.claims)
	}
	if err == nil && (rq.URL.Scheme != "https" || !sameHost(rq.URL.Host, x.host.Name())) {
		// The last gate before a token goes out, whatever the way here was.
		err = invalid("the request would leave " + x.host.Name())
	}
	if err != nil {
		x.failed = x.interrupted(err)
		x.observe(ctx, &verdict{err: x.failed})
		return x.failed
	}
	// The transport may still be reading the header of the attempt before.
	rq.Header = rq.Header.Clone()
	rq.Header.Set("Authorization", "Bearer "+x.token)
	return nil
}

// checkRetry ends an attempt: it reads and judges its answer, tells about it,
// and says whether there is another one.
func (x *exchange) checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	answered := time.Since(x.started)
	v := x.judge(ctx, resp, err)
	v.duration = answered
	again, pause, why := x.again(ctx, v)
	if !again {
		v.err = x.settle(v)
		x.last = v
	}
	v.err = x.named(v.err)
	x.observe(ctx, v)
	if again {
		x.pause = pause
		x.lingers = x.lingers || v.maybe
		x.c.cfg.Logger.LogAttrs(ctx, slog.LevelWarn, "admin365: request is repeated",
			slog.String("op", x.call.Op.Name), slog.Int("status", v.status), slog.Int("attempt", x.attempt),
			slog.Duration("wait", pause), slog.String("because", why), slog.String("request_id", v.requestID))
	}
	return again, nil
}

// interrupted is the error of an exchange that ended between two attempts or
// before the first. If an attempt before may have been carried out, that is
// what the caller has to know.
func (x *exchange) interrupted(err error) error {
	if x.write && x.lingers {
		return x.named(&admin365.Error{
			Kind: admin365.ErrUncertain, Message: "an earlier attempt may have been carried out", Cause: err,
		})
	}
	return x.named(err)
}

func (x *exchange) named(err error) error {
	if err == nil {
		return nil
	}
	return x.c.attribute(x.call, err)
}

// observe tells the log and the observer about an attempt.
func (x *exchange) observe(ctx context.Context, v *verdict) {
	cfg := &x.c.cfg
	if v.duration == 0 {
		v.duration = time.Since(x.started)
	}
	if cfg.Logger.Enabled(ctx, slog.LevelDebug) {
		attrs := []slog.Attr{
			slog.String("op", x.call.Op.Name), slog.Int("status", v.status), slog.Int("attempt", x.attempt),
			slog.Duration("duration", v.duration), slog.String("request_id", v.requestID),
			slog.String("client_request_id", x.id), slog.String("tenant", string(cfg.TenantID)),
		}
		if v.err != nil {
			attrs = append(attrs, slog.String("error", v.err.Error()))
		}
		cfg.Logger.LogAttrs(ctx, slog.LevelDebug, "admin365: request", attrs...)
	}
	if cfg.Observe != nil {
		cfg.Observe(ctx, admin365.Event{
			Op: x.call.Op.Name, Effect: x.call.Op.Effect, Target: x.call.Target(), TenantID: cfg.TenantID,
			Attempt: x.attempt, Status: v.status, Units: v.units, Duration: v.duration,
			RequestID: v.requestID, Err: v.err,
		})
	}
}
