package api

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/admin365/admin365"
)

// Op is one published operation.
type Op struct {
	// Name is area, interface and method, such as "identity.Users.Get".
	Name string
	API  *API
	// Method is the HTTP method.
	Method string
	// Paths are path templates without the version, such as "/users/{id}". The
	// client sends the first; the emulator answers all. Key syntax ("('x')"),
	// type casts and letter case are normalised by the router and need no
	// entry.
	Paths []string
	// APIVersion takes the place of the API's QueryVersion; "-" sends none.
	APIVersion string
	// Access is who may call it.
	Access Access
	// Effect is what it can do.
	Effect admin365.Effect
	// Retry says whether sending it twice is harmless.
	Retry Retry
	// Repeated is the refusal that a repeat answers when the first attempt
	// succeeded, such as "not found" for a DELETE; nil if there is none.
	Repeated *Refusal
	// Settled: what it addresses was there for a while, as what lies in the bin, so
	// that "not found" is the truth at once and no replica that has yet to hear of it.
	Settled bool
	// Units are the resource units of the service's cost table; 0 means 1.
	Units int
	// Long marks an operation that goes on after its answer.
	Long bool
	// Strangers marks an operation that serves other people's clients only: no
	// method of ours performs it.
	Strangers bool
	// Refusals are what it refuses, besides what every operation of its API
	// refuses (see API.All) and what its Query is refused.
	Refusals []*Refusal
	// Query are what the options of its query are refused, which operations of one
	// kind share; nil if it takes none. It is a function because an initializer may
	// call none.
	Query func() []*Refusal
	// Source is the page that documents it.
	Source string
}

// Access is the three columns of the contracts: what an application needs, what
// the delegated scope is, and which role the signed-in person needs. Each list
// is "any of", the least first.
type Access struct {
	// Application permissions; none means that an application alone cannot.
	Application []admin365.Permission
	// Delegated scopes; none means that it cannot be delegated.
	Delegated []admin365.Permission
	// Roles; none means that every member may.
	Roles []Role
	// Self: a person may always do it to himself.
	Self bool
	// Anyone: a token is enough, whatever it permits.
	Anyone bool
	// PeopleOnly: no application on its own may, whatever it was granted or is
	// registered for. Of an API that registers applications; Graph says it by an empty
	// list of Application permissions.
	PeopleOnly bool
	// Shown: a part of it is shown to everybody, so that a permission that reaches
	// the signed-in person alone is enough for that part.
	Shown bool
	// Guests: a guest without a role may, who otherwise sees what he names by its id
	// and no list.
	Guests bool
	// Azure: on a path of a subscription a role of Azure takes the place of Roles, which
	// the operation's own rules judge. It is every path of the operation but the first.
	Azure bool
}

// Retry says what a repeat of a request does.
type Retry uint8

const (
	// RetryNever: a repeat does the thing a second time. Such a request is sent
	// again only when the service refused the first or never got it.
	RetryNever Retry = iota
	// RetryRepeatable: a repeat ends in the same state.
	RetryRepeatable
	// RetrySafe: it reads.
	RetrySafe
)

// Call is one call of an operation: the operation and the ids in its path.
type Call struct {
	Op  *Op
	IDs []string
	// Way is which of the operation's paths the call takes; as a rule the first.
	Way int
	// Subject is what a call without ids is about, such as the name of what it
	// creates.
	Subject string
	// Query are the options that the call has on the wire, for its cost where there
	// is no wire.
	Query url.Values
	// Addressed is what the caller named, where the path names it by another id; empty
	// otherwise. Guards, logs and errors are told of it.
	Addressed string
}

// At returns the call of o on the ids, which fill the braces of its path in order.
func (o *Op) At(ids ...string) Call { return Call{Op: o, IDs: ids} }

// By is At on another of the operation's paths than the first.
func (o *Op) By(way int, ids ...string) Call { return Call{Op: o, IDs: ids, Way: way} }

// About returns the call with its subject.
func (c Call) About(subject string) Call {
	c.Subject = subject
	return c
}

// With returns the call with the options that it has on the wire.
func (c Call) With(query url.Values) Call {
	c.Query = query
	return c
}

// For returns the call with what the caller named, which its path names otherwise.
func (c Call) For(ids ...string) Call {
	c.Addressed = strings.Join(ids, "/")
	return c
}

// Cost is what the service charges for a request of the operation with the query,
// in resource units.
// Source: https://learn.microsoft.com/graph/throttling-limits#resource-unit-cost-per-operation
func (o *Op) Cost(query url.Values) int {
	n := max(o.Units, 1)
	for name, values := range query {
		switch strings.ToLower(strings.TrimPrefix(name, "$")) {
		case "select":
			n--
		case "expand":
			n++
		case "top":
			if top, err := strconv.Atoi(values[0]); err == nil && top < 20 {
				n--
			}
		}
	}
	return max(n, 1)
}

// QueryVersion is the api-version that the client sends; empty for none.
func (o *Op) QueryVersion() string {
	switch o.APIVersion {
	case "":
		return o.API.QueryVersion
	case "-":
		return ""
	default:
		return o.APIVersion
	}
}

// Write reports whether the operation changes anything.
func (o *Op) Write() bool { return o.Effect != admin365.EffectRead }

// RefusalsOwn returns the operation's own refusals and those of its query.
func (o *Op) RefusalsOwn() []*Refusal {
	all := append([]*Refusal(nil), o.Refusals...)
	if o.Query != nil {
		all = append(all, o.Query()...)
	}
	return all
}

// RefusalsAll returns them and those of its API.
func (o *Op) RefusalsAll() []*Refusal {
	return append(o.RefusalsOwn(), o.API.All()...)
}

// Check refuses, before anything is sent, ids that would address something
// else: an empty one addresses the collection, "." and ".." what lies above.
func (c Call) Check() error {
	for _, id := range c.IDs {
		switch {
		case id == "":
			return c.invalid("the id is empty")
		case climbs(id):
			return c.invalid("the id is a path, not an id")
		case strings.ContainsAny(id, "\x00\r\n"):
			return c.invalid("the id holds a control character")
		}
	}
	return nil
}

// climbs reports whether one of the id's segments is "." or "..": some servers
// resolve them, percent-encoded or not, after they have checked the path.
func climbs(id string) bool {
	for segment := range strings.FieldsFuncSeq(id, func(r rune) bool { return r == '/' || r == '\\' }) {
		if segment == "." || segment == ".." {
			return true
		}
	}
	return false
}

func (c Call) invalid(message string) error {
	return &admin365.Error{Op: c.Op.Name, Target: c.Target(), Kind: admin365.ErrInvalid, Message: message}
}

// Target is what the call addresses, for errors and logs.
func (c Call) Target() string {
	switch {
	case c.Addressed != "":
		return c.Addressed
	case len(c.IDs) == 0:
		return c.Subject
	default:
		return strings.Join(c.IDs, "/")
	}
}

// Path returns the escaped path, version included.
func (c Call) Path() string {
	var b strings.Builder
	if c.Op.API.Version != "" {
		b.WriteString("/" + c.Op.API.Version)
	}
	rest := c.Op.Paths[c.Way]
	for _, id := range c.IDs {
		before, after, found := strings.Cut(rest, "{id}")
		if !found {
			break
		}
		if c.Op.API == &Graph && isWord(id) && strings.HasSuffix(before, "/") {
			// The id goes into a key, users('$x@y'), where nothing else is meant.
			b.WriteString(strings.TrimSuffix(before, "/"))
			b.WriteString("('" + url.PathEscape(strings.ReplaceAll(id, "'", "''")) + "')")
		} else {
			if strings.HasSuffix(before, "'") {
				id = strings.ReplaceAll(id, "'", "''") // A text in the language of OData.
			}
			b.WriteString(before)
			b.WriteString(url.PathEscape(id))
		}
		rest = after
	}
	b.WriteString(rest)
	return b.String()
}

// isWord reports whether an id could be read as a part of Graph's own language:
// a system segment ($count), a type's name, a function (delta), or an alternate key
// (name=value). No id of Graph's making looks so.
func isWord(id string) bool {
	lower := strings.ToLower(id)
	return strings.HasPrefix(id, "$") || strings.Contains(id, "=") || strings.HasPrefix(lower, "microsoft.") || strings.HasPrefix(lower, "graph.") || strings.Trim(lower, "abcdefghijklmnopqrstuvwxyz") == ""
}

// AsWrite returns the call as a guard sees it.
func (c Call) AsWrite(tenant admin365.TenantID) admin365.Write {
	return admin365.Write{Op: c.Op.Name, Effect: c.Op.Effect, Target: c.Target(), TenantID: tenant}
}

// Attribute names the operation and its target in err, so that memory and HTTP
// say the same. An error that is not an [*admin365.Error] becomes the cause of
// one; errors that already name an operation stay.
func (c Call) Attribute(err error) error {
	if err == nil {
		return nil
	}
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok {
		return &admin365.Error{Op: c.Op.Name, Target: c.Target(), Cause: err}
	}
	if e.Op != "" {
		return err
	}
	named := *e
	named.Op = c.Op.Name
	if prefix, ok := strings.CutSuffix(err.Error(), e.Error()); ok {
		// What wraps the refusal says more about it.
		named.Message = prefix + named.Message
	}
	if named.Target == "" {
		named.Target = c.Target()
	}
	return &named
}

// GuardWrite asks the guard before a write, and refuses every write if
// readOnly. What a guard refuses is [admin365.ErrForbidden] with its error as
// the cause.
func GuardWrite(ctx context.Context, c Call, tenant admin365.TenantID, readOnly bool, guard func(context.Context, admin365.Write) error) error {
	if !c.Op.Write() {
		return nil
	}
	if readOnly {
		return c.Attribute(&admin365.Error{Kind: admin365.ErrForbidden, TenantID: tenant, Message: "the client is read-only; nothing was sent"})
	}
	if guard == nil {
		return nil
	}
	if err := guard(ctx, c.AsWrite(tenant)); err != nil {
		return c.Attribute(&admin365.Error{Kind: admin365.ErrForbidden, TenantID: tenant, Message: "refused by the guard; nothing was sent", Cause: err})
	}
	return nil
}

// Writes reports whether an HTTP method writes; Raw calls are judged by it.
func Writes(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return false
	default:
		return true
	}
}
