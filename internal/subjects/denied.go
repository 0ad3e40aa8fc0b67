package subjects

import (
	"errors"
	"testing"

	"github.com/admin365/admin365"
	"github.com/admin365/admin365/admin"
	"github.com/admin365/admin365/internal/conform"
)

// NewTest is [admin.NewTest] for the tests of an area: what its operations refuse is
// noted as shown by the test, which fails if one of them refused what it does not
// declare. The client would not know it.
func NewTest(t *testing.T, shown *conform.Shown) *admin.Test {
	t.Helper()
	m := admin.NewTest(t)
	t.Cleanup(func() { shown.Note(t, Denied(m.Requests())) })
	return m
}

// Denied returns what was refused among the requests that reached a tenant.
func Denied(requests []admin.Request) (denials []conform.Denial) {
	for _, r := range requests {
		if d, ok := denied(r.Op, r.Err); ok {
			denials = append(denials, d)
		}
	}
	return denials
}

// denied is the error of an operation as an answer of the service, if it is one.
func denied(op string, err error) (conform.Denial, bool) {
	e, ok := errors.AsType[*admin365.Error](err)
	// A good status with an answer that is not what was promised is no refusal.
	if !ok || e.Status < 400 {
		return conform.Denial{}, false
	}
	return conform.Denial{Op: op, Status: e.Status, Code: e.Code, Message: e.Message}, true
}
