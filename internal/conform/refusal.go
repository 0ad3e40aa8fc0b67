package conform

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/admin365/admin365"
)

// Refusal is what an error has to say. Fields that are empty are not looked at;
// Kind always is.
type Refusal struct {
	// Kind is the sentinel, and no other sentinel may be found beside it.
	Kind   error
	Code   string
	Status int
	// Op is the operation, such as "identity.Users.Get".
	Op string
	// Target is what was addressed.
	Target string
	// Properties are names of which one must stand in the details.
	Properties []string
	// DetailCode is the code of that detail.
	DetailCode string
	// Hides are texts that may stand nowhere in the error: passwords.
	Hides []string
}

// On returns the refusal with the property that its details must name.
func (r Refusal) On(properties ...string) Refusal {
	r.Properties = properties
	return r
}

// By returns the refusal with the operation that it must name.
func (r Refusal) By(op string) Refusal {
	r.Op = op
	return r
}

// Of returns the refusal with the target that it must name.
func (r Refusal) Of(target string) Refusal {
	r.Target = target
	return r
}

// Check returns how err differs from the refusal, nil if it does not.
func (r Refusal) Check(err error) error {
	if err == nil {
		return fmt.Errorf("no error; want %w", r.Kind)
	}
	var wrong []string
	miss := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	if !errors.Is(err, r.Kind) {
		miss("errors.Is does not find %q", r.Kind)
	}
	for _, other := range sentinels() {
		if !errors.Is(r.Kind, other) && errors.Is(err, other) {
			miss("errors.Is finds %q, too", other)
		}
	}
	e, ok := errors.AsType[*admin365.Error](err)
	if !ok {
		miss("it is no *admin365.Error but %T", err)
	} else {
		r.checkFields(e, miss)
	}
	text := err.Error()
	if strings.ContainsAny(text, "\r\n") {
		miss("its text has more than one line")
	}
	for _, secret := range r.Hides {
		if strings.Contains(text+fmt.Sprintf("%+v %#v", err, e), secret) {
			// The secret itself is not repeated: reports end up in logs.
			miss("it holds a secret")
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("the error is not as promised: %s\n\terror: %v", strings.Join(wrong, "; "), hide(text, r.Hides))
	}
	return nil
}

func (r Refusal) checkFields(e *admin365.Error, miss func(string, ...any)) {
	if r.Code != "" && e.Code != r.Code {
		miss("Code is %q, want %q", e.Code, r.Code)
	}
	if r.Status != 0 && e.Status != r.Status {
		miss("Status is %d, want %d", e.Status, r.Status)
	}
	if r.Op != "" && e.Op != r.Op {
		miss("Op is %q, want %q", e.Op, r.Op)
	}
	if r.Target != "" && e.Target != r.Target {
		miss("Target is %q, want %q", e.Target, r.Target)
	}
	if len(r.Properties) == 0 {
		return
	}
	at := slices.IndexFunc(r.Properties, func(name string) bool {
		_, ok := e.Property(name)
		return ok
	})
	if at < 0 {
		miss("Details %+v do not name %s", e.Details, strings.Join(r.Properties, " or "))
		return
	}
	if d, _ := e.Property(r.Properties[at]); r.DetailCode != "" && d.Code != r.DetailCode {
		miss("the detail's Code is %q, want %q", d.Code, r.DetailCode)
	}
}

// Refused reports how err differs from want.
func (t *T) Refused(err error, want Refusal) {
	t.tb.Helper()
	if fault := want.Check(err); fault != nil {
		t.Errorf("%v", fault)
	}
}

func hide(text string, secrets []string) string {
	for _, s := range secrets {
		text = strings.ReplaceAll(text, s, admin365.RedactedSecret)
	}
	return text
}

// sentinels are the kinds of failure, which exclude each other.
func sentinels() []error {
	return []error{
		admin365.ErrNotFound, admin365.ErrConflict, admin365.ErrBusy, admin365.ErrInvalid,
		admin365.ErrUnauthenticated, admin365.ErrForbidden, admin365.ErrPrecondition, admin365.ErrResync,
		admin365.ErrThrottled, admin365.ErrUnavailable, admin365.ErrUncertain, admin365.ErrUnsupported,
	}
}
