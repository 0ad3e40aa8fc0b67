package admin

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// Drill is a rehearsed failure of a tenant in memory. The same drill plays for
// direct calls, as the error that a client returns at last, and on the wire of
// an [Emulator], where the client meets it and mends what can be mended. Drills
// compose; of several that are due for one call the first one plays.
//
// An operation is named as in [admin365.Error.Op], such as
// "identity.Users.Create"; a name that ends in "*" is a prefix, and "" is every
// operation. [Rule] makes a drill of a rule that is data.
type Drill struct {
	// Name says what the drill rehearses.
	Name string
	op   string
	// plays, if set, tells the operations that can fail so.
	plays func(*api.Op) bool
	start func(*tenant.Tenant) (stop func())
}

// check refuses a drill that could never play, because no operation has its
// name: a test with a misspelled one would pass for the wrong reason.
func (d Drill) check() error {
	prefix, isPrefix := strings.CutSuffix(d.op, "*")
	var names []string
	for _, op := range shared().mux.Ops() {
		if d.plays != nil && !d.plays(op) {
			continue
		}
		if d.op == "" || op.Name == d.op || isPrefix && strings.HasPrefix(op.Name, prefix) {
			return nil
		}
		names = append(names, op.Name)
	}
	return &admin365.Error{
		Kind: admin365.ErrInvalid, Target: d.op,
		Message: "no operation that can fail so has this name; there are " + strings.Join(names, ", "),
	}
}

// Drill begins the drills, and returns what ends them. It panics on a drill of
// an operation that does not exist.
func (m *Memory) Drill(drills ...Drill) (stop func()) {
	for _, d := range drills {
		if err := d.check(); err != nil {
			panic("admin: " + err.Error())
		}
	}
	var stops []func()
	for _, d := range drills {
		stops = append(stops, d.start(m.tenant))
	}
	return func() {
		for _, s := range stops {
			s()
		}
	}
}

// ReplicaLag has every read see the tenant as it was d ago: what was just
// created is not found for a while, as with the real service's replicas. Rules
// see the newest state all the same. A client on the wire waits for what it has
// created itself; a direct one finds that at once, as if it had waited.
func ReplicaLag(d time.Duration) Drill {
	return Drill{Name: "replica lag of " + d.String(), start: func(t *tenant.Tenant) func() {
		t.SetLag(d)
		return func() { t.SetLag(0) }
	}}
}

// Throttle refuses the next times calls with 429 and Retry-After after; with
// times 0 all of them. A fraction of a second is sent as a decimal, as the
// service does.
func Throttle(op string, times int, after time.Duration) Drill {
	return fault("throttling of "+named(op), tenant.Fault{
		Op: op, Times: times, Refusal: func(op *api.Op) *api.Refusal { return op.API.Common.Throttled },
		RetryAfter: seconds(after), Wait: after,
	})
}

// Unavailable answers 503 to the next times calls; with times 0 to all. With
// after 0 there is no Retry-After, and a client cannot know whether a write was
// done; it was not.
func Unavailable(op string, times int, after time.Duration) Drill {
	f := tenant.Fault{Op: op, Times: times, Refusal: func(op *api.Op) *api.Refusal { return op.API.Common.Unavailable }}
	if after > 0 {
		f.RetryAfter, f.Wait = seconds(after), after
	}
	return fault("outage of "+named(op), f)
}

// FailNth answers the nth call, counted from 1, with the status and nothing that
// explains it; the call is not done.
func FailNth(op string, n, status int) Drill {
	return fault("failure of call "+strconv.Itoa(n)+" of "+named(op), tenant.Fault{
		Op: op, Skip: max(n, 1) - 1, Times: 1, Status: status, Code: "UnknownError", Message: "",
	})
}

// LostAnswer does the nth call, counted from 1, and answers 504 in the place of
// its result: the write has happened, and the client cannot know.
func LostAnswer(op string, n int) Drill {
	return fault("lost answer to call "+strconv.Itoa(n)+" of "+named(op), tenant.Fault{
		Op: op, Skip: max(n, 1) - 1, Times: 1, Status: http.StatusGatewayTimeout, Code: "UnknownError", Done: true,
	})
}

// Busy refuses the next times calls because another write is in progress; with
// times 0 all of them. Each API says so in its own way: Graph answers 503 and soon takes
// the call, which a client waits for; where an operation runs on an environment its
// requests are refused at once, and those that no operation hinders pass. That one runs
// on an environment for a while is Occupy of [Backstage].Instances.
func Busy(op string, times int) Drill {
	d := fault("contention on "+named(op), tenant.Fault{
		Op: op, Times: times, Refusal: busy, Message: "The request could not be completed because of a concurrent update.",
		RetryAfter: "1", Wait: time.Second,
	})
	d.plays = func(op *api.Op) bool { return busy(op) != nil }
	return d
}

// busy is how an operation says that another one is in its way; nil where none is.
func busy(op *api.Op) *api.Refusal {
	for _, r := range append(op.API.All(), op.RefusalsOwn()...) {
		if errors.Is(r.Is, admin365.ErrBusy) {
			return r
		}
	}
	return nil
}

// CutBody does the next times calls and breaks the connection in the middle of
// their answers.
func CutBody(op string, times int) Drill {
	return fault("cut answers of "+named(op), tenant.Fault{Op: op, Times: times, Cut: true, Done: true})
}

// HTMLAnswer does the next times calls and answers a page of HTML instead of
// JSON, as a proxy in between does.
func HTMLAnswer(op string, times int) Drill {
	return fault("HTML answers of "+named(op), tenant.Fault{Op: op, Times: times, HTML: true, Done: true})
}

// Slow lets d pass before each call is answered.
func Slow(op string, d time.Duration) Drill {
	return fault("slowness of "+named(op), tenant.Fault{Op: op, Delay: d})
}

func fault(name string, f tenant.Fault) Drill {
	return Drill{Name: name, op: f.Op, start: func(t *tenant.Tenant) func() { return t.Faults.Add(f) }}
}

func named(op string) string {
	if op == "" {
		return "every operation"
	}
	return op
}

// seconds writes a wait as Retry-After does: whole seconds, or a decimal.
func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }
