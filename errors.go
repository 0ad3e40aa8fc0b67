package admin365

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// The sentinels say what kind of failure an [Error] is. Test with
// [errors.Is]; every implementation, in memory or over HTTP, answers the same
// sentinel for the same refusal.
var (
	// ErrNotFound: what the call names does not exist, or is not visible to
	// the caller.
	ErrNotFound = errors.New("not found")
	// ErrConflict: the name is taken, or the thing is already so. Coming
	// again does not help; see ErrBusy for what does.
	ErrConflict = errors.New("conflict")
	// ErrBusy: another operation is running on the same thing; come again.
	ErrBusy = errors.New("busy")
	// ErrInvalid: the input breaks a rule. Error.Details names the property.
	ErrInvalid = errors.New("invalid")
	// ErrUnauthenticated: there is no token, or the service does not accept it.
	ErrUnauthenticated = errors.New("unauthenticated")
	// ErrForbidden: the caller is known and may not do this.
	ErrForbidden = errors.New("forbidden")
	// ErrPrecondition: the state of the tenant does not allow it, or is not
	// what the caller said it would be.
	ErrPrecondition = errors.New("precondition failed")
	// ErrResync: the service has forgotten what a token of changes stood for;
	// start anew without one.
	ErrResync = errors.New("start anew")
	// ErrThrottled: too many requests; Error.RetryAfter says when to come again.
	ErrThrottled = errors.New("throttled")
	// ErrUnavailable: the service failed, and nothing was changed.
	ErrUnavailable = errors.New("unavailable")
	// ErrUncertain: the request was sent and its outcome is not known. Look
	// before you repeat it.
	ErrUncertain = errors.New("outcome unknown")
	// ErrUnsupported: Microsoft publishes no API for this. Error.Message says
	// which page does it and what the nearest API is.
	ErrUnsupported = errors.New("unsupported")
)

// Error is the one error type of this module. Kind is the sentinel to test
// for; the other fields are for people and logs. The text of Error is not part
// of the contract, the fields are. It never holds a password, a token or a
// request body.
type Error struct {
	// Op is the operation, such as "identity.Users.Get".
	Op string
	// Kind is one of the sentinels of this package.
	Kind error
	// Code is the service's own code, such as "Request_ResourceNotFound".
	Code string
	// Status is the HTTP status; memory fills it with the status that the
	// service uses. Zero where no answer came.
	Status int
	// Message is the service's own text.
	Message string
	// Target is what it is about: the id or the name that the caller addressed,
	// the name of what was to be created, or whom else the service names.
	Target string
	// TenantID is the tenant that was asked, where that is known.
	TenantID TenantID
	// RequestID is the service's id of the request, to be quoted in a service
	// request.
	RequestID string
	// RetryAfter is how long the service asks to wait; zero if it did not say.
	RetryAfter time.Duration
	// Details are the service's remarks on single properties.
	Details []Detail
	// Cause is what lay below, such as a network error; nil as a rule.
	Cause error
}

// Detail is one remark of the service on one property.
type Detail struct {
	// Code is the kind of the remark, such as "ObjectConflict".
	Code string
	// Target is the property, such as "userPrincipalName".
	Target string
	// Message is the service's text.
	Message string
}

// Error returns one line: operation, target, code, message, status and request id. Of
// an [ErrForbidden] it says what would do, where that is known: a tenant in memory
// knows, the service does not tell.
func (e *Error) Error() string {
	var b strings.Builder
	part := func(s string) {
		if s == "" {
			return
		}
		if b.Len() > 0 {
			b.WriteString(": ")
		}
		b.WriteString(s)
	}
	subject := e.Op
	if e.Target != "" {
		subject = strings.TrimSpace(subject + " " + strconv.Quote(e.Target))
	}
	part(subject)
	if e.Kind != nil {
		part(e.Kind.Error())
	}
	part(e.Code)
	part(e.Message)
	for _, d := range e.Details {
		if errors.Is(e.Kind, ErrForbidden) && d.Code == "" {
			part(d.Message) // What would do.
		}
	}
	if e.Cause != nil {
		part(e.Cause.Error())
	}
	var tail []string
	if e.Status != 0 {
		tail = append(tail, fmt.Sprintf("status %d", e.Status))
	}
	if e.TenantID != "" {
		tail = append(tail, "tenant "+string(e.TenantID))
	}
	if e.RetryAfter > 0 {
		tail = append(tail, "retry after "+e.RetryAfter.String())
	}
	if e.RequestID != "" {
		tail = append(tail, "request "+e.RequestID)
	}
	if len(tail) > 0 {
		b.WriteString(" (" + strings.Join(tail, ", ") + ")")
	}
	return oneLine(b.String())
}

// Unwrap returns the sentinel and the cause, so that [errors.Is] finds either.
func (e *Error) Unwrap() []error {
	var errs []error
	if e.Kind != nil {
		errs = append(errs, e.Kind)
	}
	if e.Cause != nil {
		errs = append(errs, e.Cause)
	}
	return errs
}

// Property returns the detail on the named property, if the service made one.
func (e *Error) Property(name string) (Detail, bool) {
	for _, d := range e.Details {
		if strings.EqualFold(d.Target, name) {
			return d, true
		}
	}
	return Detail{}, false
}

// oneLine keeps an error on one line: a service's text may hold line breaks,
// and what stands behind one is lost in most logs.
func oneLine(s string) string {
	breaks := func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }
	return strings.Join(strings.FieldsFunc(s, breaks), " ")
}
