package tenant

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
)

// Fault is one failure to play. Memory plays it as the error that the client
// would return at last; the emulator plays it on the wire.
type Fault struct {
	// Op is the operation's name; one that ends in "*" is a prefix, "" is every
	// operation.
	Op string
	// Of narrows it to calls of such a kind, and App to those of an application.
	Of  func(api.Call) bool
	App admin365.AppID
	// Skip calls pass first; then Times calls fail (0 means all).
	Skip, Times int
	// Share is which part of the calls after these fails, drawn from Seed; 0 means all.
	Share float64
	Seed  uint64
	// Status, Code and Message are the answer. Status 0 answers nothing: with
	// Delay alone the call is only slow.
	Status        int
	Code, Message string
	// Header is set on the answer, whatever it is, and Body takes the place of its own.
	Header map[string]string
	Body   string
	// Refusal, where it is set, is what an operation answers in the words of its own API,
	// in the place of Status, Code and Message. A call of an operation for which it is nil
	// passes, and does not count.
	Refusal func(*api.Op) *api.Refusal
	// RetryAfter is the header as sent: "5", "2.128", a date, or nonsense.
	RetryAfter string
	// Wait is what RetryAfter means, for memory.
	Wait time.Duration
	// Delay passes before the answer.
	Delay time.Duration
	// Stale has a read see the tenant as it was so long ago; see [Tenant.Keep].
	Stale time.Duration
	// Done: the thing is done first, then the failure is answered.
	Done bool
	// Cut breaks the connection in the middle of the answer's body.
	Cut bool
	// HTML answers a page instead of JSON.
	HTML bool

	// ended is closed when the rule is taken out: nobody waits for it any longer.
	ended chan struct{}
}

// Faults are the rules in force. Rules compose: each call is counted by every
// rule that names it, and the first that is due is played.
type Faults struct {
	count atomic.Int32 // lets calls of a tenant without faults pass without a lock
	mu    sync.Mutex
	rules []*faultRule
}

type faultRule struct {
	Fault

	seen, due int
	draw      *rand.Rand
}

// Add puts a rule in force and returns what takes it out again.
func (f *Faults) Add(fault Fault) (remove func()) {
	fault.ended = make(chan struct{})
	rule := &faultRule{Fault: fault}
	if fault.Share > 0 {
		rule.draw = rand.New(rand.NewPCG(fault.Seed, fault.Seed)) //nolint:gosec // The same calls are to fail in every run.
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules = append(f.rules, rule)
	f.count.Add(1)
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		for i, r := range f.rules {
			if r == rule {
				f.rules = append(f.rules[:i:i], f.rules[i+1:]...)
				f.count.Add(-1)
				close(r.ended)
				return
			}
		}
	}
}

// Next counts a call of the application, and returns the fault to play, if any.
func (f *Faults) Next(call api.Call, app admin365.AppID) (Fault, bool) {
	if f.count.Load() == 0 {
		return Fault{}, false
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var first *faultRule
	for _, r := range f.rules {
		if r.of(call, app) && r.plays() && first == nil {
			first = r
		}
	}
	if first == nil {
		return Fault{}, false
	}
	return first.on(call), true
}

// of reports whether the call is one that the fault counts.
func (f *Fault) of(call api.Call, app admin365.AppID) bool {
	return f.names(call.Op.Name) && (f.App == "" || strings.EqualFold(string(f.App), string(app))) &&
		(f.Refusal == nil || f.Refusal(call.Op) != nil) && (f.Of == nil || f.Of(call))
}

// plays counts a call, and reports whether it is one that fails.
func (r *faultRule) plays() bool {
	r.seen++
	if r.seen <= r.Skip || r.Times > 0 && r.due >= r.Times || r.draw != nil && r.draw.Float64() >= r.Share {
		return false
	}
	r.due++
	return true
}

// on is the fault as the call's operation answers it.
func (f *Fault) on(call api.Call) Fault {
	own := *f
	if f.Refusal == nil {
		return own
	}
	r := f.Refusal(call.Op)
	about := call.Target()
	switch {
	case r.Status == http.StatusTooManyRequests:
		about = cmp.Or(f.RetryAfter, "1") // The one that has room for a word says when to come again.
	case r.Text == "%s":
		about = "Another operation is running on '" + about + "'."
	case len(call.IDs) > 0:
		about = call.IDs[0]
	}
	e := r.Err("", about)
	own.Status, own.Code, own.Message = e.Status, e.Code, e.Message
	if e.Message == "" && e.Code != "" {
		own.Message = f.Message // It is known by its code, whatever the text.
	}
	if r.Status < 500 && errors.Is(r.Is, admin365.ErrBusy) {
		// What is no outage does not say when to come again.
		own.RetryAfter, own.Wait = "", 0
	}
	return own
}

func (f *Fault) names(op string) bool {
	if prefix, ok := strings.CutSuffix(f.Op, "*"); ok {
		return strings.HasPrefix(op, prefix)
	}
	return f.Op == "" || f.Op == op
}

// Pause lets the fault's delay pass, which is over when the rule is taken out, or fails
// with the context.
func (f *Fault) Pause(ctx context.Context) error {
	if f.Delay <= 0 {
		return nil
	}
	timer := time.NewTimer(f.Delay)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-f.ended:
		return nil
	case <-timer.C:
		return nil
	}
}

// Err is the fault as memory returns it: what the client would return if it met
// the fault on its last attempt. It is nil for a fault that only delays.
func (f *Fault) Err(call api.Call) error {
	e := &admin365.Error{Status: f.Status, Code: f.Code, Message: f.Message, RetryAfter: f.Wait}
	// An answer whose body is another one is none, unless it is a failure anyway.
	lost := f.Cut || f.HTML || f.Done || f.Status == 0 && f.Body != ""
	// A failure of the server that does not say when to come again leaves open
	// whether a write was done; 501 says that it was not.
	unknown := f.Status >= 500 && f.Status != 501 && f.RetryAfter == ""
	r, _ := api.Recognize(call.Op.RefusalsAll(), f.Status, f.Code, f.Message)
	switch {
	case f.Status == 0 && !lost:
		return nil
	case call.Op.Write() && (lost || unknown):
		e.Kind = admin365.ErrUncertain
	case lost:
		e.Kind = admin365.ErrUnavailable
	case r != nil:
		e.Kind = r.Is
	default:
		e.Kind = api.KindOf(f.Status)
	}
	return e
}
