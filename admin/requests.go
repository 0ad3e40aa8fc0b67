package admin

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/internal/api"
	"github.com/admin365/admin365/internal/tenant"
)

// Request is one call that reached the tenant.
type Request struct {
	// Number counts the tenant's requests, from 1.
	Number uint64
	// At is the tenant's time in UTC.
	At     time.Time
	Caller admin365.Caller
	// Op is the operation, such as "identity.Users.Create", and Target what it
	// addressed. Op is empty where a request over the wire names no operation that is
	// here.
	Op     string
	Effect admin365.Effect
	Target string
	// Method and Path are a request's over the wire; empty for a direct call. Of the
	// query Path has the options of Graph and the version, and nothing else.
	Method, Path string
	// Status is the answer's, for a call over the wire; 0 for a direct one.
	Status int
	// Took is how long the answer took, in real time.
	Took time.Duration
	// Err is why the caller got no result; nil if the call succeeded. With
	// [admin365.ErrUncertain] it may have been done all the same.
	Err error
	// Needs are what the caller was let in for: each is one question of the rules that
	// he passed. [LeastPrivilege] sums them up. The default administrator and the
	// Backstage are asked nothing.
	Needs []Need
	// Missing names the operation that Microsoft documents and that was asked for and
	// is not here; empty as a rule.
	Missing string
}

// Need is one question of the rules: one of the permissions is granted, or one of the
// roles is held. One of the two lists is empty.
type Need struct {
	Permissions []admin365.Permission
	Roles       []admin365.RoleID
}

// String is the request on one line, with the kind of its failure.
func (r Request) String() string {
	line := r.Op
	if line == "" {
		line = r.Method + " " + r.Path
	}
	if r.Target != "" {
		line += " " + strconv.Quote(r.Target)
	}
	if e, ok := errors.AsType[*admin365.Error](r.Err); ok && e.Kind != nil {
		line += ": " + e.Kind.Error()
	}
	return line
}

// Rule is the name of the rule that refused the request, such as "RequestDenied" or
// "QuotaExceeded", and what it is about where that is more than the target: the property,
// or the permissions and roles of which one would have done. It is empty for a request
// that succeeded, and for a failure that no rule is behind, such as one of a [Drill].
func (r Request) Rule() (name, about string) {
	e, ok := errors.AsType[*admin365.Error](r.Err)
	if !ok {
		return "", ""
	}
	for _, d := range e.Details {
		switch {
		case d.Message == "" || d.Message == e.Message: // It says nothing more.
		case about == "":
			about = d.Message
		default:
			about += "; " + d.Message
		}
	}
	rules := api.Graph.All()
	if op, ok := operation(r.Op); ok {
		rules = op.RefusalsAll()
	}
	if rule, _ := api.Recognize(rules, e.Status, e.Code, e.Message); rule != nil {
		name = rule.Name
	}
	return name, about
}

// Allowing are the permissions of which one lets the request in, as its operation is
// documented: application permissions for an application on its own, delegated ones for
// a person. What a single property needs besides is not in it.
func (r Request) Allowing() []admin365.Permission {
	op, ok := operation(r.Op)
	switch {
	case !ok:
		return nil
	case r.Caller.User == "" && r.Caller.App != "":
		return slices.Clone(op.Access.Application)
	default:
		return slices.Clone(op.Access.Delegated)
	}
}

// operation finds an operation by its name.
func operation(name string) (*api.Op, bool) {
	for _, op := range shared().mux.Ops() {
		if op.Name == name {
			return op, true
		}
	}
	return nil, false
}

func requestOf(r tenant.Request) Request {
	public := Request{
		Number: r.Seq, At: r.At, Caller: r.Caller, Op: r.Op, Effect: r.Effect, Target: r.Target, Method: r.Method, Path: r.Path,
		Status: r.Status, Took: r.Took, Err: r.Err, Missing: r.Missing,
	}
	for _, n := range r.Needs {
		need := Need{Permissions: slices.Clone(n.Permissions)}
		for _, role := range n.Roles {
			need.Roles = append(need.Roles, admin365.RoleID(role))
		}
		public.Needs = append(public.Needs, need)
	}
	return public
}

func requestsOf(log []tenant.Request) []Request {
	var all []Request
	for _, r := range log {
		all = append(all, requestOf(r))
	}
	return all
}

// KeepRequests has the tenant keep its last requests from now on: as many as limit, or a
// hundred thousand if limit is not positive. [NewTest] does so; a tenant of its own
// keeps none, because a program that runs for long must not grow.
func (m *Memory) KeepRequests(limit int) { m.tenant.Log.Keep(limit) }

// KeepsRequests reports whether it does.
func (m *Memory) KeepsRequests() bool { return m.tenant.Log.Kept() }

// LastRequest is the number of the newest request; 0 before the first.
func (m *Memory) LastRequest() uint64 { return m.tenant.Log.Last() }

// Requests returns the requests that are kept, oldest first, the refused ones too. There
// are none until [Memory.KeepRequests].
func (m *Memory) Requests() []Request { return requestsOf(m.tenant.Log.All()) }

// RequestsSince returns those that came after the one with that number.
func (m *Memory) RequestsSince(number uint64) []Request {
	return requestsOf(m.tenant.Log.Since(number))
}

// ForgetRequests forgets the requests so far. Their numbers are not given again.
func (m *Memory) ForgetRequests() { m.tenant.Log.Clear() }

// MissingOperations counts the operations that Microsoft documents, that were asked for
// over the wire and that are not here, by name, since [Memory.KeepRequests] or
// [Memory.ForgetRequests].
func (m *Memory) MissingOperations() map[string]int { return m.tenant.Log.Missing() }

// Writes returns the kept requests that could change something.
func (m *Memory) Writes() []Request {
	return slices.DeleteFunc(m.Requests(), func(r Request) bool { return r.Effect == admin365.EffectRead })
}
